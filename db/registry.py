"""The read side: what lists and searches ask, answered from projections only."""

# ruff: noqa: S608 - every piece of SQL put together here is a constant of this file

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from db import search_text
from db.unit_of_work import UnitOfWork
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.inspection import State
from inspector_app.domain.instrument import (
    InstrumentProfile,
    MeasuringInstrument,
    Person,
    Premises,
    ReferenceWeightSet,
    WeighingInstrument,
)
from inspector_app.domain.judgement import Outcome
from inspector_app.evidence import canonical
from inspector_app.services.ports import Clock, Found, InspectionRow, InstrumentRow

DUE_SOON = timedelta(days=30)
"""How long before its verification lapses an instrument counts as due soon; display only."""

_STATUS = {
    "": "1",
    "failed": "i.last_outcome = 'fail'",
    "unknown": "i.valid_until IS NULL AND i.last_outcome IS NOT 'fail'",
    "overdue": "i.valid_until < :today AND i.last_outcome IS NOT 'fail'",
    "due_soon": "i.valid_until BETWEEN :today AND :soon AND i.last_outcome IS NOT 'fail'",
    "valid": "i.valid_until > :soon AND i.last_outcome IS NOT 'fail'",
}
_MATCHES = (
    "{column} IN (SELECT key FROM search_entries WHERE what = '{what}' AND entry IN "
    "(SELECT rowid FROM search_index WHERE search_index MATCH :query))"
)
_INSPECTION = (
    "SELECT inspection_id, number, kind, state, outcome, premises_name, instrument_name, "
    '"on", updated_at, observations, answers FROM inspections '
)


