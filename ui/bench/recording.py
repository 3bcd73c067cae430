"""Records what comes and goes into a capture file, on a thread of its own: no byte is dropped.

The queue is unbounded on purpose: a slow disk may delay the file, never thin it.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from pathlib import Path

from serial_drivers.capture import CaptureHeader, CaptureWriter
from serial_drivers.port_events import PortEvent

_JOIN_S = 5.0


class Recording:
    """A running recording. `record` and `finish` may be called from any one thread.

    on_failure: called on the writing thread when the disk refuses; what was written stays.
    Opening the file may raise OSError.
    """

    def __init__(
        self, path: Path, header: CaptureHeader, on_failure: Callable[[OSError], None]
    ) -> None:
        self.path = path
        self.chunks = 0
        self._on_failure = on_failure
        self._writer = CaptureWriter(path, header)
        self._events: queue.SimpleQueue[PortEvent | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="recording", daemon=True)
        self._thread.start()

    def record(self, event: PortEvent) -> None:
        """Keep this event; returns at once."""
        self.chunks += 1
        self._events.put(event)

    def finish(self) -> bool:
        """Write what waits and close the file; say whether that is done. Waits for the disk."""
        self._events.put(None)
        self._thread.join(_JOIN_S)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            while (event := self._events.get()) is not None:
                self._writer.record(event)
            self._writer.close()
        except OSError as failure:
            self._on_failure(failure)
