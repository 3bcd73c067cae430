"""The cases as sheets to export: one row a case, and one row each of their deadlines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from inspector_app.casework.case_deadlines import (
    CaseDeadline,
    DeadlineState,
    DeadlineTables,
    deadlines_of,
    nearest,
)
from inspector_app.casework.happenings import official_number, stage_of, title_of
from inspector_app.domain.case import Case
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.services.case_ports import Cases
from inspector_app.services.sheets import Sheet, Value
from inspector_app.words import current_language, marked
from inspector_app.words import gettext as _
from ui.cases import wording

_WINDOW: Final = 500
_MOST: Final = 1_000_000
"""Rows: a workbook holds 1,048,576."""
_ENDED: Final[dict[DeadlineState, str]] = {
    DeadlineState.MET: marked("Met"),
    DeadlineState.LATE: marked("Met too late"),
    DeadlineState.ENDED: marked("Ended with the case"),
}


def case_sheets(cases: Cases, book: RegulationBook, now: datetime) -> list[Sheet]:
    """Return every case, closed ones too, and every deadline; reads on the storage thread.

    now: the local wall clock, see `deadlines_of`.
    """
    tables = DeadlineTables(book)
    rows: list[tuple[Value, ...]] = []
    deadlines: list[tuple[Value, ...]] = []
    for case in _all(cases):
        found = deadlines_of(case, tables, now)
        rows.append(_case_row(case, nearest(found), now.date()))
        deadlines += [_deadline_row(case, one, now.date()) for one in found]
    return [
        Sheet(title=_("Cases"), columns=_case_columns(), rows=rows),
        Sheet(title=_("Deadlines"), columns=_deadline_columns(), rows=deadlines[:_MOST]),
    ]


def _all(cases: Cases) -> Iterator[Case]:
    for offset in range(0, _MOST, _WINDOW):
        window = cases.list_cases(offset=offset, limit=_WINDOW)
        yield from window
        if len(window) < _WINDOW:
            return


def _case_columns() -> tuple[str, ...]:
    return (
        _("Number"),
        _("Stage"),
        _("Premises"),
        _("Case"),
        _("Opened"),
        _("Nearest deadline"),
        _("Last day"),
        _("Calendar days left"),
        _("State"),
        _("Handled by"),
    )


def _case_row(case: Case, deadline: CaseDeadline | None, today: date) -> tuple[Value, ...]:
    return (
        official_number(case),
        wording.stage_word(stage_of(case)),
        case.premises.name if case.premises is not None else "",
        case.title,
        case.opened_at.astimezone().date(),
        wording.said(deadline.rule.title) if deadline is not None else "",
        _last_day(deadline) if deadline is not None else None,
        _days_left(deadline, today) if deadline is not None else None,
        wording.deadline_chip(deadline).text,
        wording.handlers(case, most=len(case.handlers)),
    )


def _deadline_columns() -> tuple[str, ...]:
    return (
        _("Number"),
        _("Case"),
        _("Deadline"),
        _("Counted from"),
        _("First day"),
        _("Period"),
        _("Last day"),
        _("Calendar days left"),
        _("State"),
        _("Article"),
        _("How well it is confirmed"),
    )


def _deadline_row(case: Case, one: CaseDeadline, today: date) -> tuple[Value, ...]:
    marks = dict.fromkeys(_(wording.MARKS[row.confirmation]) for row in (one.row, *one.also))
    return (
        official_number(case),
        case.title,
        wording.said(one.rule.title),
        title_of(one.start, current_language()),
        one.start.on,
        wording.period(one),
        _last_day(one),
        _days_left(one, today) if one.state.is_running else None,
        _state(one),
        wording.article(one),
        "; ".join(marks),
    )


def _state(one: CaseDeadline) -> str:
    if one.state in _ENDED:
        return _(_ENDED[one.state])
    return wording.deadline_chip(one).text


def _last_day(one: CaseDeadline) -> Value:
    """Return the day as a day; words where only the earliest is known, or the minute counts."""
    return one.due if one.moment is None and one.due is not None else wording.last_day(one)


def _days_left(one: CaseDeadline, today: date) -> int | None:
    """Return calendar days, so that a column sorts, whatever unit the law counts in."""
    last = one.moment.date() if one.moment is not None else one.due
    return (last - today).days if last is not None else None
