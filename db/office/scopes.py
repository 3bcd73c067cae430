"""The way out: pages by (scope, seq), signed tree heads, proofs. Implements the port `Scopes`.

A reader never steps over a late commit: seq comes from the scope's counter row, which a push holds
until it commits.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from db.office import alarms
from db.office.work import OfficeWork, Transaction
from inspector_app.domain.exceptions import OfficeRefused
from inspector_app.evidence import merkle
from inspector_app.services.ports import IdSource, Signer
from inspector_app.sync import checkpoints, grants
from inspector_app.sync.messages import (
    MAX_BATCH_BYTES,
    MAX_PAGE_EVENTS,
    Checkpoint,
    Proof,
    PulledEvent,
    PullPage,
    ScopeHead,
)

_PEAK = 32


class OfficeScopes:
    """Reads what was accepted."""

    def __init__(self, work: OfficeWork, *, office_id: str, signer: Signer, ids: IdSource) -> None:
        self._work, self._office_id, self._signer, self._ids = work, office_id, signer, ids

    def heads(self, granted: Sequence[str]) -> tuple[ScopeHead, ...]:
        """Return every scope under the grants and its newest seq."""
        with self._work.reading() as t:
            rows = t.rows("SELECT scope, epoch, head FROM scopes ORDER BY scope")
        return tuple(
            ScopeHead(scope=scope, epoch=epoch, seq=head)
            for scope, epoch, head in rows
            if grants.cover(granted, scope)
        )

    def page(
        self, scope: str, epoch: int, after: int, *, reader: str, now: datetime, limit: int
    ) -> PullPage:
        """Return the events after `after`; of the reader's own only the hash.

        Raises OfficeRefused(`epoch_changed`, epoch=...) when the epoch is not the scope's.
        """
        with self._work.reading() as t:
            known = frontier_row(t, scope)
            if epoch != known.epoch:
                raise OfficeRefused("epoch_changed", scope=scope, epoch=known.epoch)
            rows = t.rows(
                "SELECT seq, hash, record, device_id FROM events "
                "WHERE scope = ? AND seq > ? ORDER BY seq LIMIT ?",
                (scope, after, max(1, min(limit, MAX_PAGE_EVENTS))),
            )
        events = _bounded(rows, reader)
        reaches_head = (events[-1].seq if events else after) == known.head
        return PullPage(
            scope=scope,
            epoch=epoch,
            after=after,
            head=known.head,
            events=events,
            checkpoint=self.sign(known, now) if reaches_head else None,
        )

    def checkpoint(self, scope: str, now: datetime) -> Checkpoint:
        """Return the signed newest tree head."""
        with self._work.reading() as t:
            return self.sign(frontier_row(t, scope), now)

    def proof(self, event_id: str, now: datetime) -> Proof | None:
        """Return an event's inclusion in its scope, None if unknown or not placed yet."""
        with self._work.reading() as t:
            found = t.rows(
                "SELECT scope, seq, hash FROM events WHERE event_id = ? AND seq IS NOT NULL",
                (event_id,),
            )
            if not found:
                return None
            scope, seq, event_hash = found[0]
            leaves = _leaves(t, scope)
            known = frontier_row(t, scope)
        path = merkle.inclusion_path(leaves, seq - 1)
        return Proof(
            event_id=event_id,
            scope=scope,
            seq=seq,
            hash=bytes(event_hash).hex(),
            path=tuple(node.hex() for node in path),
            checkpoint=self.sign(known, now),
        )

    def diverged(self, checkpoint: Checkpoint, now: datetime) -> ScopeHead:
        """Compare an old word of our own with the tree; begin a new epoch if it does not hold.

        Raises OfficeRefused(`checkpoint_not_genuine`).
        """
        genuine = checkpoints.is_genuine(checkpoint, self._signer.public_key)
        if not genuine or checkpoint.office_id != self._office_id:
            raise OfficeRefused("checkpoint_not_genuine", scope=checkpoint.scope)
        scope = checkpoint.scope
        with self._work.writing() as t:
            known = lock_scope(t, scope)
            if checkpoint.epoch == known.epoch and not _holds(t, checkpoint, known.head):
                t.execute("UPDATE scopes SET epoch = epoch + 1 WHERE scope = ?", (scope,))
                known.epoch += 1
                said = {"scope": scope, "confirmed": checkpoint.size, "here": known.head}
                alarms.raise_alarm(t, self._ids, "office_restored", said, "", now)
            return ScopeHead(scope=scope, epoch=known.epoch, seq=known.head)

    def sign(self, known: FrontierRow, now: datetime) -> Checkpoint:
        """Return the office's signature over a scope's tree."""
        return checkpoints.sign(
            self._signer,
            office_id=self._office_id,
            scope=known.scope,
            epoch=known.epoch,
            size=known.head,
            root=known.frontier.root(),
            signed_at=now,
        )


