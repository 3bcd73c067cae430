"""Brings the files of the record on the Inspect page from the office, off the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

from inspector_app.adapters.pdf_verification import VerificationReport
from inspector_app.domain.events import BlobReference
from inspector_app.domain.exceptions import InspectorError
from inspector_app.services.fetch_evidence import Fetched, Progress
from inspector_app.services.plan_inspection import InspectionView
from inspector_app.words import verification
from ui.inspect.page import InspectPage
from ui.task_runner import TaskRunner


class Fetch(Protocol):
    """One fetch; see `adapters.fetching`."""

    def run(self, on_progress: Callable[[Progress], None]) -> Fetched:
        """Fetch; blocking."""
        ...

    def stop(self) -> None:
        """End it."""
        ...


class FetchDesk(Protocol):
    """What this uses of the open laptop."""

    def missing_files(self, inspection_id: str) -> tuple[BlobReference, ...]:
        """Return the record's files that do not lie here."""
        ...

    def fetching(self, wanted: Sequence[BlobReference]) -> Fetch:
        """Return the fetch of these files."""
        ...

    def verify(self, file: Path) -> VerificationReport:
        """Check a report against the keys known here."""
        ...


class EvidenceFetch(QObject):
    """One fetch at a time; leaving the record or the window stops it, nothing that came is lost."""

    _progressed = Signal(object)

    def __init__(self, page: InspectPage, desk: FetchDesk, runner: TaskRunner) -> None:
        super().__init__(page)
        self._page, self._desk, self._runner = page, desk, runner
        self._blobs = page.workplace.storage.blobs
        self._bar = page.view.fetch_bar
        self._key = ""
        self._wanted: tuple[BlobReference, ...] = ()
        self._fetch: Fetch | None = None
        self._fetch_key = ""
        self._is_due = False
        page.presenter.shown.connect(self._on_shown)
        page.presenter.left.connect(self._on_left)
        self._bar.fetch_asked.connect(self.start)
        self._bar.stop_asked.connect(self.stop)
        self._progressed.connect(self._on_progress, Qt.ConnectionType.QueuedConnection)

    # --- what lies where -------------------------------------------------------------------

    def _on_shown(self, view: InspectionView) -> None:
        key = view.inspection.inspection_id
        if key != self._key:
            self._on_left()
            self._key = key
            self._look()

    def _on_left(self) -> None:
        self.stop()
        self._key, self._wanted = "", ()
        self._bar.show_nothing()

    def _look(self, trouble: InspectorError | None = None) -> None:
        """Ask which files do not lie here, and offer them."""
        key, desk = self._key, self._desk

        def found(wanted: tuple[BlobReference, ...]) -> None:
            if key == self._key:
                self._wanted = wanted
                self._offer(trouble)

        self._runner.run(lambda: desk.missing_files(key), found)

    def _offer(self, trouble: InspectorError | None) -> None:
        if self._wanted:
            total = sum(blob.size for blob in self._wanted)
            self._bar.offer(len(self._wanted), total, trouble)
        else:
            self._bar.show_nothing()

    # --- fetching --------------------------------------------------------------------------

    def start(self) -> None:
        """Fetch what does not lie here, once a fetch that was stopped has ended."""
        if not self._wanted:
            return
        self._bar.show_progress(None)
        if self._fetch is not None:
            self._is_due = True
            return
        fetch, key = self._desk.fetching(self._wanted), self._key
        self._fetch, self._fetch_key = fetch, key

        def tell(progress: Progress) -> None:
            self._progressed.emit((fetch, progress))

        self._runner.run(
            lambda: fetch.run(tell),
            lambda result: self._on_ended(key, result),
            lambda failure: self._on_failed(key, failure),
            storage=False,
        )

    def stop(self) -> None:
        """Stop what runs; pieces that came are kept."""
        self._is_due = False
        if self._fetch is not None:
            self._fetch.stop()

    @Slot(object)
    def _on_progress(self, told: tuple[Fetch, Progress]) -> None:
        fetch, progress = told
        if fetch is self._fetch and self._fetch_key == self._key:
            self._bar.show_progress(progress)

    def _end(self, key: str) -> bool:
        """Begin what was asked for meanwhile; say whether what ended is of the record shown."""
        self._fetch = None
        if self._is_due:
            self._is_due = False
            self.start()
            return False
        return key == self._key

    def _on_ended(self, key: str, result: Fetched) -> None:
        if not self._end(key):
            return
        if result.count:
            self._page.show_arrived()
        if result.is_stopped or result.problems:
            self._look(next(iter(result.problems.values()), None))
            return
        self._wanted = ()
        self._verify(result.count)

    def _on_failed(self, key: str, failure: Exception) -> None:
        is_shown = self._end(key)
        if not isinstance(failure, InspectorError):
            raise failure
        if is_shown:
            self._page.show_arrived()
            self._look(failure)

    def _verify(self, count: int) -> None:
        """Check the report that came, as a stranger would, and say what was found."""
        view = self._page.presenter.view
        reports = view.inspection.reports if view is not None else ()
        if not reports:
            self._bar.show_done(count, "")
            return
        path, key = self._blobs.path(reports[-1].sha256), self._key

        def done(report: VerificationReport) -> None:
            if key == self._key:
                said = verification.sentences(report.outcome.value, report.reasons)
                self._bar.show_done(count, f"{reports[-1].name}: {' '.join(said)}")

        self._runner.run(lambda: self._desk.verify(path), done)
