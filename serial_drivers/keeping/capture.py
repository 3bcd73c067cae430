"""A session's capture file: every byte both ways with its time.

Format: JSON lines, UTF-8. The first line is the header: format, version, program version, the
port's settings, start time. Each further line is one fact: `at` (UTC), `t` (monotonic ns),
`session`, `kind` (`opened`, `rx`, `tx`, `quiet`, `lost`) and what belongs to it
(`hex`, `reason`...). The last line is `{"kind":"end"}`: a file without it was cut, and is read up
to there; so is a file that is cut in the middle of a line. Version 1 had no such line.
Indications are not kept: replaying the bytes through the driver makes them again, equal to the
live ones (`serial_drivers.keeping.replay`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, Self

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.plain_file import opened
from serial_drivers.driver import SerialLine
from serial_drivers.ports.port_events import (
    FellQuiet,
    Lost,
    Opened,
    PortEvent,
    Received,
    Sent,
    Stamp,
)
from serial_drivers.ports.port_loop import PortSettings

FORMAT = "hengping-capture"
VERSION = 2
_FIRST_WITH_END: Final = 2
_LONGEST_LINE: Final = 1 << 20
"""Bytes of a line at most; a read of the wire is 4096 bytes."""
_MARK: Final = b"\xef\xbb\xbf"
"""Some editors put it before a text that they save."""
_END: Final = "end"
_LONGEST: Final = 1024
"""Characters of a text in it that are kept."""
_NO_TEXT: Final = "\N{REPLACEMENT CHARACTER}"
_FASTEST: Final = 100_000_000
_LONGEST_S: Final = 86_400
_FIRST_YEAR, _LAST_YEAR = 1970, 9000
_LATEST_NS: Final = (1 << 63) - 1
_PARITIES: Final = ("none", "even", "odd")
_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError)
"""What a line that somebody else wrote may raise while it is read."""
WireEvent = Opened | Received | FellQuiet | Sent | Lost


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureHeader:
    """What was captured. program: version of the program that wrote the file. version: its form."""

    settings: PortSettings
    program: str
    started_at: datetime
    version: int = VERSION


class CaptureWriter:
    """Writes a session's events as they come. record may be called from any one thread.

    size: bytes written so far.
    """

    def __init__(self, path: Path, header: CaptureHeader) -> None:
        self.size = 0
        self._file = path.open("w", encoding="utf-8", newline="\n")
        settings = asdict(header.settings)
        poll = header.settings.poll
        settings["poll"] = poll.hex() if poll is not None else None
        self._write(
            {
                "format": FORMAT,
                "version": VERSION,
                "program": header.program,
                "started_at": header.started_at.isoformat(),
                "settings": settings,
            }
        )

    def record(self, event: PortEvent) -> None:
        """Keep an event if it is one of bytes or of the session; others follow from these."""
        row = _row(event)
        if row is not None:
            self._write(row)

    def close(self) -> None:
        """Finish the file and say in it that it is whole."""
        if self._file.closed:
            return
        try:
            self._write({"kind": _END})
        finally:
            self._file.close()

    def break_off(self) -> None:
        """Close the file without an end: what is missing can be seen in it."""
        self._file.close()

    def _write(self, row: dict[str, Any]) -> None:
        self.size += self._file.write(json.dumps(row, separators=(",", ":")) + "\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _row(event: PortEvent) -> dict[str, Any] | None:
    match event:
        case Received(data=data):
            return _stamped("rx", event, hex=data.hex())
        case Sent(data=data):
            return _stamped("tx", event, hex=data.hex())
        case FellQuiet():
            return _stamped("quiet", event)
        case Opened(device=device, line=line):
            return _stamped("opened", event, device=device, line=line)
        case Lost(reason=reason, detail=detail):
            return _stamped("lost", event, reason=reason, detail=detail)
        case _:
            return None


def _stamped(kind: str, stamp: Stamp, **facts: str) -> dict[str, Any]:
    at = stamp.at.isoformat()
    return {"kind": kind, "at": at, "t": stamp.monotonic_ns, "session": stamp.session_id, **facts}


def read_header(path: Path) -> CaptureHeader:
    """Return what a capture file says of itself.

    Raises InputInvalid(`bad_capture`, `capture_newer` and those of a file that cannot be read).
    """
    with opened(path) as lines:
        return _header(path, lines)


def _header(path: Path, lines: BinaryIO) -> CaptureHeader:
    try:
        row = _row_of(lines.readline(_LONGEST_LINE).removeprefix(_MARK))
        if row["format"] != FORMAT:
            raise InputInvalid("bad_capture", file=path.name)
        version = _whole(row["version"])
        if version > VERSION:
            raise InputInvalid("capture_newer", file=path.name, version=version, known=VERSION)
        return CaptureHeader(
            settings=_settings(dict(row["settings"])),
            program=_text(row["program"])[:40],
            started_at=_moment(row["started_at"]),
            version=_within(version, 1, VERSION),
        )
    except _UNREADABLE as error:
        raise InputInvalid("bad_capture", file=path.name) from error


def _row_of(line: bytes) -> Any:
    return json.loads(line.decode("utf-8", errors="replace"))


def _settings(kept: dict[str, Any]) -> PortSettings:
    """Return the settings of a header. Raises what _UNREADABLE names."""
    poll, silence_s = kept["poll"], kept.get("silence_s")
    line = kept["line"]
    if line["parity"] not in _PARITIES:
        raise ValueError(line["parity"])
    return PortSettings(
        device=_text(kept["device"]),
        protocol=_text(kept["protocol"]),
        line=SerialLine(
            baudrate=_within(_whole(line["baudrate"]), 1, _FASTEST),
            data_bits=_within(_whole(line["data_bits"]), 5, 8),
            parity=line["parity"],
            stop_bits=_within(_whole(line["stop_bits"]), 1, 2),
        ),
        poll=bytes.fromhex(poll) if poll is not None else None,
        poll_interval_s=_seconds(kept["poll_interval_s"]),
        silence_s=None if silence_s is None else _seconds(silence_s),
    )


def _whole(said: Any) -> int:
    """Return a whole number that is written as one: not 1.5, true or "7"."""
    if type(said) is not int:
        raise TypeError(said)
    return said


def _within(number: int, least: int, most: int) -> int:
    if not least <= number <= most:
        raise ValueError(number)
    return number


def _seconds(said: Any) -> float:
    seconds = float(said)
    if not 0 <= seconds <= _LONGEST_S:  # NaN is not within either
        raise ValueError(said)
    return seconds


def _moment(said: str) -> datetime:
    """Return a moment that has a zone and lies far enough from the ends of the calendar."""
    moment = datetime.fromisoformat(said)
    if moment.tzinfo is None or not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError(said)
    return moment


def _text(said: Any) -> str:
    """Return a text of the file as it may be shown: a terminal obeys control characters."""
    return "".join(c if c.isprintable() else _NO_TEXT for c in str(said)[:_LONGEST])


class CaptureReader:
    """The events of a capture, one by one; afterwards `is_cut` says whether its end is missing.

    percent: how much of the file was read, 0 to 100. Raises InputInvalid(`bad_capture`,
    `capture_newer`, `capture_damaged` and those of a file that cannot be read), here and while it
    is read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.header = read_header(path)
        self.is_cut = False
        self.percent = 0

    def __iter__(self) -> Iterator[WireEvent]:
        """Give each event in the order of the file; a broken line at the end ends it in silence."""
        self.is_cut = self.header.version >= _FIRST_WITH_END
        with opened(self._path) as lines:
            size = max(1, os.fstat(lines.fileno()).st_size)
            read, number = len(lines.readline(_LONGEST_LINE)), 1
            while line := lines.readline(_LONGEST_LINE):
                read, number = read + len(line), number + 1
                self.percent = min(100, 100 * read // size)
                event, is_end = self._read(line, number)
                if is_end:
                    return
                if event is not None:
                    yield event

    def _read(self, line: bytes, number: int) -> tuple[WireEvent | None, bool]:
        """Return the event of a line, and whether the file ends with it."""
        try:
            row = _row_of(line)
            if row["kind"] == _END:
                self.is_cut = False
                return None, True
            return _event(row), False
        except _UNREADABLE as error:
            if not line.endswith(b"\n") and len(line) < _LONGEST_LINE:
                self.is_cut = True
                return None, True
            raise InputInvalid("capture_damaged", file=self._path.name, line=number) from error


def _event(row: dict[str, Any]) -> WireEvent | None:
    stamped: dict[str, Any] = {
        "session_id": _text(row["session"]),
        "at": _moment(row["at"]),
        "monotonic_ns": _within(_whole(row["t"]), 0, _LATEST_NS),
    }
    match row["kind"]:
        case "rx":
            return Received(**stamped, data=bytes.fromhex(row["hex"]))
        case "tx":
            return Sent(**stamped, data=bytes.fromhex(row["hex"]))
        case "quiet":
            return FellQuiet(**stamped)
        case "opened":
            return Opened(**stamped, device=_text(row["device"]), line=_text(row["line"]))
        case "lost":
            return Lost(**stamped, reason=_text(row["reason"]), detail=_text(row["detail"]))
        case _:
            return None  # a later version's fact; the bytes stand on their own
