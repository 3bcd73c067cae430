"""Offers a colleague's sealed record of the same visit to a draft, from this laptop or a PDF."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.inspection import Inspection
from inspector_app.services.merge_record import (
    FindMergeable,
    MergeRecord,
    SealedRecord,
    sealed_record,
)
from inspector_app.services.plan_inspection import InspectionView
from inspector_app.words import gettext as _
from ui.inspect.documents import known_keys
from ui.inspect.model import is_open
from ui.inspect.presenter import InspectPresenter
from ui.task_runner import TaskRunner
from ui.widgets.banner import Banner


class Merging(QObject):
    """Signal refused(Exception): the record may not join, and why."""

    refused = Signal(object)

    def __init__(
        self, banner: Banner, presenter: InspectPresenter, runner: TaskRunner, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._banner, self._presenter, self._runner = banner, presenter, runner
        self._found: tuple[SealedRecord, ...] = ()
        self._asked_for = ""
        self.join = banner.add_action("", self._join_first, icon="plus")
        self.open = banner.add_action("", self._choose, icon="doc")
        for button in (self.join, self.open):
            button.setAutoDefault(True)  # Enter presses it, as Space does

    def show(self, view: InspectionView) -> None:
        """Offer what could join this inspection; nothing where its kind merges nothing."""
        may = bool(view.kind.merges_by) and is_open(view.inspection)
        self._banner.setVisible(may)
        if not may:
            self._asked_for = ""
            return
        self._say(view.inspection)
        wanted = f"{view.inspection.inspection_id}:{len(view.inspection.merged)}"
        if wanted != self._asked_for:
            self._asked_for, self._found = wanted, ()
            self._ask(view.inspection)

    def _ask(self, inspection: Inspection) -> None:
        storage = self._presenter.workplace.storage
        case = FindMergeable(storage.log, storage.registry)

        def done(found: tuple[SealedRecord, ...]) -> None:
            self._found = found
            if self._presenter.inspection_id == inspection.inspection_id:
                self._say(inspection)

        self._runner.run(lambda: case(inspection.inspection_id), done, self.refused.emit)

    def _say(self, inspection: Inspection) -> None:
        joined = ", ".join(each.number for each in inspection.merged)
        kept = _("Joined: {numbers}").format(numbers=joined) if joined else ""
        first = next(iter(self._found), None)
        if first is None:
            happened = _("A colleague tests other parts here? Their sealed record can join this.")
        else:
            people = ", ".join(p.name for p in first.inspection.inspectors)
            happened = _("{people} sealed record {number} here today.").format(
                people=people, number=first.inspection.number
            )
        self._banner.say(happened, kept, "info", icon="user")
        self.join.setVisible(first is not None)
        self.join.setText(_("Join it"))
        self.open.setText(_("From a PDF…"))

    def _join_first(self) -> None:
        if self._found:
            self.take(self._found[0])

    def take(self, source: SealedRecord) -> None:
        """Let a record join the open draft."""
        here = self._presenter.inspection_id
        case = MergeRecord(self._presenter.workplace.storage.log)
        self._presenter.change(lambda: case(here, source), self.refused.emit)

    def _choose(self) -> None:
        path, _filter = QFileDialog.getOpenFileName(
            self._banner, _("Choose a colleague's record"), "", "PDF (*.pdf)"
        )
        if path:
            self.take_file(Path(path))

    def take_file(self, path: Path) -> None:
        """Verify a PDF offline, and let the record inside it join."""
        from inspector_app.adapters.pdf_verification import FileOutcome, verify_file

        work = self._presenter.workplace

        def task() -> SealedRecord:
            # Its hash cannot be in this laptop's log yet: the signature and the key decide.
            found = verify_file(path, known_hash=None, known_keys=known_keys(work))
            if found.outcome is FileOutcome.KEY_UNKNOWN:
                raise InputInvalid("merge_key_unknown", field="record")
            if found.outcome is not FileOutcome.GENUINE or found.record is None:
                raise InputInvalid("merge_not_genuine", field="record")
            return sealed_record(found.record)

        self._runner.run(task, self.take, self.refused.emit)
