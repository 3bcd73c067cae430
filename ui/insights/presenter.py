"""Reads the records of the Insights page slice by slice, and lets other tasks pass between."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from inspector_app.insights.facts import InspectionFacts
from inspector_app.services.insights import MOST_RECORDS, SLICE, Insights, InsightsView, view_of
from inspector_app.services.workplace import Workplace
from ui.task_runner import TaskRunner


class InsightsPresenter(QObject):
    """Signal read(InsightsView): everything was read. A newer `refresh` drops one under way."""

    read = Signal(object)

    def __init__(self, workplace: Workplace, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace, self._runner = workplace, runner
        self._round = 0

    def refresh(self) -> None:
        """Read the newest records again."""
        self._round += 1
        this, storage = self._round, self._workplace.storage
        use = Insights(storage.log, storage.registry)
        self._runner.run(use.newest, lambda ids: self._next(use, this, ids, ()))

    def _next(
        self,
        use: Insights,
        this: int,
        ids: tuple[str, ...],
        facts: tuple[InspectionFacts, ...],
    ) -> None:
        """Read the slice after the facts that are there, or look at them once all are."""
        if this != self._round:
            return
        wanted = ids[:MOST_RECORDS][len(facts) : len(facts) + SLICE]
        if wanted:
            self._runner.run(
                lambda: use.facts(wanted),
                lambda found: self._next(use, this, ids, (*facts, *found)),
            )
            return
        today = self._workplace.clock.today()
        # The patterns are pure: they are looked for beside the storage thread.
        self._runner.run(
            lambda: view_of(today, facts, sealed=len(ids)),
            lambda view: self._done(this, view),
            storage=False,
        )

    def _done(self, this: int, view: InsightsView) -> None:
        if this == self._round:
            self.read.emit(view)
