"""What is looked at before a file is trusted, and what can be saved from one that cannot be."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from db.engine import APPLICATION_ID, PAGE_BYTES, raw_connection
from db.exceptions import translated
from db.tables import SCHEMA_VERSION
from inspector_app.domain.exceptions import KeyUnavailable, StorageCorrupt, StorageNewer

_SMALL_FILE_BYTES = 32 * 1024 * 1024
"""Up to this size every page is read at opening (about 0.1 s)."""


def key_mark_path(path: Path) -> Path:
    """Return the file that tells a wrong key from a damaged database."""
    return path.with_name(path.name + ".key")


def key_mark(key: bytes) -> str:
    """Return what may be known of a random 256-bit key: half of a hash."""
    return hashlib.sha256(b"hengping-database-key-v1\n" + key).hexdigest()[:32]


def inspect_version(path: Path, key: bytes, *, newest: int = SCHEMA_VERSION) -> int:
    """Return the version of a closed file, 0 for an empty one, without changing a byte of it.

    Raises StorageNewer (left untouched), KeyUnavailable (`wrong_database_key`), StorageCorrupt,
    or StorageUnavailable(`second_instance`) while another program has it open.
    """
    _require_own_key(path, key)
    with translated():
        connection = raw_connection(path, key, read_only=True)
        try:
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            application = int(connection.execute("PRAGMA application_id").fetchone()[0])
            tables = int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
        finally:
            connection.close()
    if version > newest:
        raise StorageNewer(found=version, known=newest)
    if not version and not application and not tables:
        return 0  # killed while the file was being made: nothing was in it yet
    if application != APPLICATION_ID:
        raise StorageCorrupt("not_our_database", found=f"{application:08x}")
    return version


def require_whole(connection: Any, path: Path, *, was_closed: bool) -> None:
    """Check the open file: length always, every page when it is small or was not closed properly.

    Raises StorageCorrupt.
    """
    pages = int(connection.execute("PRAGMA page_count").fetchone()[0])
    if was_closed and path.stat().st_size < pages * PAGE_BYTES:
        raise StorageCorrupt("database_cut", size=path.stat().st_size, expected=pages * PAGE_BYTES)
    if not was_closed or pages * PAGE_BYTES <= _SMALL_FILE_BYTES:
        require_sound_pages(connection)


def require_sound_pages(connection: Any) -> None:
    """Read every page: authentication tag, then structure. Raises StorageCorrupt."""
    bad = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    bad = bad or [row for row in connection.execute("PRAGMA quick_check(1)") if row[0] != "ok"]
    if bad:
        raise StorageCorrupt("page_damaged", why=str(bad[0][0])[:120])


def _require_own_key(path: Path, key: bytes) -> None:
    mark = key_mark_path(path)
    said = mark.read_text(encoding="ascii").strip() if mark.exists() else ""
    if said and said != key_mark(key):
        raise KeyUnavailable("wrong_database_key", path=path.name)
