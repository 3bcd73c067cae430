"""A photo becomes evidence: made fit to keep, stored under its hash, then named by an event."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.events import PhotoAttached, PhotoWithdrawn
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.inspection import Inspection
from inspector_app.services.inspection_log import load_draft, record
from inspector_app.services.ports import BlobStore, EventLog, IdSource, PictureTool

MAX_BYTES = 40 * 1024 * 1024
"""A phone's largest photo is some 25 MB; more is a film or a mistake."""


def read_picture_file(path: Path) -> bytes:
    """Return the file's bytes, its size asked before it is read.

    Raises InputInvalid(`photo_too_large`, `photo_unreadable`).
    """
    try:
        size = path.stat().st_size
        _require_size(size)
        return path.read_bytes()
    except OSError as error:
        raise InputInvalid("photo_unreadable", field="photo", name=path.name) from error


def _require_size(size: int) -> None:
    if size > MAX_BYTES:
        megabytes = MAX_BYTES // 2**20
        raise InputInvalid(
            "photo_too_large", field="photo", size=f"{size // 2**20} MB", limit=f"{megabytes} MB"
        )


@dataclass(frozen=True, slots=True)
class AttachPhoto:
    """Keep a photo with its role and caption."""

    log: EventLog
    blobs: BlobStore
    ids: IdSource
    pictures: PictureTool

    def __call__(
        self, inspection_id: str, data: bytes, *, role: str, caption: str = ""
    ) -> Inspection:
        """Store the photo, record it and return the inspection.

        Raises InputInvalid for what is no photo or too big, WrongState once concluded,
        StorageUnavailable when the disk is full; in each case nothing changed.
        """
        inspection = load_draft(self.log, inspection_id)
        _require_size(len(data))
        jpeg, width, height = self.pictures.normalise(data)
        facts = self.pictures.examine(data)
        blob = self.blobs.put(jpeg, role="photo", media_type="image/jpeg")
        body = PhotoAttached(
            photo_id=self.ids.new_id(),
            role=role,
            caption=caption.strip(),
            sha256=blob.sha256,
            size=blob.size,
            media_type=blob.media_type,
            width=width,
            height=height,
            perceptual_hash=facts.perceptual_hash,
            qr_texts=facts.qr_texts,
            photo_taken_at=facts.taken_at,
            photo_position=facts.position,
        )
        return record(self.log, inspection, body, blobs=(blob,))


@dataclass(frozen=True, slots=True)
class WithdrawPhoto:
    """Take a photo back; its file and both events stay."""

    log: EventLog

    def __call__(self, inspection_id: str, photo_id: str, *, reason: str) -> Inspection:
        """Record the withdrawal. Raises InputInvalid(`nothing_to_withdraw`), WrongState."""
        inspection = load_draft(self.log, inspection_id)
        if photo_id not in {photo.photo_id for photo in inspection.photos_kept()}:
            raise InputInvalid("nothing_to_withdraw", field="photo")
        return record(self.log, inspection, PhotoWithdrawn(photo_id=photo_id, reason=reason))
