"""One case whole: what happened, what is due, the records it rests on, and what may follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from inspector_app.casework.case_deadlines import CaseDeadline, deadlines_of, nearest
from inspector_app.casework.consequences import (
    Prompt,
    Suggestion,
    prompts_for,
    suggestions_for,
    unmapped,
)
from inspector_app.casework.happening_base import HappeningKind, What
from inspector_app.casework.happenings import offered, official_number, stage_of
from inspector_app.domain.case import Case, CaseHappening, Extension, PromptAnswer, Stage
from inspector_app.domain.events import PhotoAttached, ReportIssued
from inspector_app.domain.exceptions import InspectorError
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Finding
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.services.case_log import load_case, local_now
from inspector_app.services.inspection_log import load
from inspector_app.services.ports import Clock, EventLog


class EntryKind(StrEnum):
    """What an entry of the timeline is."""

    DEADLINE = "deadline"
    HAPPENING = "happening"
    EXTENSION = "extension"
    ANSWER = "answer"
    INSPECTION = "inspection"
    PHOTOS = "photos"
    PAPER = "paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One line of the timeline; the field that its kind names is set. at: the moment if known."""

    kind: EntryKind
    on: date
    at: datetime | None = None
    deadline: CaseDeadline | None = None
    happening: CaseHappening | None = None
    extension: Extension | None = None
    answer: PromptAnswer | None = None
    inspection: Inspection | None = None
    photos: tuple[PhotoAttached, ...] = ()
    paper: ReportIssued | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFileView:
    """The file. nearest: the running deadline that needs an eye first.

    timeline: running deadlines first (the farthest on top), then what happened, newest first.
    unmapped: failures that the table of consequences does not speak of. missing: records that the
    case rests on and that are not on this laptop. next_up: what ends a running deadline or leads
    on; others: the rest of what may be recorded.
    """

    case: Case
    number: str
    stage: Stage
    deadlines: tuple[CaseDeadline, ...]
    nearest: CaseDeadline | None
    timeline: tuple[TimelineEntry, ...]
    inspections: tuple[Inspection, ...]
    missing: tuple[str, ...]
    suggestions: tuple[Suggestion, ...]
    unmapped: tuple[Finding, ...]
    prompts: tuple[Prompt, ...]
    next_up: tuple[HappeningKind, ...]
    others: tuple[HappeningKind, ...]

    @property
    def open_prompts(self) -> tuple[Prompt, ...]:
        """Return the questions that nobody has answered."""
        return tuple(prompt for prompt in self.prompts if prompt.answer is None)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Join a case with its records, deadlines and suggestions."""

    log: EventLog
    clock: Clock
    book: RegulationBook

    def __call__(self, case_id: str) -> CaseFileView:
        """Return the file as it stands now. Raises WrongState(`case_unknown`)."""
        case = load_case(self.log, case_id)
        now = local_now(self.clock)
        deadlines = deadlines_of(case, self.book, now)
        inspections = tuple(self._inspections(case))
        found = {one.inspection_id for one in inspections}
        suggestions = tuple(s for one in inspections for s in suggestions_for(one, self.book))
        may = offered(case)
        next_up = _next_up(may, deadlines, stage_of(case))
        return CaseFileView(
            case=case,
            number=official_number(case),
            stage=stage_of(case),
            deadlines=deadlines,
            nearest=nearest(deadlines),
            timeline=tuple(_timeline(case, deadlines, inspections, now.date())),
            inspections=inspections,
            missing=tuple(key for key in case.inspection_ids if key not in found),
            suggestions=suggestions,
            unmapped=tuple(f for one in inspections for f in unmapped(one, self.book)),
            prompts=prompts_for(case, suggestions, self.book),
            next_up=next_up,
            others=tuple(kind for kind in may if kind not in next_up),
        )

    def _inspections(self, case: Case) -> Iterator[Inspection]:
        """Yield the records that lie here; one that cannot be folded is missing, not a failure."""
        for inspection_id in case.inspection_ids:
            try:
                yield load(self.log, inspection_id)
            except InspectorError:
                continue


_MAIN_ROAD = {
    Stage.LEAD: (What.FILED, What.NOT_FILED),
    Stage.INVESTIGATION: (What.INQUIRED, What.NOTICE_SERVED),
    Stage.NOTICE: (What.DECIDED,),
    Stage.DECISION: (What.PERFORMED, What.CLOSED),
    Stage.CLOSED: (What.ARCHIVED,),
}
"""Where a case goes from a stage when nothing special happens."""


def _next_up(
    may: Sequence[HappeningKind], deadlines: Sequence[CaseDeadline], stage: Stage
) -> tuple[HappeningKind, ...]:
    """Return what ends a running deadline, the nearest first, then the main road."""
    by_what = {kind.what: kind for kind in may}
    wanted = [w for one in deadlines if one.state.is_running for w in one.rule.ends]
    ordered = dict.fromkeys((*wanted, *_MAIN_ROAD[stage]))
    return tuple(by_what[what] for what in ordered if what in by_what)


def _timeline(
    case: Case,
    deadlines: Sequence[CaseDeadline],
    inspections: Sequence[Inspection],
    today: date,
) -> Iterator[TimelineEntry]:
    running = [one for one in deadlines if one.state.is_running]
    for one in sorted(running, key=lambda each: each.rank, reverse=True):
        last = one.due or one.not_before or today
        yield TimelineEntry(kind=EntryKind.DEADLINE, on=last, at=one.moment, deadline=one)
    past = [
        *(_of_happening(h) for h in case.happenings),
        *(TimelineEntry(kind=EntryKind.EXTENSION, on=e.on, extension=e) for e in case.extensions),
        *(_of_answer(a) for a in case.answers),
        *(entry for inspection in inspections for entry in _of_inspection(inspection)),
    ]
    yield from sorted(past, key=_when, reverse=True)


def _of_happening(one: CaseHappening) -> TimelineEntry:
    return TimelineEntry(kind=EntryKind.HAPPENING, on=one.on, at=one.at, happening=one)


def _of_answer(one: PromptAnswer) -> TimelineEntry:
    at = one.at.astimezone()
    return TimelineEntry(kind=EntryKind.ANSWER, on=at.date(), at=at, answer=one)


def _of_inspection(inspection: Inspection) -> Iterator[TimelineEntry]:
    sealed = inspection.seal.sealed_at.astimezone() if inspection.seal is not None else None
    yield TimelineEntry(
        kind=EntryKind.INSPECTION, on=inspection.on, at=sealed, inspection=inspection
    )
    if photos := inspection.photos_kept():
        yield TimelineEntry(
            kind=EntryKind.PHOTOS, on=inspection.on, inspection=inspection, photos=photos
        )
    for paper in inspection.reports:
        yield TimelineEntry(
            kind=EntryKind.PAPER, on=inspection.on, at=sealed, inspection=inspection, paper=paper
        )


_RANKS = {
    EntryKind.INSPECTION: 0,
    EntryKind.PHOTOS: 1,
    EntryKind.PAPER: 2,
    EntryKind.HAPPENING: 3,
    EntryKind.EXTENSION: 4,
    EntryKind.ANSWER: 5,
}
"""Within a day: the record, its photos and papers, then what was made of it."""


def _when(entry: TimelineEntry) -> tuple[date, int, int]:
    place = entry.happening.place if entry.happening is not None else 0
    return entry.on, _RANKS.get(entry.kind, 0), place
