from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from inspector_app.domain.exceptions import PortUnavailable
from serial_drivers.driver import SerialLine
from serial_drivers.ports import transport
from serial_drivers.ports.port_list import PortInfo, PortList
from serial_drivers.ports.transport import SerialTransport
from serial_drivers.simulators.pty_port import PtyPort


@dataclass
class Found:
    device: str
    description: str = ""
    vid: int | None = None
    pid: int | None = None
    serial_number: str | None = None
    location: str | None = None


def test_adapters_are_named_by_vendor_and_product() -> None:
    pairs = [(0x1A86, 0x7523), (0x067B, 0x23C3), (0x110A, 0x1110), (0x1234, 0x5678), (None, None)]
    names = [PortInfo(device="COM3", vid=vid, pid=pid).adapter_name for vid, pid in pairs]
    assert names == ["WCH CH340", "Prolific PL2303G", "Moxa UPort", "", ""]


def test_simulated_ports_come_first_and_usb_before_board_ports() -> None:
    found = [
        Found("/dev/ttyS0", "n/a"),
        Found("/dev/ttyS4", "board"),
        Found("/dev/ttyUSB0", vid=0x0403, pid=0x6001, serial_number="A1"),
    ]
    ports = PortList(lambda: found)
    ports.add_simulated("sim0", "Simulated scale")
    assert [info.device for info in ports.all()] == ["sim0", "/dev/ttyUSB0", "/dev/ttyS4"]
    ports.remove_added("sim0")
    assert not any(info.is_simulated for info in ports.all())


def test_what_a_device_says_of_itself_cannot_command_a_terminal() -> None:
    (info,) = PortList(lambda: [Found("/dev/ttyUSB0", "Scale\x1b[2J\u202e\n" + "x" * 500)]).all()
    assert info.description.isprintable()
    assert info.description.startswith("Scale\ufffd[2J\ufffd\ufffdx")
    assert len(info.description) <= 120


def test_an_adapter_without_a_serial_number_is_known_by_its_socket() -> None:
    (info,) = PortList(
        lambda: [Found("/dev/ttyUSB3", vid=0x1A86, pid=0x7523, location="1-2")]
    ).all()
    assert info.identity == ("1a86:7523", "1-2")


class FakeSerial:
    def __init__(self, data: bytes) -> None:
        self.timeout = 0.1
        self._data = data

    @property
    def in_waiting(self) -> int:
        return len(self._data)

    def read(self, size: int) -> bytes:
        taken, self._data = self._data[:size], self._data[size:]
        return taken


def test_a_port_that_refuses_seven_bits_is_read_as_eight_without_the_parity_bit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def picky(device: str, line: SerialLine) -> FakeSerial:
        if line.data_bits == 7:
            raise ValueError("refused")
        return FakeSerial(b"\xb1\x32\xb2")

    monkeypatch.setattr(transport, "_open", picky)
    monkeypatch.setattr(transport, "_HAS_DESCRIPTORS", False)
    port = SerialTransport("COM9", SerialLine(data_bits=7, parity="even"))
    assert port.line == "9600 7E1 (8N1)"
    assert port.read(0.1) == b"122"


@pytest.mark.parametrize("data_bits", [5, 6])
@pytest.mark.parametrize("parity", ["none", "even"])
def test_five_or_six_bits_cannot_be_read_as_eight(
    monkeypatch: pytest.MonkeyPatch, data_bits: int, parity: str
) -> None:
    def refuse(_device: str, line: SerialLine) -> FakeSerial:
        if line.data_bits == data_bits:
            raise ValueError("refused")
        return FakeSerial(b"")

    monkeypatch.setattr(transport, "_open", refuse)
    with pytest.raises(PortUnavailable) as caught:
        SerialTransport("COM5", SerialLine(data_bits=data_bits, parity=parity))
    assert caught.value.code == "port_settings_refused"


def test_a_speed_that_the_port_refuses_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(device: str, line: SerialLine) -> FakeSerial:
        raise ValueError("Not a valid baudrate")

    monkeypatch.setattr(transport, "_open", refuse)
    for line in (SerialLine(), SerialLine(data_bits=7, parity="even")):
        with pytest.raises(PortUnavailable) as caught:
            SerialTransport("COM9", line)
        assert caught.value.code == "port_settings_refused"


def test_a_missing_port_is_told_as_missing(tmp_path: Path) -> None:
    with pytest.raises(PortUnavailable) as caught:
        SerialTransport(str(tmp_path / "none"), SerialLine())
    assert caught.value.code == "port_missing"


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_a_read_that_waits_for_long_is_ended_by_an_order() -> None:
    port = PtyPort()
    order, ordering = os.pipe()
    opened = SerialTransport(port.path, SerialLine(), order)
    try:
        os.write(ordering, b"!")
        assert opened.read(100_000) == b""  # without the order it would hang the test
        port.write(b"bytes")
        while not (data := opened.read(100_000)):
            pass
        assert data == b"bytes"
    finally:
        opened.close()
        port.close()
        os.close(order)
        os.close(ordering)
