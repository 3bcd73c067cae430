"""Files named by their SHA-256: written whole or not at all, checked whenever they are read."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path

from db.exceptions import translated_files
from inspector_app.domain.events import BlobReference
from inspector_app.domain.exceptions import EvidenceBroken

_NAME = re.compile(r"[0-9a-f]{64}")


class FolderBlobStore:
    """Implements the port `BlobStore`: `<folder>/ab/abcdef...`, mode 0600."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with translated_files():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for left in folder.glob("*.part"):
                left.unlink()

    def put(self, data: bytes, *, role: str, media_type: str) -> BlobReference:
        """Write durably, then return the name. Raises StorageUnavailable, nothing left behind."""
        sha256 = hashlib.sha256(data).hexdigest()
        target = self.path(sha256)
        with translated_files():
            if not target.exists() or target.stat().st_size != len(data):
                self._write(target, data)
        return BlobReference(sha256=sha256, size=len(data), role=role, media_type=media_type)

    def get(self, sha256: str) -> bytes:
        """Return the bytes. Raises EvidenceBroken if altered, FileNotFoundError if not here."""
        data = self.path(sha256).read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise EvidenceBroken("blob_altered", sha256=sha256)
        return data

    def path(self, sha256: str) -> Path:
        """Return where the file lies. Raises EvidenceBroken for what is no SHA-256 in hex."""
        if not _NAME.fullmatch(sha256):
            raise EvidenceBroken("blob_name_invalid", sha256=sha256[:80])
        return self._folder / sha256[:2] / sha256

    def _write(self, target: Path, data: bytes) -> None:
        is_new = not target.parent.exists()
        target.parent.mkdir(mode=0o700, exist_ok=True)
        descriptor, name = tempfile.mkstemp(suffix=".part", dir=self._folder)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        sync_folder(target.parent)
        if is_new:
            sync_folder(self._folder)


def sync_folder(folder: Path) -> None:
    """Make a rename in the folder durable; Windows keeps its own journal and has no such call."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
