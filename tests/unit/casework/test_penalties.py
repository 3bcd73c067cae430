from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.casework.penalties import (
    TABLE,
    amount_in_words,
    fine_bounds,
    fine_row,
    food_claim,
    hearing_limit,
    late_surcharge,
    simple_procedure_limit,
)
from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.metrology.regulations import Row
from tests.unit.metrology.tables import BOOK

PROCEDURE = BOOK.newest("penalty_procedure")
FOOD = BOOK.newest("food_safety_law")
ROWS = [row for rules in BOOK.regulations for row in rules.tables.get(TABLE, ())]


def test_a_violation_has_one_row_whatever_name_it_is_called_by() -> None:
    names = Counter(name for row in ROWS for name in row.names("violation"))
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.text("violation"))
def test_every_fine_has_an_amount_a_basis_and_ordered_bounds(row: Row) -> None:
    assert row.text("kind") in {"max", "range"}
    assert row.text("basis").strip()
    assert amount_in_words(row)
    bounds = fine_bounds(row, Decimal(1_000_000))
    assert bounds is not None
    assert 0 <= bounds[0] < bounds[1]


@pytest.mark.parametrize(
    "violation,amount",
    [
        ("unverified_or_overdue_or_failed_instrument", "1000"),
        ("instrument_intended_to_deceive", "2000"),
        ("non_legal_unit_instrument_sale", "10%-50% of illegal gains"),
        ("energy_label_missing", "30000-50000"),
        ("energy_label_unfiled", "10000-30000"),
        ("energy_label_forged", "50000-100000"),
        ("overpack_not_corrected", "2000-20000"),
        ("overpack_serious", "20000-100000"),
        ("market_operator_tolerates_cheating", "50000"),
        ("market_operator_tolerates_cheating_serious", "100000"),
        ("producer_prepack_short_quantity", "30000"),
        ("seller_goods_without_limit_short_quantity", "20000"),
        ("consumer_rights_with_gains", "1-10 x illegal gains"),
        ("consumer_rights_without_gains", "500000"),
        ("Energy-Label Missing", "30000-50000"),
    ],
)
def test_amounts_are_those_of_the_laws(violation: str, amount: str) -> None:
    assert amount_in_words(fine_row(violation, BOOK)) == amount


def test_a_share_of_gains_has_bounds_only_when_the_gains_are_named() -> None:
    row = fine_row("non_legal_unit_instrument_sale", BOOK)
    assert fine_bounds(row, None) is None
    assert fine_bounds(row, Decimal(1000)) == (Decimal(100), Decimal(500))
    with pytest.raises(OutOfRange):
        fine_bounds(row, Decimal(-1))


def test_a_multiple_of_gains_stays_below_the_cap() -> None:
    row = fine_row("fuel_station_excess_error", BOOK)
    assert fine_bounds(row, Decimal(1000)) == (Decimal(0), Decimal(3000))
    assert fine_bounds(row, Decimal(20_000)) == (Decimal(0), Decimal(30_000))


def test_a_violation_before_its_law_is_refused() -> None:
    first = fine_row("market_operator_tolerates_cheating", BOOK, date(2025, 3, 1))
    assert first.text("up_to_yuan") == "50000"
    with pytest.raises(OutOfRange) as refused:
        fine_row("market_operator_tolerates_cheating", BOOK, date(2025, 2, 28))
    assert refused.value.code == "no_edition_in_force"


def test_an_unknown_violation_is_refused() -> None:
    with pytest.raises(InputInvalid) as refused:
        fine_row("whistling", BOOK)
    assert refused.value.code == "violation_unknown"


@pytest.mark.parametrize(
    "days,amount,capped", [(0, "0.00", False), (33, "2970.00", False), (34, "3000.00", True)]
)
def test_the_surcharge_stops_at_the_fine(days: int, amount: str, capped: bool) -> None:
    found = late_surcharge(Decimal(3000), days, PROCEDURE)
    assert (f"{found.amount:f}", found.capped) == (amount, capped)


@given(st.decimals("0.01", "1000000", places=2), st.integers(0, 10_000))
def test_a_surcharge_never_exceeds_its_fine_nor_falls_with_time(fine: Decimal, days: int) -> None:
    today, later = (late_surcharge(fine, n, PROCEDURE).amount for n in (days, days + 1))
    assert 0 <= today <= later <= fine


@pytest.mark.parametrize("fine,days", [("0", 1), ("-1", 1), ("100", -1)])
def test_an_impossible_surcharge_is_refused(fine: str, days: int) -> None:
    with pytest.raises(OutOfRange):
        late_surcharge(Decimal(fine), days, PROCEDURE)


@pytest.mark.parametrize(
    "price,loss,claim",
    [
        ("99.99", "0", "1000"), ("100.01", "0", "1000.10"), ("10", "333.33", "1000"),
        ("10", "400", "1200.00"), ("200", "400", "2000.00"),
    ],
)  # fmt: skip
def test_a_claim_for_unsafe_food(price: str, loss: str, claim: str) -> None:
    assert food_claim(Decimal(price), Decimal(loss), FOOD).punitive == Decimal(claim)


def test_a_negative_price_gives_no_claim() -> None:
    with pytest.raises(OutOfRange):
        food_claim(Decimal(-1), Decimal(0), FOOD)


def test_fines_on_the_spot_are_confirmed_and_the_hearing_amounts_are_not() -> None:
    spot = simple_procedure_limit(person=True, rules=PROCEDURE)
    hearing = hearing_limit(person=False, rules=PROCEDURE)
    assert (spot.text(), spot.confirmation.is_confirmed) == ("200", True)
    assert (hearing.text(), hearing.confirmation.is_confirmed) == ("100000", False)
