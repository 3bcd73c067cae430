"""What is read behind the intake: introduced keys, sealed records, verdicts judged again."""

# ruff: noqa: ARG001 - handlers of one dispatch share one signature

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from datetime import date, datetime
from functools import singledispatch

import msgspec

from db.office import alarms
from db.office.work import OfficeWork, Transaction
from inspector_app.domain.events import (
    Event,
    EventBody,
    InspectionConcluded,
    InspectionOpened,
    InspectionSealed,
    InspectorKeyIntroduced,
    Superseded,
    Voided,
)
from inspector_app.domain.exceptions import InspectorError
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Outcome, Verdict
from inspector_app.evidence import chain
from inspector_app.evidence.signatures import key_id_of
from inspector_app.kinds.catalogue import kind_of
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.services.office_ports import Alarm, SealedEntry
from inspector_app.services.ports import IdSource
from inspector_app.sync import grants


class _File(msgspec.Struct):
    sha256: str


class _Read(msgspec.Struct):
    type: str
    blobs: tuple[_File, ...] = ()


_types = msgspec.json.Decoder(_Read)
_READ = {
    body.__name__
    for body in (
        InspectionConcluded,
        InspectionSealed,
        InspectorKeyIntroduced,
        Superseded,
        Voided,
    )
}


class OfficeRecords:
    """Follows the scopes by (scope, seq), one worker at a time."""

    def __init__(self, work: OfficeWork, *, rules: RegulationBook, ids: IdSource) -> None:
        self._work, self._rules, self._ids = work, rules, ids

    def catch_up(self, now: datetime, limit: int = 500) -> int:
        """Read the next accepted events; return how many. Several processes may call it."""
        done = 0
        for scope in self._behind():
            with self._work.writing() as t:
                after = _cursor(t, scope)
                rows = t.rows(
                    "SELECT seq, record FROM events WHERE scope = ? AND seq > ? "
                    "ORDER BY seq LIMIT ?",
                    (scope, after, limit),
                )
                for _, record in rows:
                    self._take(t, bytes(record), scope, now)
                if rows:
                    t.execute("UPDATE projected SET seq = ? WHERE scope = ?", (rows[-1][0], scope))
            done += len(rows)
        return done

    def public_key(self, key_id: str) -> bytes | None:
        """Return an inspector's or device's raw key by its id, as a genuine chain introduced it."""
        with self._work.reading() as t:
            rows = t.rows("SELECT public_key FROM introduced_keys WHERE key_id = ?", (key_id,))
        return bytes(rows[0][0]) if rows else None

    def sealed(self, record_prefix: str) -> SealedEntry | None:
        """Return the sealed record whose SHA-256 begins so (32 hex digits)."""
        with self._work.reading() as t:
            rows = t.rows(
                "SELECT inspection_id, number, record_sha256, kind, on_date, outcome, unit, "
                "voided, superseded_by FROM seals WHERE record_prefix = ?",
                (record_prefix,),
            )
        if not rows:
            return None
        inspection_id, number, sha256, kind, on, outcome, unit, voided, superseded_by = rows[0]
        return SealedEntry(
            inspection_id=inspection_id,
            number=number,
            record_sha256=sha256,
            kind=kind,
            on=date.fromisoformat(on),
            outcome=Outcome(outcome),
            unit=unit,
            voided=bool(voided),
            superseded_by=superseded_by,
        )

    def blob_is_readable(self, sha256: str, scopes: Sequence[str]) -> bool:
        """Say whether an event within the grants names this file."""
        with self._work.reading() as t:
            rows = t.rows("SELECT scope FROM named_files WHERE sha256 = ?", (sha256,))
        return any(grants.cover(scopes, scope) for (scope,) in rows)

    def verdict(self, inspection_id: str) -> str:
        """Return what judging again gave: `agrees`, `differs`, `unknown_kind` or `not_yet`."""
        with self._work.reading() as t:
            rows = t.rows(
                "SELECT result FROM verdict_checks WHERE inspection_id = ?", (inspection_id,)
            )
        return str(rows[0][0]) if rows else "not_yet"

    def alarms(self, limit: int = 100) -> Sequence[Alarm]:
        """Return what an administrator must look at, the open ones first, then newest first."""
        return alarms.newest(self._work, limit)

    def raise_alarm(self, alarm: Alarm) -> None:
        """Keep an alarm that was noticed outside the storage."""
        alarms.keep(self._work, alarm)

    def see_alarm(self, alarm_id: str, by: str, note: str, now: datetime) -> None:
        """Note that a person dealt with an alarm; the first who did stands."""
        alarms.see(self._work, alarm_id, by, note, now)

    def open_alarms(self) -> int:
        """Count the alarms nobody has dealt with."""
        return alarms.count_open(self._work)

    def _behind(self) -> list[str]:
        with self._work.reading() as t:
            rows = t.rows(
                "SELECT s.scope FROM scopes s LEFT JOIN projected p ON p.scope = s.scope "
                "WHERE s.head > coalesce(p.seq, 0) ORDER BY s.scope"
            )
        return [scope for (scope,) in rows]

    def _take(self, t: Transaction, record: bytes, scope: str, now: datetime) -> None:
        """Read one event; one that cannot be understood raises an alarm and stops nobody."""
        read = _types.decode(record)
        t.many(
            "INSERT INTO named_files (sha256, scope) VALUES (?, ?) ON CONFLICT DO NOTHING",
            [(file.sha256, scope) for file in read.blobs],
        )
        if read.type not in _READ:
            return
        try:
            event = chain.event_of(record)
            _note(event.body, event, t)
            if isinstance(event.body, InspectionConcluded):
                self._judge_again(t, event, event.body.verdict, now)
        except (InspectorError, ValueError, LookupError, TypeError, ArithmeticError) as failure:
            said = {"why": str(failure)[:200], "hash": chain.hash_of(record)}
            alarms.raise_alarm(t, self._ids, "projection_failed", said, "", now)

    def _judge_again(self, t: Transaction, event: Event, stated: Verdict, now: datetime) -> None:
        """Judge what was concluded by the rules in force on its day, and compare."""
        events = _stream_until(t, event)
        draft = Inspection.fold(events)
        try:
            kind = kind_of(draft.kind)
        except InspectorError:
            result, computed = "unknown_kind", ""
        else:
            again = kind.judge(draft, self._rules)
            result, computed = ("agrees" if again == stated else "differs"), again.outcome.value
        t.execute(
            "INSERT INTO verdict_checks (inspection_id, result, stated, computed) "
            "VALUES (?, ?, ?, ?) ON CONFLICT (inspection_id) DO UPDATE SET "
            "result = excluded.result, stated = excluded.stated, computed = excluded.computed",
            (event.stream_id, result, stated.outcome.value, computed),
        )
        if result == "differs":
            said = {"number": draft.number, "stated": stated.outcome.value, "computed": computed}
            alarms.raise_alarm(t, self._ids, "verdict_differs", said, event.device_id, now)


