"""The Case aggregate: the fold of its stream. What happened, what was extended, what was answered.

The stage follows from the happenings and is stored nowhere else: two laptops that recorded the same
facts see the same stage, whoever came first. What each happening means is declared in
`casework.happenings`; here only its day and its words count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import singledispatch

from inspector_app.domain.events import (
    CaseEventRecorded,
    CaseEventWithdrawn,
    CaseOpened,
    CasePromptAnswered,
    DeadlineExtended,
    Event,
    EventBody,
)
from inspector_app.domain.exceptions import WrongState
from inspector_app.domain.instrument import Person, Premises

CASE_BODIES: frozenset[type[EventBody]] = frozenset(
    {CaseOpened, CaseEventRecorded, CaseEventWithdrawn, DeadlineExtended, CasePromptAnswered}
)
"""The facts whose streams are cases."""


class Source(StrEnum):
    """Where a case came from (程序规定 17)."""

    INSPECTION = "inspection"
    COMPLAINT = "complaint"
    REPORT = "report"
    ASSIGNED = "assigned"
    TRANSFERRED = "transferred"
    OTHER = "other"


class Stage(StrEnum):
    """How far a case has come; the columns of the board, and closed."""

    LEAD = "lead"
    INVESTIGATION = "investigation"
    NOTICE = "notice"
    DECISION = "decision"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHappening:
    """One thing that happened. device_id: the laptop that recorded it; place: its rank there."""

    happening_id: str
    what: str
    on: date
    at: datetime | None
    note: str
    details: dict[str, str]
    recorded_at: datetime
    device_id: str
    place: int
    withdrawn: str = ""

    @property
    def order(self) -> tuple[date, int]:
        """Return what sorts happenings: their day, then the order in which they were recorded."""
        return self.on, self.place


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """One approved extension of one running deadline."""

    deadline: str
    happening_id: str
    on: date
    reason: str
    approved_by: str
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptAnswer:
    """What was answered to a prompt, and when."""

    prompt: str
    answer: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case as its events left it. Frozen: `after(event)` returns the next one.

    happenings: by day; withdrawn ones stay, marked. `standing` gives only what counts.
    """

    case_id: str
    number: str
    source: str
    title: str
    facts: str
    scope: str
    on: date
    handlers: tuple[Person, ...]
    premises: Premises | None
    inspection_ids: tuple[str, ...]
    opened_at: datetime
    opened_by: str
    opening_event_id: str
    happenings: tuple[CaseHappening, ...] = ()
    extensions: tuple[Extension, ...] = ()
    answers: tuple[PromptAnswer, ...] = ()
    last_event_id: str = ""
    updated_at: datetime | None = None
    events: int = 0

    @classmethod
    def fold(cls, events: Iterable[Event]) -> Case:
        """Return the state after these events, the opening first wherever it stands.

        Raises WrongState(`case_unknown`) when none of them opens a case.
        """
        rest = list(events)
        opening = next((e for e in rest if isinstance(e.body, CaseOpened)), None)
        if opening is None:
            raise WrongState("case_unknown")
        current = cls._opened(opening)
        for event in rest:
            if event is not opening:
                current = current.after(event)
        return current

    @classmethod
    def _opened(cls, event: Event) -> Case:
        body = event.body
        if not isinstance(body, CaseOpened):
            raise WrongState("case_unknown")
        return cls(
            case_id=body.case_id,
            number=body.number,
            source=body.source,
            title=body.title,
            facts=body.facts,
            scope=event.scope,
            on=body.on,
            handlers=body.handlers,
            premises=body.premises,
            inspection_ids=body.inspection_ids,
            opened_at=event.recorded_at,
            opened_by=event.device_id,
            opening_event_id=event.event_id,
            last_event_id=event.event_id,
            updated_at=event.recorded_at,
            events=1,
        )

    def after(self, event: Event) -> Case:
        """Return the case once this event has happened. Unknown facts change nothing."""
        changed = _apply(event.body, self, event)
        return replace(
            changed,
            last_event_id=event.event_id,
            updated_at=event.recorded_at,
            events=self.events + 1,
        )

    def standing(self, *what: str) -> tuple[CaseHappening, ...]:
        """Return the happenings that count, by day; of these kinds if any are named."""
        return tuple(h for h in self.happenings if not h.withdrawn and (not what or h.what in what))

    def latest(self, *what: str) -> CaseHappening | None:
        """Return the last happening of these kinds that counts, None if there is none."""
        found = self.standing(*what)
        return found[-1] if found else None

    def happening(self, happening_id: str) -> CaseHappening:
        """Return a happening by its id. Raises WrongState(`happening_unknown`)."""
        for one in self.happenings:
            if one.happening_id == happening_id:
                return one
        raise WrongState("happening_unknown", happening_id=happening_id)

    def answer_to(self, prompt: str) -> PromptAnswer | None:
        """Return the newest answer to a prompt, None while it waits for one."""
        found = [a for a in self.answers if a.prompt == prompt]
        return found[-1] if found else None


@singledispatch
def _apply(body: EventBody, case: Case, event: Event) -> Case:  # noqa: ARG001 - dispatch
    return case


@_apply.register
def _(body: CaseEventRecorded, case: Case, event: Event) -> Case:
    if any(h.happening_id == body.happening_id for h in case.happenings):
        return case
    added = CaseHappening(
        happening_id=body.happening_id,
        what=body.what,
        on=body.on,
        at=body.at,
        note=body.note,
        details=body.details,
        recorded_at=event.recorded_at,
        device_id=event.device_id,
        place=case.events,
    )
    ordered = sorted((*case.happenings, added), key=lambda one: one.order)
    return replace(case, happenings=tuple(ordered))


@_apply.register
def _(body: CaseEventWithdrawn, case: Case, event: Event) -> Case:  # noqa: ARG001 - dispatch
    marked = tuple(
        replace(h, withdrawn=body.reason) if h.happening_id == body.happening_id else h
        for h in case.happenings
    )
    return replace(case, happenings=marked)


@_apply.register
def _(body: DeadlineExtended, case: Case, event: Event) -> Case:  # noqa: ARG001 - dispatch
    added = Extension(
        deadline=body.deadline,
        happening_id=body.happening_id,
        on=body.on,
        reason=body.reason,
        approved_by=body.approved_by,
        until=body.until,
    )
    return replace(case, extensions=(*case.extensions, added))


@_apply.register
def _(body: CasePromptAnswered, case: Case, event: Event) -> Case:
    added = PromptAnswer(
        prompt=body.prompt,
        answer=body.answer,
        reason=body.reason,
        by=body.by,
        at=event.recorded_at,
    )
    return replace(case, answers=(*case.answers, added))
