"""Looking after an office's database: is everything still what was accepted, and a copy of it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlcipher3.dbapi2 as sqlite

from db.blob_store import sync_folder
from db.exceptions import translated, translated_files
from db.office.engine import DATABASE_NAME
from db.office.links import read
from db.office.scopes import frontier_row
from db.office.work import OfficeWork, Transaction
from inspector_app.domain.exceptions import StorageUnavailable
from inspector_app.evidence import merkle

_PAGE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """Something that no longer holds. where: a scope or device. number: its seq or device_seq.

    what: `tree_differs`, `place_missing`, `record_altered`, `link_broken`, `link_missing`.
    """

    what: str
    where: str
    number: int


class OfficeUpkeep:
    """Computes again what the intake computed once."""

    def __init__(self, work: OfficeWork) -> None:
        self._work = work

    def check(self) -> tuple[Broken, ...]:
        """Return what does not hold: records, chains of devices, trees of scopes."""
        with self._work.reading() as t:
            scopes = [scope for (scope,) in t.rows("SELECT scope FROM scopes ORDER BY scope")]
            names = t.rows("SELECT DISTINCT device_id FROM events ORDER BY device_id")
            found = [broken for scope in scopes for broken in _check_tree(t, scope)]
            return (*found, *(broken for (name,) in names for broken in _check_chain(t, name)))

    def stored_files(self) -> Sequence[str]:
        """Return the SHA-256 of every file that the office said it has."""
        with self._work.reading() as t:
            return [sha256 for (sha256,) in t.rows("SELECT sha256 FROM stored_blobs ORDER BY 1")]


def copy_database(folder: Path, target: Path) -> None:
    """Copy the SQLite database of an office that may be running, consistent and durable.

    Raises StorageUnavailable: `backup_exists`, `backup_no_database`, `disk_full`...
    """
    source = folder / DATABASE_NAME
    if not source.exists():
        raise StorageUnavailable("backup_no_database", folder=folder)
    if target.exists():
        raise StorageUnavailable("backup_exists", file=target)
    temporary = target.with_name(target.name + ".part")
    with translated(), translated_files():
        temporary.unlink(missing_ok=True)
        connection = sqlite.connect(str(source), isolation_level=None)
        try:
            connection.execute("VACUUM INTO ?", (str(temporary),))
        finally:
            connection.close()
        temporary.chmod(0o600)
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(target)
        sync_folder(target.absolute().parent)


def _check_tree(t: Transaction, scope: str) -> Iterator[Broken]:
    rows = t.rows(
        "SELECT seq, hash FROM events WHERE scope = ? AND seq IS NOT NULL ORDER BY seq", (scope,)
    )
    for expected, (seq, _) in enumerate(rows, 1):
        if seq != expected:
            yield Broken(what="place_missing", where=scope, number=expected)
            return
    known = frontier_row(t, scope)
    root = merkle.root_of([merkle.leaf_hash(bytes(event_hash)) for _, event_hash in rows])
    if known.head != len(rows) or known.frontier.root() != root:
        yield Broken(what="tree_differs", where=scope, number=known.head)


def _check_chain(t: Transaction, device_id: str) -> Iterator[Broken]:
    rows = t.rows("SELECT device_seq FROM quarantine WHERE device_id = ?", (device_id,))
    aside = {seq for (seq,) in rows}
    last, tip = 0, ""
    for seq, event_hash, record in _links(t, device_id):
        if hashlib.sha256(record).digest() != event_hash:
            yield Broken(what="record_altered", where=device_id, number=seq)
        missing = set(range(last + 1, seq)) - aside
        if missing:
            yield Broken(what="link_missing", where=device_id, number=min(missing))
        header = read(seq, record).header
        follows = header is not None and (not tip or header.previous_hash == tip)
        if seq == last + 1 and not follows:
            yield Broken(what="link_broken", where=device_id, number=seq)
        last, tip = seq, event_hash.hex()


def _links(t: Transaction, device_id: str) -> Iterator[tuple[int, bytes, bytes]]:
    after = 0
    while rows := t.rows(
        "SELECT device_seq, hash, record FROM events WHERE device_id = ? AND device_seq > ? "
        "ORDER BY device_seq LIMIT ?",
        (device_id, after, _PAGE),
    ):
        for seq, event_hash, record in rows:
            yield seq, bytes(event_hash), bytes(record)
        after = rows[-1][0]
