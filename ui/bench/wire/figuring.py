"""Keeps the statistics beside the plot in step with what the plot shows."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from inspector_app.words import figures
from serial_drivers.keeping.series import Series
from ui.bench.wire.frame_card import FrameCard
from ui.bench.wire.live_card import LiveCard
from ui.bench.wire.stream import BenchStream

_EVERY_MS: Final = 1000
_MANY: Final = 20_000
"""From so many frames on the figures are renewed every fifth second only."""
_SELDOM: Final = 5
_NS: Final = 1_000_000_000
_EDGE_NS: Final = 1000
"""The plot's seconds are floats: its edges are that uncertain."""


class Figuring(QObject):
    """Computes once a second, and at once when the shown stretch changes."""

    def __init__(
        self, stream: BenchStream, live: LiveCard, card: FrameCard, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._stream, self._plot, self._shown_on = stream, live.plot, (live, card)
        self._turn = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._on_second)
        live.plot.moved.connect(self.compute)

    def watch(self, *, watching: bool) -> None:
        """Compute while somebody looks."""
        if watching:
            self.compute()
            self._timer.start()
        else:
            self._timer.stop()

    @Slot()
    def _on_second(self) -> None:
        self._turn += 1
        series: Series = self._stream.series
        if len(series) < _MANY or self._turn % _SELDOM == 0:
            self.compute()

    @Slot()
    def compute(self) -> None:
        """Show the figures of the stretch on the plot."""
        stretch, series = self._plot.stretch(), self._stream.series
        if stretch is None:
            told = series.figures()
        else:
            begin, end = (round(at * _NS) for at in stretch)
            told = series.figures(begin - _EDGE_NS, end + _EDGE_NS)
        for card in self._shown_on:
            card.show_figures(told, figures.unit(self._stream.reading.shown_unit()))
