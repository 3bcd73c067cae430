"""Two laptops edited one field; a person decides which value stands, or types a third."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from inspector_app.domain.events import EventBody, EventDraft, InstrumentAmended, PremisesAmended
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.instrument import Premises, WeighingInstrument
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.services.ports import Clock, EventLog, Registry
from inspector_app.services.register_instrument import scope_of
from inspector_app.services.sync_ports import ReviewTask
from inspector_app.services.validation import (
    instrument_problems,
    premises_problems,
    require_no_errors,
)
from inspector_app.sync import merge, register_fields


@dataclass(frozen=True, slots=True)
class ResolveOverlap:
    """Close a review task by one amendment that names every edit it decides between."""

    log: EventLog
    registry: Registry
    clock: Clock
    book: RegulationBook
    scope: str

    def __call__(self, task: ReviewTask, *, event_id: str = "", typed: str | None = None) -> None:
        """Record the decision. event_id: the edit whose value stands; or typed: a third value.

        Raises InputInvalid: `overlap_unknown` when the task is no longer open as shown,
        `field_value_invalid` for what the field cannot hold; EntryRefused for an impossible entry.
        """
        standing = self._standing(task)
        if typed is None:
            text = _chosen(standing, event_id)
        else:
            text = register_fields.written(task.what, task.field, typed)
        body, scope = self._amendment(task, text)
        named = tuple(value.event_ids[0] for value in standing.values)
        self.log.append(EventDraft(stream_id=task.key, scope=scope, body=body, dependencies=named))

    def _standing(self, task: ReviewTask) -> merge.Overlap:
        merged = merge.fold(self.log.stream(task.key))
        shown = {edit.event_id for edit in task.edits}
        for overlap in merged.overlaps if merged else ():
            if overlap.field == task.field and shown == {v.event_ids[0] for v in overlap.values}:
                return overlap
        raise InputInvalid("overlap_unknown", field=task.field, key=task.key)

    def _amendment(self, task: ReviewTask, text: str) -> tuple[EventBody, str]:
        premises, instrument = None, None
        if task.what == "premises":
            premises = self.registry.premises(task.key)
        else:
            instrument = self.registry.instrument(task.key)
        if premises is not None:
            return self._of_premises(premises, task.field, text)
        if instrument is not None:
            return self._of_instrument(instrument, task.field, text)
        raise InputInvalid("overlap_unknown", field=task.field, key=task.key)

    def _of_premises(self, known: Premises, field: str, text: str) -> tuple[EventBody, str]:
        decided = merge.entry_of(merge.field_texts(known) | {field: text}, Premises)
        require_no_errors(premises_problems(_as(decided, Premises), self.book))
        before, after = getattr(known, field), getattr(decided, field)
        body = PremisesAmended(
            premises_id=known.premises_id, before={field: before}, after={field: after}
        )
        return body, known.scope

    def _of_instrument(
        self, known: WeighingInstrument, field: str, text: str
    ) -> tuple[EventBody, str]:
        texts = merge.field_texts(known)
        decided = _as(merge.entry_of(texts | {field: text}, WeighingInstrument), WeighingInstrument)
        problems = instrument_problems(decided, self.book, today=self.clock.today())
        require_no_errors(problems)
        body = InstrumentAmended(instrument=decided, changed=(field,), before={field: texts[field]})
        return body, scope_of(self.registry, known, self.scope)


def _chosen(overlap: merge.Overlap, event_id: str) -> str:
    for value in overlap.values:
        if event_id in value.event_ids:
            return value.text
    raise InputInvalid("overlap_unknown", field=overlap.field)


def _as(entry: merge.Entry, kind: type[Any]) -> Any:
    if not isinstance(entry, kind):
        raise InputInvalid("overlap_unknown")
    return entry
