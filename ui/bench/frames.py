"""Frames as rows of the byte table, and how many of the last minute's were good. Pure."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Final

from inspector_app.domain.indication import FrameProblem, Indication
from inspector_app.words import gettext as _
from serial_drivers.driver import ByteRole, ScaleDriver
from ui.bench import wording
from ui.widgets.byte_rows import ByteRow, Part

_NS: Final = 1_000_000_000
_SPAN_NS: Final = 60 * _NS
_PARTS: Final[dict[ByteRole, Part]] = {
    ByteRole.FRAMING: "frame",
    ByteRole.VALUE: "value",
    ByteRole.DECIMAL_POINT: "decimal",
    ByteRole.CHECK: "check",
}
_NEVER_A_FRAME: Final = ("noise", "incomplete")


def parts_of(driver: ScaleDriver, frame: bytes) -> tuple[Part, ...]:
    """Return for each byte of a good frame what it is, by the driver's own explanation."""
    parts: list[Part] = ["other"] * len(frame)
    for part in driver.explain(frame):
        for at in range(part.start, min(part.stop, len(frame))):
            parts[at] = _PARTS.get(part.role, "other")
    return tuple(parts)


def good_row(driver: ScaleDriver, seen: Indication, unit: str | None, clock: str) -> ByteRow:
    """Return the row of a frame that became an indication."""
    return ByteRow(
        clock=clock,
        raw=seen.raw,
        parts=parts_of(driver, seen.raw),
        parsed=wording.parsed(seen, unit),
        verdict="good",
        remark=_("Check right") if driver.has_checksum else _("Layout right"),
    )


def problem_row(problem: FrameProblem, clock: str) -> ByteRow:
    """Return the row of bytes that became none."""
    said, chip = wording.problem_words(problem)
    is_frame = problem.kind not in _NEVER_A_FRAME
    return ByteRow(
        clock=clock,
        raw=problem.raw,
        parsed=said,
        verdict="bad" if is_frame else "unknown",
        remark=chip,
    )


def sent_row(data: bytes, clock: str) -> ByteRow:
    """Return the row of bytes that went out."""
    return ByteRow(clock=clock, raw=data, parsed="", verdict="unknown", remark=_("Sent"))


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
class FrameStats:
    """Counts the frames of the last 60 s; times are nanoseconds of any one steady clock."""

    _good: deque[tuple[int, int | None]] = field(default_factory=deque)
    _bad: deque[int] = field(default_factory=deque)

    def add_good(self, now_ns: int, latency_ns: int | None) -> None:
        """Count a good frame. latency_ns: None where the frame is not live."""
        self._good.append((now_ns, latency_ns))
        self._forget(now_ns)

    def add_bad(self, now_ns: int) -> None:
        """Count a bad frame."""
        self._bad.append(now_ns)
        self._forget(now_ns)

    def clear(self) -> None:
        """Begin anew."""
        self._good.clear()
        self._bad.clear()

    def counts(self, now_ns: int) -> Counts:
        """Return the figures of the minute before now."""
        self._forget(now_ns)
        late = sorted(latency for _at, latency in self._good if latency is not None)
        p95 = late[int(0.95 * (len(late) - 1))] / 1e6 if late else None
        return Counts(len(self._good), len(self._bad), p95)

    def _forget(self, now_ns: int) -> None:
        while self._good and self._good[0][0] < now_ns - _SPAN_NS:
            self._good.popleft()
        while self._bad and self._bad[0] < now_ns - _SPAN_NS:
            self._bad.popleft()
