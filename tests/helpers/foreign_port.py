"""A program not written here at the other end of a pseudo-terminal, and what our worker reads."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from inspector_app.domain.indication import Indication
from serial_drivers.catalog import find_driver
from serial_drivers.driver import SerialLine
from serial_drivers.ports.port_events import IndicationReceived, PortEvent
from serial_drivers.ports.port_loop import settings_for
from serial_drivers.ports.port_worker import PortWorker
from serial_drivers.simulators.pty_port import PtyPort

PATIENCE_S = 30.0
EIGHT_BITS = SerialLine(baudrate=9600)
"""Pseudo-terminals refuse some parities; the bytes are the same."""
_WAIT_S = 0.05
_LINE_END = b"\r\n"
Respond = Callable[[str], str | list[str] | None]
Heard = Callable[[Indication], bool]


class Until(Protocol):
    """Waits for the next indication of which a question is true."""

    def __call__(self, is_wanted: Heard = ...) -> Indication:
        """Return it. Raises queue.Empty when nothing at all comes for PATIENCE_S."""
        ...


def has_value(said: Indication) -> bool:
    """Say whether an indication has a value."""
    return said.value is not None


@contextmanager
def heard(name: str, port: str) -> Iterator[Until]:
    """Read a port in a worker process."""
    seen: queue.SimpleQueue[PortEvent] = queue.SimpleQueue()
    worker = PortWorker(settings_for(find_driver(name), port, EIGHT_BITS), seen.put)
    worker.start()

    def until(is_wanted: Heard = has_value) -> Indication:
        while True:
            event = seen.get(timeout=PATIENCE_S)
            if isinstance(event, IndicationReceived) and is_wanted(event.indication):
                return event.indication

    try:
        yield until
    finally:
        worker.close()
        assert worker.join(PATIENCE_S)


def first(name: str, port: str, is_wanted: Heard = has_value) -> Indication:
    """Return the first indication of a port for which the question is true."""
    with heard(name, port) as until:
        return until(is_wanted)


class LinesOnPort:
    """An object that answers lines, as other people's simulators do, on a pseudo-terminal.

    respond: takes a line without its end, returns lines without theirs. path: what the host opens.
    """

    def __init__(self, respond: Respond) -> None:
        self._respond = respond
        self._port = PtyPort("foreign")
        self.path = self._port.path
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        heard = b""
        while not self._ended.is_set():
            heard += self._port.read(_WAIT_S)
            *lines, heard = heard.split(_LINE_END)
            for line in lines:
                said = self._respond(line.decode("latin-1")) or []
                answers = [said] if isinstance(said, str) else said
                self._port.write(b"".join(each.encode() + _LINE_END for each in answers))

    def close(self) -> None:
        """Switch off and take the port away."""
        self._ended.set()
        self._thread.join(PATIENCE_S)
        self._port.close()
