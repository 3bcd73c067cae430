"""The checks: questions in groups, answered with Y, N and A, none that counts can be skipped."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.inspection import Inspection, State
from inspector_app.kinds.base import Check, InspectionKind, Step
from inspector_app.words import current_language
from inspector_app.words import gettext as _
from ui.inspect.check_row import CheckRow
from ui.inspect.step_pane import StepPane
from ui.theme import theme
from ui.widgets.card import Card
from ui.widgets.label import Label
from ui.widgets.tab_order import follow


class ChecksPane(StepPane):
    """The list. Signal answer_given(check, answer, note)."""

    STEP = Step.CHECKS
    answer_given = Signal(str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind: InspectionKind | None = None
        self.rows: list[CheckRow] = []
        self._groups: list[tuple[Label, Check]] = []
        self._cards: list[Card] = []
        self.build_frame()
        self.retranslate()

    def show_inspection(self, inspection: Inspection, kind: InspectionKind) -> None:
        """Show the answers of this inspection."""
        if self._kind is not kind:
            self._kind = kind
            self._rebuild(kind)
        editable = inspection.state is State.DRAFT
        for row in self.rows:
            given = inspection.answers.get(row.check.key)
            row.show_answer(given.answer if given else "", given.note if given else "")
            row.set_editable(editable=editable)

    def _rebuild(self, kind: InspectionKind) -> None:
        for card in self._cards:
            self.body.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards, self.rows, self._groups = [], [], []
        for check in kind.checks:
            if not self._groups or self._groups[-1][1].group != check.group:
                self._start_group(check)
            row = CheckRow(check)
            row.answered.connect(self._on_answered)
            row.noted.connect(self._on_noted)
            row.moved.connect(lambda step, row=row: self._go(row, step))
            self._cards[-1].body.addWidget(row)
            self.rows.append(row)
        for card in self._cards:  # a layout shows its widgets later, too late for the focus
            card.show()
            for row in card.findChildren(CheckRow):
                row.show()
        follow(self, *self._cards)
        self.retranslate()

    def _start_group(self, check: Check) -> None:
        label = Label("", "capx")
        card = Card(margins=False)
        head = QVBoxLayout()
        head.setContentsMargins(theme().space("l"), theme().space("s"), theme().space("l"), 0)
        head.addWidget(label)
        card.body.addLayout(head)
        self._groups.append((label, check))
        self._cards.append(card)
        self.body.addWidget(card)

    def _on_answered(self, check: str, answer: str) -> None:
        note = next(row.note.text() for row in self.rows if row.check.key == check)
        self.answer_given.emit(check, answer, note if answer == "no" else "")

    def _on_noted(self, check: str, note: str) -> None:
        row = next(row for row in self.rows if row.check.key == check)
        if row.answer == "no":
            self.answer_given.emit(check, "no", note)

    def _go(self, row: CheckRow, step: int) -> None:
        at = self.rows.index(row) + step
        if at >= len(self.rows):
            self.next_button.setFocus(Qt.FocusReason.TabFocusReason)
        elif at >= 0:
            self.rows[at].setFocus(Qt.FocusReason.TabFocusReason)

    def enter(self) -> None:
        """Go to the first question without an answer."""
        first = next((row for row in self.rows if not row.answer), None)
        target = first or (self.rows[0] if self.rows else self.next_button)
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to_check(self, key: str) -> None:
        """Go to one question."""
        for row in self.rows:
            if row.check.key == key:
                row.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Say the groups in the language in use."""
        super().retranslate()
        self.heading.setText(_("Marks and duties"))
        self.hint.set_text(_("Y yes · N no · A not applicable · arrows move · Delete takes back"))
        for label, check in self._groups:
            label.setText(check.group.in_language(current_language()))
