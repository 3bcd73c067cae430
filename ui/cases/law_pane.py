"""What the findings may lead to: laws side by side with amount and mark, and the open questions."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.casework.consequences import KEEP, PROPOSE, LawOption, Prompt, Suggestion
from inspector_app.services.case_file import CaseFileView
from inspector_app.words import gettext as _
from inspector_app.words.clauses import basis_words
from inspector_app.words.reasons import finding_sentence
from ui.cases import wording
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.paragraph import Paragraph


class PromptCard(Card):
    """A question that wants an answer with its reason. Signal answered(key, answer, reason)."""

    answered = Signal(str, str, str)

    def __init__(self, prompt: Prompt) -> None:
        super().__init__(kind="plain" if prompt.answer is not None else "warn")
        self.prompt = prompt
        mark = wording.mark_chip(prompt.confirmation)
        self.body.addWidget(Paragraph(wording.said(prompt.title), "strong"))
        self.body.addWidget(Paragraph(wording.said(prompt.question), "cap2"))
        line = QHBoxLayout()
        line.addWidget(Paragraph(basis_words(prompt.clause), "cap2"), 1)
        line.addWidget(Chip(mark.text, mark.kind, icon=mark.icon), 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(line)
        if prompt.answer is not None:
            said = _("Answered by {name}: {reason}")
            words = said.format(name=prompt.answer.by, reason=prompt.answer.reason)
            self.body.addWidget(Paragraph(words, "body2"))
            return
        self.reason = Field(_("Reason of the answer"))
        self.propose = Button(_("Propose transfer"), icon="flag", dense=True)
        self.keep = Button(_("Do not transfer"), dense=True)
        self.propose.clicked.connect(lambda: self._answer(PROPOSE))
        self.keep.clicked.connect(lambda: self._answer(KEEP))
        self.body.addWidget(self.reason)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme().space("s"))
        buttons.addStretch(1)
        buttons.addWidget(self.keep)
        buttons.addWidget(self.propose)
        self.body.addLayout(buttons)

    def _answer(self, answer: str) -> None:
        reason = self.reason.text().strip()
        if not reason:
            self.reason.set_error(_("An answer needs its reason: it stands in the file."))
            self.reason.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.answered.emit(self.prompt.key, answer, reason)


class LawPane(QWidget):
    """Suggestions and prompts of a case. Signal answered(prompt, answer, reason)."""

    answered = Signal(str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: CaseFileView | None = None
        self.prompts: list[PromptCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_file(self, view: CaseFileView | None) -> None:
        """Show what this file's findings may lead to."""
        self._view = view
        self.rebuild()

    def rebuild(self) -> None:
        """Build everything anew, after a change of content, language or theme."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._column.setSpacing(theme().space("m"))
        self.prompts = []
        if self._view is not None:
            self._fill(self._view)
        self._column.addStretch(1)

    def _fill(self, view: CaseFileView) -> None:
        for prompt in view.prompts:
            card = PromptCard(prompt)
            card.answered.connect(self.answered)
            self.prompts.append(card)
            self._column.addWidget(card)
        words = _("Suggestions from the tables, never a decision. A check on site is a screening.")
        if not view.suggestions:
            words = _("No record with findings lies in this case: nothing is suggested.")
        self._column.addWidget(Paragraph(words, "cap"))
        for suggestion in view.suggestions:
            self._column.addWidget(_suggestion(suggestion))
        if view.unmapped:
            self._column.addWidget(_unmapped(view))

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.rebuild()

    def retint(self) -> None:
        """Cards have the theme's measures."""
        self.rebuild()


def _suggestion(one: Suggestion) -> Card:
    card = Card(kind="sunken")
    card.body.addWidget(Paragraph(wording.said(one.title), "strong"))
    for option in one.options:
        card.body.addLayout(_option(option))
    if not one.options:
        words = _("No edition of the law of that day is in the tables.")
        card.body.addWidget(Paragraph(words, "body2"))
    words = _("Measures that may follow: {measures}").format(measures=wording.said(one.measures))
    card.body.addWidget(Paragraph(words, "body2"))
    if one.note is not None:
        card.body.addWidget(Paragraph(wording.said(one.note), "cap2"))
    mark = wording.mark_chip(one.confirmation).text
    said = _("Finding matched to {clause}: {mark}").format(
        clause=basis_words(one.clause), mark=mark
    )
    card.body.addWidget(Paragraph(said, "cap"))
    return card


def _option(option: LawOption) -> QHBoxLayout:
    line, words = QHBoxLayout(), QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(Paragraph(basis_words(option.basis), "body"))
    words.addWidget(Paragraph(wording.amount_words(option), "body2"))
    mark = wording.mark_chip(option.confirmation)
    line.setSpacing(theme().space("s"))
    line.addLayout(words, 1)
    line.addWidget(Chip(mark.text, mark.kind, icon=mark.icon), 0, Qt.AlignmentFlag.AlignTop)
    return line


def _unmapped(view: CaseFileView) -> Card:
    card = Card(kind="sunken")
    card.body.addWidget(Label(_("Findings without a suggestion"), "strong"))
    for finding in view.unmapped:
        card.body.addWidget(Paragraph(f"{finding.subject}: {finding_sentence(finding)}", "body2"))
    return card
