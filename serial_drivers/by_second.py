"""What happened lately, kept by the second: a flood costs no more memory than a drip. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

_NS: Final = 1_000_000_000
Tally = TypeVar("Tally")


@dataclass(slots=True)
class BySecond(Generic[Tally]):
    """Tallies of the last span_s seconds; times are nanoseconds of any one steady clock."""

    new: Callable[[], Tally]
    span_s: int
    _seconds: deque[tuple[int, Tally]] = field(default_factory=deque)

    def at(self, now_ns: int) -> Tally:
        """Return the tally of this second, a new one where it has just begun."""
        number = now_ns // _NS
        if not self._seconds or self._seconds[-1][0] != number:
            self._seconds.append((number, self.new()))
            self.forget(now_ns)
        return self._seconds[-1][1]

    def forget(self, now_ns: int) -> None:
        """Let go of what lies further back than the span."""
        while self._seconds and self._seconds[0][0] <= now_ns // _NS - self.span_s:
            self._seconds.popleft()

    def clear(self) -> None:
        """Begin anew."""
        self._seconds.clear()

    def __iter__(self) -> Iterator[Tally]:
        """Go through the tallies, oldest first."""
        return (tally for _number, tally in self._seconds)
