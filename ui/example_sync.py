"""The example's office: started beside the window on this machine, joined, stopped with it."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from inspector_app.adapters.example_office import ExampleOffice, start_example_office
from inspector_app.services.sync_ports import Enrolment
from inspector_app.words import gettext as _
from ui.sync_bridge import SyncBridge
from ui.task_runner import TaskRunner

OFFICE_NAME = "揭阳市市场监督管理局"


class ExampleSync(QObject):
    """Starts the office off the window's thread. Signal failed(Exception): it could not start."""

    failed = Signal(object)

    def __init__(
        self, folder: Path, bridge: SyncBridge, runner: TaskRunner, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._folder, self._bridge, self._runner = folder, bridge, runner
        self._lock = threading.Lock()
        self._office: ExampleOffice | None = None
        self._is_closed = False

    def start(self) -> None:
        """Start the office, and join it or follow it to its new port."""
        self._runner.run(self._started, self._on_started, self.failed.emit, storage=False)

    def close(self) -> None:
        """Stop the office, also one that is still starting."""
        with self._lock:
            self._is_closed = True
            office, self._office = self._office, None
        if office is not None:
            office.stop()

    def _started(self) -> tuple[ExampleOffice, Enrolment | None]:
        office = start_example_office(self._folder, OFFICE_NAME)
        with self._lock:
            self._office = None if self._is_closed else office
            is_late = self._is_closed
        if is_late:
            office.stop()
        return office, self._bridge.lists.enrolment()

    def _on_started(self, found: tuple[ExampleOffice, Enrolment | None]) -> None:
        office, known = found
        _say(_("Pages of the example's office, in a browser: {address}"), office.pages)
        if known is None:
            self._bridge.enrol(office.code, office.address, "")
        else:
            self._bridge.move_office(office.address, self.failed.emit)


def _say(pattern: str, address: str) -> None:
    """Tell the terminal that started the example; a windowed program has none."""
    if sys.stdout is not None:
        sys.stdout.write(pattern.format(address=address) + "\n")
        sys.stdout.flush()
