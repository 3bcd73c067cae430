"""The card beside the plot: the figures of the shown stretch, or how the frames look."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from inspector_app.words import gettext as _
from serial_drivers.driver import ScaleDriver
from serial_drivers.keeping.series import SeriesFigures
from ui.bench.wire.frame_facts import FrameFacts
from ui.bench.wire.frames import Counts
from ui.bench.wire.statistics_facts import StatisticsFacts
from ui.widgets.card import Card
from ui.widgets.tabs import Tabs

STATISTICS, FRAME = "statistics", "frame"


class FrameCard(Card):
    """Two leaves under one row of tabs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, kind="sunken", spacing="s")
        self.tabs, self._leaves = Tabs(), QStackedWidget()
        self.statistics, self.facts = StatisticsFacts(), FrameFacts()
        for leaf in (self.statistics, self.facts):
            self._leaves.addWidget(leaf)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._leaves, 1)
        self.tabs.chosen.connect(self._on_tab)
        self.retranslate()

    def _on_tab(self, key: str) -> None:
        self._leaves.setCurrentWidget(self.statistics if key == STATISTICS else self.facts)

    def show_driver(self, driver: ScaleDriver | None) -> None:
        """Describe this protocol's frames; None while nothing is recognised."""
        self.facts.show_driver(driver)

    def show_counts(self, counts: Counts) -> None:
        """Show the last minute's counts."""
        self.facts.show_counts(counts)

    def show_figures(self, told: SeriesFigures, unit: str) -> None:
        """Show what the shown stretch says."""
        self.statistics.show_figures(told, unit)

    def retranslate(self) -> None:
        """Name the leaves in the language in use."""
        leaves = ((STATISTICS, _("Statistics")), (FRAME, _("Frame format")))
        self.tabs.set_tabs(leaves, self.tabs.chosen_key() or STATISTICS)
        self.tabs.setAccessibleName(_("Statistics or frame format"))
