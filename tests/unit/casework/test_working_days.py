from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.casework.working_days import (
    MOST_DAYS,
    WorkingCalendar,
    calendar_year,
    days_off,
    make_up_days,
    national_calendar,
    weekend_calendar,
)
from inspector_app.domain.exceptions import OutOfRange
from tests.unit.metrology.tables import BOOK

NATIONAL = national_calendar(BOOK)
WEEKENDS = weekend_calendar(())
DAYS = st.dates(date(2020, 1, 1), date(2035, 1, 1))


@pytest.mark.parametrize(
    "day,worked",
    [
        ("2025-01-26", True), ("2025-01-27", True), ("2025-01-28", False), ("2025-02-04", False),
        ("2025-02-05", True), ("2025-02-08", True), ("2025-02-09", False), ("2025-06-02", False),
        ("2025-09-28", True), ("2025-10-08", False), ("2025-10-09", True), ("2025-10-11", True),
        ("2026-01-02", False), ("2026-01-04", True), ("2026-02-14", True), ("2026-02-23", False),
        ("2026-02-24", True), ("2026-02-28", True), ("2026-05-09", True), ("2026-06-19", False),
        ("2026-09-20", True), ("2026-09-25", False), ("2026-10-07", False), ("2026-10-08", True),
        ("2026-10-10", True), ("2026-10-11", False), ("2026-11-24", True),
    ],
)  # fmt: skip
def test_the_national_days(day: str, worked: bool) -> None:
    assert NATIONAL.is_workday(date.fromisoformat(day)) is worked


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_year_has_248_working_days(year: int) -> None:
    assert NATIONAL.workdays_of(year) == 248


@pytest.mark.parametrize("year", [2025, 2026])
def test_every_make_up_day_is_on_a_weekend_and_off_no_list_of_holidays(year: int) -> None:
    notice = calendar_year(year, BOOK)
    made_up = make_up_days(notice)
    assert {day.weekday() for day in made_up} <= {5, 6}
    assert not set(made_up) & set(days_off(notice))
    assert {day.year for day in (*made_up, *days_off(notice))} == {year}


@pytest.mark.parametrize("year", [2024, 2027])
def test_a_year_without_a_notice_is_refused(year: int) -> None:
    with pytest.raises(OutOfRange) as refused:
        NATIONAL.is_workday(date(year, 6, 1))
    assert (refused.value.code, refused.value.parameters["year"]) == ("calendar_missing", str(year))
    with pytest.raises(OutOfRange):
        calendar_year(year, BOOK)


def test_a_period_that_crosses_into_a_year_without_a_notice_is_refused() -> None:
    assert NATIONAL.after(date(2026, 12, 24), 5) == date(2026, 12, 31)
    with pytest.raises(OutOfRange):
        NATIONAL.after(date(2026, 12, 24), 6)


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_working_days_add_up(start: date, one: int, other: int) -> None:
    first = WEEKENDS.after(start, one)
    if one == 0 and not WEEKENDS.is_workday(start):
        return
    assert WEEKENDS.after(first, other) == WEEKENDS.after(start, one + other)


@given(DAYS, st.integers(1, 60), st.frozensets(DAYS, max_size=30), st.frozensets(DAYS, max_size=9))
def test_so_many_working_days_lie_between(
    start: date, count: int, holidays: frozenset[date], made_up: frozenset[date]
) -> None:
    calendar = weekend_calendar(holidays, made_up)
    end = calendar.after(start, count)
    days = (start + timedelta(days=n + 1) for n in range((end - start).days))
    assert sum(calendar.is_workday(day) for day in days) == count
    assert calendar.is_workday(end)


@given(DAYS, st.integers(1, 60))
def test_counting_back_undoes_counting_on(start: date, count: int) -> None:
    worked = WEEKENDS.rolled(start)
    assert WEEKENDS.after(WEEKENDS.after(worked, count), -count) == worked


@given(DAYS)
def test_a_day_rolls_to_the_next_worked_day(day: date) -> None:
    rolled = WEEKENDS.rolled(day)
    assert WEEKENDS.is_workday(rolled)
    between = (day + timedelta(days=n) for n in range((rolled - day).days))
    assert not any(WEEKENDS.is_workday(one) for one in between)


def test_a_make_up_day_wins_over_a_day_off() -> None:
    day = date(2026, 1, 4)
    assert WorkingCalendar(days_off=frozenset({day}), make_up=frozenset({day})).is_workday(day)


@pytest.mark.parametrize("count", [MOST_DAYS + 1, -MOST_DAYS - 1])
def test_an_absurd_period_is_refused(count: int) -> None:
    with pytest.raises(OutOfRange) as refused:
        WEEKENDS.after(date(2026, 1, 1), count)
    assert refused.value.code == "period_out_of_range"


@pytest.mark.parametrize("day,count", [(date.max, 1), (date.min, -1)])
def test_the_ends_of_the_calendar_are_refused(day: date, count: int) -> None:
    with pytest.raises(OutOfRange) as refused:
        WEEKENDS.after(day, count)
    assert refused.value.code == "date_out_of_range"
