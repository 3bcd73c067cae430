"""A reading session begins and ends: which port spoke, in which protocol, and what it said."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.events import (
    BlobReference,
    EventDraft,
    ReadingSessionClosed,
    ReadingSessionOpened,
)
from inspector_app.services.ports import BlobStore, EventLog

CAPTURE_MEDIA_TYPE = "application/x-hengping-capture"


@dataclass(frozen=True, slots=True)
class ReadingSessions:
    """Records sessions; the capture of one becomes a blob when it ends."""

    log: EventLog
    blobs: BlobStore
    scope: str

    def open(self, opened: ReadingSessionOpened) -> None:
        """Record that a port began to deliver. The stream is the session's own."""
        self.log.append(EventDraft(stream_id=opened.session_id, scope=self.scope, body=opened))

    def close(
        self, session_id: str, *, interrupted: bool, frames: int, problems: int, capture: bytes
    ) -> None:
        """Record the end. capture: the session's file, empty if none was written."""
        blobs: tuple[BlobReference, ...] = ()
        if capture:
            blobs = (self.blobs.put(capture, role="capture", media_type=CAPTURE_MEDIA_TYPE),)
        body = ReadingSessionClosed(
            session_id=session_id,
            interrupted=interrupted,
            frames=frames,
            problems=problems,
            capture_sha256=blobs[0].sha256 if blobs else "",
            capture_size=blobs[0].size if blobs else 0,
        )
        self.log.append(EventDraft(stream_id=session_id, scope=self.scope, body=body, blobs=blobs))
