r"""Transcripts: some frames of an instrument with what they say, as the drivers' tests have them.

    # where the bytes come from
    > what was sent, with escapes (\x02, \r, \n)
    < 53 20 53 20            one frame, hex
    = {"value": "100.00"}    what it says, some or all of its fields

`read_transcript` and `met` judge one; `transcript_of` makes one of a capture.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.indication import Indication
from serial_drivers.catalog import find_driver, taken_apart
from serial_drivers.decoding import indication_as_json
from serial_drivers.driver import ScaleDriver
from serial_drivers.keeping.capture import CaptureHeader, CaptureReader
from serial_drivers.keeping.replay import replay
from serial_drivers.ports.port_events import IndicationReceived, PortEvent, Sent

MOST_FRAMES: Final = 12
_FLAGS: Final = ("stable", "net", "overload", "underload", "error", "unit")


@dataclass(frozen=True, slots=True)
class Line:
    """One frame of a transcript and what it is expected to say."""

    frame: bytes
    expected: Mapping[str, Any]


def read_transcript(text: str) -> tuple[Line, ...]:
    """Return the frames of a transcript. Raises ValueError for what is none."""
    lines: list[Line] = []
    frame = b""
    for row in text.splitlines():
        if row.startswith("< "):
            frame = bytes.fromhex(row[2:])
        elif row.startswith("= "):
            lines.append(Line(frame, json.loads(row[2:])))
    return tuple(lines)


def met(driver: ScaleDriver, line: Line) -> bool:
    """Say whether the driver reads this frame as one indication with every expected field."""
    seen = _alone(driver, line.frame)
    if seen is None:
        return False
    shown = indication_as_json(seen)
    return all(shown.get(name) == value for name, value in line.expected.items())


def _alone(driver: ScaleDriver, frame: bytes) -> Indication | None:
    """Return what a frame says by itself, None where it is not exactly one indication."""
    reader = driver.new_reader()
    seen = [*reader.feed(frame), *reader.finish()]
    if len(seen) == 1 and isinstance(seen[0], Indication) and seen[0].raw == frame:
        return seen[0]
    return None


@dataclass(slots=True)
class Transcript:
    """A transcript made of a capture. left_out: frames and commands that cannot stand alone."""

    driver: ScaleDriver
    header: CaptureHeader
    most: int = MOST_FRAMES
    rows: list[str] = field(default_factory=list)
    frames: int = 0
    left_out: int = 0
    is_cut: bool = False
    _kinds: set[str] = field(default_factory=set)
    _sent: set[bytes] = field(default_factory=set)

    def take(self, event: PortEvent) -> None:
        """Keep a frame of a kind that is not there yet, and each command once."""
        if isinstance(event, Sent):
            self._take_sent(event.data)
        elif isinstance(event, IndicationReceived):
            self._take_frame(event.indication)

    def _take_sent(self, data: bytes) -> None:
        if data in self._sent:
            return
        self._sent.add(data)
        seen = _alone(self.driver, data)
        if seen is None or not seen.extra("cmd") or seen.value is not None:
            self.left_out += 1
            return
        self.rows.append("> " + data.decode("latin-1").encode("unicode_escape").decode("ascii"))

    def _take_frame(self, heard: Indication) -> None:
        seen = _alone(self.driver, heard.raw)
        if seen is None:
            self.left_out += 1
            return
        is_question = seen.extra("cmd") and seen.value is None
        if is_question or self.frames >= self.most:
            return
        kind = _kind(seen)
        if kind in self._kinds:
            return
        self._kinds.add(kind)
        self.frames += 1
        said = json.dumps(_telling(seen), ensure_ascii=False)
        self.rows += [f"< {seen.raw.hex(' ')}", f"= {said}"]

    def text(self) -> str:
        """Return the transcript as a file, in the order of the wire."""
        made = self.header
        first = (
            f"# Captured from {made.settings.protocol} at {made.settings.line} "
            f"on {made.started_at:%Y-%m-%d}, program {made.program}"
        )
        return "\n".join([first, *self.rows]) + "\n"


def _kind(seen: Indication) -> str:
    """Return what makes a frame worth keeping: flags, length, decimals, sign, further fields."""
    shown = indication_as_json(seen)
    flags = [shown[name] for name in _FLAGS]
    value = seen.value
    looks = (None, None) if value is None else (value.as_tuple().exponent, value.is_signed())
    zero = value is not None and not value
    return repr((flags, len(seen.raw), looks, zero, [name for name, _value in seen.extras]))


def _telling(seen: Indication) -> dict[str, Any]:
    """Return the fields that say something; value and unit always."""
    shown = indication_as_json(seen)
    shown.pop("raw")
    always = ("value", "unit")
    silent: tuple[object, ...] = (None, False, "")
    return {
        name: said
        for name, said in shown.items()
        if name in always or not any(said is nothing for nothing in silent)
    }


def transcript_of(
    path: Path,
    *,
    most: int = MOST_FRAMES,
    on_percent: Callable[[int], None] = lambda _percent: None,
) -> Transcript:
    """Return a transcript of a capture's differing frames, for the driver's own test.

    Of an instrument on a bus the frames are judged by the protocol's first driver, as the tests
    do. on_percent: how much of the file was read. Raises InputInvalid: those of `replay`,
    `nothing_captured`.
    """
    header = CaptureReader(path).header
    key, _target = taken_apart(header.settings.protocol)
    made = Transcript(find_driver(key), header, most)
    end = replay(path, made.take, wait=lambda _seconds: False, speed=None, on_percent=on_percent)
    made.is_cut = end.is_cut
    if not made.frames:
        raise InputInvalid("nothing_captured", file=path.name)
    return made
