"""The lists: the laptops' own projections, and what only the office knows of each inspection."""

# ruff: noqa: ARG001 - handlers of one dispatch share one signature

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial, singledispatch

from db.office import tables
from db.office.entries import Entry, events_of, fixed, stream_of
from db.office.work import Transaction
from db.projections import project
from inspector_app.domain.events import (
    Event,
    EventBody,
    InspectionOpened,
    PhotoAttached,
    ReportIssued,
    Superseded,
)
from inspector_app.sync.merge import REGISTER_BODIES

_CHUNK = 400
_OF_AN_INSPECTION = ("inspections", "answers", "withdrawals", "issued_reports", "record_files")
Failed = list[tuple[Entry, Exception]]


def clear(t: Transaction) -> None:
    """Empty the lists and their search index."""
    for table in tables.LISTS:
        t.execute(f'DELETE FROM "{table.name}"')  # noqa: S608 - names of our own
    if t.postgresql:
        t.execute("DELETE FROM search_index")
    else:
        t.execute("INSERT INTO search_index (search_index) VALUES ('delete-all')")


def take(t: Transaction, entries: Sequence[Entry]) -> Failed:
    """List placed entries of one scope in their order; return those that could not be listed.

    A stream whose places do not follow one device's own order is listed as a whole again.
    """
    whole = _mixed(t, entries)
    failed = _list([entry for entry in entries if entry.stream_id not in whole], t)
    for stream_id in sorted(whole):
        for table in _OF_AN_INSPECTION:
            t.execute(f"DELETE FROM {table} WHERE inspection_id = ?", (stream_id,))  # noqa: S608 - own
        failed += _list(stream_of(t, stream_id), t)
    here = {entry.event_id for entry in entries}
    return [(entry, failure) for entry, failure in failed if entry.event_id in here]


def _list(entries: Sequence[Entry], t: Transaction) -> Failed:
    """List all at once, or each by itself where one of them makes no sense."""
    if t.attempt(partial(_take_all, entries)) is None:
        return []
    failed: Failed = []
    for entry in entries:
        failure = t.attempt(partial(_take_all, (entry,)))
        if failure is not None:
            failed.append((entry, failure))
    return failed


def _take_all(entries: Sequence[Entry], t: Transaction) -> None:
    project(events_of(entries), t, lambda stream_id: events_of(stream_of(t, stream_id)))
    for entry in entries:
        if entry.event is not None:
            _note(entry.event.body, entry, t)
    for stream_id, received_at in _newest(entries).items():
        at = fixed(received_at)
        t.execute(
            "UPDATE inspections SET received_at = ? WHERE inspection_id = ? AND received_at < ?",
            (at, stream_id, at),
        )
    t.many(
        "INSERT INTO record_files (inspection_id, sha256, event_id, role, media_type, size, name) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [row for entry in entries for row in _files(entry)],
    )


@singledispatch
def _note(body: EventBody, entry: Entry, t: Transaction) -> None:
    """Keep what only the office knows; most facts add nothing."""


@_note.register
def _(body: InspectionOpened, entry: Entry, t: Transaction) -> None:
    t.execute(
        "UPDATE inspections SET scope = ?, device_id = ? WHERE inspection_id = ? AND opened = ?",
        (entry.scope, entry.device_id, entry.stream_id, entry.event_id),
    )


@_note.register
def _(body: Superseded, entry: Entry, t: Transaction) -> None:
    t.execute(
        "UPDATE inspections SET superseded_by = ? WHERE inspection_id = ?",
        (body.by_number, entry.stream_id),
    )


def _newest(entries: Iterable[Entry]) -> dict[str, datetime]:
    newest: dict[str, datetime] = {}
    for entry in entries:
        at = newest.get(entry.stream_id)
        newest[entry.stream_id] = max(at, entry.received_at) if at else entry.received_at
    return newest


def _files(entry: Entry) -> list[tuple[object, ...]]:
    name = _name(entry.event)
    return [
        (entry.stream_id, b.sha256, entry.event_id, b.role, b.media_type, b.size, name)
        for b in entry.blobs
    ]


def _name(event: Event | None) -> str:
    body = event.body if event else None
    if isinstance(body, ReportIssued):
        return body.name
    return body.caption if isinstance(body, PhotoAttached) else ""


def _mixed(t: Transaction, entries: Iterable[Entry]) -> set[str]:
    """Note where each stream's newest entry is from; return the inspections to list as a whole.

    One scope and one device in the order of its chain is the rule; but a held event comes after
    its followers, and an inspection may move to another scope or be voided on another laptop.
    """
    ours = [e for e in entries if e.event is None or type(e.event.body) not in REGISTER_BODIES]
    known = _known_streams(t, sorted({entry.stream_id for entry in ours}))
    for entry in ours:
        place = (entry.scope, entry.device_id, entry.device_seq)
        scope, device_id, device_seq, mixed = known.get(entry.stream_id, (*place, 0))
        is_on = (scope, device_id) == place[:2] and device_seq <= entry.device_seq
        known[entry.stream_id] = (*place, mixed if is_on else 1)
    t.many(
        "INSERT INTO record_streams (stream_id, scope, device_id, device_seq, mixed) "
        "VALUES (?, ?, ?, ?, ?) ON CONFLICT (stream_id) DO UPDATE SET scope = excluded.scope, "
        "device_id = excluded.device_id, device_seq = excluded.device_seq, mixed = excluded.mixed",
        [(stream_id, *row) for stream_id, row in known.items()],
    )
    opened = {e.stream_id for e in ours if e.event and isinstance(e.event.body, InspectionOpened)}
    mixed_ones = [stream_id for stream_id, row in known.items() if row[3]]
    return {s for s in mixed_ones if s in opened or _is_inspection(t, s)}


def _known_streams(t: Transaction, names: Sequence[str]) -> dict[str, tuple[str, str, int, int]]:
    known: dict[str, tuple[str, str, int, int]] = {}
    for at in range(0, len(names), _CHUNK):
        chunk = names[at : at + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        rows = t.rows(
            "SELECT stream_id, scope, device_id, device_seq, mixed FROM record_streams "  # noqa: S608 - own
            f"WHERE stream_id IN ({marks})",
            chunk,
        )
        known |= {row[0]: tuple(row[1:]) for row in rows}
    return known


def _is_inspection(t: Transaction, stream_id: str) -> bool:
    statement = "SELECT 1 FROM inspections WHERE inspection_id = ?"
    return bool(t.rows(statement, (stream_id,)))
