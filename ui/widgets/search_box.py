"""Search box: a line edit with a glass before it and its key behind it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from ui.theme import paint_icon, theme
from ui.widgets.label import KeyCap


class SearchBox(QLineEdit):
    """A search field; Escape empties it, Enter submits.

    prompt: callable, asked again when the language changes. keys: shown as a cap while empty.
    """

    submitted = Signal(str)

    def __init__(
        self, prompt: Callable[[], str], *, keys: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._prompt = prompt
        self._cap = KeyCap(keys, self) if keys else None
        self._brief = False
        self.setProperty("kind", "search")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._on_text_changed)
        self.returnPressed.connect(self._on_return_pressed)
        self.retranslate()
        self.retint()

    def set_brief(self, *, brief: bool) -> None:
        """Leave out the key cap, for small windows."""
        self._brief = brief
        self._on_text_changed(self.text())
        self._place_cap()

    def retint(self) -> None:
        """Take height and margins of the theme in use."""
        t = theme()
        self.setFixedHeight(t.size("search_height"))
        self.setTextMargins(t.size("icon_small") + t.space("xs"), 0, 0, 0)
        self._place_cap()

    def retranslate(self) -> None:
        """Show the prompt in the language in use."""
        self.setAccessibleName(self._prompt())
        self._place_cap()

    def _place_cap(self) -> None:
        if self._cap is not None:
            self._cap.resize(self._cap.sizeHint())
            right = self.width() - self._cap.width() - theme().space("s")
            self._cap.move(right, (self.height() - self._cap.height()) // 2)
        self.setPlaceholderText(self._shown_prompt())

    def _shown_prompt(self) -> str:
        """Return the prompt, elided where the field is too narrow: Qt would cut it in a letter."""
        gap, words = theme().space("s"), self._prompt()
        left = self.textMargins().left() + 2 * gap
        has_cap = self._cap is not None and not self._brief
        right = self._cap.width() + gap if has_cap and self._cap is not None else 0
        room = self.width() - left - right - gap
        return self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, max(room, 0))

    def _on_text_changed(self, text: str) -> None:
        if self._cap is not None:
            self._cap.setVisible(not text and not self._brief)

    def _on_return_pressed(self) -> None:
        self.submitted.emit(self.text().strip())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_cap()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        px = theme().size("icon_small")
        box = QRect(theme().space("s"), (self.height() - px) // 2, px, px)
        paint_icon(QPainter(self), "search", box, "text3")
