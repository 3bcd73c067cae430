"""One question of the list: its words, its basis, three answers, and a note when it is `no`."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.kinds.base import Check
from inspector_app.words import current_language
from inspector_app.words import gettext as _
from inspector_app.words.clauses import article_of
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.chip import Chip
from ui.widgets.field import Field
from ui.widgets.icon_mark import IconMark
from ui.widgets.painting import draw_selection
from ui.widgets.paragraph import Paragraph

_KEYS: Final = {Qt.Key.Key_Y: "yes", Qt.Key.Key_N: "no", Qt.Key.Key_A: "not_applicable"}
_MARKS: Final = {
    "yes": ("pass", "ok"),
    "no": ("fail", "bad"),
    "not_applicable": ("subtask", "text3"),
    "": ("pending", "text3"),
}


class CheckRow(QWidget):
    """A focusable row. Signals: answered(check, answer), noted(check, text), moved(step)."""

    answered = Signal(str, str)
    noted = Signal(str, str)
    moved = Signal(int)

    def __init__(self, check: Check, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.check, self.answer = check, ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("focusStyle", "own")
        self._mark = IconMark("pending", "text3", "icon")
        self._text, self._basis = Paragraph("", "body"), Paragraph("", "cap")
        self.hint = Paragraph("", "cap")
        self._must = Chip(kind="warn", icon="")
        self.buttons = {key: Button(kind="choice") for key in _KEYS.values()}
        self.note = Field()
        self._build()
        self._connect()
        self.show_answer("", "")
        self.retranslate()

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._text)
        words.addWidget(self._basis)
        words.addWidget(self.hint)
        line = QHBoxLayout()
        line.setSpacing(theme().space("s"))
        line.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addLayout(words, 1)
        line.addWidget(self._must)
        for button in self.buttons.values():
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Y, N and A answer from the keyboard
            line.addWidget(button)
        column = QVBoxLayout(self)
        side, top = theme().space("l"), theme().space("xs")
        column.setContentsMargins(side, top, side, top)
        column.setSpacing(theme().space("xs"))
        column.addLayout(line)
        column.addWidget(self.note)
        # only now: shown before it has a parent, a widget is a window of its own for a moment
        keeps = self.buttons["not_applicable"].sizePolicy()
        keeps.setRetainSizeWhenHidden(True)  # so that the answers stand in columns
        self.buttons["not_applicable"].setSizePolicy(keeps)
        self.buttons["not_applicable"].setVisible(self.check.may_not_apply)
        self.hint.setVisible(self.check.hint is not None)

    def _connect(self) -> None:
        for answer, button in self.buttons.items():
            button.clicked.connect(lambda _on=False, answer=answer: self._say(answer))
        self.note.committed.connect(self._on_note)
        self.note.edit.returnPressed.connect(lambda: self.moved.emit(1))

    def _say(self, answer: str) -> None:
        self._give("" if answer == self.answer else answer)

    def _give(self, answer: str) -> None:
        """Show the answer at once; what the log keeps follows within milliseconds."""
        self.show_answer(answer, self.note.text())
        self.answered.emit(self.check.key, answer)

    def _on_note(self, text: str) -> None:
        self.noted.emit(self.check.key, text)

    def show_answer(self, answer: str, note: str) -> None:
        """Show what the record holds; a note being typed stays."""
        self.answer = answer
        for key, button in self.buttons.items():
            button.setChecked(key == answer)
            button.update()
        self._mark.set_icon(*_MARKS[answer])
        self._must.setVisible(self.check.must_answer and not answer)
        self.note.setVisible(answer == "no")
        if not self.note.edit.hasFocus():
            self.note.set_text(note)
        self._name()

    def set_editable(self, *, editable: bool) -> None:
        """Allow answers, or only show them."""
        for button in self.buttons.values():
            button.setEnabled(editable)
        self.note.setEnabled(editable)

    def _name(self) -> None:
        said = self.buttons[self.answer].text() if self.answer else _("To answer")
        self.setAccessibleName(f"{self._text.text()}: {said}")

    def retranslate(self) -> None:
        """Say the question in the language in use."""
        language = current_language()
        basis = self.check.basis
        self._text.set_text(self.check.text.in_language(language))
        self._basis.set_text(f"{self.check.key} · {article_of(basis.document, basis.article)}")
        if self.check.hint is not None:
            self.hint.set_text(self.check.hint.in_language(language))
        self._must.set_state(_("To answer"), "warn", icon="")
        for key, word in zip(_KEYS.values(), (_("Yes"), _("No"), _("N/A")), strict=True):
            self.buttons[key].setText(word)
            self.buttons[key].updateGeometry()
        self.buttons["not_applicable"].setAccessibleName(_("Not applicable"))
        asked = _("What was found (stands on the record)")
        self.note.set_placeholder(asked)
        self.note.edit.setAccessibleName(f"{self._text.text()}: {asked}")
        self._name()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        answer = _KEYS.get(key, "")
        if answer and not self.buttons[answer].isHidden() and self.buttons[answer].isEnabled():
            self._give(answer)
            if answer == "no":
                self.note.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self.moved.emit(1)
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.moved.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self.answer:
            self._give("")
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.hasFocus() or self.note.edit.hasFocus():
            draw_selection(painter, self.rect())
        painter.setPen(theme().pen("rule", "hair"))
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())
