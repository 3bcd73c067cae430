"""A set of reference weights, or its new certificate, enters the register."""

from __future__ import annotations

from dataclasses import dataclass, replace

from inspector_app.domain.events import EventDraft, WeightSetRegistered
from inspector_app.domain.instrument import ReferenceWeightSet
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.services.ports import Clock, EventLog, IdSource
from inspector_app.services.validation import require_no_errors, weight_set_problems


@dataclass(frozen=True, slots=True)
class RegisterWeightSet:
    """Add a set, or replace its entry under the same id."""

    log: EventLog
    clock: Clock
    ids: IdSource
    book: RegulationBook
    scope: str

    def __call__(self, weights: ReferenceWeightSet) -> ReferenceWeightSet:
        """Record it and return it. Raises EntryRefused."""
        require_no_errors(weight_set_problems(weights, self.book, today=self.clock.today()))
        entered = replace(weights, weight_set_id=weights.weight_set_id or self.ids.new_id())
        body = WeightSetRegistered(weight_set=entered)
        self.log.append(EventDraft(stream_id=entered.weight_set_id, scope=self.scope, body=body))
        return entered
