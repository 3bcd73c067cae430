"""A load cell and its indicator: what a load does to the display, in time.

Physics in floats, because it is only imitated; what is shown is rounded to the scale interval as
an exact Decimal. The generator of noise is handed in, so that a seed repeats a run.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from inspector_app.domain.exceptions import OutOfRange
from inspector_app.domain.quantities import Mass
from serial_drivers.driver import Display, Voice
from serial_drivers.simulators.faults import Ageing, Faults

_SUBSTEP_S = 0.002
_MOTION_INTERVALS = 0.3
_MOTION_SPEED = 2.0
_ZERO_SHARE = Decimal("0.04")
_HYSTERESIS = 0.65


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleNature:
    """What a simulated scale is. Masses in `unit`.

    lowest: the least it shows, None for 20 intervals below zero.

    noise: standard deviation in scale intervals. settling_s: time in which a step has died down
    to 2 %. gain: indication over load, 1 for a perfect scale. offset: constant error.
    drift_per_minute: slow change of the indication. faults: what else is wrong with it.
    """

    maximum: Decimal = Decimal(15)
    interval: Decimal = Decimal("0.005")
    unit: str = "kg"
    noise: float = 0.06
    settling_s: float = 0.8
    gain: Decimal = Decimal(1)
    offset: Decimal = Decimal(0)
    drift_per_minute: Decimal = Decimal(0)
    serial_number: str = "SIM0001"
    model: str = "Simulated scale"
    lowest: Decimal | None = None
    faults: Faults = field(default_factory=Faults)

    @property
    def shown_interval(self) -> Decimal:
        """Return what the display moves by: the interval, unless that is the fault."""
        return self.faults.shown_interval or self.interval


def usual_nature(voice: Voice) -> ScaleNature:
    """Return what an instrument that speaks so usually is."""
    return ScaleNature(
        maximum=voice.highest, interval=voice.interval, unit=voice.unit, lowest=voice.lowest
    )


def nature_of(maximum: Mass, interval: Mass) -> ScaleNature:
    """Return a scale of this capacity: a balance of 200 g / 0.01 g, a weighbridge of 60 t / 20 kg.

    The display shows the unit of `interval`. Raises OutOfRange unless 0 < interval <= maximum.
    """
    if interval.value <= 0 or maximum < interval:
        raise OutOfRange("capacity_below_interval", capacity=maximum, interval=interval)
    unit = interval.unit
    return ScaleNature(maximum=maximum.in_unit(unit), interval=interval.value, unit=unit)


class LoadCell:
    """The loaded scale. Not thread-safe: one thread advances it and acts upon it."""

    def __init__(self, nature: ScaleNature, noise: Random) -> None:
        self.nature = nature
        self._random = noise
        self._load = Decimal(0)
        self._signal = 0.0
        self._speed = 0.0
        self._drifted = 0.0
        self._zero = Decimal(0)
        self._tare = Decimal(0)
        self._shown_counts = 0
        self._is_stable = True
        self._ageing = Ageing()

    @property
    def load(self) -> Decimal:
        """Return the mass on the pan."""
        return self._load

    def put(self, mass: Decimal) -> None:
        """Add a mass to the pan; a negative one takes some away."""
        self._load += mass

    def take_all(self) -> None:
        """Empty the pan."""
        self._load = Decimal(0)

    def zero(self) -> bool:
        """Set zero if at rest and within 4 % of Max; say whether it was done."""
        gross = self._gross()
        if not self._is_stable or abs(gross) > _ZERO_SHARE * self.nature.maximum:
            return False
        self._zero += gross
        self._tare = Decimal(0)
        self._shown_counts = 0
        return True

    def tare(self) -> bool:
        """Take the present load as tare if at rest and positive; say whether it was done."""
        gross = self._gross()
        if not self._is_stable or gross < 0 or self._is_out_of_range(gross):
            return False
        self._tare = gross
        return True

    def clear_tare(self) -> None:
        """Show gross again."""
        self._tare = Decimal(0)

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        nature = self.nature
        self._drifted += float(nature.drift_per_minute) * seconds / 60
        self._ageing.advance(nature.faults, float(self._load), seconds)
        steps = max(1, math.ceil(seconds / _SUBSTEP_S))
        for _ in range(steps):
            self._swing(seconds / steps)
        interval = float(nature.interval)
        error = abs(self._signal - self._target())
        self._is_stable = (
            error < _MOTION_INTERVALS * interval and abs(self._speed) < _MOTION_SPEED * interval
        )
        if self._is_stable:
            self._ageing.track(nature.faults, self._signal - float(self._zero), seconds)
        self._follow(self._random.gauss(self._signal, nature.noise * interval))

    def display(self) -> Display:
        """Return what the display shows now."""
        nature, gross = self.nature, self._gross()
        is_over, is_under = self._is_over(gross), self._is_under(gross)
        return Display(
            value=None if is_over or is_under else gross - self._tare,
            unit=nature.unit,
            stable=self._is_stable,
            net=self._tare != 0,
            tare=self._tare.quantize(nature.interval),
            overload=is_over,
            underload=is_under,
            serial_number=nature.serial_number,
            model=nature.model,
        )

    def _target(self) -> float:
        nature = self.nature
        added = self._drifted + self._ageing.added(nature.faults)
        return float(self._load * nature.gain + nature.offset) + added

    def _swing(self, seconds: float) -> None:
        """Move a damped spring (damping ratio 0.6) towards its target."""
        damping = 4 / self.nature.settling_s
        stiffness = (damping / 0.6) ** 2
        pull = stiffness * (self._target() - self._signal) - 2 * damping * self._speed
        self._speed += pull * seconds
        self._signal += self._speed * seconds

    def _follow(self, signal: float) -> None:
        """Round with a hysteresis, so that a load between two intervals does not flicker."""
        gross = signal - float(self._zero) - self._ageing.tracked
        counts = gross / float(self.nature.shown_interval)
        if abs(counts - self._shown_counts) > _HYSTERESIS:
            self._shown_counts = round(counts)

    def _gross(self) -> Decimal:
        shown = self._shown_counts * self.nature.shown_interval
        # As many decimals as the interval has, or as a finer display needs.
        return shown.quantize(shown + self.nature.interval)

    def _is_over(self, gross: Decimal) -> bool:
        return gross > self.nature.maximum + 9 * self.nature.interval

    def _is_under(self, gross: Decimal) -> bool:
        lowest, interval = self.nature.lowest, self.nature.interval
        return gross < (-20 * interval if lowest is None else lowest)

    def _is_out_of_range(self, gross: Decimal) -> bool:
        return self._is_over(gross) or self._is_under(gross)
