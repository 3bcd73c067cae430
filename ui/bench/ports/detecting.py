"""Detection runs, each on a thread of its own; what they tell crosses to the UI thread here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal, Slot

from serial_drivers.catalog import drivers
from serial_drivers.finding.detection import Candidate, Detection, DetectionRun, Hint, Trying

_JOIN_S = 1.0


class Detections(QObject):
    """Signals: progressed(device, Trying), finished(device, Detection). Thread: UI."""

    progressed = Signal(str, object)
    finished = Signal(str, object)
    _crossed = Signal(str, int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs: dict[str, tuple[int, DetectionRun]] = {}
        self._count = 0
        self._is_closed = False
        self._crossed.connect(self._receive, Qt.ConnectionType.QueuedConnection)

    def start(self, device: str, hints: Sequence[Hint] = (), *, thorough: bool = False) -> None:
        """Begin anew on this port; a run that is under way there is cancelled.

        hints: what spoke there before, tried first. thorough: within minutes instead of seconds.
        """
        self.cancel(device)
        self._count += 1
        number = self._count
        run = DetectionRun(
            device,
            drivers(),
            on_progress=partial(self._tell, device, number),
            hints=hints,
            thorough=thorough,
            on_done=partial(self._tell, device, number),
        )
        self._runs[device] = (number, run)
        run.start()

    def _tell(self, device: str, number: int, told: Trying | Candidate | Detection) -> None:
        """Let it cross; a run that still waits for a server may outlive the window."""
        if not self._is_closed:
            self._crossed.emit(device, number, told)

    def cancel(self, device: str) -> None:
        """End the run on this port, if there is one; nothing more is told of it."""
        running = self._runs.pop(device, None)
        if running is not None:
            running[1].cancel()

    def is_running(self, device: str) -> bool:
        """Say whether this port is being tried."""
        return device in self._runs

    def close(self) -> None:
        """Cancel all and wait for them; a read in progress ends within 0.2 s."""
        self._is_closed = True
        runs = [run for _number, run in self._runs.values()]
        self._runs.clear()
        for run in runs:
            run.cancel()
        for run in runs:
            run.join(_JOIN_S)

    @Slot(str, int, object)
    def _receive(self, device: str, number: int, told: Trying | Candidate | Detection) -> None:
        running = self._runs.get(device)
        if running is None or running[0] != number:
            return
        if isinstance(told, Trying):
            self.progressed.emit(device, told)
        elif isinstance(told, Detection):
            del self._runs[device]
            self.finished.emit(device, told)
