"""Self-test of adapter and cable with a loopback plug, which joins what is sent to what is heard.

First a single NUL goes out: only where exactly it comes back does the pattern follow, every byte
value once. So an instrument that was left on the cable is never sent a byte that is a command.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import partial
from typing import Final

from inspector_app.domain.exceptions import PortLost, PortUnavailable
from serial_drivers.clock import MachineClock, ReadingClock
from serial_drivers.driver import SerialLine
from serial_drivers.ports.addresses import has_line
from serial_drivers.ports.background_run import BackgroundRun
from serial_drivers.ports.transport import Transport, open_transport

SPEEDS: Final = (1200, 9600, 19200, 38400, 57600, 115200)
PATTERN: Final = bytes(range(256))
PROBE: Final = b"\x00"
_SILENCE_S: Final = 0.3
_MARGIN_S: Final = 0.5
_MOST: Final = 4 * len(PATTERN)
_BUSY_TRIES: Final = 10
_BUSY_S: Final = 0.3
_NS: Final = 1_000_000_000

OpenPort = Callable[[SerialLine], Transport]


class Outcome(StrEnum):
    """How one speed went, or the whole test."""

    GOOD = "good"
    NO_PLUG = "no_plug"
    FAULTY = "faulty"
    NOT_ALONE = "not_alone"
    """Something else speaks there: an instrument is still connected."""
    REFUSED = "refused"
    """The port cannot be opened so; `code` says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedResult:
    """One speed.

    lost, changed, echoed: bytes of the pattern that did not come back, came back as others, or
    came more often than they were sent. code: of `Failed` where the port refused.
    """

    line: SerialLine
    outcome: Outcome
    sent: int = 0
    received: int = 0
    lost: int = 0
    changed: int = 0
    echoed: int = 0
    code: str = ""

    @property
    def is_gone(self) -> bool:
        """Say whether the port itself refuses, at whatever speed."""
        return self.outcome is Outcome.REFUSED and self.code != "port_settings_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopbackResult:
    """All speeds that were tried."""

    speeds: tuple[SpeedResult, ...] = ()
    was_cancelled: bool = False

    @property
    def outcome(self) -> Outcome:
        """Return the whole test's: good only if each speed was."""
        seen = [speed.outcome for speed in self.speeds]
        if self.speeds and self.speeds[-1].is_gone:
            return Outcome.REFUSED  # it went while it was tested: of the cable nothing is known
        for worst in (Outcome.NOT_ALONE, Outcome.FAULTY):
            if worst in seen:
                return worst
        if seen and all(one is Outcome.GOOD for one in seen):
            return Outcome.GOOD
        if Outcome.GOOD in seen:
            return Outcome.FAULTY
        return Outcome.REFUSED if Outcome.REFUSED in seen else Outcome.NO_PLUG


def open_to_test(device: str, line: SerialLine) -> Transport:
    """Open a port for the test. Raises PortUnavailable.

    A terminal server's port is tested through it, by RFC 2217; plain TCP sets no speed to test at.
    """
    if not has_line(device):
        raise PortUnavailable("no_speeds", device=device)
    return open_transport(device, line)


