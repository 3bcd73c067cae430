"""An instrument enters the register, its entry is corrected, its way of speaking is saved."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from inspector_app.domain.events import (
    EventDraft,
    InstrumentAmended,
    InstrumentRegistered,
    ProfileSaved,
)
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.instrument import InstrumentProfile, WeighingInstrument
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.services.ports import Clock, EventLog, IdSource, Registry
from inspector_app.services.validation import instrument_problems, require_no_errors
from inspector_app.sync.merge import field_texts


def scope_of(registry: Registry, instrument: WeighingInstrument, default: str) -> str:
    """Return the division that sees the instrument: that of its premises, else the laptop's."""
    found = registry.premises(instrument.premises_id) if instrument.premises_id else None
    return found.scope if found else default


@dataclass(frozen=True, slots=True)
class RegisterInstrument:
    """Add an instrument."""

    log: EventLog
    registry: Registry
    clock: Clock
    ids: IdSource
    book: RegulationBook
    scope: str

    def __call__(self, instrument: WeighingInstrument) -> WeighingInstrument:
        """Record it, giving it an id if it has none, and return it. Raises EntryRefused."""
        today = self.clock.today()
        require_no_errors(instrument_problems(instrument, self.book, today=today))
        entered = replace(instrument, instrument_id=instrument.instrument_id or self.ids.new_id())
        scope = scope_of(self.registry, entered, self.scope)
        body = InstrumentRegistered(instrument=entered)
        self.log.append(EventDraft(stream_id=entered.instrument_id, scope=scope, body=body))
        return entered


@dataclass(frozen=True, slots=True)
class AmendInstrument:
    """Correct an instrument's entry."""

    log: EventLog
    registry: Registry
    clock: Clock
    book: RegulationBook
    scope: str

    def __call__(self, instrument: WeighingInstrument) -> WeighingInstrument:
        """Record the corrected entry, naming what changed. Raises EntryRefused, InputInvalid."""
        known = self.registry.instrument(instrument.instrument_id)
        if known is None:
            raise InputInvalid(
                "instrument_unknown", field="instrument", key=instrument.instrument_id
            )
        today = self.clock.today()
        require_no_errors(instrument_problems(instrument, self.book, today=today))
        names = [f.name for f in fields(known)]
        changed = tuple(n for n in names if getattr(known, n) != getattr(instrument, n))
        if changed:
            scope = scope_of(self.registry, instrument, self.scope)
            texts = field_texts(known)
            before = {name: texts[name] for name in changed}
            body = InstrumentAmended(instrument=instrument, changed=changed, before=before)
            self.log.append(EventDraft(stream_id=known.instrument_id, scope=scope, body=body))
        return instrument


@dataclass(frozen=True, slots=True)
class SaveProfile:
    """Keep how an instrument speaks, for every later visit."""

    log: EventLog
    registry: Registry
    scope: str

    def __call__(self, instrument_id: str, profile: InstrumentProfile) -> None:
        """Record the profile as a new version, unless it is the one that holds already.

        Raises InputInvalid(`instrument_unknown`).
        """
        known = self.registry.instrument(instrument_id)
        if known is None:
            raise InputInvalid("instrument_unknown", field="instrument", key=instrument_id)
        if known.profile == profile:
            return
        body = ProfileSaved(instrument_id=instrument_id, profile=profile)
        scope = scope_of(self.registry, known, self.scope)
        self.log.append(EventDraft(stream_id=instrument_id, scope=scope, body=body))
