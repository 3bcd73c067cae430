"""Reads one port in the caller's own thread, for commands: no process, no thread, no window."""

from __future__ import annotations

import threading
from collections.abc import Callable

from serial_drivers.clock import MachineClock
from serial_drivers.driver import ScaleDriver
from serial_drivers.port_events import PortEvent
from serial_drivers.port_loop import Order, PortLoop, PortSettings, Stop
from serial_drivers.port_session import PortInterpreter
from serial_drivers.reopening import PortOpener


def listen(
    settings: PortSettings,
    driver: ScaleDriver,
    on_event: Callable[[PortEvent], None],
    is_over: Callable[[], bool],
) -> None:
    """Read a port until `is_over`, which is asked after each event and at least every 0.2 s.

    on_event: each event of the wire and what it means, in order. A port that cannot be opened is
    told by Failed. KeyboardInterrupt passes through with the port given back.
    """
    interpreter, pause = PortInterpreter(driver), threading.Event()

    def emit(events: list[PortEvent]) -> None:
        for event in events:
            for meant in interpreter.interpret(event):
                if not is_over():
                    on_event(meant)

    def next_order(timeout_s: float) -> Order | None:
        if timeout_s > 0:
            pause.wait(timeout_s)
        return Stop.STOP if is_over() else None

    PortLoop(
        settings,
        driver,
        open_transport=PortOpener(settings),
        clock=MachineClock(),
        emit=emit,
        next_order=next_order,
    ).run()
