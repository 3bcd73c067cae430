"""A button that writes a list to a file, as CSV or as a workbook, where the person wants it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector_app.domain.exceptions import OutsideFailure, WrongState
from inspector_app.services.sheets import Sheet
from inspector_app.words import gettext as _
from ui.task_runner import TaskRunner
from ui.widgets.button import Button

MakeSheets = Callable[[], Sequence[Sheet]]


class Exporting(QObject):
    """Signal written(path): the file lies there. A failure goes the way of all failures."""

    written = Signal(object)

    def __init__(
        self,
        button: Button,
        runner: TaskRunner,
        sheets: MakeSheets,
        name: Callable[[], str],
        *,
        first: Literal["xlsx", "csv"] = "xlsx",
    ) -> None:
        """Let this button write. first: the kind of file that is proposed."""
        super().__init__(button)
        self._first = first
        self._button, self._runner, self._sheets, self._name = button, runner, sheets, name
        button.clicked.connect(self._ask)
        self.retranslate()

    def _ask(self) -> None:
        window: QWidget = self._button.window()
        kinds = [_("Workbook (*.xlsx)"), _("CSV text (*.csv)")]
        kinds.sort(key=lambda kind: f"*.{self._first}" not in kind)
        path, kind = QFileDialog.getSaveFileName(
            window, _("Export the list"), f"{self._name()}.{self._first}", ";;".join(kinds)
        )
        if path:
            target = Path(path)
            if not target.suffix:
                target = target.with_suffix(".csv" if "csv" in kind else ".xlsx")
            self.write(target)

    def write(self, target: Path) -> None:
        """Write the list to a file; a CSV holds the first sheet only."""
        make = self._sheets

        def task() -> Path:
            from inspector_app.adapters.sheet_writer import SheetFiles

            sheets, files = make(), SheetFiles()
            if not sheets:
                raise WrongState("export_nothing_yet")
            as_csv = target.suffix.casefold() == ".csv"
            data = files.csv(sheets[0]) if as_csv else files.xlsx(sheets)
            try:
                target.write_bytes(data)
            except OSError as failure:
                raise OutsideFailure(
                    "export_not_written", name=target.name, detail=failure.strerror or ""
                ) from failure
            return target

        self._runner.run(task, self.written.emit)

    def retranslate(self) -> None:
        """Name the button in the language in use."""
        self._button.setText(_("Export"))
        self._button.setToolTip(_("Write this list as a workbook or CSV"))
