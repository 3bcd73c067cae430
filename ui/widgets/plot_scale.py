"""Round figures for the axes of a live plot. Pure."""

from __future__ import annotations

from math import ceil, floor, log10
from typing import Final

from inspector_app.words import gettext as _

_MARKS: Final = 4
_TIME_STEPS: Final = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900)
_MOST_TIMES: Final = 7
_MINUTE: Final = 60


def value_axis(low: float, high: float, decimals: int) -> tuple[float, float, float]:
    """Return lowest mark, highest mark and their step, all round figures.

    decimals: of the instrument; the step is never finer than its last place.
    """
    least = 10.0**-decimals
    raw = max((high - low) / (_MARKS - 1), least)
    power = 10.0 ** floor(log10(raw))
    step = next(power * part for part in (1, 2, 5, 10) if power * part >= raw * 0.999)
    first = floor(low / step) * step
    if high - low < least / 2:  # a value that stands still runs through the middle
        return first - step, first + step, step
    return first, max(ceil(high / step) * step, first + step), step


def time_step(span_s: float) -> int:
    """Return the seconds between two marks of the time axis, a round figure."""
    return next((step for step in _TIME_STEPS if span_s / step <= _MOST_TIMES), _TIME_STEPS[-1])


def time_label(seconds: int) -> str:
    """Return how long ago a mark is: `0 s`, `\u221225 s`, `\u22122 min`, `\u22122:30 min`."""
    if seconds < 2 * _MINUTE:
        return f"\u2212{seconds} s" if seconds else "0 s"
    minutes, rest = divmod(seconds, _MINUTE)
    return f"\u2212{minutes}:{rest:02d} min" if rest else f"\u2212{minutes} min"


def span_words(span_s: float) -> str:
    """Return a span in words for a screen reader: `10 minutes`, `42 seconds`."""
    if span_s >= 2 * _MINUTE:
        return _("{n} minutes").format(n=round(span_s / _MINUTE))
    return _("{n} seconds").format(n=round(span_s))
