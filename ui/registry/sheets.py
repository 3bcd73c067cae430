"""The registers as sheets to export: instruments of every kind, premises, weights, inspections."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final, TypeVar

from inspector_app.kinds.base import NO_INSTRUMENT, WEIGHING
from inspector_app.kinds.catalogue import kinds, known_kinds
from inspector_app.services.ports import Registry
from inspector_app.services.sheets import Sheet, Value
from inspector_app.words import current_language
from inspector_app.words import gettext as _
from inspector_app.words.reasons import outcome_word
from ui.registry.model import instrument_status
from ui.registry.weights import pieces_text, weights_status

_WINDOW: Final = 5000
_MOST: Final = 1_000_000
"""Rows: a workbook holds 1,048,576."""
Row = TypeVar("Row")


def register_sheets(registry: Registry, today: date) -> list[Sheet]:
    """Return every register as a sheet; reads it in windows, on the storage thread."""
    return [
        _scales(registry, today),
        _others(registry),
        _premises(registry),
        _weights(registry, today),
        _inspections(registry),
    ]


def _all(window: Callable[[int, int], Sequence[Row]]) -> Iterator[Row]:
    for offset in range(0, _MOST, _WINDOW):
        rows = window(offset, _WINDOW)
        yield from rows
        if len(rows) < _WINDOW:
            return


def _scales(registry: Registry, today: date) -> Sheet:
    rows: list[tuple[Value, ...]] = []
    for row in _all(lambda at, count: registry.list_instruments(offset=at, limit=count)):
        one = row.instrument
        rows.append(
            (
                one.serial_number,
                one.name,
                one.model,
                one.manufacturer,
                one.accuracy_class.value,
                str(one.maximum_capacity),
                str(one.verification_scale_interval),
                row.premises_name,
                one.verification_certificate,
                one.verification_valid_until,
                row.last_checked,
                instrument_status(row, today).text,
            )
        )
    columns = (
        _("Serial no."),
        _("Instrument"),
        _("Model"),
        _("Manufacturer"),
        _("Accuracy class"),
        "Max",
        "e",
        _("Used by"),
        _("Certificate number"),
        _("Valid until"),
        _("Last check"),
        _("Status"),
    )
    return Sheet(title=_("Instruments"), columns=columns, rows=rows)


def _others(registry: Registry) -> Sheet:
    titles: dict[str, str] = {}
    for kind in kinds():
        if kind.category not in {WEIGHING, NO_INSTRUMENT}:
            titles.setdefault(kind.category, kind.title.in_language(current_language()))
    rows = [
        (
            title,
            one.serial_number,
            one.name,
            one.model,
            one.manufacturer,
            place.name if (place := registry.premises(one.premises_id or "")) else "",
            one.verification_certificate,
            one.verification_valid_until,
            "; ".join(f"{key} {text}" for key, text in sorted(one.particulars.items())),
        )
        for category, title in titles.items()
        for one in registry.measuring_instruments(category)
    ]
    columns = (
        _("Kind of check"),
        _("Serial no."),
        _("Instrument"),
        _("Model"),
        _("Manufacturer"),
        _("Used by"),
        _("Certificate number"),
        _("Valid until"),
        _("Particulars"),
    )
    return Sheet(title=_("Dispensers, chargers, meters"), columns=columns, rows=rows)


def _premises(registry: Registry) -> Sheet:
    rows = [
        (
            p.name,
            p.market,
            p.stall,
            p.address,
            p.credit_code,
            p.responsible_person,
            p.phone,
            p.scope,
        )
        for p in _all(lambda at, count: registry.list_premises(offset=at, limit=count))
    ]
    columns = (
        _("Name"),
        _("Market"),
        _("Stall"),
        _("Address"),
        _("Credit code"),
        _("Responsible person"),
        _("Telephone"),
        _("Division"),
    )
    return Sheet(title=_("Premises"), columns=columns, rows=rows)


def _weights(registry: Registry, today: date) -> Sheet:
    rows = [
        (
            one.name,
            one.accuracy_class,
            pieces_text(one.pieces),
            one.serial_number,
            one.certificate_number,
            one.issuer,
            one.valid_until,
            weights_status(one, today).text,
        )
        for one in registry.weight_sets()
    ]
    columns = (
        _("Name of the set"),
        _("Weight class"),
        _("Pieces"),
        _("Serial number"),
        _("Certificate number"),
        _("Issued by"),
        _("Valid until"),
        _("Status"),
    )
    return Sheet(title=_("Reference weights"), columns=columns, rows=rows)


def _inspections(registry: Registry) -> Sheet:
    titles = {kind.key: kind.title.in_language(current_language()) for kind in known_kinds()}
    rows = [
        (
            row.number,
            row.on,
            titles.get(row.kind, row.kind),
            row.premises_name,
            row.instrument_name,
            outcome_word(row.outcome) if row.outcome is not None else "",
            row.state.value,
        )
        for row in _all(lambda at, count: registry.list_inspections(offset=at, limit=count))
    ]
    columns = (
        _("Record number"),
        _("Date"),
        _("Kind of check"),
        _("Premises"),
        _("Instrument"),
        _("Outcome"),
        _("State"),
    )
    return Sheet(title=_("Inspections"), columns=columns, rows=rows)
