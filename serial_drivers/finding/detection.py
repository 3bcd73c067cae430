"""Finds out which protocol a port speaks: listen first, then ask what cannot do harm.

Never sent: zero, tare, sale, or any write. A driver is named only for a positive reply: two good
frames with a checksum, or five whose layout is right. Seven-bit lines are heard as 8N1 with the
parity bit stripped, so one listening serves both.

The fastest speed is listened at first: bytes of any slower line are seen there too, if not
understood, so a silence there is a silence of the instrument, and a burst there that nobody
understands costs a tenth of a second.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import takewhile

from inspector_app.domain.exceptions import PortLost, PortUnavailable
from serial_drivers.clock import MachineClock, ReadingClock
from serial_drivers.driver import ScaleDriver, SerialLine, Target, Turn
from serial_drivers.finding.ears import Ear, asking_ears, listening_ears
from serial_drivers.finding.questions import COMMON, patience_s, questions, say
from serial_drivers.ports.addresses import has_line
from serial_drivers.ports.echo import EchoFilter
from serial_drivers.ports.transport import READ_TIMEOUT_S, Transport, open_transport

LIMIT_S = 11.7
"""No question is asked any more after this time: what is left is told in the result."""
LISTEN_S = 1.5
SLOW_LISTEN_S = 4.5
"""So much longer where somebody understands, but has not heard enough frames yet."""
GIVE_UP_S = 0.5
"""Bytes of which no driver has made a frame for so long come at another speed."""
_GOES_ON_S = 1.0
"""An answer that has begun may take so much longer."""
_GAP_S = 0.04
"""A silence of this length ends a burst; at 1200 bit/s it is five bytes long."""
_QUICK_RATES = (9600, 4800, 2400, 1200, 19200, 115200)
_LISTENED_BYTES = 64
"""Frames longer than this come from meters that are asked, or fast: they cost no patience."""
_ROUNDS = 7
"""How often one question is asked at most: five good answers convince, two may be damaged."""
_BURSTS = 2
"""So many whole bursts that nobody understands show that the speed is wrong."""
_NS = 1_000_000_000


Hint = tuple[ScaleDriver, SerialLine]
"""What a port spoke before, and at which line."""
_MOST_HINTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Trying:
    """Step i of n (1..n). driver: None while listening for all of them."""

    driver: ScaleDriver | None
    line: SerialLine
    i: int
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A protocol that was heard. reason: the evidence, in English, for the record.

    poll: the command that drew the answers, None if the instrument spoke by itself.
    """

    driver: ScaleDriver
    line: SerialLine
    good_frames: int
    bad_frames: int
    poll: bytes | None
    reason: str
    sample: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """The outcome. candidates: the convincing ones, best first; more than one means ambiguous.

    reason: why this was chosen, or why nothing was; failure: the port's code if it failed.
    """

    candidates: tuple[Candidate, ...] = ()
    reason: str = ""
    failure: str = ""
    was_cancelled: bool = False

    @property
    def chosen(self) -> Candidate | None:
        """Return the one candidate, None where there is none or more than one."""
        return self.candidates[0] if len(self.candidates) == 1 else None


