"""The laptop's side of synchronising: queue, receipts, cursors. Implements the port `SyncStore`.

The queue is no table: it is the events without a receipt. Each method is one durable transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from db.blob_store import FolderBlobStore
from db.event_log import LocalEventLog
from db.projections import Projections
from db.sync_views import SyncViews
from db.unit_of_work import UnitOfWork
from inspector_app.domain.events import Event
from inspector_app.domain.exceptions import EvidenceBroken
from inspector_app.evidence import chain, merkle
from inspector_app.services.sync_ports import Enrolment
from inspector_app.sync import batches, checkpoints
from inspector_app.sync.batches import Batch, Head
from inspector_app.sync.messages import (
    Checkpoint,
    Cursor,
    Fate,
    Outcome,
    PulledEvent,
    PullPage,
    PushAnswer,
)

_PEAK = 32
_ENROLMENT = "enrolment"
_REMOTE = (
    "INSERT INTO remote_events (event_id, scope, scope_seq, device_id, device_seq, stream_id, "
    "hash, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (event_id) DO UPDATE SET "
    "scope = excluded.scope, scope_seq = excluded.scope_seq"
)
_RECEIPT = (
    "INSERT INTO receipts (device_seq, scope, scope_seq, received_at, fate, code) "
    "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (device_seq) DO UPDATE SET scope = excluded.scope, "
    "scope_seq = excluded.scope_seq, fate = excluded.fate, code = excluded.code"
)


class LocalSyncStore(SyncViews):
    """What the sync thread works on."""

    def __init__(
        self,
        work: UnitOfWork,
        log: LocalEventLog,
        projections: Projections,
        blobs: FolderBlobStore,
    ) -> None:
        super().__init__(work)
        self._log, self._projections, self._blobs = log, projections, blobs

    # --- the office ------------------------------------------------------------------------

    def enrolment(self) -> Enrolment | None:
        """Return the office this laptop belongs to, or None."""
        rows = self._work.rows(
            "SELECT value FROM facts_about_this_file WHERE name = ?", (_ENROLMENT,)
        )
        return msgspec.json.decode(rows[0][0], type=Enrolment) if rows else None

    def keep_enrolment(self, enrolment: Enrolment) -> None:
        """Keep it; another office than before forgets receipts and cursors, never events."""
        with self._work.transaction():
            known = self.enrolment()
            if known is not None and known.office_id != enrolment.office_id:
                self._work.execute("DELETE FROM receipts")
                self._work.execute("DELETE FROM cursors")
                self._work.execute("UPDATE blob_transfers SET stored = 0, problem = ''")
            self._work.execute(
                "INSERT OR REPLACE INTO facts_about_this_file (name, value) VALUES (?, ?)",
                (_ENROLMENT, msgspec.json.encode(enrolment).decode()),
            )

    def head(self) -> tuple[str, int, str]:
        """Return (device_id, device_seq, hash) of the newest link."""
        rows = self._work.rows(
            "SELECT device_seq, hash FROM events ORDER BY device_seq DESC LIMIT 1"
        )
        seq, tip = (rows[0][0], bytes(rows[0][1]).hex()) if rows else (0, chain.GENESIS)
        return self._log.device_id, seq, tip

    # --- up --------------------------------------------------------------------------------

    def next_batch(self, max_events: int, max_bytes: int) -> Batch | None:
        """Return the oldest events without a receipt, with a head signed at the last; or None."""
        with self._work.transaction():
            first = self._first_waiting()
            rows = self._work.rows(
                "SELECT device_seq, hash, record FROM events WHERE device_seq >= ? "
                "ORDER BY device_seq LIMIT ?",
                (first, max_events),
            )
            if not rows:
                return None
            sizes = [len(record) for _, _, record in rows]
            count = batches.within_limits(sizes, max_events=max_events, max_bytes=max_bytes)
            last_seq, last_hash, _ = rows[count - 1]
            signed = self._log.sign_link(last_seq, bytes(last_hash).hex())
        head = Head(
            device_id=signed.device_id,
            device_seq=signed.device_seq,
            hash=signed.hash,
            signature=signed.signature,
            signed_at=signed.signed_at,
        )
        records = tuple(bytes(record) for _, _, record in rows[:count])
        return Batch(head=head, first_seq=rows[0][0], records=records)

    def keep_answer(self, answer: PushAnswer) -> None:
        """Keep receipts. Raises EvidenceBroken(`checkpoint_not_genuine`) with nothing kept."""
        for checkpoint in answer.checkpoints:
            self._require_genuine(checkpoint)
        with self._work.transaction():
            for outcome in answer.outcomes:
                self._keep_receipt(outcome, answer.received_at)

    def forget_receipts_after(self, device_seq: int) -> int:
        """Queue again what an office restored from a backup lost; return how many events."""
        with self._work.transaction():
            lost = self._work.execute(
                "DELETE FROM receipts WHERE device_seq > ?", (device_seq,)
            ).rowcount
            if lost:
                self._work.execute("UPDATE blob_transfers SET stored = 0")
            return lost

    # --- down ------------------------------------------------------------------------------

    def cursor(self, scope: str) -> Cursor:
        """Return how far a scope was applied; epoch 0 and seq 0 at first."""
        rows = self._work.rows("SELECT epoch, seq FROM cursors WHERE scope = ?", (scope,))
        epoch, seq = rows[0] if rows else (0, 0)
        return Cursor(scope=scope, epoch=epoch, seq=seq)

    def apply_page(self, page: PullPage) -> int:
        """Apply events, move cursor and frontier, give receipts to own events; return new ones.

        Raises EvidenceBroken(`office_history_differs`, scope=...) with nothing kept when the
        checkpoint does not match the frontier or the page does not follow the cursor.
        """
        hashes = [
            hashlib.sha256(e.record).digest() if e.record else bytes.fromhex(e.hash)
            for e in page.events
        ]
        with self._work.transaction():
            frontier = self._followed(page)
            for event_hash in hashes:
                frontier.append(merkle.leaf_hash(event_hash))
            self._require_same(page, frontier)
            new = self._keep_remote(page, hashes)
            self._place_own(page, hashes)
            self._move(page, frontier)
            for event in new:
                self._projections.apply(event)
        return len(new)

    def reset_scope(self, scope: str, epoch: int) -> None:
        """Start a scope again at 0 in a new epoch; events here are met again, not doubled."""
        with self._work.transaction():
            self._work.execute(
                "INSERT OR REPLACE INTO cursors (scope, epoch, seq, peaks) VALUES (?, ?, 0, ?)",
                (scope, epoch, b""),
            )

    def last_checkpoint(self, scope: str) -> Checkpoint | None:
        """Return the newest genuine checkpoint of a scope."""
        rows = self._work.rows("SELECT checkpoint FROM cursors WHERE scope = ?", (scope,))
        if not rows or rows[0][0] is None:
            return None
        return msgspec.json.decode(rows[0][0], type=Checkpoint)

    def mark_blob(self, sha256: str, *, stored: bool, problem: str = "") -> None:
        """Note that the office has the file, or why it does not take it."""
        with self._work.transaction():
            self._work.execute(
                "UPDATE blob_transfers SET stored = ?, problem = ? WHERE sha256 = ?",
                (int(stored), problem, sha256),
            )

    def blob_path(self, sha256: str) -> Path:
        """Return where the file lies."""
        return self._blobs.path(sha256)

    # --- inside ----------------------------------------------------------------------------

    def _first_waiting(self) -> int:
        """Return the oldest link without a receipt; the one after the newest if all have one."""
        rows = self._work.rows(
            "SELECT coalesce(min(e.device_seq), 0) FROM events e WHERE e.device_seq > "
            "(SELECT coalesce(max(device_seq), 0) FROM receipts)"
        )
        newest = self._work.rows("SELECT coalesce(max(device_seq), 0) FROM events")
        return int(rows[0][0]) or int(newest[0][0]) + 1

    def _keep_receipt(self, outcome: Outcome, at: datetime) -> None:
        fate = Fate.ACCEPTED if outcome.fate is Fate.DUPLICATE else outcome.fate
        values = (outcome.device_seq, outcome.scope, outcome.seq, at.isoformat())
        self._work.execute(_RECEIPT, (*values, fate.value, outcome.code))

    def _require_genuine(self, checkpoint: Checkpoint) -> None:
        office = self.enrolment()
        if (
            office is None
            or checkpoint.office_id != office.office_id
            or not checkpoints.is_genuine(checkpoint, office.office_key)
        ):
            raise EvidenceBroken("checkpoint_not_genuine", scope=checkpoint.scope)

    def _followed(self, page: PullPage) -> merkle.Frontier:
        rows = self._work.rows(
            "SELECT epoch, seq, peaks FROM cursors WHERE scope = ?", (page.scope,)
        )
        epoch, seq, peaks = rows[0] if rows else (page.epoch, 0, b"")
        numbers = [event.seq for event in page.events]
        expected = list(range(seq + 1, seq + 1 + len(numbers)))
        if epoch != page.epoch or page.after != seq or numbers != expected:
            raise EvidenceBroken("office_history_differs", scope=page.scope)
        split = [bytes(peaks[at : at + _PEAK]) for at in range(0, len(peaks), _PEAK)]
        return merkle.Frontier(seq, split)

    def _require_same(self, page: PullPage, frontier: merkle.Frontier) -> None:
        word = page.checkpoint
        if word is None:
            return
        self._require_genuine(word)
        said = (word.scope, word.epoch, word.size, word.root)
        if said != (page.scope, page.epoch, frontier.size, frontier.root().hex()):
            raise EvidenceBroken("office_history_differs", scope=page.scope)

    def _keep_remote(self, page: PullPage, hashes: Sequence[bytes]) -> list[Event]:
        """Keep others' records; return those not met before."""
        read = [
            (item, event_hash, chain.event_of(item.record))
            for item, event_hash in zip(page.events, hashes, strict=True)
            if item.record
        ]
        new: list[Event] = []
        for item, event_hash, event in read:
            known = self._work.rows(
                "SELECT 1 FROM remote_events WHERE event_id = ?", (event.event_id,)
            )
            self._work.execute(_REMOTE, _row(page.scope, item, event_hash, event))
            if not known and event.device_id != self._log.device_id:
                new.append(event)
        return new

    def _place_own(self, page: PullPage, hashes: Sequence[bytes]) -> None:
        """Give own events their place where the receipt lacks it: held ones, lost answers."""
        own = {h: e.seq for e, h in zip(page.events, hashes, strict=True) if not e.record}
        if not own:
            return
        rows: list[Any] = self._work.rows(
            "SELECT e.device_seq, e.hash FROM events e LEFT JOIN receipts r "
            "ON r.device_seq = e.device_seq WHERE r.fate = 'held'"
        )
        for device_seq, event_hash in rows:
            place = own.get(bytes(event_hash))
            if place is not None:
                self._work.execute(
                    "UPDATE receipts SET scope = ?, scope_seq = ?, fate = 'accepted', code = '' "
                    "WHERE device_seq = ?",
                    (page.scope, place, device_seq),
                )

    def _move(self, page: PullPage, frontier: merkle.Frontier) -> None:
        word = None if page.checkpoint is None else msgspec.json.encode(page.checkpoint).decode()
        self._work.execute(
            "INSERT INTO cursors (scope, epoch, seq, peaks, checkpoint) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (scope) DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq, "
            "peaks = excluded.peaks, "
            "checkpoint = coalesce(excluded.checkpoint, cursors.checkpoint)",
            (page.scope, page.epoch, frontier.size, b"".join(frontier.peaks), word),
        )


def _row(scope: str, item: PulledEvent, event_hash: bytes, event: Event) -> tuple[object, ...]:
    return (
        event.event_id,
        scope,
        item.seq,
        event.device_id,
        event.device_seq,
        event.stream_id,
        event_hash,
        item.record,
    )
