"""Every deadline of a case, computed from what happened: article, last day, state. Pure.

Formulas: last day = the event's day + n (+ time left out), in the unit of the rule's row; a last
day that is not worked rolls on where the row says so (程序规定 80). Hours run from the moment.
Time left out (testing, suspension, hearing, public notice) is added only where the row names it,
once however many spans overlap, and only where it began before the deadline had passed or was met.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from inspector_app.casework.deadline_rules import (
    DEADLINE_RULES,
    SPANS,
    DeadlineRule,
    Span,
    Whose,
)
from inspector_app.casework.deadlines import (
    PeriodUnit,
    deadline,
    deadline_row,
    hours_after,
    unit_of,
)
from inspector_app.casework.happening_base import What
from inspector_app.casework.working_days import WorkingCalendar, moved, national_calendar
from inspector_app.domain.case import Case, CaseHappening, Extension
from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.metrology.regulations import RegulationBook, Row
from inspector_app.metrology.verification_due import due_on

OF = "of"
"""The detail by which an end names the one start that it ends, where several run."""
NEAR = {
    PeriodUnit.WORKING_DAYS: 5,
    PeriodUnit.CALENDAR_DAYS: 14,
    PeriodUnit.MONTHS: 14,
    PeriodUnit.YEARS: 30,
}
"""From how many days left a deadline is shown as near; display only. Hours are always near."""
_SATURDAY = 5
_HOUR = timedelta(hours=1)


class DeadlineState(StrEnum):
    """Where a deadline stands. OVER: somebody else's time has passed. ENDED: with the case."""

    OPEN = "open"
    NEAR = "near"
    OVERDUE = "overdue"
    OVER = "over"
    SUSPENDED = "suspended"
    MISSING = "calendar_missing"
    MET = "met"
    LATE = "late"
    ENDED = "ended"

    @property
    def is_running(self) -> bool:
        """Say whether somebody still has to act or to wait."""
        return self in _RUNNING


