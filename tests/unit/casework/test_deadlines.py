from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from inspector_app.casework.case_rules_time import HOURLY, OWN, PLAIN
from inspector_app.casework.deadlines import (
    TABLE,
    PeriodUnit,
    deadline,
    deadline_names,
    deadline_row,
    end_of_period,
    hours_after,
)
from inspector_app.casework.working_days import national_calendar, weekend_calendar
from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.domain.judgement import Confirmation
from tests.unit.metrology.tables import BOOK

NATIONAL = national_calendar(BOOK)
DAY = date(2026, 3, 2)  # a Monday


def due(event: str, day: date, *, excluded: int = 0) -> date:
    return deadline(deadline_row(event, BOOK, day), day, NATIONAL, excluded=excluded).due


def test_every_deadline_of_the_tables_is_a_rule_and_every_rule_has_its_row() -> None:
    assert sorted((*PLAIN, *HOURLY, *OWN)) == list(deadline_names(BOOK))


def test_a_deadline_stands_in_the_tables_of_one_regulation_only() -> None:
    for event in deadline_names(BOOK):
        keys = {
            rules.key
            for rules in BOOK.regulations
            for row in rules.tables.get(TABLE, ())
            if row.text("event") == event
        }
        assert len(keys) == 1, event


@pytest.mark.parametrize(
    "event,n,unit",
    [
        ("filing_review", 15, "working_days"), ("filing_review_extended", 30, "working_days"),
        ("prior_registration", 7, "working_days"), ("seizure", 30, "calendar_days"),
        ("seizure_extended", 60, "calendar_days"), ("case_decision", 90, "calendar_days"),
        ("case_decision_extended", 120, "calendar_days"), ("internal_review", 10, "working_days"),
        ("statement_hearing_request", 5, "working_days"), ("pay_fine", 15, "calendar_days"),
        ("simple_archive", 7, "working_days"), ("hand_in_fine", 2, "working_days"),
        ("close_case", 15, "working_days"), ("service_of_decision", 7, "working_days"),
        ("public_notice_service", 30, "calendar_days"), ("apply_enforcement", 3, "months"),
        ("publish_penalty_same_province", 20, "working_days"),
        ("push_penalty_cross_province", 10, "working_days"),
        ("withdraw_publication", 3, "working_days"), ("end_publication_minor", 3, "months"),
        ("end_publication", 3, "years"), ("criminal_transfer_approval", 3, "calendar_days"),
        ("hand_over_to_police", 3, "calendar_days"), ("time_bar", 2, "years"),
        ("time_bar_life_health_finance", 5, "years"), ("court_action", 15, "calendar_days"),
        ("arbitration_appeal", 15, "calendar_days"), ("jurisdiction_dispute", 7, "working_days"),
        ("prior_registration_report", 24, "hours"),
    ],
)  # fmt: skip
def test_periods_are_those_of_the_articles(event: str, n: int, unit: str) -> None:
    row = deadline_row(event, BOOK, DAY)
    assert (int(row.decimal("n")), row.text("unit")) == (n, unit)


def test_the_day_of_the_event_is_not_counted() -> None:
    assert due("simple_archive", date(2026, 7, 1)) == date(2026, 7, 10)


def test_a_last_day_on_a_holiday_moves_behind_it() -> None:
    found = deadline(deadline_row("pay_fine", BOOK, DAY), date(2026, 9, 16), NATIONAL)
    assert (found.due, found.unrolled, found.is_rolled) == (
        date(2026, 10, 8),
        date(2026, 10, 1),
        True,
    )


def test_a_last_day_that_is_worked_stays() -> None:
    found = deadline(deadline_row("pay_fine", BOOK, DAY), date(2026, 9, 15), NATIONAL)
    assert (found.due, found.is_rolled) == (date(2026, 9, 30), False)


def test_a_make_up_saturday_is_a_last_day() -> None:
    assert due("pay_fine", date(2026, 9, 25)) == date(2026, 10, 10)


def test_the_three_days_to_approve_a_transfer_run_through_a_weekend() -> None:
    assert due("criminal_transfer_approval", date(2026, 6, 11)) == date(2026, 6, 14)


def test_time_that_does_not_count_is_added_where_the_article_says_so() -> None:
    assert due("case_decision", date(2026, 3, 10), excluded=10) == date(2026, 6, 18)
    with pytest.raises(OutOfRange) as refused:
        due("pay_fine", date(2026, 3, 10), excluded=10)
    assert refused.value.code == "no_time_excluded"


def test_negative_time_is_not_excluded() -> None:
    with pytest.raises(OutOfRange):
        due("case_decision", date(2026, 3, 10), excluded=-1)


def test_months_end_on_the_last_day_of_a_short_month() -> None:
    assert due("apply_enforcement", date(2025, 11, 30)) == date(2026, 2, 28)


def test_a_hearing_is_announced_seven_working_days_before() -> None:
    assert due("hearing_notice", date(2026, 6, 25)) == date(2026, 6, 15)


def test_hours_run_through_the_night() -> None:
    row = deadline_row("prior_registration_report", BOOK, DAY)
    evening = datetime(2026, 6, 30, 18, 5, tzinfo=UTC)
    assert hours_after(row, evening) == datetime(2026, 7, 1, 18, 5, tzinfo=UTC)
    with pytest.raises(OutOfRange):
        hours_after(row, evening.replace(year=9999, month=12, day=31))


def test_a_deadline_into_a_year_without_a_notice_is_refused() -> None:
    with pytest.raises(OutOfRange) as refused:
        due("close_case", date(2026, 12, 28))
    assert refused.value.parameters["year"] == "2027"


@pytest.mark.parametrize("n,unit", [(-1, "calendar_days"), (10**6, "months"), (1, "hours")])
def test_an_impossible_period_is_refused(n: int, unit: str) -> None:
    with pytest.raises(OutOfRange):
        end_of_period(DAY, n, PeriodUnit(unit), weekend_calendar(()))


def test_mediation_follows_the_order_in_force() -> None:
    old = deadline_row("complaint_mediation", BOOK, date(2026, 4, 14))
    new = deadline_row("complaint_mediation", BOOK, date(2026, 4, 15))
    assert (old.text("n"), old.text("unit")) == ("45", "working_days")
    assert (new.text("n"), new.text("unit")) == ("60", "calendar_days")


def test_a_day_before_every_edition_gets_the_oldest_marked_inferred() -> None:
    row = deadline_row("filing_review", BOOK, date(2019, 3, 2))
    assert row.confirmation is Confirmation.INFERRED
    assert deadline_row("filing_review", BOOK, DAY).confirmation is Confirmation.VERIFIED


def test_an_unknown_deadline_is_refused() -> None:
    with pytest.raises(InputInvalid) as refused:
        deadline_row("tea_break", BOOK, DAY)
    assert refused.value.code == "deadline_unknown"
