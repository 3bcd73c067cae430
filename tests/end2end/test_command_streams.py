"""Whoever started a command closes its output, fills the disk or stops reading: no crash, a reason."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end2end.test_commands import run
from tests.unit.serial_drivers.test_capture import captured, frames

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no /dev/full, no closed streams")
_COMMAND = f'"{sys.executable}" -m inspector_app'


def shell(line: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "LANG": "en_US.UTF-8", **environment},
    )


@pytest.fixture
def capture(tmp_path: Path) -> Path:
    file = tmp_path / "long.hpcapture"
    captured(file, "yaohua-tf0", frames(3000))
    return file


@pytest.mark.parametrize("form", ["", "--json"])
def test_a_replay_whose_reader_has_had_enough_ends_in_silence(capture: Path, form: str) -> None:
    done = shell(f"{_COMMAND} replay {capture} {form} | head -1")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize("command", ["replay", "capture-to-transcript", "ports --json"])
@pytest.mark.parametrize("place, why", [("/dev/full", "No space"), ("&-", "Bad file descriptor")])
def test_an_output_that_takes_nothing_is_named(
    capture: Path, command: str, place: str, why: str
) -> None:
    file = "" if command.startswith("ports") else str(capture)
    done = shell(f"{_COMMAND} {command} {file} >{place}")
    assert done.returncode == 1
    assert done.stderr.startswith("What was found could not be written out: ")
    assert why in done.stderr
    assert "Traceback" not in done.stderr


def test_with_nobody_to_complain_to_the_exit_code_still_tells() -> None:
    done = shell(f"{_COMMAND} replay /nowhere 2>&-")
    assert (done.returncode, done.stdout) == (1, "")


def test_what_an_encoding_lacks_is_escaped_and_stays_json(tmp_path: Path) -> None:
    vector = [{"id": "温度 µ 𝄞 \ud800", "protocol": "yaohua-tf0", "hex": "02"}]
    (tmp_path / "v.json").write_text(json.dumps(vector))
    plain = shell(f"{_COMMAND} decode {tmp_path / 'v.json'}", PYTHONIOENCODING="ascii")
    assert plain.returncode == 0, plain.stderr
    assert plain.stdout.isascii()
    assert json.loads(plain.stdout)[0]["id"] == vector[0]["id"]


def test_a_files_name_cannot_command_the_terminal(tmp_path: Path) -> None:
    done = run("replay", str(tmp_path / "a\x1b[2Jb\x07"), data=tmp_path)
    assert done.returncode == 1
    assert "\x1b" not in done.stderr
    assert "a\ufffd[2Jb\ufffd" in done.stderr


@pytest.mark.parametrize(
    "arguments, code, name",
    [
        (("replay", "/nowhere"), 1, "input_missing"),
        (("detect", "/dev/ttyUSB99"), 1, "port_missing"),
        (("read", "/dev/ttyUSB99", "--protocol", "no-such"), 1, "unknown_protocol"),
        (("read", "/dev/ttyUSB99", "--protocol", "yaohua-tf0"), 1, "port_missing"),
        (("read", "/dev/ttyUSB99", "--count", "-1"), 2, "usage"),
        (("loopback", "--port", "/dev/ttyUSB99"), 1, "port_missing"),
    ],
)
def test_a_script_that_asked_for_json_gets_the_failure_as_json_too(
    tmp_path: Path, arguments: tuple[str, ...], code: int, name: str
) -> None:
    done = run(*arguments, "--json", data=tmp_path)
    assert done.returncode == code
    said = json.loads(done.stdout.splitlines()[-1])
    assert (said["type"], said["code"]) == ("failure", name)
    assert said["text"] in done.stderr
