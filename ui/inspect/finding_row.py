"""One finding of a verdict: what it is about, its outcome, the reason, the arithmetic, the rule."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.judgement import Finding, Manner, Outcome
from inspector_app.words import gettext as _
from inspector_app.words import reasons
from ui.inspect.model import citation_line
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.chip import Chip, ChipKind
from ui.widgets.paragraph import Paragraph

KINDS: Final[dict[Outcome, ChipKind]] = {
    Outcome.PASS: "ok",
    Outcome.FAIL: "bad",
    Outcome.INCOMPLETE: "warn",
    Outcome.NOT_APPLICABLE: "idle",
    Outcome.ADVISORY: "info",
}


class _Beside(QWidget):
    """A chip in a column of one width, so that what follows begins at one line.

    is_narrow: beside a form there is no room to spare, the column is as wide as the chip.
    """

    def __init__(self, chip: Chip, *, is_narrow: bool) -> None:
        super().__init__()
        line = QVBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(chip)
        line.addStretch(1)
        least = 0 if is_narrow else theme().size("col_time")
        self.setFixedWidth(max(least, chip.sizeHint().width()))


class FindingRow(QWidget):
    """The row. Signals: go_asked(subject): the person wants to see it where it was entered;
    rule_asked(regulation): the person wants to read the rule that it cites.
    """  # noqa: D205 - the signals are the summary

    go_asked = Signal(str)
    rule_asked = Signal(str)

    def __init__(
        self,
        finding: Finding,
        title: str,
        *,
        with_lines: bool = True,
        with_go: bool = True,
        with_doubt: bool = True,
        manner: Manner = Manner.CONFORMITY,
    ) -> None:
        super().__init__()
        self.finding = finding
        word = reasons.point_outcome_word(finding.outcome, manner)
        self.go = Button(_("Go there"), icon="right", kind="ghost", dense=True)
        self.go.setAccessibleName(_("Go there") + f": {title}")
        self.go.setAutoDefault(True)
        self.go.clicked.connect(lambda: self.go_asked.emit(finding.subject))
        column = QVBoxLayout()
        column.setSpacing(0)
        if title:
            column.addWidget(Paragraph(title, "strong"))
        say = reasons.finding_sentence if with_doubt else reasons.plain_sentence
        column.addWidget(Paragraph(say(finding), "body2"))
        if with_lines:
            rule = citation_line(finding.citation)
            note = dict(finding.about).get("note", "")
            for text in filter(None, (note, ";  ".join(finding.lines), rule)):
                column.addWidget(Paragraph(text, "cap"))
        line = QHBoxLayout(self)
        side, top = theme().space("l"), theme().space("s")
        line.setContentsMargins(side, top, side, top)
        line.setSpacing(theme().space("m"))
        chip = Chip(word, KINDS[finding.outcome])
        line.addWidget(_Beside(chip, is_narrow=not title))
        line.addLayout(column, 1)
        self.buttons = [self.go]
        ways = QVBoxLayout()
        ways.setSpacing(0)
        ways.addWidget(self.go)
        if not with_go:  # showing it before it has a parent would make it a window
            self.go.hide()
            self.buttons.clear()
        if finding.citation is not None:
            ways.addWidget(self._way_to_the_rule(finding.citation.regulation))
        ways.addStretch(1)
        line.addLayout(ways)

    def _way_to_the_rule(self, regulation: str) -> Button:
        self.rule = Button(_("Rule"), icon="rules", kind="ghost", dense=True)
        self.rule.setAccessibleName(_("Rule") + f": {regulation}")
        self.rule.setAutoDefault(True)
        self.buttons.append(self.rule)
        self.rule.clicked.connect(lambda: self.rule_asked.emit(regulation))
        return self.rule