@dataclass(slots=True)
class Detector:
    """One run over one port.

    open_transport: opens the port at a line, raising PortUnavailable. is_cancelled: asked at least
    every 0.2 s. on_progress: takes Trying and each Candidate as it is found. has_line: False for
    plain TCP, where the terminal server's own speed holds and each try is made once. hints: what
    was there before, asked for first and alone; it has to answer like any other.
    """

    drivers: Sequence[ScaleDriver]
    open_transport: Callable[[SerialLine], Transport]
    clock: ReadingClock
    is_cancelled: Callable[[], bool] = field(default=lambda: False)
    on_progress: Callable[[Trying | Candidate], None] = field(default=lambda _: None)
    has_line: bool = True
    hints: Sequence[Hint] = ()
    _step: int = 0
    _left: int = 0
    _ends_ns: int = 0
    _has_spoken: bool = False

    def run(self) -> Detection:
        """Listen at each plausible speed, then ask; stop at the first speed that convinces.

        Takes less than 12 s. Raises nothing; a port that fails is told in the result.
        """
        try:
            for candidates in self._tries():
                if candidates:
                    return self._decided(candidates)
                if self.is_cancelled():
                    return Detection(reason="cancelled", was_cancelled=True)
        except PortUnavailable as failure:
            return Detection(reason=str(failure), failure=failure.code)
        except PortLost as failure:
            return Detection(reason=str(failure), failure=failure.code)
        left = f"; {self._left} questions not asked for lack of time" if self._left else ""
        reason = f"no protocol answered with enough good frames{left}"
        return Detection(reason=reason, failure="no_answer")

    def _tries(self) -> Iterator[tuple[Candidate, ...]]:
        """Listen; if nothing at all comes, only ask: bytes would come at a wrong speed too."""
        lines, hints = self._listening_lines(), self.hints[:_MOST_HINTS]
        asked = questions(self.drivers, has_line=self.has_line)
        total = len(hints) + len(lines) + len(asked)
        self._step = self._left = 0
        self._has_spoken, self._ends_ns = False, self._after(LIMIT_S)
        for driver, line in hints:
            self._tell(driver, line, total)
            yield self._hinted(driver, line)
        self._has_spoken, bursts = True, 1  # until the first listening says otherwise
        while lines and self._has_spoken and self._after(0) < self._ends_ns:
            self._has_spoken = bursts > 1
            self._tell(None, lines[0], total)
            yield self._listen(lines.pop(0), bursts, self.drivers)
            bursts = _BURSTS
        total = self._step + len(asked)
        for driver, line in asked:
            wait_s = patience_s(line, driver.commands.question or b"")
            if self._after(wait_s) > self._ends_ns:
                self._left += 1
                continue
            self._tell(driver, line, total)
            yield self._ask(driver, line, wait_s, self.drivers)

    def _hinted(self, driver: ScaleDriver, line: SerialLine) -> tuple[Candidate, ...]:
        """Listen for, or ask, just the instrument that was there before."""
        if driver.polled:
            wait_s = patience_s(line, driver.commands.question or b"")
            return self._ask(driver, line, wait_s, (driver,))
        try:
            return self._listen(line, _BURSTS, (driver,))
        except PortUnavailable as failure:
            if failure.code != "port_settings_refused":
                raise
            return ()  # a line that this adapter cannot do: the usual ones come next

    def _tell(self, driver: ScaleDriver | None, line: SerialLine, total: int) -> None:
        self._step += 1
        self.on_progress(Trying(driver=driver, line=line, i=self._step, n=total))

    def _listening_lines(self) -> list[SerialLine]:
        """Return the lines to listen at: the fastest for its sake alone, the rest, it again."""
        rates = {line.baudrate for driver in self.drivers for line in driver.lines}
        ordered = [rate for rate in _QUICK_RATES if rate in rates]
        if not self.has_line:
            return [COMMON]
        return [SerialLine(baudrate=rate) for rate in [max(ordered), *ordered]] if ordered else []

    def _listen(
        self, line: SerialLine, bursts: int, heard: Sequence[ScaleDriver]
    ) -> tuple[Candidate, ...]:
        """Listen until someone is convinced, or it is clear that nobody understands this speed."""
        ears = listening_ears(heard, line)
        transport = self.open_transport(line)
        try:
            for data in self._worth_hearing(transport, line, bursts, ears):
                for ear in ears:
                    ear.hear(data)
        finally:
            transport.close()
        convinced = {ear.driver.key: ear for ear in reversed(ears) if ear.is_convinced}
        return tuple(_candidate(ear, ear.true_line(line), None) for ear in convinced.values())

    def _worth_hearing(
        self, transport: Transport, line: SerialLine, bursts: int, ears: list[Ear]
    ) -> Iterator[bytes]:
        """Yield what comes while it may still convince somebody.

        bursts: so many that were heard from their beginning on and that nobody understood end it.
        """
        give_up, is_quiet, is_whole = 0, False, False
        for data in self._reads(transport, self._listening_time_s(line), _GAP_S):
            if data and not give_up:
                self._has_spoken, give_up = True, self._after(GIVE_UP_S)
            if data and is_quiet:
                is_whole = True
            elif not data and is_whole:
                bursts, is_whole = bursts - 1, False
            is_quiet = not data
            yield data
            if any(ear.is_convinced for ear in ears):
                return
            is_late = bursts <= 0 or (give_up and self.clock.monotonic_ns() >= give_up)
            if is_late and not any(ear.good for ear in ears):
                return
        if any(ear.good for ear in ears):  # a slow talker, but understood
            left_s = (self._ends_ns - self.clock.monotonic_ns()) / _NS
            for data in self._reads(transport, min(SLOW_LISTEN_S, left_s), _GAP_S):
                yield data
                if any(ear.is_convinced for ear in ears):
                    return

    def _listening_time_s(self, line: SerialLine) -> float:
        longest = min(_LISTENED_BYTES, max(driver.longest_frame for driver in self.drivers))
        return max(LISTEN_S, 6 * line.time_of_s(longest))

    def _ask(
        self,
        driver: ScaleDriver,
        line: SerialLine,
        wait_s: float,
        heard: Sequence[ScaleDriver],
    ) -> tuple[Candidate, ...]:
        """Send the reading command until someone is convinced or an answer fails to come."""
        question = driver.commands.question or b""
        ears = asking_ears(heard, is_quiet_line=not self._has_spoken, meant=driver)
        own = next(ear for ear in ears if ear.driver is driver)
        try:
            transport = self.open_transport(line)
        except PortUnavailable as failure:
            if failure.code != "port_settings_refused":
                raise
            return ()  # this adapter cannot do the line; the next question may have another
        try:
            for attempt in range(_ROUNDS):
                before = sum(ear.good for ear in ears)
                if driver.follow_up is not None:
                    transport.set_speed(line.baudrate)  # the handshake before may have turned it
                transport.write(question)
                has_answered = self._hear(transport, wait_s, question, own, ears)
                is_understood = sum(ear.good for ear in ears) > before
                # What was asked before may have spoilt the first try of one that reads lines.
                is_worth_another = attempt == 0 and has_answered and not self._has_spoken
                is_settled = any(ear.is_convinced for ear in ears)
                if is_settled or not (is_understood or is_worth_another):
                    break
        finally:
            transport.close()
        convinced = [ear for ear in ears if ear.is_convinced]
        return tuple(_candidate(ear, line, question) for ear in convinced)

    def _hear(
        self, transport: Transport, wait_s: float, question: bytes, own: Ear, ears: Sequence[Ear]
    ) -> bool:
        """Hear one answer, with the handshake it asks for; say whether anything came.

        What an adapter that hears itself sends back of our own words is no answer.
        """
        before, has_answered, echo = sum(ear.good for ear in ears), False, EchoFilter()
        echo.asked(question)
        for data in self._answer(transport, wait_s):
            come = echo.heard(data)[1] if data else echo.fell_quiet()
            has_answered = has_answered or bool(come)
            for ear in ears:
                ear.hear(come)
            word = own.next_word()
            say(transport, word)
            if word is not None:
                echo.asked(word.data if isinstance(word, Turn) else word)
            if sum(ear.good for ear in ears) > before:
                break
        return has_answered

    def _after(self, seconds: float) -> int:
        return self.clock.monotonic_ns() + int(seconds * _NS)

    def _reads(self, transport: Transport, seconds: float, each_s: float) -> Iterator[bytes]:
        """Yield what comes in so long, b"" for each silence of each_s."""
        until = self._after(seconds)
        while (left := until - self.clock.monotonic_ns()) > 0 and not self.is_cancelled():
            yield transport.read(min(each_s, left / _NS))

    def _answer(self, transport: Transport, seconds: float) -> Iterator[bytes]:
        """Yield what comes in so long, and beyond that what an answer goes on with."""
        data = b""
        for data in self._reads(transport, seconds, READ_TIMEOUT_S):
            yield data
        if data and not self._has_spoken:  # where bytes come unasked they would go on for ever
            yield from takewhile(bool, self._reads(transport, _GOES_ON_S, READ_TIMEOUT_S))

    def _decided(self, candidates: tuple[Candidate, ...]) -> Detection:
        """A checksum outweighs a layout; between equals both are shown to a person."""
        checked = tuple(c for c in candidates if c.driver.has_checksum)
        kept = tuple(sorted(checked or candidates, key=lambda c: -c.good_frames))
        for candidate in kept:
            self.on_progress(candidate)
        reason = kept[0].reason
        if len(kept) > 1:
            reason = "ambiguous: " + "; ".join(c.reason for c in kept)
        return Detection(candidates=kept, reason=reason)


