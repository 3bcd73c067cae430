"""What a port tells: frozen values that cross from the worker process to whoever listens."""

from __future__ import annotations

import marshal
import struct
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any

from inspector_app.domain.indication import FrameProblem, Indication
from serial_drivers.clock import moment_of


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
    `port_unavailable` or `worker_stopped`; of a terminal server also `address_unreadable`,
    `host_unknown`, `host_unreachable`, `port_refused` or `not_rfc2217`.
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

_CROSSING: tuple[type[Any], ...] = (Opened, Received, FellQuiet, Sent, Lost, Failed)
_NAMES = {kind: tuple(field.name for field in fields(kind)) for kind in _CROSSING}
_GETTERS = {kind: attrgetter(*names) for kind, names in _NAMES.items()}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


_READ = 0xFF
"""First byte of a single read, which no marshalled list begins with."""
_HEAD = struct.Struct("<Bqqb")
"""Mark, microseconds since 1970, monotonic nanoseconds, length of the session's name."""


def packed(events: list[PortEvent]) -> bytes:
    """Return events of the wire as bytes for the other process.

    Plain tuples in marshal's form: pickled dataclasses and datetimes take several times as long.
    Both ends run the same interpreter, which marshal asks for.
    """
    rows = []
    for event in events:
        values = _GETTERS[type(event)](event)
        plain = [(v - _EPOCH) // _MICROSECOND if isinstance(v, datetime) else v for v in values]
        rows.append((_CROSSING.index(type(event)), plain))
    return marshal.dumps(rows)


def packed_read(session_id: str, at_us: int, monotonic_ns: int, data: bytes) -> bytes:
    """Return one Received as bytes, without making it here: this is what comes all the time.

    at_us: microseconds since 1970, UTC.
    """
    name = session_id.encode()
    return _HEAD.pack(_READ, at_us, monotonic_ns, len(name)) + name + data


def unpacked(data: bytes) -> list[PortEvent]:
    """Return the events again; data comes from our own worker process only."""
    if data[0] == _READ:
        _mark, at, monotonic_ns, length = _HEAD.unpack_from(data)
        start = _HEAD.size + length
        return [
            Received(
                session_id=data[_HEAD.size : start].decode(),
                at=moment_of(at),
                monotonic_ns=monotonic_ns,
                data=data[start:],
            )
        ]
    events: list[PortEvent] = []
    for number, values in marshal.loads(data):  # noqa: S302 - our own child's pipe
        kind = _CROSSING[number]
        facts = dict(zip(_NAMES[kind], values, strict=True))
        if "at" in facts:
            facts["at"] = moment_of(facts["at"])
        events.append(kind(**facts))
    return events
