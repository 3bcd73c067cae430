"""One reading session, without I/O: bytes in, stamped events out; live ports and replays use it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from inspector_app.domain.indication import FrameProblem, Indication
from serial_drivers.port_events import (
    FellQuiet,
    IndicationReceived,
    PortEvent,
    ProblemSeen,
    Received,
    Reconnected,
)

if TYPE_CHECKING:
    from serial_drivers.driver import ScaleDriver

PROOF_FRAMES = 2
"""Valid frames asked for after a gap before indications are given out again."""


class PortSession:
    """Reads one uninterrupted stretch of bytes and stamps what it finds.

    interrupted: name of the session before a gap, None for the first; after a gap nothing is given
    out until PROOF_FRAMES valid frames have come. Not thread-safe.
    """

    def __init__(
        self, driver: ScaleDriver, session_id: str, *, interrupted: str | None = None
    ) -> None:
        self.session_id = session_id
        self.indications = 0
        self._reader = driver.new_reader()
        self._interrupted = interrupted
        self._proofs = 0

    def received(self, data: bytes, at: datetime, monotonic_ns: int) -> list[PortEvent]:
        """Return the events of one read: the bytes first, then what they complete."""
        events: list[PortEvent] = [
            Received(session_id=self.session_id, at=at, monotonic_ns=monotonic_ns, data=data)
        ]
        for seen in self._reader.feed(data):
            events.extend(self._event(seen, at, monotonic_ns))
        return events

    def fell_quiet(self, at: datetime, monotonic_ns: int) -> list[PortEvent]:
        """Return what the held-back bytes amount to when no more come for a while."""
        left = self._reader.finish()
        if not left:
            return []
        name = self.session_id
        quiet = FellQuiet(session_id=name, at=at, monotonic_ns=monotonic_ns)
        return [quiet, *(event for seen in left for event in self._event(seen, at, monotonic_ns))]

    def _event(
        self, seen: Indication | FrameProblem, at: datetime, monotonic_ns: int
    ) -> list[PortEvent]:
        if isinstance(seen, FrameProblem):
            name = self.session_id
            return [ProblemSeen(session_id=name, at=at, monotonic_ns=monotonic_ns, problem=seen)]
        reconnected: list[PortEvent] = []
        if self._interrupted is not None:
            self._proofs += 1
            if self._proofs < PROOF_FRAMES:
                return []
            reconnected = [self._reconnected(self._interrupted, at, monotonic_ns)]
            self._interrupted = None
        return [*reconnected, IndicationReceived(indication=self._stamped(seen, at, monotonic_ns))]

    def _reconnected(self, interrupted: str, at: datetime, monotonic_ns: int) -> Reconnected:
        name = self.session_id
        return Reconnected(
            session_id=name, at=at, monotonic_ns=monotonic_ns, interrupted=interrupted
        )

    def _stamped(self, indication: Indication, at: datetime, monotonic_ns: int) -> Indication:
        self.indications += 1
        return replace(
            indication,
            received_at=at,
            monotonic_ns=monotonic_ns,
            session_id=self.session_id,
            sequence=self.indications,
        )
