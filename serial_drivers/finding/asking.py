"""Questions on one line, one after the other, with the port kept open: late answers are heard too.

An instrument may take longer to answer than is worth waiting for at each question. Its answer then
comes while the next question waits for its own; whoever gives a sign of life so late is asked
once more, with patience.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from serial_drivers.driver import ScaleDriver, SerialLine, Turn
from serial_drivers.finding.ears import Ear, asking_ears
from serial_drivers.finding.questions import due_s as answer_due_s
from serial_drivers.finding.questions import say
from serial_drivers.finding.watch import Watch
from serial_drivers.ports.echo import EchoFilter
from serial_drivers.ports.transport import READ_TIMEOUT_S, Transport

_GOES_ON_S = 1.0
"""An answer that has begun may take so much longer."""
_ROUNDS = 7
"""How often one question is asked at most: five good answers convince, two may be damaged."""


@dataclass(slots=True)
class AskedLine:
    """The questions of one line.

    heard: whose answers are listened for. is_quiet: nothing comes there unasked. reaction_s: as in
    Budget. has_stirred: something came that nobody understood.
    """

    transport: Transport
    line: SerialLine
    watch: Watch
    heard: Sequence[ScaleDriver]
    is_quiet: bool
    reaction_s: float = 0.0
    has_stirred: bool = False
    _late: list[Ear] = field(default_factory=list)
    _due_ns: int = 0
    _is_turned: bool = False

    def ask(self, driver: ScaleDriver, wait_s: float) -> list[Ear]:
        """Ask until someone is convinced or an answer fails to come; return who is convinced."""
        question = driver.commands.question or b""
        ears = asking_ears(self.heard, is_quiet_line=self.is_quiet, meant=driver)
        own = next(ear for ear in ears if ear.driver is driver)
        is_understood = has_answered = False
        for attempt in range(_ROUNDS):
            if attempt:
                wait_s = min(wait_s, self.watch.left_s)
            before = sum(ear.good for ear in ears)
            if self._is_turned or driver.follow_up is not None:
                self.transport.set_speed(self.line.baudrate)  # a handshake may have turned it
                self._is_turned = False
            self.transport.write(question)
            self._due_ns = max(self._due_ns, self._due(driver))
            has_answered = self._hear(wait_s, question, own, ears)
            is_understood = sum(ear.good for ear in ears) > before
            # What was asked before may have spoilt the first try of one that reads lines.
            is_worth_another = attempt == 0 and has_answered and self.is_quiet
            is_settled = any(ear.is_convinced for ear in ears) or not self.watch.left_s
            if is_settled or not (is_understood or is_worth_another):
                break
        self.has_stirred = self.has_stirred or (has_answered and not is_understood)
        self._hear_late(driver)
        return [ear for ear in ears if ear.is_convinced]

    def late(self) -> ScaleDriver | None:
        """Return the driver of an instrument whose answer came late, each once."""
        ear = next((ear for ear in self._late if ear.good or ear.follow_up is not None), None)
        if ear is None:
            return None
        asked = ear.driver.commands.question
        self._late = [one for one in self._late if one.driver.commands.question != asked]
        return ear.driver

    def wait_for_late(self) -> None:
        """Wait as long as any question may still be answered, or until somebody is."""
        due_s = min(self.watch.until_s(self._due_ns), self.watch.left_s) if self._late else 0.0
        for data in self._answer(due_s):
            self._tell_late(data)
            if any(ear.good for ear in self._late):
                return

    def _due(self, driver: ScaleDriver) -> int:
        question = driver.commands.question or b""
        return self.watch.after(answer_due_s(driver, self.line, question, self.reaction_s))

    def _hear_late(self, driver: ScaleDriver) -> None:
        """Go on listening for the answers to this question while others are asked."""
        question = driver.commands.question
        known = {ear.driver.key for ear in self._late}
        if self.is_quiet:
            meant = [each for each in self.heard if each.commands.question == question]
            for each in meant:
                if each.key not in known:
                    self._late += asking_ears((each,), meant=each)

    def _tell_late(self, data: bytes) -> None:
        for ear in self._late:
            ear.hear(data)

    def _hear(self, wait_s: float, question: bytes, own: Ear, ears: Sequence[Ear]) -> bool:
        """Hear one answer, with the handshake it asks for; say whether anything came.

        What an adapter that hears itself sends back of our own words is no answer.
        """
        before, has_answered, echo = sum(ear.good for ear in ears), False, EchoFilter()
        echo.asked(question)
        for data in self._answer(wait_s):
            come = echo.heard(data)[1] if data else echo.fell_quiet()
            has_answered = has_answered or bool(come)
            for ear in ears:
                ear.hear(come)
            self._tell_late(come)
            word = own.next_word()
            say(self.transport, word)
            if word is not None:
                self._is_turned = self._is_turned or isinstance(word, Turn)
                echo.asked(word.data if isinstance(word, Turn) else word)
            if sum(ear.good for ear in ears) > before:
                break
        return has_answered

    def _answer(self, seconds: float) -> Iterator[bytes]:
        """Yield what comes in so long, and beyond that what an answer goes on with."""
        data = b""
        for data in self.watch.reads(self.transport, seconds, READ_TIMEOUT_S):
            yield data
        if data and self.is_quiet:  # where bytes come unasked they would go on for ever
            longer_s = min(_GOES_ON_S, self.watch.left_s)
            reads = self.watch.reads(self.transport, longer_s, READ_TIMEOUT_S)
            yield from takewhile(bool, reads)
