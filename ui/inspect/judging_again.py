"""Joins the comparison with another edition to its use case. No widgets of its own."""

from __future__ import annotations

from PySide6.QtCore import QObject

from inspector_app.domain.exceptions import InspectorError
from inspector_app.metrology.regulations import Regulation
from inspector_app.services.judge_again import Comparison, JudgeAgain
from inspector_app.services.plan_inspection import InspectionView
from inspector_app.words import failures
from ui.inspect.other_edition import OtherEdition, TitleOf
from ui.inspect.presenter import InspectPresenter
from ui.task_runner import TaskRunner


class JudgingAgain(QObject):
    """Asks which editions there are once an inspection is concluded, and compares on demand."""

    def __init__(
        self,
        pane: OtherEdition,
        presenter: InspectPresenter,
        runner: TaskRunner,
        title_of: TitleOf,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._pane, self._presenter, self._runner = pane, presenter, runner
        self._title_of = title_of
        self._shown_for: tuple[str, int] = ("", 0)
        work = presenter.workplace
        self._judge_again = JudgeAgain(work.storage.log, work.rules)
        pane.chosen.connect(self._on_chosen)

    def show(self, view: InspectionView) -> None:
        """Offer the editions for what is open; a draft has no verdict to hold them against."""
        inspection = view.inspection
        verdict = inspection.verdict
        wanted = (inspection.inspection_id, hash(verdict)) if verdict is not None else ("", 0)
        if wanted == self._shown_for:
            return
        self._shown_for = wanted
        self._pane.offer(())
        if verdict is None:
            return

        def offer(found: tuple[Regulation, ...]) -> None:
            if wanted == self._shown_for:
                self._pane.offer(found)

        inspection_id = inspection.inspection_id
        self._runner.run(lambda: self._judge_again.editions(inspection_id), offer, self._on_failure)

    def _on_chosen(self, key: str, number: str) -> None:
        inspection_id, wanted = self._presenter.inspection_id, self._shown_for

        def show(found: Comparison) -> None:
            if wanted == self._shown_for:
                self._pane.show_comparison(found, self._title_of)

        self._runner.run(
            lambda: self._judge_again(inspection_id, key, number), show, self._on_failure
        )

    def _on_failure(self, failure: Exception) -> None:
        if not isinstance(failure, InspectorError):
            raise failure
        self._pane.show_refusal(failures.sentence(failure))
