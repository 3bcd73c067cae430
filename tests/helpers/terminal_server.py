"""A terminal server over a pseudo-terminal: plain TCP, or RFC 2217 by pyserial's own PortManager."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Any

import serial
from serial.rfc2217 import PortManager

from tests.helpers.closing import Closing

_WAIT_S = 0.02
_PATIENCE_S = 30


class _PtySerial(serial.Serial):
    """A pseudo-terminal has no modem lines to ask for."""

    cts = dsr = ri = cd = True

    def _update_dtr_state(self) -> None:
        pass

    def _update_rts_state(self) -> None:
        pass


class TerminalServer(Closing):
    """Serves one client after another on a free port of this machine."""

    def __init__(self, device: str, scheme: str) -> None:
        self._device, self._scheme = device, scheme
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"{scheme}://127.0.0.1:{self._listener.getsockname()[1]}"
        self._ended, self._lock = threading.Event(), threading.Lock()
        self._serving = threading.Event()
        self._client: socket.socket | None = None
        self.lines: list[str] = []
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while not self._ended.is_set():
            with contextlib.suppress(OSError):
                client, _ = self._listener.accept()
                with client, _PtySerial(self._device, timeout=_WAIT_S) as port:
                    self._client = client
                    self._serving.set()
                    self._join(client, port)
            self._serving.clear()
            self._client = None

    def _join(self, client: socket.socket, port: serial.Serial) -> None:
        manager = None
        if self._scheme == "rfc2217":
            make: Any = PortManager  # its stubs ask for the client's class
            manager = make(port, _Writer(client, self._lock))
        gone = threading.Event()
        pump = threading.Thread(target=self._to_client, args=(client, port, manager, gone))
        pump.start()
        try:
            while data := client.recv(1024):
                port.write(b"".join(manager.filter(data)) if manager else data)
        finally:
            self.lines.append(f"{port.baudrate} {port.bytesize}{port.parity}{port.stopbits}")
            gone.set()
            pump.join()

    def _to_client(
        self,
        client: socket.socket,
        port: serial.Serial,
        manager: PortManager | None,
        gone: threading.Event,
    ) -> None:
        while not gone.is_set():
            try:
                data = port.read(port.in_waiting or 1)
                if data:
                    _Writer(client, self._lock).write(
                        b"".join(manager.escape(data)) if manager else data
                    )
            except OSError:
                if _is_there(port):
                    continue  # a purge took what pyserial had just seen
                with contextlib.suppress(OSError):
                    client.shutdown(socket.SHUT_RDWR)
                return

    def say(self, data: bytes) -> None:
        """Send the client these bytes as they are, marks of the protocol too."""
        assert self._serving.wait(_PATIENCE_S)
        assert self._client is not None
        _Writer(self._client, self._lock).write(data)

    def hang_up(self) -> None:
        """Close the connection of the client that is served, as soon as one is."""
        assert self._serving.wait(_PATIENCE_S)
        self._cut()

    def _cut(self) -> None:
        client = self._client
        if client is not None:
            with contextlib.suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Serve no more."""
        self._ended.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._cut()
        self._thread.join()


def _is_there(port: serial.Serial) -> bool:
    try:
        return bool(port.in_waiting >= 0)
    except (OSError, TypeError):  # gone, or closed by now
        return False


class _Writer:
    """Writes whole pieces from two threads."""

    def __init__(self, client: socket.socket, lock: threading.Lock) -> None:
        self._client, self._lock = client, lock

    def write(self, data: bytes) -> None:
        with self._lock:
            self._client.sendall(data)