@singledispatch
def _note(body: EventBody, event: Event, t: Transaction) -> None:
    """Keep what this fact tells the public page; most tell nothing."""


@_note.register
def _(body: InspectorKeyIntroduced, event: Event, t: Transaction) -> None:
    try:
        key = base64.b64decode(body.public_key, validate=True)
    except binascii.Error as error:
        raise ValueError("public key") from error
    t.execute(
        "INSERT INTO introduced_keys (key_id, public_key, device_id) VALUES (?, ?, ?) "
        "ON CONFLICT (key_id) DO NOTHING",
        (key_id_of(key), key, event.device_id),
    )


@_note.register
def _(body: InspectionSealed, event: Event, t: Transaction) -> None:
    opened = Inspection.fold(_stream_until(t, event))
    unit = opened.inspectors[0].unit if opened.inspectors else ""
    if opened.verdict is None:
        raise ValueError("sealed without a conclusion")
    on, outcome = opened.on.isoformat(), opened.verdict.outcome.value
    sha256 = body.record_sha256
    t.execute(
        "INSERT INTO seals (record_prefix, inspection_id, number, record_sha256, kind, on_date, "
        "outcome, unit, voided, superseded_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, '') "
        "ON CONFLICT (record_prefix) DO NOTHING",
        (sha256[:32], event.stream_id, opened.number, sha256, opened.kind, on, outcome, unit),
    )


@_note.register
def _(body: Voided, event: Event, t: Transaction) -> None:
    t.execute("UPDATE seals SET voided = 1 WHERE inspection_id = ?", (event.stream_id,))


@_note.register
def _(body: Superseded, event: Event, t: Transaction) -> None:
    t.execute(
        "UPDATE seals SET superseded_by = ? WHERE inspection_id = ?",
        (body.by_number, event.stream_id),
    )


def _stream_until(t: Transaction, event: Event) -> tuple[Event, ...]:
    """Return the events of a device's own stream before this one."""
    rows = t.rows(
        "SELECT record FROM events WHERE stream_id = ? AND device_id = ? AND device_seq < ? "
        "ORDER BY device_seq",
        (event.stream_id, event.device_id, event.device_seq),
    )
    events = tuple(chain.event_of(bytes(record)) for (record,) in rows)
    if not any(isinstance(e.body, InspectionOpened) for e in events):
        raise LookupError("the inspection's opening is not here")
    return events


def _cursor(t: Transaction, scope: str) -> int:
    """Return how far a scope was read, holding its row: a second worker waits and finds it done."""
    t.execute(
        "INSERT INTO projected (scope, seq) VALUES (?, 0) ON CONFLICT (scope) DO NOTHING", (scope,)
    )
    rows = t.rows(
        "SELECT seq FROM projected WHERE scope = ?" + t.for_update,  # noqa: S608 - own
        (scope,),
    )
    return int(rows[0][0])
