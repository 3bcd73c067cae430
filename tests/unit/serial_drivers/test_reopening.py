from __future__ import annotations

import pytest

from inspector_app.domain.exceptions import PortUnavailable
from serial_drivers.driver import SerialLine
from serial_drivers.ports.port_list import PortInfo
from serial_drivers.ports.port_loop import PortSettings
from serial_drivers.ports.reopening import PortOpener
from serial_drivers.ports.transport import Transport


class FakePort:
    line = "9600 8N1"

    def __init__(self, device: str) -> None:
        self.device = device

    def read(self, timeout_s: float) -> bytes:
        return b""

    def write(self, data: bytes) -> None: ...

    def set_speed(self, baudrate: int) -> None: ...

    def discard_input(self) -> None: ...

    def close(self) -> None: ...


class World:
    """Ports that come and go. opened: the names, in order."""

    def __init__(self, device: str, adapter: str, *, was_open: bool = False) -> None:
        self.listed: list[PortInfo] = []
        self.opened: list[str] = []
        settings = PortSettings(
            device=device, protocol="yaohua-tf0", line=SerialLine(), adapter=adapter
        )
        self.opener = PortOpener(
            settings, listed=lambda: self.listed, open_=self._open, was_open=was_open
        )

    def _open(self, device: str, _line: SerialLine) -> Transport:
        self.opened.append(device)
        return FakePort(device)


def ch340(device: str, socket: str) -> PortInfo:
    return PortInfo(device=device, vid=0x1A86, pid=0x7523, location=socket)


def test_an_adapter_is_opened_again_under_whatever_name_it_has_now() -> None:
    world = World("COM5", "1a86:7523:1-2")
    world.opener()
    world.listed = [ch340("COM5", "1-4"), ch340("COM12", "1-2")]
    assert world.opener().device == "COM12"
    assert world.opened == ["COM5", "COM12"]


def test_another_adapter_that_got_the_old_name_is_left_alone() -> None:
    world = World("/dev/ttyUSB0", "1a86:7523:1-2")
    world.opener()
    world.listed = [ch340("/dev/ttyUSB0", "1-4")]
    with pytest.raises(PortUnavailable) as caught:
        world.opener()
    assert caught.value.code == "port_missing"
    assert world.opened == ["/dev/ttyUSB0"]


def test_an_adapter_with_a_serial_number_is_found_in_any_socket() -> None:
    world = World("COM5", "0403:6001:A50285BI")
    world.opener()
    world.listed = [
        PortInfo(device="COM7", vid=0x0403, pid=0x6001, serial_number="A50285BI", location="3-1")
    ]
    assert world.opener().device == "COM7"


def twin(device: str, socket: str) -> PortInfo:
    return PortInfo(device=device, vid=0x0403, pid=0x6001, serial_number="CLONE", location=socket)


def test_of_adapters_that_say_the_same_number_only_the_one_in_its_socket_is_opened() -> None:
    world = World("COM5", "0403:6001:CLONE")
    world.listed = [twin("COM5", "1-1"), twin("COM6", "1-2")]
    world.opener()
    world.listed = [twin("COM6", "1-2")]
    with pytest.raises(PortUnavailable):
        world.opener()
    world.listed = [twin("COM6", "1-2"), twin("COM9", "1-1")]
    assert world.opener().device == "COM9"
    assert world.opened == ["COM5", "COM9"]


def test_a_twin_that_comes_later_is_not_taken_for_the_one_that_was_read() -> None:
    world = World("COM5", "0403:6001:CLONE")
    world.listed = [twin("COM5", "1-1")]
    world.opener()
    world.listed = [twin("COM4", "1-2"), twin("COM5", "1-1")]
    assert world.opener().device == "COM5"


def test_a_worker_after_one_that_died_takes_the_twin_with_the_name() -> None:
    world = World("COM5", "0403:6001:CLONE", was_open=True)
    world.listed = [twin("COM4", "1-2"), twin("COM5", "1-1")]
    assert world.opener().device == "COM5"


@pytest.mark.parametrize("number", ["0001", "0", "00000000", "12345678", "1234", "123456789"])
def test_a_number_that_every_chip_has_is_none(number: str) -> None:
    made = PortInfo(device="COM5", vid=0x10C4, pid=0xEA60, serial_number=number, location="1-2")
    assert made.adapter == "10c4:ea60:1-2"


@pytest.mark.parametrize("adapter", ["", "/dev/ttyS0"])
def test_a_port_without_an_adapter_keeps_its_name(adapter: str) -> None:
    world = World("/dev/ttyS0", adapter)
    world.opener()
    world.opener()
    assert world.opened == ["/dev/ttyS0"] * 2
