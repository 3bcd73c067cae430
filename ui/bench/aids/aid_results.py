"""What an aid has found so far: figures by name, values, and each probe's sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QVBoxLayout, QWidget

from inspector_app.metrology.wire_probes.result import ProbeResult
from inspector_app.words import wire_probes
from ui.bench.aids.aid_words import OUTCOME_CHIPS, Pairs
from ui.inspect.facts import Facts
from ui.theme import theme
from ui.widgets.card import row
from ui.widgets.chip import Chip
from ui.widgets.paragraph import Paragraph
from ui.widgets.see_through import see_through

_COLUMNS: Final = 3
_NARROW: Final = 4
"""Fields' widths that a title and its chip need side by side."""


class ProbeRow(QWidget):
    """One probe: its word as a chip, what it looks at, its statistics in a sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chip, self.title = Chip(), Paragraph("", "strong")
        self.sentence = Paragraph("", "dense")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("xs"))
        self._head = row(self.title, self.chip)
        self._head.setStretchFactor(self.title, 1)
        self._head.setAlignment(self.chip, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        column.addLayout(self._head)
        column.addWidget(self.sentence)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the chip stand below the title where both have no room in one line."""
        super().resizeEvent(event)
        is_narrow = self.width() < _NARROW * theme().size("field_least")
        way = QBoxLayout.Direction
        self._head.setDirection(way.TopToBottom if is_narrow else way.LeftToRight)

    def show_result(self, result: ProbeResult) -> None:
        """Show this one, in the language in use."""
        kind, icon = OUTCOME_CHIPS[result.outcome]
        self.chip.set_state(wire_probes.outcome_of(result.outcome), kind, icon=icon)
        self.title.set_text(wire_probes.title_of(result.probe))
        self.sentence.set_text(wire_probes.sentence_of(result))


class AidResults(QScrollArea):
    """Figures above, probes below; scrolled where the window is low. margins: of its own."""

    def __init__(self, parent: QWidget | None = None, *, margins: bool = True) -> None:
        super().__init__(parent)
        self._has_margins = margins
        self.facts, self.values = Facts(columns=_COLUMNS), Paragraph("", "dense")
        self.rows: list[ProbeRow] = []
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.addWidget(self.facts)
        self._column.addWidget(self.values)
        self._column.addStretch(1)
        see_through(self, inner)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.retint()

    def show_found(self, pairs: Pairs, values: str, probes: Sequence[ProbeResult]) -> None:
        """Show these; what is empty takes no room."""
        self.facts.show_pairs(pairs)
        self.facts.setVisible(bool(pairs))
        self.values.set_text(values)
        self.values.setVisible(bool(values))
        while len(self.rows) < len(probes):
            self.rows.append(ProbeRow())
            self._column.insertWidget(self._column.count() - 1, self.rows[-1])
        for at, line in enumerate(self.rows):
            line.setVisible(at < len(probes))
            if at < len(probes):
                line.show_result(probes[at])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """Lay out as many columns of figures as can be read whole."""
        room = self.viewport().width() // (2 * theme().size("field_least"))
        self.facts.set_columns(min(max(room, 1), _COLUMNS))

    def retint(self) -> None:
        """Take the measures of the theme in use."""
        t = theme()
        left, side = (t.space("l"), t.space("m")) if self._has_margins else (0, 0)
        self._column.setContentsMargins(left, side, side, side)
        self._column.setSpacing(t.space("m"))
        self._share_width()
