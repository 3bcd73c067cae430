"""Signing, sealing, and the document: joins the signature pane, the use cases and the papers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from inspector_app.domain.exceptions import InspectorError
from inspector_app.domain.inspection import Inspection, State
from inspector_app.services.plan_inspection import view_of
from inspector_app.words import failures, verification
from inspector_app.words import gettext as _
from ui.inspect.dcc_files import DccFiles
from ui.inspect.documents import Documents, Paper
from ui.inspect.presenter import InspectPresenter, OnFailure, Refusal, SigningOutcome
from ui.inspect.signature_step import SignaturePane
from ui.task_runner import TaskRunner


class Ending(QObject):
    """Signals: refused(Exception), issued(sha256): a document was written; case_wanted(id)."""

    refused = Signal(object)
    issued = Signal(str)
    case_wanted = Signal(str)

    def __init__(
        self,
        pane: SignaturePane,
        presenter: InspectPresenter,
        runner: TaskRunner,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._pane, self._presenter, self._runner = pane, presenter, runner
        self.workplace = presenter.workplace
        self.documents = Documents(self.workplace, runner, self)
        self.certificates = DccFiles(presenter, runner, self)
        self._drawn_for = ""
        pane.signed.connect(self._on_signed)
        pane.refused.connect(self._on_refusal)
        pane.seal_asked.connect(self.seal)
        pane.open_asked.connect(lambda: self._with_paper(self.documents.open_outside))
        pane.verify_asked.connect(lambda: self._with_paper(self.documents.verify))
        pane.save_asked.connect(lambda: self._with_paper(self._save_as))
        pane.print_asked.connect(pane.print_paper)
        pane.case_asked.connect(self._on_case)
        pane.dcc_asked.connect(lambda: self.certificates.ask_export(pane))
        self.certificates.failed.connect(self.refused)
        self.documents.paper_ready.connect(pane.show_paper)
        self.documents.verified.connect(self._on_verified)
        self.documents.failed.connect(self.refused)

    # --- the paper -------------------------------------------------------------------------

    def clear(self) -> None:
        """Put the paper away with its inspection."""
        self._drawn_for = ""
        self._pane.show_paper(None)
        self._pane.banner.hide()

    def show(self, inspection: Inspection) -> None:
        """Draw the document anew when what stands on it changed, once it is concluded."""
        if inspection.state is State.DRAFT:
            if self._drawn_for:
                self.clear()
            return
        marks = (inspection.inspection_id, inspection.state, len(inspection.signatures))
        key = ":".join(str(mark) for mark in (*marks, len(inspection.reports)))
        if key == self._drawn_for:
            return
        self._drawn_for = key
        self._show_signatures(inspection)
        if inspection.state is State.CONCLUDED:
            self.documents.draft(inspection)
        elif inspection.reports:
            self.documents.show_issued(inspection)

    def draw_again(self) -> None:
        """Draw a draft in another language; an issued document stays as it was issued."""
        view = self._presenter.view
        if view is not None and view.inspection.state is State.CONCLUDED:
            self.documents.draft(view.inspection)

    def _show_signatures(self, inspection: Inspection) -> None:
        blobs = self.workplace.storage.blobs
        wanted = {s.role: s.image_sha256 for s in inspection.signatures if s.image_sha256}
        if wanted:
            self._runner.run(
                lambda: {
                    role: blobs.get(sha256)
                    for role, sha256 in wanted.items()
                    if blobs.path(sha256).exists()
                },
                self._pane.show_images,
                self.refused.emit,
            )

    def _with_paper(self, act: Callable[[Paper], None]) -> None:
        if self._pane.paper is not None:
            act(self._pane.paper)

    def _save_as(self, paper: Paper) -> None:
        title, kinds = _("Save a copy"), _("Documents (*.pdf)")
        target, _filter = QFileDialog.getSaveFileName(self._pane, title, paper.name, kinds)
        if target:
            self.documents.save_as(paper, Path(target))

    # --- signing and sealing ---------------------------------------------------------------

    def _on_signed(self, role: str, name: str, image: bytes) -> None:
        self._presenter.sign(role, name, image, self._outcome(role))

    def _on_refusal(self, role: str, name: str, reason: str, witness: str) -> None:
        self._presenter.refuse(Refusal(role, name, reason, witness), self._outcome(role))

    def _on_case(self) -> None:
        view = self._presenter.view
        if view is not None:
            self.case_wanted.emit(view.inspection.inspection_id)

    def _outcome(self, role: str) -> SigningOutcome:
        return SigningOutcome(then=self._pane.enter, on_failure=self._failed(role))

    def _failed(self, role: str) -> OnFailure:
        card = self._pane.cards[role]

        def failed(failure: Exception) -> None:
            if not isinstance(failure, InspectorError):
                raise failure
            card.refused_by_rule(failure.parameters.get("field", ""), failures.sentence(failure))

        return failed

    def seal(self) -> None:
        """Seal the record, then write its document."""
        self._presenter.seal(self._issue)

    def _issue(self) -> None:
        view = self._presenter.view
        if view is not None:
            self.documents.issue(view.inspection, self._on_issued)

    def _on_issued(self, inspection: Inspection) -> None:
        newest = inspection.reports[-1]
        self._presenter.take(view_of(inspection, self.workplace.shelf.book_for(inspection)))
        words = _("{name}: the record is inside the document and proves itself.")
        self._pane.say(_("Sealed and issued"), words.format(name=newest.name), "ok")
        self._pane.enter()
        self.issued.emit(newest.sha256)

    def _on_verified(self, report: object) -> None:
        from inspector_app.adapters.pdf_verification import FileOutcome, VerificationReport

        assert isinstance(report, VerificationReport)
        said = verification.sentences(report.outcome.value, report.reasons)
        is_genuine = report.outcome is FileOutcome.GENUINE
        self._pane.say(said[0], " ".join(said[1:]), "ok" if is_genuine else "bad")
