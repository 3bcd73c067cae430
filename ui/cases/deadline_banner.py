"""The nearest deadline above the file: its last day, its article, and the way to deal with it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.card import Card, CardKind
from ui.widgets.icon_mark import IconMark
from ui.widgets.paragraph import Paragraph

# how pressing it is: ground of the card, colour of the icon
_LOOKS: Final[dict[str, tuple[CardKind, str]]] = {
    "bad": ("warn", "bad"),
    "warn": ("warn", "warn"),
    "info": ("plain", "accent"),
    "idle": ("plain", "text2"),
}


class NoticeBar(Card):
    """An icon, two texts that wrap to their room, and one button. Signal acted."""

    acted = Signal()

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._mark = IconMark(icon, "text2", "icon")
        self._title, self._text = Paragraph("", "strong"), Paragraph("", "cap2")
        self.button = Button(dense=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._text)
        line = QHBoxLayout()
        line.setSpacing(theme().space("m"))
        line.addWidget(self._mark)
        line.addLayout(words, 1)
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(line)
        self.button.clicked.connect(self.acted)

    def say(self, title: str, text: str, look: str, action: str) -> None:
        """Show these words; look: `bad`, `warn`, `info` or anything calm."""
        ground, colour = _LOOKS.get(look, _LOOKS["idle"])
        self.set_kind(ground)
        self._mark.set_icon(self._icon, colour)
        self._title.set_text(title)
        self._text.set_text(text)
        self.button.setText(action)
        self.button.updateGeometry()
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
