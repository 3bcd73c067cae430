"""What a port tells: frozen values that cross from the worker process to whoever listens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from inspector_app.domain.indication import FrameProblem, Indication


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """When and in which session. monotonic_ns: the machine's own count, shared by processes."""

    session_id: str
    at: datetime
    monotonic_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Stamp):
    """The port is open. line: the settings in force, which a port may have narrowed to 8N1."""

    device: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Received(Stamp):
    """Bytes as they came in one read."""

    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class FellQuiet(Stamp):
    """No bytes for a while: what was held back is judged as it stands, in the events after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent(Stamp):
    """Bytes as they went out."""

    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicationReceived:
    """One indication, stamped."""

    indication: Indication


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemSeen(Stamp):
    """Bytes that became no indication."""

    problem: FrameProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost(Stamp):
    """The session is interrupted: nothing read in it may be used as the present indication.

    reason: `port_lost` (unplugged), `port_silent` (open, but the instrument fell silent),
    `worker_stopped`.
    """

    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconnected(Stamp):
    """A new session after a gap, proven by two valid frames. interrupted: the session before."""

    interrupted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """The port could not be opened, or its worker is gone; nothing more will come.

    code: `port_missing`, `port_busy`, `port_forbidden`, `port_settings_refused`,
    `port_unavailable` or `worker_stopped`.
    """

    code: str
    device: str
    detail: str = ""


PortEvent = (
    Opened
    | Received
    | FellQuiet
    | Sent
    | IndicationReceived
    | ProblemSeen
    | Lost
    | Reconnected
    | Failed
)
