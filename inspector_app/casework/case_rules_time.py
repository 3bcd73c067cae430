"""The `calendar.*` and `deadline.*` rules of the evaluate command, by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, date, datetime

from inspector_app.casework import complaints, deadlines, working_days
from inspector_app.casework.deadlines import Due, PeriodUnit
from inspector_app.casework.working_days import WorkingCalendar
from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.metrology.case_inputs import CaseInputs
from inspector_app.metrology.case_marks import Result, with_mark
from inspector_app.metrology.regulations import Regulation, first_row

Rule = Callable[[CaseInputs], Result]

_EVENT, _EVENT_TIME = "event_date", "event_time"
_NATIONAL = "cn"
_SATURDAY = 5
_UNITS = {"days": PeriodUnit.CALENDAR_DAYS, "workdays": PeriodUnit.WORKING_DAYS}
"""Other names of the units of a period."""
_LONGEST_TIME = 32
# Deadlines whose answer is one date from `event_date`; a test compares them with the tables.
PLAIN = (
    "arbitration_appeal", "bank_fine", "case_decision", "case_decision_extended", "close_case",
    "complaint_accept", "complaint_jurisdiction_dispute", "court_action",
    "criminal_transfer_approval", "demand_performance", "apply_enforcement", "end_publication",
    "end_publication_minor", "false_publication_report", "filing_review",
    "filing_review_extended", "hand_in_fine", "hand_over_to_police", "hearing_notice",
    "hearing_request", "internal_review", "jurisdiction_designation", "jurisdiction_dispute",
    "lead_check", "mediation_end_notice", "pay_fine", "police_decision", "police_reconsideration",
    "police_reconsideration_request", "prior_registration", "prosecutor_supervision_request",
    "public_notice_service", "publish_inspection_result", "publish_penalty_cross_province",
    "publish_penalty_same_province", "push_penalty_cross_province", "report_result_notice",
    "seizure", "seizure_extended", "service_of_decision", "simple_archive",
    "statement_hearing_request", "time_bar", "time_bar_life_health_finance",
    "withdraw_publication",
)  # fmt: skip
# Deadlines in hours from `event_time`.
HOURLY = ("prior_registration_report", "criminal_transfer_after_approval")
# Deadlines whose answer has fields of its own.
OWN = ("complaint_mediation",)


def year(case: CaseInputs) -> Result:
    """calendar.year; calendar_missing where the State Council's notice is not held."""
    number = case.whole("year")
    if not MINYEAR <= number <= MAXYEAR:
        raise InputInvalid("not_a_date", field="year", value=str(number)[:20])
    try:
        rules = working_days.calendar_year(number, case.book)
    except OutOfRange:
        return {"calendar_missing": True}
    calendar = working_days.national_calendar(case.book)
    result = {
        "days_off": [day.isoformat() for day in working_days.days_off(rules)],
        "make_up_workdays": [day.isoformat() for day in working_days.make_up_days(rules)],
        "working_days_in_year": calendar.workdays_of(number),
        "notice": rules.number,
    }
    return with_mark(result, *rules.rows("off"), *rules.rows("make_up"))


def is_workday(case: CaseInputs) -> Result:
    """calendar.is_workday."""
    return {"workday": _calendar(case).is_workday(case.day("date"))}


def add_working_days(case: CaseInputs) -> Result:
    """calendar.add_working_days; a negative n looks back."""
    due = _calendar(case).after(case.day("date"), case.whole("n"))
    return {"date": due.isoformat()}


def holiday_roll(case: CaseInputs) -> Result:
    """deadline.holiday_roll; any period from a day, by article 80."""
    text = case.optional_text("unit") or PeriodUnit.CALENDAR_DAYS
    try:
        unit = PeriodUnit(_UNITS.get(text.strip().casefold(), text))
    except ValueError:
        raise InputInvalid("period_unit_unknown", field="unit", value=text[:20]) from None
    calendar = _calendar(case)
    found = deadlines.end_of_period(case.day(_EVENT), case.whole("n"), unit, calendar)
    row = case.book.newest("penalty_procedure").figure("start_day_counted")
    return with_mark(_written(found), row, doubt=_is_doubtful(found, calendar))


def criminal_transfer(case: CaseInputs) -> Result:
    """deadline.criminal_transfer; transfer_by only where `approved_at` is given."""
    reported = _day_of(case, "report_date")
    approval = deadlines.deadline_row("criminal_transfer_approval", case.book, reported)
    transfer = deadlines.deadline_row("criminal_transfer_after_approval", case.book, reported)
    found = deadlines.deadline(approval, reported, _calendar(case))
    result: Result = {
        "approve_by": found.due.isoformat(),
        "transfer_within_hours_after_approval": int(transfer.decimal("n")),
    }
    if case.has("approved_at"):
        moment = _moment(case, "approved_at")
        result["transfer_by"] = deadlines.hours_after(transfer, moment).isoformat()
    return with_mark(result, approval, transfer)


def enforcement_after_demand(case: CaseInputs) -> Result:
    """deadline.enforcement_after_demand."""
    served = _day_of(case, "demand_served")
    row = deadlines.deadline_row("demand_performance", case.book, served)
    found = deadlines.deadline(row, served, _calendar(case))
    return with_mark({"earliest_apply_after": found.due.isoformat(), **_period(found)}, row)


