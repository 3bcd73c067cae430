"""The sealed record: an inspection as canonical JSON together with the hashes of its events."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import takewhile

from inspector_app.domain.events import Event, InspectionSealed
from inspector_app.domain.inspection import Inspection
from inspector_app.evidence import canonical

FORMAT = "hengping-record"
VERSION = 1


def record_bytes(events: Sequence[Event]) -> bytes:
    """Return the record of an inspection's stream, everything before its seal.

    The same bytes come out before sealing and at any time after it.
    Raises WrongState when the stream opens no inspection.
    """
    kept = tuple(takewhile(lambda event: not isinstance(event.body, InspectionSealed), events))
    return canonical.encode(
        {
            "format": FORMAT,
            "version": VERSION,
            "inspection": canonical.to_plain(Inspection.fold(kept)),
            "events": [_trace(event) for event in kept],
        }
    )


def record_sha256(record: bytes) -> str:
    """Return the SHA-256 of the record, lower-case hex."""
    return hashlib.sha256(record).hexdigest()


def _trace(event: Event) -> dict[str, object]:
    """Return what ties the record to the device's chain."""
    return {
        "event_id": event.event_id,
        "device_id": event.device_id,
        "device_seq": event.device_seq,
        "type": canonical.plain_body(event.body)[0],
        "recorded_at": canonical.to_plain(event.recorded_at),
        "previous_hash": event.previous_hash,
        "hash": event.hash,
    }