def compared(sent: bytes, received: bytes) -> tuple[int, int, int]:
    """Return how many bytes were lost, changed, and echoed (came in excess)."""
    lost = changed = echoed = 0
    matcher = SequenceMatcher(None, sent, received, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            continue
        exchanged = min(b - a, d - c)
        changed += exchanged
        lost += (b - a) - exchanged
        echoed += (d - c) - exchanged
    return lost, changed, echoed


def run_loopback(
    open_port: OpenPort,
    *,
    clock: ReadingClock,
    on_result: Callable[[SpeedResult], None] = lambda _result: None,
    is_cancelled: Callable[[], bool] = lambda: False,
    pause: Callable[[float], object] = lambda _seconds: None,
) -> LoopbackResult:
    """Try every speed, slowest first; end early where there is no plug or somebody else speaks.

    open_port: opens the port at a line, raising PortUnavailable. pause: waits so many seconds.
    A port that is busy is tried for 3 s: we may just have closed it ourselves.
    """
    results: list[SpeedResult] = []
    for speed in SPEEDS:
        if is_cancelled():
            return LoopbackResult(speeds=tuple(results), was_cancelled=True)
        line = SerialLine(baudrate=speed)
        result = _at(line, open_port, clock, pause)
        results.append(result)
        on_result(result)
        if result.outcome in (Outcome.NO_PLUG, Outcome.NOT_ALONE):
            break
        if result.is_gone:
            break
    return LoopbackResult(speeds=tuple(results))


def _at(
    line: SerialLine, open_port: OpenPort, clock: ReadingClock, pause: Callable[[float], object]
) -> SpeedResult:
    try:
        port = _opened(line, open_port, pause)
    except PortUnavailable as refused:
        return SpeedResult(line=line, outcome=Outcome.REFUSED, code=refused.code)
    try:
        return _tried(line, port, clock)
    except PortLost:
        return SpeedResult(line=line, outcome=Outcome.REFUSED, code="port_lost")
    finally:
        port.close()


def _opened(line: SerialLine, open_port: OpenPort, pause: Callable[[float], object]) -> Transport:
    for _try in range(_BUSY_TRIES):
        try:
            return open_port(line)
        except PortUnavailable as refused:
            if refused.code != "port_busy":
                raise
            pause(_BUSY_S)
    return open_port(line)


def _tried(line: SerialLine, port: Transport, clock: ReadingClock) -> SpeedResult:
    port.discard_input()
    if _heard(port, clock, _SILENCE_S, _MOST):
        return SpeedResult(line=line, outcome=Outcome.NOT_ALONE)
    port.write(PROBE)
    back = _heard(port, clock, _SILENCE_S + line.time_of_s(2), _MOST)
    if not back:
        return SpeedResult(line=line, outcome=Outcome.NO_PLUG, sent=1)
    if len(back) > len(PROBE) + 1 or back.strip(PROBE):
        return SpeedResult(line=line, outcome=Outcome.NOT_ALONE, sent=1, received=len(back))
    port.write(PATTERN)
    received = _heard(port, clock, line.time_of_s(len(PATTERN)) + _MARGIN_S, _MOST, len(PATTERN))
    lost, changed, echoed = compared(PATTERN, received)
    is_good = not (lost or changed or echoed)
    return SpeedResult(
        line=line,
        outcome=Outcome.GOOD if is_good else Outcome.FAULTY,
        sent=len(PATTERN),
        received=len(received),
        lost=lost,
        changed=changed,
        echoed=echoed,
    )


def _heard(
    port: Transport, clock: ReadingClock, patience_s: float, most: int, enough: int = 0
) -> bytes:
    """Return what comes within the time, at most so many bytes.

    enough: with so many there, only a short silence more is waited for (what comes in excess).
    """
    until = clock.monotonic_ns() + int(patience_s * _NS)
    heard = b""
    while len(heard) < most and (left := until - clock.monotonic_ns()) > 0:
        data = port.read(min(left / _NS, 0.1))
        heard += data
        if enough and len(heard) >= enough and not data:
            break
    return heard[:most]


class LoopbackRun(BackgroundRun):
    """Tests on a thread of its own. Callbacks come on that thread.

    Cancelled, it ends after the speed that is under way.
    """

    def __init__(
        self,
        device: str,
        *,
        on_result: Callable[[SpeedResult], None],
        on_done: Callable[[LoopbackResult], None],
    ) -> None:
        self._device, self._on_result, self._on_done = device, on_result, on_done
        super().__init__(f"loopback-{device}", self._run)

    def _run(self) -> None:
        self._on_done(
            run_loopback(
                partial(open_to_test, self._device),
                clock=MachineClock(),
                on_result=self._on_result,
                is_cancelled=self.is_cancelled,
                pause=self.pause,
            )
        )
