"""What the Cases page asks of the use cases, and what it is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time

from PySide6.QtCore import QObject, Signal

from inspector_app.casework.case_deadlines import OF
from inspector_app.casework.happenings import kind_of_happening
from inspector_app.domain.case import Case, Source, Stage
from inspector_app.domain.exceptions import DomainRuleBroken, InputInvalid
from inspector_app.domain.instrument import Premises
from inspector_app.services.answer_prompt import AnswerPrompt
from inspector_app.services.case_file import CaseFile, CaseFileView
from inspector_app.services.extend_deadline import ExtendDeadline, ExtensionEntry
from inspector_app.services.list_cases import OPEN_STAGES, CaseBoard, CaseCard, ListCases
from inspector_app.services.open_case import CaseEntry, OpenCase
from inspector_app.services.ports import Registry
from inspector_app.services.record_case_event import (
    HappeningEntry,
    RecordCaseEvent,
    WithdrawCaseEvent,
)
from inspector_app.services.workplace import Workplace
from inspector_app.words import current_language
from ui.cases.record_form import Act
from ui.task_runner import TaskRunner

_HOUR = re.compile(r"([01]?[0-9]|2[0-3])[:：]([0-5][0-9])")


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases the page shows. mine: handled by this person. text: in name, number, place."""

    mine: bool = False
    pressing: bool = False
    closed: bool = False
    text: str = ""

    def takes(self, card: CaseCard, person_id: str) -> bool:
        """Say whether a case is shown."""
        if self.mine and not card.is_of(person_id):
            return False
        if self.pressing and not card.is_pressing:
            return False
        case = card.case
        place = case.premises
        names = (place.name, place.market, place.stall) if place is not None else ()
        said = " ".join((case.title, card.number, case.number, *names)).casefold()
        return all(part in said for part in self.text.casefold().split())


