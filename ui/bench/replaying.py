"""A capture played again: the file's bytes take the road of a live port, apart from it.

The bench holds a `LiveInstrument` of its own for replays, so that a recorded reading can never be
taken for the instrument on the counter by the page that captures evidence.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from serial_drivers.port_events import (
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
from serial_drivers.replay import ReplayPort
from serial_drivers.stability import StabilityGate
from ui.live_instrument import LinkEvent, LinkSettings, LinkState, LinkStatus, RawBytes


class ReplayLink:
    """One capture being replayed at its own pace; `settings.port` is the file."""

    def __init__(self, settings: LinkSettings, post: Callable[[LinkEvent], None]) -> None:
        self._settings, self._post = settings, post
        self._gate = StabilityGate()
        self._port = ReplayPort(Path(settings.port), self._on_event)
        # A capture begun in the middle of a session has no opening of its own.
        self._say(LinkState.STREAMING)
        self._port.start()

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
                self._gate.reset()
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
