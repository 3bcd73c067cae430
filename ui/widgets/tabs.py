"""Tabs: one line of titles, the chosen one bold and underlined in the accent colour."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import theme
from ui.widgets.painting import draw_text, text_width


class Tabs(QWidget):
    """A row of tabs; left and right choose. It shows titles only: the page swaps what is below."""

    chosen = Signal(str)

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs: tuple[tuple[str, str], ...] = ()
        self._chosen = ""
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.retint()

    def set_tabs(self, tabs: Sequence[tuple[str, str]], chosen: str) -> None:
        """Show these (key, title) pairs with this key chosen."""
        self._tabs = tuple(tabs)
        self._chosen = chosen
        self._speak()
        self.updateGeometry()
        self.update()

    def chosen_key(self) -> str:
        """Return the key of the chosen tab."""
        return self._chosen

    def choose(self, key: str) -> None:
        """Choose this tab, as a click would."""
        if key != self._chosen and key in dict(self._tabs):
            self._chosen = key
            self._speak()
            self.update()
            self.chosen.emit(key)

    def retint(self) -> None:
        """Measure again in the theme in use."""
        self.setFixedHeight(theme().size("tab"))
        self.updateGeometry()
        self.update()

    def _speak(self) -> None:
        self.setAccessibleDescription(dict(self._tabs).get(self._chosen, ""))

    def _rects(self) -> list[QRect]:
        t, left, rects = theme(), 0, []
        for _key, title in self._tabs:
            # measured bold, so that choosing a tab does not move the others
            width = text_width(t.font("body", 600), title) + 2 * t.space("xs")
            rects.append(QRect(left, 0, width, self.height()))
            left += width + t.space("l") - t.stroke
        return rects

    def sizeHint(self) -> QSize:
        rects = self._rects()
        return QSize(rects[-1].right() + 1 if rects else 0, theme().size("tab"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        keys = [key for key, _title in self._tabs]
        if Qt.Key(event.key()) not in moves or self._chosen not in keys:
            super().keyPressEvent(event)
            return
        at = keys.index(self._chosen) + moves[Qt.Key(event.key())]
        self.choose(keys[min(max(at, 0), len(keys) - 1)])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for (key, _title), rect in zip(self._tabs, self._rects(), strict=True):
            if rect.contains(event.position().toPoint()):
                self.choose(key)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme()
        for (key, title), rect in zip(self._tabs, self._rects(), strict=True):
            is_chosen = key == self._chosen
            font = t.font("body", 600 if is_chosen else 500)
            colour = t.colour("text" if is_chosen else "text2")
            draw_text(painter, rect, title, font, colour, Qt.AlignmentFlag.AlignHCenter)
            if is_chosen:
                line = t.tokens.stroke_px["underline"]
                painter.fillRect(
                    rect.left(), rect.bottom() + 1 - line, rect.width(), line, t.colour("accent")
                )
