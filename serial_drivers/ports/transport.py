"""Bytes to and from a real port: the only place that imports pyserial.

Foreign exceptions end here: `(OSError, termios.error, ValueError)` become PortUnavailable while
opening and PortLost afterwards (SerialException is an OSError; `in_waiting` raises a bare one).
A terminal server's port (`socket://`, `rfc2217://`) goes through pyserial's own clients.
"""

from __future__ import annotations

import contextlib
import errno
import os
import select
import socket
from typing import Any, Protocol

import serial
from serial import rfc2217
from serial.tools import list_ports
from serial.urlhandler import protocol_socket

from inspector_app.domain.exceptions import PortLost, PortUnavailable
from serial_drivers.driver import SerialLine
from serial_drivers.ports.addresses import has_line, is_network, parse_address, system_name
from serial_drivers.ports.windows_failures import told_by_windows

try:
    from termios import error as _termios_error
except ImportError:  # Windows has no termios, and pyserial there raises nothing like it
    _termios_error = OSError  # type: ignore[misc, assignment]

READ_TIMEOUT_S = 0.1
"""How long one read waits at most where nothing but bytes can end it."""
_WRITE_TIMEOUT_S = 0.5
_PRINTER_TIMEOUT_S = 30.0
_CHUNK = 4096
_HAS_DESCRIPTORS: bool = os.name == "posix"
_PARITIES = {"none": serial.PARITY_NONE, "even": serial.PARITY_EVEN, "odd": serial.PARITY_ODD}
_FOREIGN = (OSError, ValueError, _termios_error)
_CODES = {
    errno.ENOENT: "port_missing",
    errno.ENXIO: "port_missing",
    errno.ENODEV: "port_missing",
    errno.EBUSY: "port_busy",
    errno.EAGAIN: "port_busy",
    errno.EACCES: "port_forbidden",
    errno.EPERM: "port_forbidden",
}
_NEGOTIATION_S = 3
_OPTIONS = {"socket": "", "rfc2217": f"?ign_set_control&timeout={_NEGOTIATION_S}"}
"""Many servers never acknowledge SET_CONTROL (RFC 2217); nothing here depends on it."""
_KEEP_ALIVE = {"TCP_KEEPIDLE": 3, "TCP_KEEPINTVL": 1, "TCP_KEEPCNT": 4}
"""Seconds, seconds, times: a peer that went without a word is noticed after about 7 s."""


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
        except (ValueError, _termios_error) as refused:
            self._port = self._open_masked(line, refused)
        except OSError as error:
            code = _CODES.get(error.errno or 0, "port_unavailable")
            raise PortUnavailable(code, device=device, detail=error) from error

    def _open_masked(self, line: SerialLine, refused: Exception) -> serial.Serial:
        unavailable = PortUnavailable("port_settings_refused", device=self.device, line=line)
        if line.data_bits == 8 and not _is_pseudo_terminal(self.device):
            raise unavailable from refused
        try:
            port = _open(self.device, SerialLine(baudrate=line.baudrate))
        except _FOREIGN as error:
            raise unavailable from error
        self._masked = line.data_bits < 8
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
            data = os.read(descriptor, _CHUNK)
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
        self._port.write_timeout = _PRINTER_TIMEOUT_S

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


class _UrlPort(Protocol):
    """What both URL handlers have; pyserial's own base class names less."""

    baudrate: int
    timeout: float | None
    write_timeout: float | None
    in_waiting: int

    def read(self, size: int, /) -> bytes: ...

    def write(self, data: bytes, /) -> int | None: ...

    def reset_input_buffer(self) -> None: ...

    def close(self) -> None: ...


