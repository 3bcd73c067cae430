"""From what the wire did to what the instrument said: pure, shared by live ports and replays."""

from __future__ import annotations

from inspector_app.domain.indication import FrameProblem, Indication
from serial_drivers.driver import FrameReader, ScaleDriver
from serial_drivers.ports.echo import EchoFilter
from serial_drivers.ports.port_events import (
    FellQuiet,
    IndicationReceived,
    Lost,
    PortEvent,
    ProblemSeen,
    Received,
    Reconnected,
    Sent,
)

_OF_THE_WIRE = (Received, FellQuiet, Sent)
PROOF_FRAMES = 2
"""Valid frames asked for after a gap before indications are given out again."""


class PortInterpreter:
    """Adds to the events of the wire what its bytes mean.

    Each session is read from a clean start and counts its indications from 1. After a Lost nothing
    is given out until PROOF_FRAMES valid frames have come; Reconnected then says so, and what the
    proof needed is not given out later either. A question of ours that the adapter sends back is an
    `echo`, a problem, not an indication; an identity may read like its question. Not thread-safe.
    """

    def __init__(self, driver: ScaleDriver) -> None:
        self._driver = driver
        self._session_id: str | None = None
        self._reader: FrameReader = driver.new_reader()
        self._sequence = 0
        self._interrupted: str | None = None
        self._proofs = 0
        self._echo = EchoFilter()

    def interpret(self, event: PortEvent) -> list[PortEvent]:
        """Return the event and, after it, what it completes."""
        if isinstance(event, _OF_THE_WIRE):
            told: list[PortEvent] = [event]
            for item in self._read(event):
                told += self._meant(item, event)
            return told
        if isinstance(event, Lost):
            self._interrupted, self._proofs = event.session_id, 0
        return [event]

    def _read(self, event: Received | FellQuiet | Sent) -> list[Indication | FrameProblem]:
        """Return what the reader makes of it; our own question, sent back, is a problem `echo`."""
        self._enter(event.session_id)
        if isinstance(event, Sent):
            commands = self._driver.commands
            answered_alike = (*commands.identify, *commands.mirrored)
            is_question = event.data == commands.read or event.data not in answered_alike
            held = self._echo.asked(event.data if is_question else b"")
            return self._reader.feed(held) if held else []
        if isinstance(event, FellQuiet):
            held = self._echo.fell_quiet()
            return [*self._reader.feed(held), *self._reader.finish()]
        echoed, data = self._echo.heard(event.data)
        found: list[Indication | FrameProblem] = []
        if echoed:
            found.append(FrameProblem(kind="echo", raw=echoed))
        return found + self._reader.feed(data)

    def _enter(self, session_id: str) -> None:
        if session_id != self._session_id:
            self._session_id = session_id
            self._reader = self._driver.new_reader()
            self._echo = EchoFilter()
            self._sequence = 0

    def _meant(
        self, seen: Indication | FrameProblem, event: Received | FellQuiet | Sent
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
