"""Simulated scales of the bench: each on a port of its own, with its small window."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.exceptions import InspectorError
from serial_drivers.simulators import SimulatedScale
from ui.simulator_window import SimulatorWindow, window_of
from ui.task_runner import TaskRunner


class BenchSimulators(QObject):
    """Signals: started(scale, number), stopped(path), refused(failure code)."""

    started = Signal(object, int)
    stopped = Signal(str)
    refused = Signal(str)

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._count = 0
        self.running: dict[str, tuple[SimulatedScale, SimulatorWindow]] = {}

    def start(self, protocol: str) -> None:
        """Switch on a scale that speaks this protocol and show its window."""
        try:
            scale = SimulatedScale(protocol)
        except InspectorError as failure:
            self.refused.emit(failure.code)
            return
        self._count += 1
        scale.start()
        path = scale.path
        window = window_of(scale)
        window.closed.connect(lambda: self.stop(path))
        self.running[path] = (scale, window)
        window.show()
        self.started.emit(scale, self._count)

    def stop(self, path: str) -> None:
        """Switch a scale off, off the UI thread; its card goes at once."""
        running = self.running.pop(path, None)
        if running is None:
            return
        scale, window = running
        self.stopped.emit(path)
        window.deleteLater()
        self._runner.run(scale.stop, storage=False)

    def close(self) -> None:
        """Switch all off; the program ends."""
        for scale, window in self.running.values():
            window.blockSignals(True)
            window.close()
            scale.stop()
        self.running.clear()
