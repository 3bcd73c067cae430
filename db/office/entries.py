"""An accepted event as the reader and the lists meet it: its place and, if any, its meaning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

from db.office.work import Transaction
from inspector_app.domain.events import BlobReference, Event, UnknownBody
from inspector_app.domain.exceptions import EvidenceBroken
from inspector_app.evidence import chain
from inspector_app.sync.merge import Placed, office_order

COLUMNS = "event_id, device_id, device_seq, stream_id, scope, seq, hash, record, received_at"
_NO_MEANING = UnknownBody(type="", type_version=0, data={})


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of `events`. seq: None while held. event: None where the record cannot be read.

    blobs: the files it names, also where nothing else of it can be read.
    """

    event_id: str
    device_id: str
    device_seq: int
    stream_id: str
    scope: str
    seq: int | None
    hash: str
    received_at: datetime
    event: Event | None
    failure: EvidenceBroken | None
    blobs: tuple[BlobReference, ...]


class _Blobs(msgspec.Struct):
    blobs: tuple[BlobReference, ...] = ()


_blobs = msgspec.json.Decoder(_Blobs)


def entry_of(row: Any) -> Entry:
    """Return the entry of a row of COLUMNS."""
    event_id, device_id, device_seq, stream_id, scope, seq, event_hash, record, received_at = row
    event, failure = _read(bytes(record))
    return Entry(
        event_id=event_id,
        device_id=device_id,
        device_seq=device_seq,
        stream_id=stream_id,
        scope=scope,
        seq=seq,
        hash=bytes(event_hash).hex(),
        received_at=datetime.fromisoformat(received_at),
        event=event,
        failure=failure,
        blobs=event.blobs if event else _named_files(bytes(record)),
    )


def stream_of(t: Transaction, stream_id: str, *, held: bool = False) -> list[Entry]:
    """Return a stream's entries in the office's order; held: also those without a place."""
    statement = f"SELECT {COLUMNS} FROM events WHERE stream_id = ?"  # noqa: S608 - own
    rows = t.rows(statement if held else statement + " AND seq IS NOT NULL", (stream_id,))
    return in_order(entry_of(row) for row in rows)


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Return entries by `merge.office_order`, which the laptops use too."""
    by_id = {entry.event_id: entry for entry in entries}
    placed = (Placed(_for_order(e), e.scope, e.seq or 0) for e in by_id.values())
    return [by_id[event.event_id] for event in office_order(placed)]


def events_of(entries: Iterable[Entry]) -> tuple[Event, ...]:
    """Return the events of those that can be read."""
    return tuple(entry.event for entry in entries if entry.event is not None)


def fixed(moment: datetime) -> str:
    """Return a time so that texts compare as times do, whatever the engine's collation."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _read(record: bytes) -> tuple[Event | None, EvidenceBroken | None]:
    try:
        return chain.event_of(record), None
    except EvidenceBroken as failure:
        return None, failure


def _named_files(record: bytes) -> tuple[BlobReference, ...]:
    try:
        return _blobs.decode(record).blobs
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ()


def _for_order(entry: Entry) -> Event:
    """Return what the order asks of an entry; one that cannot be read still has its place."""
    return Event(
        event_id=entry.event_id,
        device_id=entry.device_id,
        device_seq=entry.device_seq,
        previous_hash="",
        stream_id=entry.stream_id,
        scope=entry.scope,
        recorded_at=entry.received_at,
        monotonic_ns=0,
        boot_id="",
        body=_NO_MEANING,
        blobs=(),
        dependencies=(),
        hash=entry.hash,
    )
