"""Records for the signed-in pages: lists, one record whole. Implements the port `RecordLists`."""

# ruff: noqa: S608 - every piece of SQL put together here is a constant of this file

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from db.office import notes
from db.office.captures import captures_of
from db.office.entries import Entry, events_of, in_order, stream_of
from db.office.work import SENSELESS, OfficeWork, Transaction
from db.search_rows import SEARCHES
from inspector_app.domain.events import BlobReference, InspectionConcluded
from inspector_app.domain.inspection import Inspection, State
from inspector_app.domain.judgement import Outcome, Verdict
from inspector_app.packages.shelf import RuleShelf
from inspector_app.services.record_ports import (
    Recheck,
    RecordFile,
    RecordQuery,
    RecordRow,
    RecordView,
    SetAside,
    TrailEntry,
)
from inspector_app.sync import grants

Condition = tuple[str, tuple[object, ...]]

# A conclusion taken back is no longer checked, whatever judging it again once gave.
_RECHECK = (
    "CASE WHEN i.outcome IS NULL THEN 'not_yet' ELSE coalesce((SELECT v.result FROM "
    "verdict_checks v WHERE v.inspection_id = i.inspection_id), 'not_yet') END"
)
_MISSING = (
    "(SELECT count(*) FROM record_files f WHERE f.inspection_id = i.inspection_id "
    "AND NOT EXISTS (SELECT 1 FROM stored_blobs b WHERE b.sha256 = f.sha256))"
)
_ROW = (
    f"SELECT i.inspection_id, i.number, i.kind, i.state, i.outcome, {_RECHECK}, "
    "i.premises_name, i.instrument_name, i.\"on\", i.scope, i.device_id, coalesce(d.name, ''), "
    f"i.received_at, {_MISSING}, i.superseded_by "
    "FROM inspections i LEFT JOIN devices d ON d.device_id = i.device_id "
)
# Materialized: PostgreSQL takes a phrase for common, and would search once more for every record.
_FOUND = (
    'i.inspection_id IN (WITH found AS MATERIALIZED (SELECT "key" FROM search_entries '
    "WHERE what = 'inspection' AND entry IN ({search})) SELECT \"key\" FROM found)"
)


class OfficeRecordLists:
    """Answers from the lists; a record whole is folded from its events."""

    def __init__(self, work: OfficeWork, shelf: Callable[[], RuleShelf]) -> None:
        self._work, self._shelf = work, shelf

    def count(self, query: RecordQuery) -> int:
        """Count the matches, whatever offset and limit say."""
        with self._work.reading() as t:
            where, values = _where(t, query)
            rows = t.rows(f"SELECT count(*) FROM inspections i WHERE {where}", values)
        return int(rows[0][0])

    def list(self, query: RecordQuery) -> Sequence[RecordRow]:
        """Return a window of matches, newest inspection first."""
        with self._work.reading() as t:
            where, values = _where(t, query)
            # The window first: what hangs on a row is asked of the rows shown only.
            rows = t.rows(
                f"{_ROW} WHERE i.inspection_id IN (SELECT i.inspection_id FROM inspections i "
                f"WHERE {where} ORDER BY i.opened DESC, i.inspection_id DESC LIMIT ? OFFSET ?) "
                "ORDER BY i.opened DESC, i.inspection_id DESC",
                (*values, max(0, query.limit), max(0, query.offset)),
            )
        return [_row(row) for row in rows]

    def record(self, inspection_id: str, scopes: tuple[str, ...] | None) -> RecordView | None:
        """Return a record, None if unknown or outside the divisions."""
        shelf = self._shelf()
        with self._work.reading() as t:
            rows = t.rows(f"{_ROW} WHERE i.inspection_id = ?", (inspection_id,))
            if not rows or not (scopes is None or grants.cover(scopes, rows[0][9])):
                return None
            row = _row(rows[0])
            entries = stream_of(t, inspection_id, held=True)
            placed = in_order(entry for entry in entries if entry.seq is not None)
            computed = self._computed(t, placed, shelf) if row.recheck is Recheck.DIFFERS else None
            inspection = _folded(placed)
            captures = captures_of(t, inspection, row.scope) if inspection else ()
            return RecordView(
                row=row,
                inspection=inspection,
                computed=computed,
                trail=tuple(_trail(t, entries)),
                files=(*_files(t, inspection_id), *captures),
            )

    def set_aside(self, limit: int = 100) -> Sequence[SetAside]:
        """Return the newest of what was set aside."""
        with self._work.reading() as t:
            rows = t.rows(
                "SELECT q.entry_id, q.device_id, coalesce(d.name, ''), q.device_seq, q.hash, "
                "q.code, length(q.record), q.received_at FROM quarantine q "
                "LEFT JOIN devices d ON d.device_id = q.device_id "
                "ORDER BY q.entry_id DESC LIMIT ?",
                (limit,),
            )
        return [
            SetAside(
                entry_id=entry_id,
                device_id=device_id,
                device_name=name,
                device_seq=device_seq,
                hash=bytes(event_hash).hex(),
                code=code,
                size=size,
                received_at=datetime.fromisoformat(received_at),
            )
            for entry_id, device_id, name, device_seq, event_hash, code, size, received_at in rows
        ]

    def held(self) -> int:
        """Count events that wait for what they depend on."""
        with self._work.reading() as t:
            return int(t.rows("SELECT count(DISTINCT event_id) FROM waits")[0][0])

    def _computed(
        self, t: Transaction, placed: Sequence[Entry], shelf: RuleShelf
    ) -> Verdict | None:
        concluded = [e for e in events_of(placed) if isinstance(e.body, InspectionConcluded)]
        try:
            return notes.judged_again(t, concluded[-1], shelf)
        except SENSELESS:
            return None


