"""Opens a serial port for the window: port events become what `LiveInstrument` understands.

Keeps the stability gate of the session and its capture.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path

from inspector_app import __version__
from inspector_app.domain.exceptions import InputInvalid, UnitMismatch
from inspector_app.domain.indication import Indication
from inspector_app.domain.quantities import Mass
from serial_drivers.catalog import find_driver
from serial_drivers.keeping.capture import CaptureHeader, CaptureWriter
from serial_drivers.line import parse_line
from serial_drivers.ports.lent_pipe import Attend
from serial_drivers.ports.port_events import (
    Failed,
    FellQuiet,
    IndicationReceived,
    Lost,
    Opened,
    PortEvent,
    ProblemSeen,
    Received,
    Reconnected,
    Sent,
)
from serial_drivers.ports.port_loop import settings_for
from serial_drivers.ports.port_worker import PortWorker, open_port
from serial_drivers.stability import StabilityGate
from ui.live_instrument import LinkEvent, LinkSettings, LinkState, LinkStatus, RawBytes

MOST_KEPT = 256 << 20
"""Bytes of a session's capture at most: a day at 20 frames/s. More would not fit into memory when
the record takes it, and comes from a device that floods."""
_MOST_WAITING = 16
"""Reads whose bytes wait for a pause; a line faster than any pause has them kept in between."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionBegan:
    """A port began to deliver."""

    session_id: str
    settings: LinkSettings
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded:
    """A session is over; capture: its file. interrupted: the cable went or the worker died."""

    session_id: str
    interrupted: bool
    frames: int
    problems: int
    capture: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureStopped:
    """A session goes on, its capture does not. code: `capture_refused` or `capture_full`."""

    session_id: str
    code: str
    detail: str = ""


SessionFact = SessionBegan | SessionEnded | CaptureStopped


@dataclass(slots=True)
class _Session:
    """A running session, counted and captured."""

    session_id: str
    writer: CaptureWriter | None
    path: Path
    frames: int = 0
    problems: int = 0

    def keep(self, event: PortEvent) -> CaptureStopped | None:
        """Capture an event; a full disk ends the capture, never the reading. Return the end."""
        if self.writer is None:
            return None
        try:
            self.writer.record(event)
        except OSError as failure:
            return self._stopped("capture_refused", failure.strerror or "")
        return self._stopped("capture_full") if self.writer.size >= MOST_KEPT else None

    def _stopped(self, code: str, detail: str = "") -> CaptureStopped:
        writer, self.writer = self.writer, None
        _log.warning("capture of %s stopped: %s", self.session_id, detail or code)
        if writer is not None:
            with contextlib.suppress(OSError):  # what the full disk kept of it stays readable
                writer.break_off()
        return CaptureStopped(session_id=self.session_id, code=code, detail=detail)

    def finish(self) -> None:
        """Close the capture's file."""
        writer, self.writer = self.writer, None
        if writer is not None:
            try:
                writer.close()
            except OSError:
                _log.warning("capture of %s was cut", self.session_id, exc_info=True)


