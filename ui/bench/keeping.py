"""What the bench writes to files and plays from them: captures, logs, replays; with its dialogs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector_app.domain.exceptions import InspectorError
from inspector_app.words import gettext as _
from serial_drivers.keeping.replay import ReplayEnd
from ui.bench.files.file_advice import TOPIC, FileEnd, say_ended
from ui.bench.files.replaying import Replays
from ui.bench.notice import Notice
from ui.bench.ports import advice
from ui.bench.ports.ports import BenchPorts
from ui.bench.wire.byte_card import ByteCard
from ui.bench.wire.stream import BenchStream

CAPTURE_FILTER = "*.hpcapture"
LOG_FILTER = "*.csv"


class Keeping(QObject):
    """Asks where, begins and ends, and says in the notice how it went."""

    def __init__(
        self,
        window: QWidget,
        stream: BenchStream,
        ports: BenchPorts,
        replays: Replays,
        notice: Notice,
    ) -> None:
        super().__init__(window)
        self._window, self._stream, self._ports, self._notice = window, stream, ports, notice
        self._dialog: QFileDialog | None = None
        self._ends: tuple[FileEnd, ...] = ()
        stream.capture.finished.connect(self._on_recorded)
        stream.capture.failed.connect(self._on_recording_failed)
        stream.log.finished.connect(self._on_logged)
        stream.log.failed.connect(self._on_log_failed)
        ports.replay_refused.connect(self._on_replay_refused)
        replays.ended.connect(self._on_replay_ended)

    def follow_buttons(self, bytes_card: ByteCard) -> None:
        """Let this card's buttons begin and end, and show what runs."""
        stream = self._stream
        bytes_card.record_wanted.connect(self.ask_record)
        bytes_card.log_wanted.connect(self.ask_log)
        bytes_card.stop_wanted.connect(stream.capture.stop)
        bytes_card.stop_log_wanted.connect(stream.log.stop)
        stream.capture.changed.connect(
            lambda: bytes_card.show_recording(is_recording=stream.capture.is_running)
        )
        stream.log.changed.connect(lambda: bytes_card.show_log(is_logging=stream.log.is_running))

    # --- asking where ----------------------------------------------------------------------

    @Slot()
    def ask_record(self) -> None:
        """Ask for the file of a capture and begin it."""
        self._ask_save(_("Record a capture"), self._stream.start_recording, CAPTURE_FILTER)

    @Slot()
    def ask_log(self) -> None:
        """Ask for the file of a log and begin it."""
        self._ask_save(_("Log readings to a CSV file"), self._stream.start_log, LOG_FILTER)

    def _ask_save(self, title: str, act: Callable[[Path], None], pattern: str) -> None:
        if self._stream.entry is None or self._stream.driver is None:
            advice.say_nothing_to_record(self._notice)
            return
        stem = "".join(c if c.isalnum() else "-" for c in self._stream.entry.name).strip("-")
        dialog = self._dialog_of(title, pattern, act)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.selectFile(stem)
        dialog.open()

    @Slot()
    def ask_capture(self) -> None:
        """Ask for a capture and play it."""
        dialog = self._dialog_of(_("Replay a capture"), CAPTURE_FILTER, self._ports.replay)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptOpen)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.open()

    def _dialog_of(self, title: str, pattern: str, act: Callable[[Path], None]) -> QFileDialog:
        dialog = QFileDialog(self._window, title)
        kind = _("Captures ({pattern})").format(pattern=pattern)
        if pattern == LOG_FILTER:
            kind = f"CSV ({pattern})"
        dialog.setNameFilters([kind, "* (*)"])
        dialog.setDefaultSuffix(pattern.removeprefix("*."))
        dialog.fileSelected.connect(lambda chosen: act(Path(chosen)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dialog = dialog
        return dialog

    # --- how it went -----------------------------------------------------------------------

    def _on_ended(self, end: FileEnd) -> None:
        """Say it; of the other file too, while what was said of that one still stands there."""
        others = self._ends if self._notice.topic == TOPIC else ()
        self._ends = (*(one for one in others if one.what != end.what), end)
        say_ended(self._notice, self._ends)

    @Slot(object, int)
    def _on_recorded(self, path: Path, chunks: int) -> None:
        self._on_ended(FileEnd("capture", path, chunks))

    @Slot(str)
    def _on_recording_failed(self, detail: str) -> None:
        self._on_ended(FileEnd("capture", detail=detail))

    @Slot(object, int)
    def _on_logged(self, path: Path, count: int) -> None:
        self._on_ended(FileEnd("log", path, count))

    @Slot(str)
    def _on_log_failed(self, detail: str) -> None:
        self._on_ended(FileEnd("log", detail=detail))

    @Slot(object)
    def _on_replay_refused(self, failure: InspectorError) -> None:
        advice.say_refused(self._notice, "replay", failure)

    @Slot(object)
    def _on_replay_ended(self, end: ReplayEnd) -> None:
        if end.is_cut:
            advice.say_cut(self._notice)
