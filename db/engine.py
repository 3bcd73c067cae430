"""One encrypted SQLite connection, set up the one way that was measured to be durable and fast.

SQLCipher with a raw 256-bit key, 4 KiB pages, WAL, synchronous=FULL, autocheckpoint 1000 (a WAL
that grows pays more per commit than one that is reused), and an exclusive lock held while open:
a second program finds the file locked, and no shared-memory file is needed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from inspector_app.domain.exceptions import InputInvalid, StorageUnavailable

APPLICATION_ID = 0x48504E47
"""`HPNG`, in the header of every database file of ours."""
KEY_BYTES = 32
SQLITE_FLOOR = (3, 46, 0)
"""Older engines answered Chinese searches wrongly and have no contentless_delete."""
PAGE_BYTES = 4096
AUTOCHECKPOINT_PAGES = 1000


def open_engine(path: Path, key: bytes) -> Engine:
    """Return an engine over one connection to `path`, made if missing. key: 32 bytes.

    The connection may be used from any thread, one at a time (`UnitOfWork` sees to that).
    """
    _require_engine_version()

    def connect() -> Any:
        connection = raw_connection(path, key)
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute(f"PRAGMA wal_autocheckpoint={AUTOCHECKPOINT_PAGES}")
        return connection

    engine = create_engine("sqlite://", module=sqlcipher, creator=connect, poolclass=StaticPool)
    event.listen(engine, "begin", _begin)
    return engine


def raw_connection(path: Path, key: bytes, *, read_only: bool = False) -> Any:
    """Return a bare keyed connection in autocommit mode; a wrong key shows at the first read."""
    if len(key) != KEY_BYTES:
        raise InputInvalid("key_length", field="key", value=len(key))
    mode = "ro" if read_only else "rwc"
    connection = sqlcipher.connect(
        f"{path.resolve().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=0,
        check_same_thread=False,
    )
    # The library else writes a line to stderr for each damaged page; failures are raised anyway.
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute(f"PRAGMA cipher_page_size = {PAGE_BYTES}")
    return connection


def _begin(connection: Any) -> None:
    # Without this the driver's autocommit mode lets a rollback silently keep the write.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _require_engine_version() -> None:
    found = sqlcipher.sqlite_version_info
    if found < SQLITE_FLOOR:
        raise StorageUnavailable("sqlite_too_old", found=sqlcipher.sqlite_version)
