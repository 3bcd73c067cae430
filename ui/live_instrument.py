"""Where a weighing crosses from a port's reader thread to the UI thread: once, here.

The reader thread posts into a `Crossing`; one queued signal wakes the UI thread. While the wire is
calm the UI thread attends to the port itself (`PortAttendant`), by the same way. `latest` is the
very object on screen, which is the object that gets recorded; it is None from the moment the cable
is gone until the new session has a value of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from inspector_app.domain.indication import FrameProblem, Indication
from ui.crossing import AT_ONCE, Crossing
from ui.port_attendant import PortAttendant


class LinkState(StrEnum):
    """What the cable is doing."""

    CLOSED = "closed"
    OPENING = "opening"
    STREAMING = "streaming"
    LOST = "lost"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSettings:
    """Which port to open and how to understand it. unit: the profile's, where the wire has none."""

    port: str
    protocol: str
    line: str
    unit: str | None = None
    title: str = ""
    adapter: str = ""
    detection: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkStatus:
    """State with its settings. detail: failure code of `words.failures` or empty."""

    state: LinkState
    settings: LinkSettings | None = None
    session_id: str = ""
    detail: str = ""

    @property
    def source(self) -> str:
        """Return `COM5 · XK3190-A9 · 9600 8N1`, empty while nothing is chosen."""
        s = self.settings
        return " · ".join(part for part in (s.port, s.title, s.line) if part) if s else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawBytes:
    """Bytes as they came or went, with the local time text; for the bench.

    fact: the port's own stamped event, which a capture keeps as it is.
    """

    data: bytes
    sent: bool
    at: str
    fact: object = None


class PortHandle(Protocol):
    """An open port, held by a worker process."""

    def send(self, data: bytes) -> None:
        """Send bytes."""
        ...

    def close(self) -> None:
        """Close; returns at once, the worker ends by itself or is killed."""
        ...


LinkEvent = Indication | FrameProblem | RawBytes | LinkStatus
OpenPort = Callable[[LinkSettings, Callable[[LinkEvent], None]], PortHandle]


class LiveInstrument(QObject):
    """The connected instrument as the window sees it.

    Signals: indication_received(Indication), problem_seen(FrameProblem), raw_seen(RawBytes),
    status_changed(LinkStatus). Thread: UI, except what an open port posts.

    A device that floods is not allowed to stop the window: what is too much to show leaves out
    readings between (`missed` counts them), never bytes, states, or the newest reading.
    """

    indication_received = Signal(object)
    problem_seen = Signal(object)
    raw_seen = Signal(object)
    status_changed = Signal(object)
    _crossed = Signal()

    def __init__(self, open_port: OpenPort, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_port = open_port
        self._handle: PortHandle | None = None
        self._generation = 0
        self._crossing: Crossing[tuple[int, LinkEvent]] = Crossing(_may_be_left_out)
        self.latest: Indication | None = None
        self.status = LinkStatus(state=LinkState.CLOSED)
        self._served: list[tuple[int, LinkEvent]] = []
        self.attendant = PortAttendant(self._show_served, self)
        self._crossed.connect(self._drain, Qt.ConnectionType.QueuedConnection)

    def connect_port(self, settings: LinkSettings) -> None:
        """Open a port; what was open is closed first. Failures arrive as a FAILED status."""
        self.disconnect_port()
        self._generation += 1
        generation = self._generation
        self._set_status(LinkStatus(state=LinkState.OPENING, settings=settings))
        self._handle = self._open_port(settings, partial(self._post, generation))

    def _post(self, generation: int, event: LinkEvent) -> None:
        """Take an event over. Thread: the port's reader; a port that was closed is not heard."""
        if generation != self._generation:
            return
        if self.attendant.is_serving:  # then this is the UI thread
            self._served.append((generation, event))
        elif self._crossing.put((generation, event)):
            self._crossed.emit()

    @property
    def missed(self) -> int:
        """Return how many readings and problems were left out since the program began."""
        return self._crossing.missed

    def disconnect_port(self) -> None:
        """Close the port if one is open; late events of it are ignored."""
        self._generation += 1
        self.attendant.leave()
        if self._handle is not None:
            self._handle.close()
            self._handle = None
        self.latest = None
        self._set_status(LinkStatus(state=LinkState.CLOSED))

    def send(self, data: bytes) -> None:
        """Send bytes to the instrument, if one is connected."""
        if self._handle is not None:
            self._handle.send(data)

    def _show_served(self) -> None:
        """Tell what the attendant took, after what crossed before it."""
        served, self._served = self._served, []
        while len(self._crossing):
            self._drain()
        for generation, event in served:
            self._receive(generation, event)

    @Slot()
    def _drain(self) -> None:
        """Tell what crossed; where it is much, the window gets its turn in between."""
        taken = self._crossing.take()
        for generation, event in taken:
            self._receive(generation, event)
        if not self._crossing.has_more():
            return
        if len(taken) < AT_ONCE:
            self._crossed.emit()  # it came just now
        else:
            QTimer.singleShot(0, self, self._drain)

    def _receive(self, generation: int, event: LinkEvent) -> None:
        if generation != self._generation:
            return
        match event:
            case Indication():
                self.latest = event
                self.indication_received.emit(event)
            case FrameProblem():
                self.problem_seen.emit(event)
            case RawBytes():
                self.raw_seen.emit(event)
            case LinkStatus():
                if event.state is not LinkState.STREAMING:
                    self.latest = None
                self._set_status(replace(event, settings=event.settings or self.status.settings))

    def _set_status(self, status: LinkStatus) -> None:
        self.status = status
        self.status_changed.emit(status)


def _may_be_left_out(item: tuple[int, LinkEvent]) -> bool:
    return isinstance(item[1], Indication | FrameProblem)
