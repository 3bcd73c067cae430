"""Finds out which protocol a port speaks: listen first, then ask what cannot do harm.

Never sent: zero, tare, sale, or any write. A driver is named only for a positive reply: two good
frames with a checksum, or five whose layout is right. Seven-bit lines are heard as 8N1 with the
parity bit stripped, so one listening serves both.

The fastest speed is listened at first: bytes of any slower line are seen there too, if not
understood, so a silence there is a silence of the instrument, and a burst there that nobody
understands costs a tenth of a second.

The usual run is done within 12 s; a thorough one (budget.py), which a person starts, within three
minutes: every line that a protocol names, slow pushes and slow answers.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial

from inspector_app.domain.exceptions import PortLost, PortUnavailable
from serial_drivers.clock import MachineClock, ReadingClock
from serial_drivers.driver import ScaleDriver, SerialLine, Target
from serial_drivers.finding.asking import AskedLine
from serial_drivers.finding.budget import THOROUGH, USUAL, Budget
from serial_drivers.finding.ears import Ear, Proof, listening_ears
from serial_drivers.finding.listening import Listening, listening_time_s
from serial_drivers.finding.questions import COMMON, LATE_S, Asked, due_s, patience_s, questions
from serial_drivers.finding.watch import Watch
from serial_drivers.ports.addresses import has_line
from serial_drivers.ports.background_run import BackgroundRun
from serial_drivers.ports.transport import Transport, open_transport

LIMIT_S = USUAL.limit_s
"""No question is asked any more after this time: what is left is told in the result."""
_QUICK_RATES = (9600, 4800, 2400, 1200, 19200, 115200)
_BURSTS = 2
"""So many whole bursts that nobody understands show that the speed is wrong."""


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

    poll: the command that drew the answers, None if the instrument spoke by itself. proof: what the
    frames had that convinced (ears.py).
    """

    driver: ScaleDriver
    line: SerialLine
    good_frames: int
    bad_frames: int
    poll: bytes | None
    reason: str
    sample: bytes
    proof: Proof = Proof.CHECKSUM


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """The outcome. candidates: the convincing ones, best first; more than one means ambiguous.

    reason: why this was chosen, or why nothing was; failure: the port's code if it failed.
    unasked: instruments that a busy machine had no time to ask for.
    """

    candidates: tuple[Candidate, ...] = ()
    reason: str = ""
    failure: str = ""
    was_cancelled: bool = False
    unasked: int = 0

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
    budget: Budget = USUAL
    _step: int = 0
    _left: int = 0
    _has_spoken: bool = False
    _watch: Watch = field(init=False)

    def __post_init__(self) -> None:
        """Take the clock."""
        self._watch = Watch(self.clock, self.is_cancelled)

    def run(self) -> Detection:
        """Listen at each plausible speed, then ask; stop at the first speed that convinces.

        Raises nothing; a port that fails is told in the result.
        """
        try:
            with closing(self._tries()) as tries:  # the port is shut before anything is told
                for candidates in tries:
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
        return Detection(reason=reason, failure="no_answer", unasked=self._left)

    def _tries(self) -> Generator[tuple[Candidate, ...], None, None]:
        """Listen; if nothing at all comes, only ask: bytes would come at a wrong speed too."""
        lines, hints = self._listening_lines(), self.hints[:_MOST_HINTS]
        asked = questions(self.drivers, has_line=self.has_line, all_lines=self.budget.all_lines)
        count = sum(len(members) for _line, members in asked)
        total = len(hints) + len(lines) + count
        self._step = self._left = 0
        self._has_spoken = False
        self._watch.start(self.budget.limit_s)
        for driver, line in hints:
            self._tell(driver, line, total)
            yield self._hinted(driver, line)
        self._has_spoken, bursts = True, 1  # until the first listening says otherwise
        while lines and self._has_spoken and self._watch.left_s:
            self._has_spoken = bursts > 1
            self._tell(None, lines[0], total)
            yield self._listen(lines.pop(0), bursts, self.drivers)
            bursts = _BURSTS
        stirred: list[Asked] = []
        for line, members in asked:
            yield from self._ask_in_turn(line, members, self._step + count, stirred)
            count -= len(members)
        for line, members in stirred:
            yield from self._ask_in_turn(line, members, self._step + len(members), None)

    def _ask_in_turn(
        self, line: SerialLine, members: list[ScaleDriver], total: int, stirred: list[Asked] | None
    ) -> Generator[tuple[Candidate, ...], None, None]:
        """Ask for one after the other at a line, and once more whoever answers late.

        stirred: takes the line where something came that nobody understood; None where this is the
        second time, with more patience.
        """
        asked = self._asked_line(line, self.drivers)
        if asked is None:
            return  # this adapter cannot do the line; the next question may have another
        with closing(asked.transport):
            for driver in members:
                wait_s = self._wait_s(driver, line, is_last=driver is members[-1])
                wait_s = wait_s if stirred is not None else max(wait_s, LATE_S)
                if self._watch.left_s <= wait_s:
                    self._left += stirred is not None
                    continue
                self._tell(driver, line, total)
                yield self._asked(asked, driver, wait_s)
                yield from self._late(asked)
            asked.wait_for_late()
            yield from self._late(asked)
        if stirred is not None and asked.has_stirred and not self._has_spoken:
            stirred.append((line, members))

    def _late(self, asked: AskedLine) -> Iterator[tuple[Candidate, ...]]:
        """Ask whoever answered late once more, with patience."""
        while (driver := asked.late()) is not None and self._watch.left_s:
            question = driver.commands.question or b""
            wait_s = LATE_S + asked.line.time_of_s(len(question))
            yield self._asked(asked, driver, min(wait_s, self._watch.left_s))

    def _asked_line(self, line: SerialLine, heard: Sequence[ScaleDriver]) -> AskedLine | None:
        try:
            transport = self.open_transport(line)
        except PortUnavailable as failure:
            if failure.code != "port_settings_refused":
                raise
            return None
        return AskedLine(
            transport,
            line,
            self._watch,
            heard,
            is_quiet=not self._has_spoken,
            reaction_s=self.budget.reaction_s,
        )

    def _asked(self, asked: AskedLine, driver: ScaleDriver, wait_s: float) -> tuple[Candidate, ...]:
        ears = asked.ask(driver, wait_s)
        return tuple(_candidate(ear, asked.line, driver.commands.question) for ear in ears)

    def _wait_s(self, driver: ScaleDriver, line: SerialLine, *, is_last: bool) -> float:
        """Return how long to wait; the last one of a line has nobody behind it to be heard with."""
        question = driver.commands.question or b""
        wait_s = patience_s(line, question)
        due = due_s(driver, line, question, self.budget.reaction_s)
        return max(wait_s, due) if is_last and not self._has_spoken else wait_s

    def _hinted(self, driver: ScaleDriver, line: SerialLine) -> tuple[Candidate, ...]:
        """Listen for, or ask, just the instrument that was there before."""
        if driver.polled:
            asked = self._asked_line(line, (driver,))
            if asked is None:
                return ()
            with closing(asked.transport):
                return self._asked(asked, driver, self._wait_s(driver, line, is_last=True))
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
        known = {line.baudrate for driver in self.drivers for line in driver.lines}
        ordered = [rate for rate in _QUICK_RATES if rate in known] + list(self.budget.rates)
        if not self.has_line:
            return [COMMON]
        return [SerialLine(baudrate=rate) for rate in [max(ordered), *ordered]] if ordered else []

    def _listen(
        self, line: SerialLine, bursts: int, heard: Sequence[ScaleDriver]
    ) -> tuple[Candidate, ...]:
        """Listen until someone is convinced, or it is clear that nobody understands this speed."""
        ears = listening_ears(heard, line)
        least_s = self.budget.listen_s if self._has_spoken else self.budget.silence_s
        transport = self.open_transport(line)
        with closing(transport):
            listening = Listening(transport, line, self._watch, self.budget, ears)
            listening.run(bursts, listening_time_s(self.drivers, line, least_s))
        self._has_spoken = self._has_spoken or listening.has_heard
        convinced = {ear.driver.key: ear for ear in reversed(ears) if ear.is_convinced}
        may_lack_speed = not self.budget.all_lines
        return tuple(
            _candidate(ear, ear.true_line(line, may_lack_speed=may_lack_speed), None)
            for ear in convinced.values()
        )

    def _decided(self, candidates: tuple[Candidate, ...]) -> Detection:
        """A checksum outweighs a layout; between equals both are shown to a person."""
        checked = tuple(c for c in candidates if c.proof is not Proof.LAYOUT)
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
        f"{ear.driver.key} at {line}: {how}, {ear.good} frames with {ear.proof.value}, "
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
        proof=ear.proof,
    )


def _settled(ear: Ear) -> ScaleDriver:
    """Return the driver for the very instrument that spoke, where it told its address."""
    address = ear.seen.extra("address") if ear.seen is not None else None
    if ear.driver.configure is None or address is None or ear.seen is None:
        return ear.driver
    return ear.driver.configure(Target(address=str(address)))


class DetectionRun(BackgroundRun):
    """Detects on a thread of its own. Callbacks come on that thread. thorough: as in budget.py."""

    def __init__(
        self,
        device: str,
        drivers: Sequence[ScaleDriver],
        *,
        on_progress: Callable[[Trying | Candidate], None],
        on_done: Callable[[Detection], None],
        hints: Sequence[Hint] = (),
        thorough: bool = False,
    ) -> None:
        super().__init__(f"detect-{device}", self._run)
        self._on_done = on_done
        self._detector = Detector(
            drivers,
            open_transport=partial(open_transport, device),
            clock=MachineClock(),
            is_cancelled=self.is_cancelled,
            on_progress=on_progress,
            has_line=has_line(device),
            hints=hints,
            budget=THOROUGH if thorough else USUAL,
        )

    def _run(self) -> None:
        self._on_done(self._detector.run())
