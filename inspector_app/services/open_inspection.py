"""An inspection begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from inspector_app.domain.events import (
    EventBody,
    EventDraft,
    InspectionOpened,
    InstrumentChosen,
    PremisesChosen,
)
from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.instrument import Person, Stage
from inspector_app.kinds.base import InspectionKind
from inspector_app.kinds.catalogue import kind_of
from inspector_app.services.ports import Clock, EventLog, IdSource, Registry

UNKNOWN_SCOPE = "000000"


def number_of(inspection_id: str, on: date) -> str:
    """Return the printed number, e.g. `261123-3F9A2C`: the day and the id's last random digits.

    Two laptops without a network must not give the same number, so no counter is used.
    """
    return f"{on:%y%m%d}-{inspection_id.replace('-', '')[-6:].upper()}"


@dataclass(frozen=True, slots=True)
class OpenInspection:
    """Open a draft, already carrying its premises and instrument where they are known."""

    log: EventLog
    registry: Registry
    clock: Clock
    ids: IdSource
    scope: str = UNKNOWN_SCOPE

    def __call__(
        self,
        kind: str,
        inspectors: tuple[Person, ...],
        *,
        premises_id: str = "",
        instrument_id: str = "",
        stage: Stage = Stage.IN_USE,
        purpose: str = "routine",
        language: str = "zh_CN",
    ) -> Inspection:
        """Record the opening as one commit and return the inspection.

        The stream's scope is that of the premises, else the laptop's own.
        Raises InputInvalid: `kind_unknown`, `inspector_missing`, `premises_unknown`,
        `instrument_unknown`; OutOfRange: `kind_not_yet`, `kind_no_more`.
        """
        if not inspectors:
            raise InputInvalid("inspector_missing", field="inspectors")
        declared, on = kind_of(kind), self.clock.today()
        _require_open(declared, on)
        chosen = self._chosen(premises_id, instrument_id)
        opened = InspectionOpened(
            inspection_id=(inspection_id := self.ids.new_id()),
            number=number_of(inspection_id, on),
            kind=declared.key,
            on=on,
            stage=stage,
            inspectors=inspectors,
            purpose=purpose,
            language=language,
            # The text of a published kind may change while this inspection is open.
            kind_version=declared.version if declared.digest else 0,
            kind_digest=declared.digest,
        )
        scope = self._scope(chosen)
        events = self.log.append(
            *(
                EventDraft(stream_id=inspection_id, scope=scope, body=body)
                for body in (opened, *chosen)
            )
        )
        return Inspection.fold(events)

    def _chosen(self, premises_id: str, instrument_id: str) -> tuple[EventBody, ...]:
        found: list[EventBody] = []
        instrument = self.registry.instrument(instrument_id) if instrument_id else None
        if instrument_id and instrument is None:
            raise InputInvalid("instrument_unknown", field="instrument", key=instrument_id)
        premises_id = premises_id or (instrument.premises_id or "" if instrument else "")
        premises = self.registry.premises(premises_id) if premises_id else None
        if premises_id and premises is None:
            raise InputInvalid("premises_unknown", field="premises", key=premises_id)
        if premises:
            found.append(PremisesChosen(premises=premises))
        if instrument:
            found.append(InstrumentChosen(instrument=instrument))
        return tuple(found)

    def _scope(self, chosen: tuple[EventBody, ...]) -> str:
        for body in chosen:
            if isinstance(body, PremisesChosen):
                return body.premises.scope
        return self.scope


def _require_open(kind: InspectionKind, on: date) -> None:
    """Refuse a published kind outside the days for which the office offers it."""
    named = {"name": kind.title.zh, "name_en": kind.title.en}
    if kind.offered_from is not None and on < kind.offered_from:
        raise OutOfRange("kind_not_yet", field="kind", first=kind.offered_from, **named)
    if kind.offered_until is not None and on > kind.offered_until:
        raise OutOfRange("kind_no_more", field="kind", last=kind.offered_until, **named)
