"""Listening at one speed: how long it is worth while, and whether somebody understands.

Bytes at a wrong speed are bytes too. A speed is left when whole bursts came that nobody
understood, or when bytes have come for a while of which no driver has made a frame.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from serial_drivers.driver import ScaleDriver, SerialLine
from serial_drivers.finding.budget import Budget
from serial_drivers.finding.ears import Ear
from serial_drivers.finding.watch import Watch
from serial_drivers.ports.transport import Transport

SLOW_LISTEN_S = 4.5
"""So much longer where somebody understands, but has not heard enough frames yet."""
_OTHERS_S = 0.2
"""So much longer where somebody is convinced: another instrument may speak on the same line."""
_GAP_S = 0.04
"""A silence of this length ends a burst; at 1200 bit/s it is five bytes long."""
_LISTENED_BYTES = 64
"""Frames longer than this come from meters that are asked, or fast: they cost no patience."""
_LONG_S = 3.0
"""A telegram that is proof by itself and has begun may take so long, at the slowest."""


@dataclass(slots=True)
class Listening:
    """One speed, listened at. has_heard: whether any byte came."""

    transport: Transport
    line: SerialLine
    watch: Watch
    budget: Budget
    ears: list[Ear]
    has_heard: bool = False

    def run(self, bursts: int, seconds: float) -> None:
        """Let the ears hear until someone is convinced, or it is clear that nobody will be.

        bursts: so many that were heard from their beginning on and that nobody understood end it.
        """
        for data in self._worth_hearing(bursts, seconds):
            for ear in self.ears:
                ear.hear(data)

    def _worth_hearing(self, bursts: int, seconds: float) -> Iterator[bytes]:
        patience = _Patience(self.watch, self.budget, bursts)
        for data in self._reads(seconds):
            self.has_heard = self.has_heard or bool(data)
            patience.notes(data)
            yield data
            if self._is_convinced:
                yield from self._reads(_OTHERS_S)
                return
            if patience.is_over and not self._is_promising(patience):
                return
        if any(ear.good for ear in self.ears):  # a slow talker, but understood
            for data in self._reads(SLOW_LISTEN_S):
                yield data
                if self._is_convinced:
                    return

    def _reads(self, seconds: float) -> Iterator[bytes]:
        return self.watch.reads(self.transport, min(seconds, self.watch.left_s), _GAP_S)

    @property
    def _is_convinced(self) -> bool:
        return any(ear.is_convinced for ear in self.ears)

    def _is_promising(self, patience: _Patience) -> bool:
        """Say whether somebody has understood a frame, or hears a long telegram that goes on."""
        if any(ear.good for ear in self.ears):
            return True
        return patience.is_flowing and any(ear.is_amid_telegram for ear in self.ears)


def listening_time_s(drivers: Sequence[ScaleDriver], line: SerialLine, least_s: float) -> float:
    """Return how long a speed is listened at: the longer, the slower its frames are."""
    longest = min(_LISTENED_BYTES, max(driver.longest_frame for driver in drivers))
    return max(least_s, 6 * line.time_of_s(longest))


class _Patience:
    """Counts bursts, and the time in which bytes came."""

    def __init__(self, watch: Watch, budget: Budget, bursts: int) -> None:
        self._watch, self._budget, self._bursts = watch, budget, bursts
        self._began_ns = self._flowing_ns = self._last_ns = 0
        self._is_quiet = self._is_whole = False

    def notes(self, data: bytes) -> None:
        """Take what came since the last time, nothing for a silence."""
        now = self._watch.after(0)
        if data and not self._began_ns:
            self._began_ns = now
        if data and not self._is_quiet and self._last_ns:
            self._flowing_ns += now - self._last_ns
        if data and self._is_quiet:
            self._is_whole = True
        elif not data and self._is_whole:
            self._bursts, self._is_whole = self._bursts - 1, False
        self._is_quiet = not data
        self._last_ns = now

    @property
    def is_flowing(self) -> bool:
        """Say whether bytes come just now, and have not done so for too long."""
        return not self._is_quiet and not self._watch.is_past(
            self._began_ns + int(_LONG_S * 1_000_000_000)
        )

    @property
    def is_over(self) -> bool:
        """Say whether enough came that nobody understood."""
        if self._bursts <= 0:
            return True
        limit_ns = int(self._budget.give_up_s * 1_000_000_000)
        if not self._budget.counts_silence:
            return self._flowing_ns >= limit_ns
        return bool(self._began_ns) and self._watch.is_past(self._began_ns + limit_ns)
