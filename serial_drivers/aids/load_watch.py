"""Sees loads come and go: zero, a new load at rest, a scale that is not back at zero. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from inspector_app.domain.indication import Indication
from inspector_app.domain.rest import Rest
from serial_drivers.stability import RestGate, interval_of, may_be_recorded

RUN_REST = Rest(band=Decimal(1), seconds=Decimal(1), frames=3)
"""What a run waits for before it takes a value by itself: nobody looks whether it is at rest."""
APART = 5
"""In d: what lies nearer to another load, or to zero, is no load of its own."""


class Sight(StrEnum):
    """What lies at rest."""

    ZERO = "zero"
    NEAR_ZERO = "near_zero"
    """Less than 5 d, but not zero: probably empty, and not back at zero."""
    LOAD = "load"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Something new at rest. value: its digits. zero_seen: zero stood at rest before this load.

    indication: the very one that came to rest.
    """

    sight: Sight
    value: Decimal
    zero_seen: bool
    indication: Indication


class LoadWatch:
    """Tells each new load at rest once. interval: d in the stream's unit, None: last decimal."""

    def __init__(self, interval: Decimal | None = None, rest: Rest = RUN_REST) -> None:
        self._interval, self._gate = interval, RestGate(rest, interval)
        self._session: str | None = None
        self._zero_seen = False
        self.settled: Settled | None = None

    @property
    def zero_seen(self) -> bool:
        """Say whether zero was seen at rest since the last load."""
        return self._zero_seen

    def see(self, indication: Indication) -> Settled | None:
        """Return what has newly come to rest, None while nothing has."""
        if indication.session_id != self._session:
            self._session, self._zero_seen, self.settled = indication.session_id, False, None
        seen = self._gate.judge(indication)
        value = seen.value
        if value is None or not may_be_recorded(seen):
            return None
        d = interval_of(value) if self._interval is None else self._interval
        sight = sight_of(value, d)
        if not self._is_new(sight, value, d):
            return None
        settled = Settled(
            sight=sight, value=value, zero_seen=self._zero_seen, indication=indication
        )
        self.settled = settled
        self._zero_seen = sight is Sight.ZERO or (self._zero_seen and sight is Sight.NEAR_ZERO)
        return settled

    def _is_new(self, sight: Sight, value: Decimal, d: Decimal) -> bool:
        before = self.settled
        if before is None or sight is not before.sight:
            return True
        return sight is Sight.LOAD and abs(value - before.value) >= APART * d


def sight_of(value: Decimal, interval: Decimal) -> Sight:
    """Return what a value at rest is, by its distance from zero: 0.5 d, 5 d."""
    if abs(value) * 2 <= interval:
        return Sight.ZERO
    return Sight.NEAR_ZERO if abs(value) < APART * interval else Sight.LOAD
