"""A live plot's samples: an hour at 20 Hz without growth, thinned so that no peak is lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.widgets.plot_picture import line_of
from ui.widgets.plot_samples import PlotSamples, Sample
from ui.widgets.plot_scale import time_label, time_step, value_axis
from ui.widgets.plot_window import SHORTEST_S, PlotWindow

_HOUR_AT_20 = 72_000


def filled(count: int, *, step_s: float = 0.05, most: int = 200_000) -> PlotSamples:
    samples = PlotSamples(most)
    for at in range(count):
        samples.add(Sample(at * step_s, float(at % 7), at % 100 > 50))
    return samples


def test_three_hours_at_twenty_a_second_keep_one_hour_and_no_more() -> None:
    samples = filled(3 * _HOUR_AT_20)

    assert _HOUR_AT_20 <= len(samples) <= _HOUR_AT_20 + 4096 + 1
    assert samples.newest_s - samples.oldest_s >= 3599.9
    assert samples.times.itemsize * len(samples.times) < 700_000


def test_a_flood_keeps_the_newest_and_does_not_grow() -> None:
    samples = filled(50_000, step_s=1e-6, most=1000)

    assert 1000 <= len(samples) < 1000 + 4096
    assert samples.newest_s == pytest.approx(0.049999)


def test_an_hour_is_painted_with_few_points_and_every_peak() -> None:
    samples = filled(_HOUR_AT_20)
    samples.add(Sample(3600.0, 99.0))
    samples.add(Sample(3600.05, 1.0))
    line = line_of(samples, 0.0, 3600.1, 600)

    assert len(line.times) <= 4 * 602
    assert line.values.max() == 99.0
    assert (np.diff(line.times) >= 0).all()
    assert line.joined[:-1].all()


@given(
    st.lists(st.floats(0.001, 5), min_size=1, max_size=300),
    st.integers(1, 20),
    st.floats(0, 1),
)
def test_thinning_keeps_lowest_and_highest_of_any_series(
    pauses: list[float], columns: int, share: float
) -> None:
    samples, at = PlotSamples(), 0.0
    for number, pause in enumerate(pauses):
        at += pause
        samples.add(Sample(at, (number * 37 % 101) - 50.0))
    begin = at * share
    there = samples.values[slice(*samples.between(begin, at))]
    points = line_of(samples, begin, at, columns).values

    assert points.min() <= min(there)
    assert points.max() >= max(there)
    assert len(points) <= 4 * (columns + 2)


@pytest.mark.parametrize("columns", [1000, 60], ids=["every sample", "thinned"])
def test_silence_interrupts_the_line_and_the_rest(columns: int) -> None:
    samples = PlotSamples()
    for number in range(1000):
        samples.add(Sample(number / 20 + (60 if number >= 500 else 0), 5.0, is_stable=True))
    line = line_of(samples, 0.0, 110.0, columns)
    ends = line.times[:-1][~line.joined[:-1]]

    assert ends.tolist() == [24.95]
    assert list(samples.stable_stretches(0.0, 110.0)) == [(0.0, 24.95), (85.0, 109.95)]


def test_a_slow_instrument_is_one_line() -> None:
    samples = PlotSamples()
    for number in range(20):
        samples.add(Sample(number * 10.0, 5.0))

    assert line_of(samples, 0.0, 200.0, 600).joined[:-1].all()


def test_what_was_at_rest_is_a_stretch_from_its_first_to_its_last_sample() -> None:
    samples = PlotSamples()
    for at, is_stable in enumerate([False, True, True, False, True]):
        samples.add(Sample(float(at), 1.0, is_stable))

    assert list(samples.stable_stretches(0.0, 4.0)) == [(1.0, 2.0), (4.0, 4.0)]
    assert list(samples.stable_stretches(1.5, 3.0)) == [(1.5, 2.0)]


def test_a_window_zooms_about_a_place_and_moves_within_what_is_there() -> None:
    window = PlotWindow(60.0)
    window.zoom(0.5, 0.5, 100.0)
    assert (window.is_live, window.stretch(100.0)) == (True, (70.0, 100.0))

    window.hold(100.0)
    window.zoom(0.5, 0.0, 130.0)
    assert window.stretch(130.0) == (70.0, 85.0)
    window.move(-1000.0, 0.0, 130.0)
    assert window.stretch(130.0) == (-7.5, 7.5)
    window.move(1000.0, 0.0, 130.0)
    assert window.stretch(130.0)[1] == 130.0
    window.zoom(1e-9, 1.0, 130.0)
    assert window.span_s == SHORTEST_S
    window.follow(600.0)
    assert window.stretch(140.0) == (-460.0, 140.0)


def test_the_marks_of_both_axes_are_round() -> None:
    assert [time_step(span) for span in (2, 30, 60, 600, 3600)] == [1, 5, 10, 120, 600]
    assert [time_label(s) for s in (0, 25, 120, 150)] == [
        "0 s",
        "\u221225 s",
        "\u22122 min",
        "\u22122:30 min",
    ]
    assert value_axis(4.9993, 5.0011, 3) == pytest.approx((4.999, 5.002, 0.001))
