"""When this laptop last agreed with its office, and how the last round ended: for people only.

A small file beside the database, because it is no evidence: losing it loses a line on a screen.
"""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

import msgspec

from inspector_app.adapters.sealed_file import write_privately
from inspector_app.domain.exceptions import StorageUnavailable

FILE_NAME = "sync.json"
_LOG = logging.getLogger(__name__)


class SyncNote(msgspec.Struct, frozen=True, kw_only=True):
    """last_sync: wall clock of the last complete round. code: why the last round broke off.

    clock_ahead_ms: by how much this laptop's clock was ahead of the office's in that round.
    """

    last_sync: datetime | None = None
    clock_ahead_ms: int | None = None
    code: str = ""
    parameters: dict[str, str] = {}


def clock_checked(note: SyncNote) -> str:
    """Return when it was compared, and what was found: `2026-11-27T01:02:03+00:00 +412 ms`."""
    if note.last_sync is None or note.clock_ahead_ms is None:
        return ""
    return f"{note.last_sync.isoformat(timespec='seconds')} {note.clock_ahead_ms:+d} ms"


def read(folder: Path) -> SyncNote:
    """Return the note; an empty one where there is none that can be read."""
    try:
        return msgspec.json.decode((folder / FILE_NAME).read_bytes(), type=SyncNote)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return SyncNote()


def keep(folder: Path, note: SyncNote) -> None:
    """Keep the note; a full disk costs the note and nothing else."""
    try:
        write_privately(folder / FILE_NAME, msgspec.json.encode(note))
    except StorageUnavailable as error:
        _LOG.warning("%s was not written: %s", FILE_NAME, error)
