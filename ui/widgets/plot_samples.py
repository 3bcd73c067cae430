"""The samples of a live plot: an hour of them in flat arrays, bounded.

Painting only: floats. Figures that are told or kept come from the exact values elsewhere.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Figures = NDArray[np.float64]
HOUR_S: Final = 3600.0
MOST: Final = 200_000
"""Samples kept at most: an hour at 55 a second; of a faster stream the newest."""
_SPARE: Final = 4096
_GAP_S: Final = 2.0
_GAP_TIMES: Final = 5
_MOST_CHANGES: Final = 20_000


@dataclass(frozen=True, slots=True)
class Sample:
    """One indication: seconds on any steady clock, and its figure. Painting only: a float."""

    at_s: float
    value: float
    is_stable: bool = False


class PlotLine(NamedTuple):
    """Points of a line: seconds, figures, and whether each is joined to the next.

    Not joined are two with a pause between them of over five usual ones, and over two seconds.
    """

    times: Figures
    values: Figures
    joined: NDArray[np.bool_]


class PlotSamples:
    """The newest hour. Times never run backwards: who starts another clock clears first."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self.times, self.values = array("d"), array("d")
        self._changes: deque[tuple[float, bool]] = deque(maxlen=_MOST_CHANGES)

    def __len__(self) -> int:
        """Return how many samples are kept, 0 to `most` and a few more."""
        return len(self.times)

    @property
    def newest_s(self) -> float:
        """Return the time of the newest sample; raises IndexError while there is none."""
        return self.times[-1]

    @property
    def oldest_s(self) -> float:
        """Return the time of the oldest sample; raises IndexError while there is none."""
        return self.times[0]

    def add(self, sample: Sample) -> None:
        """Append a sample; what is older than an hour leaves in blocks."""
        if len(self) and sample.at_s - self.newest_s > _longest_pause(self.times):
            self._changes.append((sample.at_s, False))  # silence is no rest
        if not self._changes or self._changes[-1][1] != sample.is_stable:
            self._changes.append((sample.at_s, sample.is_stable))
        self.times.append(sample.at_s)
        self.values.append(sample.value)
        surplus = len(self.times) - self._most
        if surplus >= _SPARE or self.times[min(_SPARE, len(self) - 1)] < sample.at_s - HOUR_S:
            del self.times[:_SPARE], self.values[:_SPARE]

    def clear(self) -> None:
        """Forget all samples."""
        del self.times[:], self.values[:]
        self._changes.clear()

    def between(self, from_s: float, to_s: float) -> tuple[int, int]:
        """Return start and stop (excluded) of the samples from_s <= t <= to_s."""
        return bisect_left(self.times, from_s), bisect_right(self.times, to_s)

    def line(self, from_s: float, to_s: float, columns: int) -> PlotLine:
        """Return the line there: all points, or first, lowest, highest, last of each pixel column.

        columns: how many, at least 1. At most four points a column, however many samples; one
        sample before and one after are taken along, so that the line reaches the edges.
        Columns are of time: thinned by count, a pause would mix what lies on its two sides.
        """
        start, stop = self.between(from_s, to_s)
        part = slice(max(0, start - 1), stop + 1)
        times, values = np.frombuffer(self.times[part]), np.frombuffer(self.values[part])
        if len(times) > 4 * columns:
            return _thinned(times, values, np.linspace(from_s, to_s, columns + 1))
        pauses = np.diff(times, append=times[-1:])
        return PlotLine(times, values, pauses <= _longest_pause(times))

    def limits(self, from_s: float, to_s: float) -> tuple[float, float] | None:
        """Return lowest and highest value there, None where no sample is."""
        start, stop = self.between(from_s, to_s)
        if start == stop:
            return None
        part = np.frombuffer(self.values[start:stop])
        return float(part.min()), float(part.max())

    def stable_stretches(self, from_s: float, to_s: float) -> Iterator[tuple[float, float]]:
        """Give begin and end of each stretch at rest that reaches into this window."""
        begin: float | None = None
        for at_s, is_stable in self._changes:
            if is_stable:
                begin = at_s
            elif begin is not None:
                end = self._last_before(at_s, begin)
                if end >= from_s and begin <= to_s:
                    yield max(begin, from_s), min(end, to_s)
                begin = None
        if begin is not None and begin <= to_s and self.newest_s >= from_s:
            yield max(begin, from_s), min(self.newest_s, to_s)

    def _last_before(self, at_s: float, otherwise: float) -> float:
        """Return the time of the sample before this one: there the rest ended."""
        place = bisect_left(self.times, at_s)
        return self.times[place - 1] if place > 0 else otherwise


def _longest_pause(times: array[float] | Figures) -> float:
    """Return the seconds after which a next sample is no longer joined to the one before."""
    usual_s = (times[-1] - times[0]) / len(times) if len(times) else 0.0
    return max(_GAP_S, _GAP_TIMES * float(usual_s))


def _thinned(times: Figures, values: Figures, edges: Figures) -> PlotLine:
    """Return first, lowest, highest and last of each column, in an order that draws its height."""
    starts = np.unique(np.append(np.searchsorted(times, edges, side="right"), 0))
    starts = starts[starts < len(times)]
    lasts = np.append(starts[1:], len(times)) - 1
    lows, highs = np.minimum.reduceat(values, starts), np.maximum.reduceat(values, starts)
    at, until = times[starts], times[lasts]
    joined = np.ones((len(starts), 4), dtype=np.bool_)
    joined[:-1, 3] = at[1:] - until[:-1] <= _longest_pause(times)
    return PlotLine(
        np.column_stack((at, at, until, until)).ravel(),
        np.column_stack((values[starts], lows, highs, values[lasts])).ravel(),
        joined.ravel(),
    )
