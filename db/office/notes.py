"""What one event tells beyond the lists: keys, seals, files, and a conclusion judged again.

A note is made while nothing is locked and written down later, as statements.
"""

# ruff: noqa: ARG001 - handlers of one dispatch share one signature

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from functools import singledispatch

from db.office.entries import COLUMNS, Entry, entry_of, events_of
from db.office.work import SENSELESS, Transaction
from inspector_app.domain.events import (
    Event,
    EventBody,
    InspectionConcluded,
    InspectionOpened,
    InspectionSealed,
    InspectorKeyIntroduced,
    PackageInstalled,
    Superseded,
    Voided,
)
from inspector_app.domain.exceptions import InspectorError
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Verdict
from inspector_app.evidence.signatures import key_id_of
from inspector_app.kinds.catalogue import kind_for
from inspector_app.kinds.judging import is_same_conclusion, judged
from inspector_app.packages.shelf import RuleShelf

Statement = tuple[str, tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Note:
    """What to write for an event. alarm: code and parameters. failure: why it says nothing."""

    statements: tuple[Statement, ...] = ()
    alarm: tuple[str, dict[str, object]] | None = None
    failure: Exception | None = None

    def keep(self, t: Transaction) -> None:
        """Write it down."""
        for statement, values in self.statements:
            t.execute(statement, values)


def note_of(t: Transaction, entry: Entry, shelf: RuleShelf) -> Note:
    """Return what to note of an event; never raises for what the event says."""
    files = tuple(_file(entry, blob.sha256) for blob in entry.blobs)
    if entry.event is None:
        return Note(files, failure=entry.failure)
    try:
        said = _say(entry.event.body, entry.event, t, shelf)
    except SENSELESS as failure:
        return Note(files, failure=failure)
    return Note((*files, *said.statements), said.alarm)


def judged_again(t: Transaction, concluded: Event, shelf: RuleShelf) -> Verdict | None:
    """Return the office's own verdict by the rules in force on the day; None for a kind unknown.

    Judged by the book that the laptop's verdict names, where it is held, and by the very text of a
    published kind; so a package published since changes nothing.

    Raises InspectorError or LookupError where the events before it make no inspection.
    """
    draft = Inspection.fold(stream_until(t, concluded))
    try:
        kind = kind_for(draft)
    except InspectorError:
        return None
    body = concluded.body
    named = body.verdict.rules_digest if isinstance(body, InspectionConcluded) else ""
    return judged(kind, draft, shelf.held(named) or shelf.book)


def stream_until(t: Transaction, event: Event) -> tuple[Event, ...]:
    """Return the events of a device's own stream before this one.

    Raises EvidenceBroken for one that cannot be read, LookupError without an opening.
    """
    rows = t.rows(
        f"SELECT {COLUMNS} FROM events WHERE stream_id = ? AND device_id = ? AND device_seq < ? "  # noqa: S608 - own
        "ORDER BY device_seq",
        (event.stream_id, event.device_id, event.device_seq),
    )
    entries = [entry_of(row) for row in rows]
    for entry in entries:
        if entry.failure is not None:
            raise entry.failure
    events = events_of(entries)
    if not any(isinstance(e.body, InspectionOpened) for e in events):
        raise LookupError("the inspection's opening is not here")
    return events


def _file(entry: Entry, sha256: str) -> Statement:
    return (
        "INSERT INTO named_files (sha256, scope) VALUES (?, ?) ON CONFLICT DO NOTHING",
        (sha256, entry.scope),
    )


@singledispatch
def _say(body: EventBody, event: Event, t: Transaction, shelf: RuleShelf) -> Note:
    """Return what this fact tells; most tell nothing."""
    return Note()


@_say.register
def _(body: InspectionConcluded, event: Event, t: Transaction, shelf: RuleShelf) -> Note:
    again, stated = judged_again(t, event, shelf), body.verdict
    computed = again.outcome.value if again else ""
    agrees = again is not None and is_same_conclusion(stated, again)
    result = "unknown_kind" if again is None else "agrees" if agrees else "differs"
    statement = (
        "INSERT INTO verdict_checks (inspection_id, result, stated, computed) "
        "VALUES (?, ?, ?, ?) ON CONFLICT (inspection_id) DO UPDATE SET "
        "result = excluded.result, stated = excluded.stated, computed = excluded.computed"
    )
    values = (event.stream_id, result, stated.outcome.value, computed)
    if result != "differs":
        return Note(((statement, values),))
    number = Inspection.fold(stream_until(t, event)).number
    said: dict[str, object] = {
        "number": number,
        "inspection_id": event.stream_id,
        "stated": stated.outcome.value,
        "computed": computed,
    }
    return Note(((statement, values),), ("verdict_differs", said))


@_say.register
def _(body: InspectorKeyIntroduced, event: Event, t: Transaction, shelf: RuleShelf) -> Note:
    try:
        key = base64.b64decode(body.public_key, validate=True)
    except binascii.Error as error:
        raise ValueError("public key") from error
    statement = (
        "INSERT INTO introduced_keys (key_id, public_key, device_id) VALUES (?, ?, ?) "
        "ON CONFLICT (key_id) DO NOTHING"
    )
    return Note(((statement, (key_id_of(key), key, event.device_id)),))


@_say.register
def _(body: PackageInstalled, event: Event, t: Transaction, shelf: RuleShelf) -> Note:
    statement = (
        "INSERT INTO device_packages (device_id, number, sha256, installed_at) "
        "VALUES (?, ?, ?, ?) ON CONFLICT (device_id) DO UPDATE SET number = excluded.number, "
        "sha256 = excluded.sha256, installed_at = excluded.installed_at"
    )
    values = (event.device_id, body.number, body.sha256, event.recorded_at.isoformat())
    return Note(((statement, values),))


@_say.register
def _(body: InspectionSealed, event: Event, t: Transaction, shelf: RuleShelf) -> Note:
    opened = Inspection.fold(stream_until(t, event))
    unit = opened.inspectors[0].unit if opened.inspectors else ""
    if opened.verdict is None:
        raise ValueError("sealed without a conclusion")
    on, outcome = opened.on.isoformat(), opened.verdict.outcome.value
    sha256 = body.record_sha256
    statement = (
        "INSERT INTO seals (record_prefix, inspection_id, number, record_sha256, kind, on_date, "
        "outcome, unit, voided, superseded_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, '') "
        "ON CONFLICT (record_prefix) DO NOTHING"
    )
    values = (sha256[:32], event.stream_id, opened.number, sha256, opened.kind, on, outcome, unit)
    return Note(((statement, values),))


@_say.register
def _(body: Voided, event: Event, t: Transaction, shelf: RuleShelf) -> Note:
    statement = "UPDATE seals SET voided = 1 WHERE inspection_id = ?"
    return Note(((statement, (event.stream_id,)),))


@_say.register
def _(body: Superseded, event: Event, t: Transaction, shelf: RuleShelf) -> Note:
    statement = "UPDATE seals SET superseded_by = ? WHERE inspection_id = ?"
    return Note(((statement, (body.by_number, event.stream_id)),))
