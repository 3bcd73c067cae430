"""The documents of an inspection: draft preview, issue, open, save, print, verify."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import gettempdir

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage, QPainter
from PySide6.QtWidgets import QWidget

from inspector_app.domain.inspection import Inspection
from inspector_app.reports.base import Report
from inspector_app.reports.catalogue import RECORD_KEY, record_report, reports_for
from inspector_app.services.issue_report import IssueReport
from inspector_app.services.void_report import counts_no_longer
from inspector_app.services.workplace import Workplace
from inspector_app.words import Words, current_language
from ui.task_runner import TaskRunner

_PRINT_DPI = 300


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF in hand. is_draft: not sealed, shown as a preview only."""

    name: str
    data: bytes
    is_draft: bool


class PdfPages:
    """Renders pages of a PDF; QtPdf is loaded at the first one."""

    def __init__(self, data: bytes) -> None:
        from PySide6.QtPdf import QPdfDocument

        self._buffer = QBuffer()
        self._buffer.setData(QByteArray(data))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document = QPdfDocument()
        self._document.load(self._buffer)

    @property
    def count(self) -> int:
        """Return the number of pages, 0 for what is no PDF."""
        return max(0, int(self._document.pageCount()))

    def page(self, number: int, width: int) -> QImage:
        """Return a page, counted from 1, on white, `width` pixels wide."""
        points = self._document.pagePointSize(number - 1)
        height = round(width * points.height() / max(points.width(), 1.0))
        drawn = self._document.render(number - 1, QSize(width, height))
        sheet = QImage(drawn.size(), QImage.Format.Format_RGB32)
        sheet.fill(0xFFFFFFFF)
        painter = QPainter(sheet)
        painter.drawImage(0, 0, drawn)
        painter.end()
        return sheet

    def print_on(self, parent: QWidget) -> bool:
        """Ask for a printer and print all pages; say whether it was printed."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setResolution(_PRINT_DPI)
        if QPrintDialog(printer, parent).exec() != QPrintDialog.DialogCode.Accepted:
            return False
        self.draw_on(printer)
        return True

    def draw_on(self, printer: object) -> None:
        """Draw all pages on a QPrinter, one a sheet."""
        from PySide6.QtPrintSupport import QPrinter

        assert isinstance(printer, QPrinter)
        painter = QPainter(printer)
        room = painter.viewport()
        for number in range(1, self.count + 1):
            if number > 1:
                printer.newPage()
            sheet = self.page(number, room.width())
            painter.drawImage(room.topLeft(), sheet)
        painter.end()


def known_keys(work: Workplace) -> tuple[bytes, ...]:
    """Return the raw keys of this laptop, its people, and all that known chains introduced."""
    registry = work.storage.registry
    people = {p.person_id: p for p in (*registry.people(), work.person)}
    own = (work.inspector_signer(p).public_key for p in people.values())
    return (work.device_signer.public_key, *own, *registry.introduced_keys())


class Documents(QObject):
    """Signals: paper_ready(Paper), verified(VerificationReport), failed(Exception)."""

    paper_ready = Signal(object)
    verified = Signal(object)
    failed = Signal(object)

    def __init__(self, workplace: Workplace, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace, self._runner = workplace, runner
        self._wanted = 0

    @staticmethod
    def report_for(inspection: Inspection) -> Report | None:
        """Return the document of this kind of inspection, None if there is none."""
        return record_report() if reports_for(inspection.kind) else None

    def draft(self, inspection: Inspection) -> None:
        """Draw the document as it would be now; it is kept nowhere."""
        work, report = self._workplace, self.report_for(inspection)
        if report is None:
            return
        language = current_language()
        self._wanted += 1
        number = self._wanted

        def task() -> Paper:
            book = work.shelf.book_for(inspection)
            document = report.build(inspection, book, Words(language))
            data = work.pdf_writer.write(document, attachments=(), created_at=work.clock.now())
            return Paper(name=f"{inspection.number}.pdf", data=data, is_draft=True)

        def done(paper: Paper) -> None:
            if number == self._wanted:
                self.paper_ready.emit(paper)

        self._runner.run(task, done, self.failed.emit)

    def issue(self, inspection: Inspection, then: Callable[[Inspection], None]) -> None:
        """Write, keep and show the document of a sealed inspection."""
        work, report = self._workplace, self.report_for(inspection)
        if report is None:
            return
        language, storage = current_language(), self._workplace.storage
        case = IssueReport(
            storage.log,
            storage.blobs,
            work.clock,
            work.pdf_writer,
            work.shelf.book_for(inspection),
            public_page=work.public_page(),
        )
        self._wanted += 1

        def done(issued: object) -> None:
            from inspector_app.services.issue_report import IssuedReport

            assert isinstance(issued, IssuedReport)
            self.paper_ready.emit(Paper(name=issued.name, data=issued.pdf, is_draft=False))
            then(issued.inspection)

        self._runner.run(
            lambda: case(inspection.inspection_id, report, language=language),
            done,
            self.failed.emit,
        )

    def show_issued(self, inspection: Inspection) -> None:
        """Show the newest record that was issued, if it lies here and not at the office only."""
        blobs = self._workplace.storage.blobs
        own = [one for one in inspection.reports if one.report == RECORD_KEY]
        newest = (own or inspection.reports)[-1]
        self._wanted += 1

        def task() -> Paper | None:
            if not blobs.path(newest.sha256).exists():
                return None
            return Paper(name=newest.name, data=blobs.get(newest.sha256), is_draft=False)

        self._runner.run(task, self._on_found, self.failed.emit)

    def _on_found(self, paper: Paper | None) -> None:
        if paper is not None:
            self.paper_ready.emit(paper)

    def open_outside(self, paper: Paper) -> None:
        """Open the file in the system's own viewer, from a copy: the kept one stays untouched."""
        folder = Path(gettempdir()) / "hengping"

        def task() -> Path:
            folder.mkdir(mode=0o700, exist_ok=True)
            target = folder / paper.name
            target.write_bytes(paper.data)
            return target

        def done(path: Path) -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

        self._runner.run(task, done, self.failed.emit, storage=False)

    def save_as(self, paper: Paper, target: Path) -> None:
        """Write a copy where the person wants it."""
        self._runner.run(
            lambda: target.write_bytes(paper.data), None, self.failed.emit, storage=False
        )

    def verify(self, paper: Paper) -> None:
        """Check the document against this laptop's keys and log, as a stranger would."""
        from inspector_app.adapters.pdf_verification import verify_file

        work = self._workplace

        def task() -> object:
            log, registry = work.storage.log, work.storage.registry
            return verify_file(
                paper.data,
                known_hash=registry.report_hash_known,
                known_keys=known_keys(work),
                declared_void=partial(counts_no_longer, log, registry),
            )

        self._runner.run(task, self.verified.emit, self.failed.emit)
