from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.exceptions import OutOfRange
from inspector_app.domain.instrument import AccuracyClass, Stage
from inspector_app.domain.quantities import Mass, grams, kilograms
from inspector_app.metrology.classes import check_class
from inspector_app.metrology.discrimination import additional_load, discriminates
from inspector_app.metrology.eccentricity import (
    eccentric_load,
    judge_positions,
    number_of_positions,
    rolling_load,
)
from inspector_app.metrology.mpe import maximum_permissible_error, step_bounds
from inspector_app.metrology.repeatability import judge_repeatability, repeatability_runs
from inspector_app.metrology.tare import tare_conforms, tares_to_test
from inspector_app.metrology.zero import zero_conforms
from tests.unit.metrology.tables import SCALES

I, II, III, IIII = AccuracyClass  # noqa: E741 - the standard's own names


def _mpe_in_e(load_in_e: str, accuracy_class: AccuracyClass, stage: Stage = Stage.INITIAL) -> str:
    load = grams(Decimal(load_in_e) * 10)
    found = maximum_permissible_error(load, grams(10), accuracy_class, stage, SCALES)
    return f"{(found.limit.value / 10).normalize():f}"


@pytest.mark.parametrize(
    "accuracy_class,first,second",
    [(I, "50000", "200000"), (II, "5000", "20000"), (III, "500", "2000"), (IIII, "50", "200")],
)
def test_r76_table_6_upper_bounds_belong_to_their_step(
    accuracy_class: AccuracyClass, first: str, second: str
) -> None:
    above = [str(Decimal(bound) + Decimal("0.1")) for bound in (first, second)]
    assert [_mpe_in_e(m, accuracy_class) for m in ("0", first)] == ["0.5", "0.5"]
    assert [_mpe_in_e(m, accuracy_class) for m in (above[0], second)] == ["1", "1"]
    assert _mpe_in_e(above[1], accuracy_class) == "1.5"


def test_r76_3_5_2_limits_double_in_service_and_only_there() -> None:
    found = [_mpe_in_e("501", III, stage) for stage in Stage]
    assert dict(zip(Stage, found, strict=True)) == {
        Stage.INITIAL: "1",
        Stage.SUBSEQUENT: "1",
        Stage.IN_USE: "2",
    }


@given(
    st.sampled_from(AccuracyClass),
    st.decimals("0", "300000", places=1),
    st.decimals("0", "300000", places=1),
)
def test_the_limit_never_shrinks_with_the_load(
    accuracy_class: AccuracyClass, one: Decimal, other: Decimal
) -> None:
    light, heavy = sorted((one, other))
    limits = [
        maximum_permissible_error(grams(m), grams(1), accuracy_class, Stage.INITIAL, SCALES).limit
        for m in (light, heavy)
    ]
    assert limits[0] <= limits[1]


@given(st.sampled_from(AccuracyClass), st.sampled_from(["0.001", "0.2", "5", "20"]))
def test_the_limit_changes_exactly_above_each_bound(
    accuracy_class: AccuracyClass, e_text: str
) -> None:
    e = grams(e_text)
    for bound in step_bounds(accuracy_class, SCALES):
        at, above = (
            maximum_permissible_error(e * m, e, accuracy_class, Stage.INITIAL, SCALES).limit
            for m in (bound, bound + Decimal("0.001"))
        )
        assert (above - at).equals(e * Decimal("0.5"))


def test_load_and_interval_may_come_in_different_units() -> None:
    found = maximum_permissible_error(kilograms("5.005"), grams(10), III, Stage.INITIAL, SCALES)
    assert found.limit.equals(grams(10))


def test_a_negative_load_is_refused() -> None:
    with pytest.raises(OutOfRange):
        maximum_permissible_error(grams(-1), grams(5), III, Stage.INITIAL, SCALES)


def test_an_interval_of_zero_is_refused() -> None:
    with pytest.raises(OutOfRange):
        maximum_permissible_error(grams(1), grams(0), III, Stage.INITIAL, SCALES)


@pytest.mark.parametrize(
    "accuracy_class,e,maximum,within,lowest",
    [
        (I, "0.001", "50", True, "0.1"),
        (I, "0.001", "49.999", False, "0.1"),
        (II, "0.05", "5", True, "1"),
        (II, "0.1", "499.9", False, "5"),
        (II, "0.1", "10000", True, "5"),
        (III, "2", "200", True, "40"),
        (III, "5", "2495", False, "100"),
        (III, "5", "2500", True, "100"),
        (III, "5", "50000", True, "100"),
        (III, "5", "50005", False, "100"),
        (IIII, "5", "500", True, "50"),
        (IIII, "5", "5005", False, "50"),
    ],
)
def test_r76_table_3_limits_of_n_and_min(
    accuracy_class: AccuracyClass, e: str, maximum: str, within: bool, lowest: str
) -> None:
    found = check_class(grams(maximum), grams(e), accuracy_class, SCALES)
    assert found.n_within_limits is within
    assert found.minimum_lower_limit.equals(grams(lowest))


