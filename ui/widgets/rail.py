"""The rail at the left: one button a room, icon over word, icons alone in a narrow window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.words import gettext as _
from ui.theme import paint_icon, theme
from ui.widgets.painting import draw_box, draw_text


class RailButton(QAbstractButton):
    """One room; the title is a callable, asked again when the language changes."""

    def __init__(self, icon: str, title: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._title, self._narrow = icon, title, False
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()
        self.retint()

    def set_narrow(self, *, narrow: bool) -> None:
        """Show the icon alone; the word becomes the tooltip."""
        self._narrow = narrow
        self.setToolTip(self.text() if narrow else "")
        self.retint()

    def retint(self) -> None:
        """Take the height of the theme in use."""
        self.setFixedHeight(theme().size("tab" if self._narrow else "rail_button"))
        self.update()

    def retranslate(self) -> None:
        """Say the room in the language in use."""
        self.setText(self._title())
        self.setAccessibleName(self.text())
        self.setToolTip(self.text() if self._narrow else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().size("rail_c"), self.height())

    def enterEvent(self, event: object) -> None:
        self.update()

    def leaveEvent(self, event: object) -> None:
        self.update()

    def _colours(self) -> tuple[str | None, str]:
        """Return ground and ink."""
        if self.isChecked():
            return ("accent", "onaccent") if theme().is_sunlight else ("surface", "accent")
        return ("hover" if self.underMouse() else None), "text2"

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme()
        ground, ink = self._colours()
        if ground:
            draw_box(
                painter, self.rect(), ground=t.colour(ground), edge=None, radius=t.radius("ctl")
            )
        px = t.size("rail_icon")
        top = (self.height() - px) // 2 if self._narrow else t.space("s")
        paint_icon(painter, self._icon, QRect((self.width() - px) // 2, top, px, px), ink)
        if not self._narrow:
            room = QRect(0, top + px, self.width(), self.height() - top - px - t.space("xs"))
            font = t.font("cap", 600 if self.isChecked() else 500)
            draw_text(
                painter, room, self.text(), font, t.colour(ink), Qt.AlignmentFlag.AlignHCenter
            )


class Rail(QWidget):
    """The column of room buttons; those marked `at_foot` stand at the bottom."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)
        self._narrow = False
        self.setProperty("ground", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(self)
        self._column.addStretch(1)
        self._heads = 0
        self.retranslate()
        self.retint()

    def add(self, key: str, icon: str, title: Callable[[], str], *, at_foot: bool) -> RailButton:
        """Add the button of one room and return it."""
        button = RailButton(icon, title)
        self._buttons[key] = button
        self._group.addButton(button)
        if at_foot:
            self._column.addWidget(button)
        else:
            self._column.insertWidget(self._heads, button)
            self._heads += 1
        button.clicked.connect(self._on_clicked)
        button.set_narrow(narrow=self._narrow)
        return button

    def choose(self, key: str) -> None:
        """Mark this room as the one shown."""
        self._buttons[key].setChecked(True)

    def set_narrow(self, *, narrow: bool) -> None:
        """Show icons alone."""
        self._narrow = narrow
        for button in self._buttons.values():
            button.set_narrow(narrow=narrow)
        self.retint()

    def retint(self) -> None:
        """Take the width of the theme in use."""
        t = theme()
        self.setFixedWidth(t.size("rail_c" if self._narrow else "rail"))
        side = t.space("s") - t.stroke
        self._column.setContentsMargins(side, t.space("s"), side, t.space("s"))
        self._column.setSpacing(t.space("s") if self._narrow else t.space("xs"))

    def retranslate(self) -> None:
        """Say what this is in the language in use."""
        self.setAccessibleName(_("Rooms"))

    def _on_clicked(self) -> None:
        for key, button in self._buttons.items():
            if button is self.sender():
                self.chosen.emit(key)
