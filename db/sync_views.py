"""What waits and how far each record has come; asked every few seconds, so answered by indexes.

Receipts have no gaps (see `db.sync_store`): what lies above the newest receipt is the queue.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from db.driver_work import driver_work
from db.unit_of_work import UnitOfWork
from db.work import Work
from inspector_app.domain.instrument import Person
from inspector_app.evidence import canonical, chain
from inspector_app.services.sync_ports import (
    Edit,
    Enrolment,
    Queue,
    RecordState,
    ReviewTask,
    WaitingBlob,
    WaitingRecord,
)
from inspector_app.sync import register_fields

SMALL_FILE = 200_000
"""Bytes up to which a file goes before the larger ones: a signature before a photo."""
ENROLMENT = "enrolment"
"""Under which name the office is kept among the facts about this file."""
_NEWEST_RECEIPT = "(SELECT coalesce(max(device_seq), 0) FROM receipts)"
_UNPLACED = "('held', 'quarantined')"
_WAITING = (
    f"SELECT stream_id, count(*), min(device_seq), max(code) FROM ("  # noqa: S608 - own
    "SELECT stream_id, device_seq, '' AS code FROM events "
    f"WHERE device_seq > {_NEWEST_RECEIPT} UNION ALL "
    "SELECT e.stream_id, e.device_seq, CASE WHEN r.code = '' THEN r.fate ELSE r.code END "
    "FROM receipts r JOIN events e ON e.device_seq = r.device_seq "
    f"WHERE r.fate IN {_UNPLACED}) GROUP BY stream_id "
    "ORDER BY max(code) = '', min(device_seq) LIMIT ?"
)
_QUEUE = (
    "SELECT (SELECT coalesce(max(device_seq), 0) FROM events), "  # noqa: S608 - own
    f"{_NEWEST_RECEIPT}, (SELECT count(*) FROM receipts WHERE fate = 'quarantined'), "
    "(SELECT count(*) FROM review_tasks)"
)
_FILES = (
    "SELECT sha256, size, role, stream_id, problem, number FROM (SELECT b.*, "
    "coalesce(i.number, '') AS number, row_number() OVER (PARTITION BY b.size > ?, b.stream_id "
    "ORDER BY b.size, b.sha256) AS turn FROM blob_transfers b "
    "LEFT JOIN inspections i ON i.inspection_id = b.stream_id WHERE b.stored = 0) "
    "ORDER BY size > ?, turn, size, sha256 LIMIT ?"
)
_UNPLACED_HERE = (
    "SELECT 1 FROM receipts r JOIN events e ON e.device_seq = r.device_seq "  # noqa: S608 - own
    f"WHERE r.fate IN {_UNPLACED} AND e.stream_id = ? LIMIT 1"
)
_UNVERIFIED_HERE = (
    "SELECT 1 FROM events e JOIN receipts r ON r.device_seq = e.device_seq "
    "JOIN cursors c ON c.scope = r.scope WHERE e.stream_id = ? AND c.differs = 1 "
    "AND r.scope_seq > c.verified_seq LIMIT 1"
)
_FILES_HERE = (
    "SELECT 1 FROM blob_uses u JOIN blob_transfers b ON b.sha256 = u.sha256 "
    "WHERE u.stream_id = ? AND b.stored = 0 LIMIT 1"
)
_ENTRY = (
    "SELECT what, title FROM search_entries WHERE what IN "
    "('inspection', 'premises', 'instrument', 'weight_set') AND \"key\" = ?"
)


class _Edit(msgspec.Struct):
    event_id: str
    value: str
    device_id: str
    at: datetime


class SyncViews:
    """The read half of the sync store."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def enrolment(self) -> Enrolment | None:
        """Return the office this laptop belongs to, or None."""
        rows = self._work.rows(
            "SELECT value FROM facts_about_this_file WHERE name = ?", (ENROLMENT,)
        )
        return msgspec.json.decode(rows[0][0], type=Enrolment) if rows else None

    def queue(self) -> Queue:
        """Count what waits."""
        with self._work.transaction():
            ((newest, received, aside, overlaps),) = self._work.rows(_QUEUE)
            ((blobs, size, refused),) = self._work.rows(
                "SELECT count(*), coalesce(sum(size), 0), coalesce(sum(problem <> ''), 0) "
                "FROM blob_transfers WHERE stored = 0"
            )
        return Queue(
            events=newest - received,
            blobs=blobs,
            blob_bytes=size,
            attention=aside + refused + overlaps,
        )

    def waiting_blobs(self, limit: int = 100) -> Sequence[WaitingBlob]:
        """Return files to send: small ones (200 kB) first, then each record's in turn."""
        rows = self._work.rows(_FILES, (SMALL_FILE, SMALL_FILE, limit))
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
            work = driver_work(self._work)
            return [_waiting(work, *row) for row in work.rows(_WAITING, (limit,))]

    def review_tasks(self) -> Sequence[ReviewTask]:
        """Return open overlaps, values in words."""
        with self._work.transaction():
            work = driver_work(self._work)
            rows = work.rows(
                'SELECT task_id, what, "key", field, edits FROM review_tasks ORDER BY task_id'
            )
            return [_task(work, *row) for row in rows]

    def record_state(self, inspection_id: str) -> RecordState:
        """Return how far a record has come."""
        return self.record_states((inspection_id,))[inspection_id]

    def record_states(self, inspection_ids: Sequence[str]) -> dict[str, RecordState]:
        """Return how far each of some records has come."""
        with self._work.transaction():
            work = driver_work(self._work)
            ((received,),) = work.rows(f"SELECT {_NEWEST_RECEIPT}")
            differs = bool(work.rows("SELECT 1 FROM cursors WHERE differs = 1"))
            return {key: _state(work, key, received, differs=differs) for key in inspection_ids}


