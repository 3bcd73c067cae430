"""The register rows: premises, instruments, weight sets, people; kept by the register's events."""

# ruff: noqa: ARG001 - handlers of one dispatch share one signature

from __future__ import annotations

from dataclasses import fields, replace
from functools import singledispatch

from db.inspection_rows import refresh_instrument
from db.search_rows import index_entry
from db.unit_of_work import UnitOfWork
from inspector_app.domain.events import (
    Event,
    EventBody,
    InstrumentAmended,
    InstrumentRegistered,
    PersonIntroduced,
    PremisesAmended,
    PremisesRegistered,
    ProfileSaved,
    WeightSetRegistered,
)
from inspector_app.domain.instrument import Premises, WeighingInstrument
from inspector_app.evidence import canonical

_PREMISES_FIELDS = {field.name for field in fields(Premises)} - {"premises_id"}


@singledispatch
def apply_to_registers(body: EventBody, event: Event, work: UnitOfWork) -> None:
    """Change the register rows that this fact changes; most change none."""


@apply_to_registers.register
def _(body: PremisesRegistered, event: Event, work: UnitOfWork) -> None:
    _write_premises(body.premises, work)


@apply_to_registers.register
def _(body: PremisesAmended, event: Event, work: UnitOfWork) -> None:
    found = _data("premises", "premises_id", body.premises_id, work)
    if found is not None:
        known = {name: text for name, text in body.after.items() if name in _PREMISES_FIELDS}
        _write_premises(replace(canonical.from_json(found, Premises), **known), work)


@apply_to_registers.register
def _(body: InstrumentRegistered, event: Event, work: UnitOfWork) -> None:
    _write_instrument(body.instrument, work)


@apply_to_registers.register
def _(body: InstrumentAmended, event: Event, work: UnitOfWork) -> None:
    _write_instrument(body.instrument, work)


@apply_to_registers.register
def _(body: ProfileSaved, event: Event, work: UnitOfWork) -> None:
    found = _data("instruments", "instrument_id", body.instrument_id, work)
    if found is not None:
        entry = canonical.from_json(found, WeighingInstrument)
        _write_instrument(replace(entry, profile=body.profile), work)


@apply_to_registers.register
def _(body: WeightSetRegistered, event: Event, work: UnitOfWork) -> None:
    kit = body.weight_set
    work.execute(
        "INSERT OR REPLACE INTO weight_sets (weight_set_id, valid_until, data) VALUES (?, ?, ?)",
        (kit.weight_set_id, kit.valid_until.isoformat(), canonical.to_json(kit)),
    )
    detail = f"{kit.accuracy_class} · {kit.certificate_number}"
    searched = (kit.name, kit.certificate_number, kit.serial_number)
    index_entry(work, "weight_set", kit.weight_set_id, kit.name, detail, *searched)


@apply_to_registers.register
def _(body: PersonIntroduced, event: Event, work: UnitOfWork) -> None:
    person = body.person
    work.execute(
        "INSERT INTO people (person_id, introduced, data) VALUES (?, ?, ?) "
        "ON CONFLICT (person_id) DO UPDATE SET data = excluded.data",
        (person.person_id, event.device_seq, canonical.to_json(person)),
    )


def _write_premises(place: Premises, work: UnitOfWork) -> None:
    work.execute(
        "INSERT INTO premises (premises_id, name, data) VALUES (?, ?, ?) "
        "ON CONFLICT (premises_id) DO UPDATE SET name = excluded.name, data = excluded.data",
        (place.premises_id, place.name, canonical.to_json(place)),
    )
    where = " ".join(part for part in (place.market, place.stall) if part)
    detail = " · ".join(part for part in (where, place.address, place.credit_code) if part)
    searched = (place.name, place.market, place.stall, place.address, place.credit_code)
    more = (place.responsible_person, place.phone, place.premises_id)
    index_entry(work, "premises", place.premises_id, place.name, detail, *searched, *more)
    _tell_instruments(place, work)


def _tell_instruments(place: Premises, work: UnitOfWork) -> None:
    """Let the instruments standing there carry the place's name, which lists sort by."""
    standing = work.execute(
        "SELECT data FROM instruments WHERE premises_id = ? AND premises_name <> ? "
        "ORDER BY instrument_id",
        (place.premises_id, place.name),
    ).fetchall()
    for (data,) in standing:
        _write_instrument(canonical.from_json(data, WeighingInstrument), work)


def _write_instrument(entry: WeighingInstrument, work: UnitOfWork) -> None:
    place = _data("premises", "premises_id", entry.premises_id or "", work)
    premises_name = canonical.from_json(place, Premises).name if place is not None else ""
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


def _index_instrument(entry: WeighingInstrument, premises_name: str, work: UnitOfWork) -> None:
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


def _data(table: str, key_column: str, key: str, work: UnitOfWork) -> bytes | None:
    row = work.execute(
        f"SELECT data FROM {table} WHERE {key_column} = ?",  # noqa: S608 - names of our own
        (key,),
    ).first()
    return None if row is None else bytes(row[0])
