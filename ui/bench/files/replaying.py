"""A capture played again: the file's bytes take the road of a live port, apart from it.

Replays have a `LiveInstrument` of their own, so that a recorded reading can never be
taken for the instrument on the counter by the page that captures evidence.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

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
from ui.live_instrument import (
    LinkEvent,
    LinkSettings,
    LinkState,
    LinkStatus,
    LiveInstrument,
    RawBytes,
)

_AHEAD: Final = 2000
"""What a replay may have posted and the window not yet shown: far less than a crossing holds."""


class Sluice:
    """Holds a replay back until the window has shown what was posted: a file can wait.

    A live port may not be held back, so what it sends too fast is thinned for the screen; of a file
    nothing is left out and no queue grows. `pass_one` and `run_dry` wait on the replay's thread,
    `shown` and `open` return at once.
    """

    def __init__(self, ahead: int = _AHEAD) -> None:
        self._most, self._ahead, self._is_open = ahead, 0, False
        self._changed = threading.Condition()

    def pass_one(self) -> None:
        """Wait for room for one thing more."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_open or self._ahead < self._most)
            self._ahead += 1

    def shown(self) -> None:
        """Say that one thing was shown."""
        with self._changed:
            self._ahead -= 1
            self._changed.notify_all()

    def run_dry(self) -> None:
        """Wait until all was shown."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_open or self._ahead <= 0)

    def open(self) -> None:
        """Hold nothing back any more: nobody looks."""
        with self._changed:
            self._is_open = True
            self._changed.notify_all()


class ReplayLink:
    """One capture being replayed at its own pace; `settings.port` is the file."""

    def __init__(
        self,
        settings: LinkSettings,
        post: Callable[[LinkEvent], None],
        speed: float | None = 1.0,
        on_end: Callable[[ReplayEnd], None] = lambda _end: None,
    ) -> None:
        self._settings, self._post, self._on_end = settings, post, on_end
        self._gate, self.sluice = StabilityGate(), Sluice()
        path = Path(settings.port)
        self._port = ReplayPort(path, self._on_event, speed=speed, on_end=self._finish)
        # A capture begun in the middle of a session has no opening of its own.
        self._say(LinkState.STREAMING)
        self._port.start()

    @property
    def pace(self) -> Pace:
        """Return how fast it goes."""
        return self._port.pace

    @property
    def percent(self) -> int:
        """Return how much of the file was played."""
        return self._port.percent

    def send(self, data: bytes) -> None:
        """Do nothing: a recording does not listen."""
        self._port.send(data)

    def close(self) -> None:
        """Stop soon."""
        self._port.close()
        self.sluice.open()

    def _finish(self, end: ReplayEnd) -> None:
        self.sluice.run_dry()
        self._on_end(end)

    def _show(self, event: LinkEvent) -> None:
        self.sluice.pass_one()
        self._post(event)

    def _on_event(self, event: PortEvent) -> None:
        match event:
            case IndicationReceived():
                self._show(self._gate.judge(event.indication))
            case ProblemSeen():
                self._gate.disturb(event.problem)
                self._show(event.problem)
            case Received() | Sent():
                at = event.at.astimezone().strftime("%H:%M:%S.%f")[:-3]
                sent = isinstance(event, Sent)
                self._show(RawBytes(data=event.data, sent=sent, at=at, fact=event))
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
    """Steers the capture that is played; what it shows comes from `live`.

    Signals: began (another capture or the same one anew), ended(ReplayEnd), when all was shown.
    Thread: UI.
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
        self.live = LiveInstrument(self._open, self)
        for shown in (self.live.indication_received, self.live.problem_seen, self.live.raw_seen):
            shown.connect(self._on_shown)

    def _open(self, settings: LinkSettings, post: Callable[[LinkEvent], None]) -> ReplayLink:
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

    @property
    def percent(self) -> int:
        """Return how much of the capture was played, 0 to 100."""
        return self._link.percent if self._link is not None else 0

    @Slot(object)
    def _on_shown(self, _shown: object) -> None:
        if self._link is not None:
            self._link.sluice.shown()

    @Slot(object, object)
    def _on_crossed(self, mark: object, end: ReplayEnd) -> None:
        if mark is self._mark and not end.is_stopped:
            self.ended.emit(end)
