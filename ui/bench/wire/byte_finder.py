"""Finding in the frames: hex pairs, text, or words of what was read; Enter to older ones."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from inspector_app.words import gettext as _
from ui.theme import polish, theme
from ui.widgets.button import Button
from ui.widgets.byte_rows import ByteModel, ByteRow, ByteTable

_HEX: Final = re.compile(r"(?:[0-9A-Fa-f]{2}\s*)+")
_LONGEST: Final = 200


def is_in(row: ByteRow, text: str) -> bool:
    """Say whether a frame holds these bytes (`0D 0A`), this text, or says so when parsed."""
    wanted = text.strip()
    if not wanted:
        return False
    if _HEX.fullmatch(wanted) and bytes.fromhex(wanted) in row.raw:
        return True
    said = (row.text(), row.parsed, row.remark)
    return any(wanted.casefold() in each.casefold() for each in said)


class ByteFinder(QWidget):
    """A field that is hidden until asked for. Signal opened(is_open)."""

    opened = Signal(bool)

    def __init__(self, table: ByteTable, model: ByteModel, card: QWidget) -> None:
        super().__init__()
        self._table, self._model = table, model
        self.edit, self.button = QLineEdit(), Button(icon="search", dense=True)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.addWidget(self.edit)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.edit.setMaxLength(_LONGEST)
        self.edit.installEventFilter(self)
        self.edit.textEdited.connect(lambda _text: self._mark(missed=False))
        self.button.clicked.connect(self._on_button)
        QShortcut(QKeySequence.StandardKey.Find, card, self.open)
        self.setVisible(False)
        self.retranslate()
        self.retint()

    def open(self) -> None:
        """Show the field and go there."""
        self.setVisible(True)
        self.opened.emit(True)
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    def close_field(self) -> None:
        """Hide the field; the frame that was found stays chosen."""
        self._mark(missed=False)
        self.setVisible(False)
        self.opened.emit(False)
        self._table.follows = True
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_button(self) -> None:
        self.open() if self.isHidden() else self.close_field()

    def find_next(self, *, is_back: bool = True) -> None:
        """Choose the next frame that holds it: towards the older ones, or back to the newer."""
        count, text = self._model.rowCount(), self.edit.text()
        index = self._table.currentIndex()
        step = -1 if is_back else 1
        start = index.row() if index.isValid() else (count if is_back else -1)
        for turn in range(1, count + 1):
            at = (start + step * turn) % count
            if is_in(self._model.row_at(at), text):
                self._choose(at)
                return
        self._mark(missed=bool(text.strip()))

    def _choose(self, at: int) -> None:
        self._mark(missed=False)
        self._table.follows = False  # what was found stays in sight while more comes
        index = self._model.index(at, 0)
        self._table.setCurrentIndex(index)
        self._table.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def _mark(self, *, missed: bool) -> None:
        sentence = _("No frame here holds this.") if missed else ""
        polish(self.edit, state="error" if missed else "")
        self.edit.setAccessibleDescription(sentence)
        self.edit.setToolTip(sentence or _("Enter: older frames; Shift+Enter: newer ones"))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.find_next(is_back=not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.close_field()
            return True
        return False

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        for widget in (self.edit, self.button):
            widget.setAccessibleName(_("Find in the frames"))
        self.button.setToolTip(_("Find in the frames (Ctrl+F)"))
        self.edit.setPlaceholderText(_("0D 0A, or text"))
        self._mark(missed=False)

    def retint(self) -> None:
        """Take the measures of the theme in use."""
        self.edit.setFixedHeight(theme().size("ctl_dense"))
