"""Deadlines of a case: computed from their event, each with its article."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from inspector_app.casework.working_days import MOST_DAYS, WorkingCalendar, moved
from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.domain.judgement import Confirmation
from inspector_app.metrology.regulations import Regulation, RegulationBook, Row
from inspector_app.metrology.verification_due import due_on

TABLE = "deadline"


class PeriodUnit(StrEnum):
    """What a period counts in."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"


_MONTHS = {PeriodUnit.MONTHS: 1, PeriodUnit.YEARS: 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A deadline.

    due: the last day that is in time. unrolled: the same before it moved off a day that is not
    worked. Rolling off a plain weekend is only inferred: article 80 says 法定节假日.
    """

    due: date
    unrolled: date
    count: int
    unit: PeriodUnit
    row: Row | None = None

    @property
    def is_rolled(self) -> bool:
        """Say whether the last day moved."""
        return self.due != self.unrolled


def end_of_period(
    event: date, count: int, unit: PeriodUnit, calendar: WorkingCalendar, *, rolls: bool = True
) -> Due:
    """Return when a period ends; the day of the event is not counted (程序规定 80).

    rolls: a last day that is not worked moves to the next working day; working days never need
    it. Raises OutOfRange for a negative or absurd period, a year without a calendar, and hours.
    """
    if not 0 <= count <= MOST_DAYS or unit is PeriodUnit.HOURS:
        raise OutOfRange("period_out_of_range", period=count, limit=MOST_DAYS)
    if unit is PeriodUnit.WORKING_DAYS:
        last = calendar.after(event, count)
        return Due(due=last, unrolled=last, count=count, unit=unit)
    if unit is PeriodUnit.CALENDAR_DAYS:
        last = moved(event, count)
    else:
        last = due_on(event, count * _MONTHS[unit])
    due = calendar.rolled(last) if rolls else last
    return Due(due=due, unrolled=last, count=count, unit=unit)


def unit_of(row: Row) -> PeriodUnit:
    """Return the unit in which a row counts. Raises InputInvalid for one that is none."""
    try:
        return PeriodUnit(row.text("unit"))
    except ValueError:
        raise InputInvalid("regulation_row", field="unit", regulation=row.regulation) from None


def deadline(row: Row, event: date, calendar: WorkingCalendar, *, excluded: int = 0) -> Due:
    """Return the deadline of a table row from the day of its event.

    excluded: time that does not count (testing, hearing...), in the deadline's own unit. Raises
    OutOfRange when the rule excludes no time, or as `end_of_period` does.
    """
    if excluded and (excluded < 0 or not row.has("excludes")):
        raise OutOfRange("no_time_excluded", event=row.text("event"), clause=row.clause)
    count, unit = int(row.decimal("n")), unit_of(row)
    if row.has("before"):
        last = calendar.after(event, -count)
        return Due(due=last, unrolled=last, count=count, unit=unit, row=row)
    found = end_of_period(event, count + excluded, unit, calendar, rolls=bool(row.values["rolls"]))
    return Due(due=found.due, unrolled=found.unrolled, count=count, unit=unit, row=row)


def hours_after(row: Row, moment: datetime) -> datetime:
    """Return the moment at which a period of hours ends. Raises OutOfRange past the year 9999."""
    try:
        return moment + timedelta(hours=int(row.decimal("n")))
    except OverflowError:
        raise OutOfRange("date_out_of_range", date=moment.isoformat()) from None


def deadline_row(event: str, book: RegulationBook, on_date: date) -> Row:
    """Return the row of a deadline from the edition in force on the day of the event.

    A day before the oldest edition held gets that edition's row, marked inferred. Raises
    InputInvalid for an unknown deadline, OutOfRange where no edition of its rule was in force, or
    where the one in force no longer has it.
    """
    keys = dict.fromkeys(r.key for r in book.regulations if _row_in(r, event) is not None)
    for key in keys:
        oldest = book.editions(key)[0]
        early = on_date < oldest.effective_from
        row = _row_in(oldest if early else book.in_force(key, on_date), event)
        if row is not None:
            return replace(row, confirmation=Confirmation.INFERRED) if early else row
    if keys:
        raise OutOfRange("no_edition_in_force", regulation=event[:60], on=on_date.isoformat())
    raise InputInvalid("deadline_unknown", field="event", value=event[:40])


def deadline_names(book: RegulationBook) -> tuple[str, ...]:
    """Return the name of every deadline in the tables, sorted."""
    rows = (row for rules in book.regulations for row in rules.tables.get(TABLE, ()))
    return tuple(sorted({row.text("event") for row in rows}))


def _row_in(rules: Regulation, event: str) -> Row | None:
    return next((r for r in rules.tables.get(TABLE, ()) if r.text("event") == event), None)
