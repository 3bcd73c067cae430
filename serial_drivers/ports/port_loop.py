"""What the worker process of a port does: open, read, poll, notice the gap, come back.

It knows nothing of processes; what it needs is handed in, so tests run it on fakes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from inspector_app.domain.exceptions import PortLost, PortUnavailable
from serial_drivers.clock import ReadingClock, moment_of
from serial_drivers.driver import ScaleDriver, SerialLine, Turn
from serial_drivers.ports.addresses import is_network
from serial_drivers.ports.port_events import (
    Failed,
    FellQuiet,
    Lost,
    Opened,
    PortEvent,
    Sent,
    Stamp,
    packed_read,
    unpacked,
)
from serial_drivers.ports.transport import READ_TIMEOUT_S, Transport

SIGN_OF_LIFE_S = 0.25
_SHORTEST_WAIT_S = 0.01
_AGAIN_S, _LAST_AGAIN_S = 0.5, 5.0
"""A port of this machine is looked for twice a second, for its way back is measured; a terminal
server is called ever more rarely, for calling takes its time."""
_SHORT_S = 2.0
"""A session that ends sooner, or in which nothing came, is no reason to call again at once."""
_QUIET_S = 0.5
"""A frame that is not finished within this time will not be finished."""
_ANSWER_S, _SLOW_ANSWER_S = 0.5, 1.5
"""How long an answer may take to begin; meters and handshakes are given the longer time."""
_SLOW_RATE = 4800
_PAUSE_S, _PAUSE_BYTES = 0.05, 4
"""An answer is over when nothing came for so long, or for so many bytes' time at a slow line."""
_NS = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PortSettings:
    """How to open and read a port. poll: the command that asks, None for a stream.

    silence_s: a quiet instrument counts as lost after this time, None if it may be quiet.
    adapter: VID:PID:serial or location, by which the port is found again under another name.
    """

    device: str
    protocol: str
    line: SerialLine
    poll: bytes | None = None
    poll_interval_s: float = 0.2
    silence_s: float | None = None
    adapter: str = ""


def settings_for(
    driver: ScaleDriver, device: str, line: SerialLine | None = None, adapter: str = ""
) -> PortSettings:
    """Return a driver's usual settings for a port."""
    return PortSettings(
        device=device,
        protocol=driver.key,
        line=line or driver.line,
        poll=driver.commands.read if driver.polled else None,
        silence_s=driver.silence_s,
        adapter=adapter,
    )


class Stop(Enum):
    """The order to end."""

    STOP = "stop"


Stamped = TypeVar("Stamped", bound=Stamp)
Order = bytes | Turn | Stop
"""Bytes to send, with a change of speed or without, or the order to end."""


