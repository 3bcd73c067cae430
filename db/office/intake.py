"""The way in: one transaction per push. Implements the port `Intake`.

Locks are taken in one order (device, all scopes sorted, events), so two pushes never wait for each
other in a circle. Nothing but evidence is checked here: the receipt comes first (decision 0009).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from db.office import alarms
from db.office.devices import read_device
from db.office.links import Header, Link, read
from db.office.scopes import FrontierRow, OfficeScopes, lock_scope
from db.office.work import OfficeWork, Transaction
from inspector_app.domain.exceptions import OfficeRefused
from inspector_app.evidence import heads
from inspector_app.services.office_ports import Device
from inspector_app.services.ports import IdSource
from inspector_app.sync import grants
from inspector_app.sync.batches import Batch
from inspector_app.sync.messages import Fate, Outcome, PushAnswer

_INSERT = (
    "INSERT INTO events (event_id, device_id, device_seq, stream_id, scope, seq, hash, record, "
    "received_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_CHUNK = 400
_PUSHES = 0x48500001
"""The lock that pushes share, unless one must be alone."""


class _MustBeAloneError(Exception):
    """This push begins or ends a wait: undo it and take it in with no other beside it."""


@dataclass(slots=True)
class _Push:
    """One push while it is being taken in."""

    device: Device
    now: datetime
    alone: bool
    outcomes: list[Outcome] = field(default_factory=list)
    taken: list[tuple[Link, Header]] = field(default_factory=list)
    set_aside: list[tuple[Link, str]] = field(default_factory=list)
    scopes: dict[str, FrontierRow] = field(default_factory=dict)

    def scope_of(self, header: Header) -> str:
        """Return where an event is filed: scopeless ones at the device's home."""
        return header.scope or self.device.home_scope


