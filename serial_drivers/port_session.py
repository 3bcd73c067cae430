"""From what the wire did to what the instrument said: pure, shared by live ports and replays."""

from __future__ import annotations

from inspector_app.domain.indication import FrameProblem, Indication
from serial_drivers.driver import FrameReader, ScaleDriver
from serial_drivers.port_events import (
    FellQuiet,
    IndicationReceived,
    Lost,
    PortEvent,
    ProblemSeen,
    Received,
    Reconnected,
)

PROOF_FRAMES = 2
"""Valid frames asked for after a gap before indications are given out again."""


class PortInterpreter:
    """Adds to the events of the wire what its bytes mean.

    Each session is read from a clean start and counts its indications from 1. After a Lost nothing
    is given out until PROOF_FRAMES valid frames have come; Reconnected then says so, and what the
    proof needed is not given out later either. Not thread-safe.
    """

    def __init__(self, driver: ScaleDriver) -> None:
        self._driver = driver
        self._session_id: str | None = None
        self._reader: FrameReader = driver.new_reader()
        self._sequence = 0
        self._interrupted: str | None = None
        self._proofs = 0

    def interpret(self, event: PortEvent) -> list[PortEvent]:
        """Return the event and, after it, what it completes."""
        if isinstance(event, Received | FellQuiet):
            self._enter(event.session_id)
            reader = self._reader
            seen = reader.feed(event.data) if isinstance(event, Received) else reader.finish()
            told: list[PortEvent] = [event]
            for item in seen:
                told += self._meant(item, event)
            return told
        if isinstance(event, Lost):
            self._interrupted, self._proofs = event.session_id, 0
        return [event]

    def _enter(self, session_id: str) -> None:
        if session_id != self._session_id:
            self._session_id = session_id
            self._reader = self._driver.new_reader()
            self._sequence = 0

    def _meant(
        self, seen: Indication | FrameProblem, event: Received | FellQuiet
    ) -> list[PortEvent]:
        name, at, monotonic_ns = event.session_id, event.at, event.monotonic_ns
        if isinstance(seen, FrameProblem):
            return [ProblemSeen(session_id=name, at=at, monotonic_ns=monotonic_ns, problem=seen)]
        before: list[PortEvent] = []
        if self._interrupted is not None:
            self._proofs += 1
            if self._proofs < PROOF_FRAMES:
                return []
            interrupted, self._interrupted = self._interrupted, None
            before = [
                Reconnected(
                    session_id=name, at=at, monotonic_ns=monotonic_ns, interrupted=interrupted
                )
            ]
        self._sequence += 1
        stamped = seen.having(
            received_at=at,
            monotonic_ns=monotonic_ns,
            session_id=name,
            sequence=self._sequence,
        )
        return [*before, IndicationReceived(indication=stamped)]
