"""A place enters the register, or its entry is corrected."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from inspector_app.domain.events import EventDraft, PremisesAmended, PremisesRegistered
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.instrument import Premises
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.services.ports import EventLog, IdSource, Registry
from inspector_app.services.validation import premises_problems, require_no_errors


@dataclass(frozen=True, slots=True)
class RegisterPremises:
    """Add a place."""

    log: EventLog
    ids: IdSource
    book: RegulationBook

    def __call__(self, premises: Premises) -> Premises:
        """Record it, giving it an id if it has none, and return it. Raises EntryRefused."""
        require_no_errors(premises_problems(premises, self.book))
        entered = replace(premises, premises_id=premises.premises_id or self.ids.new_id())
        body = PremisesRegistered(premises=entered)
        self.log.append(EventDraft(stream_id=entered.premises_id, scope=entered.scope, body=body))
        return entered


@dataclass(frozen=True, slots=True)
class AmendPremises:
    """Correct a place, field by field."""

    log: EventLog
    registry: Registry
    book: RegulationBook

    def __call__(self, premises: Premises) -> Premises:
        """Record the changed fields only. Raises EntryRefused, InputInvalid for an unknown one."""
        known = self.registry.premises(premises.premises_id)
        if known is None:
            raise InputInvalid("premises_unknown", field="premises", key=premises.premises_id)
        require_no_errors(premises_problems(premises, self.book))
        old, new = asdict(known), asdict(premises)
        changed = [name for name in old if old[name] != new[name]]
        if not changed:
            return known
        body = PremisesAmended(
            premises_id=premises.premises_id,
            before={name: old[name] for name in changed},
            after={name: new[name] for name in changed},
        )
        self.log.append(EventDraft(stream_id=known.premises_id, scope=known.scope, body=body))
        return premises
