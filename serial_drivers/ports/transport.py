"""Bytes to and from a real port: here and in `network_transport` pyserial is imported.

Foreign exceptions end here: `(OSError, termios.error, ValueError, OverflowError)` become
PortUnavailable while opening and PortLost afterwards (SerialException is an OSError; `in_waiting`
raises a bare one).
A terminal server's port (`socket://`, `rfc2217://`) is `network_transport`'s.
"""

from __future__ import annotations

import errno
import os
import select
from typing import Protocol

import serial
from serial.tools import list_ports

from inspector_app.domain.exceptions import PortLost, PortUnavailable
from serial_drivers.driver import SerialLine
from serial_drivers.ports import waits
from serial_drivers.ports.addresses import is_network, system_name
from serial_drivers.ports.network_transport import NetworkTransport
from serial_drivers.ports.waits import CHUNK, PARITIES, PRINTER_TIMEOUT_S, WRITE_TIMEOUT_S

try:
    from termios import error as _termios_error
except ImportError:  # Windows has no termios, and pyserial there raises nothing like it
    _termios_error = OSError  # type: ignore[misc, assignment]

READ_TIMEOUT_S = waits.READ_TIMEOUT_S
_HAS_DESCRIPTORS: bool = os.name == "posix"
_FOREIGN = (OSError, ValueError, OverflowError, _termios_error)
_CODES = {
    errno.ENOENT: "port_missing",
    errno.ENXIO: "port_missing",
    errno.ENODEV: "port_missing",
    errno.EBUSY: "port_busy",
    errno.EAGAIN: "port_busy",
    errno.EACCES: "port_forbidden",
    errno.EPERM: "port_forbidden",
}


class Transport(Protocol):
    """An open byte stream. Every method raises PortLost once the port is gone, but close never.

    device: the name it was opened by. line: the settings in force.
    """

    device: str
    line: str

    def read(self, timeout_s: float) -> bytes:
        """Return what has come, at least one byte, or b"" after timeout_s of silence."""
        ...

    def write(self, data: bytes) -> None:
        """Send all bytes."""
        ...

    def set_speed(self, baudrate: int) -> None:
        """Go on at another speed once all bytes are out."""
        ...

    def discard_input(self) -> None:
        """Forget what has come and was not read."""
        ...

    def close(self) -> None:
        """Give the port back."""
        ...


class PrinterTransport(Protocol):
    """A port that only takes bytes. write and waiting raise PortLost."""

    device: str

    def write(self, data: bytes) -> None:
        """Send all bytes."""
        ...

    def waiting(self) -> int:
        """Return how many bytes wait to be sent."""
        ...

    def close(self) -> None:
        """Give the port back."""
        ...


