"""The bench's files: readings logged as CSV, captures played at any speed, cut, newer, damaged."""

from __future__ import annotations

import csv
import json
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from serial_drivers.keeping.capture import CaptureReader
from serial_drivers.keeping.replay import replay
from serial_drivers.ports.port_events import (
    FellQuiet,
    Lost,
    Opened,
    PortEvent,
    Received,
    Reconnected,
)
from tests.helpers.bench_rig import BenchRig
from ui.bench.ports.model import Known
from ui.live_instrument import RawBytes

_MOST, _MANY = 20, 6000


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[BenchRig]:
    assert qapp is not None
    with BenchRig(tmp_path) as opened:
        yield opened


def recorded(rig: BenchRig, file: Path) -> Path:
    """Return a capture of a scale that shows 5.000 kg, stopped and put away."""
    rig.read()
    rig.page.record_to(file)
    rig.until(lambda: rig.page.stream.capture.count > _MOST)
    rig.page.stream.capture.stop()
    rig.until(lambda: rig.sentence().startswith("Capture saved"))
    rig.page.notice.drop()
    return file


def test_a_capture_keeps_silence_the_gap_and_the_opening_after_it(
    rig: BenchRig, tmp_path: Path
) -> None:
    scale, capture, file = rig.read(), rig.page.stream.capture, tmp_path / "gap.hpcapture"
    rig.page.record_to(file)
    rig.until(lambda: capture.count > _MOST)
    heard: list[RawBytes] = []
    rig.live.raw_seen.connect(heard.append)
    scale.put("999")  # over Max: this scale then sends nothing
    rig.until(lambda: heard and isinstance(heard[-1].fact, FellQuiet))
    scale.take_all()
    scale.unplug()
    rig.until(lambda: rig.known(scale) is Known.LOST)
    scale.replug()
    rig.until(lambda: any(isinstance(raw.fact, Opened) for raw in heard))
    before = capture.count
    rig.until(lambda: capture.count > before + _MOST)
    capture.stop()
    rig.until(lambda: rig.sentence().startswith("Capture saved"))

    kinds = [type(event) for event in CaptureReader(file)]
    told = [kind for kind in kinds if kind is not Received]
    assert told == [FellQuiet, Lost, Opened]
    assert kinds.index(FellQuiet) < kinds.index(Lost) < kinds.index(Opened)
    again: list[PortEvent] = []
    replay(file, again.append, wait=lambda _seconds: False, speed=None)
    assert any(isinstance(event, Reconnected) for event in again)


def play(rig: BenchRig, file: Path) -> None:
    rig.page.replay(file)
    rig.until(lambda: rig.page.ports.chosen == str(file))