@pytest.mark.parametrize("accuracy_class,e", [(III, "3"), (III, "0.05"), (IIII, "2"), (II, "0.07")])
def test_an_interval_the_class_does_not_know_is_refused(
    accuracy_class: AccuracyClass, e: str
) -> None:
    with pytest.raises(OutOfRange) as refused:
        check_class(kilograms(1), grams(e), accuracy_class, SCALES)
    assert refused.value.code == "scale_interval_not_of_class"


def test_a_capacity_below_the_interval_is_refused() -> None:
    with pytest.raises(OutOfRange) as refused:
        check_class(grams(4), grams(5), III, SCALES)
    assert refused.value.code == "capacity_below_interval"


@pytest.mark.parametrize(
    "supports,load", [(1, "10"), (3, "10"), (4, "10"), (5, "7.5"), (6, "6"), (7, "5")]
)
def test_r76_3_6_2_eccentric_load_by_supports(supports: int, load: str) -> None:
    found, _ = eccentric_load(kilograms(30), supports=supports, rules=SCALES)
    assert found.equals(kilograms(load))


def test_r76_3_6_2_additive_tare_counts_with_max() -> None:
    found, _ = eccentric_load(
        kilograms(30), supports=4, rules=SCALES, additive_tare=kilograms("7.5")
    )
    assert found.equals(kilograms("12.5"))


def test_an_instrument_without_support_is_refused() -> None:
    with pytest.raises(OutOfRange):
        eccentric_load(kilograms(30), supports=0, rules=SCALES)


@pytest.mark.parametrize("usual,load", [("48000", "48000"), ("48001", "48000"), ("100", "100")])
def test_r76_3_6_2_4_rolling_load_stays_below_four_fifths(usual: str, load: str) -> None:
    found, _ = rolling_load(
        kilograms(60000), usual_heaviest=kilograms(usual), rules=SCALES, additive_tare=None
    )
    assert found.equals(kilograms(load))


def test_each_position_is_judged_by_itself() -> None:
    errors = [grams(10), grams(-10), grams("10.1"), grams(0)]
    assert judge_positions(errors, grams(10)) == (True, True, False, True)


@pytest.mark.parametrize("supports,positions", [(1, 4), (4, 4), (6, 6)])
def test_more_than_four_supports_are_loaded_one_by_one(supports: int, positions: int) -> None:
    assert number_of_positions(supports, SCALES) == positions


def test_r76_3_6_1_spread_equal_to_the_limit_conforms() -> None:
    assert judge_repeatability([grams(-5), grams(5)], grams(10)).conforms


def test_r76_3_6_1_spread_above_the_limit_fails_though_each_conforms() -> None:
    found = judge_repeatability([grams("-5.1"), grams(5)], grams(10))
    assert (found.each_within, found.spread_within, found.conforms) == (True, False, False)


def test_repeatability_of_one_weighing_is_refused() -> None:
    with pytest.raises(OutOfRange):
        judge_repeatability([grams(1)], grams(10))


def test_finer_classes_are_weighed_more_often() -> None:
    assert [repeatability_runs(c, SCALES) for c in AccuracyClass] == [6, 6, 3, 3]


@pytest.mark.parametrize("e0,good", [("2.5", True), ("-2.5", True), ("2.51", False)])
def test_r76_4_5_2_zero_within_a_quarter_of_e(e0: str, good: bool) -> None:
    assert zero_conforms(grams(e0), grams(10), SCALES) is good


@pytest.mark.parametrize("error,good", [("-2.5", True), ("-2.6", False)])
def test_r76_4_6_3_tare_within_a_quarter_of_e(error: str, good: bool) -> None:
    assert tare_conforms(grams(error), grams(10), SCALES) is good


def test_tares_of_a_third_and_two_thirds_are_tested() -> None:
    assert [str(t) for t in tares_to_test(Mass(Decimal("9.999"), "kg"), SCALES)] == [
        "3.333 kg",
        "6.666 kg",
    ]


def test_r76_3_8_2_discrimination_load_is_1_4_d() -> None:
    assert additional_load(grams(5), SCALES)[0].equals(grams(7))


@pytest.mark.parametrize("after,good", [("105", True), ("110", True), ("104.9", False)])
def test_r76_a_4_8_the_indication_must_rise_by_d(after: str, good: bool) -> None:
    assert discriminates(grams(100), grams(after), grams(5)) is good
