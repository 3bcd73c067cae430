"""Finds out which protocol a port speaks: listen first, then ask what cannot do harm.

Never sent: zero, tare, sale, or any write. A driver is named only for a positive reply: two good
frames with a checksum, or five whose layout is right. Seven-bit lines are heard as 8N1 with the
parity bit stripped, so one listening serves both.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from inspector_app.domain.exceptions import PortLost, PortUnavailable
from inspector_app.domain.indication import Indication
from serial_drivers.addresses import has_line
from serial_drivers.clock import MachineClock, ReadingClock
from serial_drivers.driver import FrameReader, ScaleDriver, SerialLine, Target, Turn
from serial_drivers.transport import READ_TIMEOUT_S, Transport, open_transport

LISTEN_S = 1.5
GIVE_UP_S = 0.5
GIVE_UP_FAST_S = 0.4
"""Bytes of which no driver has made a frame for so long come at another speed.

The shorter time is for lines above 9600 bit/s.
"""
ASK_S = 0.4
ASK_FAST_S = 0.3
_FAST_RATE = 9600
_QUICK_RATES = (9600, 4800, 2400, 1200, 19200, 115200)
_SLOW_RATE = 2400
_COMMON = SerialLine()
_LISTENED_BYTES = 64
"""Frames longer than this come from meters that are asked, or fast: they cost no patience."""
_NS = 1_000_000_000
_FACTS = frozenset(("values", "items", "address", "serial", "registers", "sentence"))


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
class _Ear:
    """Counts what one driver makes of the bytes. mask 0x7F drops the parity bit first."""

    driver: ScaleDriver
    reader: FrameReader
    mask: int = 0xFF
    good: int = 0
    bad: int = 0
    sample: bytes = b""
    follow_up: bytes | Turn | None = None
    seen: Indication | None = None

    def hear(self, data: bytes) -> None:
        for seen in self.reader.feed(bytes(byte & self.mask for byte in data)):
            if not isinstance(seen, Indication):
                self.bad += seen.kind == "checksum_error"
            elif _speaks_by_itself(seen):
                self.good += 1
                self.sample, self.seen = seen.raw, seen
            elif self.driver.follow_up is not None:
                self.follow_up = self.driver.follow_up(seen) or self.follow_up

    def next_word(self) -> bytes | Turn | None:
        """Return what the protocol's handshake asks for next, once."""
        word, self.follow_up = self.follow_up, None
        return word

    @property
    def is_convinced(self) -> bool:
        return self.good >= self.driver.frames_to_convince and self.good > self.bad


