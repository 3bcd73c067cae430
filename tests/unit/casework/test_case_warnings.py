"""What is said before something is recorded too early; it may be recorded all the same."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from inspector_app.casework.case_deadlines import deadlines_of
from inspector_app.casework.case_warnings import warnings_for
from inspector_app.casework.happening_base import What
from tests.helpers.cases import CHINA, Told, case
from tests.unit.metrology.tables import BOOK

FILED: list[Told] = [("filed", "2026-06-01"), ("reviewed", "2026-06-04")]


def _said(what: What, told: list[Told], on: str) -> list[str]:
    found, today = case(*told), date.fromisoformat(on)
    now = datetime(today.year, today.month, today.day, 12, tzinfo=CHINA)
    return [text.zh for text in warnings_for(what, found, deadlines_of(found, BOOK, now), today)]


@pytest.mark.parametrize("on,count", [("2026-06-12", 1), ("2026-06-15", 0)])
def test_a_decision_before_the_statement_time_is_over(on: str, count: int) -> None:
    assert len(_said(What.DECIDED, [*FILED, ("notice_served", "2026-06-05")], on)) == count


def test_a_waiver_ends_the_waiting() -> None:
    told = [*FILED, ("notice_served", "2026-06-05"), ("rights_waived", "2026-06-08")]
    assert _said(What.DECIDED, told, "2026-06-09") == []


def test_a_decision_without_review_and_with_an_open_hearing() -> None:
    told: list[Told] = [
        ("filed", "2026-06-01"),
        ("notice_served", "2026-06-05"),
        ("hearing_asked", "2026-06-08"),
    ]
    assert len(_said(What.DECIDED, told, "2026-06-22")) == 2
    assert len(_said(What.DECIDED, [*told, ("hearing_held", "2026-06-23")], "2026-06-24")) == 1


@pytest.mark.parametrize("on,count", [("2026-06-29", 1), ("2026-06-30", 0)])
def test_the_court_is_asked_only_after_the_demand_s_time(on: str, count: int) -> None:
    told: list[Told] = [("demand_served", "2026-06-12")]
    assert len(_said(What.ENFORCEMENT_ASKED, told, on)) == count


def test_nothing_speaks_against_an_inquiry() -> None:
    assert _said(What.INQUIRED, FILED, "2026-06-05") == []
