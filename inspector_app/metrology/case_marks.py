"""Which edition a case is judged by, and how well the figures of its answer are confirmed."""

from __future__ import annotations

from datetime import date
from typing import Any

from inspector_app.domain.judgement import Confirmation
from inspector_app.metrology.case_inputs import CaseInputs
from inspector_app.metrology.regulations import Regulation, Row

Result = dict[str, Any]

_STRENGTH = (
    Confirmation.VERIFIED,
    Confirmation.VERIFIED_SECONDARY,
    Confirmation.INFERRED,
    Confirmation.MEMORY,
)


def weakest(*marks: Confirmation) -> Confirmation:
    """Return the least confirmed of the marks; verified when there are none."""
    return max(marks, key=_STRENGTH.index, default=Confirmation.VERIFIED)


def with_mark(result: Result, *rows: Row, doubt: bool = False) -> Result:
    """Return the result with `confirmation`, `legal` and `cites` of the rows it rests on.

    legal: whether the words of a legal verdict may rest on it. doubt: the rows are confirmed, but
    the way they are used here is only inferred.
    """
    marks = [row.confirmation for row in rows] + [Confirmation.INFERRED] * doubt
    found = weakest(*marks)
    cites = dict.fromkeys(f"{row.regulation} {row.clause}" for row in rows)
    return {
        **result,
        "confirmation": found.value,
        "legal": found.is_confirmed,
        "cites": list(cites),
    }


def edition_of(case: CaseInputs, key: str, *days: str) -> Regulation:
    """Return the edition a case asks for: by `edition`, else by the first given day, else newest.

    `edition` is the number, the edition or the year it ends with. Raises InputInvalid
    (`edition_unknown`) for another one, OutOfRange for a day without an edition.
    """
    if case.has("edition"):
        return case.book.edition(key, case.text("edition"))
    on_date = day_of(case, *days)
    return case.book.newest(key) if on_date is None else case.book.in_force(key, on_date)


def day_of(case: CaseInputs, *names: str) -> date | None:
    """Return the first of these dates that is given, `date` last; None when none is."""
    return next((case.day(name) for name in (*names, "date") if case.has(name)), None)
