"""The captures behind a record: each session that it holds readings of, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator

from db.office.entries import Entry, stream_of
from db.office.work import Transaction
from inspector_app.domain.events import BlobReference
from inspector_app.domain.inspection import Inspection
from inspector_app.services.record_ports import RecordFile

_ROLE = "capture"


def captures_of(t: Transaction, inspection: Inspection, scope: str) -> list[RecordFile]:
    """Return the captures in the order of the readings, named by their protocol.

    scope: the record's division; a session of another one is not its reader's business. A session
    that is still open, or whose events have not come, has none yet.
    """
    return [
        RecordFile(
            blob=blob,
            name=f"{protocol.replace('/', '-')}.hpcapture",
            stored=bool(t.rows("SELECT 1 FROM stored_blobs WHERE sha256 = ?", (blob.sha256,))),
        )
        for session_id, protocol in _sessions(inspection).items()
        for blob in _blobs(stream_of(t, session_id), scope)
    ]


def _sessions(inspection: Inspection) -> dict[str, str]:
    """Return the protocol of each session that an observation came from, by the session's id."""
    said = (
        reading
        for seen in inspection.observations
        for reading in (seen.indication, *seen.readings.values())
    )
    return {
        reading.session_id: reading.protocol for reading in said if reading and reading.session_id
    }


def _blobs(entries: list[Entry], scope: str) -> Iterator[BlobReference]:
    for entry in entries:
        if entry.scope == scope:
            yield from (blob for blob in entry.blobs if blob.role == _ROLE)
