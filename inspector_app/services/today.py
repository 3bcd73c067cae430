"""What waits for the inspector today: due instruments, warnings, drafts, the month in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from inspector_app.domain.inspection import State
from inspector_app.domain.instrument import ReferenceWeightSet
from inspector_app.domain.judgement import Outcome, Reason, reason
from inspector_app.services.list_cases import CaseBoard, CaseCard
from inspector_app.services.ports import Clock, InspectionRow, InstrumentRow, Registry

WEIGHTS_NOTICE = timedelta(days=30)
SHOWN = 50
RECENT = 20
MONTH_LIMIT = 5000


class Urgency(StrEnum):
    """How soon a task is due."""

    OVERDUE = "overdue"
    SOON = "soon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An instrument to check. days: until its verification ends, negative when it has."""

    row: InstrumentRow
    urgency: Urgency
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something to see to. severe: it already forbids work."""

    reason: Reason
    severe: bool
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthCounts:
    """This month's concluded or sealed inspections. per_day: by day of the month."""

    checked: int
    failed: int
    per_day: dict[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayView:
    """The Today page. overdue, due_soon: counts of all, tasks: the first of them.

    recent: the newest concluded and sealed records, other laptops' included. cases: those whose
    deadline is near or over, the nearest first.
    """

    on: date
    tasks: tuple[Task, ...]
    overdue: int
    due_soon: int
    notices: tuple[Notice, ...]
    drafts: Sequence[InspectionRow]
    recent: tuple[InspectionRow, ...]
    month: MonthCounts
    pending_events: int
    cases: tuple[CaseCard, ...] = ()


@dataclass(frozen=True, slots=True)
class Today:
    """Ask the register what is due."""

    registry: Registry
    clock: Clock
    due_cases: Callable[[], CaseBoard] | None = None

    def __call__(self) -> TodayView:
        """Return the page's content for the clock's local date."""
        on = self.clock.today()
        done = self._done()
        return TodayView(
            on=on,
            tasks=self._tasks(on),
            overdue=self.registry.count_instruments(status="overdue"),
            due_soon=self.registry.count_instruments(status="due_soon"),
            notices=tuple(_weights_notices(self.registry.weight_sets(), on)),
            drafts=self.registry.list_inspections(state=State.DRAFT, limit=SHOWN),
            recent=done[:RECENT],
            month=_month(done, on),
            pending_events=self.registry.pending_events(),
            cases=self.due_cases().pressing[:SHOWN] if self.due_cases is not None else (),
        )

    def _tasks(self, on: date) -> tuple[Task, ...]:
        found: list[Task] = []
        for status, urgency in (("overdue", Urgency.OVERDUE), ("due_soon", Urgency.SOON)):
            for row in self.registry.list_instruments(status=status, limit=SHOWN):
                until = row.instrument.verification_valid_until
                if until is not None:
                    found.append(Task(row=row, urgency=urgency, days=(until - on).days))
        return tuple(sorted(found, key=lambda task: task.days))

    def _done(self) -> tuple[InspectionRow, ...]:
        rows = self.registry.list_inspections(limit=MONTH_LIMIT)
        return tuple(row for row in rows if row.state in {State.CONCLUDED, State.SEALED})


def _month(done: Sequence[InspectionRow], on: date) -> MonthCounts:
    rows = [row for row in done if (row.on.year, row.on.month) == (on.year, on.month)]
    return MonthCounts(
        checked=len(rows),
        failed=sum(row.outcome is Outcome.FAIL for row in rows),
        per_day=dict(Counter(row.on.day for row in rows)),
    )


def _weights_notices(weight_sets: Sequence[ReferenceWeightSet], on: date) -> list[Notice]:
    found = []
    for weights in weight_sets:
        until = weights.valid_until
        if until < on:
            code, severe = "weights_expired", True
        elif until - on <= WEIGHTS_NOTICE:
            code, severe = "weights_expire_soon", False
        else:
            continue
        said = reason(code, name=weights.name, until=until.isoformat(), days=(until - on).days)
        found.append(Notice(reason=said, severe=severe, key=weights.weight_set_id))
    return sorted(found, key=lambda notice: not notice.severe)
