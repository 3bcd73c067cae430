"""The findings of a verdict as a list: what decides is read first, what passed is folded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.domain.judgement import Finding, Manner, Outcome
from inspector_app.words import gettext as _
from inspector_app.words import ngettext, reasons
from ui.inspect.finding_row import FindingRow
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.card import Card, Rule
from ui.widgets.paragraph import Paragraph
from ui.widgets.tab_order import chain

_ORDER: Final = (
    Outcome.INCOMPLETE,
    Outcome.FAIL,
    Outcome.ADVISORY,
    Outcome.PASS,
    Outcome.NOT_APPLICABLE,
)
_QUIET: Final = frozenset({Outcome.PASS, Outcome.NOT_APPLICABLE})
_MOST_OPEN: Final = 6
"""So many quiet findings are read at a glance; more of them are folded."""
TitleOf = Callable[[str], str]
_Asked = tuple[Finding, str, Manner, str]
"""What a row shows, with a word of the language that it was drawn in."""


class FindingsList(Card):
    """The list. Signals: go_asked(subject), rule_asked(regulation)."""

    go_asked = Signal(str)
    rule_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margins=False, parent=parent)
        self.rows: list[FindingRow] = []
        self._reached: list[QWidget] = []
        self.fold: Button | None = None
        self.doubt: Paragraph | None = None
        self._shown: tuple[object, ...] = ()
        self._said: tuple[Sequence[Finding], TitleOf, Manner] = ((), str, Manner.CONFORMITY)
        self._is_open = False
        self._drawn: dict[_Asked, list[FindingRow]] = {}
        self._spare: dict[_Asked, list[FindingRow]] = {}

    def show_findings(
        self, found: Sequence[Finding], title_of: TitleOf, manner: Manner, *, of_another: bool
    ) -> None:
        """Show these. of_another: of another inspection, so the fold is closed again."""
        self._is_open = self._is_open and not of_another
        self._said = (found, title_of, manner)
        self._draw()

    def _draw(self) -> None:
        found, title_of, manner = self._said
        state = (*found, self._is_open, _("Go there"))
        self.setVisible(bool(found))
        if state == self._shown:
            return
        self._shown = state
        self._empty()
        ordered = sorted(found, key=lambda finding: _ORDER.index(finding.outcome))
        quiet = [finding for finding in ordered if finding.outcome in _QUIET]
        loud = ordered[: len(ordered) - len(quiet)]
        self._add_doubt(found)
        self._add_rows(loud, title_of, manner)
        if len(quiet) > _MOST_OPEN:
            self._add_fold(quiet, manner)
        if self._is_open or len(quiet) <= _MOST_OPEN:
            self._add_rows(quiet, title_of, manner)
        for row in (row for rows in self._spare.values() for row in rows):
            row.hide()
            row.deleteLater()
        self._spare = {}
        chain(self, self._reached)

    def _add_doubt(self, found: Sequence[Finding]) -> None:
        """Say once what each of these rows would say: its figure is not confirmed."""
        count = sum(1 for finding in found if reasons.is_doubtful(finding))
        if not count:
            return
        said = ngettext(
            "{n} point rests on a figure not confirmed against the published text: it is marked "
            "“(not confirmed)” and is no legal verdict.",
            "{n} points rest on figures not confirmed against the published text: they are marked "
            "“(not confirmed)” and are no legal verdict.",
            count,
        )
        self.doubt = Paragraph(said.format(n=count), "cap", tone="warn")
        self._add_line(self.doubt)

    def _add_fold(self, quiet: Sequence[Finding], manner: Manner) -> None:
        passed = sum(1 for finding in quiet if finding.outcome is Outcome.PASS)
        counts = (
            (Outcome.PASS, passed),
            (Outcome.NOT_APPLICABLE, len(quiet) - passed),
        )
        words = [f"{reasons.point_outcome_word(outcome, manner)} {n}" for outcome, n in counts if n]
        icon = "" if self._is_open else "down"
        self.fold = Button(_("Fold") if self._is_open else _("Show all"), icon=icon, kind="ghost")
        self.fold.setAccessibleName(f"{self.fold.text()}: {' · '.join(words)}")
        self.fold.setAutoDefault(True)
        self.fold.clicked.connect(self._on_fold)
        self._add_line(Paragraph(" · ".join(words), "strong"), self.fold)

    def _add_line(self, words: Paragraph, button: Button | None = None) -> None:
        self._add_rule()
        holder = QWidget()
        line = QHBoxLayout(holder)
        side, top = theme().space("l"), theme().space("s")
        line.setContentsMargins(side, top, side, top)
        line.addWidget(words, 1)
        if button is not None:
            line.addWidget(button)
            self._reached.append(button)
        self.body.addWidget(holder)

    def _add_rows(self, found: Sequence[Finding], title_of: TitleOf, manner: Manner) -> None:
        for finding in found:
            asked = (finding, title_of(finding.subject), manner, _("Go there"))
            spare = self._spare.get(asked)
            row = spare.pop() if spare else self._new_row(asked)
            self._drawn.setdefault(asked, []).append(row)
            self._add_rule()
            self.body.addWidget(row)
            self.rows.append(row)
            self._reached += row.buttons

    def _new_row(self, asked: _Asked) -> FindingRow:
        finding, title, manner, _word = asked
        row = FindingRow(finding, title, manner=manner, with_doubt=False)
        row.go_asked.connect(self.go_asked)
        row.rule_asked.connect(self.rule_asked)
        return row

    def _add_rule(self) -> None:
        if self.body.count():
            self.body.addWidget(Rule())

    def _on_fold(self) -> None:
        self._is_open = not self._is_open
        self._draw()
        if self.fold is not None:
            self.fold.setFocus()

    def _empty(self) -> None:
        """Take everything off the card; rows are spared, for most of them come back.

        A visit to 32 nozzles has hundreds of findings and each entry changes a few: making all of
        their rows anew would let each entry wait.
        """
        while self.body.count():
            item = self.body.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None and not isinstance(widget, FindingRow):
                widget.hide()
                widget.deleteLater()
        self._spare, self._drawn = self._drawn, {}
        self.rows, self.fold, self.doubt = [], None, None
        self._reached = []
