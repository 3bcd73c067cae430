"""The conclusion: what is missing with the way there, then the verdict with every reason."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.inspection import Inspection, State
from inspector_app.domain.judgement import Manner, Outcome, Verdict
from inspector_app.kinds.base import Step
from inspector_app.words import gettext as _
from inspector_app.words import ngettext, reasons
from ui.inspect.finding_row import FindingRow
from ui.inspect.findings_list import FindingsList, TitleOf
from ui.inspect.other_edition import OtherEdition
from ui.inspect.step_pane import StepPane
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.card import Card, CardKind
from ui.widgets.field import Field
from ui.widgets.icon_mark import IconMark
from ui.widgets.paragraph import Paragraph
from ui.widgets.sketch import SketchCard

_LOOKS: Final[dict[Outcome, tuple[CardKind, str, str]]] = {
    Outcome.PASS: ("ok", "pass", "ok"),
    Outcome.FAIL: ("bad", "fail", "bad"),
    Outcome.INCOMPLETE: ("warn", "warn", "warn"),
    Outcome.NOT_APPLICABLE: ("plain", "info", "text2"),
    Outcome.ADVISORY: ("plain", "info", "text2"),
}
_OPEN: Final = frozenset({Outcome.INCOMPLETE, Outcome.FAIL})
"""What is shown of a draft: what is missing, and what is already found not to hold."""
STATEMENT: Final = "statement"


class ConclusionPane(StepPane):
    """Signals: conclude_asked, reopen_asked(reason), go_asked(subject), rule_asked(regulation)."""

    STEP = Step.CONCLUSION
    conclude_asked = Signal()
    reopen_asked = Signal(str)
    go_asked = Signal(str)
    rule_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inspection_id = ""
        self.verdict_card, self.findings = Card(spacing="xs"), FindingsList()
        self.mark, self.word = IconMark("pending", "text3", "icon_empty"), Paragraph("", "figure")
        self.sentence, self.screening = Paragraph("", "body2"), Paragraph("", "cap")
        self.conclude, self.reopen = Button(kind="primary", icon="check"), Button(icon="undo")
        self.reason, self.other = Field(), OtherEdition()
        self.sketches = SketchCard()
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.word)
        words.addWidget(self.sentence)
        line = QHBoxLayout()
        line.setSpacing(theme().space("l"))
        line.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addLayout(words, 1)
        for button in (self.conclude, self.next_button):
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.verdict_card.body.addLayout(line)
        self.body.addWidget(self.verdict_card)
        self.body.addWidget(self.findings)
        self.body.addWidget(self.sketches)
        self.body.addWidget(self.screening)
        self.body.addWidget(self.other)
        self.foot.addWidget(self.reason, 1, Qt.AlignmentFlag.AlignBottom)
        self.foot.addWidget(self.reopen, 0, Qt.AlignmentFlag.AlignBottom)
        self.build_frame(with_next=False)

    def _connect(self) -> None:
        for button in (self.conclude, self.reopen):
            button.setAutoDefault(True)
        self.conclude.clicked.connect(self.conclude_asked)
        self.findings.go_asked.connect(self.go_asked)
        self.findings.rule_asked.connect(self.rule_asked)
        self.reopen.clicked.connect(self._on_reopen)
        self.reason.edit.returnPressed.connect(self._on_reopen)
        self.reason.edited.connect(lambda _text: self.reason.set_error(""))

    @property
    def rows(self) -> list[FindingRow]:
        """Return the rows of the findings as they stand on the page, the folded ones left out."""
        return self.findings.rows

    def show_verdict(self, inspection: Inspection, verdict: Verdict, title_of: TitleOf) -> None:
        """Show the kept verdict, or what the kind says of the draft as it stands."""
        concluded = inspection.state is not State.DRAFT
        complete = verdict.outcome is not Outcome.INCOMPLETE
        card, icon, colour = _LOOKS[verdict.outcome]
        self.verdict_card.set_kind(card if concluded or not complete else "plain")
        self.mark.set_icon(*((icon, colour) if concluded or not complete else ("check", "accent")))
        self._say(verdict, concluded=concluded)
        self.conclude.setVisible(inspection.state is State.DRAFT)
        self.conclude.setEnabled(complete)
        for widget in (self.reason, self.reopen):
            widget.setVisible(inspection.state is State.CONCLUDED)
        self.next_button.setVisible(concluded)
        shown = [f for f in verdict.findings if f.subject != STATEMENT]  # it stands below them
        if not complete:
            shown = [f for f in shown if f.outcome in _OPEN]
        of_another = inspection.inspection_id != self._inspection_id
        self._inspection_id = inspection.inspection_id
        self.findings.show_findings(shown, title_of, verdict.manner, of_another=of_another)

    def _say(self, verdict: Verdict, *, concluded: bool) -> None:
        missing = [f for f in verdict.findings if f.outcome is Outcome.INCOMPLETE]
        fails, notes = verdict.failures(), self._count(verdict, Outcome.ADVISORY)
        if missing:
            self.word.set_text(_("Not finished"))
            text = ngettext("{n} thing is missing.", "{n} things are missing.", len(missing))
            self.sentence.set_text(text.format(n=len(missing)))
        elif not concluded:
            self.word.set_text(_("Ready to conclude"))
            self.sentence.set_text(_("Everything required is here. The rules in force will judge."))
        else:
            self.word.set_text(reasons.verdict_word(verdict))
            passed = self._count(verdict, Outcome.PASS)
            text = {
                Manner.CONFORMITY: _(
                    "{regulation}: {passed} in order, {failed} not in order, {notes} to note."
                ),
                Manner.LEAD: _("{regulation}: {passed} agree, {failed} doubtful, {notes} to note."),
                Manner.SCORE: _("{regulation}. It judges no meter and has no legal effect."),
            }[verdict.manner]
            self.sentence.set_text(
                text.format(
                    regulation=verdict.regulation, passed=passed, failed=len(fails), notes=notes
                )
            )

    @staticmethod
    def _count(verdict: Verdict, outcome: Outcome) -> int:
        own = (f for f in verdict.findings if f.subject != STATEMENT)
        return sum(1 for finding in own if finding.outcome is outcome)

    def _on_reopen(self) -> None:
        if not self.reason.text().strip():
            self.reason.set_error(_("Say why: it stands in the audit trail."))
            self.reason.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.reopen_asked.emit(self.reason.text().strip())
        self.reason.set_text("")

    def enter(self) -> None:
        """Go to what can be done: conclude, the first missing thing, or on."""
        if not self.conclude.isHidden() and self.conclude.isEnabled():
            self.conclude.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.conclude.isHidden() and self.rows:
            self.rows[0].go.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().enter()

    def retranslate(self) -> None:
        """Say the words in the language in use."""
        super().retranslate()
        self.heading.setText(_("Conclusion"))
        self.hint.set_text(_("Every reason, its arithmetic and its rule."))
        self.conclude.setText(_("Conclude"))
        self.reopen.setText(_("Reopen"))
        self.reason.set_placeholder(_("Why it is reopened"))
        self.reason.set_caption("")
        self.reason.edit.setAccessibleName(_("Why it is reopened"))
        self.screening.set_text(_(reasons.SENTENCES["screening"]))
