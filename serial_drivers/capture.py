"""A session's capture file: every byte both ways with its time, and how to play it again.

Format: JSON lines, UTF-8. The first line is the header: format, version, program version, the
port's settings, start time. Each further line is one fact: `at` (UTC), `t` (monotonic ns),
`session`, `kind` (`opened`, `rx`, `tx`, `quiet`, `lost`, `reconnected`) and what belongs to it
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
from serial_drivers.driver import ScaleDriver, SerialLine
from serial_drivers.port_events import (
    Failed,
    FellQuiet,
    Lost,
    Opened,
    PortEvent,
    Received,
    Reconnected,
    Sent,
    Stamp,
)
from serial_drivers.port_loop import PortSettings
from serial_drivers.port_session import PortSession

FORMAT = "hengping-capture"
VERSION = 1
_NS = 1_000_000_000
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
        case Reconnected(interrupted=interrupted):
            return _stamped("reconnected", event, interrupted=interrupted)
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
    driver = find_driver(read_header(path).settings.protocol)
    before_ns: int | None = None
    player = _Player(driver, on_event)
    for row in _rows(path):
        now_ns = int(row["t"])
        pause_s = 0.0 if before_ns is None else max(0, now_ns - before_ns) / _NS
        before_ns = now_ns
        if speed is not None and pause_s > 0 and wait(pause_s / speed):
            return
        player.play(row)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8", errors="replace") as lines:
        next(lines, None)
        for number, line in enumerate(lines, start=2):
            try:
                row = json.loads(line)
                _ = int(row["t"]), datetime.fromisoformat(row["at"]), row["session"], row["kind"]
                bytes.fromhex(row.get("hex", ""))
            except (ValueError, KeyError, TypeError) as error:
                if not line.endswith("\n"):
                    return
                raise InputInvalid(
                    "bad_capture", file=path.name, detail=f"line {number}"
                ) from error
            yield row


class _Player:
    """Turns rows back into events."""

    def __init__(self, driver: ScaleDriver, on_event: Callable[[PortEvent], None]) -> None:
        self._driver = driver
        self._on_event = on_event
        self._session: PortSession | None = None
        self._interrupted: str | None = None

    def play(self, row: dict[str, Any]) -> None:
        at, t, name = datetime.fromisoformat(row["at"]), int(row["t"]), str(row["session"])
        stamped: dict[str, Any] = {"session_id": name, "at": at, "monotonic_ns": t}
        events: list[PortEvent] = []
        match row["kind"]:
            case "rx":
                events = self._session_named(name).received(bytes.fromhex(row["hex"]), at, t)
            case "quiet":
                events = self._session_named(name).fell_quiet(at, t)
            case "tx":
                events = [Sent(**stamped, data=bytes.fromhex(row["hex"]))]
            case "opened":
                events = [
                    Opened(**stamped, device=str(row.get("device")), line=str(row.get("line")))
                ]
            case "lost":
                self._interrupted, self._session = name, None
                events = [
                    Lost(
                        **stamped, reason=str(row.get("reason")), detail=str(row.get("detail", ""))
                    )
                ]
            case _:
                pass  # `reconnected` is proven anew by the bytes themselves
        for event in events:
            self._on_event(event)

    def _session_named(self, name: str) -> PortSession:
        if self._session is None or self._session.session_id != name:
            self._session = PortSession(self._driver, name, interrupted=self._interrupted)
            self._interrupted = None
        return self._session


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
