"""Paragraph: running text that wraps to the width it gets and asks for exactly that height.

A wrapped QLabel loses height-for-width in nested layouts and is cut; this one measures itself.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import theme
from ui.widgets.label import Role, Tone, role_colour, role_font, role_height

_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_TALLEST = 10_000


class Paragraph(QWidget):
    """Text of one role and tone, wrapped. It cannot be focused; its name is its text."""

    def __init__(
        self,
        text: str = "",
        role: Role = "body",
        *,
        tone: Tone = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text, self._role, self._tone = "", role, tone
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def text(self) -> str:
        """Return the text."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show this text."""
        self._text = text
        self.setAccessibleName(text)
        self._measure()
        self.update()

    def set_tone(self, tone: Tone) -> None:
        """Change the colour; the words must say the same."""
        self._tone = tone
        self.update()

    def retint(self) -> None:
        """Measure again in the theme in use."""
        self._measure()
        self.update()

    def height_for(self, width: int) -> int:
        """Return the height that the text needs at this width, both in pixels."""
        area = QRect(0, 0, max(width, theme().space("xl")), _TALLEST)
        box = QFontMetrics(role_font(self._role)).boundingRect(area, _WRAP, self._text)
        return max(role_height(self._role), box.height())

    def _measure(self) -> None:
        self.setFixedHeight(self.height_for(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._measure()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(role_font(self._role))
        return QSize(metrics.horizontalAdvance(self._text), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().space("xl"), self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(role_font(self._role))
        token = role_colour(self._role, self._tone) if self.isEnabled() else "off"
        painter.setPen(theme().colour(token))
        single = self.height() <= role_height(self._role)
        upright = Qt.AlignmentFlag.AlignVCenter if single else Qt.AlignmentFlag.AlignTop
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | upright
        painter.drawText(self.rect(), int(flags), self._text)
