"""Attends to an open port on the UI thread while the wire is calm: a wake-up less to the screen."""

from __future__ import annotations

import os
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier, Qt, Signal, Slot

from serial_drivers.ports.lent_pipe import LentPipe


class PortAttendant(QObject):
    """Waits in the event loop for what a port's process says.

    attend may be called from any thread. show: tells what was taken while `is_serving`. Where much
    comes at once, or the window stands still, the port's own thread gets the pipe back.
    """

    _called = Signal(object, int)

    def __init__(self, show: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._show = show
        self._pipe: LentPipe | None = None
        self._descriptor = -1
        self._notifier: QSocketNotifier | None = None
        self.is_serving = False
        self._called.connect(self._begin, Qt.ConnectionType.QueuedConnection)

    def attend(self, pipe: LentPipe, descriptor: int) -> None:
        """Serve this pipe from now on; the descriptor is closed at the end."""
        self._called.emit(pipe, descriptor)

    @Slot(object, int)
    def _begin(self, pipe: LentPipe, descriptor: int) -> None:
        if not pipe.is_lent:  # taken back before the window came to it
            os.close(descriptor)
            return
        self.leave()
        self._pipe, self._descriptor = pipe, descriptor
        self._notifier = QSocketNotifier(descriptor, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._serve)

    @Slot()
    def _serve(self) -> None:
        pipe = self._pipe
        if pipe is None:
            return
        self.is_serving = True
        try:
            goes_on = pipe.serve()
        finally:
            self.is_serving = False
        self._show()
        pipe.rest()
        if not goes_on and pipe is self._pipe:  # a slot may have opened another port by now
            self.leave()

    def leave(self) -> None:
        """Stop serving; the port's own thread goes on once it has the pipe back."""
        if self._notifier is None:
            return
        self._notifier.setEnabled(False)
        self._notifier.deleteLater()
        os.close(self._descriptor)
        self._notifier = self._pipe = None