def complaint_mediation(case: CaseInputs) -> Result:
    """deadline.complaint_mediation; `order` or the day of acceptance chooses the edition."""
    accepted = _day_of(case, "accepted_date")
    rules = _order(case) if case.has("order") else case.book.in_force(complaints.KEY, accepted)
    row = first_row(
        r for r in rules.rows(deadlines.TABLE) if r.text("event") == "complaint_mediation"
    )
    found = deadlines.deadline(row, accepted, _calendar(case), excluded=_excluded(case))
    result = {
        "end_mediation_if_no_agreement_by": found.due.isoformat(),
        **_period(found),
        "order": rules.edition,
    }
    return with_mark(result, row)


def _plain(name: str) -> Rule:
    def rule(case: CaseInputs) -> Result:
        event, calendar = case.day(_EVENT), _calendar(case)
        row = deadlines.deadline_row(name, case.book, event)
        found = deadlines.deadline(row, event, calendar, excluded=_excluded(case))
        return with_mark(_written(found), row, doubt=_is_doubtful(found, calendar))

    rule.__doc__ = f"deadline.{name}."
    return rule


def _hourly(name: str) -> Rule:
    def rule(case: CaseInputs) -> Result:
        moment = _moment(case, _EVENT_TIME)
        row = deadlines.deadline_row(name, case.book, moment.date())
        due = deadlines.hours_after(row, moment)
        result = {"due": due.isoformat(), "n": int(row.decimal("n")), "unit": row.text("unit")}
        return with_mark(result, row)

    rule.__doc__ = f"deadline.{name}."
    return rule


def _calendar_or_missing(rule: Rule) -> Rule:
    """Wrap a rule so that a year without a notice is its answer, not an error."""

    def wrapped(case: CaseInputs) -> Result:
        try:
            return rule(case)
        except OutOfRange as failure:
            if failure.code != "calendar_missing":
                raise
            return {"calendar_missing": int(failure.parameters["year"])}

    wrapped.__doc__ = rule.__doc__
    return wrapped


_NAMED: dict[str, Rule] = {
    "calendar.year": year,
    "calendar.is_workday": is_workday,
    "calendar.add_working_days": add_working_days,
    "deadline.holiday_roll": holiday_roll,
    "deadline.criminal_transfer": criminal_transfer,
    "deadline.enforcement_after_demand": enforcement_after_demand,
    "deadline.complaint_mediation": complaint_mediation,
    **{f"deadline.{name}": _plain(name) for name in PLAIN},
    **{f"deadline.{name}": _hourly(name) for name in HOURLY},
}
RULES: dict[str, Rule] = {name: _calendar_or_missing(rule) for name, rule in _NAMED.items()}


def _calendar(case: CaseInputs) -> WorkingCalendar:
    """Return the national calendar, or weekends with the days given where no calendar is named."""
    name = case.optional_text("calendar")
    if name is not None and name.strip().casefold() != _NATIONAL:
        raise InputInvalid("calendar_unknown", field="calendar", value=name[:20])
    holidays, make_up = case.days("holidays"), case.days("make_up_workdays")
    if name is None and (case.has("holidays") or case.has("make_up_workdays")):
        return working_days.weekend_calendar(holidays, make_up)
    return working_days.national_calendar(case.book)


def _day_of(case: CaseInputs, name: str) -> date:
    """Return the day under the rule's own name, or under `event_date` as other rules have it."""
    return case.day(_EVENT if case.has(_EVENT) and not case.has(name) else name)


def _order(case: CaseInputs) -> Regulation:
    wanted = "".join(case.text("order").split()).casefold()
    for rules in case.book.editions(complaints.KEY):
        whole = "".join(rules.edition.split()).casefold()
        if wanted in {whole, whole.partition("rev")[0], whole.partition("/")[0]}:
            return rules
    raise InputInvalid("edition_unknown", field="order", value=case.text("order")[:40])


def _excluded(case: CaseInputs) -> int:
    return case.whole("excluded_days", 0)


def _written(found: Due) -> Result:
    result: Result = {"due": found.due.isoformat(), **_period(found)}
    if found.is_rolled:
        result["rolled_from"] = found.unrolled.isoformat()
    return result


def _period(found: Due) -> Result:
    return {"n": found.count, "unit": found.unit.value}


def _is_doubtful(found: Due, calendar: WorkingCalendar) -> bool:
    """Say whether it rolled off a plain weekend: article 80 names 法定节假日 only."""
    plain = found.unrolled.weekday() >= _SATURDAY and found.unrolled not in calendar.days_off
    return found.is_rolled and plain


def _moment(case: CaseInputs, name: str) -> datetime:
    """Return a moment written `2026-06-12T09:30` (or with a blank), with or without an offset."""
    text = case.text(name)
    try:
        moment = datetime.fromisoformat(text[:_LONGEST_TIME])
    except ValueError:
        raise InputInvalid("not_a_moment", field=name, value=text[:20]) from None
    if ":" not in text or len(text) > _LONGEST_TIME:
        raise InputInvalid("not_a_moment", field=name, value=text[:20])
    return moment