def test_every_reading_is_logged_until_it_is_stopped(rig: BenchRig, tmp_path: Path) -> None:
    rig.read()
    rig.page.log_to(tmp_path / "log.csv")
    rig.until(lambda: rig.page.stream.log.is_running)
    assert rig.page.bytes.log.text() == "Stop log"
    heard: list[object] = []
    rig.live.indication_received.connect(heard.append)
    rig.until(lambda: len(heard) > 5)
    rig.page.bytes.log.click()
    rig.until(lambda: rig.sentence().startswith("Log saved"))

    with (tmp_path / "log.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= len(heard)
    assert {(row["value"], row["unit"], row["overload"]) for row in rows} == {
        ("5.000", "kg", "false")
    }
    assert all(bytes.fromhex(row["raw"]).startswith(b"\x02+005000") for row in rows)


@pytest.mark.skipif(sys.platform == "win32", reason="no full device")
def test_a_log_onto_a_full_disk_says_so_and_reading_goes_on(rig: BenchRig) -> None:
    rig.read()
    rig.page.log_to(Path("/dev/full"))
    rig.until(rig.sentence)

    assert rig.sentence() == "The log could not be written and was ended"
    assert not rig.page.stream.log.is_running
    heard: list[object] = []
    rig.live.indication_received.connect(heard.append)
    rig.until(lambda: len(heard) > 2)


@pytest.mark.skipif(sys.platform == "win32", reason="no full device")
def test_a_capture_onto_a_full_disk_says_so(rig: BenchRig) -> None:
    rig.read()
    rig.page.record_to(Path("/dev/full"))
    rig.until(lambda: rig.page.stream.capture.is_running)
    rig.page.stream.capture.stop()
    rig.until(rig.sentence)

    assert rig.sentence() == "The capture could not be written"


@pytest.mark.skipif(sys.platform == "win32", reason="no full device")
@pytest.mark.parametrize("is_capture_first", [True, False])
def test_a_log_and_a_capture_that_meet_the_full_disk_are_both_told(
    rig: BenchRig, *, is_capture_first: bool
) -> None:
    rig.read()
    stream = rig.page.stream
    rig.page.record_to(Path("/dev/full"))
    rig.until(lambda: stream.capture.is_running)
    if is_capture_first:
        stream.capture.stop()
        rig.until(rig.sentence)
    rig.page.log_to(Path("/dev/full"))
    rig.until(lambda: "The log could not be written and was ended" in rig.sentence())
    stream.capture.stop()
    rig.until(lambda: "The capture could not be written" in rig.sentence())
    assert len(rig.sentence().splitlines()) == 2
    assert rig.page.notice.banner is not None
    assert rig.page.notice.banner.accessibleDescription().count("No space left") == 2


def test_a_log_and_a_capture_that_end_with_the_port_are_both_told(
    rig: BenchRig, tmp_path: Path
) -> None:
    rig.read()
    rig.page.record_to(tmp_path / "one.hpcapture")
    rig.page.log_to(tmp_path / "one.csv")
    stream = rig.page.stream
    rig.until(lambda: stream.capture.count and stream.log.count)
    other = rig.scale("mt-sics", "1.000")
    rig.page.ports.choose(other.path)
    rig.until(lambda: "Log saved" in rig.sentence() and "Capture saved" in rig.sentence())
    assert rig.page.notice.banner is not None
    kept = rig.page.notice.banner.accessibleDescription()
    assert {Path(line).name for line in kept.splitlines()} == {"one.hpcapture", "one.csv"}
    rig.page.notice.drop()

    # What was put away is not told again with the next file.
    rig.until(lambda: "1.000" in rig.page.live_card.reading.accessibleName())
    rig.page.log_to(tmp_path / "two.csv")
    rig.until(lambda: stream.log.count)
    stream.log.stop()
    rig.until(rig.sentence)
    assert "Capture" not in rig.sentence()


def test_a_replay_is_paused_sped_up_and_played_once_more(rig: BenchRig, tmp_path: Path) -> None:
    file, bar = recorded(rig, tmp_path / "one.hpcapture"), rig.page.replay_bar
    assert not bar.isVisible()
    play(rig, file)
    assert bar.isVisible()
    bar.pause.click()
    assert bar.state.text().startswith("Paused, ")
    bar.speeds.button("max").click()
    bar.pause.click()
    rig.until(lambda: bar.state.text().startswith("Played to the end"))
    rig.until(lambda: "5.000" in rig.page.live_card.reading.accessibleName())
    rig.until(lambda: rig.page.bytes.model.rowCount() > 5)

    began: list[int] = []
    rig.page.replays.began.connect(lambda: began.append(1))
    bar.again.click()
    rig.until(lambda: began and bar.state.text().startswith("Played to the end"))
    assert rig.sentence() == ""


def test_a_replay_ends_when_a_person_looks_at_another_port(rig: BenchRig, tmp_path: Path) -> None:
    file, scale = recorded(rig, tmp_path / "one.hpcapture"), rig.scales[0]
    ended: list[object] = []
    rig.page.replays.ended.connect(ended.append)
    play(rig, file)
    rig.page.ports.choose(scale.path)
    rig.until(lambda: not any(thread.name == "replay" for thread in threading.enumerate()))
    rig.until(lambda: "5.000" in rig.page.live_card.reading.accessibleName())
    assert ended == []

    rig.page.replays.set_speed(None)
    rig.page.ports.choose(str(file))
    rig.until(lambda: ended)
    assert rig.page.replay_bar.isVisible()


def test_a_capture_cut_in_the_middle_plays_up_to_the_cut_and_says_so(
    rig: BenchRig, tmp_path: Path
) -> None:
    whole = recorded(rig, tmp_path / "one.hpcapture").read_bytes()
    (tmp_path / "cut.hpcapture").write_bytes(whole[: whole.rindex(b'"rx"')])
    rig.page.replays.set_speed(None)
    play(rig, tmp_path / "cut.hpcapture")
    rig.until(rig.sentence)

    assert rig.sentence() == "The capture was cut: everything up to the cut was played"
    rig.until(lambda: rig.page.bytes.model.rowCount() > 5)


def test_a_capture_of_a_newer_program_is_refused_in_words(rig: BenchRig, tmp_path: Path) -> None:
    first, _newline, rest = recorded(rig, tmp_path / "one.hpcapture").read_bytes().partition(b"\n")
    newer = json.dumps(json.loads(first) | {"version": 99}).encode() + b"\n" + rest
    (tmp_path / "new.hpcapture").write_bytes(newer)
    rig.page.replay(tmp_path / "new.hpcapture")
    rig.until(rig.sentence)

    assert "new.hpcapture was recorded by a newer program" in rig.sentence()


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes")
def test_a_pipe_in_the_place_of_a_capture_is_refused_with_its_name(
    rig: BenchRig, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe.hpcapture")
    rig.page.replay(tmp_path / "pipe.hpcapture")
    rig.until(rig.sentence)

    assert "pipe.hpcapture is a device or a pipe" in rig.sentence()
    assert not rig.page.replay_bar.isVisible()


def test_of_a_replay_at_the_highest_speed_nothing_is_left_out_and_no_queue_grows(
    rig: BenchRig, tmp_path: Path
) -> None:
    lines = recorded(rig, tmp_path / "one.hpcapture").read_bytes().splitlines(keepends=True)
    heard = [line for line in lines if b'"kind":"rx"' in line]
    many = tmp_path / "many.hpcapture"
    many.write_bytes(b"".join([lines[0], *heard * (_MANY // len(heard) + 1), lines[-1]]))
    live, seen, waiting = rig.page.replays.live, [0], [0]

    def shown(_event: object) -> None:
        seen[0] += 1
        waiting[0] = max(waiting[0], len(live._crossing))

    live.raw_seen.connect(shown)
    rig.page.replays.set_speed(None)
    play(rig, many)
    rig.until(lambda: rig.page.replay_bar.state.text().startswith("Played to the end"))

    assert seen[0] == many.read_bytes().count(b'"kind":"rx"')
    assert live.missed == 0
    assert waiting[0] <= 2100  # what a replay may be ahead, and some changes of state


def test_damage_in_the_middle_is_told_after_what_stands_before_it(
    rig: BenchRig, tmp_path: Path
) -> None:
    lines = recorded(rig, tmp_path / "one.hpcapture").read_bytes().splitlines(keepends=True)
    (tmp_path / "bad.hpcapture").write_bytes(b"".join([*lines[:10], b"\x00{\n", *lines[10:]]))
    rig.page.replays.set_speed(None)
    play(rig, tmp_path / "bad.hpcapture")
    rig.until(rig.sentence)

    assert "The capture is damaged" in rig.sentence()
    rig.until(lambda: rig.page.bytes.model.rowCount() > 2)


@pytest.mark.parametrize("form, hidden", [("hex", (False, True)), ("text", (True, False))])
def test_the_bytes_are_shown_as_hex_or_as_text(
    rig: BenchRig, form: str, hidden: tuple[bool, bool]
) -> None:
    rig.page.bytes.choose_form(form)
    table = rig.page.bytes.table

    assert (table.isColumnHidden(1), table.isColumnHidden(2)) == hidden
    rig.page.resize(968, 556)
    assert (table.isColumnHidden(1), table.isColumnHidden(2)) == hidden
