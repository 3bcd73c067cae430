"""Laptops and the real office over real TLS: the commands, a photo, a second laptop."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from inspector_app.adapters.sync_thread import SyncSnapshot
from inspector_app.bootstrap import Desk, open_desk
from inspector_app.domain.events import EventDraft, PhotoAttached
from inspector_app.domain.exceptions import OfficeRefused, OfficeUnreachable
from inspector_app.services.fetch_evidence import Progress
from inspector_app.services.sync_ports import RecordState
from inspector_app.sync.machine import Phase
from tests.helpers import evidence
from tests.helpers.running_office import RunningOffice, running_office, start

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "correct horse battery"
SCOPE = "445202"


@pytest.fixture(autouse=True)
def _passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HENGPING_PASSPHRASE", PASSPHRASE)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[RunningOffice]:
    with running_office(tmp_path / "office") as one:
        yield one


@contextmanager
def desk_in(folder: Path) -> Iterator[Desk]:
    desk = open_desk(folder)
    try:
        yield desk
    finally:
        desk.close()


def run(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"HENGPING_DATA": str(data), "LANG": "en_GB.UTF-8", "LC_ALL": ""}
    return subprocess.run(
        [sys.executable, "-m", "inspector_app", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=environment,
        cwd=ROOT,
    )


def printed(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def work_a_little(desk: Desk) -> None:
    """An inspection with a photo."""
    photo = hashlib.shake_128(b"scale").digest(3_000_000)
    blob = desk.storage.blobs.put(photo, role="photo", media_type="image/jpeg")
    desk.storage.log.append(*evidence.register_drafts())
    desk.storage.log.append(*evidence.inspection_drafts())
    body = PhotoAttached(
        photo_id="f1",
        role="nameplate",
        caption="铭牌",
        sha256=blob.sha256,
        size=blob.size,
        media_type=blob.media_type,
        width=10,
        height=10,
    )
    desk.storage.log.append(EventDraft(stream_id="x1", scope=SCOPE, body=body, blobs=(blob,)))


def no_progress(_step: str, _done: int, _total: int) -> None:
    return


def test_a_laptop_enrols_sends_and_is_told_so_by_its_commands(
    office: RunningOffice, tmp_path: Path
) -> None:
    data = tmp_path / "laptop"
    with desk_in(data) as desk:
        work_a_little(desk)
    assert printed(run(data, "status", "--json"))["state"] == "not_enrolled"
    refused = run(data, "sync")
    assert (refused.returncode, refused.stderr) == (1, "This laptop belongs to no office yet.\n")
    assert run(data, "enrol", office.code, "--name", "Laptop 1").returncode == 0
    assert [r["sync"] for r in printed(run(data, "records", "--json"))] == ["local"]
    assert run(data, "sync").returncode == 0
    found = printed(run(data, "status", "--json"))
    assert (found["state"], found["queue"]["events"], found["queue"]["files"]) == ("all_sent", 0, 0)
    assert [r["sync"] for r in printed(run(data, "records", "--json"))] == ["complete"]
    settings = json.loads((data / "settings.json").read_text())["values"]
    assert settings["public_page"] == office.said["public_page"]
    again = run(data, "sync")
    assert "agree" in again.stdout


def test_a_second_laptop_gets_the_record_and_the_photo_can_be_fetched(
    office: RunningOffice, tmp_path: Path
) -> None:
    with desk_in(tmp_path / "a") as one, desk_in(tmp_path / "b") as two:
        one.enrol(office.code)
        two.enrol(office.another_code())
        work_a_little(one)
        sent = one.synchronise(no_progress)
        assert (sent.files_sent, sent.quarantined) == (1, 0)
        assert two.synchronise(no_progress).pulled == sent.pushed
        rows = two.storage.registry.list_inspections()
        assert [row.number for row in rows] == ["2026-0001"]
        enrolment = two.sync_store.enrolment()
        assert enrolment is not None
        link = two.make_link(enrolment)
        sha256 = next(iter(one.storage.log.stream("x1")[-1].blobs)).sha256
        assert link.fetch_blob(sha256) == one.storage.blobs.get(sha256)
        link.close()
        assert one.sync_store.record_state("x1") is RecordState.COMPLETE
        assert one.synchronise(no_progress).pulled == 1  # the other laptop's first link
        assert one.synchronise(no_progress).moved == 0
        assert two.synchronise(no_progress).moved == 0


def test_a_forged_and_a_used_code_are_refused_and_nothing_is_kept(
    office: RunningOffice, tmp_path: Path
) -> None:
    with desk_in(tmp_path / "a") as one, desk_in(tmp_path / "b") as two:
        one.enrol(office.code)
        with pytest.raises(OfficeRefused, match="enrolment_code_used"):
            two.enrol(office.code)
        assert two.sync_store.enrolment() is None


def test_the_thread_goes_on_when_the_office_comes_back(tmp_path: Path) -> None:
    office = start(tmp_path / "office")
    came = threading.Condition()
    phases: list[Phase] = []

    def note(snapshot: SyncSnapshot) -> None:
        with came:
            phases.append(snapshot.state.phase)
            came.notify_all()

    def reached(phase: Phase) -> bool:
        with came:
            return came.wait_for(lambda: bool(phases) and phases[-1] is phase, 30)

    with desk_in(tmp_path / "a") as desk:
        desk.enrol(office.code)
        thread = desk.start_sync(note)
        try:
            assert reached(Phase.ALL_SENT)
            office.kill()
            work_a_little(desk)
            thread.retry()
            assert reached(Phase.OFFLINE)
            office = start(tmp_path / "office", port=office.said["port"])
            thread.retry()
            assert reached(Phase.ALL_SENT)
            assert desk.sync_store.queue().events == 0
        finally:
            assert thread.stop()
            office.stop()


def test_an_office_that_moved_is_found_at_the_address_a_person_types(tmp_path: Path) -> None:
    office = start(tmp_path / "office")
    with desk_in(tmp_path / "a") as desk:
        desk.enrol(office.code)
        office.stop()
        office = start(tmp_path / "office")
        with pytest.raises(OfficeUnreachable):
            desk.synchronise(no_progress)
    try:
        moved = run(tmp_path / "a", "sync", "--office", office.address.removeprefix("https://"))
        assert (moved.returncode, moved.stderr) == (0, "")
        assert run(tmp_path / "a", "sync").returncode == 0
    finally:
        office.stop()


def test_an_office_that_is_away_is_said_and_loses_nothing(
    office: RunningOffice, tmp_path: Path
) -> None:
    with desk_in(tmp_path / "a") as desk:
        desk.enrol(office.code)
        office.stop()
        work_a_little(desk)
        with pytest.raises(OfficeUnreachable):
            desk.synchronise(no_progress)
    done = run(tmp_path / "a", "status", "--json")
    found = printed(done)
    assert (found["state"], found["code"]) == ("offline", "office_unreachable")
    assert found["queue"]["events"] > 0


def test_a_second_laptop_fetches_the_evidence_in_pieces_after_it_was_stopped(
    office: RunningOffice, tmp_path: Path
) -> None:
    with desk_in(tmp_path / "a") as one, desk_in(tmp_path / "b") as two:
        one.enrol(office.code)
        two.enrol(office.another_code())
        work_a_little(one)
        one.synchronise(no_progress)
        two.synchronise(no_progress)
        assert two.sync_store.record_state("x1") is RecordState.ACCEPTED
        (wanted,) = two.missing_files("x1")
        first = two.fetching([wanted])

        def stop_soon(progress: Progress) -> None:
            if progress.held:
                first.stop()  # as a person would: the line is cut under it

        assert first.run(stop_soon).is_stopped
        kept = two.storage.incoming.held(wanted.sha256)
        assert 0 < kept < wanted.size
        began: list[int] = []
        result = two.fetching([wanted]).run(lambda progress: began.append(progress.held))
        assert (result.count, began[0]) == (1, kept)
        assert two.storage.blobs.get(wanted.sha256) == one.storage.blobs.get(wanted.sha256)
        assert two.sync_store.record_state("x1") is RecordState.COMPLETE
