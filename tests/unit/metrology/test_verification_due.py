from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.metrology.verification_due import (
    DueStatus,
    cycle_of,
    due_on,
    due_status,
    gas_meter_cycle,
    water_meter_cycle,
)
from tests.unit.metrology.tables import CYCLES


@pytest.mark.parametrize(
    "verified,months,due",
    [
        (date(2020, 2, 29), 12, date(2021, 2, 28)),
        (date(2020, 2, 29), 48, date(2024, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_a_day_that_does_not_exist_becomes_the_last_of_the_month(
    verified: date, months: int, due: date
) -> None:
    assert due_on(verified, months) == due


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 240))
def test_the_due_month_is_always_that_many_months_on(verified: date, months: int) -> None:
    due = due_on(verified, months)
    assert (due.year - verified.year) * 12 + due.month - verified.month == months
    assert due.day <= verified.day


def test_a_due_date_past_the_calendar_is_refused() -> None:
    with pytest.raises(OutOfRange):
        due_on(date(9999, 12, 31), 12)


@pytest.mark.parametrize(
    "on,status",
    [
        (date(2027, 2, 15), DueStatus.VALID),
        (date(2027, 2, 16), DueStatus.DUE_SOON),
        (date(2027, 3, 18), DueStatus.DUE_SOON),
        (date(2027, 3, 19), DueStatus.OVERDUE),
    ],
)
def test_the_due_date_itself_is_still_valid(on: date, status: DueStatus) -> None:
    assert due_status(date(2027, 3, 18), on, CYCLES) is status


@pytest.mark.parametrize(
    "diameter,q3,mode,months",
    [
        ("15", None, "first_only", 72),
        ("25", "16", "first_only", 72),
        ("25.1", None, "first_only", 48),
        ("50", "16", "first_only", 48),
        ("50", "16.1", "periodic", 24),
        ("51", None, "periodic", 24),
    ],
)
def test_jjg_162_life_and_cycle_by_diameter_and_q3(
    diameter: str, q3: str | None, mode: str, months: int
) -> None:
    found = water_meter_cycle(Decimal(diameter), Decimal(q3) if q3 else None, CYCLES)
    assert (found.mode, found.months) == (mode, months)


@pytest.mark.parametrize(
    "gas,years", [("natural", 10), ("天然气", 10), ("lpg", 6), ("人工煤气", 6)]
)
def test_gas_meters_live_by_their_gas(gas: str, years: int) -> None:
    assert gas_meter_cycle(gas, CYCLES).years == years


def test_a_market_scale_is_verified_every_year() -> None:
    assert cycle_of("weighing", CYCLES).months == 12


def test_an_unknown_gas_or_instrument_is_refused() -> None:
    with pytest.raises(InputInvalid):
        gas_meter_cycle("steam", CYCLES)
    with pytest.raises(InputInvalid):
        cycle_of("clock", CYCLES)
