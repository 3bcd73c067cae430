"""What projections ask of a database, so that laptop and office keep the same rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol


class Written(Protocol):
    """What is known after a statement."""

    @property
    def rowcount(self) -> int:
        """Return how many rows it changed."""
        ...


class Work(Protocol):
    """A connection inside a transaction that somebody else began. `?` marks the parameters.

    SQL for it is the part that SQLite 3.46 and PostgreSQL share.
    """

    @property
    def dialect(self) -> str:
        """Return `sqlite` or `postgresql`; only the search index asks."""
        ...

    def execute(self, statement: str, parameters: tuple[object, ...] = ()) -> Written:
        """Run one statement."""
        ...

    def rows(self, statement: str, parameters: tuple[object, ...] = ()) -> Sequence[Any]:
        """Return all rows of a query (or of a RETURNING clause)."""
        ...