class SerialTransport:
    """A serial port, opened exclusively.

    A port that refuses seven data bits with parity (pseudo-terminals and cheap adapters do) is
    opened as 8N1 and the top bit of each byte is dropped: the same seven bits arrive. A
    pseudo-terminal has no parity at all, so there it is left out of eight bits too.
    wake: a descriptor that ends a read early, with b"", once it is readable; POSIX only.
    Raises PortUnavailable with one of the codes of `Failed`.
    """

    def __init__(self, device: str, line: SerialLine, wake: int | None = None) -> None:
        self.line = str(line)
        self._wake = () if wake is None else (wake,)
        self._masked = False
        self.device = device
        try:
            self._port = _open(device, line)
        except (ValueError, OverflowError, _termios_error) as refused:
            self._port = self._open_masked(line, refused)
        except OSError as error:
            code = _CODES.get(error.errno or 0, "port_unavailable")
            raise PortUnavailable(code, device=device, detail=error) from error

    def _open_masked(self, line: SerialLine, refused: Exception) -> serial.Serial:
        unavailable = PortUnavailable("port_settings_refused", device=self.device, line=line)
        if line.data_bits != 7 and not _is_pseudo_terminal(self.device):
            raise unavailable from refused
        try:
            port = _open(self.device, SerialLine(baudrate=line.baudrate))
        except _FOREIGN as error:
            raise unavailable from error
        self._masked = line.data_bits == 7
        self.line = f"{line} (8N1)"
        return port

    def read(self, timeout_s: float) -> bytes:
        """Return the bytes of one chunk. Raises PortLost."""
        try:
            data = self._chunk(timeout_s)
        except _FOREIGN as error:
            raise self._lost(error) from error
        return bytes(byte & 0x7F for byte in data) if self._masked else data

    def _chunk(self, timeout_s: float) -> bytes:
        """Read what is there in one go; never read_until, which takes single bytes."""
        if _HAS_DESCRIPTORS:
            # pyserial needs three calls and its own bookkeeping for what one read gives here.
            descriptor = self._port.fileno()
            if descriptor not in select.select([descriptor, *self._wake], [], [], timeout_s)[0]:
                return b""
            data = os.read(descriptor, CHUNK)
            if not data:
                raise OSError(errno.EIO, "device gone: readable but without data")
            return data
        if self._port.timeout != timeout_s:
            self._port.timeout = timeout_s
        data = self._port.read(1)
        waiting = self._port.in_waiting if data else 0
        return data + self._port.read(waiting) if waiting else data

    def write(self, data: bytes) -> None:
        """Send all bytes within half a second. Raises PortLost."""
        try:
            self._port.write(data)
        except _FOREIGN as error:
            raise self._lost(error) from error

    def set_speed(self, baudrate: int) -> None:
        """Go on at another speed once all bytes are out. Raises PortLost.

        A pseudo-terminal has no speed, and refuses to be set twice to what it does not have.
        """
        if _is_pseudo_terminal(self.device):
            return
        try:
            self._port.flush()
            if self._port.baudrate != baudrate:  # a pseudo-terminal refuses the parity it has
                self._port.baudrate = baudrate
        except _FOREIGN as error:
            raise self._lost(error) from error

    def discard_input(self) -> None:
        """Forget what has come and was not read. Raises PortLost."""
        try:
            self._port.reset_input_buffer()
        except _FOREIGN as error:
            raise self._lost(error) from error

    def wait_for_printer(self) -> None:
        """Let the other side hold the line with XOFF, for as long as a printer may need."""
        self._port.xonxoff = True
        self._port.write_timeout = PRINTER_TIMEOUT_S

    def waiting(self) -> int:
        """Return how many bytes wait to be sent. Raises PortLost."""
        try:
            waiting: int = self._port.out_waiting
        except _FOREIGN as error:
            raise self._lost(error) from error
        return waiting

    def close(self) -> None:
        """Give the port back; on Windows a handle not closed keeps the port busy for good."""
        self._port.close()

    def _lost(self, error: Exception) -> PortLost:
        return PortLost(device=self.device, detail=error)


def open_transport(device: str, line: SerialLine, wake: int | None = None) -> Transport:
    """Open a port of this machine or of a terminal server. Raises PortUnavailable.

    wake: as in SerialTransport; a terminal server's reads are short, and end by themselves.
    """
    if is_network(device):
        return NetworkTransport(device, line)
    return SerialTransport(device, line, wake)


def open_printer(device: str, line: SerialLine) -> PrinterTransport:
    """Open a port for a printer, which may pause while it prints. Raises PortUnavailable."""
    network = is_network(device)
    port = NetworkTransport(device, line) if network else SerialTransport(device, line)
    port.wait_for_printer()
    return port


def _open(device: str, line: SerialLine) -> serial.Serial:
    port = serial.Serial()
    port.port = system_name(device)
    port.baudrate = line.baudrate
    port.bytesize = line.data_bits
    port.parity = PARITIES[line.parity]
    port.stopbits = line.stop_bits
    port.timeout = READ_TIMEOUT_S
    port.write_timeout = WRITE_TIMEOUT_S
    port.exclusive = True
    port.open()
    return port


def _is_pseudo_terminal(device: str) -> bool:
    return _HAS_DESCRIPTORS and os.path.realpath(device).startswith("/dev/pts/")


class FoundPort(Protocol):
    """What pyserial knows of a port."""

    device: str
    description: str
    vid: int | None
    pid: int | None
    serial_number: str | None
    location: str | None


def found_ports() -> list[FoundPort]:
    """Return the machine's serial ports as the system lists them."""
    return list(list_ports.comports())
