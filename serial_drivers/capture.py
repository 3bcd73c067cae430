"""A session's capture file: every byte both ways with its time, and how to play it again.

Format: JSON lines, UTF-8. The first line is the header: format, version, program version, the
port's settings, start time. Each further line is one fact: `at` (UTC), `t` (monotonic ns),
`session`, `kind` (`opened`, `rx`, `tx`, `quiet`, `lost`) and what belongs to it
(`hex`, `reason`...).
Indications are not kept: replaying the bytes through the driver makes them again, equal to the
live ones. A file cut in the middle of a line is read up to there.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from inspector_app.domain.exceptions import InputInvalid, InspectorError
from serial_drivers.catalog import find_driver
from serial_drivers.driver import SerialLine
from serial_drivers.port_events import (
    Failed,
    FellQuiet,
    Lost,
    Opened,
    PortEvent,
    Received,
    Sent,
    Stamp,
)
from serial_drivers.port_loop import PortSettings
from serial_drivers.port_session import PortInterpreter

FORMAT = "hengping-capture"
VERSION = 1
_NS = 1_000_000_000
WireEvent = Opened | Received | FellQuiet | Sent | Lost
Wait = Callable[[float], bool]
"""Waits so many seconds; True asks the replay to stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureHeader:
    """What was captured. program: version of the program that wrote the file."""

    settings: PortSettings
    program: str
    started_at: datetime


class CaptureWriter:
    """Writes a session's events as they come. record may be called from any one thread."""

    def __init__(self, path: Path, header: CaptureHeader) -> None:
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
        """Finish the file."""
        self._file.close()

    def _write(self, row: dict[str, Any]) -> None:
        self._file.write(json.dumps(row, separators=(",", ":")) + "\n")

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
    """Return what a capture file says of itself. Raises InputInvalid(`bad_capture`), OSError."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        return _header(path, lines.readline())


def _header(path: Path, line: str) -> CaptureHeader:
    try:
        row = json.loads(line)
        if row["format"] != FORMAT or row["version"] > VERSION:
            raise InputInvalid("bad_capture", file=path.name, detail="another format or version")
        settings = dict(row["settings"])
        settings["line"] = SerialLine(**settings["line"])
        poll = settings["poll"]
        settings["poll"] = bytes.fromhex(poll) if poll is not None else None
        return CaptureHeader(
            settings=PortSettings(**settings),
            program=str(row["program"]),
            started_at=datetime.fromisoformat(row["started_at"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise InputInvalid("bad_capture", file=path.name, detail="no header") from error


def replay(
    path: Path, on_event: Callable[[PortEvent], None], *, wait: Wait, speed: float | None = 1.0
) -> None:
    """Feed a capture through the same session as a live port, with its own times and names.

    speed: 1 as it was, 10 ten times as fast, None without waiting. wait: called between events;
    returns True to stop. Raises InputInvalid(`bad_capture`, `unknown_protocol`), OSError.
    """
    interpreter = PortInterpreter(find_driver(read_header(path).settings.protocol))
    before_ns: int | None = None
    for event in _events(path):
        now_ns = event.monotonic_ns
        pause_s = 0.0 if before_ns is None else max(0, now_ns - before_ns) / _NS
        before_ns = now_ns
        if speed is not None and pause_s > 0 and wait(pause_s / speed):
            return
        for meant in interpreter.interpret(event):
            on_event(meant)


def _events(path: Path) -> Iterator[WireEvent]:
    with path.open(encoding="utf-8", errors="replace") as lines:
        next(lines, None)
        for number, line in enumerate(lines, start=2):
            try:
                event = _event(json.loads(line))
            except (ValueError, KeyError, TypeError) as error:
                if not line.endswith("\n"):
                    return
                place = f"line {number}"
                raise InputInvalid("bad_capture", file=path.name, detail=place) from error
            if event is not None:
                yield event


def _event(row: dict[str, Any]) -> WireEvent | None:
    stamped: dict[str, Any] = {
        "session_id": str(row["session"]),
        "at": datetime.fromisoformat(row["at"]),
        "monotonic_ns": int(row["t"]),
    }
    match row["kind"]:
        case "rx":
            return Received(**stamped, data=bytes.fromhex(row["hex"]))
        case "tx":
            return Sent(**stamped, data=bytes.fromhex(row["hex"]))
        case "quiet":
            return FellQuiet(**stamped)
        case "opened":
            return Opened(**stamped, device=str(row["device"]), line=str(row["line"]))
        case "lost":
            return Lost(**stamped, reason=str(row["reason"]), detail=str(row["detail"]))
        case _:
            return None  # a later version's fact; the bytes stand on their own


class ReplayPort:
    """Replays on a thread of its own, with the face of a PortWorker."""

    def __init__(
        self, path: Path, on_event: Callable[[PortEvent], None], *, speed: float | None = 1.0
    ) -> None:
        self._path = path
        self._on_event = on_event
        self._speed = speed
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="replay", daemon=True)

    def start(self) -> None:
        """Begin; a file that is no capture arrives as `Failed`."""
        self._thread.start()

    def send(self, data: bytes) -> None:
        """Do nothing: a recording does not listen."""

    def close(self) -> None:
        """Stop soon."""
        self._stop.set()

    def join(self, timeout_s: float = 3.0) -> bool:
        """Wait for the end; say whether it came."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            replay(self._path, self._on_event, wait=self._stop.wait, speed=self._speed)
        except InspectorError as error:
            detail = error.parameters.get("detail", "")
            self._on_event(Failed(code=error.code, device=self._path.name, detail=detail))
        except OSError as error:
            self._on_event(Failed(code="bad_capture", device=self._path.name, detail=str(error)))