class LocalRegistry:
    """Implements the port `Registry`."""

    def __init__(self, work: UnitOfWork, clock: Clock) -> None:
        self._work = work
        self._clock = clock

    def premises(self, premises_id: str) -> Premises | None:
        """Return a place or None."""
        found = self._data("SELECT data FROM premises WHERE premises_id = ?", premises_id)
        return canonical.from_json(found[0], Premises) if found else None

    def instrument(self, instrument_id: str) -> WeighingInstrument | None:
        """Return an instrument or None."""
        found = self._data("SELECT data FROM instruments WHERE instrument_id = ?", instrument_id)
        return canonical.from_json(found[0], WeighingInstrument) if found else None

    def weight_sets(self) -> tuple[ReferenceWeightSet, ...]:
        """Return the reference weight sets, newest certificate first."""
        rows = self._data("SELECT data FROM weight_sets ORDER BY valid_until DESC, weight_set_id")
        return tuple(canonical.from_json(row, ReferenceWeightSet) for row in rows)

    def people(self) -> tuple[Person, ...]:
        """Return the inspectors introduced on this laptop, in that order; not those pulled."""
        rows = self._data(
            "SELECT data FROM people p WHERE EXISTS "
            "(SELECT 1 FROM events e WHERE e.stream_id = p.person_id) ORDER BY introduced"
        )
        return tuple(canonical.from_json(row, Person) for row in rows)

    def instruments_at(self, premises_id: str) -> tuple[WeighingInstrument, ...]:
        """Return the instruments of a place, by serial number."""
        rows = self._data(
            "SELECT data FROM instruments WHERE premises_id = ? "
            "ORDER BY serial_number, instrument_id",
            premises_id,
        )
        return tuple(canonical.from_json(row, WeighingInstrument) for row in rows)

    def measuring_instrument(self, instrument_id: str) -> MeasuringInstrument | None:
        """Return an instrument that is no scale, or None."""
        found = self._data(
            "SELECT data FROM measuring_instruments WHERE instrument_id = ?", instrument_id
        )
        return canonical.from_json(found[0], MeasuringInstrument) if found else None

    def measuring_instruments(self, category: str) -> tuple[MeasuringInstrument, ...]:
        """Return the instruments of a category, ordered by premises and serial number."""
        rows = self._data(
            "SELECT data FROM measuring_instruments WHERE category = ? "
            "ORDER BY premises_id, serial_number, instrument_id",
            category,
        )
        return tuple(canonical.from_json(row, MeasuringInstrument) for row in rows)

    def count_instruments(self, text: str = "", status: str = "") -> int:
        """Count matches; see `list_instruments`."""
        where, values = self._instruments_where(text, status)
        return int(self._named(f"SELECT count(*) FROM instruments i WHERE {where}", values)[0][0])

    def list_instruments(
        self, text: str = "", status: str = "", *, offset: int = 0, limit: int = 200
    ) -> Sequence[InstrumentRow]:
        """Return a window of matches, ordered by premises and serial number.

        status: ``, `valid`, `due_soon` (within 30 days), `overdue`, `failed` (last check), or
        `unknown` (no date); each instrument has exactly one. Raises InputInvalid for another.
        """
        where, values = self._instruments_where(text, status)
        rows = self._named(
            "SELECT i.data, i.premises_name, i.last_outcome, i.last_checked, i.history "
            f"FROM instruments i WHERE {where} ORDER BY i.premises_name, i.serial_number, "
            "i.instrument_id LIMIT :limit OFFSET :offset",
            values | {"limit": limit, "offset": offset},
        )
        return [_instrument_row(*row) for row in rows]

    def profiles_at(self, port_hint: str) -> tuple[InstrumentProfile, ...]:
        """Return the ways of speaking that were saved at this adapter, each once."""
        rows = self._data(
            "SELECT DISTINCT CAST(json_extract(CAST(data AS TEXT), '$.profile') AS BLOB) "
            "FROM instruments "
            "WHERE json_extract(CAST(data AS TEXT), '$.profile.port_hint') = ?",
            port_hint,
        )
        return tuple(canonical.from_json(row, InstrumentProfile) for row in rows)

    def list_premises(
        self, text: str = "", *, offset: int = 0, limit: int = 200
    ) -> Sequence[Premises]:
        """Return a window of places, ordered by name."""
        query = search_text.query(text)
        where = _MATCHES.format(column="premises_id", what="premises") if query else "1"
        rows = self._named(
            f"SELECT data FROM premises WHERE {where} ORDER BY name, premises_id "
            "LIMIT :limit OFFSET :offset",
            {"query": query, "limit": limit, "offset": offset},
        )
        return [canonical.from_json(row, Premises) for (row,) in rows]

    def list_inspections(
        self, *, state: State | None = None, offset: int = 0, limit: int = 200
    ) -> Sequence[InspectionRow]:
        """Return inspections, newest first."""
        where = "" if state is None else "WHERE state = ? "
        values: tuple[object, ...] = () if state is None else (state.value,)
        statement = _INSPECTION + where + "ORDER BY opened DESC LIMIT ? OFFSET ?"
        rows = self._work.rows(statement, (*values, limit, offset))
        return [_inspection_row(row) for row in rows]

    def inspections_of(self, instrument_id: str) -> Sequence[InspectionRow]:
        """Return an instrument's inspections, newest first."""
        statement = _INSPECTION + "WHERE instrument_id = ? ORDER BY opened DESC"
        return [_inspection_row(row) for row in self._work.rows(statement, (instrument_id,))]

    def search(self, text: str, limit: int = 20) -> Sequence[Found]:
        """Find by any run of characters of name, code or number; blank-separated parts all match.

        Newest entries first.
        """
        query = search_text.query(text)
        if not query:
            return []
        rows = self._work.rows(
            "SELECT e.what, e.key, e.title, e.detail FROM search_index "
            "JOIN search_entries e ON e.entry = search_index.rowid "
            "WHERE search_index MATCH ? ORDER BY search_index.rowid DESC LIMIT ?",
            (query, limit),
        )
        return [Found(what=what, key=key, title=title, detail=d) for what, key, title, d in rows]

    def pending_events(self) -> int:
        """Return how many events wait for a receipt; receipts are contiguous from the first."""
        rows = self._work.rows(
            "SELECT (SELECT count(*) FROM events) - (SELECT count(*) FROM receipts)"
        )
        return int(rows[0][0])

    def introduced_keys(self) -> tuple[bytes, ...]:
        """Return the Ed25519 keys of devices and inspectors that this laptop has heard of."""
        return tuple(bytes(key) for key in self._data("SELECT public_key FROM introduced_keys"))

    def report_hash_known(self, sha256: str) -> bool:
        """Say whether a file of this hash was issued here or on a laptop pulled from."""
        return self.record_of_report(sha256) is not None

    def record_of_report(self, sha256: str) -> str | None:
        """Return the inspection that a file of this hash was issued from, None if unknown."""
        statement = "SELECT inspection_id FROM issued_reports WHERE sha256 = ?"
        rows = self._work.rows(statement, (sha256,))
        return str(rows[0][0]) if rows else None

    def _instruments_where(self, text: str, status: str) -> tuple[str, dict[str, object]]:
        if status not in _STATUS:
            raise InputInvalid("unknown_status", field="status", value=status)
        query, today = search_text.query(text), self._clock.today()
        parts = [_STATUS[status]]
        if query:
            parts.append(_MATCHES.format(column="i.instrument_id", what="instrument"))
        values: dict[str, object] = {
            "query": query,
            "today": today.isoformat(),
            "soon": (today + DUE_SOON).isoformat(),
        }
        return " AND ".join(parts), values

    def _data(self, statement: str, *values: object) -> list[bytes]:
        return [bytes(row[0]) for row in self._work.rows(statement, values)]

    def _named(self, statement: str, values: dict[str, object]) -> list[Any]:
        return self._work.named_rows(statement, values)


def _inspection_row(row: Any) -> InspectionRow:
    return InspectionRow(
        inspection_id=row.inspection_id,
        number=row.number,
        kind=row.kind,
        state=State(row.state),
        outcome=Outcome(row.outcome) if row.outcome else None,
        premises_name=row.premises_name,
        instrument_name=row.instrument_name,
        on=date.fromisoformat(row.on),
        updated_at=datetime.fromisoformat(row.updated_at),
        observations=row.observations,
        answers=row.answers,
    )


def _instrument_row(
    data: bytes, premises_name: str, outcome: str | None, checked: str | None, history: bytes
) -> InstrumentRow:
    return InstrumentRow(
        instrument=canonical.from_json(data, WeighingInstrument),
        premises_name=premises_name,
        last_outcome=Outcome(outcome) if outcome else None,
        last_checked=date.fromisoformat(checked) if checked else None,
        history=tuple(json.loads(history)),
    )
