"""A scale at ten frames a second for the measurement aids: what it says, in order of time."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from inspector_app.domain.indication import Indication, StabilityBasis

D = Decimal("0.005")
_PACE_NS = 100_000_000


class Aid(Protocol):
    def see(self, indication: Indication) -> object: ...


@dataclass(slots=True)
class Stream:
    """Feeds an aid and keeps the time. session and unit may be changed between two calls."""

    aid: Aid
    unit: str = "kg"
    session: str = "a"
    now_ns: int = 0

    def say(self, value: str | Decimal, *, stable: bool = True) -> None:
        self.now_ns += _PACE_NS
        self.aid.see(
            Indication(
                value=Decimal(value),
                unit=self.unit,
                stable=stable,
                stability_basis=StabilityBasis.WIRE,
                monotonic_ns=self.now_ns,
                session_id=self.session,
            )
        )

    def rest(self, value: str | Decimal, seconds: float = 2) -> None:
        """Let the load swing in, and lie."""
        self.say(value, stable=False)
        for _frame in range(round(seconds * 10)):
            self.say(value)
