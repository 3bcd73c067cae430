from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.exceptions import OutOfRange
from inspector_app.domain.judgement import Confirmation
from inspector_app.metrology.prepackaged_sampling import (
    KEY,
    decide_lot,
    finite_lot_factor,
    net_contents,
    sampling_plan,
    standard_deviation,
    tares_needed,
    volume_from_mass,
)
from inspector_app.metrology.student_t import t_inside, t_quantile
from tests.unit.metrology.tables import BOOK

OLD, NEW = BOOK.editions(KEY)
HUNDRED, T = Decimal(100), Decimal("4.5")


def numbers(*texts: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(text) for text in texts)


@pytest.mark.parametrize(
    "lot,size,factor,t1",
    [
        (1, 1, None, 0), (10, 10, None, 0), (11, 10, "1.028", 0), (50, 10, "1.028", 0),
        (51, 13, "0.848", 1), (99, 13, "0.848", 1), (100, 50, "0.379", 3), (500, 50, "0.379", 3),
        (501, 80, "0.295", 5), (3200, 80, "0.295", 5), (3201, 125, "0.234", 7),
        (9_999_999, 125, "0.234", 7),
    ],
)  # fmt: skip
def test_the_plan_changes_at_its_bounds(lot: int, size: int, factor: str | None, t1: int) -> None:
    plan = sampling_plan(lot, OLD)
    assert (plan.sample_size, plan.allowed_t1, plan.allowed_t2) == (size, t1, 0)
    assert plan.factor == (None if factor is None else Decimal(factor))


@pytest.mark.parametrize("lot", [0, -1, 10_000_000])
def test_a_lot_that_cannot_be_is_refused(lot: int) -> None:
    with pytest.raises(OutOfRange) as refused:
        sampling_plan(lot, OLD)
    assert refused.value.code == "lot_size_out_of_range"


def test_every_factor_of_the_table_is_t_over_the_root_of_n() -> None:
    for row in OLD.rows("plan")[1:]:
        n = int(row.decimal("n"))
        computed = t_quantile(Decimal("0.995"), n - 1) / Decimal(n).sqrt()
        assert abs(computed - row.decimal("lambda")) < Decimal("0.001")


def test_the_plan_of_2023_is_that_of_2005_and_marked() -> None:
    old, new = sampling_plan(40, OLD), sampling_plan(40, NEW)
    assert new.factor == old.factor
    assert new.row.confirmation is Confirmation.INFERRED
    assert old.row.confirmation.is_confirmed


@pytest.mark.parametrize(
    "content,t1,t2", [("95.5", 0, 0), ("95.4", 1, 0), ("91.0", 1, 0), ("90.9", 0, 1)]
)
def test_a_package_is_short_just_beyond_t_and_twice_t(content: str, t1: int, t2: int) -> None:
    found = decide_lot(HUNDRED, numbers("101", "102", content), T, sampling_plan(3, OLD))
    assert (found.t1_count, found.t2_count) == (t1, t2)
    assert found.accept is (t1 == t2 == 0)
    assert found.average_ok is None


def test_one_short_package_of_thirteen_is_allowed_and_a_second_is_not() -> None:
    plan, good = sampling_plan(80, OLD), ["104"] * 11
    one, two = (numbers(*good, *more) for more in (("104", "95.0"), ("95.0", "95.0")))
    assert decide_lot(HUNDRED, one, T, plan).accept
    assert not decide_lot(HUNDRED, two, T, plan).accept


def test_a_package_short_by_more_than_twice_t_rejects_whatever_the_average() -> None:
    contents = numbers(*["110"] * 12, "90.9")
    assert not decide_lot(HUNDRED, contents, T, sampling_plan(80, OLD)).accept