class CasesPresenter(QObject):
    """Signals: board_ready(CaseBoard), file_ready(CaseFileView | None), images_ready(dict),
    recorded, refused(field, failure) of the form, new_refused(failure), opened(case_id).
    """  # noqa: D205 - the signals are the summary

    board_ready = Signal(object)
    file_ready = Signal(object)
    images_ready = Signal(object)
    recorded = Signal()
    refused = Signal(object)
    new_refused = Signal(object)
    opened = Signal(str)

    def __init__(self, workplace: Workplace, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace, self._runner = workplace, runner
        self.filter = CaseFilter()
        self.case_id = ""

    # --- reading -----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the board again, and for the open file."""
        work = self._workplace
        stages = (*OPEN_STAGES, Stage.CLOSED) if self.filter.closed else OPEN_STAGES
        ask = ListCases(work.storage.cases, work.clock, work.rules)
        self._runner.run(lambda: ask(stages=stages), self.board_ready.emit)
        if self.case_id:
            self.open(self.case_id)

    def shown(self, board: CaseBoard) -> tuple[CaseCard, ...]:
        """Return the cards that the filter lets through."""
        person_id = self._workplace.person.person_id
        return tuple(card for card in board.cards if self.filter.takes(card, person_id))

    def open(self, case_id: str) -> None:
        """Open the file of a case; empty closes it."""
        self.case_id = case_id
        if not case_id:
            self.file_ready.emit(None)
            return
        work = self._workplace
        ask = CaseFile(work.storage.log, work.clock, work.rules)
        self._runner.run(lambda: ask(case_id), self._on_file)

    def _on_file(self, view: CaseFileView) -> None:
        if view.case.case_id != self.case_id:
            return
        self.file_ready.emit(view)
        wanted = [p.sha256 for one in view.inspections for p in one.photos_kept()]
        blobs = self._workplace.storage.blobs
        if wanted:
            self._runner.run(
                lambda: {key: blobs.get(key) for key in wanted if blobs.path(key).exists()},
                self.images_ready.emit,
            )

    # --- recording ---------------------------------------------------------------------------

    def save(self, act: str, key: str, values: Mapping[str, str]) -> None:
        """Record what the form holds; a refusal names its field."""
        case_id = self.case_id
        try:
            work = self._task(act, case_id, key, values)
        except DomainRuleBroken as failure:
            self.refused.emit(failure)
            return
        self._runner.run(work, self._on_recorded, self._failed(self.refused.emit))

    def _task(
        self, act: str, case_id: str, key: str, values: Mapping[str, str]
    ) -> Callable[[], Case]:
        work, log = self._workplace, self._workplace.storage.log
        if act == Act.WITHDRAWAL:
            take_back = WithdrawCaseEvent(log)
            return lambda: take_back(case_id, key, reason=values.get("reason", ""))
        if act == Act.EXTENSION:
            extend, extension = ExtendDeadline(log, work.clock, work.rules), _extension(key, values)
            return lambda: extend(case_id, extension)
        record, entry = RecordCaseEvent(log, work.clock, work.ids), _entry(key, values)
        return lambda: record(case_id, entry)

    def answer(self, prompt: str, answer: str, reason: str) -> None:
        """Answer whether the police must be told."""
        work, case_id = self._workplace, self.case_id
        act = AnswerPrompt(work.storage.log, work.clock, work.ids, work.rules)
        self._runner.run(
            lambda: act(case_id, prompt, answer, reason=reason, by=work.person),
            self._on_recorded,
            self._failed(self.refused.emit),
        )

    def _on_recorded(self, _case: Case) -> None:
        self.recorded.emit()
        self.refresh()

    # --- opening -----------------------------------------------------------------------------

    def open_from_inspection(self, inspection_id: str) -> None:
        """Open the case of a failed record, the one there is or a new one."""
        use, person, language = self._opening(), self._workplace.person, current_language()
        self._runner.run(
            lambda: use.from_inspection(inspection_id, (person,), language=language),
            self._on_opened,
        )

    def open_by_hand(self, values: Mapping[str, str]) -> None:
        """Open a case from the form's texts; a refusal names its field."""
        use, person = self._opening(), self._workplace.person
        registry = self._workplace.storage.registry

        def work() -> Case:
            place = _one_place(registry, values.get("premises", ""))
            entry = CaseEntry(
                source=_source(values.get("source", "")),
                title=values.get("title", ""),
                facts=values.get("facts", ""),
                on=_day(values.get("on", ""), "on"),
                premises=place,
            )
            return use.by_hand(entry, (person,))

        self._runner.run(work, self._on_opened, self._failed(self.new_refused.emit))

    def _opening(self) -> OpenCase:
        work = self._workplace
        storage = work.storage
        return OpenCase(storage.log, storage.cases, work.clock, work.ids, work.rules, work.scope)

    def _on_opened(self, case: Case) -> None:
        self.case_id = case.case_id
        self.opened.emit(case.case_id)
        self.refresh()

    def _failed(self, tell: Callable[[object], None]) -> Callable[[Exception], None]:
        """Tell a broken rule to its form; anything else is the window's to say."""

        def failed(failure: Exception) -> None:
            (tell if isinstance(failure, DomainRuleBroken) else self._runner.failed.emit)(failure)

        return failed


def _source(text: str) -> Source:
    try:
        return Source(text)
    except ValueError:
        raise InputInvalid("case_source_unknown", field="source", value=text[:40]) from None


def _entry(what: str, values: Mapping[str, str]) -> HappeningEntry:
    kind = kind_of_happening(what)
    keys = {detail.key for detail in kind.details} if kind is not None else set()
    return HappeningEntry(
        what=what,
        on=_day(values.get("on", ""), "on"),
        at=_hour(values.get("at", "")),
        note=values.get("note", ""),
        details={key: text for key, text in values.items() if key in {*keys, OF}},
    )


def _extension(key: str, values: Mapping[str, str]) -> ExtensionEntry:
    name, _bar, happening_id = key.partition("|")
    until = values.get("until", "")
    return ExtensionEntry(
        deadline=name,
        happening_id=happening_id,
        on=_day(values.get("on", ""), "on"),
        reason=values.get("reason", ""),
        approved_by=values.get("approved_by", ""),
        until=_day(until, "until") if until else None,
    )


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InputInvalid("not_a_date", field=field, value=text[:20]) from None


def _hour(text: str) -> time | None:
    if not text.strip():
        return None
    found = _HOUR.fullmatch(text.strip())
    if found is None:
        raise InputInvalid("hour_not_understood", field="at", value=text[:20])
    return time(int(found[1]), int(found[2]))


def _one_place(registry: Registry, text: str) -> Premises | None:
    """Return the one place that the text names, None where none was named."""
    if not text:
        return None
    places = registry.list_premises(text, limit=2)
    if len(places) != 1:
        raise InputInvalid("premises_not_one", field="premises", value=text[:40])
    return places[0]
