"""A device's chain: each record names the hash of the one before it.

A record is the canonical JSON of all of an event but its own hash; the hash is the SHA-256 of
those bytes. The previous hash is one of the record's fields, so it is hashed with the rest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import msgspec

from inspector_app.domain.events import BlobReference, Event, EventDraft
from inspector_app.domain.exceptions import EvidenceBroken, InputInvalid
from inspector_app.evidence import canonical

GENESIS = "0" * 64
"""previous_hash of a device's first record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What the log adds to a draft: who, when, and after which link."""

    event_id: str
    device_id: str
    device_seq: int
    previous_hash: str
    recorded_at: datetime
    monotonic_ns: int
    boot_id: str


class _Record(msgspec.Struct, frozen=True, kw_only=True):
    event_id: str
    device_id: str
    device_seq: int
    previous_hash: str
    stream_id: str
    scope: str
    type: str
    type_version: int
    dependencies: tuple[str, ...]
    recorded_at: datetime
    monotonic_ns: int
    boot_id: str
    body: msgspec.Raw
    blobs: tuple[BlobReference, ...]


_record_decoder = msgspec.json.Decoder(_Record, strict=False)


def hash_of(record: bytes) -> str:
    """Return the SHA-256 of a record, lower-case hex."""
    return hashlib.sha256(record).hexdigest()


def link(draft: EventDraft, stamp: Stamp) -> tuple[Event, bytes]:
    """Return the event and its record bytes.

    Raises InputInvalid(`not_canonical`) when the draft holds what cannot be written exactly.
    """
    record = _record_bytes(draft, stamp)
    event = Event(
        event_id=stamp.event_id,
        device_id=stamp.device_id,
        device_seq=stamp.device_seq,
        previous_hash=stamp.previous_hash,
        stream_id=draft.stream_id,
        scope=draft.scope,
        recorded_at=stamp.recorded_at,
        monotonic_ns=stamp.monotonic_ns,
        boot_id=stamp.boot_id,
        body=draft.body,
        blobs=draft.blobs,
        dependencies=draft.dependencies,
        hash=hash_of(record),
    )
    return event, record


def record_of(event: Event) -> bytes:
    """Return the record bytes of an event; their hash is `event.hash` if it was not altered."""
    draft = EventDraft(
        stream_id=event.stream_id,
        scope=event.scope,
        body=event.body,
        blobs=event.blobs,
        dependencies=event.dependencies,
    )
    stamp = Stamp(
        event_id=event.event_id,
        device_id=event.device_id,
        device_seq=event.device_seq,
        previous_hash=event.previous_hash,
        recorded_at=event.recorded_at,
        monotonic_ns=event.monotonic_ns,
        boot_id=event.boot_id,
    )
    return _record_bytes(draft, stamp)


def event_of(record: bytes) -> Event:
    """Return the event that a record describes, its hash recomputed.

    Raises EvidenceBroken(`record_unreadable`) for bytes that are no record.
    """
    try:
        fields = _record_decoder.decode(record)
        body = canonical.typed_body(fields.type, fields.type_version, fields.body)
    except (msgspec.DecodeError, UnicodeDecodeError, InputInvalid) as error:
        raise EvidenceBroken("record_unreadable", why=str(error)[:120]) from error
    return Event(
        event_id=fields.event_id,
        device_id=fields.device_id,
        device_seq=fields.device_seq,
        previous_hash=fields.previous_hash,
        stream_id=fields.stream_id,
        scope=fields.scope,
        recorded_at=fields.recorded_at,
        monotonic_ns=fields.monotonic_ns,
        boot_id=fields.boot_id,
        body=body,
        blobs=fields.blobs,
        dependencies=fields.dependencies,
        hash=hash_of(record),
    )


@dataclass(frozen=True, slots=True)
class StoredLink:
    """A link as a store keeps it: number, stream and hash beside the record bytes."""

    device_seq: int
    stream_id: str
    hash: str
    record: bytes


def verified(
    links: Iterable[StoredLink], *, device_id: str, after: int = 0, previous_hash: str = GENESIS
) -> Iterator[Event]:
    """Yield every event of a chain once its link has been recomputed, from the one after `after`.

    Raises EvidenceBroken(`chain_broken`) naming device_seq, event_id and why for the first link
    that is altered, missing, out of order or of another device.
    """
    for stored in links:
        event = _checked(stored)
        expected = after + 1
        if stored.device_seq != expected or event.device_seq != expected:
            raise _broken(stored, "missing or out of order", event.event_id, expected=expected)
        if event.device_id != device_id:
            raise _broken(stored, "of another device", event.event_id)
        if event.previous_hash != previous_hash:
            raise _broken(stored, "does not follow the link before", event.event_id)
        if event.stream_id != stored.stream_id:
            raise _broken(stored, "filed under another stream", event.event_id)
        after, previous_hash = expected, stored.hash
        yield event


def _checked(stored: StoredLink) -> Event:
    """Return the event of a link whose bytes match its hash and are canonical."""
    if hash_of(stored.record) != stored.hash:
        raise _broken(stored, "hash differs", _claimed_id(stored.record))
    try:
        canonical.decode(stored.record)
        return event_of(stored.record)
    except (InputInvalid, EvidenceBroken) as error:
        raise _broken(stored, "not a canonical record", "?") from error


def _claimed_id(record: bytes) -> str:
    try:
        return _record_decoder.decode(record).event_id
    except (msgspec.DecodeError, UnicodeDecodeError, InputInvalid):
        return "?"


def _broken(stored: StoredLink, why: str, event_id: str, **more: object) -> EvidenceBroken:
    return EvidenceBroken(
        "chain_broken", device_seq=stored.device_seq, event_id=event_id, why=why, **more
    )


def _record_bytes(draft: EventDraft, stamp: Stamp) -> bytes:
    wire_type, version, data = canonical.plain_body(draft.body)
    return canonical.encode(
        {
            "event_id": stamp.event_id,
            "device_id": stamp.device_id,
            "device_seq": stamp.device_seq,
            "previous_hash": stamp.previous_hash,
            "stream_id": draft.stream_id,
            "scope": draft.scope,
            "type": wire_type,
            "type_version": version,
            "dependencies": list(draft.dependencies),
            "recorded_at": msgspec.to_builtins(stamp.recorded_at),
            "monotonic_ns": str(stamp.monotonic_ns),
            "boot_id": stamp.boot_id,
            "body": data,
            "blobs": [_plain_blob(blob) for blob in draft.blobs],
        }
    )


def _plain_blob(blob: BlobReference) -> dict[str, object]:
    return {
        "sha256": blob.sha256,
        "size": blob.size,
        "role": blob.role,
        "media_type": blob.media_type,
    }
