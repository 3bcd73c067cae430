"""What waits and how far each record has come; asked every few seconds, so indexed."""

from __future__ import annotations

from collections.abc import Sequence

from db.unit_of_work import UnitOfWork
from inspector_app.evidence import chain
from inspector_app.services.sync_ports import (
    Queue,
    RecordState,
    ReviewTask,
    WaitingBlob,
    WaitingRecord,
)

SMALL_FILE = 200_000
"""Bytes up to which a file goes before the larger ones: a signature before a photo."""
_WAITING = (
    "SELECT e.stream_id, count(*), min(e.device_seq), max(coalesce(r.code, '')) FROM events e "
    "LEFT JOIN receipts r ON r.device_seq = e.device_seq "
    "WHERE r.device_seq IS NULL OR r.fate <> 'accepted' GROUP BY e.stream_id "
    "ORDER BY max(coalesce(r.code, '')) = '', min(e.device_seq) LIMIT ?"
)


class SyncViews:
    """The read half of the sync store."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def queue(self) -> Queue:
        """Count what waits."""
        with self._work.transaction():
            ((events,),) = self._work.rows(
                "SELECT (SELECT count(*) FROM events) - (SELECT count(*) FROM receipts)"
            )
            ((blobs, size, refused),) = self._work.rows(
                "SELECT count(*), coalesce(sum(size), 0), coalesce(sum(problem <> ''), 0) "
                "FROM blob_transfers WHERE stored = 0"
            )
            ((aside,),) = self._work.rows(
                "SELECT count(*) FROM receipts WHERE fate = 'quarantined'"
            )
        return Queue(events=events, blobs=blobs, blob_bytes=size, attention=aside + refused)

    def waiting_blobs(self, limit: int = 100) -> Sequence[WaitingBlob]:
        """Return files to send: small ones (200 kB) first, then each record's in turn."""
        rows = self._work.rows(
            "SELECT b.sha256, b.size, b.role, b.stream_id, b.problem, "
            "coalesce(i.number, '') FROM blob_transfers b "
            "LEFT JOIN inspections i ON i.inspection_id = b.stream_id WHERE b.stored = 0 "
            "ORDER BY b.size > ?, b.size LIMIT ?",
            (SMALL_FILE, limit),
        )
        return [
            WaitingBlob(
                sha256=sha256,
                size=size,
                role=role,
                name=number or sha256[:12],
                inspection_id=stream_id if number else "",
                problem=problem,
            )
            for sha256, size, role, stream_id, problem, number in rows
        ]

    def waiting_records(self, limit: int = 200) -> Sequence[WaitingRecord]:
        """Return what waits or needs a person, those that need one first."""
        with self._work.transaction():
            return [self._waiting(*row) for row in self._work.rows(_WAITING, (limit,))]

    def review_tasks(self) -> Sequence[ReviewTask]:
        """Return open overlaps."""
        return ()

    def record_state(self, inspection_id: str) -> RecordState:
        """Return how far a record has come."""
        with self._work.transaction():
            ((waiting, unplaced),) = self._work.rows(
                "SELECT coalesce(sum(r.device_seq IS NULL), 0), "
                "coalesce(sum(r.fate <> 'accepted'), 0) FROM events e "
                "LEFT JOIN receipts r ON r.device_seq = e.device_seq WHERE e.stream_id = ?",
                (inspection_id,),
            )
            ((files,),) = self._work.rows(
                "SELECT count(*) FROM blob_transfers WHERE stream_id = ? AND stored = 0",
                (inspection_id,),
            )
        if waiting:
            return RecordState.LOCAL
        if unplaced:
            return RecordState.SENT
        return RecordState.ACCEPTED if files else RecordState.COMPLETE

    def record_states(self, inspection_ids: Sequence[str]) -> dict[str, RecordState]:
        """Return how far each of some records has come."""
        with self._work.transaction():
            return {key: self.record_state(key) for key in inspection_ids}

    def _waiting(self, stream_id: str, events: int, first: int, code: str) -> WaitingRecord:
        ((record,),) = self._work.rows("SELECT record FROM events WHERE device_seq = ?", (first,))
        found = self._work.rows(
            "SELECT what, title FROM search_entries WHERE key = ? LIMIT 1", (stream_id,)
        )
        what, title = found[0] if found else ("device", stream_id[:13])
        return WaitingRecord(
            what=what,
            key=stream_id,
            title=title,
            events=events,
            since=chain.event_of(record).recorded_at,
            problem=code,
        )
