"""Register entries from several laptops: one fold, field by field, the same everywhere.

Each field keeps the values that nobody has knowingly replaced. One of them: that is the value.
Several: an overlap; the latest in the office's order stands for now, and a person decides. An
amendment replaces a value when its author saw it (`before`), wrote it (same device), or names its
event among its dependencies.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import singledispatchmethod

from inspector_app.domain.events import (
    Event,
    EventBody,
    InstrumentAmended,
    InstrumentRegistered,
    MeasuringInstrumentAmended,
    MeasuringInstrumentRegistered,
    PersonIntroduced,
    PremisesAmended,
    PremisesRegistered,
    ProfileSaved,
    WeightSetRegistered,
)
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.instrument import (
    MeasuringInstrument,
    Person,
    Premises,
    ReferenceWeightSet,
    WeighingInstrument,
)
from inspector_app.evidence import canonical

Merging = Premises | WeighingInstrument | MeasuringInstrument
"""Entries that are merged field by field."""

Entry = Merging | ReferenceWeightSet | Person

REGISTER_BODIES: frozenset[type[EventBody]] = frozenset(
    {
        PremisesRegistered,
        PremisesAmended,
        InstrumentRegistered,
        InstrumentAmended,
        MeasuringInstrumentRegistered,
        MeasuringInstrumentAmended,
        ProfileSaved,
        WeightSetRegistered,
        PersonIntroduced,
    }
)
"""The facts whose streams are register entries."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An event and its place at the office; seq 0: it has none yet."""

    event: Event
    scope: str = ""
    seq: int = 0


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A value of a field that stands. text: canonical JSON. event_ids: who wrote it, last first."""

    text: str
    event_ids: tuple[str, ...]
    device_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Overlap:
    """A field with several standing values, in the office's order, the provisional one last."""

    field: str
    values: tuple[FieldValue, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """What a register stream amounts to. first_event_id: of the entry's registration."""

    entry: Entry
    first_event_id: str
    overlaps: tuple[Overlap, ...] = ()


def office_order(events: Iterable[Placed]) -> list[Event]:
    """Return events by (scope, seq), those without a place last; each device's own in its order.

    A device's own order comes first because an entry may move from one scope to another.
    """
    queues: dict[str, list[Placed]] = {}
    for placed in events:
        queues.setdefault(placed.event.device_id, []).append(placed)
    for queue in queues.values():
        queue.sort(key=lambda p: p.event.device_seq, reverse=True)
    heap = [(_rank(queue[-1]), device) for device, queue in queues.items()]
    heapq.heapify(heap)
    ordered: list[Event] = []
    while heap:
        _, device = heapq.heappop(heap)
        queue = queues[device]
        ordered.append(queue.pop().event)
        if queue:
            heapq.heappush(heap, (_rank(queue[-1]), device))
    return ordered


def fold(events: Iterable[Event]) -> Merged | None:
    """Return the entry that a register stream's events, in order, amount to; None without one."""
    folding = _Folding()
    for event in events:
        folding.take(event.body, event)
    return folding.merged()


def field_texts(entry: Merging) -> dict[str, str]:
    """Return each field of an entry as canonical JSON text."""
    plain = canonical.to_plain(entry)
    if not isinstance(plain, dict):
        raise InputInvalid("not_canonical", field=type(entry).__name__)
    return {name: json_text(value) for name, value in plain.items()}


def entry_of(texts: Mapping[str, str], kind: type[Entry]) -> Entry:
    """Return the entry with these fields. Raises InputInvalid(`not_canonical`)."""
    inside = ",".join(f"{json_text(name)}:{text}" for name, text in texts.items())
    return canonical.from_json(f"{{{inside}}}".encode(), kind)


def json_text(value: object) -> str:
    """Return the canonical JSON text of a plain value."""
    return canonical.encode(value).decode()


def _rank(placed: Placed) -> tuple[bool, str, int, str, int]:
    event = placed.event
    return (placed.seq == 0, placed.scope, placed.seq, event.device_id, event.device_seq)


@dataclass(slots=True)
class _Folding:
    kind: type[Entry] | None = None
    first_event_id: str = ""
    whole: ReferenceWeightSet | Person | None = None
    fields: dict[str, list[FieldValue]] = field(default_factory=dict)

    @singledispatchmethod
    def take(self, body: EventBody, event: Event) -> None:
        """Take one fact in; those of other kinds change nothing."""

    @take.register
    def _(self, body: PremisesRegistered, event: Event) -> None:
        if body.premises.premises_id == event.stream_id:
            self._register(body.premises, event)

    @take.register(InstrumentRegistered)
    @take.register(MeasuringInstrumentRegistered)
    def _(self, body: InstrumentRegistered | MeasuringInstrumentRegistered, event: Event) -> None:
        if body.instrument.instrument_id == event.stream_id:
            self._register(body.instrument, event)

    @take.register
    def _(self, body: WeightSetRegistered, event: Event) -> None:
        if body.weight_set.weight_set_id == event.stream_id:
            self._replace(body.weight_set, event)

    @take.register
    def _(self, body: PersonIntroduced, event: Event) -> None:
        if body.person.person_id == event.stream_id:
            self._replace(body.person, event)

    @take.register
    def _(self, body: PremisesAmended, event: Event) -> None:
        if self.kind is Premises:
            for name, after in body.after.items():
                before = body.before.get(name)
                seen = None if before is None else json_text(before)
                self._amend(name, seen, json_text(after), event)

    @take.register(InstrumentAmended)
    @take.register(MeasuringInstrumentAmended)
    def _(self, body: InstrumentAmended | MeasuringInstrumentAmended, event: Event) -> None:
        if self.kind is type(body.instrument):
            texts = field_texts(body.instrument)
            for name in body.changed:
                if name in texts:
                    self._amend(name, body.before.get(name), texts[name], event)

    @take.register
    def _(self, body: ProfileSaved, event: Event) -> None:
        # How a scale speaks was just proven at the scale itself: the newest proof replaces others.
        if self.kind is WeighingInstrument:
            text = json_text(canonical.to_plain(body.profile))
            self.fields["profile"] = [_value(text, event)]

    def merged(self) -> Merged | None:
        """Return what stands."""
        if self.whole is not None:
            return Merged(self.whole, self.first_event_id)
        if self.kind is None:
            return None
        texts = {name: values[-1].text for name, values in self.fields.items()}
        overlaps = [Overlap(n, tuple(v)) for n, v in sorted(self.fields.items()) if len(v) > 1]
        return Merged(entry_of(texts, self.kind), self.first_event_id, tuple(overlaps))

    def _register(self, entry: Merging, event: Event) -> None:
        texts = field_texts(entry)
        if self.kind is None and self.whole is None:
            self.kind, self.first_event_id = type(entry), event.event_id
            self.fields = {name: [_value(text, event)] for name, text in texts.items()}
        elif self.kind is type(entry):
            # The same entry registered twice: an edit of every field by one who saw none of it.
            for name, text in texts.items():
                self._amend(name, None, text, event)

    def _replace(self, entry: ReferenceWeightSet | Person, event: Event) -> None:
        if self.kind is None and self.whole is None:
            self.kind, self.first_event_id = type(entry), event.event_id
        if self.kind is type(entry):
            self.whole = entry

    def _amend(self, name: str, before: str | None, after: str, event: Event) -> None:
        values = self.fields.get(name)
        if values is None or name == _IDENTITY.get(self.kind):
            return
        ids: tuple[str, ...] = (event.event_id,)
        standing: list[FieldValue] = []
        for value in values:
            if value.text == after and not _is_named(value, event):
                ids += value.event_ids
            elif not _is_replaced(value, before, event):
                standing.append(value)
        standing.append(FieldValue(after, ids, event.device_id, event.recorded_at))
        self.fields[name] = standing


_IDENTITY: dict[type[Entry] | None, str] = {
    Premises: "premises_id",
    WeighingInstrument: "instrument_id",
    MeasuringInstrument: "instrument_id",
}


def _value(text: str, event: Event) -> FieldValue:
    return FieldValue(text, (event.event_id,), event.device_id, event.recorded_at)


def _is_named(value: FieldValue, event: Event) -> bool:
    return not set(event.dependencies).isdisjoint(value.event_ids)


def _is_replaced(value: FieldValue, before: str | None, event: Event) -> bool:
    """Say whether the author of an amendment knew this value."""
    return value.text == before or value.device_id == event.device_id or _is_named(value, event)
