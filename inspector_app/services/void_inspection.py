"""A record stops counting: with a reason and a second person; nothing is deleted."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.events import Voided
from inspector_app.domain.inspection import Inspection, State
from inspector_app.services.inspection_log import load, record
from inspector_app.services.ports import EventLog
from inspector_app.services.voiding import require_reason


@dataclass(frozen=True, slots=True)
class VoidInspection:
    """Void an inspection in any state but voided."""

    log: EventLog

    def __call__(self, inspection_id: str, *, reason: str, second_person: str) -> Inspection:
        """Record it. Raises InputInvalid as `require_reason` does."""
        inspection = load(self.log, inspection_id)
        inspection.require(State.DRAFT, State.CONCLUDED, State.SEALED)
        why, who = require_reason(inspection, reason, second_person)
        body = Voided(reason=why, second_person=who)
        return record(self.log, inspection, body)
