"""Which stretch of time a live plot shows: the newest, or one that a person zoomed and moved to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ui.widgets.plot_samples import HOUR_S

SHORTEST_S: Final = 2.0
"""A window is never narrower."""


@dataclass(slots=True)
class PlotWindow:
    """A stretch of `span_s` seconds; `end_s` is its fixed end, None while it follows the newest."""

    span_s: float = 60.0
    end_s: float | None = None

    @property
    def is_live(self) -> bool:
        """Say whether the newest sample stands at the right edge."""
        return self.end_s is None

    def stretch(self, newest_s: float) -> tuple[float, float]:
        """Return begin and end."""
        end = newest_s if self.end_s is None else self.end_s
        return end - self.span_s, end

    def hold(self, newest_s: float) -> None:
        """Stand still where it is."""
        if self.end_s is None:
            self.end_s = newest_s

    def follow(self, span_s: float | None = None) -> None:
        """Go with the newest again, over this span."""
        self.end_s = None
        self.span_s = span_s or self.span_s

    def zoom(self, factor: float, share: float, newest_s: float) -> None:
        """Show `factor` times the span; the time at this share (0 left, 1 right) keeps its place.

        While it follows the newest, the newest keeps its place.
        """
        begin, _end = self.stretch(newest_s)
        span = min(max(self.span_s * factor, SHORTEST_S), HOUR_S)
        if self.end_s is not None:
            self.end_s = begin + share * self.span_s + (1 - share) * span
        self.span_s = span

    def move(self, seconds: float, oldest_s: float, newest_s: float) -> None:
        """Show what was earlier (negative) or later; never past the first or the newest sample."""
        _begin, end = self.stretch(newest_s)
        end = min(max(end + seconds, oldest_s + self.span_s / 2), newest_s)
        self.end_s = end
