"""The probes on honest scales, which they leave alone, and on changed ones, which they notice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from random import Random  # noqa: TID251 - seeded

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.indication import Indication
from inspector_app.metrology.wire_probes.another_interval import another_interval
from inspector_app.metrology.wire_probes.asymmetric_hysteresis import (
    asymmetric_hysteresis,
    sign_test,
)
from inspector_app.metrology.wire_probes.changes_with_time import changes_with_time
from inspector_app.metrology.wire_probes.result import Missing, Outcome, ProbeResult
from inspector_app.metrology.wire_probes.steps_off_grid import steps_off_grid
from inspector_app.metrology.wire_probes.trace import (
    Sample,
    common_step,
    low_median,
    plateaus,
    sample_of,
)
from inspector_app.metrology.wire_probes.zero_tracking import zero_tracking
from tests.helpers.simulated_traces import (
    D,
    Display,
    SmallLoad,
    hold,
    honest_display,
    honest_hold,
    honest_small_load,
    honest_staircase,
    small_load,
    staircase,
)

LOOK, NOTHING = Outcome.LOOK_HERE, Outcome.NOTHING_NOTICED
HONEST = 250
LOADS = (0.0, 413.0, 1007.0, 2011.0, 1007.0, 413.0, 0.0)


def of_small_load(seen: SmallLoad) -> ProbeResult:
    return zero_tracking(seen.before, seen.loaded, seen.after, load=seen.load, interval=D)


def trace(values: Sequence[str | Decimal], *, stable: bool = True) -> list[Sample]:
    return [
        Sample(at_s=Decimal(at), value=Decimal(value), stable=stable)
        for at, value in enumerate(values)
    ]


@pytest.mark.parametrize(
    "probe, most_alarms",
    [
        (lambda random: changes_with_time(honest_hold(random), D), 2),
        (lambda random: asymmetric_hysteresis(honest_staircase(random), D), 1),
        (lambda random: of_small_load(honest_small_load(random)), 1),
        (lambda random: another_interval(honest_staircase(random), D), 0),
        (lambda random: steps_off_grid(honest_staircase(random), D), 0),
    ],
    ids=["changes with time", "hysteresis", "zero tracking", "another interval", "off the grid"],
)
def test_honest_scales_are_left_alone(
    probe: Callable[[Random], ProbeResult], most_alarms: int
) -> None:
    random = Random(20)
    said = [probe(random).outcome for _scale in range(HONEST)]
    assert said.count(Outcome.NOT_ENOUGH_DATA) == 0
    assert said.count(LOOK) <= most_alarms


# --- changes with time -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault",
    [
        lambda seconds: 0.05 * seconds,
        lambda seconds: 4.0 if seconds > 30 else 0.0,
        lambda seconds: -4.0 if 20 < seconds < 40 else 0.0,
    ],
    ids=["a creep of 3 d a minute", "a jump", "a pulse that goes back"],
)
def test_readings_that_change_under_one_load_are_noticed(fault: Callable[[float], float]) -> None:
    random = Random(3)
    for _scale in range(50):
        seen = hold(honest_display(random, noise=0.4), 900, count=300, rate=5, fault=fault)
        assert changes_with_time(seen, D).outcome is LOOK


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10**9),
    change=st.floats(4, 60),
    at=st.floats(0.15, 0.85),
    sign=st.sampled_from([1, -1]),
)
def test_any_jump_of_four_intervals_is_noticed_wherever_it_comes(
    seed: int, change: float, at: float, sign: int
) -> None:
    display = honest_display(Random(seed), noise=0.4)
    seen = hold(
        display,
        900,
        count=300,
        rate=5,
        fault=lambda seconds: sign * change if seconds > at * 60 else 0.0,
    )
    assert changes_with_time(seen, D).outcome is LOOK


def test_the_slope_and_its_interval_hold_the_true_slope() -> None:
    seen = hold(
        Display(Random(1), noise=0.3), 1000, count=300, rate=5, fault=lambda seconds: 0.1 * seconds
    )
    found = changes_with_time(seen, D)
    assert found.figures["slope_low"] < 6 < found.figures["slope_high"]
    assert (found.n, found.span_s) == (300, Decimal("59.8"))


def test_a_scale_at_perfect_rest_has_no_slope_and_no_noise() -> None:
    figures = changes_with_time(trace(["1.000"] * 60), D).figures
    assert {figures[name] for name in ("slope", "slope_low", "change")} == {0}
    assert figures["allowed"] == 1


@pytest.mark.parametrize(
    "count, interval, missing",
    [
        (39, D, Missing.READINGS),
        (60, Decimal(0), Missing.INTERVAL),
    ],
)
def test_too_little_says_what_is_missing(count: int, interval: Decimal, missing: Missing) -> None:
    found = changes_with_time(trace(["1.000"] * count), interval)
    assert (found.outcome, found.missing) == (Outcome.NOT_ENOUGH_DATA, missing)


def test_many_readings_of_a_short_while_are_too_little() -> None:
    quick = hold(Display(Random(1)), 100, count=200, rate=20)
    assert changes_with_time(quick, D).missing is Missing.TIME


# --- steps -------------------------------------------------------------------------------------


@given(st.lists(st.integers(-3000, 3000), min_size=8, max_size=60))
def test_no_trace_of_whole_multiples_is_off_the_grid(counts: list[int]) -> None:
    assert steps_off_grid(trace([count * D for count in counts]), D).outcome is not LOOK


@given(st.lists(st.integers(-3000, 3000), min_size=8, max_size=60, unique=True), st.data())
def test_one_reading_beside_the_grid_is_enough(counts: list[int], data: st.DataObject) -> None:
    values = [count * D for count in counts]
    at = data.draw(st.integers(1, len(values) - 1))
    values[at] += data.draw(st.sampled_from([Decimal("0.001"), Decimal("0.0025"), -D / 5]))
    found = steps_off_grid(trace(values), D)
    assert found.outcome is LOOK
    assert found.figures["off"] >= 1


def test_a_tare_beside_the_grid_shifts_every_reading_and_is_no_step() -> None:
    net = [Decimal("0.0013") + count * D for count in range(12)]
    assert steps_off_grid(trace(net), D).outcome is NOTHING


def test_nothing_is_compared_across_a_gap_or_another_unit() -> None:
    grams = [Sample(at_s=Decimal(n), value=Decimal(n * 5), stretch=("b", "g")) for n in range(9)]
    kilograms = [Sample(at_s=Decimal(n), value=n * D, stretch=("a", "kg")) for n in range(9)]
    shifted = [Sample(at_s=s.at_s, value=s.value * 1, stretch=s.stretch) for s in grams]
    assert steps_off_grid([*kilograms, *shifted], D).figures["off"] == 0


# --- another interval --------------------------------------------------------------------------


def stairs(interval: Decimal, seed: int = 2) -> list[Sample]:
    return staircase(Display(Random(seed), noise=0.2, interval=interval), LOADS)


def test_a_display_of_twice_the_interval_is_noticed_with_its_bound() -> None:
    found = another_interval(stairs(2 * D), D)
    assert (found.outcome, str(found.figures["step"])) == (LOOK, "2")
    assert found.figures["bound"] < Decimal("0.001")


@pytest.mark.parametrize("finer", [D / 5, D / 2, D * 3 / 5])
def test_a_finer_display_or_one_beside_the_interval_is_noticed(finer: Decimal) -> None:
    found = another_interval(stairs(finer), D)
    assert found.outcome is LOOK
    assert "bound" not in found.figures


def test_round_weights_alone_prove_no_coarser_interval() -> None:
    rest = [load * D * 100 for load in range(12) for _reading in range(3)]
    assert another_interval(trace(rest), D).missing is Missing.MOVES


@given(st.integers(1, 50), st.lists(st.integers(-400, 400), min_size=1, max_size=20))
def test_every_step_is_a_multiple_of_the_common_one(unit: int, counts: list[int]) -> None:
    steps = [Decimal(unit * count).scaleb(-3) for count in counts]
    common = common_step(steps)
    assert common == 0 or all(step % common == 0 for step in steps)


# --- hysteresis --------------------------------------------------------------------------------


@pytest.mark.parametrize("more", [2.6, -2.6])
def test_a_scale_that_reads_otherwise_on_the_way_down_is_noticed(more: float) -> None:
    random = Random(4)
    for _scale in range(50):
        display = honest_display(random, noise=0.3)
        found = asymmetric_hysteresis(
            staircase(display, LOADS, down=lambda load: more if load else 0.0), D
        )
        assert (found.outcome, found.n) == (LOOK, 3)
        assert found.figures["one_way"] == 2


def test_loads_that_went_up_only_are_too_little() -> None:
    up = staircase(Display(Random(1)), (0.0, 400.0, 1000.0, 2000.0))
    assert asymmetric_hysteresis(up, D).missing is Missing.PAIRS


@pytest.mark.parametrize(
    "above, below, p", [(0, 0, "1"), (5, 0, "0.0625"), (3, 1, "0.625"), (2, 2, "1")]
)
def test_the_sign_test_counts_as_by_hand(above: int, below: int, p: str) -> None:
    assert sign_test(above, below) == sign_test(below, above) == Decimal(p)


# --- zero tracking -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "swallow, figure",
    [
        (lambda _seconds: 5.0, "shown"),
        (lambda seconds: min(5.0, seconds), "lost"),
    ],
    ids=["the load never shows", "the load is eaten while it shows"],
)
def test_a_zero_that_swallows_a_load_is_noticed(
    swallow: Callable[[float], float], figure: str
) -> None:
    random = Random(6)
    for _scale in range(50):
        found = of_small_load(small_load(random, intervals=5, noise=0.3, swallow=swallow))
        assert found.outcome is LOOK
        assert found.figures["left"] <= -4
        assert found.figures[figure] <= 1 if figure == "shown" else found.figures[figure] >= 3


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10**9),
    load=st.integers(5, 40),
    rate=st.floats(0.5, 50),
)
def test_any_load_that_is_eaten_is_noticed_at_any_speed(seed: int, load: int, rate: float) -> None:
    def swallow(seconds: float) -> float:
        return min(float(load), rate * seconds)

    seen = small_load(Random(seed), intervals=load, noise=0.3, swallow=swallow)
    assert of_small_load(seen).outcome is LOOK


def test_a_load_of_two_intervals_is_too_small_to_say_anything() -> None:
    seen = small_load(Random(1), intervals=2, noise=0.0)
    assert of_small_load(seen).missing is Missing.SMALL_LOAD


# --- what all share ----------------------------------------------------------------------------


def test_a_plateau_is_a_figure_that_was_shown_and_its_flicker_belongs_to_it() -> None:
    seen = trace(["0.000"] * 6 + ["1.000", "1.005"] * 5 + ["0.000"] * 6)
    assert [plateau.value for plateau in plateaus(seen, D)] == [0, Decimal("1.000"), 0]
    assert low_median(seen[6:16]) == Decimal("1.000")


@pytest.mark.parametrize(
    "indication",
    [
        Indication(overload=True),
        Indication(value=Decimal(1), error="E1"),
        Indication(value=Decimal("1.0001"), extras=(("expanded", True),)),
        Indication(value=Decimal("1.0001"), extras=(("inferred", True),)),
    ],
)
def test_what_is_no_legal_indication_enters_no_trace(indication: Indication) -> None:
    assert sample_of(indication) is None


def test_a_sample_keeps_the_digits_and_the_clock_exactly() -> None:
    seen = sample_of(Indication(value=Decimal("1.500"), unit="kg", monotonic_ns=1_234_567_891))
    assert seen is not None
    assert (str(seen.value), seen.at_s) == ("1.500", Decimal("1.234567891"))
