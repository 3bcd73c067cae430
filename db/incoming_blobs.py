"""Files that are being fetched: kept piece by piece, so that a cut costs the last piece only."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from db.blob_store import FolderBlobStore, sync_folder
from db.exceptions import translated_files
from inspector_app.domain.exceptions import EvidenceBroken

FOLDER = "incoming"


class IncomingBlobs:
    """Implements the port `IncomingFiles` beside a blob store, on the same disk.

    Used by one fetch at a time. Nothing here counts as a file of the store before `finish`.
    """

    def __init__(self, blobs: FolderBlobStore, folder: Path) -> None:
        self._blobs, self._folder = blobs, folder / FOLDER

    def is_here(self, sha256: str) -> bool:
        """Say whether the whole file lies in the store. Raises EvidenceBroken for a bad name."""
        return self._blobs.path(sha256).exists()

    def held(self, sha256: str) -> int:
        """Return how many bytes came so far, 0 for none."""
        part = self._part(sha256)
        return part.stat().st_size if part.exists() else 0

    def add(self, sha256: str, start: int, piece: bytes) -> None:
        """Keep a piece that follows what is held. Raises StorageUnavailable (a full disk).

        A piece that does not follow (start is not `held`) raises ValueError: a fault of ours.
        """
        if start != self.held(sha256):
            raise ValueError(f"a piece from {start} does not follow {self.held(sha256)}")
        with translated_files():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            part = self._part(sha256)
            part.touch(mode=0o600)
            with part.open("ab") as file:
                file.write(piece)

    def finish(self, sha256: str) -> None:
        """Check what came and move it into the store.

        Raises EvidenceBroken(`file_came_altered`) with what came thrown away.
        """
        part, target = self._part(sha256), self._blobs.path(sha256)
        with translated_files():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            part.touch(mode=0o600)  # an empty file has no piece
            with part.open("rb+") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
                if found == sha256:
                    file.flush()
                    os.fsync(file.fileno())
            if found != sha256:
                part.unlink()
                raise EvidenceBroken("file_came_altered", sha256=sha256)
            target.parent.mkdir(mode=0o700, exist_ok=True)
            part.replace(target)
            sync_folder(target.parent)

    def forget(self, sha256: str) -> None:
        """Throw away what came of a file that cannot be this one."""
        self._part(sha256).unlink(missing_ok=True)

    def _part(self, sha256: str) -> Path:
        return self._folder / self._blobs.path(sha256).name
