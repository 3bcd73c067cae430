"""Digital calibration certificates in the window: one fills the particulars, one is saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.inspection import Inspection
from inspector_app.services.export_dcc import ExportDcc
from inspector_app.words import gettext as _
from ui.inspect.presenter import InspectPresenter
from ui.task_runner import TaskRunner


class DccFiles(QObject):
    """Signals: failed(Exception): nothing was changed, and why; written(path): it lies there."""

    failed = Signal(object)
    written = Signal(object)

    def __init__(self, presenter: InspectPresenter, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._presenter, self._runner = presenter, runner

    def ask_import(self, above: QWidget) -> None:
        """Ask for a certificate and fill the empty particulars from it."""
        title, kinds = _("Fill from a DCC file…"), _("Digital calibration certificate (*.xml)")
        name, _filter = QFileDialog.getOpenFileName(above, title, "", kinds)
        if name:
            self.import_file(Path(name))

    def import_file(self, file: Path) -> None:
        """Read it beside the storage thread; a file that does not fit the schema fills nothing."""
        from inspector_app.adapters.dcc_reader import DccReport, check_file
        from inspector_app.evidence.calibration_certificate import particulars_of

        def done(report: DccReport) -> None:
            certificate = report.certificate
            if certificate is None or report.problems:
                first = report.problems[0] if report.problems else "–"
                count = len(report.problems)
                self.failed.emit(
                    InputInvalid("dcc_not_sound", field="file", count=count, problem=first)
                )
                return
            self._presenter.import_dcc(particulars_of(certificate, report.sha256))

        self._runner.run(lambda: check_file(file), done, self.failed.emit, storage=False)

    def ask_export(self, above: QWidget) -> None:
        """Ask where to, and save the measured results of the sealed inspection shown."""
        view = self._presenter.view
        if view is None:
            return
        title, kinds = _("Save as DCC"), _("Digital calibration certificate (*.xml)")
        proposed = f"{view.inspection.number}-dcc.xml"
        name, _filter = QFileDialog.getSaveFileName(above, title, proposed, kinds)
        if name:
            self.export_to(view.inspection, Path(name))

    def export_to(self, inspection: Inspection, target: Path) -> None:
        """Write the certificate where the person wants it."""
        from inspector_app.adapters.dcc_writer import write

        work = self._presenter.workplace
        case = ExportDcc(work.storage.log, work.rules, write)

        def task() -> Path:
            made = case.of(inspection)
            try:
                target.write_bytes(made.data)
            except OSError as failure:
                raise InputInvalid(
                    "dcc_file_not_written", file=target, detail=failure.strerror
                ) from None
            return target

        self._runner.run(task, self.written.emit, self.failed.emit, storage=False)