class SerialLink:
    """One connected port.

    post: gets every event for the screen; tell: every session's begin and end, for the record.
    captures: folder of the session files. interval: tells d of the scale that is read, as far as it
    is known at the time; called where `_on_event` is.
    Thread: `_on_event` runs on the port's reader thread or where `attend` serves it, on one of them
    at a time; everything else on the caller's.
    """

    def __init__(
        self,
        settings: LinkSettings,
        post: Callable[[LinkEvent], None],
        *,
        tell: Callable[[SessionFact], None],
        captures: Path,
        interval: Callable[[], Mass | None] = lambda: None,
        attend: Attend | None = None,
    ) -> None:
        self._settings, self._post, self._tell = settings, post, tell
        self._captures = captures
        self._gate, self._interval = StabilityGate(), interval
        self._known: tuple[Mass | None, str | None] = (None, None)
        self._session: _Session | None = None
        self._waiting: list[Received] = []
        self._worker: PortWorker | None = None
        driver = find_driver(settings.protocol)
        try:
            line = parse_line(settings.line) if settings.line else None
        except InputInvalid:  # no adapter could be asked for it
            self._say(LinkState.FAILED, detail="port_settings_refused")
            return
        self._port_settings = settings_for(driver, settings.port, line, settings.adapter)
        self._worker = open_port(self._port_settings, self._on_event, self._keep_bytes, attend)

    def send(self, data: bytes) -> None:
        """Send bytes to the instrument."""
        if self._worker is not None:
            self._worker.send(data)

    def close(self) -> None:
        """Close the port; the session ends once the worker has."""
        if self._worker is not None:
            self._worker.close()
            finish = partial(self._finish, self._worker)
            threading.Thread(target=finish, name="port-closing", daemon=True).start()

    def _finish(self, worker: PortWorker) -> None:
        worker.join()
        self._end_session(interrupted=False)

    def _on_event(self, event: PortEvent) -> None:
        match event:
            case IndicationReceived():
                if self._session is not None:
                    self._session.frames += 1
                self._post(self._judged(event.indication))
            case Received():
                self._waiting.append(event)
                if len(self._waiting) >= _MOST_WAITING:
                    self._keep_bytes()
            case _:
                if isinstance(event, Opened | Reconnected):
                    self._begin_session(event)
                self._keep_bytes()
                self._keep(event)
                self._show(event)

    def _keep(self, event: PortEvent) -> None:
        stopped = self._session.keep(event) if self._session is not None else None
        if stopped is not None:
            self._tell(stopped)

    def _show(self, event: PortEvent) -> None:
        match event:
            case ProblemSeen():
                if self._session is not None:
                    self._session.problems += 1
                self._gate.disturb(event.problem)
                self._post(event.problem)
            case Sent():
                self._post(_raw(event))
            case Opened() | Reconnected():
                self._say(LinkState.STREAMING, session_id=event.session_id)
                if isinstance(event, Opened):
                    self._post(_raw(event))
            case Lost():
                self._end_session(interrupted=True)
                self._say(LinkState.LOST, session_id=event.session_id, detail=event.reason)
            case Failed():
                self._end_session(interrupted=True)
                self._say(LinkState.FAILED, detail=event.code)
            case FellQuiet():
                self._gate.reset()
                self._post(_raw(event))

    def _judged(self, seen: Indication) -> Indication:
        """Return the indication with its stability, by d of the scale where that is known."""
        if seen.stable is None:
            known = (self._interval(), seen.unit or self._settings.unit)
            if known != self._known:
                self._known = known
                self._gate.take_interval(_in_unit(*known))
        return self._gate.judge(seen)

    def _keep_bytes(self) -> None:
        """Capture and show the bytes that wait: in a pause, or when an event follows in order.

        The indication they made goes first, and after it this thread must leave the interpreter
        to the window at once: a person looks at the figure, and its way is measured.
        """
        waiting, self._waiting = self._waiting, []
        for event in waiting:
            self._keep(event)
            self._post(_raw(event))

    def _begin_session(self, event: Opened | Reconnected) -> None:
        if isinstance(event, Opened):  # its adapter may have come back under another name
            self._settings = replace(self._settings, port=event.device)
        if self._session is not None and self._session.session_id == event.session_id:
            self._gate.reset()
            return  # opened before; only now it has proven itself
        self._end_session(interrupted=True)
        self._gate.reset()
        path = self._captures / f"{event.session_id}.jsonl"
        header = CaptureHeader(
            settings=self._port_settings, program=__version__, started_at=event.at
        )
        writer, refused = _writer(path, header)
        self._session = _Session(event.session_id, writer, path)
        self._tell(
            SessionBegan(
                session_id=event.session_id,
                settings=self._settings,
                line=str(self._port_settings.line),
            )
        )
        if writer is None:
            stopped = CaptureStopped(
                session_id=event.session_id, code="capture_refused", detail=refused
            )
            self._tell(stopped)

    def _end_session(self, *, interrupted: bool) -> None:
        self._keep_bytes()
        session, self._session = self._session, None
        if session is None:
            return
        session.finish()
        self._gate.reset()
        self._tell(
            SessionEnded(
                session_id=session.session_id,
                interrupted=interrupted,
                frames=session.frames,
                problems=session.problems,
                capture=session.path,
            )
        )

    def _say(self, state: LinkState, *, session_id: str = "", detail: str = "") -> None:
        self._post(
            LinkStatus(state=state, settings=self._settings, session_id=session_id, detail=detail)
        )


def _in_unit(interval: Mass | None, unit: str | None) -> Decimal | None:
    """Return d in the unit of the stream, None where one of them is not known or is no mass."""
    if interval is None or unit is None:
        return None
    try:
        return interval.in_unit(unit)
    except UnitMismatch:
        return None


def _writer(path: Path, header: CaptureHeader) -> tuple[CaptureWriter | None, str]:
    """Return the session's capture; None and why when the disk takes none: reading goes on."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return CaptureWriter(path, header), ""
    except OSError as failure:
        _log.warning("no capture to %s", path, exc_info=True)
        return None, failure.strerror or ""


def _raw(event: Received | Sent | FellQuiet | Opened) -> RawBytes:
    """Return what a capture keeps of an event; silence and an opening carry no bytes."""
    at = event.at.astimezone().strftime("%H:%M:%S.%f")[:-3]
    data = event.data if isinstance(event, Received | Sent) else b""
    return RawBytes(data=data, sent=isinstance(event, Sent), at=at, fact=event)