def _candidate(ear: Ear, line: SerialLine, question: bytes | None) -> Candidate:
    how = f"answered {question.hex(' ')}" if question is not None else "spoke by itself"
    reason = (
        f"{ear.driver.key} at {line}: {how}, {ear.good} frames with {ear.evidence}, "
        f"{ear.bad} wrong; sample {ear.sample.hex(' ')}"
    )
    return Candidate(
        driver=_settled(ear),
        line=line,
        good_frames=ear.good,
        bad_frames=ear.bad,
        poll=question,
        reason=reason,
        sample=ear.sample,
    )


def _settled(ear: Ear) -> ScaleDriver:
    """Return the driver for the very instrument that spoke, where it told its address."""
    address = ear.seen.extra("address") if ear.seen is not None else None
    if ear.driver.configure is None or address is None or ear.seen is None:
        return ear.driver
    return ear.driver.configure(Target(address=str(address)))


class DetectionRun:
    """Detects on a thread of its own. Callbacks come on that thread."""

    def __init__(
        self,
        device: str,
        drivers: Sequence[ScaleDriver],
        *,
        on_progress: Callable[[Trying | Candidate], None],
        on_done: Callable[[Detection], None],
        hints: Sequence[Hint] = (),
    ) -> None:
        self._cancelled = threading.Event()
        self._on_done = on_done
        self._detector = Detector(
            drivers,
            open_transport=partial(open_transport, device),
            clock=MachineClock(),
            is_cancelled=self._cancelled.is_set,
            on_progress=on_progress,
            has_line=has_line(device),
            hints=hints,
        )
        self._thread = threading.Thread(target=self._run, name=f"detect-{device}", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def cancel(self) -> None:
        """Ask to end; the result then says `was_cancelled`."""
        self._cancelled.set()

    def join(self, timeout_s: float) -> bool:
        """Wait for the end; say whether it came."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        self._on_done(self._detector.run())
