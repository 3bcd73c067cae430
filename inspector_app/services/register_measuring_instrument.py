"""An instrument that is no scale enters the register: a dispenser, a charger, a meter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from inspector_app.domain.events import EventDraft, MeasuringInstrumentRegistered
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.figures import Figure, checked_figure
from inspector_app.domain.instrument import MeasuringInstrument
from inspector_app.domain.judgement import reason
from inspector_app.kinds.catalogue import kinds
from inspector_app.services.ports import EventLog, IdSource, Registry
from inspector_app.services.validation import Problem, Severity, require_no_errors


@dataclass(frozen=True, slots=True)
class RegisterMeasuringInstrument:
    """Add an instrument of one of the categories that the kinds test."""

    log: EventLog
    registry: Registry
    ids: IdSource
    scope: str

    def __call__(self, instrument: MeasuringInstrument) -> MeasuringInstrument:
        """Record it, giving it an id if it has none, and return it. Raises EntryRefused."""
        require_no_errors(measuring_instrument_problems(instrument))
        entered = replace(instrument, instrument_id=instrument.instrument_id or self.ids.new_id())
        place = self.registry.premises(entered.premises_id) if entered.premises_id else None
        body = MeasuringInstrumentRegistered(instrument=entered)
        scope = place.scope if place else self.scope
        self.log.append(EventDraft(stream_id=entered.instrument_id, scope=scope, body=body))
        return entered


def plate_of(category: str) -> tuple[Figure, ...]:
    """Return what the register keeps of a category, each figure once, as its kinds declare it."""
    declared = (figure for kind in kinds() if kind.category == category for figure in kind.plate)
    return tuple({figure.key: figure for figure in declared}.values())


def measuring_instrument_problems(instrument: MeasuringInstrument) -> tuple[Problem, ...]:
    """Return what is wrong with an entry, its plate's figures among it."""
    return tuple(_problems(instrument))


def _problems(instrument: MeasuringInstrument) -> Iterator[Problem]:
    if not any(kind.category == instrument.category for kind in kinds()):
        yield _wrong("category", InputInvalid("instrument_kind_unknown", value=instrument.category))
    if not instrument.name.strip():
        yield _wrong("name", InputInvalid("name_missing"))
    if not instrument.serial_number.strip():
        yield Problem(
            field="serial_number",
            severity=Severity.WARNING,
            reason=reason("serial_number_missing"),
        )
    for figure in plate_of(instrument.category):
        try:
            checked_figure(figure, instrument.particulars.get(figure.key, ""))
        except InputInvalid as refused:
            yield _wrong(figure.key, refused)


def _wrong(field: str, refused: InputInvalid) -> Problem:
    said = {name: value for name, value in refused.parameters.items() if name != "field"}
    return Problem(field=field, severity=Severity.ERROR, reason=reason(refused.code, **said))
