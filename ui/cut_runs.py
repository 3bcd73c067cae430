"""Tells at the start that a run on the Bench was cut off, whatever page the day begins on."""

from __future__ import annotations

from pathlib import Path

from inspector_app.words import gettext as _
from ui.main_window import MainWindow
from ui.task_runner import TaskRunner


def look_for_cut_runs(folder: Path, runner: TaskRunner, window: MainWindow) -> None:
    """Look into the folder of kept runs, off the UI thread; the Bench offers what can be done."""

    def work() -> bool:
        from serial_drivers.keeping.run_shelf import RunShelf

        runs = RunShelf(folder).all()
        return any(not one.is_finished and not one.is_seen for one in runs)

    def done(is_any: bool) -> None:
        if is_any:
            window.say(
                _("A run on the Bench was cut off; everything up to then is kept there."), "warn"
            )

    # A folder that cannot be read is told on the Bench.
    runner.run(work, done, lambda _failure: None, storage=False)
