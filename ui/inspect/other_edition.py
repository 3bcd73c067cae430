"""A kept verdict beside the one by another edition: asked for quietly, never in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.judgement import Finding, Outcome
from inspector_app.metrology.regulations import Regulation
from inspector_app.services.judge_again import Comparison, Difference
from inspector_app.words import gettext as _
from inspector_app.words import reasons
from ui import edition_words
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.card import Card, Rule
from ui.widgets.chip import Chip
from ui.widgets.choice import Select
from ui.widgets.icon_mark import IconMark
from ui.widgets.label import Label
from ui.widgets.paragraph import Paragraph

_MARKS: Final[dict[Outcome, tuple[str, str]]] = {
    Outcome.PASS: ("pass", "ok"),
    Outcome.FAIL: ("fail", "bad"),
    Outcome.INCOMPLETE: ("warn", "warn"),
}
TitleOf = Callable[[str], str]


class OtherEdition(QWidget):
    """The control and what it found. Signals: chosen(key, number), closed."""

    chosen = Signal(str, str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editions: tuple[Regulation, ...] = ()
        self._found: tuple[Comparison, TitleOf] | None = None
        self.caption, self.select = Label("", "cap2"), Select(dense=True)
        self.ask = Button(kind="ghost", icon="eye", dense=True)
        self.card = Card(kind="sunken", spacing="xs")
        self.tag, self.mark = Chip("", "info", icon="eye"), IconMark("info", "text2", "icon")
        self.close_button = Button(kind="ghost", icon="close", dense=True)
        self.said, self.standing = Paragraph("", "strong"), Paragraph("", "body2")
        self.note, self.refusal = Paragraph("", "cap"), Paragraph("", "cap", tone="warn")
        self._rows = QVBoxLayout()
        self._build()
        self.retranslate()
        self.clear()
        self.offer(())

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(theme().space("s"))
        for widget in (self.caption, self.select, self.ask):
            line.addWidget(widget)
        line.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(theme().space("s"))
        head.addWidget(self.tag)
        head.addStretch(1)
        head.addWidget(self.close_button)
        self._rows.setSpacing(theme().space("xs"))
        self.card.body.addLayout(head)
        sentence = QHBoxLayout()
        sentence.setSpacing(theme().space("s"))
        sentence.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        sentence.addWidget(self.said, 1)
        self.card.body.addLayout(sentence)
        self.card.body.addWidget(self.standing)
        self.card.body.addLayout(self._rows)
        self.card.body.addWidget(self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("s"))
        column.addLayout(line)
        column.addWidget(self.refusal)
        column.addWidget(self.card)
        for button in (self.ask, self.close_button):
            button.setAutoDefault(True)
        self.ask.clicked.connect(self._on_ask)
        self.close_button.clicked.connect(self._on_close)

    # --- showing ---------------------------------------------------------------------------

    def offer(self, found: Sequence[Regulation]) -> None:
        """Offer these editions; without any there is nothing to see."""
        if tuple(found) != self._editions:
            self.clear()
            self._editions = tuple(found)
            self.select.clear()
            for rules in self._editions:
                self.select.addItem(rules.number, (rules.key, rules.number))
            self.select.updateGeometry()
        self.setVisible(bool(self._editions))

    def clear(self) -> None:
        """Put the comparison away."""
        self._found = None
        self.card.hide()
        self.refusal.hide()

    def show_comparison(self, found: Comparison, title_of: TitleOf) -> None:
        """Show what the other edition would have said, subject by subject where it differs."""
        self._found = (found, title_of)
        self.refusal.hide()
        self.mark.set_icon(*_MARKS.get(found.other.outcome, ("info", "text2")))
        self.said.set_text(edition_words.comparison_sentence(found))
        self.standing.set_text(edition_words.standing_sentence(found))
        self._show_rows(found, title_of)
        self.card.show()

    def show_refusal(self, sentence: str) -> None:
        """Say why it cannot be judged by that edition."""
        self.clear()
        self.refusal.set_text(sentence)
        self.refusal.show()

    def _show_rows(self, found: Comparison, title_of: TitleOf) -> None:
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not found.differences:
            self._rows.addWidget(Paragraph(_("Every point is decided as in the record."), "body2"))
        for difference in found.differences:
            self._rows.addWidget(Rule())
            self._rows.addWidget(_row(difference, found, title_of))

    # --- acting ----------------------------------------------------------------------------

    def _on_ask(self) -> None:
        wanted = self.select.currentData()
        if wanted is not None:
            self.chosen.emit(*wanted)

    def _on_close(self) -> None:
        self.clear()
        self.select.setFocus()
        self.closed.emit()

    def retranslate(self) -> None:
        """Say the words in the language in use."""
        self.caption.setText(_("Judge by another edition"))
        self.select.setAccessibleName(_("Judge by another edition"))
        self.ask.setText(_("Compare"))
        self.tag.set_state(_("Comparison only"), "info", icon="eye")
        self.close_button.setText(_("Close"))
        self.close_button.setAccessibleName(_("Close the comparison"))
        self.note.set_text(
            _("The verdict of the record stands. Nothing of this comparison is kept.")
        )
        if self._found is not None:
            self.show_comparison(*self._found)


def _row(difference: Difference, found: Comparison, title_of: TitleOf) -> QWidget:
    """Return one subject with both decisions, the record's first."""
    row = QWidget()
    column = QVBoxLayout(row)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(Paragraph(title_of(difference.subject), "strong"))
    sides = (
        (found.kept.regulation, difference.kept),
        (found.edition.number, difference.other),
    )
    for number, finding in sides:
        column.addWidget(Paragraph(f"{number}: {_decision(finding)}", "body2"))
        if finding is not None and finding.lines:
            column.addWidget(Paragraph(";  ".join(finding.lines), "cap"))
    return row


def _decision(finding: Finding | None) -> str:
    if finding is None:
        return _("says nothing of this")
    return f"{reasons.outcome_word(finding.outcome)} · {reasons.finding_sentence(finding)}"
