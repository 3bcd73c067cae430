"""The read side of cases: what the board, the search and an inspection's page ask."""

from __future__ import annotations

from collections.abc import Sequence

from db.unit_of_work import UnitOfWork
from inspector_app.domain.case import Case, Stage
from inspector_app.evidence import canonical


class LocalCases:
    """Implements the port `Cases`."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def case(self, case_id: str) -> Case | None:
        """Return a case, None if it is not known here."""
        rows = self._work.rows("SELECT data FROM cases WHERE case_id = ?", (case_id,))
        return canonical.from_json(bytes(rows[0][0]), Case) if rows else None

    def list_cases(
        self, *, stages: Sequence[Stage] = (), offset: int = 0, limit: int = 500
    ) -> Sequence[Case]:
        """Return a window of cases in these stages (all if none is named), newest first."""
        marks = ", ".join("?" * len(stages))
        where = f"WHERE stage IN ({marks}) " if stages else ""
        statement = f"SELECT data FROM cases {where}ORDER BY opened DESC LIMIT ? OFFSET ?"  # noqa: S608 - own
        values = (*(stage.value for stage in stages), limit, offset)
        return [
            canonical.from_json(bytes(data), Case) for (data,) in self._work.rows(statement, values)
        ]

    def cases_of(self, inspection_id: str) -> Sequence[Case]:
        """Return the cases that rest on an inspection, newest first."""
        rows = self._work.rows(
            "SELECT c.data FROM case_inspections i JOIN cases c ON c.case_id = i.case_id "
            "WHERE i.inspection_id = ? ORDER BY c.opened DESC",
            (inspection_id,),
        )
        return [canonical.from_json(bytes(data), Case) for (data,) in rows]
