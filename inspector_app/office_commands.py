"""The commands about the office: enrol, sync, status, records. Shapes of JSON: docs/sync.md."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import typer

from inspector_app.adapters import sync_note
from inspector_app.adapters.directories import data_directory
from inspector_app.adapters.sync_note import SyncNote
from inspector_app.bootstrap import Desk, open_desk
from inspector_app.services.ports import InspectionRow
from inspector_app.services.sync_ports import Enrolment, Queue, RecordState
from inspector_app.services.synchronise import RoundResult
from inspector_app.settings import Settings
from inspector_app.sync.machine import Phase
from inspector_app.words import failures, marked
from inspector_app.words import gettext as _

Say = Callable[[str], None]
_WINDOW = 200
_NETWORK = frozenset(
    {
        "office_unreachable",
        "office_slow",
        "connection_cut",
        "office_not_ready",
        "office_answer_invalid",
        "upload_busy",
    }
)
_STATES = {
    RecordState.LOCAL: marked("on this laptop"),
    RecordState.SENT: marked("sent"),
    RecordState.ACCEPTED: marked("accepted"),
    RecordState.COMPLETE: marked("evidence complete"),
}


def enrol(code: str, address: str, name: str, say: Say) -> None:
    """Enrol, fill the settings that were empty, and say whose laptop this is now."""
    with open_here() as desk:
        kept = desk.enrol(code, address, name)
        _fill_settings(desk, kept)
    say(_("This laptop belongs to {office} now.").format(office=kept.office_name))
    say(_("Divisions it may read: {scopes}").format(scopes=", ".join(kept.scopes)))


def synchronise(say: Say, address: str = "") -> None:
    """Run one round and say what happened. address: where the office is now, '' for as known."""
    with open_here() as desk:
        if address:
            desk.use_address(address)
        result = desk.synchronise(lambda _step, _done, _total: None)
        queue = desk.sync_store.queue()
        problems = [r.problem for r in desk.sync_store.waiting_records() if r.problem]
        problems += [b.problem for b in desk.sync_store.waiting_blobs() if b.problem]
    for line in _result_lines(result):
        say(line)
    for problem in dict.fromkeys(problems):
        say(failures.sentence_of(problem))
    if queue.attention:
        say(_("{count} items need a person.").format(count=queue.attention))


def status() -> dict[str, Any]:
    """Return what `status --json` prints; nothing is made where there is no database yet."""
    if not has_database():
        return _status(None, Queue(events=0, blobs=0, blob_bytes=0, attention=0), SyncNote(), "")
    with open_here() as desk:
        note = sync_note.read(desk.folder)
        store = desk.sync_store
        return _status(store.enrolment(), store.queue(), note, desk.storage.device_id)


def say_status(found: dict[str, Any], say: Say) -> None:
    """Say the same to a person."""
    office, queue = found["office"], found["queue"]
    if office is None:
        say(_("This laptop belongs to no office yet."))
    else:
        say(_("Office: {office}").format(office=office["name"]))
        say(_("Addresses: {addresses}").format(addresses=", ".join(office["addresses"])))
    line = _("Waiting: {events} events, {files} files. Need a person: {attention}.")
    say(line.format(**queue))
    say(_("Last complete round: {time}").format(time=found["last_sync"] or "–"))
    if found["reason"]:
        say(found["reason"])


def records() -> list[dict[str, Any]]:
    """Return what `records --json` prints, newest first."""
    if not has_database():
        return []
    with open_here() as desk:
        found: list[dict[str, Any]] = []
        while rows := desk.storage.registry.list_inspections(offset=len(found), limit=_WINDOW):
            states = desk.sync_store.record_states([row.inspection_id for row in rows])
            found += [_record(row, states[row.inspection_id]) for row in rows]
        return found


def say_records(found: list[dict[str, Any]], say: Say) -> None:
    """Say the same to a person, a line each."""
    for one in found:
        where = _(_STATES[RecordState(one["sync"])])
        say(f"{one['number']}  {one['on']}  {one['state']}  {one['premises']}  [{where}]")
    if not found:
        say(_("No inspections yet."))


@contextmanager
def open_here() -> Iterator[Desk]:
    """Open this laptop's own desk for one command, asking for its passphrase where it has one."""
    desk = open_desk(data_directory(), _ask_passphrase)
    try:
        yield desk
    finally:
        desk.close()


