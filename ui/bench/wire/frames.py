"""Frames as rows of the byte table, and how many of the last minute's were good. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from inspector_app.domain.indication import FrameProblem, Indication
from inspector_app.words import gettext as _
from serial_drivers.by_second import BySecond
from serial_drivers.driver import ByteRole, ScaleDriver
from ui.bench import wording
from ui.widgets.byte_rows import ByteRow, ByteVerdict, Part

_SPAN_S: Final = 60
_MOST_LATE: Final = 100
"""Delays kept of a second; an ordinary instrument sends at most 50 frames."""
_PARTS: Final[dict[ByteRole, Part]] = {
    ByteRole.FRAMING: "frame",
    ByteRole.VALUE: "value",
    ByteRole.DECIMAL_POINT: "decimal",
    ByteRole.CHECK: "check",
}
_NOT_BAD: Final = ("noise", "incomplete", "echo", "wrong_address")


def parts_of(driver: ScaleDriver, frame: bytes) -> tuple[Part, ...]:
    """Return for each byte of a good frame what it is, by the driver's own explanation."""
    parts: list[Part] = ["other"] * len(frame)
    for part in driver.explain(frame):
        for at in range(part.start, min(part.stop, len(frame))):
            parts[at] = _PARTS.get(part.role, "other")
    return tuple(parts)


def good_row(driver: ScaleDriver, seen: Indication, unit: str | None, clock: str) -> ByteRow:
    """Return the row of a frame that became an indication."""

    def said() -> tuple[str, str]:
        right = _("Check right") if driver.has_checksum else _("Layout right")
        return wording.parsed(seen, unit), right

    return _row(clock, seen.raw, "good", said, parts_of(driver, seen.raw))


def problem_row(problem: FrameProblem, clock: str) -> ByteRow:
    """Return the row of bytes that became none."""
    verdict: ByteVerdict = "unknown" if problem.kind in _NOT_BAD else "bad"
    return _row(clock, problem.raw, verdict, lambda: wording.problem_words(problem))


def sent_row(data: bytes, clock: str) -> ByteRow:
    """Return the row of bytes that went out."""
    return _row(clock, data, "unknown", lambda: ("", _("Sent")))


def _row(
    clock: str,
    raw: bytes,
    verdict: ByteVerdict,
    said: Callable[[], tuple[str, str]],
    parts: tuple[Part, ...] = (),
) -> ByteRow:
    parsed, remark = said()
    return ByteRow(
        clock=clock,
        raw=raw,
        parts=parts,
        parsed=parsed,
        verdict=verdict,
        remark=remark,
        again=said,
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """The last minute. latency_ms: 95th percentile from the read to the window, None unknown."""

    good: int = 0
    bad: int = 0
    latency_ms: float | None = None

    @property
    def bad_share(self) -> float:
        """Return the share of bad frames in per cent, 0 to 100."""
        whole = self.good + self.bad
        return 100 * self.bad / whole if whole else 0.0


@dataclass(slots=True)
class _Second:
    """The frames of one second. late: of the first _MOST_LATE of them."""

    good: int = 0
    bad: int = 0
    late: list[int] = field(default_factory=list)


@dataclass(slots=True)
class FrameStats:
    """Counts the frames of the last 60 s; times are nanoseconds of any one steady clock.

    Kept by the second, so that a device that floods costs no memory.
    """

    _seconds: BySecond[_Second] = field(default_factory=lambda: BySecond(_Second, _SPAN_S))

    def add_good(self, now_ns: int, latency_ns: int | None) -> None:
        """Count a good frame. latency_ns: None where the frame is not live."""
        second = self._seconds.at(now_ns)
        second.good += 1
        if latency_ns is not None and len(second.late) < _MOST_LATE:
            second.late.append(latency_ns)

    def add_bad(self, now_ns: int) -> None:
        """Count a bad frame."""
        self._seconds.at(now_ns).bad += 1

    def clear(self) -> None:
        """Begin anew."""
        self._seconds.clear()

    def counts(self, now_ns: int) -> Counts:
        """Return the figures of the minute before now."""
        self._seconds.forget(now_ns)
        late = sorted(latency for second in self._seconds for latency in second.late)
        p95 = late[int(0.95 * (len(late) - 1))] / 1e6 if late else None
        good = sum(second.good for second in self._seconds)
        return Counts(good, sum(second.bad for second in self._seconds), p95)
