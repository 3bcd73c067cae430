"""What pyserial raises on Windows, word for word as its source makes it, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import serial

from inspector_app.domain.exceptions import PortLost, PortUnavailable
from serial_drivers.driver import SerialLine
from serial_drivers.ports import transport
from serial_drivers.ports.transport import SerialTransport

COULD_NOT_OPEN = "could not open port 'COM7': {}"
NOT_CONFIGURED = "Cannot configure port, something went wrong. Original message: {}"
MISSING = "FileNotFoundError(2, 'The system cannot find the file specified.', None, 2)"
DENIED = "PermissionError(13, 'Access is denied.', None, 5)"
DENIED_IN_CHINESE = "PermissionError(13, '拒绝访问。', None, 5)"
NOT_FUNCTIONING = "OSError(22, '连到系统上的设备没有发挥作用。', None, 31)"
BAD_SETTINGS = "OSError(22, 'The parameter is incorrect.', None, 87)"
UNKNOWN_COMMAND = "PermissionError(13, 'The device does not recognize the command.', None, 22)"
SEMAPHORE = "OSError(22, 'The semaphore timeout period has expired', None, 121)"


class WindowsPort:
    """A port as pyserial's for Windows, which fails as it is told; nothing fails without."""

    opening = ""

    def __init__(self) -> None:
        self.failure, self.timeout = "", 0.1
        self.is_closed = False
        self.bytesize = 8

    def open(self) -> None:
        if self.opening and (self.bytesize == 7 or BAD_SETTINGS not in self.opening):
            raise serial.SerialException(self.opening)

    def _fails(self, *_any: object) -> Any:
        raise serial.SerialException(self.failure)

    read = write = _fails
    in_waiting = out_waiting = property(_fails)

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, SerialLine], SerialTransport]:
    """Open COM7 on a Windows that says this to it."""
    monkeypatch.setattr(transport, "_HAS_DESCRIPTORS", False)
    monkeypatch.setattr(serial, "Serial", WindowsPort)

    def opening(words: str, line: SerialLine) -> SerialTransport:
        monkeypatch.setattr(WindowsPort, "opening", words)
        return SerialTransport("COM7", line)

    return opening


@pytest.mark.parametrize(
    "words, code",
    [
        (COULD_NOT_OPEN.format(MISSING), "port_missing"),
        (COULD_NOT_OPEN.format(DENIED), "port_busy"),
        (COULD_NOT_OPEN.format(DENIED_IN_CHINESE), "port_busy"),
        (COULD_NOT_OPEN.format(NOT_FUNCTIONING), "port_missing"),
        (NOT_CONFIGURED.format(NOT_FUNCTIONING), "port_missing"),
        (COULD_NOT_OPEN.format(SEMAPHORE), "port_unavailable"),
        ("Port must be configured before it can be used.", "port_unavailable"),
    ],
)
def test_a_port_that_cannot_be_opened_is_told_by_windows_own_number(
    opened: Callable[[str, SerialLine], SerialTransport], words: str, code: str
) -> None:
    with pytest.raises(PortUnavailable) as caught:
        opened(words, SerialLine())
    assert caught.value.code == code


def test_a_driver_that_refuses_seven_bits_is_opened_with_eight(
    opened: Callable[[str, SerialLine], SerialTransport],
) -> None:
    port = opened(NOT_CONFIGURED.format(BAD_SETTINGS), SerialLine(data_bits=7, parity="even"))
    assert port.line == "9600 7E1 (8N1)"


@pytest.mark.parametrize(
    "words",
    [
        f"ClearCommError failed ({UNKNOWN_COMMAND})",
        f"GetOverlappedResult failed ({DENIED})",
        f"WriteFile failed ({UNKNOWN_COMMAND})",
        "Write timeout",
    ],
)
def test_a_port_that_goes_while_it_is_used_is_lost_and_its_handle_given_back(
    opened: Callable[[str, SerialLine], SerialTransport], words: str
) -> None:
    port = opened("", SerialLine())
    held: Any = port._port
    held.failure = words
    uses: tuple[Callable[[], object], ...] = (
        lambda: port.read(0.1),
        lambda: port.write(b"S\r\n"),
        port.waiting,
    )
    for use in uses:
        with pytest.raises(PortLost):
            use()
    port.close()
    assert held.is_closed
