"""An inspection's stream: read it, and add facts to it as one durable commit."""

from __future__ import annotations

from collections.abc import Sequence

from inspector_app.domain.events import (
    BlobReference,
    Event,
    EventBody,
    EventDraft,
    ReportIssued,
    ReportVoided,
    Superseded,
    Voided,
)
from inspector_app.domain.exceptions import WrongState
from inspector_app.domain.inspection import Inspection, State
from inspector_app.services.ports import EventLog

_FOR_EVERYBODY = (ReportIssued, ReportVoided, Voided, Superseded)
"""What may happen to a record on another laptop than the one that made it."""


def load(log: EventLog, inspection_id: str) -> Inspection:
    """Return the inspection as its events left it. Raises WrongState(`inspection_unknown`)."""
    return Inspection.fold(log.stream(inspection_id))


def load_draft(log: EventLog, inspection_id: str) -> Inspection:
    """Return an inspection that may still be filled in here.

    Raises WrongState in any other state, or `owned_by_another_device`.
    """
    events = log.stream(inspection_id)
    _require_own(log, events)
    inspection = Inspection.fold(events)
    inspection.require(State.DRAFT)
    return inspection


def record(
    log: EventLog, inspection: Inspection, *bodies: EventBody, blobs: tuple[BlobReference, ...] = ()
) -> Inspection:
    """Append facts to the stream, kept before this returns; return the inspection after them.

    blobs: files that the facts name; they must already lie in the blob store. Raises
    WrongState(`owned_by_another_device`) for facts that only the laptop that opened it may add.
    """
    # A draft was checked when it was loaded; what follows it is rare enough to look again.
    if inspection.state is not State.DRAFT and not all(
        isinstance(body, _FOR_EVERYBODY) for body in bodies
    ):
        _require_own(log, log.stream(inspection.inspection_id))
    drafts = [
        EventDraft(
            stream_id=inspection.inspection_id, scope=inspection.scope, body=body, blobs=blobs
        )
        for body in bodies
    ]
    for event in log.append(*drafts):
        inspection = inspection.after(event)
    return inspection


def _require_own(log: EventLog, events: Sequence[Event]) -> None:
    if events and events[0].device_id != log.device_id:
        raise WrongState("owned_by_another_device", device_id=events[0].device_id)
