"""`replay` and `capture-to-transcript` as a person starts them, on a capture of a simulated scale."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from inspector_app.domain.indication import Indication
from serial_drivers.catalog import find_driver
from serial_drivers.decoding import indication_as_json
from serial_drivers.keeping.capture import CaptureHeader, CaptureWriter
from serial_drivers.ports.port_events import IndicationReceived, PortEvent
from serial_drivers.ports.port_loop import settings_for
from serial_drivers.ports.port_worker import open_port
from serial_drivers.simulators import ScaleNature, SimulatedScale
from tests.end2end.test_commands import run
from tests.helpers import transcripts

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
_PATIENCE_S = 30.0


@pytest.fixture
def capture(tmp_path: Path) -> Path:
    """A capture of a scale that is asked, at 0 and then at 1.5 kg."""
    scale = SimulatedScale("mt-sics", nature=ScaleNature(noise=0.0, settling_s=0.05))
    settings = settings_for(scale.driver, scale.path)
    header = CaptureHeader(
        settings=settings, program="9.9", started_at=datetime(2026, 11, 23, tzinfo=UTC)
    )
    live: queue.SimpleQueue[PortEvent] = queue.SimpleQueue()
    scale.start()
    worker = open_port(settings, live.put)
    file = tmp_path / "scale.hpcapture"
    with CaptureWriter(file, header) as writer:

        def until(value: Decimal) -> None:
            while True:
                event = live.get(timeout=_PATIENCE_S)
                writer.record(event)
                if isinstance(event, IndicationReceived) and event.indication.value == value:
                    return

        until(Decimal(0))
        scale.put("1.5")
        until(Decimal("1.5"))
        worker.close()
        assert worker.join(_PATIENCE_S)
    scale.stop()
    return file


def test_the_office_reads_a_capture_as_json(tmp_path: Path, capture: Path) -> None:
    done = run("replay", str(capture), "--json", data=tmp_path)
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]

    assert (told[0]["type"], told[0]["protocol"]) == ("capture", "mt-sics")
    assert told[0]["version"] == 2
    assert {"opened", "sent", "indication", "end"} <= {line["type"] for line in told}
    shown = [line["value"] for line in told if line["type"] == "indication"]
    assert (shown[0], shown[-1]) == ("0.000", "1.500")
    assert told[-1]["cut"] is False


def test_a_capture_cut_in_the_middle_is_told_up_to_the_cut(tmp_path: Path, capture: Path) -> None:
    whole = capture.read_bytes()
    cut = tmp_path / "cut.hpcapture"
    cut.write_bytes(whole[: whole.rindex(b'"rx"')])
    done = run("replay", str(cut), "--json", data=tmp_path)

    assert done.returncode == 3
    assert "cut.hpcapture" in done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert told[-1]["cut"] is True
    assert told[-1]["indications"] > 0


def test_a_capture_from_a_newer_program_is_refused_in_words(tmp_path: Path, capture: Path) -> None:
    first, _newline, rest = capture.read_bytes().partition(b"\n")
    newer = json.dumps(json.loads(first) | {"version": 99}).encode() + b"\n" + rest
    capture.write_bytes(newer)
    done = run("replay", str(capture), data=tmp_path)

    assert (done.returncode, done.stdout) == (1, "")
    assert "99" in done.stderr


def test_a_capture_becomes_a_transcript_that_the_drivers_test_takes(
    tmp_path: Path, capture: Path
) -> None:
    folder = tmp_path / "transcripts"
    folder.mkdir()
    out = folder / "mt-sics.captured.txt"
    done = run("capture-to-transcript", str(capture), "--out", str(out), data=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{out}\n"
    driver = find_driver("mt-sics")
    rows = transcripts.rows(driver, folder)

    assert transcripts.sent(driver, folder)
    assert {row["value"] for _frame, row in rows} >= {"0.000", "1.500"}
    for frame, expected in rows:
        reader = driver.new_reader()
        (seen,) = [*reader.feed(frame), *reader.finish()]
        assert isinstance(seen, Indication)
        shown = indication_as_json(seen)
        assert {name: shown.get(name) for name in expected} == expected
    again = run("capture-to-transcript", str(capture), "--out", str(out), data=tmp_path)
    assert again.returncode == 1
    printed = run("capture-to-transcript", str(capture), data=tmp_path)
    assert printed.stdout == out.read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="no limit of a file's size")
def test_a_transcript_that_the_disk_cuts_leaves_no_half_behind(
    tmp_path: Path, capture: Path
) -> None:
    out = tmp_path / "cut.txt"
    limited = f'ulimit -f 0; "{sys.executable}" -m inspector_app capture-to-transcript'
    done = subprocess.run(
        ["bash", "-c", f'trap "" XFSZ; {limited} {capture} --out {out}'],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "LANG": "en_US.UTF-8"},
    )
    assert done.returncode == 1
    assert f"{out} cannot be written" in done.stderr
    assert not out.exists()
