"""What is wrong with a line that is being read, judged from what came over it lately. Pure.

Only what the bytes themselves show; a cable that is out, or a port that is taken, is told by the
port. Every judgement asks for some seconds of evidence, so that one disturbed frame says nothing.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from inspector_app.domain.indication import FrameProblem, Indication
from serial_drivers.by_second import BySecond
from serial_drivers.driver import ScaleDriver

_NS: Final = 1_000_000_000
_SPAN_S: Final = 6
"""So many seconds are looked back upon."""
_PROOF_S: Final = 2
"""Bytes must have come for so long without one frame."""
_FLOOD: Final = 40_000
"""Bytes a second: three and a half times what 115200 bit/s carries, and no instrument needs."""
_MIXED_SHARE: Final = 4
"""Every fourth frame broken beside good ones: that is no disturbance."""
_MIXED: Final = 4
_ECHOES: Final = 3
_KEPT_BYTES: Final = 1024
_BROKEN: Final = ("checksum_error", "malformed", "incomplete", "noise", "too_long", "cut_short")


class LineTrouble(StrEnum):
    """What the bytes show."""

    WRONG_SPEED = "wrong_speed"
    """Bytes come, none makes a frame: speed, parity or protocol is another."""
    WRONG_PARITY = "wrong_parity"
    """With the top bit dropped the bytes are frames: seven bits and parity were sent."""
    HALF_FRAME = "half_frame"
    """Frames begin and never end."""
    FLOOD = "flood"
    TWO_DEVICES = "two_devices"
    """Good and broken frames mixed."""
    OTHER_ADDRESS = "other_address"
    """Whole frames come, all of another instrument of the bus."""
    ECHO = "echo"
    """The adapter sends back what it is given; no trouble, it is passed over."""


@dataclass(slots=True)
class _Second:
    good: int = 0
    received: int = 0
    kinds: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class LineWatch:
    """Fed with what a port tells; asked once a second. Times: ns of any one steady clock."""

    driver: ScaleDriver
    _seconds: BySecond[_Second] = field(default_factory=lambda: BySecond(_Second, _SPAN_S))
    _tail: bytes = b""
    _sent: deque[bytes] = field(default_factory=lambda: deque(maxlen=8))
    _begun_ns: int | None = None

    def received(self, now_ns: int, data: bytes) -> None:
        """Take up bytes that came."""
        self._seconds.at(now_ns).received += len(data)
        self._tail = (self._tail + data)[-_KEPT_BYTES:]
        if self._begun_ns is None:
            self._begun_ns = now_ns

    def sent(self, data: bytes) -> None:
        """Take up bytes that went out."""
        self._sent.append(data)

    def seen(self, now_ns: int, seen: Indication | FrameProblem) -> None:
        """Take up what became of the bytes."""
        second = self._seconds.at(now_ns)
        if isinstance(seen, FrameProblem):
            second.kinds["cut_short" if _is_cut_short(seen) else seen.kind] += 1
        elif seen.extra("cmd") is not None and seen.value is None:
            second.kinds["echo" if seen.raw in self._sent else "command"] += 1
        else:
            second.good += 1

    def trouble(self, now_ns: int) -> LineTrouble | None:
        """Return what is wrong, the gravest first; None where nothing shows."""
        self._seconds.forget(now_ns)
        received = sum(second.received for second in self._seconds)
        if any(second.received > _FLOOD for second in self._seconds):
            return LineTrouble.FLOOD
        good = sum(second.good for second in self._seconds)
        kinds: Counter[str] = Counter()
        for second in self._seconds:
            kinds.update(second.kinds)
        broken = sum(kinds[kind] for kind in _BROKEN)
        if good:
            return self._among_good(good, broken, kinds)
        if not received or self._begun_ns is None or now_ns - self._begun_ns < _PROOF_S * _NS:
            return None
        return self._without_good(kinds)

    def _among_good(self, good: int, broken: int, kinds: Counter[str]) -> LineTrouble | None:
        is_mixed = broken >= _MIXED and broken * _MIXED_SHARE > good
        if is_mixed:
            return LineTrouble.TWO_DEVICES
        return LineTrouble.ECHO if kinds["echo"] >= _ECHOES else None

    def _without_good(self, kinds: Counter[str]) -> LineTrouble | None:
        if kinds["wrong_address"]:
            return LineTrouble.OTHER_ADDRESS
        if kinds["echo"] or kinds["command"]:
            return None  # a question without an answer: the port tells that nothing answers
        if self._reads_without_top_bit():
            return LineTrouble.WRONG_PARITY
        others = sum(kinds[kind] for kind in _BROKEN if kind != "cut_short")
        if not others and (kinds["cut_short"] or self._begins_a_frame()):
            return LineTrouble.HALF_FRAME
        return LineTrouble.WRONG_SPEED

    def _reads_without_top_bit(self) -> bool:
        if not any(byte & 0x80 for byte in self._tail):
            return False
        reader = self.driver.new_reader()
        seen = reader.feed(bytes(byte & 0x7F for byte in self._tail))
        return any(isinstance(one, Indication) and one.value is not None for one in seen)

    def _begins_a_frame(self) -> bool:
        """Say whether what came is held back as the beginning of a frame."""
        reader = self.driver.new_reader()
        early = [one for one in reader.feed(self._tail) if isinstance(one, FrameProblem)]
        late = [one for one in reader.finish() if isinstance(one, FrameProblem)]
        return not early and len(late) == 1 and _is_cut_short(late[0])


def _is_cut_short(problem: FrameProblem) -> bool:
    """Say whether these bytes are the beginning of a frame, cut by the next one or by silence.

    A line without an end is one only if it is text: garbage seldom holds a line end either.
    """
    if "no line end" in problem.detail:
        return all(0x20 <= byte < 0x7F or byte in b"\r\n\t" for byte in problem.raw)
    return problem.kind == "incomplete" or "cut short" in problem.detail
