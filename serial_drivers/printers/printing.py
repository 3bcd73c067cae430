"""Sends a printer its bytes: by a serial port, a terminal server's, or the raw device of USB."""

from __future__ import annotations

import errno
import os
import re
import select
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from inspector_app.domain.exceptions import DeviceFailure, InputInvalid, PortLost, PortUnavailable
from serial_drivers.clock import MachineClock
from serial_drivers.driver import SerialLine
from serial_drivers.line import parse_line
from serial_drivers.ports.transport import PrinterTransport, open_printer

RATES = (9600, 19200, 38400, 115200)
"""Speeds that receipt and label printers leave the factory with."""
_PIECE = 1024
_DRAIN_S = 60.0
_LOOK_S = 0.05
_RAW = re.compile(r"(?:.*/)?lp\d+|LPT\d", re.ASCII)
_CAN_WAIT = os.name == "posix"
"""Whether a device file can be waited for; Windows' own spooler port does not block for long."""
_RAW_FOLDER = Path("/dev/usb")
_CODES = {errno.ENOENT: "port_missing", errno.EBUSY: "port_busy", errno.EACCES: "port_forbidden"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Printer:
    """Where a printer hangs. line: of no meaning for a raw device and over plain TCP."""

    device: str
    line: SerialLine = field(default_factory=SerialLine)

    def __str__(self) -> str:
        """Return the printer as settings keep it: `/dev/ttyUSB0 9600 8N1`."""
        return f"{self.device} {self.line}"


def parse_printer(text: str) -> Printer | None:
    """Return the printer of a settings text, None for none or an unreadable one."""
    device, *line = text.rsplit(" ", 2)
    if not device or len(line) != 2:
        return None
    try:
        return Printer(device=device, line=parse_line(" ".join(line)))
    except InputInvalid:
        return None


def raw_devices(folder: Path = _RAW_FOLDER) -> tuple[str, ...]:
    """Return the raw USB printer devices of this machine (Linux: `/dev/usb/lp0`...)."""
    try:
        found = [str(each) for each in folder.iterdir() if is_raw(str(each))]
    except OSError:
        return ()
    return tuple(sorted(found))


def is_raw(device: str) -> bool:
    """Say whether this is a printer's raw device, which takes bytes like a file."""
    return _RAW.fullmatch(device) is not None


class _RawDevice:
    """A printer's device file."""

    def __init__(self, device: str, is_cancelled: Callable[[], bool]) -> None:
        self.device, self._is_cancelled = device, is_cancelled
        try:
            self._file = Path(device).open("r+b", buffering=0)  # noqa: SIM115 - closed by close()
            if _CAN_WAIT:
                os.set_blocking(self._file.fileno(), False)
        except OSError as error:
            code = _CODES.get(error.errno or 0, "port_unavailable")
            raise PortUnavailable(code, device=device, detail=error) from error

    def write(self, data: bytes) -> None:
        """Send all bytes. Raises PortLost, also where the printer takes none for a minute.

        A write that blocks could not be ended, nor the program that waits for it.
        """
        try:
            while data:
                if _CAN_WAIT:
                    self._wait_for_room()
                data = data[self._file.write(data) or 0 :]
        except OSError as error:
            raise PortLost(device=self.device, detail=error) from error

    def _wait_for_room(self) -> None:
        clock = MachineClock()
        until = clock.monotonic_ns() + int(_DRAIN_S * 1e9)
        while not select.select([], [self._file], [], _LOOK_S)[1]:
            if self._is_cancelled() or clock.monotonic_ns() > until:
                raise PortLost(device=self.device, detail="the printer takes no more")

    def waiting(self) -> int:
        """Return 0: the device takes what it can print."""
        return 0

    def close(self) -> None:
        """Give the device back."""
        self._file.close()


def print_bytes(
    printer: Printer,
    data: bytes,
    *,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Send a whole document and wait until it has left this machine. Takes as long as the line.

    Raises PortUnavailable, and DeviceFailure(`printer_stopped`) where the printer took a part
    only: the paper is then incomplete.
    """
    port = _opened(printer, is_cancelled)
    try:
        for start in range(0, len(data), _PIECE):
            if is_cancelled():
                raise DeviceFailure("printer_stopped", device=printer.device)
            port.write(data[start : start + _PIECE])
        _drain(port)
    except PortLost as lost:
        raise DeviceFailure("printer_stopped", device=printer.device) from lost
    finally:
        port.close()


def _opened(printer: Printer, is_cancelled: Callable[[], bool]) -> PrinterTransport:
    return (
        _RawDevice(printer.device, is_cancelled)
        if is_raw(printer.device)
        else open_printer(printer.device, printer.line)
    )


def _drain(port: PrinterTransport) -> None:
    """Wait until nothing waits to be sent: closing earlier would throw the end away."""
    clock, pause = MachineClock(), threading.Event()
    until = clock.monotonic_ns() + int(_DRAIN_S * 1e9)
    while port.waiting():
        if clock.monotonic_ns() > until:
            raise PortLost(device=port.device, detail="the printer takes no more")
        pause.wait(_LOOK_S)
