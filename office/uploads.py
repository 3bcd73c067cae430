"""Files on their way in: resumable, one writer each, checked as a whole before they count."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import msgspec

from db.blob_store import sync_folder
from db.exceptions import translated_files
from inspector_app.domain.exceptions import InputInvalid, OfficeRefused
from inspector_app.services.office_ports import Intake
from inspector_app.services.ports import BlobStore
from inspector_app.sync.messages import MAX_FILE_BYTES

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LIFETIME = timedelta(days=35)
"""A laptop may be on a field trip for a month before it can go on."""
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ID = re.compile(r"[0-9a-f]{64}-[0-9a-f]{16}")
_READ_BYTES = 1024 * 1024


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """A file that is arriving. upload_id: names hash and device, so it is found again."""

    upload_id: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class UploadFolder:
    """Keeps `<id>.json` and `<id>.part` in a folder on the blobs' disk."""

    folder: Path
    blobs: BlobStore
    intake: Intake

    def create(self, sha256: str, size: int, device_id: str) -> Upload:
        """Return the device's upload of this file, begun now or found again.

        Raises InputInvalid: `blob_name_invalid`, `blob_too_large`; StorageUnavailable.
        """
        if not _SHA256.fullmatch(sha256):
            raise InputInvalid("blob_name_invalid", field="sha256")
        if not 0 < size <= MAX_FILE_BYTES:
            raise InputInvalid("blob_too_large", field="size", limit=MAX_FILE_BYTES)
        upload = Upload(upload_id=f"{sha256}-{owner_of(device_id)}", sha256=sha256, size=size)
        note, part = self._note(upload.upload_id), self._part(upload.upload_id)
        with translated_files():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self.find(upload.upload_id, device_id) != upload:
                part.write_bytes(b"")
                fresh = note.with_suffix(".new")
                fresh.write_bytes(msgspec.json.encode(upload))
                fresh.replace(note)
        return upload

    def find(self, upload_id: str, device_id: str) -> Upload | None:
        """Return a device's own upload, None when unknown or another's."""
        if not _ID.fullmatch(upload_id) or not upload_id.endswith(owner_of(device_id)):
            return None
        try:
            return msgspec.json.decode(self._note(upload_id).read_bytes(), type=Upload)
        except (FileNotFoundError, msgspec.DecodeError):
            return None

    def stored_size(self, upload_id: str) -> int | None:
        """Return the size of the file that this upload became, None if it did not."""
        if not _ID.fullmatch(upload_id):
            return None
        path = self.blobs.path(upload_id.partition("-")[0])
        return path.stat().st_size if path.exists() else None

    def offset(self, upload: Upload) -> int:
        """Return how many bytes are here."""
        try:
            return self._part(upload.upload_id).stat().st_size
        except FileNotFoundError:
            return 0

    @contextmanager
    def writing(self, upload: Upload, offset: int) -> Iterator[BinaryIO]:
        """Give the file to append to, for one writer at a time; durable at the end.

        Raises OfficeRefused: `upload_busy`, `upload_offset_differs` (expected: the true one).
        """
        with translated_files(), self._part(upload.upload_id).open("ab") as file, _locked(file):
            here = file.seek(0, os.SEEK_END)
            if here != offset:
                raise OfficeRefused("upload_offset_differs", expected=here)
            try:
                yield file
            finally:
                file.flush()
                os.fsync(file.fileno())

    def finish(self, upload: Upload, now: datetime) -> None:
        """Move a complete file into the blob store and note it.

        Raises OfficeRefused(`blob_hash_differs`): it is dropped and has to be sent again.
        """
        part = self._part(upload.upload_id)
        with translated_files():
            if _hash_of(part) != upload.sha256:
                self._forget(upload.upload_id)
                raise OfficeRefused("blob_hash_differs", sha256=upload.sha256)
            target = self.blobs.path(upload.sha256)
            target.parent.mkdir(mode=0o700, exist_ok=True)
            part.replace(target)
            sync_folder(target.parent)
            sync_folder(target.parent.parent)
        self.intake.blob_stored(upload.sha256, upload.size, now)
        self._forget(upload.upload_id)

    def sweep(self, now: datetime) -> int:
        """Drop what nobody touched for `LIFETIME`; return how many."""
        oldest = (now - LIFETIME).timestamp()
        old = [p for p in self.folder.glob("*.part") if p.stat().st_mtime < oldest]
        for part in old:
            self._forget(part.stem)
        return len(old)

    def _forget(self, upload_id: str) -> None:
        self._note(upload_id).unlink(missing_ok=True)
        self._part(upload_id).unlink(missing_ok=True)

    def _note(self, upload_id: str) -> Path:
        return self.folder / f"{upload_id}.json"

    def _part(self, upload_id: str) -> Path:
        return self.folder / f"{upload_id}.part"


def owner_of(device_id: str) -> str:
    """Return what stands for a device in an upload's name, 16 hex digits."""
    return hashlib.sha256(device_id.encode()).hexdigest()[:16]


def _hash_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_READ_BYTES):
            digest.update(block)
    return digest.hexdigest()


@contextmanager
def _locked(file: BinaryIO) -> Iterator[None]:
    """Hold the file alone, against other threads and processes; the system frees it on a kill."""
    try:
        if sys.platform == "win32":
            file.seek(2**30)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise OfficeRefused("upload_busy", retry_after=5) from error
    try:
        yield
    finally:
        if sys.platform == "win32":
            file.seek(2**30)
            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_UN)