class PortLoop:
    """Reads one port until told to stop; what the bytes mean is not its business.

    emit: takes a batch of events, an empty one as a sign of life at least every SIGN_OF_LIFE_S
    while reading. emit_read: takes one read, as `packed_read` does; None sends it to emit.
    next_order(timeout_s): the next order, or None after that time.
    wait_s: how long a stream's silence is waited out in one read. An order has to end such a read,
    or must not wait for longer than this; each wait costs a wake-up of two processes.
    """

    def __init__(
        self,
        settings: PortSettings,
        driver: ScaleDriver,
        *,
        open_transport: Callable[[], Transport],
        clock: ReadingClock,
        emit: Callable[[list[PortEvent]], None],
        next_order: Callable[[float], Order | None],
        emit_read: Callable[[str, int, int, bytes], None] | None = None,
        wait_s: float = READ_TIMEOUT_S,
    ) -> None:
        self._wait_s = wait_s
        self._emit_read = emit_read or self._emit_received
        self._settings = settings
        self._driver = driver
        self._open_transport = open_transport
        self._clock = clock
        self._emit = emit
        self._next_order = next_order
        self._stopped = False
        self._session_id = clock.new_session_id()
        self._last_byte_ns = self._last_poll_ns = self._asked_ns = self._opened_ns = 0
        self._rest_s = 0.0
        self._longest_rest_s = _LAST_AGAIN_S if is_network(settings.device) else _AGAIN_S
        self._asked: bytes | None = None
        self._since = b""
        self._is_turned = False
        self._has_spoken = self._is_quiet = False

    def run(self, *, again: bool = False) -> None:
        """Serve until stopped. A port that cannot be opened at first is reported and left.

        again: it was read before, by a worker that is gone; so it is waited for as after a gap.
        """
        try:
            transport: Transport | None = self._reopened() if again else self._open_transport()
        except PortUnavailable as failure:
            device, detail = self._settings.device, failure.parameters.get("detail", "")
            self._emit([Failed(code=failure.code, device=device, detail=detail)])
            return
        while transport is not None:
            self._announce(transport)
            self._serve(transport)
            transport = None if self._stopped else self._reopened()

    def _announce(self, transport: Transport) -> None:
        self._asked, self._since, self._is_turned = None, b"", False
        self._last_byte_ns = self._opened_ns = self._clock.monotonic_ns()
        self._last_poll_ns = self._last_byte_ns - int(self._settings.poll_interval_s * _NS)
        opened = self._stamped(Opened, device=transport.device, line=transport.line)
        self._emit([opened])

    def _serve(self, transport: Transport) -> None:
        try:
            while self._obeyed(transport):
                self._poll(transport)
                self._read(transport, self._patience_s())
        except PortLost as lost:
            self._interrupt("port_lost", lost.parameters.get("detail", ""))
        finally:
            transport.close()

    def _obeyed(self, transport: Transport) -> bool:
        """Carry out the orders that wait; say whether to go on."""
        while not self._stopped and (order := self._next_order(0)) is not None:
            match order:
                case Stop():
                    self._stopped = True
                case Turn():
                    self._turn(transport, order)
                case bytes():
                    self._send(transport, order)
        return not self._stopped

    def _turn(self, transport: Transport, turn: Turn) -> None:
        """Say it and go on at the speed it names; the answer is awaited as after a question."""
        if turn.data:
            self._send(transport, turn.data)
        else:
            self._asked, self._since, self._asked_ns = b"", b"", self._clock.monotonic_ns()
        if turn.baudrate is None:
            return
        # Some adapters say that all is sent while it still lies in their own memory.
        until = self._clock.monotonic_ns() + self._settings.line.time_of_s(len(turn.data)) * _NS
        while (left := until - self._clock.monotonic_ns()) > 0:
            self._read(transport, min(left / _NS, READ_TIMEOUT_S))
        transport.set_speed(turn.baudrate)
        self._is_turned = True

    def _send(self, transport: Transport, data: bytes) -> None:
        if self._driver.listens_only:
            return
        transport.write(data)
        sent = self._stamped(Sent, data=data)
        self._asked, self._since, self._asked_ns = data, b"", sent.monotonic_ns
        self._emit([sent])

    def _poll(self, transport: Transport) -> None:
        now = self._clock.monotonic_ns()
        due = self._last_poll_ns + int(self._settings.poll_interval_s * _NS)
        if self._settings.poll is not None and now >= due and not self._is_answering(now):
            self._last_poll_ns = now
            if self._is_turned:
                transport.set_speed(self._settings.line.baudrate)
                self._is_turned = False
            self._send(transport, self._settings.poll)

    def _is_answering(self, now: int) -> bool:
        """Say whether an answer is under way or may still begin: asking again would break into it.

        What an adapter sends back of our own question is no answer.
        """
        if self._asked is None:
            return False
        line = self._settings.line
        if self._asked.startswith(self._since):
            is_slow = line.baudrate <= _SLOW_RATE or self._driver.follow_up is not None
            patience_s = _SLOW_ANSWER_S if is_slow else _ANSWER_S
            return now - self._asked_ns < (patience_s + line.time_of_s(len(self._asked))) * _NS
        pause_s = max(_PAUSE_S, line.time_of_s(_PAUSE_BYTES))
        return now - self._last_byte_ns < pause_s * _NS

    def _patience_s(self) -> float:
        """Return how long the next read may wait: to the next thing that falls due."""
        if self._settings.poll is not None:
            return READ_TIMEOUT_S
        if not self._has_spoken:
            return self._wait_s
        quiet_s = (self._clock.monotonic_ns() - self._last_byte_ns) / _NS
        due_s = self._settings.silence_s if self._is_quiet else _QUIET_S
        left_s = self._wait_s if due_s is None else max(_SHORTEST_WAIT_S, due_s - quiet_s)
        return min(self._wait_s, left_s)

    def _read(self, transport: Transport, timeout_s: float) -> None:
        data = transport.read(timeout_s)
        if data:
            self._last_byte_ns = now = self._clock.monotonic_ns()
            self._emit_read(self._session_id, self._clock.utc_us(), now, data)
            if self._asked is not None:
                self._since = (self._since + data)[: len(self._asked) + 1]
            self._has_spoken, self._is_quiet = True, False
            return
        quiet_ns = self._clock.monotonic_ns() - self._last_byte_ns
        limit = self._settings.silence_s
        if self._has_spoken and not self._is_quiet and quiet_ns > _QUIET_S * _NS:
            self._is_quiet = True
            self._emit([self._stamped(FellQuiet)])
        elif self._has_spoken and limit is not None and quiet_ns > limit * _NS:
            self._interrupt("port_silent", "")
        else:
            self._emit([])

    def _emit_received(self, session_id: str, at_us: int, monotonic_ns: int, data: bytes) -> None:
        self._emit(unpacked(packed_read(session_id, at_us, monotonic_ns, data)))

    def _interrupt(self, reason: str, detail: str) -> None:
        """End the session; what it gave out is over, the next one has to prove itself."""
        lost = self._stamped(Lost, reason=reason, detail=detail)
        self._emit([lost])
        was_short = lost.monotonic_ns - self._opened_ns < _SHORT_S * _NS
        self._rest_s = self._longer(self._rest_s) if was_short or not self._has_spoken else 0.0
        self._session_id = self._clock.new_session_id()
        self._has_spoken = self._is_quiet = False

    def _stamped(self, kind: type[Stamped], **facts: str | bytes) -> Stamped:
        now, at = self._clock.monotonic_ns(), moment_of(self._clock.utc_us())
        return kind(session_id=self._session_id, at=at, monotonic_ns=now, **facts)

    def _reopened(self) -> Transport | None:
        self._wait(self._rest_s)  # a server may take every call and hang up at once
        back_off_s = _AGAIN_S
        while not self._stopped:
            try:
                return self._settled(self._open_transport())
            except (PortUnavailable, PortLost):
                self._wait(back_off_s)
                back_off_s = self._longer(back_off_s)
        return None

    def _longer(self, rest_s: float) -> float:
        return min(max(2 * rest_s, _AGAIN_S), self._longest_rest_s)

    def _settled(self, transport: Transport) -> Transport | None:
        """Wait two frame times and drop what came: the tail of a frame is no frame."""
        self._wait(2 * self._settings.line.time_of_s(self._driver.longest_frame))
        try:
            transport.discard_input()
        except PortLost:
            transport.close()
            raise
        if self._stopped:
            transport.close()
            return None
        return transport

    def _wait(self, seconds: float) -> None:
        """Wait for orders; the time goes by in steps, each with a sign of life."""
        until = self._clock.monotonic_ns() + int(seconds * _NS)
        while not self._stopped and (left := until - self._clock.monotonic_ns()) > 0:
            self._stopped = isinstance(self._next_order(min(left / _NS, 0.2)), Stop)
            self._emit([])
