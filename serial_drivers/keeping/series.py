"""What a stretch of readings says of the instrument: pace, mean, spread and drift, without floats.

Formulas, over the frames 1...N at times t (ns) and those n of them that carry a value v:

* rate = (N - 1) / (t_N - t_1), frames per second
* jitter = sqrt(sum((d - mean d)^2) / (N - 2)), d = t_i - t_(i-1); the spread of the pauses, ms
* mean = sum(v) / n
* standard deviation s = sqrt((sum(v^2) - sum(v)^2 / n) / (n - 1))
* drift = (n sum(t v) - sum(t) sum(v)) / (n sum(t^2) - sum(t)^2), least-squares slope, per minute

Values are kept as whole numbers of the finest decimal place seen, times as whole nanoseconds: the
sums are exact, and only the last division or root is rounded, to 40 digits.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from operator import mul, sub
from typing import Final

MOST: Final = 200_000
"""Frames kept at most: an hour at 55 frames/s; of a faster stream the newest."""
_SPARE: Final = 4096
_DIGITS: Final = 40
_NS: Final = 1_000_000_000
_MS_NS: Final = 1_000_000
_MINUTE_NS: Final = 60 * _NS
_LONGEST: Final = 28
"""Digits of a value at most; no instrument has more, and no sum of such is ever rounded."""
EXTREME: Final = 30
"""Powers of ten beyond this are markers (`9.91E+37` for "no number"), not measured values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesFigures:
    """The figures of a stretch. None where too few frames came to say.

    rate: frames/s. jitter_ms: ms. drift: per minute. decimals: places of the instrument's values.
    """

    frames: int = 0
    n: int = 0
    decimals: int = 0
    rate: Decimal | None = None
    jitter_ms: Decimal | None = None
    mean: Decimal | None = None
    deviation: Decimal | None = None
    drift: Decimal | None = None
    lowest: Decimal | None = None
    highest: Decimal | None = None


class Series:
    """The newest readings of one port in one unit; memory is bounded. Not thread-safe."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._times: list[int] = []
        self._values: list[int | None] = []
        self._decimals = 0
        self._unit: str | None = None

    def __len__(self) -> int:
        """Return how many frames are kept, 0 to `most` and a few more."""
        return len(self._times)

    def add(self, at_ns: int, value: Decimal | None, unit: str | None = None) -> None:
        """Append a frame; value None where it carried none. Another unit begins anew.

        Times that run backwards (another session's clock) begin anew too.
        """
        if value is not None and not _is_measured(value):
            value = None
        is_other_unit = value is not None and unit != self._unit
        if is_other_unit or (self._times and at_ns < self._times[-1]):
            self.clear()
        if value is not None:
            self._unit = unit
        whole = None if value is None else self._whole(value)
        self._times.append(at_ns)
        self._values.append(whole)
        if len(self._times) >= self._most + _SPARE:
            del self._times[:_SPARE], self._values[:_SPARE]

    def clear(self) -> None:
        """Forget everything."""
        self._times.clear()
        self._values.clear()
        self._decimals, self._unit = 0, None

    def _whole(self, value: Decimal) -> int:
        """Return the value as a whole number of the finest place, which may become finer."""
        exponent = value.as_tuple().exponent
        places = max(0, -exponent) if isinstance(exponent, int) else 0
        if places > self._decimals:
            factor = 10 ** (places - self._decimals)
            self._values = [None if v is None else v * factor for v in self._values]
            self._decimals = places
        return int(value.scaleb(self._decimals))

    def _placed(self, whole: int) -> Decimal:
        """Return a value again, with the decimals of the series."""
        with localcontext(prec=2 * _DIGITS):
            return Decimal(whole).scaleb(-self._decimals)

    def figures(self, from_ns: int | None = None, to_ns: int | None = None) -> SeriesFigures:
        """Return the figures of the frames from_ns <= t <= to_ns, of all where None."""
        start = 0 if from_ns is None else bisect_left(self._times, from_ns)
        stop = len(self._times) if to_ns is None else bisect_right(self._times, to_ns)
        times, values = self._times[start:stop], self._values[start:stop]
        rate, jitter_ms = _pace(times)
        at = [t - times[0] for t, v in zip(times, values, strict=True) if v is not None]
        told = [v for v in values if v is not None]
        if not told:
            return SeriesFigures(frames=len(times), rate=rate, jitter_ms=jitter_ms)
        unit = Fraction(1, 10**self._decimals)
        return SeriesFigures(
            frames=len(times),
            n=len(told),
            decimals=self._decimals,
            rate=rate,
            jitter_ms=jitter_ms,
            mean=_decimal(Fraction(sum(told), len(told)) * unit),
            deviation=_root(_variance(told), unit),
            drift=_drift(at, told, unit),
            lowest=self._placed(min(told)),
            highest=self._placed(max(told)),
        )


def _is_measured(value: Decimal) -> bool:
    _sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int) or len(digits) > _LONGEST or abs(exponent) > EXTREME:
        return False
    return not value or abs(value.adjusted()) <= EXTREME


def _pace(times: Sequence[int]) -> tuple[Decimal | None, Decimal | None]:
    """Return frames/s and jitter in ms."""
    if len(times) < 2 or times[-1] == times[0]:
        return None, None
    rate = _decimal(Fraction((len(times) - 1) * _NS, times[-1] - times[0]))
    pauses = list(map(sub, times[1:], times))
    return rate, _root(_variance(pauses), Fraction(1, _MS_NS))


def _variance(numbers: Sequence[int]) -> Fraction | None:
    """Return the sample variance, exact; None for fewer than two."""
    n = len(numbers)
    if n < 2:
        return None
    total = sum(numbers)
    return Fraction(n * sum(map(mul, numbers, numbers)) - total * total, n * (n - 1))


def _drift(at: Sequence[int], values: Sequence[int], unit: Fraction) -> Decimal | None:
    """Return the least-squares slope per minute; at: ns."""
    n, sum_t, sum_v = len(at), sum(at), sum(values)
    spread = n * sum(map(mul, at, at)) - sum_t * sum_t
    if not spread:
        return None
    slope = Fraction(n * sum(map(mul, at, values)) - sum_t * sum_v, spread)
    return _decimal(slope * _MINUTE_NS * unit)


def _decimal(ratio: Fraction) -> Decimal:
    with localcontext(prec=_DIGITS):
        return Decimal(ratio.numerator) / Decimal(ratio.denominator)


def _root(variance: Fraction | None, unit: Fraction) -> Decimal | None:
    """Return the root of a variance, in `unit`; None stays None."""
    if variance is None:
        return None
    with localcontext(prec=_DIGITS):
        root = (Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt()
        return root * Decimal(unit.numerator) / Decimal(unit.denominator)
