"""Runs of the aids outlive the program: killed, full, closed, found again, discarded, taken back."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app import words
from serial_drivers.aids.drift_run import DriftRun
from serial_drivers.keeping.run_file import RunFacts, RunHeader, RunWriter, end_fact
from serial_drivers.keeping.run_reader import read_run
from serial_drivers.keeping.run_shelf import RunShelf
from tests.helpers.aid_streams import Stream
from tests.helpers.bench_rig import BenchRig
from tests.helpers.geometry import geometry_faults, settle, unnamed_controls
from ui.bench.notice import Notice
from ui.theme import apply_theme, switch_language
from ui.theme.tokens import THEME_NAMES, ThemeName

_OUT = Path(__file__).resolve().parents[3] / "out" / "pages"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    words.set_language("en")
    apply_theme(qapp, "light")


def lay_down(folder: Path, *, hour: int = 0, is_over: bool = False, torn: int = 0) -> Path:
    """Leave a drift run in the folder, as an earlier program would."""
    run = DriftRun(3600)
    stream = Stream(run)
    stream.rest("5.000", seconds=60)
    stream.rest("5.015", seconds=30)
    began = datetime(2026, 11, 27, hour, 15, tzinfo=UTC)
    header = RunHeader(
        aid="drift", program="1.0", started_at=began, unit="kg", interval=Decimal("0.005"),
        interval_from="profile", most=3600, source="ttyUSB0 · XK3190 · 9600 8N1",
    )  # fmt: skip
    path = RunShelf(folder).path_for("drift", began)
    writer = RunWriter(path, header)
    for fact in RunFacts().fresh(run):
        writer.record(fact)
    if is_over:
        writer.record(end_fact())
    writer.close()
    if torn:
        path.write_bytes(path.read_bytes()[:-torn])
    return path


def count(path: Path) -> int:
    """How many values lie in the file, 0 while it has none."""
    whole = path.read_bytes().count(b"\n") if path.exists() else 0
    return read_run(path).count if whole else 0


def offer(notice: Notice, word: str) -> None:
    next(button for button in notice.buttons if button.text() == word).click()


def test_killed_in_the_middle_of_a_run_everything_to_the_last_second_is_there(
    dressed: QApplication, tmp_path: Path
) -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.helpers.unattended", str(tmp_path)],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout is not None
    with child, child.stdout as told:
        shown = next(int(line) for line in told if int(line) >= 4)
        child.send_signal(signal.SIGKILL)
    (path,) = (tmp_path / "runs").iterdir()
    kept = read_run(path)
    # The last value may still have been on its way to the disk.
    assert kept.count >= shown - 1
    assert not kept.is_finished
    assert isinstance(kept.run, DriftRun)
    assert {sample.value for sample in kept.run.samples} == {Decimal("5.000")}

    with BenchRig(tmp_path / "next") as rig:
        shelf = rig.page.runs.keeping.shelf
        shelf.folder.mkdir()
        path.rename(shelf.folder / path.name)
        rig.page.runs.begin()
        rig.until(rig.sentence)
        assert rig.sentence().startswith("A run was cut off: Drift, begun ")
        assert rig.sentence().endswith(f"{kept.count} values")


def test_a_cut_run_is_shown_and_exported_and_not_offered_twice(
    dressed: QApplication, tmp_path: Path
) -> None:
    path = lay_down(tmp_path / "runs", torn=7)
    with BenchRig(tmp_path) as rig:
        rig.until(rig.sentence)
        assert rig.page.notice.banner is not None
        assert "A line that was torn" in rig.page.notice.banner.accessibleDescription()
        offer(rig.page.notice, "Show")
        rig.until(lambda: read_run(path).is_seen)
        view = rig.page.runs.view
        assert view.isVisible()
        rig.until(lambda: any(not row.isHidden() for row in view.results.rows))
        assert view.results.rows[0].chip.text() == "Look here"
        rig.page.runs.exporting.write(tmp_path / "drift.csv")
        rig.until(lambda: rig.sentence().startswith("Values written"))
        lines = (tmp_path / "drift.csv").read_text(encoding="utf-8-sig").splitlines()
        assert (lines[0], lines[1]) == ("Seconds,Value (kg)", "0.000,5.000")
        assert len(lines) == 1 + read_run(path).count
    with BenchRig(tmp_path / "later") as rig:
        path.parent.rename(rig.page.runs.keeping.shelf.folder)
        rig.page.runs.begin()
        rig.until(lambda: rig.page.runs.view.model.rowCount() == 1)
        assert rig.sentence() == ""


def test_a_run_is_discarded_taken_back_and_gone_only_after_the_next_start(
    dressed: QApplication, tmp_path: Path
) -> None:
    path = lay_down(tmp_path / "runs")
    with BenchRig(tmp_path) as rig:
        rig.until(rig.sentence)
        offer(rig.page.notice, "Discard")
        rig.until(lambda: rig.sentence() == "The run was discarded")
        assert rig.page.runs.view.model.rowCount() == 0
        offer(rig.page.notice, "Undo")
        rig.until(lambda: rig.page.runs.view.model.rowCount() == 1)
        assert path.exists()
        rig.page.runs.view.discard.click()
        rig.until(lambda: rig.sentence() == "The run was discarded")
        assert [one.name for one in path.parent.iterdir()] == [path.name + ".discarded"]
        rig.page.runs.begin()
        rig.until(lambda: not list(path.parent.iterdir()))


def test_a_run_that_ends_is_whole_and_stands_among_the_kept_ones(
    dressed: QApplication, tmp_path: Path
) -> None:
    lay_down(tmp_path / "runs", is_over=True)
    with BenchRig(tmp_path) as rig:
        rig.read()
        rig.page.below.choose("aids")
        rig.page.aids_card.choice.button("drift").click()
        rig.page.aids_card.start.click()
        run, keeping = rig.page.aids.run, rig.page.runs.keeping
        assert isinstance(run, DriftRun)
        path = keeping.path
        assert path is not None
        rig.until(lambda: run.samples and count(path))
        rig.page.leaves.tabs.choose("runs")
        view = rig.page.runs.view
        rig.until(lambda: view.model.rowCount() == 2)
        assert view.model.index(0, 3).data() == "Under way"
        view.table.selectRow(0)
        assert not view.discard.isEnabled()
        rig.page.aids.stop()
        rig.until(lambda: view.model.index(0, 3).data() == "Finished")
        assert view.discard.isEnabled()
        kept = read_run(path)
        assert isinstance(kept.run, DriftRun)
        assert (kept.run.samples, kept.is_finished) == (run.samples, True)
        assert "9600 8N1" in kept.header.source


def test_the_program_closed_in_the_middle_of_a_run_leaves_it_whole(
    dressed: QApplication, tmp_path: Path
) -> None:
    with BenchRig(tmp_path) as rig:
        rig.read()
        rig.page.aids_card.choice.button("drift").click()
        rig.page.aids_card.start.click()
        run = rig.page.aids.run
        assert isinstance(run, DriftRun)
        rig.until(lambda: run.samples)
    (path,) = (tmp_path / "runs").iterdir()
    assert read_run(path).is_finished
    assert read_run(path).count == len(run.samples)


def test_a_full_disk_is_told_the_run_goes_on_and_all_of_it_follows_later(
    dressed: QApplication, tmp_path: Path
) -> None:
    with BenchRig(tmp_path) as rig:
        rig.read()
        keeping = rig.page.runs.keeping
        # In place of the folder lies a file: the disk takes nothing until it is gone.
        keeping.shelf.folder.write_bytes(b"")
        rig.page.notice.drop()
        rig.page.aids_card.choice.button("drift").click()
        rig.page.aids_card.start.click()
        run = rig.page.aids.run
        assert isinstance(run, DriftRun)
        rig.until(lambda: rig.sentence().startswith("The disk takes no more of this run"))
        rig.until(lambda: len(run.samples) > 1)
        assert rig.page.aids.is_running
        keeping.shelf.folder.unlink()
        path = keeping.path
        assert path is not None
        offer(rig.page.notice, "Try again")
        rig.until(lambda: count(path) >= 2)
        rig.page.aids.stop()
        rig.until(lambda: count(path) and read_run(path).is_finished)
        kept = read_run(path).run
        assert isinstance(kept, DriftRun)
        assert kept.samples == run.samples


def test_a_notice_follows_the_language(dressed: QApplication, tmp_path: Path) -> None:
    lay_down(tmp_path / "runs")
    with BenchRig(tmp_path) as rig:
        rig.until(rig.sentence)
        switch_language(dressed, "zh_CN")
        assert rig.sentence().startswith("有一次测试中断：漂移")
        assert [button.text() for button in rig.page.notice.buttons][:2] == ["查看", "导出"]
        switch_language(dressed, "en")
        assert rig.sentence().startswith("A run was cut off: Drift")
        offer(rig.page.notice, "Discard")
        rig.until(lambda: rig.sentence() == "The run was discarded")
        switch_language(dressed, "zh_CN")
        assert rig.sentence() == "测试记录已丢弃"
        switch_language(dressed, "en")


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("name", THEME_NAMES)
@pytest.mark.parametrize("size", [(1294, 720), (968, 556)])
def test_the_kept_runs_are_whole_in_every_theme_language_and_size(
    dressed: QApplication, tmp_path: Path, size: tuple[int, int], name: ThemeName, language: str
) -> None:
    lay_down(tmp_path / "runs", is_over=True)
    lay_down(tmp_path / "runs", hour=3, torn=7)
    with BenchRig(tmp_path, theme=name, language=language) as rig:
        rig.page.resize(*size)
        rig.page.set_compact(size[0] < 1024)
        rig.until(rig.sentence)
        rig.page.leaves.tabs.choose("runs")
        rig.until(lambda: any(not row.isHidden() for row in rig.page.runs.view.results.rows))
        settle()
        _OUT.mkdir(parents=True, exist_ok=True)
        shot = _OUT / f"bench-runs-{language}-{name}-{size[0]}x{size[1]}.png"
        assert rig.page.grab().save(str(shot))
        assert geometry_faults(rig.page) == []
        assert unnamed_controls(rig.page) == []
