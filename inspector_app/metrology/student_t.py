"""Quantiles of Student's t distribution, from the standard library alone.

A constant of statistics, no measured value: computed in binary floating point to at least ten
significant digits and handed on as a Decimal.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from math import atan, cos, pi, sin, sqrt

_STEPS = 200


@lru_cache(maxsize=512)
def t_quantile(probability: Decimal, degrees_of_freedom: int) -> Decimal:
    """Return t with P(T <= t) = probability, for 0.5 <= probability < 1 and 1..10 000 degrees.

    The finite series of Abramowitz & Stegun 26.7.3/26.7.4, inverted by bisection. Raises
    ValueError outside these ranges.
    """
    if not (Decimal("0.5") <= probability < 1 and 1 <= degrees_of_freedom <= 10_000):
        raise ValueError(f"t quantile for {probability}, {degrees_of_freedom}")
    wanted, low, high = float(2 * probability - 1), 0.0, pi / 2
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (
            (low, middle) if _inside(middle, degrees_of_freedom) > wanted else (middle, high)
        )
    return Decimal(f"{sqrt(degrees_of_freedom) * sin(low) / cos(low):.12g}")


def t_inside(t: Decimal, degrees_of_freedom: int) -> Decimal:
    """Return P(-t <= T <= t), the inverse's own check."""
    return Decimal(f"{_inside(atan(float(t) / sqrt(degrees_of_freedom)), degrees_of_freedom):.12g}")


def _inside(theta: float, degrees: int) -> float:
    """Return P(|T| <= t) with theta = atan(t / sqrt(degrees))."""
    odd = degrees % 2
    square, term, total = cos(theta) ** 2, cos(theta) if odd else 1.0, 0.0
    for k in range(1 + odd, degrees, 2):
        total += term
        term *= square * k / (k + 1)
    if odd:
        return (theta + sin(theta) * total) * 2 / pi
    return sin(theta) * total