def _ask_passphrase(is_new: bool) -> str | None:  # noqa: FBT001 - the key store's own shape
    if not sys.stdin.isatty():
        return None
    answer: str = typer.prompt(_("Passphrase"), hide_input=True, confirmation_prompt=is_new)
    return answer


def has_database() -> bool:
    """Say whether there is a database yet; asking about it must not make one."""
    return (data_directory() / "hengping.db").exists()


def _fill_settings(desk: Desk, kept: Enrolment) -> None:
    settings = Settings(desk.folder / "settings.json")
    if kept.public_page and not settings.get("public_page"):
        settings.set("public_page", kept.public_page)
    if kept.home_scope:
        settings.set("scope", kept.home_scope)


def _result_lines(result: RoundResult) -> Iterator[str]:
    if result.package:
        yield _("The rules of package {number} were installed.").format(number=result.package)
    if result.package_refusal is not None:
        yield failures.sentence(result.package_refusal)
    if not result.moved and not result.requeued:
        yield _("Nothing to send or to fetch: laptop and office agree.")
    if result.requeued:
        yield _("The office had lost {count} events; they were queued again.").format(
            count=result.requeued
        )
    if result.pushed:
        line = _("Sent: {pushed} events, {accepted} accepted, {held} held, {aside} set aside.")
        yield line.format(
            pushed=result.pushed,
            accepted=result.accepted + result.duplicates,
            held=result.held,
            aside=result.quarantined,
        )
    if result.files_sent or result.files_failed:
        line = _("Files: {sent} sent, {failed} not.")
        yield line.format(sent=result.files_sent, failed=result.files_failed)
    if result.pulled:
        yield _("Fetched: {count} events of others.").format(count=result.pulled)


def _status(
    enrolment: Enrolment | None, queue: Queue, note: SyncNote, device_id: str
) -> dict[str, Any]:
    office = enrolment and {
        "office_id": enrolment.office_id,
        "name": enrolment.office_name,
        "addresses": list(enrolment.addresses),
        "scopes": list(enrolment.scopes),
        "home_scope": enrolment.home_scope,
        "public_page": enrolment.public_page,
    }
    return {
        "state": _phase(enrolment, queue, note).value,
        "code": note.code,
        "reason": failures.sentence_of(note.code, None, **note.parameters) if note.code else "",
        "device_id": device_id,
        "office": office,
        "queue": {
            "events": queue.events,
            "files": queue.blobs,
            "file_bytes": queue.blob_bytes,
            "attention": queue.attention,
        },
        "last_sync": note.last_sync.isoformat() if note.last_sync else None,
    }


def _phase(enrolment: Enrolment | None, queue: Queue, note: SyncNote) -> Phase:
    if enrolment is None:
        return Phase.NOT_ENROLLED
    if note.code in _NETWORK:
        return Phase.OFFLINE
    if note.code and "retry_after" in note.parameters and note.parameters["retry_after"] != "0":
        return Phase.WAITING
    if note.code or queue.attention:
        return Phase.NEEDS_YOU
    return Phase.WAITING if queue.events or queue.blobs or not note.last_sync else Phase.ALL_SENT


def _record(row: InspectionRow, state: RecordState) -> dict[str, Any]:
    return {
        "inspection_id": row.inspection_id,
        "number": row.number,
        "kind": row.kind,
        "on": row.on.isoformat(),
        "state": row.state.value,
        "outcome": row.outcome.value if row.outcome else None,
        "premises": row.premises_name,
        "instrument": row.instrument_name,
        "sync": state.value,
    }
