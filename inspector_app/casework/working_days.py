"""Working days: the State Council's holidays and make-up days, year by year, as tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from inspector_app.domain.exceptions import OutOfRange
from inspector_app.metrology.regulations import Regulation, RegulationBook

KEY = "working_calendar"
MOST_DAYS = 3660  # ten years: no deadline is longer, a longer one is a slip of the pen
_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCalendar:
    """Which days are worked.

    days_off: days off, weekends among them or not. make_up: weekend days that are worked. years:
    the years it knows; None: every year, with no holidays but the days given.
    """

    days_off: frozenset[date]
    make_up: frozenset[date]
    years: frozenset[int] | None = None

    def is_workday(self, day: date) -> bool:
        """Say whether a day is worked. Raises OutOfRange (`calendar_missing`, year)."""
        self.require(day)
        return day in self.make_up or (day.weekday() < _SATURDAY and day not in self.days_off)

    def require(self, day: date) -> None:
        """Raise OutOfRange (`calendar_missing`) for a day of a year whose notice is not held."""
        if self.years is not None and day.year not in self.years:
            raise OutOfRange("calendar_missing", year=day.year)

    def rolled(self, day: date) -> date:
        """Return the day itself when it is worked, else the first worked day after it."""
        while not self.is_workday(day):
            day = moved(day, 1)
        return day

    def after(self, start: date, count: int) -> date:
        """Return the `count`-th working day after a day; a negative count looks back.

        The day itself is not counted; 0 gives it back. Raises OutOfRange for a year without a
        table and for more than ten years.
        """
        if abs(count) > MOST_DAYS:
            raise OutOfRange("period_out_of_range", period=count, limit=MOST_DAYS)
        day, step = start, 1 if count > 0 else -1
        for _ in range(abs(count)):
            day = moved(day, step)
            while not self.is_workday(day):
                day = moved(day, step)
        return day

    def workdays_of(self, year: int) -> int:
        """Return how many working days a year has. Raises OutOfRange."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        return sum(self.is_workday(moved(first, n)) for n in range((last - first).days + 1))


def national_calendar(book: RegulationBook) -> WorkingCalendar:
    """Return the calendar of all years whose notice is in the tables."""
    years = book.editions(KEY)
    return WorkingCalendar(
        days_off=frozenset(day for rules in years for day in days_off(rules)),
        make_up=frozenset(day for rules in years for day in make_up_days(rules)),
        years=frozenset(rules.effective_from.year for rules in years),
    )


def weekend_calendar(holidays: Iterable[date], make_up: Iterable[date] = ()) -> WorkingCalendar:
    """Return a calendar of weekends and the days given, for every year."""
    return WorkingCalendar(days_off=frozenset(holidays), make_up=frozenset(make_up))


def calendar_year(year: int, book: RegulationBook) -> Regulation:
    """Return the notice of a year. Raises OutOfRange (`calendar_missing`)."""
    for rules in book.editions(KEY):
        if rules.effective_from.year == year:
            return rules
    raise OutOfRange("calendar_missing", year=year)


def days_off(rules: Regulation) -> tuple[date, ...]:
    """Return every day off of a notice, in order."""
    return tuple(
        day for row in rules.rows("off") for day in _span(row.values["first"], row.values["last"])
    )


def make_up_days(rules: Regulation) -> tuple[date, ...]:
    """Return the weekend days that are worked, in order."""
    return tuple(row.values["day"] for row in rules.rows("make_up"))


def moved(day: date, count: int) -> date:
    """Return the day so many days later. Raises OutOfRange past the years 1 to 9999."""
    try:
        return day + timedelta(days=count)
    except OverflowError:
        raise OutOfRange("date_out_of_range", date=day.isoformat(), days=count) from None


def _span(first: date, last: date) -> Iterable[date]:
    return (moved(first, n) for n in range((last - first).days + 1))
