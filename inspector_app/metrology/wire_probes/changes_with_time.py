"""Whether the readings change with time while the load does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from inspector_app.metrology.student_t import t_quantile
from inspector_app.metrology.wire_probes.result import (
    Missing,
    Probe,
    ProbeResult,
    not_enough,
    noticed,
)
from inspector_app.metrology.wire_probes.trace import Trace, low_median, span_s, whole_numbers

BLOCKS = 10
LEAST_READINGS = 40
LEAST_SECONDS = Decimal(30)
_ROUNDING = Decimal(1)
_NOISE_FACTOR = Decimal("7.5")
_CONFIDENCE = Decimal("0.995")
_PER_MINUTE = 60


def changes_with_time(trace: Trace, interval: Decimal) -> ProbeResult:
    """Compare ten stretches of a trace that was read under one load. interval: d, in its unit.

    The trace is cut into ten parts of equally many readings. `change` is the highest minus the
    lowest of their medians, in d; `allowed` is 1 d, which a reading near the middle between two
    figures moves by without cause, and 7.5 s / sqrt(m) for the noise: s is the median of the
    parts' standard deviations, m their readings, 1.25 s / sqrt(m) the standard deviation of a
    median and 6 of them more than ten normal medians span in a thousand runs. Look here when
    change > allowed. `slope` with `slope_low`, `slope_high` (99 %, Student's t of 8 degrees over
    the ten means) is in d per minute and decides nothing.

    At least 40 readings over 30 s. Measured on 20 000 simulated honest scales (60 to 600 readings
    at 1 to 10 a second, noise up to 0.6 d, correlated up to 0.6, creep up to 0.5 d): 9 false
    alarms, below the bound of 1 in 1000.
    """
    if interval <= 0:
        return not_enough(Probe.CHANGES_WITH_TIME, Missing.INTERVAL)
    if len(trace) < LEAST_READINGS:
        return not_enough(Probe.CHANGES_WITH_TIME, Missing.READINGS, n=len(trace))
    if span_s(trace) < LEAST_SECONDS:
        return not_enough(Probe.CHANGES_WITH_TIME, Missing.TIME, n=len(trace))
    size = len(trace) // BLOCKS
    # What does not divide by ten is left out at the beginning, where the load was just put on.
    first = len(trace) - size * BLOCKS
    parts = [trace[first + at * size : first + (at + 1) * size] for at in range(BLOCKS)]
    medians = [low_median(part) for part in parts]
    change = (max(medians) - min(medians)) / interval
    allowed = _ROUNDING + _NOISE_FACTOR * _noise(parts) / interval / Decimal(size).sqrt()
    line = _line([_middle(part) for part in parts], [_mean(part) / interval for part in parts])
    return ProbeResult(
        probe=Probe.CHANGES_WITH_TIME,
        outcome=noticed(is_striking=change > allowed),
        n=len(trace),
        span_s=span_s(trace),
        figures={
            "change": change,
            "allowed": allowed,
            "slope": line.slope * _PER_MINUTE,
            "slope_low": (line.slope - line.half_width) * _PER_MINUTE,
            "slope_high": (line.slope + line.half_width) * _PER_MINUTE,
        },
    )


def _mean(part: Trace) -> Decimal:
    whole, exponent = whole_numbers(part)
    return Decimal(sum(whole)).scaleb(exponent) / len(whole)


def _middle(part: Trace) -> Decimal:
    return (part[0].at_s + part[-1].at_s) / 2


def _noise(parts: Sequence[Trace]) -> Decimal:
    """Return the median of the parts' standard deviations: one jump does not hide itself."""
    spreads = sorted(_deviation(part) for part in parts)
    return spreads[(len(spreads) - 1) // 2]


def _deviation(part: Trace) -> Decimal:
    whole, exponent = whole_numbers(part)
    n, total, squares = len(whole), sum(whole), sum(value * value for value in whole)
    return (Decimal(n * squares - total * total) / (n * (n - 1))).sqrt().scaleb(exponent)


@dataclass(frozen=True, slots=True)
class _Line:
    slope: Decimal
    half_width: Decimal


def _line(times: Sequence[Decimal], values: Sequence[Decimal]) -> _Line:
    """Return the least-squares slope and the half width of its 99 % interval."""
    n = len(times)
    from_middle = _centred(times)
    from_mean = _centred(values)
    square = _dot(from_middle, from_middle)
    slope = _dot(from_middle, from_mean) / square
    rest = [v - slope * t for t, v in zip(from_middle, from_mean, strict=True)]
    error = (_dot(rest, rest) / (n - 2) / square).sqrt()
    return _Line(slope, error * t_quantile(_CONFIDENCE, n - 2))


def _centred(numbers: Sequence[Decimal]) -> list[Decimal]:
    mean = sum(numbers, Decimal(0)) / len(numbers)
    return [number - mean for number in numbers]


def _dot(one: Sequence[Decimal], other: Sequence[Decimal]) -> Decimal:
    return sum((a * b for a, b in zip(one, other, strict=True)), Decimal(0))
