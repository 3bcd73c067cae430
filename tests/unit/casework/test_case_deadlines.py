"""Deadlines of a case: each one in time and one late, time left out, extensions, missing years.

Days worked by hand with the calendars of 2025 and 2026 (`resources/regulations/calendar_*.toml`);
lengths and articles: domain.md §9.5-9.6, domain_updates.md §8.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.casework.case_deadlines import DeadlineState, deadlines_of, nearest
from inspector_app.casework.deadline_rules import DEADLINE_RULES, SPANS, Whose
from inspector_app.casework.deadlines import deadline_names, deadline_row
from inspector_app.domain.case import Case
from inspector_app.domain.events import CaseEventWithdrawn, DeadlineExtended
from tests.helpers.cases import CHINA, OPENED, Told, case, deadline_in, event, happened
from tests.unit.metrology.tables import BOOK

State = DeadlineState
FINE = {"fine_yuan": "1000"}
NO_RULE_OF_ITS_OWN = {"hearing_request"}
"""Cited beside `statement_hearing_request`, which ends on the same day."""

# name, what began it, last day in time, what ends it in time, how many days later it is late
IN_TIME: list[tuple[str, list[Told], str, str]] = [
    ("time_bar", [("act_ended", "2024-03-02")], "2026-03-02", "lead_found"),
    (
        "time_bar_life_health_finance",
        [("act_ended", "2021-03-02", {"health_or_finance": "yes"})],
        "2026-03-02",
        "lead_found",
    ),
    ("filing_review", [("lead_found", "2026-03-02")], "2026-03-23", "filed"),
    ("lead_check", [("report_received", "2026-03-02")], "2026-03-23", "not_filed"),
    (
        "report_result_notice",
        [("report_received", "2026-03-02"), ("filed", "2026-03-09")],
        "2026-03-16",
        "reporter_told",
    ),
    ("complaint_accept", [("complaint_received", "2026-03-05")], "2026-03-16", "complaint_refused"),
    (
        "complaint_jurisdiction_dispute",
        [("complaint_disputed", "2026-03-05")],
        "2026-03-16",
        "complaint_assigned",
    ),
    ("complaint_mediation", [("complaint_accepted", "2026-06-01")], "2026-07-31", "mediation_ended"),
    ("mediation_end_notice", [("mediation_ended", "2026-03-05")], "2026-03-16", "mediation_told"),
    (
        "jurisdiction_dispute",
        [("jurisdiction_disputed", "2026-03-05")],
        "2026-03-16",
        "jurisdiction_referred",
    ),
    (
        "jurisdiction_designation",
        [("jurisdiction_referred", "2026-03-05")],
        "2026-03-16",
        "jurisdiction_designated",
    ),
    (
        "prior_registration",
        [("prior_registration", "2026-03-05")],
        "2026-03-16",
        "prior_registration_handled",
    ),
    ("seizure", [("seized", "2026-03-18")], "2026-04-17", "seizure_lifted"),
    ("internal_review", [("review_asked", "2026-05-11")], "2026-05-25", "reviewed"),
    ("hearing_notice", [("hearing_set", "2026-06-30")], "2026-06-18", "hearing_notice"),
    ("case_decision", [("filed", "2026-03-10")], "2026-06-08", "decided"),
    ("service_of_decision", [("decided", "2026-06-12")], "2026-06-24", "decision_served"),
    ("hand_in_fine", [("fine_taken", "2026-06-12")], "2026-06-16", "fine_handed_in"),
    ("bank_fine", [("fine_handed_in", "2026-06-12")], "2026-06-16", "fine_banked"),
    ("apply_enforcement", [("remedies_ended", "2026-03-10")], "2026-06-10", "enforcement_asked"),
    ("publish_penalty_same_province", [("decided", "2026-06-12")], "2026-07-13", "published"),
    (
        "push_penalty_cross_province",
        [("decided", "2026-06-12", {"other_province": "yes"})],
        "2026-06-29",
        "pushed",
    ),
    ("publish_penalty_cross_province", [("pushed", "2026-06-12")], "2026-06-29", "published"),
    ("withdraw_publication", [("decision_changed", "2025-12-31")], "2026-01-06",
     "publication_withdrawn"),
    ("end_publication", [("published", "2023-06-12")], "2026-06-12", "publication_ended"),
    (
        "end_publication_minor",
        [("published", "2026-03-12", {"minor": "yes"})],
        "2026-06-12",
        "publication_ended",
    ),
    ("publish_inspection_result", [("check_finished", "2026-06-12")], "2026-07-13",
     "check_published"),
    (
        "false_publication_report",
        [("false_data_reported", "2026-06-12")],
        "2026-07-13",
        "false_data_answered",
    ),
    (
        "criminal_transfer_approval",
        [("transfer_proposed", "2026-06-12")],
        "2026-06-15",
        "transfer_approved",
    ),
    (
        "police_reconsideration_request",
        [("police_declined", "2026-06-12")],
        "2026-06-15",
        "police_asked_again",
    ),
    (
        "prosecutor_supervision_request",
        [("police_upheld", "2026-06-12")],
        "2026-06-15",
        "prosecutor_asked",
    ),
    ("hand_over_to_police", [("police_filed", "2026-06-12")], "2026-06-15", "items_handed_over"),
    ("simple_archive", [("decided_on_spot", "2026-07-01")], "2026-07-10", "archived"),
    ("close_case", [("performed", "2026-09-18")], "2026-10-15", "closed"),
]  # fmt: skip
# name, what began it, last day, what ends it before
WAITS: list[tuple[str, list[Told], str, str]] = [
    ("arbitration_appeal", [("test_result_told", "2026-06-15")], "2026-06-30", "arbitration_asked"),
    ("statement_hearing_request", [("notice_served", "2026-06-05")], "2026-06-12", "hearing_asked"),
    ("public_notice_service", [("public_notice", "2026-06-10")], "2026-07-10", "decision_served"),
    (
        "pay_fine",
        [("decided", "2026-06-12", FINE), ("decision_served", "2026-06-15")],
        "2026-06-30",
        "fine_paid",
    ),
    ("court_action", [("decision_served", "2026-06-15")], "2026-06-30", "sued"),
    ("demand_performance", [("demand_served", "2026-06-12")], "2026-06-29", "performed"),
    ("police_decision", [("sent_to_police", "2026-06-12T09:00")], "2026-06-15", "police_filed"),
    (
        "police_reconsideration",
        [("police_asked_again", "2026-06-12")],
        "2026-06-15",
        "police_upheld",
    ),
]
HOURS = [
    ("prior_registration_report", ("prior_registration", "2026-06-12T09:30", {"urgent": "yes"}),
     "prior_registration_approved"),
    ("criminal_transfer_after_approval", ("transfer_approved", "2026-06-12T09:30"),
     "sent_to_police"),
]  # fmt: skip


def _days(day: str, count: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=count)).isoformat()


@pytest.mark.parametrize("name,told,last,end", IN_TIME, ids=[row[0] for row in IN_TIME])
def test_our_own_deadline_in_time_late_and_overdue(
    name: str, told: list[Told], last: str, end: str
) -> None:
    running = deadline_in(name, case(*told), last, BOOK)
    assert running.due == date.fromisoformat(last)
    assert running.state.is_running
    assert running.state is not State.OVERDUE
    assert deadline_in(name, case(*told), _days(last, 1), BOOK).state is State.OVERDUE
    met = deadline_in(name, case(*told, (end, last)), _days(last, 40), BOOK)
    assert (met.state, met.due) == (State.MET, running.due)
    late = deadline_in(name, case(*told, (end, _days(last, 1))), _days(last, 40), BOOK)
    assert late.state is State.LATE


@pytest.mark.parametrize("name,told,last,end", WAITS, ids=[row[0] for row in WAITS])
def test_somebody_elses_time_runs_out_without_being_overdue(
    name: str, told: list[Told], last: str, end: str
) -> None:
    running = deadline_in(name, case(*told), last, BOOK)
    assert running.due == date.fromisoformat(last)
    assert running.rule.whose is not Whose.OURS
    assert running.rule.then is not None
    assert deadline_in(name, case(*told), _days(last, 1), BOOK).state is State.OVER
    assert deadline_in(name, case(*told, (end, last)), _days(last, 9), BOOK).state is State.MET


@pytest.mark.parametrize("name,began,end", HOURS, ids=[row[0] for row in HOURS])
def test_twenty_four_hours_are_counted_to_the_minute(name: str, began: Told, end: str) -> None:
    running = deadline_in(name, case(began), "2026-06-13T08:00", BOOK)
    assert running.moment is not None
    assert running.moment.isoformat() == "2026-06-13T09:30:00+08:00"
    assert (running.state, running.left) == (State.NEAR, 1)
    assert deadline_in(name, case(began), "2026-06-13T09:30", BOOK).state is State.NEAR
    assert deadline_in(name, case(began), "2026-06-13T09:31", BOOK).state is State.OVERDUE
    met = deadline_in(name, case(began, (end, "2026-06-13T09:30")), "2026-06-20", BOOK)
    late = deadline_in(name, case(began, (end, "2026-06-13T09:31")), "2026-06-20", BOOK)
    assert (met.state, late.state) == (State.MET, State.LATE)


def test_a_registration_that_was_not_urgent_needs_no_approval_afterwards() -> None:
    calm = case(("prior_registration", "2026-06-12T09:30", {"urgent": "no"}))
    names = {d.rule.name for d in deadlines_of(calm, BOOK, _moment("2026-06-12"))}
    assert names == {"prior_registration"}


def _moment(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=CHINA)


def test_every_deadline_of_the_tables_has_a_rule_and_a_test() -> None:
    ruled = {rule.name for rule in DEADLINE_RULES}
    extended = {rule.extended for rule in DEADLINE_RULES if rule.extended}
    assert set(deadline_names(BOOK)) == ruled | extended | NO_RULE_OF_ITS_OWN
    tested = {row[0] for row in (*IN_TIME, *WAITS)} | {row[0] for row in HOURS}
    assert tested == ruled


def test_spans_are_named_by_the_rows_that_leave_them_out() -> None:
    row = deadline_row("case_decision", BOOK, date(2026, 3, 10))
    assert all(span.word in row.text("excludes") for span in SPANS)


# --- left, near ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "today,left,state",
    [
        ("2026-03-02", 15, State.OPEN),
        ("2026-03-16", 5, State.NEAR),
        ("2026-03-21", 1, State.NEAR),
        ("2026-03-23", 0, State.NEAR),
        ("2026-03-24", -1, State.OVERDUE),
    ],
)
def test_what_is_left_counts_working_days(today: str, left: int, state: State) -> None:
    found = deadline_in("filing_review", case(("lead_found", "2026-03-02")), today, BOOK)
    assert (found.left, found.state) == (left, state)


@pytest.mark.parametrize(
    "today,name",
    [
        ("2026-03-04", "statement_hearing_request"),  # presses the party; ours is 88 days away
        ("2026-03-12", "statement_hearing_request"),  # over: a decision may follow
        ("2026-05-25", "case_decision"),  # presses us
    ],
)
def test_what_presses_us_comes_first_then_what_presses_others(today: str, name: str) -> None:
    found = case(
        ("lead_found", "2026-03-02"), ("filed", "2026-03-02"), ("notice_served", "2026-03-03")
    )
    first = nearest(deadlines_of(found, BOOK, _moment(today)))
    assert first is not None
    assert first.rule.name == name


def test_one_without_a_calendar_comes_last() -> None:
    found = case(("filed", "2026-10-26"), ("seized", "2026-11-20"))
    first = nearest(deadlines_of(found, BOOK, _moment("2026-11-21")))
    assert first is not None
    assert first.rule.name == "seizure"


# --- time left out ---------------------------------------------------------------------------


def test_testing_moves_a_seizure_by_its_days_and_stands_still_meanwhile() -> None:
    out = case(("seized", "2026-03-18"), ("testing_sent", "2026-03-25"))
    still = deadline_in("seizure", out, "2026-04-01", BOOK)
    later = deadline_in("seizure", out, "2026-04-07", BOOK)
    assert (still.state, still.left, later.left) == (State.SUSPENDED, 23, 23)
    back = case(
        ("seized", "2026-03-18"), ("testing_sent", "2026-03-25"), ("testing_returned", "2026-04-08")
    )
    found = deadline_in("seizure", back, "2026-04-09", BOOK)
    assert (found.left_out, found.due) == (14, date(2026, 5, 6))  # 1 May is a holiday until 5 May


def test_overlapping_spans_count_once() -> None:
    found = case(
        ("filed", "2026-03-10"),
        ("testing_sent", "2026-03-20"),
        ("suspended", "2026-03-25"),
        ("testing_returned", "2026-03-30"),
        ("resumed", "2026-04-04"),
    )
    assert deadline_in("case_decision", found, "2026-04-10", BOOK).left_out == 15


def test_working_days_left_out_are_working_days() -> None:
    found = case(
        ("lead_found", "2026-03-02"),
        ("testing_sent", "2026-03-06"),
        ("testing_returned", "2026-03-16"),
    )
    counted = deadline_in("filing_review", found, "2026-03-17", BOOK)
    assert (counted.left_out, counted.due) == (6, date(2026, 3, 31))


def test_testing_that_begins_after_the_last_day_saves_nothing() -> None:
    found = case(("seized", "2026-03-18"), ("testing_sent", "2026-04-18"))
    assert deadline_in("seizure", found, "2026-04-20", BOOK).state is State.OVERDUE


def test_testing_does_not_move_what_no_article_lets_it_move() -> None:
    found = case(("prior_registration", "2026-03-05"), ("testing_sent", "2026-03-06"))
    assert deadline_in("prior_registration", found, "2026-03-09", BOOK).due == date(2026, 3, 16)


_DAY = st.integers(0, 150)
_SPANS = st.lists(st.tuples(_DAY, st.integers(0, 40)), max_size=4)
_START = date(2025, 3, 3)


def _with_spans(spans: list[tuple[int, int]], began: str) -> Case:
    told: list[Told] = [(began, _START.isoformat())]
    for after, length in spans:
        told.append(("testing_sent", _days(_START.isoformat(), after)))
        told.append(("testing_returned", _days(_START.isoformat(), after + length)))
    return case(*told)


@given(spans=_SPANS, more=st.tuples(_DAY, st.integers(0, 40)), began=st.sampled_from(
    [("seized", "seizure"), ("filed", "case_decision"), ("lead_found", "filing_review")]
))  # fmt: skip
def test_time_left_out_never_shortens_a_deadline(
    spans: list[tuple[int, int]], more: tuple[int, int], began: tuple[str, str]
) -> None:
    what, name = began
    plain = deadline_in(name, _with_spans([], what), "2025-12-01", BOOK)
    some = deadline_in(name, _with_spans(spans, what), "2025-12-01", BOOK)
    longer = deadline_in(name, _with_spans([*spans, more], what), "2025-12-01", BOOK)
    assert plain.due is not None
    assert some.due is not None
    assert longer.due is not None
    assert plain.due <= some.due
    assert plain.due <= longer.due


@given(first=st.integers(0, 200), later=st.integers(0, 60))
def test_a_later_event_never_has_an_earlier_deadline(first: int, later: int) -> None:
    one, two = _days("2025-03-03", first), _days("2025-03-03", first + later)
    for what, name in (("seized", "seizure"), ("lead_found", "filing_review")):
        due = [deadline_in(name, case((what, day)), day, BOOK).due for day in (one, two)]
        assert due[0] is not None
        assert due[1] is not None
        assert due[0] <= due[1]


# --- extensions ------------------------------------------------------------------------------


def _extension(deadline: str, on: str, until: str | None = None) -> DeadlineExtended:
    return DeadlineExtended(
        deadline=deadline,
        happening_id="h0",
        on=date.fromisoformat(on),
        reason="情况复杂",
        approved_by="陈局长",
        until=date.fromisoformat(until) if until else None,
    )


@pytest.mark.parametrize(
    "name,what,on,due",
    [
        ("filing_review", "lead_found", "2026-03-02", "2026-04-14"),
        ("seizure", "seized", "2026-03-16", "2026-05-15"),
        ("case_decision", "filed", "2026-03-10", "2026-07-08"),
    ],
)
def test_an_extension_is_that_of_the_article(name: str, what: str, on: str, due: str) -> None:
    found = case((what, on), extended=(_extension(name, _days(on, 10)),))
    counted = deadline_in(name, found, _days(on, 11), BOOK)
    assert counted.due == date.fromisoformat(due)
    assert counted.extension is not None
    assert counted.extension.approved_by == "陈局长"


def test_an_extension_counts_once_and_only_while_the_deadline_runs() -> None:
    twice = case(
        ("seized", "2026-03-16"),
        extended=(_extension("seizure", "2026-03-20"), _extension("seizure", "2026-03-21")),
    )
    assert deadline_in("seizure", twice, "2026-03-22", BOOK).due == date(2026, 5, 15)
    late = case(("seized", "2026-03-18"), extended=(_extension("seizure", "2026-04-18"),))
    assert deadline_in("seizure", late, "2026-04-19", BOOK).due == date(2026, 4, 17)


def test_a_collective_decision_names_its_own_day() -> None:
    found = case(
        ("filed", "2026-03-10"),
        extended=(
            _extension("case_decision", "2026-05-10"),
            _extension("case_decision", "2026-07-01", "2026-09-30"),
        ),
    )
    assert deadline_in("case_decision", found, "2026-07-02", BOOK).due == date(2026, 9, 30)


# --- years without a calendar ----------------------------------------------------------------


def test_a_deadline_into_a_year_without_a_notice_says_so_and_guesses_nothing() -> None:
    found = case(("filed", "2026-10-26"))
    counted = deadline_in("case_decision", found, "2026-11-27", BOOK)
    assert (counted.state, counted.missing_year, counted.due) == (State.MISSING, 2027, None)
    assert counted.not_before == date(2027, 1, 24)
    done = case(("filed", "2026-10-26"), ("decided", "2027-01-24"))
    assert deadline_in("case_decision", done, "2027-01-25", BOOK).state is State.MET
    unsure = case(("filed", "2026-10-26"), ("decided", "2027-01-25"))
    assert deadline_in("case_decision", unsure, "2027-01-26", BOOK).state is State.MISSING


def test_working_days_into_such_a_year_end_in_it_at_the_earliest() -> None:
    counted = deadline_in("close_case", case(("performed", "2026-12-28")), "2026-12-29", BOOK)
    assert (counted.missing_year, counted.not_before) == (2027, date(2027, 1, 1))


# --- pairing ---------------------------------------------------------------------------------


def test_an_end_recorded_before_its_start_of_the_same_day_counts() -> None:
    found = case(("filed", "2026-03-02"), ("lead_found", "2026-03-02"))
    assert deadline_in("filing_review", found, "2026-04-30", BOOK).state is State.MET


def test_an_end_that_names_its_start_leaves_the_other_running() -> None:
    found = case(
        ("seized", "2026-03-18"),
        ("seized", "2026-03-20"),
        ("seizure_lifted", "2026-03-25", {"of": "h0"}),
    )
    states = [d.state for d in deadlines_of(found, BOOK, _moment("2026-03-26"))]
    assert states == [State.OPEN, State.MET]


def test_closing_the_case_ends_what_does_not_outlive_it() -> None:
    found = case(
        ("filed", "2026-03-02"),
        ("decided", "2026-03-10", FINE),
        ("decision_served", "2026-03-11"),
        ("closed", "2026-03-12"),
    )
    states = {d.rule.name: d.state for d in deadlines_of(found, BOOK, _moment("2026-03-13"))}
    assert states["pay_fine"] is State.ENDED
    assert states["publish_penalty_same_province"] is State.OPEN


def test_what_was_withdrawn_begins_nothing() -> None:
    events = [event(OPENED, 1), event(happened(("seized", "2026-03-18"), 0), 2)]
    events.append(event(CaseEventWithdrawn(happening_id="h0", reason="录错"), 3))
    assert deadlines_of(Case.fold(events), BOOK, _moment("2026-03-19")) == ()


def test_no_fine_no_time_to_pay_and_no_report_nobody_to_tell() -> None:
    found = case(
        ("lead_found", "2026-03-02"),
        ("filed", "2026-03-03"),
        ("decided", "2026-03-10"),
        ("decision_served", "2026-03-11"),
    )
    names = {d.rule.name for d in deadlines_of(found, BOOK, _moment("2026-03-12"))}
    assert not names & {"pay_fine", "report_result_notice"}
