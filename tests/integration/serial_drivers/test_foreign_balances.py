"""Balances and readers not written here: they read our simulators, our drivers read theirs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from inspector_app.domain.indication import Indication
from inspector_app.domain.quantities import Mass
from serial_drivers.catalog import drivers
from serial_drivers.clock import MachineClock
from serial_drivers.finding.detection import Detector
from serial_drivers.ports.transport import SerialTransport
from serial_drivers.simulators import SimulatedScale
from serial_drivers.simulators.load_cell import nature_of
from tests.helpers.foreign_port import PATIENCE_S, LinesOnPort, first, heard

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals", allow_module_level=True)

from labmcp import open_transport
from labmcp_mettler_toledo.driver import MTSICSBalance
from labmcp_mettler_toledo.simulator import MTSICSSimulator
from labmcp_sartorius.driver import SBIBalance
from labmcp_sartorius.simulator import SBISimulator

MODEM_LINES = Path(__file__).parents[2] / "helpers" / "modem_lines.py"
CRLF = {"read_termination": "\r\n", "write_termination": "\r\n", "timeout": PATIENCE_S}


@pytest.fixture
def mettler() -> Iterator[tuple[MTSICSSimulator, str]]:
    balance = MTSICSSimulator()
    port = LinesOnPort(balance.handle)
    yield balance, port.path
    port.close()


@pytest.fixture(params=[16, 22])
def sartorius(request: pytest.FixtureRequest) -> Iterator[tuple[SBISimulator, str]]:
    balance = SBISimulator(fmt=request.param)
    port = LinesOnPort(balance.handle)
    yield balance, port.path
    port.close()


@pytest.fixture
def balance(request: pytest.FixtureRequest) -> Iterator[SimulatedScale]:
    """Our simulated balance of 200 g with 123.45 g on it, at rest."""
    scale = SimulatedScale(
        request.param, nature=nature_of(Mass.parse("200 g"), Mass.parse("0.01 g"))
    )
    scale.put("123.45")
    scale.start()
    yield scale
    scale.stop()


def is_about(said: Indication, value: str) -> bool:
    """Say whether a noisy balance shows this value, trailing zeros kept."""
    return said.value is not None and abs(said.value - Decimal(value)) < Decimal("0.001")


def is_at_rest(said: Indication) -> bool:
    return said.value is not None and said.stable is True


def test_a_foreign_mt_sics_balance_is_read_tared_and_overloaded(
    mettler: tuple[MTSICSSimulator, str],
) -> None:
    balance, port = mettler
    with heard("mt-sics", port) as until:
        assert is_about(until(), "52.1873")
        balance.handle("T")
        tared = until(lambda said: said.value is not None and abs(said.value) < 1)
        assert (tared.unit, tared.stable) == ("g", False)
        balance.load_g = 300.0
        assert until(lambda said: said.overload).value is None


def test_a_foreign_sbi_balance_is_read_moving_at_rest_and_overloaded(
    sartorius: tuple[SBISimulator, str],
) -> None:
    balance, port = sartorius
    with heard("sartorius-sbi", port) as until:
        said = until(is_at_rest)
        assert (said.unit, len(str(said.value))) == ("g", len("52.1873"))
        assert is_about(said, "52.1873")
        balance.place(100.0)
        assert until(lambda said: said.stable is False).unit is None
        balance.load_g = 400.0
        assert until(lambda said: said.overload).value is None
        balance.load_g = -50.0
        assert until(lambda said: said.underload).value is None
        balance.handle("\x1bZ")
        assert until(lambda said: said.error is not None).error == "Cal.Int."


@pytest.mark.parametrize(
    "simulator, protocol", [(MTSICSSimulator, "mt-sics"), (SBISimulator, "sartorius-sbi")]
)
def test_a_foreign_balance_is_found_without_being_named(simulator: type, protocol: str) -> None:
    port = LinesOnPort(simulator().handle)
    try:
        found = Detector(
            drivers(), open_transport=partial(SerialTransport, port.path), clock=MachineClock()
        ).run()
    finally:
        port.close()
    assert found.chosen is not None
    assert found.chosen.driver.key == protocol


@pytest.mark.parametrize("balance", ["mt-sics"], indirect=True)
def test_a_foreign_program_reads_and_tares_our_mt_sics_simulator(balance: SimulatedScale) -> None:
    with open_transport(f"serial://{balance.path}", **CRLF) as wire:
        host = MTSICSBalance(wire)
        read = host.weight(stable=True)
        assert (read.value, read.unit, read.stable) == (123.45, "g", True)
        assert host.identify()["serial"] == balance.nature.serial_number
        host.tare()
        assert host.weight(stable=True).value == 0


@pytest.mark.parametrize("balance", ["sartorius-sbi"], indirect=True)
def test_a_foreign_program_reads_and_tares_our_sbi_simulator(balance: SimulatedScale) -> None:
    with open_transport(f"serial://{balance.path}", **CRLF) as wire:
        host = SBIBalance(wire)
        read = host.weight(timeout=PATIENCE_S)
        assert (read.value, read.unit, read.decimals) == (123.45, "g", 2)
        host.tare()
        assert host.weight(timeout=PATIENCE_S).value == 0


@pytest.mark.parametrize("balance", ["kern-ew"], indirect=True)
def test_sigrok_reads_our_kern_simulator(balance: SimulatedScale) -> None:
    assert first("kern-ew", balance.path, is_at_rest).value == Decimal("123.45")
    # libserialport takes names that /sys/class/tty knows, or that look so: up to the root first.
    place = f"kern-ew-6200-2nm:conn=/dev/../../../..{balance.path}:serialcomm=9600/8n1"
    command = [sys.executable, str(MODEM_LINES), "sigrok-cli", "-d", place, "--samples", "3"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines() == ["Mass: 123.45 g"] * 3, done.stderr


def test_a_pair_of_socat_is_a_cable_like_any_other(tmp_path: Path) -> None:
    """Our simulator at one end as a given port, our worker at the other; socat between them."""
    ends = [str(tmp_path / name) for name in ("scale", "host")]
    places = [f"pty,raw,echo=0,link={end}" for end in ends]
    with subprocess.Popen(
        ["socat", "-d", "-d", *places], stderr=subprocess.PIPE, text=True
    ) as pair:
        assert pair.stderr is not None
        try:
            while "starting data transfer loop" not in (line := pair.stderr.readline()):
                assert line, "socat ended"
            scale = SimulatedScale("toledo-continuous", port=ends[0])
            scale.start()
            scale.put("7.5")
            try:
                first("toledo-continuous", ends[1], lambda said: said.value == Decimal("7.5"))
            finally:
                scale.stop()
        finally:
            pair.terminate()
