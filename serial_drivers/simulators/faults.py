"""What can be wrong with a simulated scale, so that a probe has something to notice.

Floats, as all of the imitated physics; what is shown stays an exact Decimal.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """Masses in the scale's unit; 0 or None: this is as it should be.

    creep: what the indication of a lying load gains in the end, `creep_s` the time in which two
    thirds of it are there. shown_interval: what the display really moves by. hysteresis: what
    half of the highest load reads more on the way down. zero_speed: what the zero tracker takes
    in a second, whatever it lies within `zero_band` of zero; lawful are 0.5 d a second at 0 only.
    """

    creep: Decimal = Decimal(0)
    creep_s: float = 20.0
    shown_interval: Decimal | None = None
    hysteresis: Decimal = Decimal(0)
    zero_speed: Decimal = Decimal(0)
    zero_band: Decimal = Decimal(0)


def with_fault(faults: Faults, name: str, mass: Decimal) -> Faults:
    """Return these faults with one more, by the name that scripts give it.

    `creep`, `hysteresis`, `interval` (what the display moves by; 0 as it should be) or `swallow`
    (a zero tracker that takes up to this mass within a second). Raises ValueError for another.
    """
    if name == "creep":
        return replace(faults, creep=mass)
    if name == "hysteresis":
        return replace(faults, hysteresis=mass)
    if name == "interval":
        return replace(faults, shown_interval=mass or None)
    if name == "swallow":
        return replace(faults, zero_band=mass, zero_speed=mass)
    raise ValueError(name)


class Ageing:
    """What the faults add to a load's indication, with the memory that they need."""

    def __init__(self) -> None:
        self._load, self._crept, self._highest, self._tracked = 0.0, 0.0, 0.0, 0.0

    def advance(self, faults: Faults, load: float, seconds: float) -> None:
        """Let time pass under this load."""
        if load != self._load:
            self._load, self._crept = load, 0.0
        self._highest = 0.0 if load <= 0 else max(self._highest, load)
        if load > 0:
            share = 1 - math.exp(-seconds / faults.creep_s)
            self._crept += (float(faults.creep) - self._crept) * share

    def added(self, faults: Faults) -> float:
        """Return what the load reads more than it is."""
        if not 0 < self._load < self._highest:
            return self._crept
        part = self._load / self._highest
        return self._crept + float(faults.hysteresis) * 4 * part * (1 - part)

    def track(self, faults: Faults, gross: float, seconds: float) -> None:
        """Let the zero tracker act on what is shown at rest."""
        rest = gross - self._tracked
        if abs(rest) <= float(faults.zero_band):
            most = float(faults.zero_speed) * seconds
            self._tracked += max(-most, min(most, rest))

    @property
    def tracked(self) -> float:
        """Return what the zero tracker has taken so far."""
        return self._tracked
