"""The figures of a series are those of the textbook, exact, over a bounded memory."""

from __future__ import annotations

import statistics
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serial_drivers.keeping.series import Series, SeriesFigures

_S = 1_000_000_000


def series(*values: str, step_ns: int = _S // 10) -> Series:
    made = Series()
    for at, value in enumerate(values):
        made.add(at * step_ns, Decimal(value), "kg")
    return made


def test_mean_spread_and_limits_are_the_textbooks() -> None:
    found = series("2", "4", "4", "4", "5", "5", "7", "9").figures()

    assert (found.n, found.frames) == (8, 8)
    assert (found.mean, found.lowest, found.highest) == (Decimal(5), Decimal(2), Decimal(9))
    assert found.deviation is not None
    assert found.deviation**2 == pytest.approx(Decimal(32) / 7, abs=Decimal("1e-30"))


def test_the_mean_of_tenths_has_no_trace_of_binary_fractions() -> None:
    assert series("0.1", "0.1", "0.1").figures().mean == Decimal("0.1")
    assert series("0.1", "0.1", "0.1").figures().deviation == 0


def test_drift_is_the_least_squares_slope_per_minute() -> None:
    rising = Series()
    for at in range(61):
        rising.add(at * _S, Decimal("10.000") + Decimal("0.001") * at, "g")

    assert rising.figures().drift == Decimal("0.06")


def test_the_pace_is_counted_over_the_pauses() -> None:
    found = series(*["1"] * 11, step_ns=100_000_000).figures()
    assert (found.rate, found.jitter_ms) == (Decimal(10), Decimal(0))

    uneven = Series()
    for at_ms in (0, 90, 200, 290, 400):
        uneven.add(at_ms * 1_000_000, Decimal(1), "kg")
    told = uneven.figures()
    assert told.rate == Decimal(10)
    assert told.jitter_ms is not None
    spread = Decimal(statistics.stdev([90, 110, 90, 110]))
    assert told.jitter_ms == pytest.approx(spread, abs=Decimal("1e-9"))


def test_frames_without_a_value_count_for_the_pace_only() -> None:
    mixed = series("1.0", "1.2")
    mixed.add(_S, None)
    mixed.add(2 * _S, Decimal("9.91E+37"), "kg")  # a marker for "no number"

    found = mixed.figures()
    assert (found.frames, found.n, found.highest) == (4, 2, Decimal("1.2"))


def test_a_finer_place_later_keeps_what_came_before() -> None:
    found = series("1", "1.5", "1.25").figures()

    assert (found.mean, found.decimals) == (Decimal("1.25"), 2)
    assert str(found.lowest) == "1.00"


def test_another_unit_or_a_clock_that_runs_backwards_begins_anew() -> None:
    changed = series("1", "2")
    changed.add(_S, Decimal(1000), "g")
    assert (changed.figures().n, changed.figures().mean) == (1, Decimal(1000))

    changed.add(0, Decimal(1001), "g")
    assert changed.figures().n == 1


def test_only_the_stretch_that_is_asked_for_counts() -> None:
    found = series("1", "2", "3", "4").figures(100_000_000, 200_000_000)

    assert (found.n, found.mean) == (2, Decimal("2.5"))


def test_nothing_and_one_frame_say_what_can_be_said() -> None:
    assert Series().figures() == SeriesFigures()
    one = series("5.000").figures()
    assert (one.n, one.mean) == (1, Decimal(5))
    assert (one.deviation, one.drift, one.rate) == (None, None, None)


def test_an_hour_at_twenty_a_second_fits_and_a_flood_does_not_grow() -> None:
    long = Series()
    for at in range(72_000):
        long.add(at * _S // 20, Decimal("5.000"), "kg")
    assert long.figures().n == 72_000

    small = Series(most=100)
    for at in range(50_000):
        small.add(at, Decimal(at), "kg")
    assert len(small) < 100 + 4096
    assert small.figures().highest == Decimal(49_999)


@given(
    st.lists(
        st.tuples(st.integers(1, 10**10), st.decimals(-1000, 1000, places=3, allow_nan=False)),
        min_size=3,
        max_size=30,
    )
)
def test_any_series_agrees_with_the_standard_librarys_own_figures(
    rows: list[tuple[int, Decimal]],
) -> None:
    made, at, times = Series(), 0, []
    for pause, value in rows:
        at += pause
        times.append(at)
        made.add(at, value, "g")
    values = [Fraction(value) for _pause, value in rows]
    found = made.figures()

    assert found.mean is not None
    assert found.deviation is not None
    assert found.drift is not None
    assert abs(Fraction(found.mean) - statistics.mean(values)) < Fraction(1, 10**30)
    # A variance is squared and rounded at 40 digits: so many agree.
    variance = statistics.variance(values)
    assert abs(Fraction(found.deviation) ** 2 - variance) <= Fraction(1, 10**25) * (variance + 1)
    minutes = [Fraction(t - times[0], 60 * _S) for t in times]
    mean_t, mean_v = Fraction(statistics.mean(minutes)), Fraction(statistics.mean(values))
    above = Fraction(0)
    below = Fraction(0)
    for t, v in zip(minutes, values, strict=True):
        above += (t - mean_t) * (v - mean_v)
        below += (t - mean_t) ** 2
    slope = above / below
    assert abs(Fraction(found.drift) - slope) <= Fraction(1, 10**25) * (abs(slope) + 1)
