"""Time in a detection: how much is left, and what comes in within how much of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from serial_drivers.clock import ReadingClock
from serial_drivers.ports.transport import Transport

_NS = 1_000_000_000


@dataclass(slots=True)
class Watch:
    """The clock of one run. ends_ns: when no question is begun any more, monotonic."""

    clock: ReadingClock
    is_cancelled: Callable[[], bool]
    ends_ns: int = 0

    def start(self, limit_s: float) -> None:
        """Begin; the run ends so many seconds from now."""
        self.ends_ns = self.after(limit_s)

    def after(self, seconds: float) -> int:
        """Return the monotonic time so many seconds from now."""
        return self.clock.monotonic_ns() + int(seconds * _NS)

    def is_past(self, moment_ns: int) -> bool:
        """Say whether a moment is over."""
        return self.clock.monotonic_ns() >= moment_ns

    def until_s(self, moment_ns: int) -> float:
        """Return the seconds until a moment, 0 when it is over."""
        return max(0.0, (moment_ns - self.clock.monotonic_ns()) / _NS)

    @property
    def left_s(self) -> float:
        """Return the seconds that are left."""
        return self.until_s(self.ends_ns)

    def reads(self, transport: Transport, seconds: float, each_s: float) -> Iterator[bytes]:
        """Yield what comes in so long, b"" for each silence of each_s."""
        until = self.after(seconds)
        while (left := self.until_s(until)) > 0 and not self.is_cancelled():
            yield transport.read(min(each_s, left))
