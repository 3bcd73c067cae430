"""One file that is written while readings come: begun and finished off the UI thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from ui.bench.files.recording import Recording, Writer
from ui.task_runner import TaskRunner


class Filing(QObject):
    """At most one file at a time. Signals: changed, finished(path, count), failed(text)."""

    changed = Signal()
    finished = Signal(object, int)
    failed = Signal(str)

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._recording: Recording[Any] | None = None
        self.failed.connect(self.stop)

    @property
    def is_running(self) -> bool:
        """Say whether a file is being written."""
        return self._recording is not None

    @property
    def count(self) -> int:
        """Return how much was put into the running file."""
        return self._recording.chunks if self._recording is not None else 0

    def start(self, path: Path, open_writer: Callable[[], Writer[Any]]) -> None:
        """Write into this file from now on. open_writer may raise OSError: told by `failed`."""

        def refused(failure: Exception) -> None:
            if not isinstance(failure, OSError):
                raise failure
            self.failed.emit(_reason(failure))

        def begun(recording: Recording[Any]) -> None:
            self.stop()
            self._recording = recording
            self.changed.emit()

        # The disk refuses on the writing thread: the signal is the crossing.
        self._runner.run(
            lambda: Recording(path, open_writer(), lambda f: self.failed.emit(_reason(f))),
            begun,
            refused,
            storage=False,
        )

    def record(self, item: object) -> None:
        """Put this into the file, if one is written; returns at once."""
        if self._recording is not None:
            self._recording.record(item)

    def stop(self) -> None:
        """Finish the file; `finished` tells when it is complete."""
        recording, self._recording = self._recording, None
        if recording is None:
            return
        self.changed.emit()

        def told(is_done: bool) -> None:
            if is_done and not recording.is_broken:
                self.finished.emit(recording.path, recording.chunks)

        self._runner.run(recording.finish, told, storage=False)

    def close(self) -> None:
        """Finish here and now, for the program ends."""
        recording, self._recording = self._recording, None
        if recording is not None:
            recording.finish()


def _reason(failure: OSError) -> str:
    return failure.strerror or str(failure)