def _state(work: Work, stream_id: str, received: int, *, differs: bool) -> RecordState:
    newest = work.rows("SELECT max(device_seq) FROM events WHERE stream_id = ?", (stream_id,))[0][0]
    if newest is None:
        pulled = work.rows("SELECT 1 FROM remote_events WHERE stream_id = ? LIMIT 1", (stream_id,))
        # Of another laptop's files nothing is known here but that its facts are accepted.
        return RecordState.ACCEPTED if pulled else RecordState.LOCAL
    if newest > received:
        return RecordState.LOCAL
    if work.rows(_UNPLACED_HERE, (stream_id,)):
        return RecordState.SENT
    if differs and work.rows(_UNVERIFIED_HERE, (stream_id,)):
        return RecordState.SENT
    files = work.rows(_FILES_HERE, (stream_id,))
    return RecordState.ACCEPTED if files else RecordState.COMPLETE


def _waiting(work: Work, stream_id: str, events: int, first: int, code: str) -> WaitingRecord:
    ((record,),) = work.rows("SELECT record FROM events WHERE device_seq = ?", (first,))
    what, title = _named(work, stream_id)
    return WaitingRecord(
        what=what,
        key=stream_id,
        title=title,
        events=events,
        since=chain.event_of(record).recorded_at,
        problem=code,
    )


def _named(work: Work, stream_id: str) -> tuple[str, str]:
    """Return what a stream is and what people call it."""
    entry = work.rows(_ENTRY, (stream_id,))
    if entry:
        return entry[0][0], entry[0][1]
    people = work.rows("SELECT data FROM people WHERE person_id = ?", (stream_id,))
    if people:
        return "person", canonical.from_json(bytes(people[0][0]), Person).name
    return "device", stream_id[:13]


def _task(work: Work, task_id: str, what: str, key: str, field: str, edits: bytes) -> ReviewTask:
    return ReviewTask(
        task_id=task_id,
        what=what,
        key=key,
        title=_named(work, key)[1],
        field=field,
        edits=tuple(
            Edit(
                event_id=edit.event_id,
                value=register_fields.shown(what, field, edit.value),
                device_id=edit.device_id,
                at=edit.at,
            )
            for edit in msgspec.json.decode(edits, type=list[_Edit])
        ),
    )
