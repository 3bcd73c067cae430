"""Keeps the record of reading sessions: begin and end as facts, the capture as a blob."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot

from inspector_app.domain.events import ReadingSessionOpened
from inspector_app.domain.exceptions import OutsideFailure
from inspector_app.services.reading_session import ReadingSessions
from ui.serial_link import CaptureStopped, SessionBegan, SessionEnded, SessionFact
from ui.task_runner import TaskRunner


class ReadingRecorder(QObject):
    """Facts arrive on reader threads through `tell` and are recorded on the storage thread.

    A capture that stopped is told to the person at once: the bytes of what follows are not kept.
    """

    _told = Signal(object)

    def __init__(
        self, sessions: ReadingSessions, runner: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._sessions, self._runner = sessions, runner
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)

    def tell(self, fact: SessionFact) -> None:
        """Take a fact from any thread."""
        self._told.emit(fact)

    @Slot(object)
    def _on_told(self, fact: SessionFact) -> None:
        if isinstance(fact, SessionBegan):
            self._runner.run(lambda: self._begin(fact))
        elif isinstance(fact, CaptureStopped):
            self._runner.failed.emit(OutsideFailure(fact.code, detail=fact.detail))
        else:
            self._runner.run(lambda: self._end(fact))

    def _begin(self, fact: SessionBegan) -> None:
        s = fact.settings
        self._sessions.open(
            ReadingSessionOpened(
                session_id=fact.session_id,
                port=s.port,
                adapter=s.adapter,
                protocol=s.protocol,
                line=fact.line,
                detection=s.detection,
            )
        )

    def _end(self, fact: SessionEnded) -> None:
        self._sessions.close(
            fact.session_id,
            interrupted=fact.interrupted,
            frames=fact.frames,
            problems=fact.problems,
            capture=fact.capture.read_bytes() if fact.capture.exists() else b"",
        )
        fact.capture.unlink(missing_ok=True)
