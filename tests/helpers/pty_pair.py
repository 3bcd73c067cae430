"""Two pseudo-terminals joined like a null-modem cable, for two programs that want a port each."""

from __future__ import annotations

import contextlib
import threading

from serial_drivers.simulators.pty_port import PtyPort

_WAIT_S = 0.05


class PtyPair:
    """`ours` and `theirs` are the names to open. Closing ends the two pumping threads."""

    def __init__(self) -> None:
        self._ports = (PtyPort("ours"), PtyPort("theirs"))
        self.ours, self.theirs = (port.path for port in self._ports)
        self._ended = threading.Event()
        ends = (self._ports, self._ports[::-1])
        self._threads = [threading.Thread(target=self._pump, args=pair) for pair in ends]
        for thread in self._threads:
            thread.start()

    def _pump(self, source: PtyPort, sink: PtyPort) -> None:
        with contextlib.suppress(OSError):
            while not self._ended.is_set():
                data = source.read(_WAIT_S)
                if data:
                    sink.write(data)

    def close(self) -> None:
        """Stop pumping and take the ports away."""
        self._ended.set()
        for thread in self._threads:
            thread.join()
        for port in self._ports:
            port.close()
