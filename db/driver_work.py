"""The bare driver as a `Work`: for pages of a thousand events, where each layer counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from db.unit_of_work import UnitOfWork


class DriverWork:
    """Statements straight on the driver, inside a transaction of the `UnitOfWork`."""

    dialect = "sqlite"

    def __init__(self, driver: Any) -> None:
        self._driver = driver

    def execute(self, statement: str, parameters: tuple[object, ...] = ()) -> Any:
        """Run one statement; return the cursor."""
        return self._driver.execute(statement, parameters)

    def rows(self, statement: str, parameters: tuple[object, ...] = ()) -> list[Any]:
        """Return all rows."""
        return list(self._driver.execute(statement, parameters).fetchall())

    def many(self, statement: str, parameters: Sequence[tuple[object, ...]]) -> None:
        """Run SQL once for each row of parameters."""
        self._driver.executemany(statement, parameters)


def driver_work(work: UnitOfWork) -> DriverWork:
    """Return the driver of an open transaction."""
    return DriverWork(work.connection.connection.dbapi_connection)
