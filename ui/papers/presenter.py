"""Loads a record's papers, draws drafts, issues and voids: use cases off the window's thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.events import ReportIssued
from inspector_app.domain.exceptions import DomainRuleBroken
from inspector_app.domain.inspection import Inspection
from inspector_app.reports.base import Report
from inspector_app.reports.entries import Filled
from inspector_app.services.inspection_log import load
from inspector_app.services.issue_report import IssuedReport, IssueReport
from inspector_app.services.void_report import VoidReport
from inspector_app.services.workplace import Workplace
from inspector_app.words import Words, current_language
from ui.inspect.documents import Paper
from ui.papers.issued import VoidWish
from ui.papers.model import PapersState, state_of
from ui.task_runner import TaskRunner


@dataclass(frozen=True, slots=True, kw_only=True)
class NextNumber:
    """The number that the next paper gets, or why there is none."""

    report: str
    number: str = ""
    failure: DomainRuleBroken | None = None


class PapersPresenter(QObject):
    """Signals: loaded(PapersState), drawn(Paper), numbered(NextNumber), issued(IssuedReport),
    voided(Inspection), found(Paper), failed(Exception).
    """  # noqa: D205 - the signals are the summary

    loaded = Signal(object)
    drawn = Signal(object)
    numbered = Signal(object)
    issued = Signal(object)
    voided = Signal(object)
    found = Signal(object)
    failed = Signal(object)

    def __init__(self, workplace: Workplace, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace, self._runner = workplace, runner
        self._drawings = 0

    def load(self, inspection_id: str) -> None:
        """Look at a record and at what papers it may have."""
        work, words = self._workplace, Words(current_language())

        def task() -> PapersState:
            inspection = load(work.storage.log, inspection_id)
            return state_of(inspection, work.shelf.book_for(inspection), words)

        self._runner.run(task, self.loaded.emit, self.failed.emit)

    def draw(self, inspection: Inspection, report: Report, entries: Mapping[str, str]) -> None:
        """Draw the paper as it would be now, without number; only the newest is shown."""
        work, words = self._workplace, Words(current_language())
        self._drawings += 1
        number = self._drawings

        def task() -> Paper:
            filled = Filled(entries=dict(entries), on=work.clock.today(), law=work.rules)
            document = report.build(inspection, work.shelf.book_for(inspection), words, filled)
            data = work.pdf_writer.write(document, attachments=(), created_at=work.clock.now())
            name = f"{inspection.number}-{report.key}-draft.pdf"
            return Paper(name=name, data=data, is_draft=True)

        def done(paper: Paper) -> None:
            if number == self._drawings:
                self.drawn.emit(paper)

        self._runner.run(task, done, self.failed.emit)

    def ask_number(self, report: Report) -> None:
        """Ask which number the next paper of this kind gets; none is taken."""
        work = self._workplace

        def task() -> NextNumber:
            try:
                number = work.number_book().next(report.number_kind, work.clock.today())
            except DomainRuleBroken as failure:
                return NextNumber(report=report.key, failure=failure)
            return NextNumber(report=report.key, number=str(number))

        self._runner.run(task, self.numbered.emit, self.failed.emit)

    def issue(self, inspection_id: str, report: Report, entries: Mapping[str, str]) -> None:
        """Write, number and keep the paper."""
        work, language = self._workplace, current_language()
        values = dict(entries)
        self._drawings += 1

        def task() -> IssuedReport:
            case = IssueReport(
                work.storage.log,
                work.storage.blobs,
                work.clock,
                work.pdf_writer,
                work.shelf.book_for(load(work.storage.log, inspection_id)),
                law=work.rules,
                public_page=work.public_page(),
                numbers=work.number_book(),
            )
            return case(inspection_id, report, language=language, entries=values)

        self._runner.run(task, self.issued.emit, self.failed.emit)

    def void(self, inspection_id: str, wish: VoidWish) -> None:
        """Declare an issued paper void; its number stays taken."""
        log = self._workplace.storage.log

        def task() -> Inspection:
            return VoidReport(log)(
                inspection_id, wish.sha256, reason=wish.reason, second_person=wish.second_person
            )

        self._runner.run(task, self.voided.emit, self.failed.emit)

    def find(self, issued: ReportIssued) -> None:
        """Fetch an issued paper as it was kept."""
        blobs = self._workplace.storage.blobs
        self._drawings += 1

        def task() -> Paper:
            return Paper(name=issued.name, data=blobs.get(issued.sha256), is_draft=False)

        self._runner.run(task, self.found.emit, self.failed.emit)
