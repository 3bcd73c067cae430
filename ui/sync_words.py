"""Sync in words: the chip of the top bar, the sentences of the sync page, the state of a record."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from inspector_app.adapters.sync_thread import SyncSnapshot
from inspector_app.services.sync_ports import RecordState
from inspector_app.sync.machine import Phase
from inspector_app.words import failures, marked
from inspector_app.words import gettext as _
from ui.widgets.chip import ChipKind
from ui.widgets.sync_chip import SyncState as ChipState
from ui.widgets.table import CellChip

_RECORD: Final[dict[RecordState, tuple[str, str, ChipKind, str]]] = {
    RecordState.LOCAL: (
        marked("On this laptop"),
        marked("Kept safely here; the office does not have it yet."),
        "idle",
        "save",
    ),
    RecordState.SENT: (
        marked("Sent"),
        marked("The office has it and waits for something it builds on, or looks at it."),
        "info",
        "send",
    ),
    RecordState.ACCEPTED: (
        marked("Accepted"),
        marked("The office gave it its place; photos or the report are still to come."),
        "info",
        "check",
    ),
    RecordState.COMPLETE: (
        marked("Evidence complete"),
        marked("Record, photos and report lie at the office, each checked by its SHA-256."),
        "ok",
        "seal",
    ),
}
_WHATS: Final = {
    "inspection": marked("Inspection"),
    "premises": marked("Premises"),
    "instrument": marked("Instrument"),
    "weight_set": marked("Reference weights"),
    "person": marked("Person"),
    "device": marked("This laptop"),
    "file": marked("File"),
}
_ROLES: Final = {
    "photo": marked("Photo"),
    "signature": marked("Signature"),
    "pdf": marked("Report"),
    "capture": marked("Raw readings"),
}
_FIELDS: Final = {
    "name": marked("Name"),
    "address": marked("Address"),
    "market": marked("Market"),
    "stall": marked("Stall"),
    "credit_code": marked("Unified social credit code"),
    "responsible_person": marked("Responsible person"),
    "phone": marked("Telephone"),
    "scope": marked("Administrative division code"),
    "model": marked("Model"),
    "serial_number": marked("Serial number"),
    "manufacturer": marked("Manufacturer"),
    "accuracy_class": marked("Accuracy class"),
    "maximum_capacity": marked("Maximum capacity Max"),
    "minimum_capacity": marked("Minimum capacity Min"),
    "maximum_tare": marked("Maximum tare"),
    "verification_scale_interval": marked("Verification scale interval e"),
    "actual_scale_interval": marked("d (actual scale interval)"),
    "price_computing": marked("Price-computing"),
    "supports": marked("Points of support"),
    "type_approval_number": marked("Type approval number"),
    "verification_certificate": marked("Verification certificate"),
    "verified_on": marked("Verified on"),
    "verification_valid_until": marked("Verified until"),
    "seal_numbers": marked("Seals"),
    "premises_id": marked("Used by"),
    "profile": marked("Connection profile"),
}
_STEPS: Final = {
    "hello": marked("Calling the office…"),
    "events": marked("Sending entries: {done} of {total}"),
    "files": marked("Sending files: {done} of {total}"),
    "pull": marked("Fetching what others did: {done} of {total}"),
}
_PHASES: Final[dict[Phase, tuple[str, ChipKind, str]]] = {
    Phase.NOT_ENROLLED: (marked("No office"), "idle", "offline"),
    Phase.OFFLINE: (marked("Offline"), "idle", "offline"),
    Phase.WAITING: (marked("Waiting"), "idle", "pending"),
    Phase.SENDING: (marked("Syncing"), "info", "sync"),
    Phase.ALL_SENT: (marked("All sent"), "ok", "check"),
    Phase.NEEDS_YOU: (marked("Needs you"), "warn", "warn"),
}


def record_chip(state: RecordState) -> CellChip:
    """Return the chip of a record's state."""
    word, _meaning, kind, icon = _RECORD[state]
    return CellChip(_(word), kind, icon)


def record_meaning(state: RecordState) -> str:
    """Return what the state means, in a sentence."""
    return _(_RECORD[state][1])


def what_word(what: str) -> str:
    """Return the name of a kind of record."""
    return _(_WHATS[what]) if what in _WHATS else what


def role_word(role: str) -> str:
    """Return what a file is; one of a role without a word is a file."""
    return _(_ROLES.get(role, _WHATS["file"]))


def phase_chip(snapshot: SyncSnapshot) -> CellChip:
    """Return the chip of the whole laptop's state."""
    word, kind, icon = _PHASES[snapshot.state.phase]
    return CellChip(_(word), kind, icon)


