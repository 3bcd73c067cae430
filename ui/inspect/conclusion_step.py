"""The conclusion: what is missing with the way there, then the verdict with every reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.inspection import Inspection, State
from inspector_app.domain.judgement import Finding, Manner, Outcome, Verdict
from inspector_app.kinds.base import Step
from inspector_app.words import gettext as _
from inspector_app.words import ngettext, reasons
from ui.inspect.finding_row import FindingRow
from ui.inspect.other_edition import OtherEdition
from ui.inspect.step_pane import StepPane
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.card import Card, CardKind, Rule
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
# What decides is read first.
_ORDER: Final = (
    Outcome.INCOMPLETE,
    Outcome.FAIL,
    Outcome.ADVISORY,
    Outcome.PASS,
    Outcome.NOT_APPLICABLE,
)
STATEMENT: Final = "statement"
TitleOf = Callable[[str], str]
_Asked = tuple[Finding, str, Manner, str]


class ConclusionPane(StepPane):
    """Signals: conclude_asked, reopen_asked(reason), go_asked(subject), rule_asked(regulation)."""

    STEP = Step.CONCLUSION
    conclude_asked = Signal()
    reopen_asked = Signal(str)
    go_asked = Signal(str)
    rule_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: list[_Asked] = []
        self._said: tuple[Verdict, State, TitleOf] | None = None
        self.rows: list[FindingRow] = []
        self.verdict_card, self.findings_card = Card(spacing="xs"), Card(margins=False)
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
        self.body.addWidget(self.findings_card)
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
        self.reopen.clicked.connect(self._on_reopen)
        self.reason.edit.returnPressed.connect(self._on_reopen)
        self.reason.edited.connect(lambda _text: self.reason.set_error(""))

    def show_verdict(self, inspection: Inspection, verdict: Verdict, title_of: TitleOf) -> None:
        """Show the kept verdict, or what the kind says of the draft as it stands."""
        concluded = inspection.state is not State.DRAFT
        self._said = (verdict, inspection.state, title_of)
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
        self._show_findings(verdict, only_missing=not complete, title_of=title_of)

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

    def _show_findings(self, verdict: Verdict, *, only_missing: bool, title_of: TitleOf) -> None:
        said = [
            f for f in verdict.findings if f.subject != STATEMENT
        ]  # it stands below the findings
        shown = [f for f in said if not only_missing or f.outcome is Outcome.INCOMPLETE]
        shown.sort(key=lambda f: _ORDER.index(f.outcome))
        asked = [(f, title_of(f.subject), verdict.manner, _("Go there")) for f in shown]
        self._keep(asked)
        for at, (finding, title, manner, _words) in enumerate(asked):
            if at == len(self.rows) or self._shown[at] != asked[at]:
                row = FindingRow(finding, title, manner=manner)
                row.go_asked.connect(self.go_asked)
                row.rule_asked.connect(self.rule_asked)
                self._insert(at, row)
                self._shown.insert(at, asked[at])
        self.findings_card.setVisible(bool(shown))

    def _keep(self, asked: Sequence[_Asked]) -> None:
        """Take away the rows that are not asked for any more.

        A visit to 32 nozzles has hundreds of findings and each entry changes a few: drawing all of
        them anew would make each entry wait.
        """
        ahead, gone = 0, list[int]()
        for at, shown in enumerate(self._shown):
            if shown in asked[ahead:]:
                ahead = asked.index(shown, ahead) + 1
            else:
                gone.append(at)
        for at in reversed(gone):
            self._remove(at)

    def _insert(self, at: int, row: FindingRow) -> None:
        """Each row but the first has a rule above it: row n lies at 2n."""
        body = self.findings_card.body
        if at:
            body.insertWidget(2 * at - 1, Rule())
            body.insertWidget(2 * at, row)
        else:
            if self.rows:
                body.insertWidget(0, Rule())
            body.insertWidget(0, row)
        self.rows.insert(at, row)

    def _remove(self, at: int) -> None:
        """Take a row away with the rule above it, the first with the one below."""
        body, first = self.findings_card.body, max(0, 2 * at - 1)
        for _time in range(2 if len(self.rows) > 1 else 1):
            item = body.takeAt(first)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        del self.rows[at], self._shown[at]

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
