"""A terminal server's port, through pyserial's clients with what they lack: bounds and an end.

Foreign exceptions end here, as in `transport`.
"""

from __future__ import annotations

import contextlib
import queue
import socket
from typing import Any, Protocol

from serial import rfc2217
from serial.urlhandler import protocol_socket

from inspector_app.domain.exceptions import PortLost, PortUnavailable
from serial_drivers.driver import SerialLine
from serial_drivers.ports.addresses import has_line, parse_address
from serial_drivers.ports.telnet import Negotiation, Piece, SubOption, TelnetReader
from serial_drivers.ports.waits import (
    CHUNK,
    PARITIES,
    PRINTER_TIMEOUT_S,
    READ_TIMEOUT_S,
    WRITE_TIMEOUT_S,
)

_NEGOTIATION_S = 3
_OPTIONS = {"socket": "", "rfc2217": f"?ign_set_control&timeout={_NEGOTIATION_S}"}
"""Many servers never acknowledge SET_CONTROL (RFC 2217); nothing here depends on it."""
_KEEP_ALIVE = {
    "TCP_KEEPIDLE": 1,
    "TCP_KEEPINTVL": 1,
    "TCP_KEEPCNT": 3,
    "TCP_USER_TIMEOUT": 4000,
}
"""Seconds, seconds, times, milliseconds: a peer that went without a word is noticed after 4 s.

The peer's system answers, however quiet its instrument is. Where our own question is under way no
such call goes out: there the last one holds, in place of a quarter of an hour of repetitions.
"""
_MOST_WAITING = 64
"""Chunks of a terminal server that wait to be read; more is left to TCP."""


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
        self._masked = line.data_bits == 7 and not self._has_line
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
            if _network_code(error) != "port_settings_refused" or line.data_bits != 7:
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
            return self._port.read(CHUNK)
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
            self._port.write_timeout = PRINTER_TIMEOUT_S

    def waiting(self) -> int:
        """Return 0: what was written is the network's."""
        return 0

    def close(self) -> None:
        """Close the connection, so that the server's port is free for others."""
        self._port.close()


class _ClosingSocket:
    """Closes the socket where the peer was first: pyserial then stumbles, and leaves it open."""

    _socket: socket.socket | None

    def close(self) -> None:
        connection = self._socket
        pyserial: Any = super()
        pyserial.close()
        if connection is not None:
            connection.close()


class _PlainClient(_ClosingSocket, protocol_socket.Serial):
    pass


class _Rfc2217Client(_ClosingSocket, rfc2217.Serial):
    """pyserial's client with a reader of our own: bounded, and not to be stumbled by marks.

    Where its thread has ended, the next read raises; the exception itself must not reach the
    program's crash handler. What is not read in time waits at the server.
    """

    _read_buffer: queue.Queue[bytes | None]

    def _telnet_read_loop(self) -> None:
        self._read_buffer = queue.Queue(_MOST_WAITING)
        with contextlib.suppress(TypeError, ValueError, LookupError, OSError):
            self._read_on(TelnetReader())
        with contextlib.suppress(queue.Full):  # a read that waits learns of the end
            self._read_buffer.put_nowait(None)

    def _read_on(self, reader: TelnetReader) -> None:
        while self.is_open and (connection := self._socket) is not None:
            try:
                chunk = connection.recv(CHUNK)
            except TimeoutError:
                continue
            if not chunk:
                return
            for piece in reader.feed(chunk):
                self._take(piece)

    def _take(self, piece: Piece) -> None:
        pyserial: Any = super()  # stubs lack what it does with marks
        match piece:
            case Negotiation():
                pyserial._telnet_negotiate_option(piece.command, piece.option)  # noqa: SLF001
            case SubOption():
                pyserial._telnet_process_subnegotiation(piece.data)  # noqa: SLF001
            case bytes():
                self._put(piece)

    def _put(self, data: bytes) -> None:
        while self.is_open:
            with contextlib.suppress(queue.Full):
                self._read_buffer.put(data, timeout=READ_TIMEOUT_S)
                return


def _open_url(url: str, line: SerialLine) -> _UrlPort:
    is_plain = url.startswith("socket:")
    make: Any = _PlainClient if is_plain else _Rfc2217Client
    port: Any = make(
        None,
        baudrate=line.baudrate,
        bytesize=line.data_bits,
        parity=PARITIES[line.parity],
        stopbits=line.stop_bits,
        timeout=READ_TIMEOUT_S,
    )
    port.port = url
    if is_plain:  # the RFC 2217 client knows none, its socket gives up after 5 s
        port.write_timeout = WRITE_TIMEOUT_S
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
    """Return the failure's code: pyserial wraps the socket's own exception in its words.

    A server that closes at once, as many do whose port is taken, or sends what it may not, is
    there all the same.
    """
    cause = error.__context__ or error
    if isinstance(cause, socket.gaierror | UnicodeError):
        return "host_unknown"
    if isinstance(cause, ConnectionRefusedError):
        return "port_refused"
    if "Could not open port" in str(error):
        return "host_unreachable"
    if "does not accept parameter change" in str(error):
        return "port_settings_refused"
    return "not_rfc2217"
