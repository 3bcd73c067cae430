"""An inspection's stream: read it, and add facts to it as one durable commit."""

from __future__ import annotations

from inspector_app.domain.events import BlobReference, EventBody, EventDraft
from inspector_app.domain.inspection import Inspection, State
from inspector_app.services.ports import EventLog


def load(log: EventLog, inspection_id: str) -> Inspection:
    """Return the inspection as its events left it. Raises WrongState(`inspection_unknown`)."""
    return Inspection.fold(log.stream(inspection_id))


def load_draft(log: EventLog, inspection_id: str) -> Inspection:
    """Return an inspection that may still be filled in. Raises WrongState in any other state."""
    inspection = load(log, inspection_id)
    inspection.require(State.DRAFT)
    return inspection


def record(
    log: EventLog, inspection: Inspection, *bodies: EventBody, blobs: tuple[BlobReference, ...] = ()
) -> Inspection:
    """Append facts to the stream, kept before this returns; return the inspection after them.

    blobs: files that the facts name; they must already lie in the blob store.
    """
    drafts = [
        EventDraft(
            stream_id=inspection.inspection_id, scope=inspection.scope, body=body, blobs=blobs
        )
        for body in bodies
    ]
    for event in log.append(*drafts):
        inspection = inspection.after(event)
    return inspection
