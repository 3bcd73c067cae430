"""What the office sends down: pages of others' work, applied whole or not at all.

A page moves the cursor and the Merkle frontier, and must fit the office's signed checkpoint; own
events that come back get their place. Each method is one durable transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

import msgspec

from db.driver_work import driver_work
from db.event_log import LocalEventLog
from db.projections import Projections
from db.sync_views import SyncViews
from db.unit_of_work import UnitOfWork
from inspector_app.domain.case import CASE_BODIES
from inspector_app.domain.events import Event
from inspector_app.domain.exceptions import EvidenceBroken
from inspector_app.evidence import chain, merkle
from inspector_app.sync import checkpoints
from inspector_app.sync.merge import REGISTER_BODIES
from inspector_app.sync.messages import Checkpoint, Cursor, Fate, Outcome, PulledEvent, PullPage

_PEAK = 32
_REMOTE = (
    "INSERT INTO remote_events (event_id, scope, scope_seq, device_id, device_seq, stream_id, "
    "hash, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (event_id) DO UPDATE SET "
    "scope = excluded.scope, scope_seq = excluded.scope_seq "
    "WHERE remote_events.hash = excluded.hash"
)
RECEIPT = (
    "INSERT INTO receipts (device_seq, scope, scope_seq, received_at, fate, code) "
    "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (device_seq) DO UPDATE SET scope = excluded.scope, "
    "scope_seq = excluded.scope_seq, fate = excluded.fate, code = excluded.code"
)


_PLACED = (
    "SELECT r.scope_seq, e.hash FROM receipts r JOIN events e ON e.device_seq = r.device_seq "
    "WHERE r.scope = ? AND r.scope_seq BETWEEN ? AND ?"
)
_SHARED = (
    "SELECT DISTINCT e.stream_id FROM events e WHERE e.device_seq BETWEEN ? AND ? "
    "AND EXISTS (SELECT 1 FROM remote_events o WHERE o.stream_id = e.stream_id)"
)
_OWN_HASHES = "SELECT hash FROM events"
_CHUNK = 500
_FOLDED = REGISTER_BODIES | CASE_BODIES
"""Facts whose rows are the fold of their whole stream: the order of events matters to them."""


@dataclass(frozen=True, slots=True)
class _Met:
    """Hashes of records that lie here: of the own chain, of others."""

    own: AbstractSet[bytes]
    remote: AbstractSet[bytes]


class PulledPages(SyncViews):
    """The half of the sync store that takes in what others did."""

    def __init__(self, work: UnitOfWork, log: LocalEventLog, projections: Projections) -> None:
        super().__init__(work)
        self._log, self._projections = log, projections

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
        try:
            with self._work.transaction():
                return self._applied(page)
        except EvidenceBroken as broken:
            # A page out of turn says nothing of what lies here; a root that differs does.
            if broken.code == "office_history_differs" and self.cursor(page.scope) == Cursor(
                scope=page.scope, epoch=page.epoch, seq=page.after
            ):
                self._note_differs(page.scope)
            raise

    def reset_scope(self, scope: str, epoch: int) -> None:
        """Start a scope again at 0 in a new epoch; events here are met again, not doubled."""
        with self._work.transaction():
            self._work.execute(
                "INSERT INTO cursors (scope, epoch, seq, peaks, verified_seq, differs) "
                "VALUES (?, ?, 0, ?, 0, 0) ON CONFLICT (scope) DO UPDATE SET "
                "epoch = excluded.epoch, seq = 0, peaks = excluded.peaks, verified_seq = 0, "
                "differs = 0, checkpoint = NULL",
                (scope, epoch, b""),
            )

    def last_checkpoint(self, scope: str) -> Checkpoint | None:
        """Return the newest genuine checkpoint of a scope."""
        rows = self._work.rows("SELECT checkpoint FROM cursors WHERE scope = ?", (scope,))
        if not rows or rows[0][0] is None:
            return None
        return msgspec.json.decode(rows[0][0], type=Checkpoint)

    # --- inside ----------------------------------------------------------------------------

    def require_genuine(self, checkpoint: Checkpoint) -> None:
        """Raise EvidenceBroken(`checkpoint_not_genuine`) for what our office did not sign."""
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
            # Only the page that reaches the head carries the office's word, and it must.
            if page.events and not page.has_more:
                raise EvidenceBroken("office_history_differs", scope=page.scope)
            return
        self.require_genuine(word)
        said = (word.scope, word.epoch, word.size, word.root)
        if said != (page.scope, page.epoch, frontier.size, frontier.root().hex()):
            raise EvidenceBroken("office_history_differs", scope=page.scope)

    def _applied(self, page: PullPage) -> int:
        hashes = [
            hashlib.sha256(e.record).digest() if e.record else bytes.fromhex(e.hash)
            for e in page.events
        ]
        frontier = self._followed(page)
        for event_hash in hashes:
            frontier.append(merkle.leaf_hash(event_hash))
        self._require_same(page, frontier)
        new, again = self._keep_remote(page, hashes)
        placed = self._place_own(page, hashes)
        self._move(page, frontier)
        if new:
            self._projections.apply(*new)
        streams = {event.stream_id for event in new}
        self.refold_placed(placed)
        self._projections.refold(again - streams)
        return len(new)

    def _keep_remote(self, page: PullPage, hashes: Sequence[bytes]) -> tuple[list[Event], set[str]]:
        """Keep others' records; return those not met before, and streams of those met again.

        A record that cannot be read is kept all the same: a newer program may.
        """
        met = self._met(page)
        rows: list[tuple[object, ...]] = []
        new: list[Event] = []
        again: set[str] = set()
        for item, event_hash in zip(page.events, hashes, strict=True):
            if not item.record or event_hash in met.own:
                continue
            event = _readable(item.record)
            rows.append(_row(page.scope, item, event_hash, event))
            if event is not None and event_hash not in met.remote:
                new.append(event)
            elif event is not None and type(event.body) in _FOLDED:
                again.add(event.stream_id)
        driver_work(self._work).many(_REMOTE, rows)
        return new, again

    def _met(self, page: PullPage) -> _Met:
        """Return the hashes of this page's records that lie here already."""
        driver = driver_work(self._work)
        own = {
            hashlib.sha256(item.record).digest()
            for item in page.events
            if item.record and self._own_mark in item.record
        }
        own = {bytes(h) for (h,) in driver.rows(_OWN_HASHES)} & own if own else set()
        if not driver.rows("SELECT 1 FROM remote_events LIMIT 1"):
            return _Met(own, frozenset())
        hashes = [hashlib.sha256(item.record).digest() for item in page.events if item.record]
        remote: set[bytes] = set()
        for at in range(0, len(hashes), _CHUNK):
            some = hashes[at : at + _CHUNK]
            marks = ", ".join("?" * len(some))
            statement = f"SELECT hash FROM remote_events WHERE hash IN ({marks})"  # noqa: S608 - own
            remote |= {bytes(h) for (h,) in driver.rows(statement, tuple(some))}
        return _Met(own, remote)

    def _place_own(self, page: PullPage, hashes: Sequence[bytes]) -> list[int]:
        """Give own events the place that the office shows; return those whose place is new.

        An event without a receipt gets one only as the next in line: the queue has no gaps.
        """
        own = {e.seq: h for e, h in zip(page.events, hashes, strict=True) if self._is_own(e)}
        if not own:
            return []
        driver = driver_work(self._work)
        for seq, known in driver.rows(_PLACED, (page.scope, min(own), max(own))):
            if own.get(seq) == bytes(known):
                del own[seq]
        if not own:
            return []
        wanted = {h: seq for seq, h in own.items()}
        found = [
            (device_seq, wanted[bytes(h)])
            for device_seq, h in driver.rows("SELECT device_seq, hash FROM events ORDER BY 1")
            if bytes(h) in wanted
        ]
        ((next_seq,),) = driver.rows("SELECT coalesce(max(device_seq), 0) + 1 FROM receipts")
        at = self._log.now()
        placed: list[int] = []
        for device_seq, seq in found:
            if device_seq <= next_seq:
                next_seq = max(next_seq, device_seq + 1)
                outcome = Outcome(device_seq, Fate.ACCEPTED, page.scope, seq)
                driver.execute(RECEIPT, receipt_row(outcome, at))
                placed.append(device_seq)
        return placed

    def _is_own(self, item: PulledEvent) -> bool:
        return not item.record or self._own_mark in item.record

    @property
    def _own_mark(self) -> bytes:
        """Return what every own record holds; what only mentions us is told apart by its hash."""
        return f'"device_id":"{self._log.device_id}"'.encode()

    def refold_placed(self, device_seqs: Sequence[int]) -> None:
        """Fold register entries again that others edit too: own edits have a new place."""
        if not device_seqs:
            return
        rows = driver_work(self._work).rows(_SHARED, (min(device_seqs), max(device_seqs)))
        self._projections.refold(stream_id for (stream_id,) in rows)

    def _note_differs(self, scope: str) -> None:
        """Let record states claim no place that no checkpoint vouched for."""
        with self._work.transaction():
            self._work.execute("UPDATE cursors SET differs = 1 WHERE scope = ?", (scope,))

    def _move(self, page: PullPage, frontier: merkle.Frontier) -> None:
        word = None if page.checkpoint is None else msgspec.json.encode(page.checkpoint).decode()
        verified = 0 if word is None else frontier.size
        self._work.execute(
            "INSERT INTO cursors (scope, epoch, seq, peaks, verified_seq, differs, checkpoint) "
            "VALUES (?, ?, ?, ?, ?, 0, ?) ON CONFLICT (scope) DO UPDATE SET "
            "epoch = excluded.epoch, seq = excluded.seq, peaks = excluded.peaks, "
            "verified_seq = CASE WHEN excluded.checkpoint IS NULL THEN cursors.verified_seq "
            "ELSE excluded.verified_seq END, "
            "differs = CASE WHEN excluded.checkpoint IS NULL THEN cursors.differs ELSE 0 END, "
            "checkpoint = coalesce(excluded.checkpoint, cursors.checkpoint)",
            (page.scope, page.epoch, frontier.size, b"".join(frontier.peaks), verified, word),
        )


def receipt_row(outcome: Outcome, at: datetime) -> tuple[object, ...]:
    """Return the values of `RECEIPT`. A duplicate was accepted before: that is what is kept."""
    fate = Fate.ACCEPTED if outcome.fate is Fate.DUPLICATE else outcome.fate
    values = (outcome.device_seq, outcome.scope, outcome.seq, at.isoformat())
    return (*values, fate.value, outcome.code)


def _readable(record: bytes) -> Event | None:
    try:
        return chain.event_of(record)
    except EvidenceBroken:
        return None


def _row(
    scope: str, item: PulledEvent, event_hash: bytes, event: Event | None
) -> tuple[object, ...]:
    if event is None:
        unread = ("unread:" + event_hash.hex(), scope, item.seq, "", 0, "")
        return (*unread, event_hash, item.record)
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