def test_an_average_of_equal_packages_just_below_the_nominal_content_rejects() -> None:
    plan = sampling_plan(40, OLD)
    assert decide_lot(HUNDRED, numbers(*["100"] * 10), T, plan).accept
    below = decide_lot(HUNDRED, numbers(*["99.9"] * 10), T, plan)
    assert (below.average_ok, below.accept) == (False, False)


@pytest.mark.parametrize("count", [9, 11, 0])
def test_a_sample_of_another_size_is_refused(count: int) -> None:
    with pytest.raises(OutOfRange) as refused:
        decide_lot(HUNDRED, numbers(*["100"] * count), T, sampling_plan(40, OLD))
    assert refused.value.code == "sample_size_wrong"


def test_a_negative_content_is_refused() -> None:
    with pytest.raises(OutOfRange) as refused:
        decide_lot(HUNDRED, numbers("-1"), T, sampling_plan(1, OLD))
    assert refused.value.code == "content_negative"


@pytest.mark.parametrize(
    "lot,size,factor", [(50, 10, "0.9285"), (99, 13, "0.7936"), (500, 50, "0.3599"), (10, 10, "0")]
)
def test_the_finite_lot_factor_is_that_of_the_study(lot: int, size: int, factor: str) -> None:
    found = finite_lot_factor(lot, size, OLD)
    assert abs(found - Decimal(factor)) <= Decimal("0.00005")


@pytest.mark.parametrize("lot,size", [(50, 1), (50, 51), (0, 2)])
def test_a_finite_lot_factor_needs_two_packages_of_the_lot(lot: int, size: int) -> None:
    with pytest.raises(OutOfRange):
        finite_lot_factor(lot, size, OLD)


@given(st.integers(2, 5000), st.integers(2, 200))
def test_the_finite_lot_factor_is_below_that_of_an_endless_lot(lot: int, size: int) -> None:
    if size <= lot:
        endless = t_quantile(Decimal("0.995"), size - 1) / Decimal(size).sqrt()
        assert 0 <= finite_lot_factor(lot, size, OLD) < endless


@given(st.integers(1, 300), st.decimals("0.5", "0.9995", places=4))
def test_the_quantile_of_t_is_the_inverse_of_its_distribution(
    degrees: int, probability: Decimal
) -> None:
    inside = t_inside(t_quantile(probability, degrees), degrees)
    assert abs(inside - (2 * probability - 1)) < Decimal("1e-9")


@pytest.mark.parametrize("probability,degrees", [("0.4", 3), ("1", 3), ("0.9", 0), ("0.9", 10_001)])
def test_a_quantile_out_of_range_is_refused(probability: str, degrees: int) -> None:
    with pytest.raises(ValueError, match="t quantile"):
        t_quantile(Decimal(probability), degrees)


def test_the_standard_deviation_needs_two_values() -> None:
    assert standard_deviation(numbers("1", "3")) ** 2 == pytest.approx(Decimal(2))
    with pytest.raises(OutOfRange):
        standard_deviation(numbers("1"))


def test_net_content_is_gross_less_the_mean_tare() -> None:
    assert net_contents(numbers("510", "512"), numbers("10", "11")) == numbers("499.5", "501.5")


@pytest.mark.parametrize(
    "gross,tares", [(("5",), ()), (("5",), ("6",)), (("-5",), ("1",)), (("5",), ("-1",))]
)
def test_impossible_masses_give_no_net_content(
    gross: tuple[str, ...], tares: tuple[str, ...]
) -> None:
    with pytest.raises(OutOfRange):
        net_contents(numbers(*gross), numbers(*tares))


def test_volume_is_mass_over_density() -> None:
    assert volume_from_mass(Decimal(515), Decimal("1.03")) == 500
    with pytest.raises(OutOfRange):
        volume_from_mass(Decimal(515), Decimal(0))


def test_more_tares_are_weighed_when_they_spread() -> None:
    assert tares_needed(large_spread=False, rules=OLD)[0] == 10
    assert tares_needed(large_spread=True, rules=OLD)[0] == 25
