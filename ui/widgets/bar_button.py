"""The box that the chips of the top bar share: a button, because each leads to its page."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.theme import paint_icon, theme
from ui.widgets.painting import draw_box


class BarButton(QAbstractButton):
    """Common drawing and measures of the bar's boxes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def retint(self) -> None:
        """Measure again in the theme in use."""
        self.updateGeometry()
        self.update()

    def box_height(self) -> int:
        """Return the height of the box in pixels."""
        return theme().size("ctl_dense")

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paint_box(self, painter: QPainter) -> QRect:
        """Paint ground and edge and return the room inside."""
        t = theme()
        ground = t.colour("hover" if self.underMouse() else "surface")
        draw_box(
            painter,
            self.rect(),
            ground=ground,
            edge=t.colour("line"),
            radius=t.radius("ctl"),
            stroke=t.stroke,
        )
        side = t.space("m")
        return self.rect().adjusted(side, 0, -side, 0)

    def paint_mark(self, painter: QPainter, area: QRect, icon: str, colour: str) -> QRect:
        """Paint the icon at the left of area and return what is left of it."""
        px = theme().size("icon_small")
        paint_icon(painter, icon, QRect(area.left(), (self.height() - px) // 2, px, px), colour)
        return area.adjusted(px + theme().space("s"), 0, 0, 0)
