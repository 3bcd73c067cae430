"""The cases as the board shows them: stage, nearest deadline, whose they are; and what is due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inspector_app.casework.case_deadlines import (
    CaseDeadline,
    DeadlineState,
    DeadlineTables,
    deadlines_of,
    nearest,
)
from inspector_app.casework.deadline_rules import Whose
from inspector_app.casework.happenings import official_number, stage_of
from inspector_app.domain.case import Case, Stage
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.services.case_log import local_now
from inspector_app.services.case_ports import Cases
from inspector_app.services.ports import Clock

OPEN_STAGES = (Stage.LEAD, Stage.INVESTIGATION, Stage.NOTICE, Stage.DECISION)
MOST = 1000
_OURS = frozenset({DeadlineState.NEAR, DeadlineState.OVERDUE})
_OTHERS = frozenset({DeadlineState.OVER})


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCard:
    """A case in a list. deadline: the running one that needs an eye first, None if none runs."""

    case: Case
    number: str
    stage: Stage
    deadline: CaseDeadline | None

    @property
    def is_pressing(self) -> bool:
        """Say whether we must act soon: ours is near or over, or others' time has passed."""
        if self.deadline is None:
            return False
        is_ours = self.deadline.rule.whose is Whose.OURS
        return self.deadline.state in (_OURS if is_ours else _OTHERS)

    def is_of(self, person_id: str) -> bool:
        """Say whether this person handles it."""
        return any(one.person_id == person_id for one in self.case.handlers)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseBoard:
    """All cases that are asked for, newest first. pressing: those near or over their deadline."""

    cards: tuple[CaseCard, ...]

    @property
    def open_count(self) -> int:
        """Return how many are not closed."""
        return sum(card.stage is not Stage.CLOSED for card in self.cards)

    @property
    def pressing(self) -> tuple[CaseCard, ...]:
        """Return the cases whose deadline is near or over, the nearest first."""
        found = [card for card in self.cards if card.is_pressing]
        return tuple(sorted(found, key=lambda c: c.deadline.rank if c.deadline else (9,)))


@dataclass(frozen=True, slots=True)
class ListCases:
    """Ask for cases with their deadlines of today."""

    cases: Cases
    clock: Clock
    book: RegulationBook

    def __call__(self, *, stages: Sequence[Stage] = OPEN_STAGES) -> CaseBoard:
        """Return the cases in these stages, newest first.

        Closed cases whose publication or notice is pressing are there too: nobody else would ask.
        """
        found = list(self._cards(self.cases.list_cases(stages=stages, limit=MOST)))
        if Stage.CLOSED not in stages:
            closed = self.cases.list_cases(stages=(Stage.CLOSED,), limit=MOST)
            found += [card for card in self._cards(closed) if card.is_pressing]
        return CaseBoard(cards=tuple(found))

    def _cards(self, cases: Iterable[Case]) -> Iterable[CaseCard]:
        now, tables = local_now(self.clock), DeadlineTables(self.book)
        for case in cases:
            yield CaseCard(
                case=case,
                number=official_number(case),
                stage=stage_of(case),
                deadline=nearest(deadlines_of(case, tables, now)),
            )
