"""The local storage as one thing: one encrypted file, a folder of blobs, one writer.

Open it off the window's thread: it may migrate, check pages and rebuild projections.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from db import integrity, tables
from db.blob_store import FolderBlobStore, sync_folder
from db.case_registry import LocalCases
from db.engine import open_engine
from db.event_log import LocalEventLog
from db.exceptions import translated_files
from db.incoming_blobs import IncomingBlobs
from db.projections import Projections
from db.registry import LocalRegistry
from db.sync_store import LocalSyncStore
from db.unit_of_work import UnitOfWork
from inspector_app.domain.events import DeviceEnrolled, Event, EventDraft
from inspector_app.services.ports import Clock, IdSource, Signer

DATABASE_NAME = "hengping.db"
BLOB_FOLDER = "blobs"


class LocalStorage:
    """Implements the port `Storage`. Made by `open_storage`."""

    def __init__(
        self,
        work: UnitOfWork,
        *,
        log: LocalEventLog,
        registry: LocalRegistry,
        blobs: FolderBlobStore,
        incoming: IncomingBlobs,
        projections: Projections,
    ) -> None:
        self._work = work
        self.sync = LocalSyncStore(work, log, projections, blobs)
        self.log = log
        self.registry = registry
        self.cases = LocalCases(work)
        self.blobs = blobs
        self.incoming = incoming
        self.projections = projections

    @property
    def device_id(self) -> str:
        """Return the identity under which this laptop's chain runs."""
        return self.log.device_id

    def transaction(self) -> AbstractContextManager[None]:
        """Group several appends into one durable commit; an exception undoes all of them."""
        return self._work.transaction()

    def events_after(self, device_seq: int, limit: int = 500) -> Iterator[Event]:
        """Yield this device's events in order, for sync and export."""
        return self.log.events_after(device_seq, limit)

    def check_pages(self) -> None:
        """Read every page of the file. Raises StorageCorrupt."""
        with self._work.alone() as driver:
            integrity.require_sound_pages(driver)

    def close(self) -> None:
        """Sign the head, checkpoint and close."""
        try:
            self.log.sign_head()
            with self._work.alone() as driver:
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            self._work.close()


def open_storage(
    folder: Path,
    *,
    key: bytes,
    signer: Signer,
    clock: Clock,
    ids: IdSource,
    program_version: str = "",
) -> LocalStorage:
    """Open the storage of a folder, making it at the first run and migrating an older one.

    key: 32 random bytes. Raises StorageNewer (nothing touched), StorageCorrupt (see
    `db.salvage`), KeyUnavailable, StorageUnavailable (`second_instance`, `disk_full`...).
    """
    with translated_files():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / DATABASE_NAME
    work, version = _open_file(path, key)
    try:
        _bring_up_to_date(work, version)
        return _assembled(work, folder, signer, clock, ids, program_version)
    except BaseException:
        work.close()
        raise


def _open_file(path: Path, key: bytes) -> tuple[UnitOfWork, int]:
    """Return the open file and its version, 0 for one just made."""
    if not path.exists() or path.stat().st_size == 0:
        _make_file(path, key)
        version, was_closed = 0, True
    else:
        version = integrity.inspect_version(path, key)
        was_closed = not _has_journal(path)
        if 0 < version < tables.SCHEMA_VERSION:
            _copy_first(path, key, version)
    work = UnitOfWork(open_engine(path, key))
    if version:
        _require_whole(work, path, was_closed=was_closed)
    return work, version


def _copy_first(path: Path, key: bytes, version: int) -> None:
    from db.migrations import copy_before_upgrade

    copy_before_upgrade(path, key, version)


def _require_whole(work: UnitOfWork, path: Path, *, was_closed: bool) -> None:
    try:
        with work.alone() as driver:
            integrity.require_whole(driver, path, was_closed=was_closed)
    except BaseException:
        work.close()
        raise


def _make_file(path: Path, key: bytes) -> None:
    with translated_files():
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        os.close(descriptor)
        integrity.key_mark_path(path).write_text(integrity.key_mark(key), encoding="ascii")
        sync_folder(path.parent)


def _has_journal(path: Path) -> bool:
    journal = path.with_name(path.name + "-wal")
    return journal.exists() and journal.stat().st_size > 0


def _bring_up_to_date(work: UnitOfWork, version: int) -> None:
    if version < tables.SCHEMA_VERSION:
        # Alembic takes a tenth of a second to import: only when there is something to do.
        from db import migrations

        migrations.upgrade(work)
    projections = Projections(work)
    if not projections.is_current():
        with work.transaction():
            projections.rebuild()
            projections.mark_current()


def _assembled(
    work: UnitOfWork,
    folder: Path,
    signer: Signer,
    clock: Clock,
    ids: IdSource,
    program_version: str,
) -> LocalStorage:
    projections = Projections(work)
    with work.transaction():
        device_id = _device_id(work, ids)
        log = LocalEventLog(
            work, projections, device_id=device_id, signer=signer, clock=clock, ids=ids
        )
        _enrol(log, signer, program_version)
    blobs = FolderBlobStore(folder / BLOB_FOLDER)
    return LocalStorage(
        work,
        log=log,
        registry=LocalRegistry(work, clock),
        blobs=blobs,
        incoming=IncomingBlobs(blobs, folder / BLOB_FOLDER),
        projections=projections,
    )


def _device_id(work: UnitOfWork, ids: IdSource) -> str:
    found = work.rows("SELECT value FROM facts_about_this_file WHERE name = 'device_id'")
    if found:
        return str(found[0][0])
    device_id = ids.new_id()
    work.execute("INSERT INTO facts_about_this_file VALUES ('device_id', ?)", (device_id,))
    return device_id


def _enrol(log: LocalEventLog, signer: Signer, program_version: str) -> None:
    """Begin the chain with the device's public key; a new key is enrolled and signed at once."""
    public_key = base64.b64encode(signer.public_key).decode("ascii")
    enrolled = [e.body for e in log.stream(log.device_id) if isinstance(e.body, DeviceEnrolled)]
    if enrolled and enrolled[-1].public_key == public_key:
        return
    body = DeviceEnrolled(
        device_id=log.device_id, public_key=public_key, program_version=program_version
    )
    log.append(EventDraft(stream_id=log.device_id, scope="", body=body))
    log.sign_head()