class OfficeIntake:
    """Takes pushes and notes stored files."""

    def __init__(self, work: OfficeWork, scopes: OfficeScopes, ids: IdSource) -> None:
        self._work, self._scopes, self._ids = work, scopes, ids

    def accept(self, device_id: str, batch: Batch, now: datetime) -> PushAnswer:
        """Check, append, give places; receipts are durable when this returns.

        Raises OfficeRefused as the port says; StorageUnavailable with nothing kept.
        """
        links = [read(seq, record) for seq, record in enumerate(batch.records, batch.first_seq)]
        try:
            return self._accept(device_id, batch, links, now, alone=False)
        except _MustBeAloneError:
            return self._accept(device_id, batch, links, now, alone=True)

    def _accept(
        self, device_id: str, batch: Batch, links: list[Link], now: datetime, *, alone: bool
    ) -> PushAnswer:
        with self._work.writing() as t:
            t.beside_others(_PUSHES, alone=alone)
            device = read_device(t, device_id, t.for_update)
            push = _Push(_may_come_in(device, device_id), now, alone=alone or not t.postgresql)
            _require_head(push.device, batch, links)
            new = self._meet_again(t, push, links)
            tip, gap = self._follow(push, new)
            self._append(t, push)
            self._set_aside(t, push)
            last = max(push.device.last_device_seq, links[-1].device_seq)
            t.execute(
                "UPDATE devices SET last_device_seq = ?, last_hash = ?, last_seen = ?, gap = ? "
                "WHERE device_id = ?",
                (last, tip, now.isoformat(), int(gap), device_id),
            )
            signed = tuple(self._scopes.sign(row, now) for row in push.scopes.values())
        push.outcomes.sort(key=lambda outcome: outcome.device_seq)
        return PushAnswer(
            received_at=now,
            last_device_seq=last,
            outcomes=tuple(push.outcomes),
            checkpoints=signed,
        )

    def wanted(self, sha256: Sequence[str]) -> tuple[str, ...]:
        """Return those named that are not stored."""
        with self._work.reading() as t:
            here = {name for (name,) in _in(t, "stored_blobs", "sha256", "sha256", sha256)}
        return tuple(name for name in sha256 if name not in here)

    def blob_stored(self, sha256: str, size: int, now: datetime) -> None:
        """Note that a file lies checked in the blob folder."""
        with self._work.writing() as t:
            t.execute(
                "INSERT INTO stored_blobs (sha256, size, at) VALUES (?, ?, ?) "
                "ON CONFLICT (sha256) DO NOTHING",
                (sha256, size, now.isoformat()),
            )

    # --- what the office has already -------------------------------------------------------

    def _meet_again(self, t: Transaction, push: _Push, links: list[Link]) -> list[Link]:
        """Answer for links up to the newest known one; return those after it."""
        known = push.device.last_device_seq
        if links[0].device_seq > known + 1:
            raise OfficeRefused("chain_gap", expected=known + 1)
        old = [link for link in links if link.device_seq <= known]
        if old:
            placed, aside = self._stored(t, push.device.device_id, old)
            for link in old:
                push.outcomes.append(self._again(t, push, link, placed, aside))
        return links[len(old) :]

    def _stored(
        self, t: Transaction, device_id: str, old: list[Link]
    ) -> tuple[dict[int, Any], dict[int, Any]]:
        span = (device_id, old[0].device_seq, old[-1].device_seq)
        where = "WHERE device_id = ? AND device_seq BETWEEN ? AND ?"
        placed = t.rows(f"SELECT device_seq, hash, scope, seq FROM events {where}", span)  # noqa: S608 - own
        aside = t.rows(f"SELECT device_seq, hash, code FROM quarantine {where}", span)  # noqa: S608 - own
        return {row[0]: row for row in placed}, {row[0]: row for row in aside}

    def _again(
        self,
        t: Transaction,
        push: _Push,
        link: Link,
        placed: dict[int, Any],
        aside: dict[int, Any],
    ) -> Outcome:
        seq = link.device_seq
        if seq in placed and bytes(placed[seq][1]) == link.hash:
            _, _, scope, place = placed[seq]
            if place is None:
                return Outcome(seq, Fate.HELD, scope, 0, "dependency_missing")
            return Outcome(seq, Fate.DUPLICATE, scope, place)
        if seq in aside and bytes(aside[seq][1]) == link.hash:
            return Outcome(seq, Fate.QUARANTINED, "", 0, aside[seq][2])
        push.set_aside.append((link, "chain_forked"))
        said = {"device_seq": seq, "name": push.device.name}
        alarms.raise_alarm(t, self._ids, "chain_forked", said, push.device.device_id, push.now)
        return Outcome(seq, Fate.QUARANTINED, "", 0, "chain_forked")

    # --- what is new -----------------------------------------------------------------------

    def _follow(self, push: _Push, new: list[Link]) -> tuple[str, bool]:
        """Walk the chain on; return the new tip and whether the next link may name any hash."""
        tip, gap = push.device.last_hash, push.device.gap
        for link in new:
            header = link.header
            if header is None:
                push.set_aside.append((link, "record_unreadable"))
                tip = link.hash.hex()
            elif not _is_next(link, header, push.device.device_id, None if gap else tip):
                if len(new) > 1:
                    raise OfficeRefused("chain_broken", device_seq=link.device_seq)
                push.set_aside.append((link, "chain_broken"))
                tip, gap = link.hash.hex(), True
            else:
                push.taken.append((link, header))
                tip, gap = link.hash.hex(), False
        return tip, gap

    def _append(self, t: Transaction, push: _Push) -> None:
        self._set_aside_reused(t, push)
        missing = _missing_dependencies(t, push.taken)
        released = _waiting_on(t, [header.event_id for _, header in push.taken])
        if (missing or released) and not push.alone:
            # Two at once, one that begins to wait and one that brings what it waits for, would
            # not see each other; the event would then wait for ever.
            raise _MustBeAloneError
        names = {push.scope_of(h) for _, h in push.taken} | {row[1] for row in released}
        for scope in sorted(names):
            push.scopes[scope] = lock_scope(t, scope)
        rows: list[tuple[object, ...]] = []
        at = push.now.isoformat()
        held: set[str] = set()
        for link, header in push.taken:
            needs = [d for d in header.dependencies if d in missing or d in held]
            rows.append(self._placed(push, link, header, at, is_held=bool(needs)))
            if needs:
                held.add(header.event_id)
                t.many(
                    "INSERT INTO waits (event_id, needs) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    [(header.event_id, need) for need in needs],
                )
        t.many(_INSERT, rows)
        if released:
            _release(t, push, {h.event_id for _, h in push.taken} - held)
        for row in push.scopes.values():
            row.keep(t)
        self._tell_foreign_scopes(t, push)

    def _placed(
        self, push: _Push, link: Link, header: Header, at: str, *, is_held: bool
    ) -> tuple[object, ...]:
        scope = push.scope_of(header)
        place = None if is_held else push.scopes[scope].place(link.hash)
        push.outcomes.append(
            Outcome(link.device_seq, Fate.HELD, scope, 0, "dependency_missing")
            if place is None
            else Outcome(link.device_seq, Fate.ACCEPTED, scope, place)
        )
        return (
            header.event_id,
            push.device.device_id,
            link.device_seq,
            header.stream_id,
            scope,
            place,
            link.hash,
            link.record,
            at,
        )

    def _set_aside_reused(self, t: Transaction, push: _Push) -> None:
        """Set aside what carries the id of another event, here or earlier in the same push."""
        ids = [header.event_id for _, header in push.taken]
        known = {name for (name,) in _in(t, "events", "event_id", "event_id", ids)}
        if not known and len(set(ids)) == len(ids):
            return
        kept: list[tuple[Link, Header]] = []
        for link, header in push.taken:
            if header.event_id in known:
                push.set_aside.append((link, "event_id_reused"))
                said = {"event_id": header.event_id, "name": push.device.name}
                device_id = push.device.device_id
                alarms.raise_alarm(t, self._ids, "event_id_reused", said, device_id, push.now)
            else:
                known.add(header.event_id)
                kept.append((link, header))
        push.taken = kept

    def _set_aside(self, t: Transaction, push: _Push) -> None:
        t.many(
            "INSERT INTO quarantine (entry_id, device_id, device_seq, hash, code, record, "
            "received_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    self._ids.new_id(),
                    push.device.device_id,
                    link.device_seq,
                    link.hash,
                    code,
                    link.record,
                    push.now.isoformat(),
                )
                for link, code in push.set_aside
            ],
        )
        answered = {outcome.device_seq for outcome in push.outcomes}
        push.outcomes.extend(
            Outcome(link.device_seq, Fate.QUARANTINED, "", 0, code)
            for link, code in push.set_aside
            if link.device_seq not in answered
        )

    def _tell_foreign_scopes(self, t: Transaction, push: _Push) -> None:
        """Evidence is never refused, but an event of a division not granted is noticed."""
        for scope in push.scopes:
            if not grants.cover(push.device.scopes, scope):
                said = {"scope": scope, "name": push.device.name}
                device_id = push.device.device_id
                alarms.raise_alarm(t, self._ids, "scope_not_granted", said, device_id, push.now)


