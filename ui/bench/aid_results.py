"""What an aid has found so far: figures by name, values, and each probe's sentence."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from inspector_app.metrology.wire_probes.result import ProbeResult
from inspector_app.words import wire_probes
from ui.bench.aid_words import OUTCOME_CHIPS, Pairs
from ui.inspect.facts import Facts
from ui.theme import theme
from ui.widgets.card import row
from ui.widgets.chip import Chip
from ui.widgets.label import Label
from ui.widgets.paragraph import Paragraph
from ui.widgets.see_through import see_through


class ProbeRow(QWidget):
    """One probe: its word as a chip, what it looks at, its statistics in a sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chip, self.title = Chip(), Label(role="strong")
        self.sentence = Paragraph("", "dense")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("xs"))
        column.addLayout(row(self.title, 1, self.chip))
        column.addWidget(self.sentence)

    def show_result(self, result: ProbeResult) -> None:
        """Show this one, in the language in use."""
        kind, icon = OUTCOME_CHIPS[result.outcome]
        self.chip.set_state(wire_probes.outcome_of(result.outcome), kind, icon=icon)
        self.title.setText(wire_probes.title_of(result.probe))
        self.sentence.set_text(wire_probes.sentence_of(result))


class AidResults(QScrollArea):
    """Figures above, probes below; scrolled where the window is low."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts, self.values = Facts(columns=3), Paragraph("", "dense")
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

    def retint(self) -> None:
        """Take the measures of the theme in use."""
        t = theme()
        self._column.setContentsMargins(t.space("l"), t.space("m"), t.space("m"), t.space("m"))
        self._column.setSpacing(t.space("m"))
