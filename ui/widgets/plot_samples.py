"""The samples of a live plot: an hour of them in flat arrays, bounded.

Painting only: floats. Figures that are told or kept come from the exact values elsewhere.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

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
        if len(self) and sample.at_s - self.newest_s > self._longest_pause():
            self._changes.append((sample.at_s, False))  # silence is no rest
        if not self._changes or self._changes[-1][1] != sample.is_stable:
            self._changes.append((sample.at_s, sample.is_stable))
        self.times.append(sample.at_s)
        self.values.append(sample.value)
        surplus = len(self.times) - self._most
        if surplus >= _SPARE or self.times[min(_SPARE, len(self) - 1)] < sample.at_s - HOUR_S:
            del self.times[:_SPARE], self.values[:_SPARE]

    def _longest_pause(self) -> float:
        return longest_pause(len(self), self.newest_s - self.oldest_s)

    def clear(self) -> None:
        """Forget all samples."""
        del self.times[:], self.values[:]
        self._changes.clear()

    def between(self, from_s: float, to_s: float) -> tuple[int, int]:
        """Return start and stop (excluded) of the samples from_s <= t <= to_s."""
        return bisect_left(self.times, from_s), bisect_right(self.times, to_s)

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


def longest_pause(count: int, over_s: float) -> float:
    """Return the seconds of silence after which the next of some samples is not joined to the last.

    count, over_s: how many samples in how many seconds, which is their usual pace; five of their
    pauses, and two seconds at least.
    """
    return max(_GAP_S, _GAP_TIMES * over_s / max(1, count))
