"""A loopback plug on a pseudo-terminal: what is written comes back, whole or with a fault."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable

from serial_drivers.simulators.pty_port import PtyPort
from tests.helpers.closing import Closing

_WAIT_S = 0.02


class EchoPlug(Closing):
    """`path` is the port. back: what comes back of what was heard; nothing without a plug."""

    def __init__(self, back: Callable[[bytes], bytes] = lambda heard: heard) -> None:
        self._port, self._back = PtyPort("plug"), back
        self.path = self._port.path
        self.heard = b""
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="plug")
        self._thread.start()

    def say(self, data: bytes) -> None:
        """Send bytes that nobody asked for."""
        self._port.write(data)

    def unplug(self) -> None:
        """Pull the whole adapter out."""
        self._ended.set()
        self._thread.join()
        self._port.unplug()

    def _run(self) -> None:
        with contextlib.suppress(OSError):
            while not self._ended.is_set():
                heard = self._port.read(_WAIT_S)
                self.heard += heard
                answer = self._back(heard)
                if answer:
                    self._port.write(answer)

    def close(self) -> None:
        """Pull it off."""
        self._ended.set()
        self._thread.join()
        self._port.close()
