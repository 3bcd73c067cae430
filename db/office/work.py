"""Transactions at the office: one connection each, `?` parameters on both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, CursorResult, Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from db.exceptions import of_database
from db.office.engine import is_postgresql
from inspector_app.domain.exceptions import InspectorError, StorageUnavailable

SENSELESS = (
    InspectorError,
    ValueError,
    LookupError,
    TypeError,
    ArithmeticError,
    AttributeError,
    AssertionError,
    RuntimeError,
    msgspec.MsgspecError,
)
"""What reading an event that makes no sense may raise; it stops nobody."""
_PG_OF_THE_VALUES = ("22", "23", "54")
"""Classes of SQLSTATE: data exception, constraint violated, longer than an index takes."""
_PG_FULL = ("53100", "53000", "53400")


class Transaction:
    """Statements inside one transaction."""

    def __init__(self, connection: Connection, *, postgresql: bool) -> None:
        self.connection = connection
        self.postgresql = postgresql

    @property
    def dialect(self) -> str:
        """Return `sqlite` or `postgresql`."""
        return "postgresql" if self.postgresql else "sqlite"

    def attempt(self, action: Callable[[Transaction], None]) -> Exception | None:
        """Do something, or nothing of it where what it writes makes no sense; return why.

        What is the database's own trouble (a full disk) is raised as ever.
        """
        try:
            with self.connection.begin_nested():
                action(self)
        except SENSELESS as failure:
            return failure
        except DBAPIError as failure:
            if not _is_of_the_values(failure):
                raise
            return failure
        return None

    def execute(self, statement: str, parameters: Sequence[object] = ()) -> CursorResult[Any]:
        """Run SQL; `?` marks the parameters."""
        return self.connection.exec_driver_sql(self._said(statement), tuple(parameters))

    def rows(self, statement: str, parameters: Sequence[object] = ()) -> list[Any]:
        """Return all rows."""
        return list(self.execute(statement, parameters))

    def many(self, statement: str, parameters: list[tuple[object, ...]]) -> None:
        """Run SQL once for each row of parameters."""
        if parameters:
            self.connection.exec_driver_sql(self._said(statement), parameters)

    @property
    def for_update(self) -> str:
        """Return what makes a SELECT lock its rows; SQLite's writer is alone already."""
        return " FOR UPDATE" if self.postgresql else ""

    def beside_others(self, lock: int, *, alone: bool) -> None:
        """Share a lock until the commit, or hold it alone; SQLite's writer is alone already."""
        if self.postgresql:
            kind = "" if alone else "_shared"
            self.execute(f"SELECT pg_advisory_xact_lock{kind}(?)", (lock,))

    def _said(self, statement: str) -> str:
        return _pg(statement) if self.postgresql else statement


class OfficeWork:
    """Gives transactions from a pool; any thread may ask."""

    def __init__(self, writer: Engine, reader: Engine) -> None:
        self._writer, self._reader = writer, reader

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Group work into one durable commit. Raises StorageUnavailable with nothing written."""
        with _translated(), self._writer.begin() as connection:
            yield Transaction(connection, postgresql=is_postgresql(self._writer))

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Give one consistent view."""
        with _translated(), self._reader.connect() as connection:
            if is_postgresql(self._reader):
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield Transaction(connection, postgresql=is_postgresql(self._reader))

    def close(self) -> None:
        """Give the connections back."""
        self._writer.dispose()
        self._reader.dispose()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise _of(error) from error


def _is_of_the_values(error: DBAPIError) -> bool:
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return str(state).startswith(_PG_OF_THE_VALUES)
    return isinstance(error, DataError | IntegrityError)


def _of(error: DBAPIError) -> InspectorError:
    state = getattr(error.orig, "sqlstate", None)
    if state in _PG_FULL:
        return StorageUnavailable("disk_full", why=str(error.orig)[:120])
    if state is not None:
        return StorageUnavailable(why=str(error.orig)[:120])
    return of_database(error.orig or error)


@cache
def _pg(statement: str) -> str:
    return statement.replace("%", "%%").replace("?", "%s")
