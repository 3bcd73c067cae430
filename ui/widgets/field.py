"""Field: a line edit with its caption, its unit, and the sentence about what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.words import gettext as _
from ui.theme import polish, theme
from ui.widgets.chip import Chip
from ui.widgets.icon_mark import IconMark
from ui.widgets.label import Label


class Field(QWidget):
    """A caption, a line edit 40 px high with a unit behind it, and an error line below.

    edit: the QLineEdit itself, for validators, completers and focus.
    """

    edited = Signal(str)
    committed = Signal(str)

    def __init__(
        self,
        caption: str = "",
        *,
        unit: str = "",
        placeholder: str = "",
        is_number: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.edit = QLineEdit()
        self._caption = Label(caption, "capx")
        self._unit = Label(unit, "body2")
        self._by_hand = Chip(kind="idle", icon="pen")
        self._error = Label("", "cap", tone="bad", wrap=True)
        self._error_mark = IconMark("warn", "bad", "icon_chip")
        self._caption.setBuddy(self.edit)
        self._build(is_number=is_number)
        self.set_placeholder(placeholder)
        self.set_caption(caption)
        self.set_error("")
        self.set_by_hand(by_hand=False)
        self.retranslate()
        self.retint()

    def _build(self, *, is_number: bool) -> None:
        if is_number:
            self.edit.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setFocusProxy(self.edit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("xs"))
        column.addWidget(self._caption)
        column.addLayout(self._line(self.edit, self._unit, self._by_hand))
        column.addLayout(self._line(self._error_mark, self._error))
        self.edit.textEdited.connect(self.edited)
        self.edit.editingFinished.connect(self._on_editing_finished)

    @staticmethod
    def _line(*widgets: QWidget) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme().space("s"))
        for widget in widgets:
            line.addWidget(widget)
        return line

    def _on_editing_finished(self) -> None:
        self.committed.emit(self.edit.text())

    def text(self) -> str:
        """Return what is in the edit, as typed."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Put text in without emitting `edited`."""
        self.edit.setText(text)
        overflows = self.edit.fontMetrics().horizontalAdvance(text) > self.edit.width()
        if overflows and not self.edit.hasFocus():
            self.edit.setCursorPosition(0)  # the beginning says what it is

    def set_caption(self, caption: str) -> None:
        """Name the field; the name is also its accessible name."""
        self._caption.setText(caption)
        self._caption.setVisible(bool(caption))
        self.edit.setAccessibleName(caption or self.edit.placeholderText())

    def set_placeholder(self, placeholder: str) -> None:
        """Show a hint while the field is empty."""
        self.edit.setPlaceholderText(placeholder)

    def set_unit(self, unit: str) -> None:
        """Show a unit behind the field."""
        self._unit.setText(unit)
        self._unit.setVisible(bool(unit))

    def has_error(self) -> bool:
        """Say whether what stands here was refused."""
        return bool(self._error.text())

    def set_error(self, sentence: str) -> None:
        """Mark the field and say below what is wrong; an empty sentence takes the mark away."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        self._error_mark.setVisible(bool(sentence))
        self.edit.setAccessibleDescription(sentence)
        polish(self.edit, state="error" if sentence else "")

    def set_by_hand(self, *, by_hand: bool) -> None:
        """Show that the value was entered by hand, not read from the instrument."""
        self._by_hand.setVisible(by_hand)

    def retint(self) -> None:
        """Take the height of the theme in use."""
        self.edit.setFixedHeight(theme().size("ctl"))
        self.edit.setMinimumWidth(theme().size("field_least"))
        self._unit.setVisible(bool(self._unit.text()))

    def retranslate(self) -> None:
        """Say the mark in the language in use."""
        self._by_hand.set_state(_("By hand"), "idle", icon="pen")