def _speaks_by_itself(seen: Indication) -> bool:
    """A host's command, an echo or an error alone is no instrument's indication.

    A meter that answers with its address or its figures by name has spoken too.
    """
    if seen.value is not None or seen.overload or seen.underload:
        return True
    return any(name in _FACTS for name, _ in seen.extras) and seen.extra("cmd") is None


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
    _was_silent: bool = False

    def run(self) -> Detection:
        """Listen at each plausible speed, then ask; stop at the first speed that convinces.

        Takes about 11 s at worst. Raises nothing; a port that fails is told in the result.
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
        return Detection(reason="no protocol answered with enough good frames", failure="no_answer")

    def _tries(self) -> Iterator[tuple[Candidate, ...]]:
        """Listen; if nothing at all comes, only ask: bytes would come at a wrong speed too."""
        lines, hints = self._listening_lines(), self.hints[:_MOST_HINTS]
        questions = self._questions()
        total = len(hints) + len(lines) + len(questions)
        self._step = 0
        for driver, line in hints:
            self._tell(driver, line, total)
            yield (self._ask if driver.polled else self._hear)(driver, line, (driver,))
        self._was_silent = False
        while lines and not self._was_silent:
            self._tell(None, lines[0], total)
            yield self._listen(lines.pop(0), self.drivers)
        total = self._step + len(questions)
        for driver, line in questions:
            self._tell(driver, line, total)
            yield self._ask(driver, line, self.drivers)

    def _hear(
        self, _driver: ScaleDriver, line: SerialLine, heard: Sequence[ScaleDriver]
    ) -> tuple[Candidate, ...]:
        try:
            return self._listen(line, heard)
        except PortUnavailable as failure:
            if failure.code != "port_settings_refused":
                raise
            return ()  # a line that this adapter cannot do: the usual ones come next

    def _tell(self, driver: ScaleDriver | None, line: SerialLine, total: int) -> None:
        self._step += 1
        self.on_progress(Trying(driver=driver, line=line, i=self._step, n=total))

    def _listening_lines(self) -> list[SerialLine]:
        rates = {line.baudrate for driver in self.drivers for line in driver.lines}
        ordered = [rate for rate in _QUICK_RATES if rate in rates]
        lines = [SerialLine(baudrate=rate) for rate in ordered]
        return lines if self.has_line else lines[:1]

    def _questions(self) -> list[tuple[ScaleDriver, SerialLine]]:
        """Return whom to ask at which line: 9600 8N1 first, then the drivers' most common lines.

        Two drivers with the same question are asked for once: all listen to the answer.
        """
        questions: dict[tuple[bytes | None, SerialLine], ScaleDriver] = {}
        for driver in self.drivers:
            quick = [line for line in driver.lines if line.baudrate >= _SLOW_RATE]
            for line in quick[: driver.asked_lines] if driver.commands.question else ():
                asked_at = line if self.has_line else _COMMON
                questions.setdefault((driver.commands.question, asked_at), driver)
        asked = [(driver, line) for (_, line), driver in questions.items()]
        return sorted(asked, key=lambda each: each[1] != _COMMON)

    def _listen(self, line: SerialLine, heard: Sequence[ScaleDriver]) -> tuple[Candidate, ...]:
        ears = [_Ear(driver, driver.new_reader()) for driver in heard]
        ears += [
            _Ear(driver, driver.new_reader(), mask=0x7F)
            for driver in heard
            if _seven_bit_line(driver, line) is not None
        ]
        transport = self.open_transport(line)
        patience_s = GIVE_UP_FAST_S if line.baudrate > _FAST_RATE else GIVE_UP_S
        self._was_silent, give_up = True, 0
        try:
            for data in self._chunks(transport, self._listening_time_s(line)):
                if self._was_silent:
                    self._was_silent, give_up = False, self._after(patience_s)
                _hear_all(ears, data)
                understood = any(ear.good for ear in ears)
                is_late = self.clock.monotonic_ns() >= give_up and not understood
                if is_late or any(ear.is_convinced for ear in ears):
                    break
        finally:
            transport.close()
        convinced = {ear.driver.key: ear for ear in reversed(ears) if ear.is_convinced}
        return tuple(_candidate(ear, _true_line(ear, line), None) for ear in convinced.values())

    def _listening_time_s(self, line: SerialLine) -> float:
        longest = min(_LISTENED_BYTES, max(driver.longest_frame for driver in self.drivers))
        return max(LISTEN_S, 6 * line.time_of_s(longest))

    def _ask(
        self, driver: ScaleDriver, line: SerialLine, heard: Sequence[ScaleDriver]
    ) -> tuple[Candidate, ...]:
        """Send the reading command until someone is convinced or an answer fails to come."""
        question = driver.commands.question or b""
        patience_s = ASK_FAST_S if line.baudrate >= _FAST_RATE else ASK_S
        ears = [_Ear(each, each.new_reader()) for each in heard]
        own = next(ear for ear in ears if ear.driver is driver)
        try:
            transport = self.open_transport(line)
        except PortUnavailable as failure:
            if failure.code != "port_settings_refused":
                raise
            return ()  # this adapter cannot do the line; the next question may have another
        try:
            while not any(ear.is_convinced for ear in ears):
                before = sum(ear.good for ear in ears)
                if driver.follow_up is not None:
                    transport.set_speed(line.baudrate)  # the handshake before may have turned it
                transport.write(question)
                for data in self._chunks(transport, patience_s):
                    _hear_all(ears, data.removeprefix(question))  # RS-485 adapters echo it
                    _say(transport, own.next_word())
                    if sum(ear.good for ear in ears) > before:
                        break
                else:
                    break
        finally:
            transport.close()
        convinced = [ear for ear in ears if ear.is_convinced]
        return tuple(_candidate(ear, line, question) for ear in convinced)

    def _after(self, seconds: float) -> int:
        return self.clock.monotonic_ns() + int(seconds * _NS)

    def _chunks(self, transport: Transport, seconds: float) -> Iterator[bytes]:
        until = self._after(seconds)
        while self.clock.monotonic_ns() < until and not self.is_cancelled():
            data = transport.read(READ_TIMEOUT_S)
            if data:
                yield data

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


def _say(transport: Transport, word: bytes | Turn | None) -> None:
    """Send a word of a handshake, and go on at the speed it names."""
    match word:
        case Turn(data=data, baudrate=baudrate):
            transport.write(data)
            if baudrate is not None:
                transport.set_speed(baudrate)
        case bytes():
            transport.write(word)


def _hear_all(ears: list[_Ear], data: bytes) -> None:
    for ear in ears:
        ear.hear(data)


def _seven_bit_line(driver: ScaleDriver, heard: SerialLine) -> SerialLine | None:
    same = (line for line in driver.lines if line.baudrate == heard.baudrate)
    return next((line for line in same if line.data_bits == 7), None)


def _true_line(ear: _Ear, heard: SerialLine) -> SerialLine:
    """Return the line the scale uses: bytes of even parity throughout were sent as 7E1."""
    seven = _seven_bit_line(ear.driver, heard)
    if seven is not None and (ear.mask == 0x7F or _has_even_parity(ear.sample)):
        return seven
    return heard


def _has_even_parity(data: bytes) -> bool:
    return all(byte.bit_count() % 2 == 0 for byte in data)


def _candidate(ear: _Ear, line: SerialLine, question: bytes | None) -> Candidate:
    evidence = "checksum right" if ear.driver.has_checksum else "layout right"
    how = f"answered {question!r}" if question is not None else "spoke by itself"
    reason = (
        f"{ear.driver.key} at {line}: {how}, {ear.good} frames with {evidence}, "
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


def _settled(ear: _Ear) -> ScaleDriver:
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
