"""Streams as this laptop knows them: its own events and those pulled, in the office's order."""

from __future__ import annotations

from typing import Any

from db.work import Work
from inspector_app.domain.events import Event
from inspector_app.evidence import chain
from inspector_app.sync.merge import Placed, office_order

_OWN = (
    "SELECT e.record, r.scope, r.scope_seq FROM events e LEFT JOIN receipts r "
    "ON r.device_seq = e.device_seq WHERE e.stream_id = ? ORDER BY e.device_seq"
)
_REMOTE = "SELECT record, scope, scope_seq FROM remote_events WHERE stream_id = ?"


def read_stream(work: Work, stream_id: str) -> tuple[Event, ...]:
    """Return a stream's events in order, empty if unknown."""
    own, remote = work.rows(_OWN, (stream_id,)), work.rows(_REMOTE, (stream_id,))
    if not remote:
        return tuple(chain.event_of(bytes(record)) for record, _, _ in own)
    return tuple(office_order(_placed(row) for row in (*own, *remote)))


def _placed(row: Any) -> Placed:
    record, scope, seq = row
    return Placed(chain.event_of(bytes(record)), scope or "", seq or 0)
