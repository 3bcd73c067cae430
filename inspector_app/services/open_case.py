"""A case begins: from a sealed record that failed, with nothing typed again, or by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from inspector_app.casework.consequences import suggestions_for
from inspector_app.casework.happening_base import What
from inspector_app.domain.case import Case, Source
from inspector_app.domain.events import CaseEventRecorded, CaseOpened, EventBody, EventDraft
from inspector_app.domain.exceptions import InputInvalid, InspectorError, OutOfRange, WrongState
from inspector_app.domain.inspection import Inspection, State
from inspector_app.domain.instrument import Person, Premises
from inspector_app.domain.judgement import Finding, Outcome
from inspector_app.kinds.catalogue import kind_for
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.reports.sections.conclusion import subject_name
from inspector_app.reports.sections.context import Context
from inspector_app.services.case_ports import Cases
from inspector_app.services.inspection_log import load
from inspector_app.services.open_inspection import UNKNOWN_SCOPE, number_of
from inspector_app.services.ports import Clock, EventLog, IdSource
from inspector_app.words import Words
from inspector_app.words.reasons import finding_sentence

LONGEST = 4000
_FACTS = "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEntry:
    """A case as a person enters it. real_name: `yes` or `no`, for a report."""

    source: Source
    title: str
    facts: str
    on: date
    premises: Premises | None = None
    real_name: str = ""


def may_open(inspection: Inspection) -> bool:
    """Say whether a case may rest on this record: sealed, and not in order."""
    verdict = inspection.verdict
    is_sealed = inspection.state is State.SEALED
    return is_sealed and verdict is not None and verdict.outcome is Outcome.FAIL


@dataclass(frozen=True, slots=True)
class OpenCase:
    """Open a case and record how it was found, in one commit."""

    log: EventLog
    cases: Cases
    clock: Clock
    ids: IdSource
    book: RegulationBook
    scope: str = UNKNOWN_SCOPE

    def from_inspection(
        self, inspection_id: str, handlers: Sequence[Person], *, language: str = "zh_CN"
    ) -> Case:
        """Open a case from a failed record; the one that rests on it already is given back.

        Title, facts, place and day are the record's. Raises WrongState(`case_not_from_failure`).
        """
        known = self.cases.cases_of(inspection_id)
        if known:
            return known[0]
        inspection = load(self.log, inspection_id)
        if not may_open(inspection):
            raise WrongState("case_not_from_failure", number=inspection.number)
        words = Words(language)
        entry = CaseEntry(
            source=Source.INSPECTION,
            title=_title(inspection, self.book, words),
            facts=_FACTS.join(finding_lines(inspection, self.book, words)),
            on=inspection.on,
            premises=inspection.premises,
        )
        return self._open(entry, handlers, (inspection_id,), inspection.scope)

    def by_hand(self, entry: CaseEntry, handlers: Sequence[Person]) -> Case:
        """Open a case from what a person entered.

        Raises InputInvalid: `case_title_missing`, `case_facts_missing`, `text_too_long`;
        OutOfRange(`happening_in_future`).
        """
        entry = replace(entry, title=entry.title.strip(), facts=entry.facts.strip())
        if not entry.title:
            raise InputInvalid("case_title_missing", field="title")
        if not entry.facts:
            raise InputInvalid("case_facts_missing", field="facts")
        for field, text in (("title", entry.title), ("facts", entry.facts)):
            if len(text) > LONGEST:
                raise InputInvalid("text_too_long", field=field, length=len(text), limit=LONGEST)
        if entry.on > self.clock.today():
            raise OutOfRange("happening_in_future", field="on", date=entry.on.isoformat())
        scope = entry.premises.scope if entry.premises is not None else self.scope
        return self._open(entry, handlers, (), scope)

    def _open(
        self,
        entry: CaseEntry,
        handlers: Sequence[Person],
        inspection_ids: tuple[str, ...],
        scope: str,
    ) -> Case:
        case_id = self.ids.new_id()
        opened = CaseOpened(
            case_id=case_id,
            number=number_of(case_id, self.clock.today()),
            source=entry.source.value,
            title=entry.title,
            facts=entry.facts,
            on=entry.on,
            handlers=tuple(handlers),
            premises=entry.premises,
            inspection_ids=inspection_ids,
        )
        bodies: tuple[EventBody, ...] = (opened, *self._found(entry))
        drafts = (EventDraft(stream_id=case_id, scope=scope, body=body) for body in bodies)
        return Case.fold(self.log.append(*drafts))

    def _found(self, entry: CaseEntry) -> tuple[CaseEventRecorded, ...]:
        """Return how it was found; a complaint is a lead too (order 121 art. 9)."""
        how = {
            Source.COMPLAINT: (What.COMPLAINT_RECEIVED, What.LEAD_FOUND),
            Source.REPORT: (What.REPORT_RECEIVED,),
        }.get(entry.source, (What.LEAD_FOUND,))
        details = {"real_name": entry.real_name} if entry.real_name else {}
        return tuple(
            CaseEventRecorded(
                happening_id=self.ids.new_id(), what=what.value, on=entry.on, details=details
            )
            for what in how
        )


def finding_lines(inspection: Inspection, book: RegulationBook, words: Words) -> tuple[str, ...]:
    """Return the failures of a judged record as lines: what, and why. Empty without a verdict."""
    if inspection.verdict is None:
        return ()
    return tuple(
        f"{name}: {finding_sentence(finding, words)}"
        for finding, name in named_failures(inspection, book, words)
    )


def named_failures(
    inspection: Inspection, book: RegulationBook, words: Words
) -> tuple[tuple[Finding, str], ...]:
    """Return the failures with what each is about; a newer program's kind keeps its keys."""
    failures = inspection.verdict.failures() if inspection.verdict is not None else ()
    try:
        kind = kind_for(inspection)
        context = Context(
            inspection=inspection,
            kind=kind,
            book=book,
            words=words,
            plan=kind.plan(inspection, book),
        )
    except InspectorError:
        return tuple((finding, finding.subject) for finding in failures)
    return tuple((finding, subject_name(context, finding)) for finding in failures)


def _title(inspection: Inspection, book: RegulationBook, words: Words) -> str:
    """Return who and what: the premises and the first consequence that the findings suggest."""
    name = inspection.premises.name if inspection.premises is not None else inspection.number
    found = suggestions_for(inspection, book)
    if found:
        return f"{name} {found[0].title.in_language(words.language)}"
    try:
        return f"{name} {kind_for(inspection).title.in_language(words.language)}"
    except InputInvalid:
        return name
