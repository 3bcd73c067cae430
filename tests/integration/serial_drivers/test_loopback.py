"""The self-test over pseudo-terminals: a good plug, none, a bad cable, an instrument left on."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path

import pytest

from serial_drivers.clock import MachineClock
from serial_drivers.ports.loopback import (
    PATTERN,
    PROBE,
    SPEEDS,
    LoopbackResult,
    LoopbackRun,
    Outcome,
    compared,
    run_loopback,
)
from serial_drivers.ports.transport import SerialTransport
from serial_drivers.simulators import SimulatedScale
from tests.end2end.test_commands import run
from tests.helpers.echo_plug import EchoPlug
from tests.helpers.terminal_server import TerminalServer

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
_PATIENCE_S = 60.0


def outcome_at(path: str) -> LoopbackResult:
    return run_loopback(partial(SerialTransport, path), clock=MachineClock())


def test_a_plug_gives_every_byte_back_at_every_speed() -> None:
    with EchoPlug() as plug:
        result = outcome_at(plug.path)

    assert [one.line.baudrate for one in result.speeds] == list(SPEEDS)
    assert {(one.sent, one.received) for one in result.speeds} == {(256, 256)}
    assert result.outcome is Outcome.GOOD


def test_without_a_plug_only_one_harmless_byte_went_out() -> None:
    with EchoPlug(lambda _heard: b"") as plug:
        result = outcome_at(plug.path)
        sent = plug.heard

    assert result.outcome is Outcome.NO_PLUG
    assert sent == PROBE


@pytest.mark.parametrize(
    "back, counts",
    [
        (lambda heard: heard.replace(b"\x11", b"").replace(b"\x13", b""), (2, 0, 0)),
        (lambda heard: bytes(b & 0x7F if b > 0xF0 else b for b in heard), (0, 15, 0)),
        (lambda heard: b"".join(bytes([b, b]) for b in heard), (0, 0, 256)),
    ],
    ids=["lost", "changed", "echoed"],
)
def test_a_bad_cable_is_counted(back: object, counts: tuple[int, int, int]) -> None:
    assert callable(back)
    with EchoPlug(back) as plug:
        result = outcome_at(plug.path)

    assert result.outcome is Outcome.FAULTY
    assert {(one.lost, one.changed, one.echoed) for one in result.speeds} == {counts}


def test_an_instrument_left_on_the_cable_is_sent_nothing() -> None:
    scale = SimulatedScale("yaohua-tf0")
    scale.start()
    try:
        result = outcome_at(scale.path)
    finally:
        scale.stop()

    assert result.outcome is Outcome.NOT_ALONE
    assert [one.sent for one in result.speeds] == [0]


def test_a_port_that_is_not_there_says_why(tmp_path: Path) -> None:
    result = outcome_at(str(tmp_path / "ttyUSB7"))

    assert result.outcome is Outcome.REFUSED
    assert [one.code for one in result.speeds] == ["port_missing"]


def test_a_port_that_goes_during_the_test_is_no_bad_cable() -> None:
    with EchoPlug() as plug:
        result = run_loopback(
            partial(SerialTransport, plug.path),
            clock=MachineClock(),
            on_result=lambda one: plug.unplug() if one.line.baudrate == SPEEDS[2] else None,
        )

    assert [one.outcome for one in result.speeds] == [*[Outcome.GOOD] * 3, Outcome.REFUSED]
    assert result.speeds[-1].code == "port_missing"
    assert result.outcome is Outcome.REFUSED


def test_a_plug_at_a_terminal_server_is_tested_through_it(tmp_path: Path) -> None:
    with EchoPlug() as plug, TerminalServer(plug.path, "rfc2217") as server:
        done = run("loopback", "--port", server.address, "--json", data=tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["speeds"]) == len(SPEEDS)


def test_over_plain_tcp_there_is_no_speed_to_test(tmp_path: Path) -> None:
    done = run("loopback", "--port", "socket://127.0.0.1:1", "--json", data=tmp_path)
    assert done.returncode == 1
    assert json.loads(done.stdout)["code"] == "no_speeds"


def test_the_comparison_counts_losses_changes_and_excess() -> None:
    assert compared(PATTERN, PATTERN) == (0, 0, 0)
    assert compared(PATTERN, b"") == (256, 0, 0)
    assert compared(PATTERN, PATTERN + PATTERN) == (0, 0, 256)


def test_a_test_that_is_cancelled_says_so() -> None:
    ended: list[LoopbackResult] = []
    with EchoPlug() as plug:
        test = LoopbackRun(plug.path, on_result=lambda _one: test.cancel(), on_done=ended.append)
        test.start()
        assert test.join(_PATIENCE_S)

    assert [(len(one.speeds), one.was_cancelled) for one in ended] == [(1, True)]


def test_the_command_says_it_in_words_and_in_json(tmp_path: Path) -> None:
    with EchoPlug() as plug:
        told = run("loopback", "--port", plug.path, "--json", data=tmp_path)
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["outcome"] == "good"

    with EchoPlug(lambda _heard: b"") as plug:
        none = run("loopback", "--port", plug.path, data=tmp_path)
    assert none.returncode == 4
    assert none.stdout.splitlines()[-1].strip()
