from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.metrology.packaging import (
    FRESH_KEY,
    KEY,
    Content,
    coefficient,
    cost_ratio,
    layer_limit,
    mass_multiple,
    special_rules,
    void_limit,
    void_ratio,
    volume_shrink,
)
from tests.unit.metrology.tables import BOOK

FOOD, FRESH = BOOK.newest(KEY), BOOK.newest(FRESH_KEY)
MOONCAKES = Content(coefficient=Decimal(7), net=Decimal(600))


def sizes(*numbers: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(number) for number in numbers)


@pytest.mark.parametrize(
    "net,percent",
    [
        ("1", 85), ("1.1", 70), ("5", 70), ("5.1", 60), ("15", 60), ("15.1", 50), ("30", 50),
        ("30.1", 40), ("50", 40), ("50.1", 30), ("5000", 30),
    ],
)  # fmt: skip
def test_the_void_limit_falls_with_the_single_unit(net: str, percent: int) -> None:
    assert void_limit(Decimal(net), FOOD).decimal("percent") == percent


def test_the_largest_pack_conforms_and_a_millimetre_more_does_not() -> None:
    at = void_ratio(sizes("300", "200", "100"), [MOONCAKES], Decimal(75), FOOD)
    above = void_ratio(sizes("300", "200", "100.01"), [MOONCAKES], Decimal(75), FOOD)
    assert (at.outer, at.ratio) == (Decimal(6_000_000), Decimal(30))
    assert at.conforms
    assert at.largest_outer == 6_000_000
    assert not above.conforms


def test_several_contents_are_added() -> None:
    tea = Content(coefficient=Decimal(13), net=Decimal(100))
    found = void_ratio(sizes("10000000"), [MOONCAKES, tea], Decimal(75), FOOD)
    assert found.necessary == 4_200_000 + 1_300_000


@pytest.mark.parametrize("wrong", [("300", "200"), ("300", "200", "0"), ("300", "-1", "5"), ()])
def test_an_impossible_pack_is_refused(wrong: tuple[str, ...]) -> None:
    with pytest.raises(OutOfRange):
        void_ratio(sizes(*wrong), [MOONCAKES], Decimal(75), FOOD)


@pytest.mark.parametrize(
    "product,on,k",
    [
        ("mooncake", None, 7), ("月饼", date(2022, 8, 15), 7), ("mooncake", date(2022, 8, 14), 12),
        ("zongzi", None, 5), ("zongzi", date(2022, 8, 14), 12), ("tea", None, 13),
        ("tea_compressed", None, 9), ("tea_listed_leafy", None, 20), ("tea_infusion", None, 60),
    ],
)  # fmt: skip
def test_the_coefficient_is_that_of_product_and_day(product: str, on: date | None, k: int) -> None:
    row = coefficient(product, FOOD, on)
    assert row is not None
    assert row.decimal("k") == k
    assert row.confirmation.is_confirmed


def test_the_coefficients_of_cosmetics_are_drafts() -> None:
    row = coefficient("cosmetic_powder", FOOD)
    assert row is not None
    assert not row.confirmation.is_confirmed


def test_a_product_without_a_coefficient_has_none() -> None:
    assert coefficient("cake", FOOD) is None


@pytest.mark.parametrize(
    "product,price,limit,at_bound",
    [
        ("mooncake", "99.99", 20, False), ("mooncake", "100.01", 15, False),
        ("zongzi", "100.01", 15, False), ("zongzi", "100", 20, True), ("tea", "199.99", 20, False),
        ("tea", "200", 15, True), ("tea", "200.01", 15, False), ("biscuit", "500", 20, False),
    ],
)  # fmt: skip
def test_dear_goods_have_a_lower_limit(
    product: str, price: str, limit: int, at_bound: bool
) -> None:
    found = cost_ratio(product, Decimal(1), Decimal(price), FOOD)
    assert found.row.decimal("percent") == limit
    assert found.at_bound is at_bound
    assert (found.other is not None) is at_bound


def test_a_cost_at_its_limit_conforms_and_a_cent_more_does_not() -> None:
    price = Decimal(300)
    assert cost_ratio("mooncake", Decimal("45.00"), price, FOOD).conforms
    assert not cost_ratio("mooncake", Decimal("45.01"), price, FOOD).conforms


def test_a_pack_for_no_price_is_refused() -> None:
    with pytest.raises(OutOfRange):
        cost_ratio("tea", Decimal(1), Decimal(0), FOOD)


@pytest.mark.parametrize(
    "product,layers", [("grain", 3), ("mooncake", 3), ("zongzi", 3), ("tea", 3), ("food", 4)]
)
def test_layers_of_foods(product: str, layers: int) -> None:
    assert layer_limit(product, FOOD).decimal("layers") == layers


def test_mooncakes_had_four_layers_before_the_amendment() -> None:
    assert layer_limit("mooncake", FOOD, date(2022, 8, 14)).decimal("layers") == 4


@pytest.mark.parametrize(
    "group,layers", [("vegetable", 3), ("egg", 3), ("fruit", 4), ("meat", 4), ("aquatic", 4)]
)
def test_layers_of_fresh_produce(group: str, layers: int) -> None:
    assert layer_limit(group, FRESH, column="group").decimal("layers") == layers


def test_an_unknown_group_has_no_layer_limit() -> None:
    with pytest.raises(InputInvalid) as refused:
        layer_limit("furniture", FRESH, column="group")
    assert refused.value.code == "product_unknown"


@pytest.mark.parametrize(
    "group,price,limit", [("cherry", "99.99", 20), ("cherry", "100", 15), ("vegetable", "150", 20)]
)
def test_dear_fresh_produce_has_a_lower_limit(group: str, price: str, limit: int) -> None:
    found = cost_ratio(group, Decimal(1), Decimal(price), FRESH, column="group")
    assert found.row.decimal("percent") == limit


def test_a_smaller_coefficient_shrinks_the_largest_pack() -> None:
    assert round(volume_shrink(Decimal(12), Decimal(7)), 1) == Decimal("41.7")
    with pytest.raises(OutOfRange):
        volume_shrink(Decimal(0), Decimal(7))


@pytest.mark.parametrize(
    "product,on,breaches",
    [
        ("mooncake", None, ["precious_material", "mixed_pack"]),
        ("zongzi", None, ["precious_material", "mixed_with_dearer_goods"]),
        ("mooncake", date(2022, 8, 14), []),
        ("tea", None, []),
    ],
)
def test_special_rules_of_the_amendment(product: str, on: date | None, breaches: list[str]) -> None:
    assert [row.text("breach") for row in special_rules(product, FOOD, on)] == breaches


def test_tea_may_be_packed_in_eight_times_its_mass() -> None:
    limit = FOOD.figure("tea_mass_multiple").decimal()
    assert (
        mass_multiple(Decimal(800), Decimal(100))
        <= limit
        < mass_multiple(Decimal("800.1"), Decimal(100))
    )
