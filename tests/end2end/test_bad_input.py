"""What goes wrong at a stall, met as a person meets it: the real window, in Chinese."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from inspector_app import words
from inspector_app.adapters.worker_process import WorkerProcess
from inspector_app.domain.events import ObservationRecorded
from inspector_app.domain.exceptions import OutsideFailure, StorageUnavailable
from inspector_app.kinds.base import Step
from inspector_app.settings import Settings
from tests.helpers.inspect_rig import InspectRig
from ui.inspect.page import InspectPage
from ui.live_instrument import LinkState, LinkStatus

ROOT = Path(__file__).resolve().parents[2]
HAN = ("一", "鿿")


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    yield
    words.set_language("en")


def is_chinese(sentence: str) -> bool:
    """Say whether there are Chinese words and, file names aside, no code's name."""
    words_only = re.sub(r"/\S*?(?=[\s：。]|$)", "", sentence)
    return any(HAN[0] <= letter <= HAN[1] for letter in sentence) and "_" not in words_only


def banner(page: InspectPage) -> str:
    shown = page.view.banner
    return (
        " ".join(label.text() for label in shown.findChildren(QLabel)) if shown.isVisible() else ""
    )


@pytest.fixture
def rig(tmp_path: Path, qapp: object) -> Iterator[InspectRig]:
    one = InspectRig(tmp_path, language="zh_CN")
    one.begin()
    one.connect()
    one.page.go_to(Step.MEASUREMENTS)
    yield one
    one.close()


def command(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    surroundings = os.environ | {
        "HENGPING_DATA": str(folder / "none"),
        "LANG": "zh_CN.UTF-8",
        "LC_ALL": "",
    }
    return subprocess.run(
        [sys.executable, "-m", "inspector_app", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=surroundings,
        cwd=ROOT,
    )


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00\x80", b"at 0 explode\n"])
def test_a_bad_script_is_refused_in_chinese_without_a_trace(
    tmp_path: Path, content: bytes | None
) -> None:
    script = tmp_path / "script.txt"
    if content is not None:
        script.write_bytes(content)
    done = command("simulate", "--script", str(script), folder=tmp_path)
    assert done.returncode == 1
    assert is_chinese(done.stderr)
    assert "Traceback" not in done.stderr


def test_a_demo_that_cannot_make_its_folder_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = command("demo", "--out", str(tmp_path / "file" / "out"), folder=tmp_path)
    assert done.returncode == 1
    assert is_chinese(done.stderr)
    assert "Traceback" not in done.stderr


def test_a_damaged_settings_file_is_set_aside_and_the_defaults_hold(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(b'{"values": [')
    settings = Settings(file)
    assert (settings.damaged, settings.get("language")) == (True, "system")
    assert file.with_suffix(".damaged").read_bytes() == b'{"values": ['


def test_a_setting_that_cannot_be_saved_still_holds_and_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings = Settings(tmp_path / "file" / "settings.json")
    told: list[StorageUnavailable] = []
    settings.on_failure(told.append)
    settings.set("theme", "dark")
    assert settings.get("theme") == "dark"
    assert [failure.code for failure in told] == ["settings_not_saved"]


def test_a_document_worker_that_dies_is_said_and_the_next_call_works() -> None:
    worker = WorkerProcess()
    try:
        with pytest.raises(OutsideFailure, match="worker_died"):
            worker.call(os._exit, 9)
        assert worker.call(abs, -1) == 1
    finally:
        worker.close()


def test_a_reading_in_pounds_is_refused_in_words_that_outlast_the_next_frame(
    rig: InspectRig,
) -> None:
    rig.show("0.000", unit="lb")
    rig.press(Qt.Key.Key_Space)
    rig.show("0.000", unit="lb")
    refusal = rig.page.view.measurements.bar.refusal.text()
    assert "lb" in refusal
    assert is_chinese(refusal)
    assert rig.inspection().observations == ()


def test_a_full_disk_while_capturing_is_said_and_the_same_key_works_afterwards(
    rig: InspectRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_type = type(rig.storage.log)
    append = log_type.append

    def full(self: object, *drafts: object) -> object:
        if any(isinstance(d.body, ObservationRecorded) for d in drafts):  # type: ignore[attr-defined]
            raise StorageUnavailable("disk_full")
        return append(self, *drafts)  # type: ignore[arg-type]

    rig.show("0.000")
    with monkeypatch.context() as patch:
        patch.setattr(log_type, "append", full)
        rig.press(Qt.Key.Key_Space)
        rig.show("0.000")
    assert "磁盘" in banner(rig.page)
    assert rig.inspection().observations == ()
    rig.press(Qt.Key.Key_Space)
    assert len(rig.inspection().observations) == 1
    assert banner(rig.page) == ""


def test_a_port_that_may_not_be_opened_says_why(rig: InspectRig) -> None:
    rig.post(LinkStatus(state=LinkState.FAILED, detail="port_forbidden"))
    said = rig.page.view.measurements.link_banner
    text = " ".join(label.text() for label in said.findChildren(QLabel))
    assert said.isVisibleTo(rig.page)
    assert "COM5" in text
    assert "断开" not in text


def test_a_clock_set_back_is_noted_and_said(rig: InspectRig) -> None:
    log = rig.storage.log
    assert not log.clock_went_back()
    rig.clock.time -= timedelta(days=1)
    assert log.clock_went_back()
    rig.show("0.000")
    rig.press(Qt.Key.Key_Space)
    assert len(rig.inspection().observations) == 1
    assert log.clock_went_back()


_KILLED = """
import multiprocessing, os, signal
from inspector_app.adapters.worker_process import WorkerProcess
if __name__ == "__main__":
    worker = WorkerProcess()
    print(worker.call(os.getpid), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="asks with a POSIX signal")
def test_a_killed_program_leaves_no_process_behind(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(_KILLED)
    # The worker holds the same standard output: it reads to its end only once both are gone.
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert done.returncode < 0
    assert int(done.stdout) > 0
