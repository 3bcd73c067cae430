"""Writes what comes into a file, on a thread of its own: a capture's events, a log's readings.

The queue is unbounded on purpose: a slow disk may delay the file, never thin it.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Generic, Protocol, TypeVar

_JOIN_S = 5.0
Kept_contra = TypeVar("Kept_contra", contravariant=True)
Item = TypeVar("Item")


class Writer(Protocol[Kept_contra]):
    """A file that takes one kind of thing."""

    def record(self, item: Kept_contra, /) -> None:
        """Write it. Raises OSError."""
        ...

    def close(self) -> None:
        """Finish. Raises OSError."""
        ...


class Recording(Generic[Item]):
    """A running recording. `record` and `finish` may be called from any one thread.

    on_failure: called on the writing thread when the disk refuses; what was written stays.
    """

    def __init__(
        self, path: Path, writer: Writer[Item], on_failure: Callable[[OSError], None]
    ) -> None:
        self.path = path
        self.chunks = 0
        self.is_broken = False
        self._on_failure = on_failure
        self._writer = writer
        self._events: queue.SimpleQueue[Item | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="recording", daemon=True)
        self._thread.start()

    def record(self, event: Item) -> None:
        """Keep this; returns at once."""
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
        except OSError as failure:
            self._refuse(failure)
            self._drain()
        finally:
            self._close()

    def _refuse(self, failure: OSError) -> None:
        """Say it once: a file that could not be written cannot be finished either."""
        if not self.is_broken:
            self.is_broken = True
            self._on_failure(failure)

    def _drain(self) -> None:
        """Take what still comes until the recording is finished: it has nowhere to go."""
        while self._events.get() is not None:
            pass

    def _close(self) -> None:
        try:
            self._writer.close()
        except OSError as failure:
            self._refuse(failure)
