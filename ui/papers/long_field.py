"""A box for several lines: caption, edit, and the sentence about what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import polish, theme
from ui.widgets.label import Label

_LINES = 3


class LongEdit(QPlainTextEdit):
    """An edit that Tab leaves. Signal left: the focus went."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class LongField(QWidget):
    """Signals: edited, committed, as a `Field` of one line has them."""

    edited = Signal(str)
    committed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = LongEdit()
        self._caption, self._error = Label("", "capx"), Label("", "cap", tone="bad", wrap=True)
        self._caption.setBuddy(self.edit)
        self.setFocusProxy(self.edit)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("xs"))
        for widget in (self._caption, self.edit, self._error):
            column.addWidget(widget)
        self._is_silent = False
        self.edit.textChanged.connect(self._on_changed)
        self.edit.left.connect(lambda: self.committed.emit(self.text()))
        self.set_error("")
        self.retint()

    def _on_changed(self) -> None:
        if not self._is_silent:
            self.edited.emit(self.text())

    def text(self) -> str:
        """Return what is in the edit, as typed."""
        return self.edit.toPlainText()

    def set_text(self, text: str) -> None:
        """Put text in without emitting `edited`."""
        self._is_silent = True
        self.edit.setPlainText(text)
        self._is_silent = False

    def set_caption(self, caption: str) -> None:
        """Name the field."""
        self._caption.setText(caption)
        self.edit.setAccessibleName(caption)

    def set_placeholder(self, placeholder: str) -> None:
        """Show a hint while the field is empty."""
        self.edit.setPlaceholderText(placeholder)

    def set_error(self, sentence: str) -> None:
        """Mark the field and say below what is wrong; an empty sentence takes the mark away."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        self.edit.setAccessibleDescription(sentence)
        polish(self.edit, state="error" if sentence else "")

    def retint(self) -> None:
        """Take the height of the theme in use: three lines."""
        line = self.edit.fontMetrics().lineSpacing()
        self.edit.setFixedHeight(_LINES * line + theme().size("ctl") // 2)
        self.edit.setMinimumWidth(theme().size("field_least"))
