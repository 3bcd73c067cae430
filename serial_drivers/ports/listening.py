"""Reads one port in the caller's own thread, for commands: no process, no thread, no window."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from serial_drivers.clock import MachineClock
from serial_drivers.driver import ScaleDriver
from serial_drivers.ports.port_events import IndicationReceived, PortEvent
from serial_drivers.ports.port_loop import Order, PortLoop, PortSettings, Stop
from serial_drivers.ports.port_session import PortInterpreter
from serial_drivers.ports.reopening import PortOpener


def listen(
    settings: PortSettings,
    driver: ScaleDriver,
    on_event: Callable[[PortEvent], None],
    is_over: Callable[[], bool],
) -> None:
    """Read a port until `is_over`, which is asked after each event and at least every 0.2 s.

    on_event: each event of the wire and what it means, in order. A port that cannot be opened is
    told by Failed. KeyboardInterrupt passes through with the port given back. Handshakes are led.
    """
    interpreter, pause = PortInterpreter(driver), threading.Event()
    words: deque[Order] = deque()

    def emit(events: list[PortEvent]) -> None:
        for event in events:
            for meant in interpreter.interpret(event):
                if not is_over():
                    on_event(meant)
                    answer_to(meant)

    def answer_to(meant: PortEvent) -> None:
        if driver.follow_up is not None and isinstance(meant, IndicationReceived):
            more = driver.follow_up(meant.indication)
            if more is not None:
                words.append(more)

    def next_order(timeout_s: float) -> Order | None:
        if timeout_s > 0:
            pause.wait(timeout_s)
        if is_over():
            return Stop.STOP
        return words.popleft() if words else None

    PortLoop(
        settings,
        driver,
        open_transport=PortOpener(settings),
        clock=MachineClock(),
        emit=emit,
        next_order=next_order,
    ).run()
