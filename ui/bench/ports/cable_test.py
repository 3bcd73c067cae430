"""The test with a loopback plug, run on a thread of its own. No widgets."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot

from serial_drivers.ports.loopback import LoopbackResult, LoopbackRun, SpeedResult
from ui.bench.ports.ports import BenchPorts

_JOIN_S = 1.0


class CableTest(QObject):
    """Signals: tried(SpeedResult), ended(LoopbackResult). Thread: UI."""

    tried = Signal(object)
    ended = Signal(object)
    _crossed = Signal(object, object)

    def __init__(self, ports: BenchPorts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ports = ports
        self._run: LoopbackRun | None = None
        self._crossed.connect(self._receive, Qt.ConnectionType.QueuedConnection)

    @property
    def is_running(self) -> bool:
        """Say whether a test is under way."""
        return self._run is not None

    def start(self, device: str) -> None:
        """Test this port; if we read it ourselves, we let go of it first."""
        self.stop()
        self._ports.release(device)
        mark: list[LoopbackRun] = []
        run = LoopbackRun(
            device,
            on_result=lambda one: self._crossed.emit(mark[0], one),
            on_done=lambda result: self._crossed.emit(mark[0], result),
        )
        mark.append(run)
        self._run = run
        run.start()

    def stop(self) -> None:
        """End after the speed that is under way; nothing more is told of it."""
        run, self._run = self._run, None
        if run is not None:
            run.cancel()

    def close(self) -> None:
        """End and wait for it; the program ends."""
        run = self._run
        self.stop()
        if run is not None:
            run.join(_JOIN_S)

    @Slot(object, object)
    def _receive(self, mark: LoopbackRun, told: SpeedResult | LoopbackResult) -> None:
        if mark is not self._run:
            return
        if isinstance(told, SpeedResult):
            self.tried.emit(told)
        else:
            self._run = None
            self.ended.emit(told)