def _where(t: Transaction, query: RecordQuery) -> Condition:
    """Return the condition on `inspections i` and its values."""
    asked: list[Condition] = [
        *_granted(t, query.scopes),
        *_searched(t, query.text),
    ]
    equal = {
        "i.kind": query.kind,
        "i.state": query.state.value if query.state else "",
        "i.outcome": query.outcome.value if query.outcome else "",
        "i.device_id": query.device_id,
        _RECHECK: query.recheck.value if query.recheck else "",
    }
    asked += [(f"{what} = ?", (value,)) for what, value in equal.items() if value]
    if query.on_from is not None:
        asked.append(('i."on" >= ?', (query.on_from.isoformat(),)))
    if query.on_until is not None:
        asked.append(('i."on" <= ?', (query.on_until.isoformat(),)))
    where = " AND ".join(condition for condition, _ in asked)
    return where or "1 = 1", tuple(value for _, values in asked for value in values)


def _granted(t: Transaction, scopes: tuple[str, ...] | None) -> list[Condition]:
    if scopes is None:
        return []
    known = t.rows("SELECT scope FROM scopes ORDER BY scope")
    covered = tuple(scope for (scope,) in known if grants.cover(scopes, scope))
    if len(covered) == len(known):
        return []
    marks = ", ".join("?" * len(covered))
    return [(f"i.scope IN ({marks})" if covered else "1 = 0", covered)]


def _searched(t: Transaction, text: str) -> list[Condition]:
    search, asked = SEARCHES[t.dialect]
    value = asked(text)
    return [(_FOUND.format(search=search), (value,))] if value else []


def _row(row: Any) -> RecordRow:
    return RecordRow(
        inspection_id=row[0],
        number=row[1],
        kind=row[2],
        state=State(row[3]),
        outcome=Outcome(row[4]) if row[4] else None,
        recheck=Recheck(row[5]),
        premises_name=row[6],
        instrument_name=row[7],
        on=date.fromisoformat(row[8]),
        scope=row[9],
        device_id=row[10],
        device_name=row[11],
        received_at=datetime.fromisoformat(row[12]),
        missing_files=int(row[13]),
        superseded_by=row[14],
    )


def _folded(placed: Sequence[Entry]) -> Inspection | None:
    """Return the inspection; None where a fact cannot be read or makes no sense after the rest."""
    if any(entry.event is None for entry in placed):
        return None
    try:
        return Inspection.fold(events_of(placed))
    except SENSELESS:
        return None


def _trail(t: Transaction, entries: Sequence[Entry]) -> list[TrailEntry]:
    names = dict(t.rows("SELECT device_id, name FROM devices"))
    return [
        TrailEntry(
            device_id=entry.device_id,
            device_name=names.get(entry.device_id, ""),
            device_seq=entry.device_seq,
            hash=entry.hash,
            scope=entry.scope,
            seq=entry.seq,
            received_at=entry.received_at,
            event=entry.event,
        )
        for entry in entries
    ]


def _files(t: Transaction, inspection_id: str) -> list[RecordFile]:
    rows = t.rows(
        "SELECT f.sha256, f.size, f.role, f.media_type, f.name, b.sha256 FROM record_files f "
        "LEFT JOIN stored_blobs b ON b.sha256 = f.sha256 WHERE f.inspection_id = ? "
        "ORDER BY f.event_id, f.sha256",
        (inspection_id,),
    )
    return [
        RecordFile(
            blob=BlobReference(sha256=sha256, size=size, role=role, media_type=media_type),
            name=name,
            stored=stored is not None,
        )
        for sha256, size, role, media_type, name, stored in rows
    ]
