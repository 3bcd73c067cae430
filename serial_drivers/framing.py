"""Sans-I/O framers: bytes in, whole frames and problems out, bounded and never raising.

A framer moves a cursor over what it has received. Where no frame begins it steps on by as little
as its shape allows, so a good frame that stands behind garbage, or inside the wreck of another
frame, is still found. What it steps over is reported once, as a FrameProblem with its bytes.
The results do not depend on how the bytes were chopped into chunks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from inspector_app.domain.indication import FrameProblem
from serial_drivers.parity import with_tail_stripped

BUFFER_LIMIT = 4096
"""Bytes a framer holds at most, whatever it is fed."""
NOISE_BLOCK = 256
"""Noise is reported in blocks of this size, so that endless garbage stays bounded too."""
_FEED_BLOCK = 1024
_LINE_LIMIT = 512
_LINE_KEEP = 128


@dataclass(frozen=True, slots=True)
class Complete:
    """A good frame of `length` bytes begins at the cursor."""

    length: int


@dataclass(frozen=True, slots=True)
class Row:
    """`count` good frames of `length` bytes each stand at the cursor, one behind the other."""

    length: int
    count: int


@dataclass(frozen=True, slots=True)
class Broken:
    """`length` bytes at the cursor looked like a frame but are none; `kind` as in FrameProblem."""

    length: int
    kind: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Noise:
    """No frame begins within `length` bytes at the cursor."""

    length: int


@dataclass(frozen=True, slots=True)
class Blank:
    """`length` bytes of no meaning (an empty line), passed over in silence."""

    length: int


Outcome = Complete | Row | Broken | Noise | Blank


class FrameShape(Protocol):
    """How frames of one protocol are told from what lies between them."""

    def examine(self, window: bytes) -> Outcome | None:
        """Judge the bytes at the cursor; None asks for more bytes. window is never empty."""

    def examine_end(self, window: bytes) -> Outcome:
        """Judge bytes for which `examine` asked for more, when no more will come."""


Framed = bytes | FrameProblem


@dataclass(slots=True)
class Framer:
    """Cuts a byte stream into frames of one shape. Not thread-safe; one per port session."""

    shape: FrameShape
    _buffer: bytes = b""
    _noise: bytearray = field(default_factory=bytearray)

    @property
    def pending(self) -> int:
        """Return the bytes held back, 0..BUFFER_LIMIT."""
        return len(self._buffer) + len(self._noise)

    def feed(self, data: bytes) -> list[Framed]:
        """Take bytes of any number and return the frames and problems they complete, in order."""
        found: list[Framed] = []
        for start in range(0, len(data), _FEED_BLOCK):
            self._buffer += data[start : start + _FEED_BLOCK]
            self._advance(self.shape.examine, found)
        return found

    def finish(self) -> list[Framed]:
        """Judge what is held back as if no more came; the framer is then empty and may go on."""
        found: list[Framed] = []
        self._advance(self.shape.examine, found)
        self._advance(self.shape.examine_end, found)
        self._flush_noise(found)
        return found

    def _advance(self, examine: Callable[[bytes], Outcome | None], found: list[Framed]) -> None:
        while self._buffer:
            outcome = examine(self._buffer)
            if outcome is None:
                return
            if self._noise and not isinstance(outcome, Noise):
                self._flush_noise(found)
            length = outcome.length
            end = length * outcome.count if isinstance(outcome, Row) else length
            taken, self._buffer = self._buffer[:end], self._buffer[end:]
            match outcome:
                case Complete():
                    found.append(taken)
                case Row():
                    found += [taken[at : at + length] for at in range(0, end, length)]
                case Noise():
                    self._noise += taken
                    self._report_noise(found)
                case Broken():
                    problem = FrameProblem(kind=outcome.kind, raw=taken, detail=outcome.detail)
                    found.append(problem)

    def _report_noise(self, found: list[Framed]) -> None:
        while len(self._noise) >= NOISE_BLOCK:
            found.append(FrameProblem(kind="noise", raw=bytes(self._noise[:NOISE_BLOCK])))
            del self._noise[:NOISE_BLOCK]

    def _flush_noise(self, found: list[Framed]) -> None:
        if self._noise:
            found.append(FrameProblem(kind="noise", raw=bytes(self._noise)))
            self._noise.clear()


@dataclass(frozen=True, slots=True)
class MarkedShape:
    """Frames that begin with a mark (STX) and whose rest `measure` judges.

    measure(window): window begins with the mark; returns Complete or Broken, None while bytes are
    missing. It alone knows lengths, terminator and checksum.
    mark_at: positions after the first where the mark's value may stand as data (status bytes).
    mask: ANDed to a byte before it is compared with the mark (0x7F strips a parity bit).
    row: as in ScanShape.
    """

    mark: int
    measure: Callable[[bytes], Complete | Broken | None]
    measure_end: Callable[[bytes], Complete | Broken]
    mask: int = 0xFF
    row: Callable[[bytes], Row | None] = lambda _window: None

    def examine(self, window: bytes) -> Outcome | None:
        """Skip to the mark, then measure; a broken frame ends where the next mark stands."""
        return self.row(window) or self._from_mark(window, self.measure)

    def examine_end(self, window: bytes) -> Outcome:
        """Measure for the last time."""
        outcome = self._from_mark(window, self.measure_end)
        return outcome if outcome is not None else Broken(len(window), "incomplete")

    def _from_mark(
        self, window: bytes, measure: Callable[[bytes], Complete | Broken | None]
    ) -> Outcome | None:
        if window[0] & self.mask != self.mark:
            start = self._find(window, 1)
            return Noise(len(window) if start < 0 else start)
        outcome = measure(window)
        if isinstance(outcome, Broken):
            following = self._find(window[: outcome.length], 1)
            if following > 0:
                return Broken(following, outcome.kind, outcome.detail)
        return outcome

    def _find(self, window: bytes, start: int) -> int:
        if self.mask == 0xFF:
            return window.find(self.mark, start)
        for index in range(start, len(window)):
            if window[index] & self.mask == self.mark:
                return index
        return -1


@dataclass(frozen=True, slots=True)
class FixedLayout:
    """Measures frames between STX and ETX whose every byte has its place.

    layouts: patterns that match a whole frame, shortest first, each with its length in bytes.
    check: returns None for a good frame, else what was computed and what stood in the frame.
    """

    layouts: tuple[tuple[int, re.Pattern[bytes]], ...]
    check: Callable[[bytes], str | None]
    mark: int = 0x02

    def measure(self, window: bytes) -> Complete | Broken | None:
        """Judge a window that begins with the mark; None while it is shorter than needed."""
        for length, layout in self.layouts:
            if layout.fullmatch(window, 0, length):
                return self._checked(window[:length])
        cut = window.find(self.mark, 1, self.layouts[-1][0])
        if cut > 0:
            return Broken(cut, "malformed", "cut short by the next frame")
        if len(window) < self.layouts[-1][0]:
            return None
        return Broken(self.layouts[-1][0], "malformed", "bytes that have no place in the layout")

    def measure_end(self, window: bytes) -> Complete | Broken:
        """Judge the last bytes of the input."""
        return self.measure(window) or Broken(len(window), "incomplete")

    def _checked(self, frame: bytes) -> Complete | Broken:
        mismatch = self.check(frame)
        if mismatch is None:
            return Complete(len(frame))
        return Broken(len(frame), "checksum_error", mismatch)


@dataclass(frozen=True, slots=True)
class ScanShape:
    """Binary frames without a mark of their own, known by header, length and checksum.

    begins(window): may a frame begin with these bytes? It says yes while too few have come to
    say no. measure(window): window begins so; Complete or Broken, None while bytes are missing.
    surely(window): do these bytes suffice to see that one begins? A broken frame is cut there.
    is_request: a host's frame. Where an answer follows it at once, the request was
    an echo (RS-485 adapters send back what they are given) and is reported as a problem.
    skip: bytes that may stand before a frame (a preamble). row: good frames of one length that
    stand in a row, as measuring them one by one would find them; None where there are few.
    """

    begins: Callable[[bytes], bool]
    measure: Callable[[bytes], Complete | Broken | None]
    surely: Callable[[bytes], bool]
    is_request: Callable[[bytes], bool] = lambda _frame: False
    skip: bytes = b""
    row: Callable[[bytes], Row | None] = lambda _window: None

    def examine(self, window: bytes) -> Outcome | None:
        """Skip to where a frame may begin, then measure."""
        return self.row(window) or self._judged(window, at_end=False)

    def examine_end(self, window: bytes) -> Outcome:
        """Measure for the last time."""
        outcome = self._judged(window, at_end=True)
        return outcome or Broken(self._cut(window, len(window)), "incomplete")

    def _judged(self, window: bytes, *, at_end: bool) -> Outcome | None:
        if window[0] in self.skip:
            return Blank(len(window) - len(window.lstrip(self.skip)))
        start = 0 if self.begins(window) else 1
        while (
            start
            and start < len(window)
            and not (window[start] in self.skip or self.begins(window[start:]))
        ):
            start += 1
        if start:
            return Noise(start)
        outcome = self.measure(window)
        if isinstance(outcome, Broken):
            return Broken(self._cut(window, outcome.length), outcome.kind, outcome.detail)
        if isinstance(outcome, Complete) and self.is_request(window[: outcome.length]):
            return self._request(window, outcome, at_end=at_end)
        return outcome

    def _request(self, window: bytes, request: Complete, *, at_end: bool) -> Outcome | None:
        """Look at what follows a request; when nothing more comes, it was a request."""
        rest = window[request.length :].lstrip(self.skip)
        waits = not rest or (self.begins(rest) and self.measure(rest) is None)
        if waits:
            return request if at_end else None
        if not self.begins(rest):
            return request
        answer = self.measure(rest)
        if isinstance(answer, Complete) and not self.is_request(rest[: answer.length]):
            return Broken(request.length, "echo")
        return request

    def _cut(self, window: bytes, length: int) -> int:
        for at in range(1, length):
            if self.surely(window[at:length]):
                return at
        return length


@dataclass(frozen=True, slots=True)
class LineShape:
    """Text lines that end with LF (a CR before it belongs to the frame).

    cr_ends: a CR alone ends a line too; cr_at_once: without waiting for an LF that may follow,
    which is then an empty line. bare: what is a frame without a line end, when nothing
    more comes (a host's one-letter command), or where a whole message stands right behind it.
    check: as in FixedLayout, for whole messages. seven_bit: bit 7 may be even parity.
    whole_lines: printable bytes before a message's noise show that bytes were lost inside the line:
    all of it is given up. For numbers of any length and for columns, whose rest would be a message
    too, without its sign or name.

    message: matches a complete message up to and including the line end, wherever it begins in
    the line; bytes before it are noise. A line without one is handed on from its last run of
    printable characters (and `also`, a set of further leading bytes), for `decode` to judge.
    """

    message: re.Pattern[bytes]
    also: bytes = b""
    cr_ends: bool = False
    cr_at_once: bool = False
    bare: re.Pattern[bytes] | None = None
    check: Callable[[bytes], str | None] = lambda _frame: None
    seven_bit: bool = False
    whole_lines: bool = False

    def examine(self, window: bytes) -> Outcome | None:
        """Find the line end within reach; a line longer than that is given up in part."""
        end = window.find(b"\n", 0, _LINE_LIMIT)
        cr = window.find(b"\r", 0, _LINE_LIMIT) if self.cr_ends or self.cr_at_once else -1
        paired = 0 if self.cr_at_once else 1  # an LF so far behind the CR belongs to it
        if cr >= 0 and (end < 0 or cr < end - paired):
            if cr + 1 == len(window) and not self.cr_at_once:
                return None
            end = cr
        if end >= 0:
            return self._in_line(window[: end + 1])
        if len(window) < _LINE_LIMIT:
            return None
        return Broken(_LINE_LIMIT - _LINE_KEEP, "too_long", "no line end")

    def examine_end(self, window: bytes) -> Outcome:
        """Report the line without its end."""
        if self.cr_ends and window.endswith(b"\r"):
            return self._in_line(window)
        if self.bare is not None and self.bare.fullmatch(window):
            return Complete(len(window))
        if not window.strip(b"\r\n"):
            return Blank(len(window))
        if not any(_is_printable(byte) for byte in window):
            return Noise(len(window))
        return Broken(len(window), "incomplete", "no line end")

    def _in_line(self, line: bytes) -> Outcome:
        if self.seven_bit:
            line = with_tail_stripped(line)
        asked = self.bare.match(line) if self.bare is not None else None
        if asked and asked.end() < len(line) and self.message.fullmatch(line[asked.end() :]):
            return Complete(asked.end())
        found = self.message.search(line)
        start = found.start() if found else self._printable_from(line.rstrip(b"\r\n"))
        if start and self.whole_lines and any(map(_is_printable, line[:start])):
            return Broken(len(line), "malformed", "bytes lost in the line")
        if start:
            return Noise(start)
        if not found and not line.strip():
            return Blank(len(line))
        wrong = self.check(line) if found else None
        return Complete(len(line)) if wrong is None else Broken(len(line), "checksum_error", wrong)

    def _printable_from(self, line: bytes) -> int:
        for index in range(len(line) - 1, -1, -1):
            if not (_is_printable(line[index]) or line[index] in self.also):
                return index + 1
        return 0


def _is_printable(byte: int) -> bool:
    return 0x20 <= byte < 0x7F
