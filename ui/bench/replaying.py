"""A capture played again: the file's bytes take the road of a live port, apart from it.

The bench holds a `LiveInstrument` of its own for replays, so that a recorded reading can never be
taken for the instrument on the counter by the page that captures evidence.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot

from serial_drivers.keeping.replay import Pace, ReplayEnd, ReplayPort
from serial_drivers.ports.port_events import (
    Failed,
    IndicationReceived,
    Lost,
    Opened,
    PortEvent,
    ProblemSeen,
    Received,
    Reconnected,
    Sent,
)
from serial_drivers.stability import StabilityGate
from ui.live_instrument import LinkEvent, LinkSettings, LinkState, LinkStatus, RawBytes


class ReplayLink:
    """One capture being replayed at its own pace; `settings.port` is the file."""

    def __init__(
        self,
        settings: LinkSettings,
        post: Callable[[LinkEvent], None],
        speed: float | None = 1.0,
        on_end: Callable[[ReplayEnd], None] = lambda _end: None,
    ) -> None:
        self._settings, self._post = settings, post
        self._gate = StabilityGate()
        path = Path(settings.port)
        self._port = ReplayPort(path, self._on_event, speed=speed, on_end=on_end)
        # A capture begun in the middle of a session has no opening of its own.
        self._say(LinkState.STREAMING)
        self._port.start()

    @property
    def pace(self) -> Pace:
        """Return how fast it goes."""
        return self._port.pace

    def send(self, data: bytes) -> None:
        """Do nothing: a recording does not listen."""
        self._port.send(data)

    def close(self) -> None:
        """Stop soon."""
        self._port.close()

    def _on_event(self, event: PortEvent) -> None:
        match event:
            case IndicationReceived():
                self._post(self._gate.judge(event.indication))
            case ProblemSeen():
                self._gate.disturb(event.problem)
                self._post(event.problem)
            case Received() | Sent():
                at = event.at.astimezone().strftime("%H:%M:%S.%f")[:-3]
                sent = isinstance(event, Sent)
                self._post(RawBytes(data=event.data, sent=sent, at=at, fact=event))
            case Opened() | Reconnected():
                self._gate.reset()
                self._say(LinkState.STREAMING, session_id=event.session_id)
            case Lost():
                self._gate.reset()
                self._say(LinkState.LOST, session_id=event.session_id, detail=event.reason)
            case Failed():
                self._say(LinkState.FAILED, detail=event.code)

    def _say(self, state: LinkState, *, session_id: str = "", detail: str = "") -> None:
        self._post(
            LinkStatus(state=state, settings=self._settings, session_id=session_id, detail=detail)
        )


class Replays(QObject):
    """Opens replays for a `LiveInstrument` and steers the one that is played.

    Signals: began (another capture or the same one anew), ended(ReplayEnd). Thread: UI.
    """

    began = Signal()
    ended = Signal(object)
    _crossed = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link: ReplayLink | None = None
        self._mark: object = None
        self.speed: float | None = 1.0
        self.is_paused = False
        self._crossed.connect(self._on_crossed, Qt.ConnectionType.QueuedConnection)

    def open(self, settings: LinkSettings, post: Callable[[LinkEvent], None]) -> ReplayLink:
        """Begin to play a capture at the speed that was last chosen."""
        mark = object()
        self._mark, self.is_paused = mark, False
        link = ReplayLink(settings, post, self.speed, lambda end: self._crossed.emit(mark, end))
        self._link = link
        self.began.emit()
        return link

    def set_speed(self, speed: float | None) -> None:
        """Play so many times as fast; None without waiting."""
        self.speed = speed
        if self._link is not None:
            self._link.pace.set_speed(speed)

    def pause(self, *, paused: bool) -> None:
        """Stand still, or go on."""
        self.is_paused = paused
        if self._link is not None:
            self._link.pace.pause(paused=paused)

    @Slot(object, object)
    def _on_crossed(self, mark: object, end: ReplayEnd) -> None:
        if mark is self._mark and not end.is_stopped:
            self.ended.emit(end)
