"""Cases as lists and files read them. Implemented in `db/case_registry.py` and by fakes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from inspector_app.domain.case import Case, Stage


class Cases(Protocol):
    """Read side of cases; rebuilt from the log at any time."""

    def case(self, case_id: str) -> Case | None:
        """Return a case, None if it is not known here."""
        ...

    def list_cases(
        self, *, stages: Sequence[Stage] = (), offset: int = 0, limit: int = 500
    ) -> Sequence[Case]:
        """Return a window of cases in these stages (all if none is named), newest first."""
        ...

    def cases_of(self, inspection_id: str) -> Sequence[Case]:
        """Return the cases that rest on an inspection, newest first."""
        ...
