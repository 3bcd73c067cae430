"""The one place where the office's two engines differ: how to connect, begin and lock.

Embedded SQLite (the same pinned library as the laptop's, without a key: the machine's disk is the
office's to protect) or PostgreSQL by URL. WAL, synchronous=FULL: a receipt outlives a power cut.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlite
from sqlalchemy import Engine, QueuePool, create_engine, event

from db.engine import AUTOCHECKPOINT_PAGES, PAGE_BYTES

DATABASE_NAME = "office.db"
BUSY_SECONDS = 20
"""How long a writer waits for the one before it; pushes take milliseconds."""
POOL = 16


def open_engines(place: str | Path) -> tuple[Engine, Engine]:
    """Return (writer, reader) for a folder or a `postgresql://` URL; they may be the same."""
    text = str(place)
    if text.startswith(("postgresql://", "postgresql+psycopg://")):
        url = text.replace("postgresql://", "postgresql+psycopg://", 1)
        engine = create_engine(url, pool_size=POOL, max_overflow=POOL, pool_pre_ping=True)
        return engine, engine
    path = Path(place) / DATABASE_NAME
    return _sqlite(path, "BEGIN IMMEDIATE"), _sqlite(path, "BEGIN")


def is_postgresql(engine: Engine) -> bool:
    """Say which of the two it is."""
    return engine.dialect.name == "postgresql"


def _sqlite(path: Path, begin: str) -> Engine:
    def connect() -> Any:
        connection = sqlite.connect(
            str(path), isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False
        )
        connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {AUTOCHECKPOINT_PAGES}")
        return connection

    engine = create_engine(
        "sqlite://", module=sqlite, creator=connect, poolclass=QueuePool, pool_size=POOL
    )
    # Without its own BEGIN the driver's autocommit lets a rollback silently keep the write.
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine
