"""Capture files: whole, cut at any byte, damaged, hostile, from a newer program."""

from __future__ import annotations

import json
import os
import sys
import threading
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.words import failures
from serial_drivers.catalog import drivers, find_driver
from serial_drivers.driver import Display, ScaleDriver
from serial_drivers.keeping.capture import (
    VERSION,
    CaptureHeader,
    CaptureReader,
    CaptureWriter,
    read_header,
)
from serial_drivers.keeping.replay import Pace, ReplayEnd, ReplayPort, replay
from serial_drivers.keeping.transcripts import met, read_transcript, transcript_of
from serial_drivers.ports.port_events import IndicationReceived, PortEvent, Received, Sent
from serial_drivers.ports.port_loop import settings_for

_BEGAN = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
_PATIENCE_S = 20.0


def captured(
    path: Path, protocol: str, pieces: list[bytes], sent: tuple[bytes, ...] = ()
) -> list[bytes]:
    """Write a capture of these pieces, a tenth of a second apart; return its lines."""
    driver = find_driver(protocol)
    header = CaptureHeader(settings=settings_for(driver, "COM5"), program="9.9", started_at=_BEGAN)
    with CaptureWriter(path, header) as writer:
        for number, data in enumerate(sent):
            writer.record(Sent(session_id="s", at=_BEGAN, monotonic_ns=number, data=data))
        for number, data in enumerate(pieces, start=1):
            stamp = timedelta(seconds=number / 10)
            writer.record(
                Received(
                    session_id="s",
                    at=_BEGAN + stamp,
                    monotonic_ns=number * 100_000_000,
                    data=data,
                )
            )
    return path.read_bytes().splitlines(keepends=True)


def frames(count: int) -> list[bytes]:
    driver = find_driver("yaohua-tf0")
    assert driver.voice.stream is not None
    return [
        driver.voice.stream(Display(value=Decimal(n).scaleb(-3), unit="kg", stable=True))
        for n in range(count)
    ]


def played(path: Path) -> tuple[list[str], ReplayEnd]:
    heard: list[PortEvent] = []
    end = replay(path, heard.append, wait=lambda _s: False, speed=None)
    return [str(e.indication.value) for e in heard if isinstance(e, IndicationReceived)], end


def test_a_whole_capture_says_that_it_is_whole(tmp_path: Path) -> None:
    captured(tmp_path / "c", "yaohua-tf0", frames(3))

    assert played(tmp_path / "c") == (["0.000", "0.001", "0.002"], ReplayEnd(events=3))


def test_a_capture_cut_at_any_byte_plays_what_is_whole_and_says_that_it_was_cut(
    tmp_path: Path,
) -> None:
    lines = captured(tmp_path / "c", "yaohua-tf0", frames(3))
    whole = b"".join(lines)
    for length in range(len(lines[0]), len(whole) - len(lines[-1])):
        (tmp_path / "cut").write_bytes(whole[:length])
        values, end = played(tmp_path / "cut")
        complete = sum(length >= len(b"".join(lines[: n + 1]).rstrip()) for n in (1, 2, 3))
        assert values == ["0.000", "0.001", "0.002"][:complete]
        assert end.is_cut


def test_a_capture_of_the_first_version_has_no_end_and_is_whole(tmp_path: Path) -> None:
    lines = captured(tmp_path / "c", "yaohua-tf0", frames(2))
    header = json.loads(lines[0]) | {"version": 1}
    (tmp_path / "old").write_bytes(b"".join([json.dumps(header).encode() + b"\n", *lines[1:3]]))

    assert played(tmp_path / "old") == (["0.000", "0.001"], ReplayEnd(events=2))


def test_damage_in_the_middle_is_named_after_all_before_it_was_played(tmp_path: Path) -> None:
    lines = captured(tmp_path / "c", "yaohua-tf0", frames(3))
    (tmp_path / "bad").write_bytes(b"".join([*lines[:2], b"\x00\xff{]\n", *lines[3:]]))
    heard: list[PortEvent] = []
    with pytest.raises(InputInvalid) as refused:
        replay(tmp_path / "bad", heard.append, wait=lambda _s: False, speed=None)

    assert (refused.value.code, refused.value.parameters["line"]) == ("capture_damaged", "3")
    assert sum(isinstance(event, IndicationReceived) for event in heard) == 1


def test_a_capture_from_a_newer_program_is_refused_with_a_sentence(tmp_path: Path) -> None:
    lines = captured(tmp_path / "c", "yaohua-tf0", frames(1))
    header = json.loads(lines[0]) | {"version": VERSION + 1}
    (tmp_path / "new").write_text(json.dumps(header) + "\n")
    with pytest.raises(InputInvalid) as refused:
        read_header(tmp_path / "new")

    assert refused.value.code == "capture_newer"
    assert failures.sentence(refused.value) == (
        f"new was recorded by a newer program: its form is version {VERSION + 1}, "
        f"this program reads up to {VERSION}."
    )


@pytest.mark.parametrize(
    "change",
    [
        {"format": "other"},
        {"version": "two"},
        {"version": None},
        {"version": 0},
        {"version": -5},
        {"version": 1.9},
        {"version": True},
        {"settings": []},
        {"settings": None},
        {"started_at": 5},
        {"started_at": "yesterday"},
        {"settings": {"line": {"baudrate": "x"}}},
    ],
)
def test_a_hostile_header_is_no_capture(tmp_path: Path, change: dict[str, object]) -> None:
    lines = captured(tmp_path / "c", "yaohua-tf0", frames(1))
    (tmp_path / "h").write_text(json.dumps(json.loads(lines[0]) | change) + "\n")
    with pytest.raises(InputInvalid) as refused:
        CaptureReader(tmp_path / "h")

    assert refused.value.code == "bad_capture"


@pytest.mark.parametrize("parity", ["", "N", 5, None])
def test_a_header_without_a_parity_that_exists_is_no_capture(
    tmp_path: Path, parity: object
) -> None:
    header = json.loads(captured(tmp_path / "c", "yaohua-tf0", frames(1))[0])
    header["settings"]["line"]["parity"] = parity
    (tmp_path / "h").write_text(json.dumps(header) + "\n")
    with pytest.raises(InputInvalid, match="bad_capture"):
        read_header(tmp_path / "h")


@pytest.mark.skipif(sys.platform == "win32", reason="no such files")
def test_what_is_no_plain_file_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "dangling").symlink_to("nowhere")
    told = {}
    for path in (*sorted(tmp_path.iterdir()), Path("/dev/zero"), Path("/dev/null")):
        with pytest.raises(InputInvalid) as refused:
            read_header(path)
        told[path.name] = refused.value.code
        assert str(path) in failures.sentence(refused.value)

    assert told == {
        "dangling": "input_missing",
        "folder": "input_is_folder",
        "loop": "input_unreadable",
        "null": "input_not_plain",
        "pipe": "input_not_plain",
        "zero": "input_not_plain",
    }


@pytest.mark.parametrize("name", ["link", "c"])
def test_a_link_a_mark_and_other_line_ends_change_nothing(tmp_path: Path, name: str) -> None:
    lines = captured(tmp_path / "c", "yaohua-tf0", frames(3))
    (tmp_path / "link").symlink_to(tmp_path / "c")
    (tmp_path / "c").write_bytes(b"\xef\xbb\xbf" + b"".join(lines).replace(b"\n", b"\r\n"))

    assert played(tmp_path / name) == (["0.000", "0.001", "0.002"], ReplayEnd(events=3))


def test_times_that_go_backwards_are_played_in_the_order_of_the_file(tmp_path: Path) -> None:
    lines = captured(tmp_path / "c", "yaohua-tf0", frames(3))
    (tmp_path / "back").write_bytes(b"".join([lines[0], *lines[3:0:-1], lines[4]]))
    end = replay(tmp_path / "back", lambda _event: None, wait=lambda _seconds: True)

    assert end == ReplayEnd(events=3)  # a wait would have stopped it


def test_how_much_was_played_is_told_up_to_the_end(tmp_path: Path) -> None:
    captured(tmp_path / "c", "yaohua-tf0", frames(300))
    told: list[int] = []
    replay(
        tmp_path / "c", lambda _e: None, wait=lambda _s: False, speed=None, on_percent=told.append
    )

    assert told == sorted(set(told))
    assert told[0] <= 1
    assert told[-1] >= 99


def test_a_line_without_an_end_is_not_read_into_memory_for_ever(tmp_path: Path) -> None:
    lines = captured(tmp_path / "c", "yaohua-tf0", frames(1))
    (tmp_path / "h").write_bytes(lines[0] + b'{"kind":"' + b"a" * (3 << 20) + b'"}\n')
    with pytest.raises(InputInvalid, match="capture_damaged"):
        list(CaptureReader(tmp_path / "h"))


def test_a_paused_replay_waits_and_goes_on_faster_when_told(tmp_path: Path) -> None:
    captured(tmp_path / "c", "yaohua-tf0", frames(30))
    heard: list[PortEvent] = []
    ended: list[ReplayEnd] = []
    port = ReplayPort(tmp_path / "c", heard.append, speed=1e-6, on_end=ended.append)
    port.pace.pause(paused=True)
    port.start()
    assert not port.join(0.05)
    assert len(heard) <= 2

    port.pace.set_speed(None)
    assert not port.join(0.05)
    port.pace.pause(paused=False)
    assert port.join(_PATIENCE_S)
    assert ended == [ReplayEnd(events=30)]
    assert sum(isinstance(event, IndicationReceived) for event in heard) == 30


def test_a_replay_that_is_closed_ends_although_it_is_paused(tmp_path: Path) -> None:
    captured(tmp_path / "c", "yaohua-tf0", frames(30))
    ended: list[ReplayEnd] = []
    port = ReplayPort(tmp_path / "c", lambda _event: None, speed=1e-6, on_end=ended.append)
    port.pace.pause(paused=True)
    port.start()
    port.close()

    assert port.join(_PATIENCE_S)
    assert [end.is_stopped for end in ended] == [True]


def test_ten_times_as_fast_waits_a_tenth() -> None:
    pace = Pace(1e9)
    assert not pace.wait(1000.0)
    pace.stop()
    assert pace.wait(0.0)


@pytest.mark.parametrize("driver", drivers(), ids=lambda driver: driver.key)
def test_a_capture_of_any_protocol_becomes_a_transcript_that_its_driver_meets(
    tmp_path: Path, driver: ScaleDriver
) -> None:
    key = driver.key
    known = Path(__file__).parents[2] / "transcripts" / f"{key}.txt"
    told = read_transcript(known.read_text(encoding="utf-8"))
    assert all(met(find_driver(key), line) for line in told)
    captured(tmp_path / "c", key, [line.frame for line in told])
    made = transcript_of(tmp_path / "c")
    again = read_transcript(made.text())

    assert again
    assert all(met(find_driver(key), line) for line in again)
    assert {line.frame for line in again} <= {line.frame for line in told}


def test_what_was_sent_stands_in_the_transcript_once_and_escaped(tmp_path: Path) -> None:
    answer = b"S S     100.00 g\r\n"
    captured(tmp_path / "c", "mt-sics", [answer, answer], sent=(b"SI\r\n", b"SI\r\n"))
    rows = transcript_of(tmp_path / "c").text().splitlines()

    assert rows[0].startswith("# Captured from mt-sics at 9600 8N1 on 2026-11-23, program 9.9")
    assert rows[1] == "> SI\\r\\n"
    assert rows[2] == "< " + answer.hex(" ")
    assert json.loads(rows[3][2:]) == {"value": "100.00", "unit": "g", "stable": True}
    assert len(rows) == 4


def test_a_capture_without_a_frame_makes_no_transcript(tmp_path: Path) -> None:
    captured(tmp_path / "c", "yaohua-tf0", [b"\xff\xff\xff"])
    with pytest.raises(InputInvalid, match="nothing_captured"):
        transcript_of(tmp_path / "c")


def rewritten(path: Path, row: int, **facts: object) -> Path:
    """Put other facts into a line of a capture; those of the header's settings stand in them."""
    rows = [json.loads(line) for line in captured(path, "yaohua-tf0", frames(1))]
    place = rows[row]["settings"] if set(facts) & set(rows[row].get("settings", ())) else rows[row]
    place.update(facts)
    path.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "row, facts",
    [
        (1, {"t": -1}),
        (1, {"t": 10**40}),
        (1, {"t": float("nan")}),
        (1, {"t": 1.5}),
        (1, {"t": True}),
        (1, {"at": "2026-11-23T08:00:00"}),
        (1, {"at": "0001-01-01T00:00:00+14:00"}),
        (1, {"at": "9999-12-31T23:59:59-14:00"}),
        (0, {"started_at": "0001-01-01T00:00:00+14:00"}),
        (0, {"poll_interval_s": float("nan")}),
        (0, {"silence_s": -1}),
        (0, {"line": {"baudrate": 0, "data_bits": 8, "parity": "none", "stop_bits": 1}}),
        (0, {"line": {"baudrate": 9600, "data_bits": 99, "parity": "none", "stop_bits": 1}}),
    ],
)
def test_times_and_settings_that_cannot_be_are_refused(
    tmp_path: Path, row: int, facts: dict[str, object]
) -> None:
    with pytest.raises(InputInvalid, match="capture_damaged" if row else "bad_capture"):
        list(CaptureReader(rewritten(tmp_path / "c", row, **facts)))


def test_texts_of_a_capture_cannot_command_a_terminal(tmp_path: Path) -> None:
    evil = "\x1b[2J\x07\nCOM5 \ud800 衡"
    header = read_header(rewritten(tmp_path / "c", 0, device=evil, protocol=evil))
    assert header.settings.device == header.settings.protocol
    assert header.settings.device == "\ufffd[2J\ufffd\ufffdCOM5 \ufffd 衡"


def test_a_pause_of_centuries_can_be_stopped(tmp_path: Path) -> None:
    path = tmp_path / "c"
    rows = [json.loads(line) for line in captured(path, "yaohua-tf0", frames(2))]
    rows[2]["t"] = (1 << 63) - 1
    path.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
    ended: list[ReplayEnd] = []
    heard = threading.Event()
    port = ReplayPort(path, lambda _event: heard.set(), speed=0.1, on_end=ended.append)
    port.start()
    assert heard.wait(_PATIENCE_S)
    port.close()
    assert port.join(_PATIENCE_S)
    assert [end.is_stopped for end in ended] == [True]