class FrontierRow:
    """A scope's counter and the growing edge of its tree."""

    __slots__ = ("epoch", "frontier", "head", "scope")

    def __init__(self, scope: str, epoch: int, head: int, peaks: bytes) -> None:
        self.scope, self.epoch, self.head = scope, epoch, head
        split = [peaks[at : at + _PEAK] for at in range(0, len(peaks), _PEAK)]
        self.frontier = merkle.Frontier(head, split)

    def place(self, event_hash: bytes) -> int:
        """Take the next seq for an event of this hash (32 bytes)."""
        self.frontier.append(merkle.leaf_hash(event_hash))
        self.head += 1
        return self.head

    def keep(self, t: Transaction) -> None:
        """Write the row back."""
        t.execute(
            "UPDATE scopes SET head = ?, frontier = ? WHERE scope = ?",
            (self.head, b"".join(self.frontier.peaks), self.scope),
        )


def frontier_row(t: Transaction, scope: str, lock: str = "") -> FrontierRow:
    """Return a scope's row; one never written to has epoch 1 and nothing in it."""
    rows = t.rows(
        "SELECT epoch, head, frontier FROM scopes WHERE scope = ?" + lock,  # noqa: S608 - own
        (scope,),
    )
    if not rows:
        return FrontierRow(scope, 1, 0, b"")
    epoch, head, peaks = rows[0]
    return FrontierRow(scope, epoch, head, bytes(peaks))


def lock_scope(t: Transaction, scope: str) -> FrontierRow:
    """Return a scope's row, held until the commit. Take several in the order of their names."""
    t.execute(
        "INSERT INTO scopes (scope, epoch, head, frontier) VALUES (?, 1, 0, ?) "
        "ON CONFLICT (scope) DO NOTHING",
        (scope, b""),
    )
    return frontier_row(t, scope, t.for_update)


def _bounded(rows: Sequence[Any], reader: str) -> tuple[PulledEvent, ...]:
    events: list[PulledEvent] = []
    size = 0
    for seq, event_hash, record, device_id in rows:
        own = device_id == reader
        size += 65 if own else len(record)
        if events and size > MAX_BATCH_BYTES:
            break
        text = bytes(event_hash).hex()
        events.append(PulledEvent(seq, text, b"" if own else bytes(record)))
    return tuple(events)


def _leaves(t: Transaction, scope: str, size: int | None = None) -> list[bytes]:
    rows = t.rows(
        "SELECT hash FROM events WHERE scope = ? AND seq IS NOT NULL ORDER BY seq", (scope,)
    )
    return [merkle.leaf_hash(bytes(event_hash)) for (event_hash,) in rows[:size]]


def _holds(t: Transaction, checkpoint: Checkpoint, head: int) -> bool:
    if checkpoint.size > head:
        return False
    return merkle.root_of(_leaves(t, checkpoint.scope, checkpoint.size)).hex() == checkpoint.root
