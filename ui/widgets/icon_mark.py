"""Icon mark: one icon of the family in one colour, for use in layouts."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import paint_icon, theme


class IconMark(QWidget):
    """One icon of the family in one colour, for use in layouts."""

    def __init__(
        self,
        name: str,
        colour: str = "text2",
        size: str = "icon_small",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name, self._colour, self._size = name, colour, size
        self.retint()

    def set_icon(self, name: str, colour: str) -> None:
        """Show another icon."""
        self._name, self._colour = name, colour
        self.update()

    def retint(self) -> None:
        """Take the size of the theme in use."""
        self.setFixedSize(theme().size(self._size), theme().size(self._size))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_icon(QPainter(self), self._name, self.rect(), self._colour)
