"""The one connection and its transactions: nested uses join the outermost, a failure undoes all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, text

from db.exceptions import translated


class UnitOfWork:
    """Serialises all work on one connection.

    Any thread may use it; each waits for the others (the program gives it one storage thread).
    """

    dialect = "sqlite"

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.RLock()
        self._depth = 0
        self._undone: list[Callable[[], None]] = []
        with translated():
            self._connection: Connection = engine.connect()

    def on_rollback(self, action: Callable[[], None]) -> None:
        """Call `action` after every rollback: what is remembered in memory must be read again."""
        self._undone.append(action)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Group work into one durable commit.

        Raises StorageUnavailable or StorageCorrupt with nothing written.
        """
        with self._lock:
            if self._depth:
                yield
                return
            with translated():
                yield from self._outermost()

    def execute(self, statement: str, parameters: tuple[object, ...] = ()) -> CursorResult[Any]:
        """Run SQL inside the current transaction; `?` marks the parameters."""
        return self._connection.exec_driver_sql(statement, parameters)

    def rows(self, statement: str, parameters: tuple[object, ...] = ()) -> list[Any]:
        """Return all rows of a query, in a transaction of its own if none is open."""
        with self.transaction():
            return list(self._connection.exec_driver_sql(statement, parameters))

    def named_rows(self, statement: str, values: dict[str, object]) -> list[Any]:
        """Return all rows of a query whose parameters are `:names`."""
        with self.transaction():
            return list(self._connection.execute(text(statement), values))

    @property
    def connection(self) -> Connection:
        """Return the connection, for migrations; only inside `transaction`."""
        return self._connection

    @contextmanager
    def alone(self) -> Iterator[Any]:
        """Give the bare driver connection outside any transaction (PRAGMA, checkpoint, backup)."""
        with self._lock, translated():
            yield self._connection.connection.dbapi_connection

    def close(self) -> None:
        """Close the connection and give the file free."""
        with self._lock, translated():
            self._connection.close()
            self._engine.dispose()

    def _outermost(self) -> Iterator[None]:
        self._depth = 1
        try:
            transaction = self._connection.begin()
            try:
                yield
                transaction.commit()
            except BaseException:
                self._undo(transaction)
                raise
        finally:
            self._depth = 0

    def _undo(self, transaction: Any) -> None:
        """Roll back, even when SQLite already did so by itself (disk full, I/O error)."""
        try:
            transaction.rollback()
        finally:
            driver = self._connection.connection.dbapi_connection
            if driver is not None and driver.in_transaction:
                driver.execute("ROLLBACK")
            for action in self._undone:
                action()
