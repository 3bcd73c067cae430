"""The one truth on this laptop: append, read, sign, verify.

An append is one transaction: the record, what the projections make of it, and with them its place
in the queue (an event without a receipt).
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from db.history import read_stream
from db.projections import Projections
from db.unit_of_work import UnitOfWork
from inspector_app.domain.events import DeviceEnrolled, Event, EventDraft, FieldFilled
from inspector_app.domain.exceptions import EvidenceBroken
from inspector_app.evidence import chain, heads
from inspector_app.services.ports import Clock, IdSource, SignedHead, Signer

CLOCK_TOLERANCE = timedelta(seconds=2)
"""A clock set back by less than this is the work of time synchronisation."""
_INSERT = "INSERT INTO events (device_seq, stream_id, hash, record) VALUES (?, ?, ?, ?)"
_FILE = (
    "INSERT INTO blob_transfers (sha256, size, role, stream_id, stored, problem) "
    "VALUES (?, ?, ?, ?, 0, '') ON CONFLICT (sha256) DO NOTHING"
)
_USE = (
    "INSERT INTO blob_uses (sha256, stream_id) VALUES (?, ?) "
    "ON CONFLICT (stream_id, sha256) DO NOTHING"
)
_READ_CHUNK = 500


class LocalEventLog:
    """The chain of this device. Implements the port `EventLog`."""

    def __init__(
        self,
        work: UnitOfWork,
        projections: Projections,
        *,
        device_id: str,
        signer: Signer,
        clock: Clock,
        ids: IdSource,
    ) -> None:
        self._work = work
        self._projections = projections
        self._signer = signer
        self._clock = clock
        self._ids = ids
        self.device_id = device_id
        self._tip: tuple[int, str, datetime | None] | None = None
        self._went_back = False
        work.on_rollback(self._forget_tip)

    def append(self, *drafts: EventDraft) -> tuple[Event, ...]:
        """Append facts and their projections durably; return the records.

        A clock that went back since the last event is recorded first, never refused.
        Raises StorageUnavailable (disk full, locked) with nothing written, InputInvalid when a
        fact holds what cannot be written exactly.
        """
        with self._work.transaction():
            warning = self._clock_warning()
            self._went_back = self._went_back or bool(warning)
            for draft in warning:
                self._append(draft)
            return tuple(self._append(draft) for draft in drafts)

    def stream(self, stream_id: str) -> tuple[Event, ...]:
        """Return a stream's events, empty if unknown.

        Those that have a place at the office in its order, then own ones that wait for one.
        """
        with self._work.transaction():
            return read_stream(self._work, stream_id)

    def events_after(self, device_seq: int, limit: int) -> Iterator[Event]:
        """Yield at most `limit` events after a link, in order."""
        rows = self._work.rows(
            "SELECT record FROM events WHERE device_seq > ? ORDER BY device_seq LIMIT ?",
            (device_seq, limit),
        )
        return (chain.event_of(record) for (record,) in rows)

    def sign_head(self) -> SignedHead:
        """Sign the newest link, keep and return it; the kept one if it is signed already."""
        with self._work.transaction():
            seq, tip_hash, _ = self._tip_now()
            kept = self._kept_heads("WHERE device_seq = ?", (seq,))
            if kept:
                return kept[0]
            head = SignedHead(
                device_id=self.device_id,
                device_seq=seq,
                hash=tip_hash,
                signature=heads.sign(self._signer, self.device_id, seq, tip_hash),
                signed_at=self._clock.now(),
            )
            self._work.execute(
                "INSERT INTO heads (device_seq, hash, signature, signed_at) VALUES (?, ?, ?, ?)",
                (seq, tip_hash, head.signature, head.signed_at.isoformat()),
            )
            return head

    def sign_link(self, device_seq: int, link_hash: str) -> SignedHead:
        """Sign a link that is not the newest: what a batch ends with."""
        return SignedHead(
            device_id=self.device_id,
            device_seq=device_seq,
            hash=link_hash,
            signature=heads.sign(self._signer, self.device_id, device_seq, link_hash),
            signed_at=self._clock.now(),
        )

    def now(self) -> datetime:
        """Return the log's clock."""
        return self._clock.now()

    def verify_chain(self) -> int:
        """Recompute every link and head; return the count of events.

        Raises EvidenceBroken naming the first link or head that does not hold: `chain_broken`,
        `chain_cut` (a signed head lies beyond the last link), `head_not_genuine`.
        """
        with self._work.transaction():
            waiting = {head.device_seq: head for head in self._kept_heads()}
            newest = max(waiting, default=0)
            keys = {self._signer.public_key}
            count = 0
            for event in chain.verified(self._links(), device_id=self.device_id):
                count += 1
                keys |= _enrolled_key(event, self.device_id)
                head = waiting.pop(event.device_seq, None)
                if head is not None:
                    trusted = keys if head.device_seq != newest else {self._signer.public_key}
                    _require_genuine(head, event, trusted)
            if waiting:
                raise EvidenceBroken("chain_cut", device_seq=min(waiting), last=count)
            return count

    @property
    def count(self) -> int:
        """Return how many events there are."""
        with self._work.transaction():
            return self._tip_now()[0]

    def clock_went_back(self) -> bool:
        """Say whether the clock stands before the newest record, or did once in this run."""
        with self._work.transaction():
            return self._went_back or bool(self._clock_warning())

    def _append(self, draft: EventDraft) -> Event:
        seq, previous, _ = self._tip_now()
        stamp = chain.Stamp(
            event_id=self._ids.new_id(),
            device_id=self.device_id,
            device_seq=seq + 1,
            previous_hash=previous,
            recorded_at=self._clock.now(),
            monotonic_ns=self._clock.monotonic_ns(),
            boot_id=self._clock.boot_id(),
        )
        event, record = chain.link(draft, stamp)
        values = (event.device_seq, event.stream_id, bytes.fromhex(event.hash), record)
        self._work.execute(_INSERT, values)
        for blob in event.blobs:
            self._work.execute(_FILE, (blob.sha256, blob.size, blob.role, event.stream_id))
            self._work.execute(_USE, (blob.sha256, event.stream_id))
        self._projections.apply(event)
        self._tip = (event.device_seq, event.hash, event.recorded_at)
        return event

    def _clock_warning(self) -> tuple[EventDraft, ...]:
        last = self._tip_now()[2]
        now = self._clock.now()
        if last is None or now >= last - CLOCK_TOLERANCE:
            return ()
        value = f"{last.astimezone(UTC).isoformat()} -> {now.astimezone(UTC).isoformat()}"
        body = FieldFilled(name="clock_went_back", value=value)
        return (EventDraft(stream_id=self.device_id, scope="", body=body),)

    def _tip_now(self) -> tuple[int, str, datetime | None]:
        if self._tip is None:
            newest = "SELECT device_seq, hash, record FROM events ORDER BY device_seq DESC LIMIT 1"
            row = self._work.execute(newest).first()
            self._tip = (0, chain.GENESIS, None) if row is None else _tip_of(row)
        return self._tip

    def _forget_tip(self) -> None:
        self._tip = None

    def _links(self) -> Iterator[chain.StoredLink]:
        cursor = self._work.execute(
            "SELECT device_seq, stream_id, hash, record FROM events ORDER BY device_seq"
        )
        rows: Iterator[Any] = iter(cursor.yield_per(_READ_CHUNK))
        for seq, stream_id, stored_hash, record in rows:
            yield chain.StoredLink(seq, stream_id, bytes(stored_hash).hex(), bytes(record))

    def _kept_heads(self, where: str = "", values: tuple[object, ...] = ()) -> list[SignedHead]:
        rows: list[Any] = self._work.rows(
            "SELECT device_seq, hash, signature, signed_at FROM heads " + where,  # noqa: S608 - own
            values,
        )
        return [
            SignedHead(
                device_id=self.device_id,
                device_seq=seq,
                hash=head_hash,
                signature=signature,
                signed_at=datetime.fromisoformat(signed_at),
            )
            for seq, head_hash, signature, signed_at in rows
        ]


def _tip_of(row: Any) -> tuple[int, str, datetime | None]:
    seq, tip_hash, record = row
    return seq, tip_hash.hex(), chain.event_of(record).recorded_at


def _enrolled_key(event: Event, device_id: str) -> set[bytes]:
    body = event.body
    if isinstance(body, DeviceEnrolled) and body.device_id == device_id:
        return {public_key_of(body)}
    return set()


def public_key_of(body: DeviceEnrolled) -> bytes:
    """Return the raw public key of an enrolment. Raises EvidenceBroken for none."""
    try:
        return base64.b64decode(body.public_key, validate=True)
    except (binascii.Error, ValueError) as error:
        raise EvidenceBroken("record_unreadable", why="public key") from error


def _require_genuine(head: SignedHead, event: Event, keys: set[bytes]) -> None:
    if head.hash != event.hash or not heads.is_genuine(head, keys):
        raise EvidenceBroken(
            "head_not_genuine", device_seq=head.device_seq, event_id=event.event_id
        )