class NetworkTransport:
    """A terminal server's port. Over plain TCP the server's own line settings hold.

    Raises PortUnavailable: `address_unreadable`, `host_unknown`, `port_refused`,
    `host_unreachable`, `not_rfc2217`, `port_settings_refused`. Opening may take 5 s to connect
    and 3 s for each of two negotiations.
    """

    def __init__(self, device: str, line: SerialLine) -> None:
        address = parse_address(device)
        self.device, self._has_line = device, has_line(str(address))
        self._masked = line.data_bits < 8 and not self._has_line
        self.line = str(line) if self._has_line else "TCP"
        url = f"{address}{_OPTIONS[address.scheme]}"
        try:
            self._port = self._opened(url, line)
        except (OSError, ValueError) as error:
            code = _network_code(error)
            raise PortUnavailable(code, device=device, detail=error) from error

    def _opened(self, url: str, line: SerialLine) -> _UrlPort:
        try:
            return _open_url(url, line)
        except (OSError, ValueError) as error:
            if _network_code(error) != "port_settings_refused" or line.data_bits == 8:
                raise
        port = _open_url(url, SerialLine(baudrate=line.baudrate))
        self._masked, self.line = True, f"{line} (8N1)"
        return port

    def read(self, timeout_s: float) -> bytes:
        """Return the bytes of one chunk. Raises PortLost.

        timeout_s: here always READ_TIMEOUT_S, for a change would negotiate all settings anew.
        """
        try:
            data = self._port.read(1)
            if data:
                data += self._rest()
        except (OSError, ValueError) as error:
            raise PortLost(device=self.device, detail=error) from error
        return bytes(byte & 0x7F for byte in data) if self._masked else data

    def _rest(self) -> bytes:
        """Return what has come behind a first byte, without waiting."""
        if self._has_line:
            waiting = self._port.in_waiting
            return self._port.read(waiting) if waiting else b""
        self._port.timeout = 0  # `in_waiting` of a socket only says whether there is any
        try:
            return self._port.read(_CHUNK)
        finally:
            self._port.timeout = READ_TIMEOUT_S

    def write(self, data: bytes) -> None:
        """Send all bytes. Raises PortLost."""
        try:
            self._port.write(data)
        except (OSError, ValueError) as error:
            raise PortLost(device=self.device, detail=error) from error

    def set_speed(self, baudrate: int) -> None:
        """Let the server go on at another speed; over plain TCP its own holds. Raises PortLost."""
        if not self._has_line:
            return
        try:
            self._port.baudrate = baudrate
        except (OSError, ValueError) as error:
            raise PortLost(device=self.device, detail=error) from error

    def discard_input(self) -> None:
        """Forget what has come and was not read. Raises PortLost."""
        try:
            self._port.reset_input_buffer()
        except (OSError, ValueError) as error:
            raise PortLost(device=self.device, detail=error) from error

    def wait_for_printer(self) -> None:
        """Let the other side take as long as a printer may need."""
        if not self._has_line:
            self._port.write_timeout = _PRINTER_TIMEOUT_S

    def waiting(self) -> int:
        """Return 0: what was written is the network's."""
        return 0

    def close(self) -> None:
        """Close the connection, so that the server's port is free for others."""
        self._port.close()


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


class _Rfc2217Client(rfc2217.Serial):
    """pyserial's client, whose reader stumbles over marks that no server may send.

    Where its thread has ended, the next read raises; the exception itself must not reach the
    program's crash handler.
    """

    def _telnet_read_loop(self) -> None:
        with contextlib.suppress(TypeError, ValueError, LookupError, OSError):
            super()._telnet_read_loop()  # type: ignore[misc]  # stubs lack it


def _open_url(url: str, line: SerialLine) -> _UrlPort:
    is_plain = url.startswith("socket:")
    make: Any = protocol_socket.Serial if is_plain else _Rfc2217Client
    port: Any = make(
        None,
        baudrate=line.baudrate,
        bytesize=line.data_bits,
        parity=_PARITIES[line.parity],
        stopbits=line.stop_bits,
        timeout=READ_TIMEOUT_S,
    )
    port.port = url
    if is_plain:  # the RFC 2217 client knows none, its socket gives up after 5 s
        port.write_timeout = _WRITE_TIMEOUT_S
    port.open()
    _keep_alive(getattr(port, "_socket", None))
    opened: _UrlPort = port
    return opened


def _keep_alive(connection: socket.socket | None) -> None:
    """Let the system ask a silent peer whether it is still there."""
    if connection is None:
        return
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _KEEP_ALIVE.items():
        if hasattr(socket, name):
            connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


def _network_code(error: BaseException) -> str:
    """Return the failure's code: pyserial wraps the socket's own exception in its words."""
    cause = error.__context__ or error
    if isinstance(cause, socket.gaierror | UnicodeError):
        return "host_unknown"
    if isinstance(cause, ConnectionRefusedError):
        return "port_refused"
    if "does not accept parameter change" in str(error):
        return "port_settings_refused"
    if "does not seem to support" in str(error):
        return "not_rfc2217"
    return "host_unreachable"


def _open(device: str, line: SerialLine) -> serial.Serial:
    port = serial.Serial()
    port.port = system_name(device)
    port.baudrate = line.baudrate
    port.bytesize = line.data_bits
    port.parity = _PARITIES[line.parity]
    port.stopbits = line.stop_bits
    port.timeout = READ_TIMEOUT_S
    port.write_timeout = _WRITE_TIMEOUT_S
    port.exclusive = True
    try:
        port.open()
    except OSError as error:
        meant = told_by_windows(error)
        if meant is None:
            raise
        raise meant from error
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
