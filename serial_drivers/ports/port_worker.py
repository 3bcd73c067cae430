"""One process per open port, and the thread that listens to it.

A wedged driver or a hanging adapter cannot be joined as a thread, but a process can be killed.
The process is spawned, so it is the same on Windows and in a frozen program (whose front door
calls `multiprocessing.freeze_support()`). The process does what can hang, the input and output,
and stamps the bytes; the thread interprets them: pure, bounded, and without pickling indications.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import threading
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from serial_drivers.catalog import find_driver
from serial_drivers.clock import MachineClock, moment_of
from serial_drivers.ports.addresses import is_network
from serial_drivers.ports.batch_pipe import BatchReader, batch_writer
from serial_drivers.ports.lent_pipe import Attend, LentPipe
from serial_drivers.ports.port_events import (
    Failed,
    IndicationReceived,
    Lost,
    Opened,
    PortEvent,
    packed,
    packed_read,
)
from serial_drivers.ports.port_loop import SIGN_OF_LIFE_S, Order, PortLoop, PortSettings, Stop
from serial_drivers.ports.port_session import PortInterpreter
from serial_drivers.ports.reopening import PortOpener
from serial_drivers.ports.transport import READ_TIMEOUT_S, open_transport

PATIENCE_S, _OPENING_PATIENCE_S, _NETWORK_PATIENCE_S = 0.8, 5.0, 20.0
"""A worker from which no sign of life came for so long is killed and started again: while it reads
the port, while it opens it anew, and where a terminal server may take its time."""
_MOST_RESTARTS = 3
"""In a row, without one indication in between."""
_START_PATIENCE_S = 30.0
_WATCH_S, _LONGEST_WATCH_S = 0.15, 0.5
"""How soon the watch looks again; in between when the patience could be over at the earliest."""
_PAUSE_S = 0.003
"""After so long without another batch the figure on the screen is painted, or nearly so."""
_JOIN_S = 2.0
_log = logging.getLogger(__name__)


def serve_port(settings: PortSettings, connection: Connection, *, again: bool = False) -> None:
    """Run one port in this process until told to stop or until the other end is gone.

    again: a process before this one had the port open, so it is waited for, not given up.
    """

    def next_order(timeout_s: float) -> Order | None:
        try:
            order: Order | None = connection.recv() if connection.poll(timeout_s) else None
        except (EOFError, OSError):
            return Stop.STOP
        return order

    write = batch_writer(connection)
    # Where a read can be ended by an order, silence is waited out in long reads.
    wake = connection.fileno() if os.name == "posix" else None
    loop = PortLoop(
        settings,
        find_driver(settings.protocol),
        open_transport=PortOpener(
            settings, open_=partial(open_transport, wake=wake), was_open=again
        ),
        clock=MachineClock(),
        emit=lambda events: write(packed(events)),
        emit_read=lambda *read: write(packed_read(*read)),
        next_order=next_order,
        wait_s=READ_TIMEOUT_S if wake is None else SIGN_OF_LIFE_S,
    )
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        loop.run(again=again)
    connection.close()


class PortWorker:
    """An open port: a process that reads and a thread that calls `on_event`.

    on_event is called on this worker's own thread, once per event, in order; it must return soon.
    A process that hangs or dies is replaced: Lost tells, and what comes after has to prove itself
    as after any gap. After `Failed` nothing more comes. on_pause is called on the same thread when
    nothing followed for a moment: the place for work that may wait until a figure has reached the
    screen. attend: lets another thread be called back instead while the wire is calm (POSIX only);
    on_event and on_pause are then called there, still one at a time. start, send and close may be
    called from any thread and return at once.
    """

    def __init__(
        self,
        settings: PortSettings,
        on_event: Callable[[PortEvent], None],
        *,
        on_pause: Callable[[], None] = lambda: None,
        attend: Attend | None = None,
        patience_s: float | None = None,
    ) -> None:
        self.settings = settings
        self._on_event, self._on_pause = on_event, on_pause
        self._attend = attend if os.name == "posix" else None
        self._lent: LentPipe | None = None
        self._patience_s = patience_s
        self._restarts = 0
        self._driver = find_driver(settings.protocol)
        self._interpreter = PortInterpreter(self._driver)
        self._clock = MachineClock()
        self._session_id: str | None = None
        self._process_id: int | None = None
        self._closing = threading.Event()
        self._heard_ns = self._clock.monotonic_ns()
        self._patience_now_s = _START_PATIENCE_S
        self._gave_up = False
        self._lock = threading.Lock()
        self._pipe: Connection | None = None
        self._thread = threading.Thread(
            target=self._run, name=f"port-{settings.device}", daemon=True
        )

    @property
    def process_id(self) -> int | None:
        """Return the worker's process id, None before it runs."""
        return self._process_id

    def start(self) -> None:
        """Start process and thread."""
        self._thread.start()

    def send(self, data: bytes) -> None:
        """Send bytes to the instrument; lost silently if the worker is gone (Lost tells)."""
        self._order(data)

    def close(self) -> None:
        """Ask the worker to end; it is killed if it does not."""
        self._closing.set()
        if (lent := self._lent) is not None:
            lent.reclaim()
        self._order(Stop.STOP)

    def join(self, timeout_s: float = _JOIN_S + 1) -> bool:
        """Wait until process and thread have ended; say whether they have."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _order(self, order: Order) -> None:
        with self._lock, contextlib.suppress(OSError, ValueError):
            if self._pipe is not None:
                self._pipe.send(order)

    def _run(self) -> None:
        try:
            again = False
            while not self._served(again=again) and not self._closing.is_set():
                if not self._may_restart():
                    return
                again = True
        except Exception as error:  # noqa: BLE001 - top of the port thread: a person has to know
            _log.exception("port worker of %s", self.settings.device)
            self._fail(f"{type(error).__name__}: {error}")

    def _served(self, *, again: bool) -> bool:
        """Run one process from its start to its end; say whether it told that it was the last."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=serve_port,
            args=(self.settings, theirs),
            kwargs={"again": again},
            daemon=True,
            name=self.settings.device,
        )
        ended = threading.Event()
        self._patience_now_s, self._gave_up = _START_PATIENCE_S, False
        self._heard_ns = self._clock.monotonic_ns()
        try:
            process.start()
            self._process_id = process.pid
            theirs.close()
            with self._lock:
                self._pipe = ours
            if self._closing.is_set():  # told before there was a pipe to tell it by
                self._order(Stop.STOP)
            return self._listen(ours, process, ended)
        finally:
            ended.set()
            with self._lock:
                self._pipe = None
            _end(process, patience_s=_JOIN_S if self._closing.is_set() else 0.2)
            ours.close()

    def _listen(self, pipe: Connection, process: BaseProcess, ended: threading.Event) -> bool:
        """Take batches as they come, waiting in the pipe itself: polling it first costs a wake-up.

        A worker that does not answer is killed by the watch, which ends the wait.
        """
        self._lent = lent = LentPipe(BatchReader(pipe), self._take, self._on_pause)
        watch = threading.Thread(
            target=self._watch,
            args=(pipe, process, ended),
            name=f"watch-{self.settings.device}",
            daemon=True,
        )
        watch.start()
        owes_pause = False
        while True:
            try:
                if owes_pause and not lent.has_more(_PAUSE_S):
                    self._on_pause()
                    if self._attend is not None and self._session_id is not None:
                        lent.lend(self._attend)
                    owes_pause = False
                batch = lent.read()
            except (EOFError, OSError):
                return False
            if self._pass_on(batch):
                return True
            self._heard_ns, self._patience_now_s = self._clock.monotonic_ns(), self._patience()
            owes_pause = owes_pause or bool(batch)

    def _patience(self) -> float:
        if self._patience_s is not None:
            return self._patience_s
        if is_network(self.settings.device):
            return _NETWORK_PATIENCE_S
        return PATIENCE_S if self._session_id is not None else _OPENING_PATIENCE_S

    def _watch(self, pipe: Connection, process: BaseProcess, ended: threading.Event) -> None:
        """Kill a worker from which nothing came for too long, or that does not end when told.

        What waits in the pipe is a sign of life too: then it is this process that was busy.
        """
        left_s = _WATCH_S
        while not ended.wait(min(max(left_s, _WATCH_S), _LONGEST_WATCH_S)):
            if self._lent is not None:
                self._lent.reclaim_from_standstill()
            silent_s = (self._clock.monotonic_ns() - self._heard_ns) / 1e9
            told = self._closing.is_set()
            left_s = (_JOIN_S if told else self._patience_now_s) - silent_s
            if left_s >= 0:
                continue
            with contextlib.suppress(ValueError, OSError):  # closed in this very moment
                if told or not pipe.poll(0):
                    self._gave_up = True
                    process.kill()
                    return

    def _pass_on(self, batch: list[PortEvent]) -> bool:
        """Interpret the events and hand them over; say whether one of them was the last."""
        for event in batch:
            if isinstance(event, Opened):
                self._session_id = event.session_id
            elif isinstance(event, Lost):
                self._session_id = None
            elif isinstance(event, Failed):
                self._on_event(event)
                return True
            self._take([event])
        return False

    def _take(self, batch: list[PortEvent]) -> None:
        """Interpret what does not begin or end a session."""
        self._heard_ns, follow_up = self._clock.monotonic_ns(), self._driver.follow_up
        for event in batch:
            for meant in self._interpreter.interpret(event):
                self._on_event(meant)
                if isinstance(meant, IndicationReceived):
                    self._restarts = 0
                    if follow_up is not None and (more := follow_up(meant.indication)) is not None:
                        self._order(more)  # as a handshake's second half, before the value comes

    def _may_restart(self) -> bool:
        """Tell that the session is interrupted; say whether to start another process."""
        detail = "the worker did not answer" if self._gave_up else "the worker ended"
        _log.warning("%s: %s", self.settings.device, detail)
        if self._session_id is not None:
            lost = Lost(
                session_id=self._session_id,
                at=moment_of(self._clock.utc_us()),
                monotonic_ns=self._clock.monotonic_ns(),
                reason="worker_stopped",
                detail=detail,
            )
            self._pass_on([lost])
        self._restarts += 1
        if self._restarts > _MOST_RESTARTS:
            self._fail(detail)
            return False
        return True

    def _fail(self, detail: str) -> None:
        if not self._closing.is_set():
            device = self.settings.device
            self._on_event(Failed(code="worker_stopped", device=device, detail=detail))


def _end(process: BaseProcess, *, patience_s: float) -> None:
    """Wait for the end of a process that was started, kill it if it does not come."""
    if process.pid is None:
        return
    process.join(patience_s)
    if process.is_alive():
        process.kill()
        process.join()
    with contextlib.suppress(ValueError):  # reaped by another thread, as the program's end does
        process.close()


def open_port(
    settings: PortSettings,
    on_event: Callable[[PortEvent], None],
    on_pause: Callable[[], None] = lambda: None,
    attend: Attend | None = None,
) -> PortWorker:
    """Return a started worker for the port; failures arrive as `Failed`."""
    worker = PortWorker(settings, on_event, on_pause=on_pause, attend=attend)
    worker.start()
    return worker
