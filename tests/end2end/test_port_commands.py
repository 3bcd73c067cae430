"""`ports`, `detect` and `read` as a script starts them, against instruments on pseudo-terminals."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from serial_drivers.drivers.yaohua_tf0 import DRIVER as YAOHUA
from serial_drivers.simulators import ScaleNature, SimulatedScale
from serial_drivers.simulators.pty_port import PtyPort
from tests.end2end.test_commands import run
from tests.helpers.terminal_server import TerminalServer

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
Start = Callable[..., SimulatedScale]


@pytest.fixture
def simulate() -> Iterator[Start]:
    running: list[SimulatedScale] = []

    def start(protocol: str, load: str = "") -> SimulatedScale:
        calm = ScaleNature(noise=0.0, settling_s=0.05) if protocol == YAOHUA.key else None
        scale = SimulatedScale(protocol, nature=calm)
        running.append(scale)
        scale.start()
        if load:
            scale.put(Decimal(load))
        return scale

    yield start
    for scale in running:
        scale.stop()


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_ports_are_listed_as_json(tmp_path: Path) -> None:
    done = run("ports", "--json", data=tmp_path)
    assert done.returncode == 0, done.stderr
    keys = {"device", "description", "adapter", "vid", "pid", "serial_number", "location", "advice"}
    assert all(set(port) == keys for port in json.loads(done.stdout))


def test_a_stream_is_detected_with_its_evidence(tmp_path: Path, simulate: Start) -> None:
    scale = simulate("yaohua-tf0", "5")
    done = run("detect", "--port", scale.path, "--json", data=tmp_path)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["port"], found["protocol"]) == (scale.path, "yaohua-tf0")
    (candidate,) = found["candidates"]
    assert candidate["good_frames"] >= 2
    assert candidate["asked"] is None
    assert bytes.fromhex(candidate["sample"]).startswith(b"\x02")


def test_a_meter_is_found_by_a_thorough_search_too(tmp_path: Path, simulate: Start) -> None:
    meter = simulate("dlt645-2007", "5")
    done = run("detect", meter.path, "--thorough", "--json", data=tmp_path, timeout_s=200)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["protocol"] == "dlt645-2007@000000000001"
    assert "Listening" in done.stderr


def test_the_port_may_stand_without_its_option(tmp_path: Path, simulate: Start) -> None:
    scale = simulate("yaohua-tf0", "5")
    found = run("detect", scale.path, "--json", data=tmp_path)
    assert found.returncode == 0, found.stderr
    assert json.loads(found.stdout)["protocol"] == "yaohua-tf0"
    arguments = (scale.path, "--protocol", "yaohua-tf0", "--count", "3", "--json")
    done = run("read", *arguments, data=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [line["type"] for line in lines(done.stdout)] == ["opened", *["indication"] * 3]


@pytest.mark.parametrize("command", ["detect", "read"])
def test_without_a_port_there_is_nothing_to_do(tmp_path: Path, command: str) -> None:
    done = run(command, data=tmp_path)
    assert done.returncode == 2
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("scheme", ["socket", "rfc2217"])
def test_a_terminal_servers_port_is_read_by_its_address(
    tmp_path: Path, simulate: Start, scheme: str
) -> None:
    scale = simulate("yaohua-tf0", "5")
    with TerminalServer(scale.path, scheme) as server:
        arguments = ("--port", server.address, "--protocol", "yaohua-tf0", "--count", "3")
        done = run("read", *arguments, "--json", data=tmp_path)
    assert done.returncode == 0, done.stderr
    said = lines(done.stdout)
    assert said[0]["line"] == ("TCP" if scheme == "socket" else "9600 8N1")
    assert all(line["value"] == "5.000" for line in said[1:])


@pytest.mark.parametrize("command", ["detect", "read"])
def test_a_terminal_server_that_refuses_is_named(tmp_path: Path, command: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"socket://127.0.0.1:{listener.getsockname()[1]}"
    done = run(command, address, data=tmp_path)
    assert done.returncode == 1
    assert address in done.stderr
    assert "serves no such port" in done.stderr


def test_readings_come_as_exact_text_with_their_bytes(tmp_path: Path, simulate: Start) -> None:
    scale = simulate("yaohua-tf0", "5")
    arguments = ("--port", scale.path, "--protocol", "yaohua-tf0", "--count", "30", "--json")
    done = run("read", *arguments, data=tmp_path)
    assert done.returncode == 0, done.stderr
    said = lines(done.stdout)
    seen = [line for line in said if line["type"] == "indication"]
    assert said[0]["type"] == "opened"
    assert [line["sequence"] for line in seen] == list(range(1, 31))
    assert seen[-1]["value"] == "5.000"
    assert (seen[-1]["stable"], seen[-1]["stability_basis"]) == (True, "derived")
    raw = bytes.fromhex(seen[-1]["raw"])
    (again,) = YAOHUA.new_reader().feed(raw)
    assert str(getattr(again, "value", None)) == "5.000"


def test_a_meter_on_a_bus_is_read_by_its_name(tmp_path: Path, simulate: Start) -> None:
    name = "modbus-rtu/xy-md02@7#temperature"
    scale = simulate(name, "21.5")
    arguments = ("--port", scale.path, "--protocol", name, "--count", "1", "--json")
    done = run("read", *arguments, data=tmp_path)
    assert done.returncode == 0, done.stderr
    seen = next(line for line in lines(done.stdout) if line["type"] == "indication")
    assert seen["unit"] == "C"
    assert isinstance(seen["value"], str)


def test_a_handshake_is_led_until_the_value_comes(tmp_path: Path, simulate: Start) -> None:
    name = "dlms-hdlc@1#voltage_a"
    scale = simulate(name, "230.9")
    arguments = ("--port", scale.path, "--protocol", name, "--count", "4", "--json")
    done = run("read", *arguments, data=tmp_path)
    assert done.returncode == 0, done.stderr
    seen = [line for line in lines(done.stdout) if line["type"] == "indication"]
    assert [line["frame"] for line in seen[:2]] == ["UA", "AARE accepted"]
    assert (seen[3]["unit"], seen[3]["scaler"]) == ("V", "-1")
    assert Decimal(seen[3]["value"]) >= 0


def test_without_a_protocol_the_port_is_detected_first(tmp_path: Path, simulate: Start) -> None:
    scale = simulate("yaohua-tf0", "5")
    done = run("read", "--port", scale.path, "--count", "2", data=tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 2
    assert "yaohua-tf0" in done.stderr


def test_a_silent_port_ends_the_reading_with_a_sentence(tmp_path: Path) -> None:
    silent = PtyPort()
    try:
        arguments = ("--port", silent.path, "--protocol", "yaohua-tf0", "--timeout", "1")
        done = run("read", *arguments, data=tmp_path)
    finally:
        silent.close()
    assert done.returncode == 4
    assert done.stdout == ""
    assert silent.path in done.stderr


@pytest.mark.parametrize("command", ["detect", "read"])
def test_a_port_that_is_not_there_is_named(tmp_path: Path, command: str) -> None:
    done = run(command, "--port", "/dev/ttyUSB99", "--json", data=tmp_path)
    assert done.returncode == 1
    assert "/dev/ttyUSB99" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments, code, words",
    [
        (("--protocol", "no-such"), 1, "no-such"),
        (("--line", "fast"), 1, "fast"),
        (("--count", "-1"), 2, "--count"),
        (("/dev/ttyUSB98",), 2, "/dev/ttyUSB98"),
    ],
)
def test_a_wrong_option_is_refused_in_words(
    tmp_path: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = run("read", "--port", "/dev/ttyUSB99", *arguments, data=tmp_path)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("count, code", [("0", 0), ("1000000", 130)])
def test_ctrl_c_ends_a_reading_without_a_trace(simulate: Start, count: str, code: int) -> None:
    scale = simulate("yaohua-tf0", "5")
    command = [sys.executable, "-m", "inspector_app", "read", "--port", scale.path]
    options = ["--protocol", "yaohua-tf0", "--count", count, "--json"]
    with subprocess.Popen(
        [*command, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as reading:
        assert reading.stdout is not None
        while json.loads(reading.stdout.readline())["type"] != "indication":
            pass
        reading.send_signal(signal.SIGINT)
        rest, complaints = reading.communicate(timeout=30)
    assert reading.returncode == code
    assert complaints == ""
    assert all(json.loads(line) for line in rest.splitlines())


def test_a_reader_that_has_had_enough_ends_the_reading(simulate: Start) -> None:
    scale = simulate("yaohua-tf0", "5")
    command = [sys.executable, "-m", "inspector_app", "read", "--port", scale.path]
    with subprocess.Popen(
        [*command, "--protocol", "yaohua-tf0", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as reading:
        assert reading.stdout is not None
        assert reading.stderr is not None
        reading.stdout.readline()
        reading.stdout.close()
        complaints = reading.stderr.read()
        assert reading.wait(timeout=30) == 0
    assert complaints == ""
