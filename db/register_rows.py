"""The register rows: premises, instruments, weight sets, people; each the fold of its stream.

An entry is never changed a step at a time: other laptops' edits may belong before ours, so its
whole stream (a handful of events) is folded again and the result written.
"""

# ruff: noqa: ARG001 - handlers of one dispatch share one signature

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch

import msgspec

from db.inspection_rows import refresh_instrument
from db.search_rows import index_entry
from db.work import Work
from inspector_app.domain.events import Event
from inspector_app.domain.instrument import (
    MeasuringInstrument,
    Person,
    Premises,
    ReferenceWeightSet,
    WeighingInstrument,
)
from inspector_app.evidence import canonical
from inspector_app.sync import merge


def write_entry(stream_id: str, events: Sequence[Event], work: Work) -> None:
    """Write what a register stream amounts to. events: all of it, by `merge.office_order`."""
    merged = merge.fold(events)
    if merged is not None:
        _write(merged.entry, merged, work)
        _write_tasks(stream_id, merged, work)


@singledispatch
def _write(entry: object, merged: merge.Merged, work: Work) -> None:
    raise TypeError(type(entry).__name__)


@_write.register
def _(entry: ReferenceWeightSet, merged: merge.Merged, work: Work) -> None:
    work.execute(
        "INSERT INTO weight_sets (weight_set_id, valid_until, data) VALUES (?, ?, ?) "
        "ON CONFLICT (weight_set_id) DO UPDATE SET valid_until = excluded.valid_until, "
        "data = excluded.data",
        (entry.weight_set_id, entry.valid_until.isoformat(), canonical.to_json(entry)),
    )
    detail = f"{entry.accuracy_class} · {entry.certificate_number}"
    searched = (entry.name, entry.certificate_number, entry.serial_number)
    index_entry(work, "weight_set", entry.weight_set_id, entry.name, detail, *searched)


@_write.register
def _(entry: Person, merged: merge.Merged, work: Work) -> None:
    work.execute(
        "INSERT INTO people (person_id, introduced, data) VALUES (?, ?, ?) "
        "ON CONFLICT (person_id) DO UPDATE SET introduced = excluded.introduced, "
        "data = excluded.data",
        (entry.person_id, merged.first_event_id, canonical.to_json(entry)),
    )


@_write.register
def _(entry: Premises, merged: merge.Merged, work: Work) -> None:
    work.execute(
        "INSERT INTO premises (premises_id, name, data) VALUES (?, ?, ?) "
        "ON CONFLICT (premises_id) DO UPDATE SET name = excluded.name, data = excluded.data",
        (entry.premises_id, entry.name, canonical.to_json(entry)),
    )
    where = " ".join(part for part in (entry.market, entry.stall) if part)
    detail = " · ".join(part for part in (where, entry.address, entry.credit_code) if part)
    searched = (entry.name, entry.market, entry.stall, entry.address, entry.credit_code)
    more = (entry.responsible_person, entry.phone, entry.premises_id)
    index_entry(work, "premises", entry.premises_id, entry.name, detail, *searched, *more)
    _tell_instruments(entry, work)


@_write.register
def _(entry: WeighingInstrument, merged: merge.Merged, work: Work) -> None:
    _write_instrument(entry, work)


@_write.register
def _(entry: MeasuringInstrument, merged: merge.Merged, work: Work) -> None:
    work.execute(
        "INSERT INTO measuring_instruments (instrument_id, category, premises_id, serial_number, "
        "data) VALUES (?, ?, ?, ?, ?) ON CONFLICT (instrument_id) DO UPDATE SET "
        "category = excluded.category, premises_id = excluded.premises_id, "
        "serial_number = excluded.serial_number, data = excluded.data",
        (
            entry.instrument_id,
            entry.category,
            entry.premises_id,
            entry.serial_number,
            canonical.to_json(entry),
        ),
    )


def _tell_instruments(place: Premises, work: Work) -> None:
    """Let the instruments standing there carry the place's name, which lists sort by."""
    standing = work.rows(
        "SELECT data FROM instruments WHERE premises_id = ? AND premises_name <> ? "
        "ORDER BY instrument_id",
        (place.premises_id, place.name),
    )
    for (data,) in standing:
        _write_instrument(canonical.from_json(bytes(data), WeighingInstrument), work)


def _write_instrument(entry: WeighingInstrument, work: Work) -> None:
    names = work.rows("SELECT name FROM premises WHERE premises_id = ?", (entry.premises_id or "",))
    premises_name = names[0][0] if names else ""
    until = entry.verification_valid_until
    work.execute(
        "INSERT INTO instruments (instrument_id, premises_id, premises_name, serial_number, "
        "valid_until, history, data) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (instrument_id) "
        "DO UPDATE SET premises_id = excluded.premises_id, "
        "premises_name = excluded.premises_name, serial_number = excluded.serial_number, "
        "valid_until = excluded.valid_until, data = excluded.data",
        (
            entry.instrument_id,
            entry.premises_id,
            premises_name,
            entry.serial_number,
            until.isoformat() if until else None,
            b"[]",
            canonical.to_json(entry),
        ),
    )
    _index_instrument(entry, premises_name, work)
    refresh_instrument(entry.instrument_id, work)


def _index_instrument(entry: WeighingInstrument, premises_name: str, work: Work) -> None:
    title = " ".join(part for part in (entry.name, entry.model) if part)
    detail = " · ".join(part for part in (entry.serial_number, premises_name) if part)
    searched = (
        entry.name,
        entry.model,
        entry.serial_number,
        entry.manufacturer,
        entry.verification_certificate,
        premises_name,
        entry.instrument_id,
    )
    index_entry(work, "instrument", entry.instrument_id, title, detail, *searched)


def _write_tasks(stream_id: str, merged: merge.Merged, work: Work) -> None:
    """Keep one open task per field with several standing values."""
    work.execute('DELETE FROM review_tasks WHERE "key" = ?', (stream_id,))
    what = "premises" if isinstance(merged.entry, Premises) else "instrument"
    for overlap in merged.overlaps:
        edits = [
            {
                "event_id": value.event_ids[0],
                "value": value.text,
                "device_id": value.device_id,
                "at": value.at.isoformat(),
            }
            for value in overlap.values
        ]
        work.execute(
            'INSERT INTO review_tasks (task_id, what, "key", field, edits) VALUES (?, ?, ?, ?, ?)',
            (
                f"{stream_id}:{overlap.field}",
                what,
                stream_id,
                overlap.field,
                msgspec.json.encode(edits),
            ),
        )