def chip_state(snapshot: SyncSnapshot) -> ChipState:
    """Return what the chip of the top bar shows."""
    state, queue = snapshot.state, snapshot.queue
    waiting = queue.events + queue.blobs
    if state.phase is Phase.SENDING and state.total:
        return ChipState(kind="syncing", done=state.done, total=state.total)
    if state.phase is Phase.NEEDS_YOU:
        return ChipState(kind="attention", waiting=max(1, queue.attention))
    if state.at is not None and not waiting and state.phase is not Phase.OFFLINE:
        return ChipState(kind="sent", at=clock(state.at))
    return ChipState(kind="offline", waiting=waiting)


def situation(snapshot: SyncSnapshot) -> str:
    """Return how sending stands, in one sentence."""
    state, queue = snapshot.state, snapshot.queue
    if state.phase is Phase.NOT_ENROLLED:
        return _("No office is connected yet. Everything is kept on this laptop.")
    if state.phase is Phase.SENDING:
        step = _(_STEPS.get(state.step, _STEPS["hello"]))
        return step.format(done=state.done, total=state.total)
    if not queue.events and not queue.blobs:
        return _("Nothing waits: the office has every entry and every file.")
    return _("{events} entries and {files} files ({size}) wait on this laptop.").format(
        events=queue.events, files=queue.blobs, size=size(queue.blob_bytes)
    )


def reason(snapshot: SyncSnapshot) -> str:
    """Return why it does not go on, '' when it does."""
    state = snapshot.state
    return failures.sentence_of(state.code, None, **state.parameters) if state.code else ""


def next_attempt(snapshot: SyncSnapshot, at: datetime) -> str:
    """Return when it is tried again, '' when that is not to be said. at: when it was published."""
    state = snapshot.state
    if state.phase not in {Phase.OFFLINE, Phase.WAITING, Phase.NEEDS_YOU} or state.delay is None:
        return ""
    due = at + timedelta(seconds=state.delay)
    return _("Tried again by itself at {time}.").format(time=f"{due.astimezone():%H:%M:%S}")


def last_round(snapshot: SyncSnapshot, now: datetime) -> str:
    """Return when both sides last agreed, also in an earlier run."""
    at = snapshot.state.at or snapshot.last
    return _("Last in step with the office at {time}.").format(time=moment(at, now)) if at else ""


def problem(code: str, waits: str = "") -> str:
    """Return a record's or file's trouble in words; without one why all of them wait."""
    if code:
        return failures.sentence_of(code)
    return waits or _("Waits to be sent")


def waits_because(snapshot: SyncSnapshot) -> str:
    """Return why what has no trouble of its own has not been sent yet."""
    phase = snapshot.state.phase
    if phase is Phase.NOT_ENROLLED:
        return _("No office is connected yet")
    if phase is Phase.SENDING:
        return _("In line: it goes in this round")
    return reason(snapshot) or _("Goes with the next round")


def field_word(field: str) -> str:
    """Return the name of a field of a register entry; an unknown one is shown as it is."""
    return _(_FIELDS[field]) if field in _FIELDS else field


def device_word(device_id: str, own_id: str) -> str:
    """Return who wrote something: this laptop, or another one by the start of its identity."""
    if device_id == own_id:
        return _("this laptop")
    return _("laptop {device}").format(device=device_id[:8])


def moment(at: datetime, now: datetime) -> str:
    """Return `14:02` for today, `11-23 14:02` for another day, local time."""
    here, today = at.astimezone(), now.astimezone().date()
    return clock(at) if here.date() == today else f"{here:%m-%d %H:%M}"


def clock(at: datetime) -> str:
    """Return `14:02`, local time."""
    return f"{at.astimezone():%H:%M}"


def amount(held: int, total: int) -> str:
    """Return `1.2 of 2.4 MB`: one unit and as many digits throughout, so that it does not jump."""
    unit, divisor, digits = ("kB", 1000, 0) if total < 1_000_000 else ("MB", 1_000_000, 1)
    whole = f"{total / divisor:.{digits}f}"
    # Figure spaces (U+2007) are as wide as digits.
    part = f"{held / divisor:.{digits}f}".rjust(len(whole), "\u2007")
    return _("{part} of {whole} {unit}").format(part=part, whole=whole, unit=unit)


def size(count: int) -> str:
    """Return `1.4 MB` for a number of bytes."""
    if count < 1_000_000:
        return f"{max(0, round(count / 1000))} kB"
    return f"{count / 1_000_000:.1f} MB"
