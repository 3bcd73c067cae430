"""A session's own capture: a disk that refuses ends it, in words; the reading goes on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app.domain.exceptions import OutsideFailure
from inspector_app.services.reading_session import ReadingSessions
from inspector_app.words import failures
from serial_drivers.keeping.capture import CaptureReader
from tests.helpers.bench_rig import BenchRig
from ui import serial_link
from ui.reading_recorder import ReadingRecorder
from ui.serial_link import CaptureStopped, SessionEnded

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[BenchRig]:
    assert qapp is not None
    with BenchRig(tmp_path) as opened:
        yield opened


def stopped(rig: BenchRig) -> list[CaptureStopped]:
    return [fact for fact in rig.sessions if isinstance(fact, CaptureStopped)]


def test_a_capture_that_grows_too_large_ends_cut_and_the_reading_goes_on(
    rig: BenchRig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serial_link, "MOST_KEPT", 5000)
    rig.read()
    rig.until(lambda: stopped(rig))
    heard: list[object] = []
    rig.live.indication_received.connect(heard.append)
    rig.until(lambda: len(heard) > 10)
    rig.live.disconnect_port()
    rig.until(lambda: any(isinstance(fact, SessionEnded) for fact in rig.sessions))

    assert [fact.code for fact in stopped(rig)] == ["capture_full"]
    (file,) = (tmp_path / "captures").iterdir()
    reader = CaptureReader(file)
    assert len(list(reader)) > 5
    assert reader.is_cut
    assert file.stat().st_size < 6000


def test_a_folder_that_takes_no_capture_is_told_and_the_reading_goes_on(
    rig: BenchRig, tmp_path: Path
) -> None:
    (tmp_path / "captures").write_text("a file where the folder should be")
    rig.read()
    (fact,) = stopped(rig)
    assert fact.code == "capture_refused"
    assert fact.detail


def test_the_person_is_told_at_once(rig: BenchRig) -> None:
    storage = rig.storage
    sessions = ReadingSessions(storage.log, storage.blobs, "445202")
    recorder, told = ReadingRecorder(sessions, rig.runner), list[OutsideFailure]()
    rig.runner.failed.connect(told.append)
    fact = CaptureStopped(session_id="s", code="capture_refused", detail="No space left on device")
    recorder.tell(fact)
    rig.until(lambda: told)

    assert failures.sentence(told[0]).endswith("No space left on device")
