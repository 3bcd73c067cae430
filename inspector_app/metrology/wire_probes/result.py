"""What a probe says: which, on how many readings, by which figures; never a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Probe(StrEnum):
    """The probes, in the order they are shown."""

    CHANGES_WITH_TIME = "changes_with_time"
    STEPS_OFF_GRID = "steps_off_grid"
    ANOTHER_INTERVAL = "another_interval"
    ASYMMETRIC_HYSTERESIS = "asymmetric_hysteresis"
    ZERO_TRACKING = "zero_tracking"


class Outcome(StrEnum):
    """What a probe may say."""

    NOTHING_NOTICED = "nothing_noticed"
    LOOK_HERE = "look_here"
    NOT_ENOUGH_DATA = "not_enough_data"


class Missing(StrEnum):
    """Why a probe has not enough data."""

    INTERVAL = "interval"
    READINGS = "readings"
    TIME = "time"
    STEPS = "steps"
    MOVES = "moves"
    PAIRS = "pairs"
    SMALL_LOAD = "small_load"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeResult:
    """One probe's word.

    n: what it rests on (readings, steps or pairs, as the probe says). span_s: from its first to
    its last reading, in seconds. figures: its statistics by name, in scale intervals d where the
    probe says no other unit. missing: why there is not enough data, None otherwise.
    """

    probe: Probe
    outcome: Outcome
    n: int = 0
    span_s: Decimal = Decimal(0)
    figures: Mapping[str, Decimal] = field(default_factory=dict)
    missing: Missing | None = None


def not_enough(probe: Probe, missing: Missing, *, n: int = 0) -> ProbeResult:
    """Return that there is too little to say anything."""
    return ProbeResult(probe=probe, outcome=Outcome.NOT_ENOUGH_DATA, n=n, missing=missing)


def noticed(*, is_striking: bool) -> Outcome:
    """Return the word for a finished comparison."""
    return Outcome.LOOK_HERE if is_striking else Outcome.NOTHING_NOTICED
