"""Keeps a run of the aids while it goes: each value in its file, written off the UI thread.

A crash, a full disk or a closed lid costs nothing but the second it happened in.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from serial_drivers.keeping.run_file import (
    Fact,
    KeptRun,
    RunFacts,
    RunHeader,
    RunWriter,
    end_fact,
)
from serial_drivers.keeping.run_shelf import RunShelf
from ui.bench.files.recording import Recording
from ui.task_runner import TaskRunner


class RunKeeping(QObject):
    """At most one run at a time. Thread: UI.

    Signals: refused(text of the system): the disk took no more, the run itself goes on;
    finished(path): everything of a run lies in its file.
    """

    refused = Signal(str)
    finished = Signal(object)

    def __init__(self, shelf: RunShelf, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shelf, self._runner = shelf, runner
        self._recording: Recording[Fact] | None = None
        self._facts = RunFacts()
        self._run: KeptRun | None = None
        self._header: RunHeader | None = None
        self.path: Path | None = None

    @property
    def is_running(self) -> bool:
        """Say whether a run is being kept."""
        return self._run is not None

    @property
    def is_refused(self) -> bool:
        """Say whether the disk took no more of the run under way."""
        return self._recording is not None and self._recording.is_broken

    def begin(self, run: KeptRun, header: RunHeader) -> None:
        """Keep this run from now on."""
        self.end()
        self._run, self._header = run, header
        self.path = self.shelf.path_for(header.aid, header.started_at)
        self._write(self.path, header, goes_on=False)

    def _write(self, path: Path, header: RunHeader, *, goes_on: bool) -> None:
        self._facts = RunFacts()
        # The disk refuses on the writing thread: the signal is the crossing.
        self._recording = Recording(
            path,
            RunWriter(path, header, goes_on=goes_on),
            lambda failure: self.refused.emit(failure.strerror or str(failure)),
        )

    def note(self) -> None:
        """Keep what is new of the run; returns at once."""
        if self._run is not None and self._recording is not None:
            for fact in self._facts.fresh(self._run):
                self._recording.record(fact)

    @Slot()
    def again(self) -> None:
        """Try the disk once more: all that the file has not got yet goes into it."""
        before = self._recording
        if before is None or not before.is_broken:
            return
        if self._header is not None and self.path is not None:
            self._runner.run(before.finish, storage=False)
            self._write(self.path, self._header, goes_on=True)
            self.note()

    def end(self) -> None:
        """The run is over: finish its file; `finished` tells when all of it is written."""
        recording = self._take_end()
        if recording is None:
            return
        path = recording.path

        def told(is_done: bool) -> None:
            if is_done and not recording.is_broken:
                self.finished.emit(path)

        self._runner.run(recording.finish, told, storage=False)

    def _take_end(self) -> Recording[Fact] | None:
        if self.is_refused:
            self.again()
        self.note()
        recording, self._recording, self._run, self.path = self._recording, None, None, None
        if recording is not None:
            recording.record(end_fact())
        return recording

    def close(self) -> None:
        """Finish here and now, for the program ends."""
        recording = self._take_end()
        if recording is not None:
            recording.finish()