def _may_come_in(device: Device | None, device_id: str) -> Device:
    if device is None:
        raise OfficeRefused("device_unknown", device_id=device_id)
    if device.revoked_at is not None:
        raise OfficeRefused("device_revoked", device_id=device_id)
    return device


def _require_head(device: Device, batch: Batch, links: list[Link]) -> None:
    head = batch.head
    if (
        head.device_id != device.device_id
        or head.hash != links[-1].hash.hex()
        or not heads.is_genuine(head, [device.public_key])
    ):
        raise OfficeRefused("head_not_genuine", device_seq=head.device_seq)


def _is_next(link: Link, header: Header, device_id: str, tip: str | None) -> bool:
    return (
        header.device_seq == link.device_seq
        and header.device_id == device_id
        and (tip is None or header.previous_hash == tip)
    )


def _missing_dependencies(t: Transaction, taken: list[tuple[Link, Header]]) -> set[str]:
    """Return dependencies that neither the office has in a place nor this push brings."""
    needed = {d for _, header in taken for d in header.dependencies}
    if not needed:
        return set()
    needed -= {header.event_id for _, header in taken}
    found = _in(t, "events", "event_id, seq", "event_id", sorted(needed))
    return needed - {event_id for event_id, seq in found if seq is not None}


def _waiting_on(t: Transaction, ids: list[str]) -> list[tuple[str, str]]:
    """Return (event_id, scope) of held events that these may release, however indirectly."""
    if not ids or not t.rows("SELECT 1 FROM waits LIMIT 1"):
        return []
    found: dict[str, str] = {}
    ask = ids
    while ask:
        waiting = {name for (name,) in _in(t, "waits", "event_id", "needs", ask)} - set(found)
        rows = _in(t, "events", "event_id, scope", "event_id", sorted(waiting))
        found |= dict(rows)
        ask = [event_id for event_id, _ in rows]
    return sorted(found.items())


def _release(t: Transaction, push: _Push, placed: set[str]) -> None:
    """Give places to held events whose last missing dependency has just got one."""
    while placed:
        held = {n for (n,) in _in(t, "waits", "event_id", "needs", sorted(placed))}
        for need in sorted(placed):
            t.execute("DELETE FROM waits WHERE needs = ?", (need,))
        held -= {n for (n,) in _in(t, "waits", "event_id", "event_id", sorted(held))}
        rows = _in(t, "events", "event_id, scope, hash", "event_id", sorted(held))
        for event_id, scope, event_hash in sorted(rows):
            place = push.scopes[scope].place(bytes(event_hash))
            t.execute("UPDATE events SET seq = ? WHERE event_id = ?", (place, event_id))
        placed = {row[0] for row in rows}


def _in(t: Transaction, table: str, columns: str, column: str, values: Iterable[str]) -> list[Any]:
    """Return rows whose column is one of the values, asked in chunks."""
    wanted = list(values)
    rows: list[Any] = []
    for at in range(0, len(wanted), _CHUNK):
        chunk = wanted[at : at + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        rows += t.rows(f"SELECT {columns} FROM {table} WHERE {column} IN ({marks})", chunk)  # noqa: S608 - own
    return rows
