"""The engine of a QIcon that is drawn anew at each size and in the theme of the moment."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap

from ui.theme.icons import icon_pixmap, paint_icon


class TintedEngine(QIconEngine):
    """Paints at the asked size and in the theme of the moment, so a switch needs no new icons."""

    def __init__(self, name: str, colour_token: str) -> None:
        super().__init__()
        self._name = name
        self._colour = colour_token

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        colour = "off" if mode == QIcon.Mode.Disabled else self._colour
        paint_icon(painter, self._name, rect, colour)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def clone(self) -> QIconEngine:
        return TintedEngine(self._name, self._colour)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, _scale: float
    ) -> QPixmap:
        colour = "off" if mode == QIcon.Mode.Disabled else self._colour
        px = min(size.width(), size.height())
        return icon_pixmap(self._name, colour, px)


def themed_icon(name: str, colour_token: str = "text2") -> QIcon:
    """Return a QIcon for Qt's own widgets (menus, actions); it follows the theme by itself."""
    return QIcon(TintedEngine(name, colour_token))