_RUNNING = frozenset(
    {
        DeadlineState.OPEN,
        DeadlineState.NEAR,
        DeadlineState.OVERDUE,
        DeadlineState.OVER,
        DeadlineState.SUSPENDED,
        DeadlineState.MISSING,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDeadline:
    """One deadline of a case.

    row: what says how long; also: further articles that say the same. due: last day in time, None
    where the calendar of missing_year is not held: then it is not before `not_before`. moment: the
    end to the minute, for hours. left: days of `unit` from today (hours of hours), negative once
    over, None where it cannot be counted. left_out: time that did not count, in `unit`.
    doubtful: it rolled off a plain weekend, which article 80 does not name.
    """

    rule: DeadlineRule
    start: CaseHappening
    row: Row
    also: tuple[Row, ...]
    unit: PeriodUnit
    count: int
    state: DeadlineState
    due: date | None = None
    moment: datetime | None = None
    not_before: date | None = None
    missing_year: int | None = None
    left: int | None = None
    left_out: int = 0
    suspended_since: date | None = None
    extension: Extension | None = None
    may_extend: bool = False
    doubtful: bool = False
    ended_by: CaseHappening | None = None

    @property
    def rank(self) -> tuple[int, date, str]:
        """Return what sorts deadlines: the running before the ended, the nearest first."""
        last = self.due or self.not_before or date.max
        return (0 if self.state.is_running else 1), last, self.rule.name


class DeadlineTables:
    """The calendar and the rows that deadlines are counted by, looked up once for many cases."""

    def __init__(self, book: RegulationBook) -> None:
        self._book = book
        self.calendar = national_calendar(book)
        self._rows: dict[tuple[str, date], Row | None] = {}

    def row(self, name: str, on: date) -> Row | None:
        """Return a deadline's row on a day, None where no edition then had it."""
        if (name, on) not in self._rows:
            self._rows[name, on] = _row(name, self._book, on)
        return self._rows[name, on]


def deadlines_of(
    case: Case, book: RegulationBook | DeadlineTables, now: datetime
) -> tuple[CaseDeadline, ...]:
    """Return every deadline that the case's happenings began, the nearest running one first.

    now: the local wall clock, aware: its date is today, its zone that of moments without one. A
    rule whose law was not in force on the day of the event gives no deadline. book: whoever asks
    for many cases gives `DeadlineTables` instead.
    """
    tables = book if isinstance(book, DeadlineTables) else DeadlineTables(book)
    have = {one.what for one in case.standing()}
    found = (
        counted
        for rule in DEADLINE_RULES
        if not have.isdisjoint(rule.starts)
        for start, end in paired(case, rule.starts, rule.ends)
        if _applies(rule, start, case)
        if (counted := _counted(rule, start, end, case, tables, now)) is not None
    )
    return tuple(sorted(found, key=lambda one: one.rank))


def nearest(deadlines: Iterable[CaseDeadline]) -> CaseDeadline | None:
    """Return the running deadline that needs an eye first, None if none runs.

    First what presses us, then what presses others or is over for them, then the rest by day; one
    whose calendar is missing comes last, for it is a year away.
    """
    running = [one for one in deadlines if one.state.is_running]
    return min(running, key=_weight, default=None)


def _weight(one: CaseDeadline) -> tuple[int, tuple[int, date, str]]:
    presses = one.state in {DeadlineState.OVERDUE, DeadlineState.NEAR, DeadlineState.OVER}
    if one.state is DeadlineState.MISSING:
        return 3, one.rank
    if not presses:
        return 2, one.rank
    return (0 if one.rule.whose is Whose.OURS else 1), one.rank


def paired(
    case: Case, starts: tuple[What, ...], ends: tuple[What, ...]
) -> Iterator[tuple[CaseHappening, CaseHappening | None]]:
    """Yield each start with what ended it, None while nothing has.

    An end ends every start that runs, or the one that its detail `of` names. One that was recorded
    before a start of the same day ends that start too, unless it has already ended another.
    """
    running: list[CaseHappening] = []
    unused: CaseHappening | None = None
    for one in case.standing():
        if one.what in ends:
            ended = _ended_by(one, running)
            yield from ((start, one) for start in ended)
            running = [start for start in running if start not in ended]
            unused = None if ended else one
        if one.what in starts:
            if unused is not None and unused.on == one.on and unused is not one:
                yield one, unused
                unused = None
            else:
                running.append(one)
    yield from ((start, None) for start in running)


def _ended_by(end: CaseHappening, running: Sequence[CaseHappening]) -> list[CaseHappening]:
    named = end.details.get(OF, "")
    return [start for start in running if not named or start.happening_id == named]


def _applies(rule: DeadlineRule, start: CaseHappening, case: Case) -> bool:
    asked = start
    if rule.given:
        given = case.latest(*rule.given)
        if given is None:
            return False
        asked = given
    if rule.only_if is None:
        return True
    key, wanted = rule.only_if
    said = asked.details.get(key, "").strip()
    if wanted == "*":
        return bool(said)
    return said != wanted[1:] if wanted.startswith("!") else said == wanted


def _counted(
    rule: DeadlineRule,
    start: CaseHappening,
    end: CaseHappening | None,
    case: Case,
    tables: DeadlineTables,
    now: datetime,
) -> CaseDeadline | None:
    row = tables.row(rule.name, start.on)
    if row is None:
        return None
    also = tuple(r for name in rule.also if (r := tables.row(name, start.on)) is not None)
    unit = unit_of(row)
    blank = CaseDeadline(
        rule=rule,
        start=start,
        row=row,
        also=also,
        unit=unit,
        count=int(row.decimal("n")),
        state=DeadlineState.OPEN,
    )
    end = end or _end_before_event(rule, start, row, case)
    if unit is PeriodUnit.HOURS:
        counted = _by_the_hour(blank, now)
    else:
        until = end.on if end is not None else now.date()
        counted = _by_the_day(blank, case, tables, until)
    return _with_state(counted, end, case, tables.calendar, now)


def _end_before_event(
    rule: DeadlineRule, start: CaseHappening, row: Row, case: Case
) -> CaseHappening | None:
    """Return what met a deadline that counts back from its event (notice of a hearing)."""
    if not row.has("before"):
        return None
    found = [h for h in case.standing(*rule.ends) if h.place > start.place]
    return found[0] if found else None


def _row(name: str, book: RegulationBook, on: date) -> Row | None:
    try:
        return deadline_row(name, book, on)
    except OutOfRange:
        return None  # no edition of its law was in force that day
    except InputInvalid:
        return None  # the edition in force has no such limit


# --- hours -----------------------------------------------------------------------------------


def _by_the_hour(blank: CaseDeadline, now: datetime) -> CaseDeadline:
    """Count from the moment; where none was recorded, from the beginning of the day."""
    began = blank.start.at or datetime.combine(blank.start.on, time(0), now.tzinfo)
    moment = hours_after(blank.row, began).astimezone(now.tzinfo)
    return replace(blank, moment=moment, due=moment.date(), not_before=moment.date())


# --- days ------------------------------------------------------------------------------------


def _by_the_day(
    blank: CaseDeadline, case: Case, tables: DeadlineTables, until: date
) -> CaseDeadline:
    """Count the days. until: today, or the day that ended it: later spans leave nothing out."""
    spans = _spans(case, blank.row, blank.start.on, until)
    counted = _last_day(blank, blank.row, spans, tables.calendar)
    for extension in case.extensions:
        is_its_own = extension.deadline == blank.rule.name
        if is_its_own and extension.happening_id == blank.start.happening_id:
            counted = _extended(counted, extension, spans, tables)
    return replace(counted, may_extend=bool(blank.rule.extended))


def _extended(
    counted: CaseDeadline,
    extension: Extension,
    spans: Sequence[_Gap],
    tables: DeadlineTables,
) -> CaseDeadline:
    """Return the deadline after an approval; one given after the last day extends nothing."""
    if not counted.rule.extended or (counted.due is not None and extension.on > counted.due):
        return counted
    if extension.until is not None:
        later = max(extension.until, counted.due or extension.until)
        return replace(counted, due=later, not_before=later, missing_year=None, extension=extension)
    row = tables.row(counted.rule.extended, counted.start.on)
    if row is None or counted.extension is not None:
        return counted
    longer = replace(counted, row=row, count=int(row.decimal("n")), extension=extension)
    return _last_day(longer, row, spans, tables.calendar)


@dataclass(frozen=True, slots=True)
class _Gap:
    """Days that do not count: after `begin`, up to and with `end`. is_open: it has not ended."""

    begin: date
    end: date
    is_open: bool


def _spans(case: Case, row: Row, start: date, until: date) -> tuple[_Gap, ...]:
    """Return the time left out by the row, joined where spans overlap, oldest first."""
    excluded = row.text("excludes") if row.has("excludes") else ""
    gaps = sorted(
        (gap for span in SPANS if span.word in excluded for gap in _gaps(case, span, start, until)),
        key=lambda gap: (gap.begin, gap.end),
    )
    joined: list[_Gap] = []
    for gap in gaps:
        if joined and gap.begin <= joined[-1].end:
            last = joined.pop()
            is_open = last.is_open or gap.is_open
            gap = _Gap(last.begin, max(last.end, gap.end), is_open)  # noqa: PLW2901 - grown
        joined.append(gap)
    return tuple(joined)


def _gaps(case: Case, span: Span, start: date, until: date) -> Iterator[_Gap]:
    for begin, end in paired(case, span.begins, span.ends):
        first, last = max(begin.on, start), until if end is None else min(end.on, until)
        if last > first or (end is None and first <= until):
            yield _Gap(first, max(last, first), end is None)


def _last_day(
    blank: CaseDeadline, row: Row, spans: Sequence[_Gap], calendar: WorkingCalendar
) -> CaseDeadline:
    """Return the deadline with its last day, or the year whose calendar it lacks."""
    left_out, since = 0, None
    counted = _ending(blank, row, left_out, calendar)
    for gap in spans:
        if counted.not_before is None or gap.begin > counted.not_before:
            break
        try:
            left_out += _length(gap, blank.unit, calendar)
        except OutOfRange as failure:
            return _without_calendar(blank, row, left_out, _missing_year(failure))
        counted = _ending(blank, row, left_out, calendar)
        since = gap.begin if gap.is_open else None
    return replace(counted, suspended_since=since)


def _ending(
    blank: CaseDeadline, row: Row, left_out: int, calendar: WorkingCalendar
) -> CaseDeadline:
    try:
        found = deadline(row, blank.start.on, calendar, excluded=left_out)
    except OutOfRange as failure:
        return _without_calendar(blank, row, left_out, _missing_year(failure))
    plain = found.unrolled.weekday() >= _SATURDAY and found.unrolled not in calendar.days_off
    return replace(
        blank,
        due=found.due,
        not_before=found.due,
        missing_year=None,
        left_out=left_out,
        doubtful=found.is_rolled and plain,
    )


def _missing_year(failure: OutOfRange) -> int:
    """Return the year whose calendar is not held. Raises the failure if it is another one."""
    if failure.code != "calendar_missing":
        raise failure
    return int(failure.parameters["year"])


def _length(gap: _Gap, unit: PeriodUnit, calendar: WorkingCalendar) -> int:
    """Return how many days of the deadline's own unit a gap holds (months and years: none)."""
    if unit is PeriodUnit.CALENDAR_DAYS:
        return (gap.end - gap.begin).days
    if unit is PeriodUnit.WORKING_DAYS:
        return workdays_between(gap.begin, gap.end, calendar)
    return 0


def _without_calendar(blank: CaseDeadline, row: Row, left_out: int, year: int) -> CaseDeadline:
    """Say only what holds whatever the missing notice will say: it is not before this day."""
    earliest = date(year, 1, 1)
    if blank.unit is PeriodUnit.CALENDAR_DAYS:
        earliest = moved(blank.start.on, int(row.decimal("n")) + left_out)
    elif blank.unit is not PeriodUnit.WORKING_DAYS:
        months = 12 if blank.unit is PeriodUnit.YEARS else 1
        earliest = due_on(blank.start.on, int(row.decimal("n")) * months)
    return replace(blank, due=None, not_before=earliest, missing_year=year, left_out=left_out)


def workdays_between(first: date, last: date, calendar: WorkingCalendar) -> int:
    """Return how many working days lie after `first`, up to and with `last`.

    Raises OutOfRange (`calendar_missing`).
    """
    days = (moved(first, n) for n in range(1, (last - first).days + 1))
    return sum(calendar.is_workday(day) for day in days)


# --- states ----------------------------------------------------------------------------------


def _with_state(
    counted: CaseDeadline,
    end: CaseHappening | None,
    case: Case,
    calendar: WorkingCalendar,
    now: datetime,
) -> CaseDeadline:
    if end is not None:
        return replace(counted, ended_by=end, state=_ended_state(counted, end))
    closed = case.latest(What.CLOSED, What.NOT_FILED, What.REFERRED_OUT)
    if closed is not None and not counted.rule.outlives and closed.on >= counted.start.on:
        return replace(counted, ended_by=closed, state=DeadlineState.ENDED)
    if counted.missing_year is not None:
        return replace(counted, state=DeadlineState.MISSING)
    left = _left(counted, calendar, now)
    return replace(counted, left=left, state=_running_state(counted, left, now))


def _ended_state(counted: CaseDeadline, end: CaseHappening) -> DeadlineState:
    if counted.moment is not None and end.at is not None:
        in_time = end.at <= counted.moment
    elif counted.due is None:
        # The last day is at least `not_before`: what came by then was in time, the rest is open.
        known = counted.not_before is not None and end.on <= counted.not_before
        return DeadlineState.MET if known else DeadlineState.MISSING
    else:
        in_time = end.on <= counted.due
    return DeadlineState.MET if in_time else DeadlineState.LATE


def _left(counted: CaseDeadline, calendar: WorkingCalendar, now: datetime) -> int | None:
    """Return what is left in the deadline's unit; time running out is rounded to what is sure."""
    if counted.moment is not None:
        return (counted.moment - now) // _HOUR
    today, due = now.date(), counted.due
    if due is None:
        return None
    if counted.unit is not PeriodUnit.WORKING_DAYS:
        return (due - today).days
    try:
        if due >= today:
            return workdays_between(today, due, calendar)
        return -workdays_between(due, today, calendar)
    except OutOfRange:
        return None  # today lies in a year whose calendar is not held


def _running_state(counted: CaseDeadline, left: int | None, now: datetime) -> DeadlineState:
    past = (
        now > counted.moment
        if counted.moment is not None
        else counted.due is not None and now.date() > counted.due
    )
    if past:
        is_ours = counted.rule.whose is Whose.OURS
        return DeadlineState.OVERDUE if is_ours else DeadlineState.OVER
    if counted.suspended_since is not None:
        return DeadlineState.SUSPENDED
    near = NEAR.get(counted.unit)
    is_near = near is None or (left is not None and left <= near)
    return DeadlineState.NEAR if is_near else DeadlineState.OPEN
