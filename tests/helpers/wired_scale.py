"""A simulated scale from its load cell to the run: bytes, framer, driver, gate; time is played."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random  # noqa: TID251 - a seeded generator handed to the simulator

from inspector_app.domain.indication import Indication
from serial_drivers.catalog import find_driver
from serial_drivers.driver import ScaleDriver
from serial_drivers.ports.port_events import IndicationReceived, Received
from serial_drivers.ports.port_session import PortInterpreter
from serial_drivers.simulators import ScaleNature
from serial_drivers.simulators.load_cell import LoadCell
from serial_drivers.simulators.speaking import SpeakingScale
from serial_drivers.stability import StabilityGate

_STEP_S = Decimal("0.05")
_BEGAN = datetime(2026, 11, 23, 2, 0, 0, tzinfo=UTC)


@dataclass(slots=True)
class WiredScale:
    """Speaks a protocol that streams; `play` lets time pass and yields what was understood.

    reads: the bytes as they were read, for a capture.
    """

    protocol: str
    nature: ScaleNature
    seed: int = 7
    now_ns: int = 0
    reads: list[Received] = field(default_factory=list)
    cell: LoadCell = field(init=False)
    _voice: SpeakingScale = field(init=False)
    _gate: StabilityGate = field(init=False)
    _wire: PortInterpreter = field(init=False)

    def __post_init__(self) -> None:
        driver: ScaleDriver = find_driver(self.protocol)
        self.cell = LoadCell(self.nature, Random(self.seed))
        self._voice = SpeakingScale(driver, self.cell)
        self._gate = StabilityGate(self.nature.interval)
        self._wire = PortInterpreter(driver)

    def play(self, seconds: int) -> Iterator[Indication]:
        """Let so many seconds pass."""
        for _step in range(int(seconds / _STEP_S)):
            self.now_ns += int(_STEP_S * 1_000_000_000)
            said = self._voice.step(float(_STEP_S), b"")
            if said:
                yield from self._understood(said)

    def _understood(self, said: bytes) -> Iterator[Indication]:
        at = _BEGAN + timedelta(microseconds=self.now_ns // 1000)
        event = Received(session_id="s", at=at, monotonic_ns=self.now_ns, data=said)
        self.reads.append(event)
        for meant in self._wire.interpret(event):
            if isinstance(meant, IndicationReceived):
                yield self._gate.judge(meant.indication)
