"""One edition in full: its dates and marks, figures and tables, where it is used, its examples."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from inspector_app.metrology.regulations import Regulation
from inspector_app.services.where_used import Uses
from inspector_app.words import current_language
from inspector_app.words import gettext as _
from inspector_app.words.clauses import clause_words
from inspector_app.words.sources import source_words
from ui import edition_words
from ui.rules.model import Sheet, figures_sheet, joined, mark_chip, standing_chip, table_sheet
from ui.rules.presenter import Worked
from ui.rules.sheet_table import SheetTable
from ui.theme import theme
from ui.widgets.banner import EmptyState
from ui.widgets.button import Button
from ui.widgets.card import Card, Rule
from ui.widgets.chip import Chip
from ui.widgets.label import Label
from ui.widgets.paragraph import Paragraph
from ui.widgets.see_through import see_through

DIGITS = 16
"""Of a hash, as the paper shows them."""


class RuleDetail(Card):
    """The chosen edition. Signal edition_wanted(key, number): another edition of the same."""

    edition_wanted = Signal(str, str)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent, margins=False)
        self._today = today
        self._rules: Regulation | None = None
        self._others: tuple[Regulation, ...] = ()
        self._studied: tuple[Uses, tuple[Worked, ...]] | None = None
        self.scroller, self._inside = QScrollArea(), QWidget()
        self._empty = EmptyState("rules")
        self._column = QVBoxLayout(self._inside)
        self._build()
        self.retranslate()

    def _build(self) -> None:
        see_through(self.scroller, self._inside)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # It has nothing to press in a regulation without tables: the arrows must scroll it.
        self.scroller.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.body.addWidget(self._empty, 1)
        self.body.addWidget(self.scroller, 1)
        self.scroller.hide()

    # --- showing ---------------------------------------------------------------------------

    def show_edition(self, rules: Regulation, others: Sequence[Regulation]) -> None:
        """Show this edition; where it is used follows. others: the other editions held."""
        self._rules, self._others, self._studied = rules, tuple(others), None
        self._empty.hide()
        self.scroller.show()
        self._draw()
        self.scroller.verticalScrollBar().setValue(0)

    def show_study(self, rules: Regulation, uses: Uses, worked: tuple[Worked, ...]) -> None:
        """Add where the edition is used, and its worked examples."""
        if rules is self._rules:
            self._studied = (uses, worked)
            self._draw()

    @property
    def rules(self) -> Regulation | None:
        """Return the edition shown."""
        return self._rules

    def _draw(self) -> None:
        at = self.scroller.verticalScrollBar().value()
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if self._rules is not None:
            for widget in self._parts(self._rules):
                self._column.addWidget(widget)
            self._column.addStretch(1)
        self.scroller.verticalScrollBar().setValue(at)

    def _parts(self, rules: Regulation) -> Iterator[QWidget]:
        yield self._head(rules)
        yield from self._editions()
        if rules.lender is not None:
            text = _("Not read in the text: the figures of {number} stand in, marked inferred.")
            yield Paragraph(text.format(number=rules.lender.number), "body2", tone="warn")
        if rules.figures:
            yield from _sheet(figures_sheet(rules.figures))
        for name, rows in rules.tables.items():
            if rows:
                yield from _sheet(table_sheet(name, rows))
        if not rules.figures and not rules.tables:
            yield Paragraph(_("No figure of this edition is in the tables."), "body2")
        yield from self._examples(rules)
        yield from self._uses()

    def _head(self, rules: Regulation) -> QWidget:
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("xs"))
        title = rules.title.in_language(current_language())
        column.addWidget(Paragraph(title, "lead"))
        if title != rules.number:  # a law has no other number than its title
            column.addWidget(Paragraph(rules.number, "strong"))
        chips = QHBoxLayout()
        chips.setSpacing(theme().space("s"))
        for found in (standing_chip(rules, self._today), mark_chip(rules.confirmation)):
            chips.addWidget(Chip(found.text, found.kind, icon=found.icon))
        chips.addStretch(1)
        column.addLayout(chips)
        mark = edition_words.mark_sentence(rules.confirmation)
        for line in (
            _("In force: {period}").format(period=edition_words.period(rules)),
            _("{clause} · {mark} · source: {source}").format(
                clause=clause_words(rules.clause, regulation=rules.number),
                mark=mark,
                source=source_words(rules.source),
            ),
            _("SHA-256 of this edition: {digest}…").format(digest=rules.digest[:DIGITS]),
        ):
            column.addWidget(Paragraph(line, "body2"))
        return head

    def _editions(self) -> Iterator[QWidget]:
        if not self._others:
            return
        line = QWidget()
        across = QHBoxLayout(line)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme().space("s"))
        across.addWidget(Label(_("Other editions"), "cap"))
        for other in self._others:
            button = Button(other.edition, kind="ghost", dense=True)
            button.setAccessibleName(other.number)
            button.setToolTip(other.number)
            button.clicked.connect(
                lambda _on=False, r=other: self.edition_wanted.emit(r.key, r.number)
            )
            across.addWidget(button)
        across.addStretch(1)
        yield line

    def _examples(self, rules: Regulation) -> Iterator[QWidget]:
        yield Rule()
        yield Label(_("Worked example"), "strong")
        if rules.no_example is not None:
            yield Paragraph(rules.no_example.in_language(current_language()), "body2")
        elif self._studied is None:
            yield Paragraph(_("Being worked out …"), "body2")
        else:
            for worked in self._studied[1]:
                yield _example_card(worked)

    def _uses(self) -> Iterator[QWidget]:
        yield Rule()
        yield Label(_("Where it is used"), "strong")
        if self._studied is None:
            yield Paragraph(_("Being worked out …"), "body2")
            return
        uses = self._studied[0]
        if uses.is_empty:
            yield Paragraph(_("Nothing in the program uses it."), "body2")
        for caption, words in _use_lines(uses):
            if words:
                yield Label(caption, "cap")
                yield Paragraph(words, "body2")

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._empty.say(
            _("No regulation chosen"), _("Choose one at the left to see its figures and uses.")
        )
        self.scroller.setAccessibleName(_("The chosen regulation"))
        self._draw()

    def retint(self) -> None:
        """Take margins of the theme in use."""
        super().retint()
        if hasattr(self, "_column"):  # the card calls this before it is built
            side = theme().space("l")
            self._column.setContentsMargins(side, theme().space("m"), side, theme().space("m"))
            self._column.setSpacing(theme().space("s"))


def _sheet(sheet: Sheet) -> Iterator[QWidget]:
    yield Rule()
    yield Label(sheet.name, "strong")
    yield SheetTable(sheet)
    yield Paragraph("\n".join(sheet.notes), "cap")


def _example_card(worked: Worked) -> Card:
    card = Card(kind="sunken", spacing="xs")
    head = QHBoxLayout()
    head.addWidget(Label(worked.example.rule, "strong"))
    head.addStretch(1)
    good = worked.comes_out
    word = _("Comes out as written") if good else _("Comes out otherwise")
    head.addWidget(Chip(word, "ok" if good else "bad"))
    card.body.addLayout(head)
    parts = (
        (_("Given"), _pairs(worked.example.inputs)),
        (_("Result"), _pairs({k: worked.result.get(k, "–") for k in worked.example.expected})),
        (_("Arithmetic"), "\n".join(worked.example.lines)),
        (_("Source"), source_words(worked.example.source)),
    )
    for caption, text in parts:
        if text:
            card.body.addWidget(Label(caption, "cap"))
            card.body.addWidget(Paragraph(text, "body2"))
    return card


def _pairs(values: Mapping[str, Any]) -> str:
    """Return fields as the command reads and writes them: their names and words never change."""
    return ";  ".join(f"{key} = {_raw(value)}" for key, value in values.items())


def _raw(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _use_lines(uses: Uses) -> tuple[tuple[str, str], ...]:
    language = current_language()
    checks = (f"{check.key} {check.text.in_language(language)}" for _kind, check in uses.checks)
    return (
        (_("Inspection kinds"), joined(k.title.in_language(language) for k in uses.kinds)),
        (_("Checks that cite it"), "\n".join(checks)),
        (_("Documents"), joined(d.title.in_language(language) for d in uses.documents)),
        (_("Deadlines"), joined(name.replace("_", " ") for name in uses.deadlines)),
        (_("Consequences"), joined(name.replace("_", " ") for name in uses.fines)),
        (_("Computed on the command line"), joined(uses.rules)),
    )
