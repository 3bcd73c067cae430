"""The runs that lie on this laptop: found again at the start, shown, exported, discarded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from inspector_app.metrology.wire_probes.changes_with_time import changes_with_time
from inspector_app.services.sheets import Sheet
from serial_drivers.aids.drift_run import DriftRun
from serial_drivers.keeping.run_reader import RunFile
from serial_drivers.keeping.run_shelf import RunShelf
from ui.bench.aids import aid_words, run_advice
from ui.bench.aids.kept_runs_view import KeptRunsView, scale_of
from ui.bench.aids.run_keeping import RunKeeping
from ui.bench.aids.run_sheets import run_sheets
from ui.bench.notice import Notice
from ui.bench.ports import advice
from ui.exporting import Exporting
from ui.task_runner import TaskRunner


class KeptRuns(QObject):
    """Joins folder, table and notice. Thread: UI. Signal opened: the table shall be in sight."""

    opened = Signal()

    def __init__(self, folder: Path, runner: TaskRunner, notice: Notice, parent: QObject) -> None:
        super().__init__(parent)
        self.keeping, self.view = RunKeeping(RunShelf(folder), runner, self), KeptRunsView()
        self._notice, self._runner = notice, runner
        keeping, view = self.keeping, self.view
        self.exporting = Exporting(view.export, runner, self._sheets, self._name, first="csv")
        self.exporting.written.connect(lambda path: advice.say_values(notice, path))
        keeping.finished.connect(lambda _path: self.renew())
        keeping.refused.connect(self._on_refused)
        view.chosen.connect(self._on_chosen)
        view.discard_wanted.connect(self.discard)

    # --- finding ---------------------------------------------------------------------------

    def begin(self) -> None:
        """Look for runs that were cut off; what was discarded before goes for good."""
        shelf = self.keeping.shelf

        def work() -> tuple[RunFile, ...]:
            shelf.clear_away()
            return shelf.all()

        self._runner.run(work, self._on_begun, self._on_failure, storage=False)

    def _on_begun(self, runs: Sequence[RunFile]) -> None:
        self._show(runs)
        cut = [
            one
            for one in runs
            if not one.is_finished and not one.is_seen and one.path != self.keeping.path
        ]
        if cut:
            run_advice.say_cut_off(self._notice, self, cut)

    def renew(self, then: Callable[[], None] | None = None) -> None:
        """Read the folder again."""

        def done(runs: Sequence[RunFile]) -> None:
            self._show(runs)
            if then is not None:
                then()

        self._runner.run(self.keeping.shelf.all, done, self._on_failure, storage=False)

    @Slot(str)
    def on_leaf(self, key: str) -> None:
        """Read the folder anew when the table is looked at: a run may be under way."""
        if key == "runs":
            self.renew()

    def _show(self, runs: Sequence[RunFile]) -> None:
        self.view.show_runs(runs, self.keeping.path)

    def _on_failure(self, failure: Exception) -> None:
        if not isinstance(failure, OSError):
            raise failure
        run_advice.say_folder_refused(self._notice, failure.strerror or str(failure))

    # --- one of them -----------------------------------------------------------------------

    def open(self, one: RunFile) -> None:
        """Show this run; from now on it is one among the others."""
        self.opened.emit()
        self.view.choose(one.path)
        self._settle(one)

    def _settle(self, one: RunFile) -> None:
        shelf = self.keeping.shelf
        if not one.is_finished and not one.is_seen:
            self._runner.run(lambda: shelf.settle(one.path), None, self._on_failure, storage=False)

    def export(self, one: RunFile) -> None:
        """Show this run and ask where its values shall go."""
        self.open(one)
        self.view.export.click()

    @Slot(object)
    def _on_chosen(self, path: Path) -> None:
        """Ask the probe about a drift run, off the UI thread: it may be a day long."""
        one = self.view.current()
        if one is None or not isinstance(one.run, DriftRun):
            return
        samples, interval = one.run.samples, one.header.interval
        self._runner.run(
            lambda: (changes_with_time(samples, interval),),
            lambda probes: self.view.show_probes(path, probes),
            storage=False,
        )

    @Slot(object)
    def discard(self, path: Path) -> None:
        """Put a run aside, and offer to take it back."""
        shelf = self.keeping.shelf
        self._runner.run(
            lambda: shelf.discard(path),
            lambda _none: self.renew(lambda: run_advice.say_discarded(self._notice, self, path)),
            self._on_failure,
            storage=False,
        )

    def take_back(self, path: Path) -> None:
        """Put a discarded run back."""
        shelf = self.keeping.shelf
        self._runner.run(
            lambda: shelf.take_back(path),
            lambda _none: self.renew(lambda: self.view.choose(path)),
            self._on_failure,
            storage=False,
        )

    def retranslate(self) -> None:
        """Name the button in the language in use."""
        self.exporting.retranslate()
        self.view.retranslate()

    @Slot(str)
    def _on_refused(self, detail: str) -> None:
        run_advice.say_not_kept(self._notice, self.keeping, detail)

    # --- to a file -------------------------------------------------------------------------

    def _sheets(self) -> tuple[Sheet, ...]:
        one = self.view.current()
        return run_sheets(one.run, scale_of(one)) if one is not None else ()

    def _name(self) -> str:
        one = self.view.current()
        return "" if one is None else f"{aid_words.title_of(one.header.aid)} {one.path.stem[:8]}"
