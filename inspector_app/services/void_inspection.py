"""A record stops counting: with a reason and a second person; nothing is deleted."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.events import Voided
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.inspection import Inspection, State
from inspector_app.services.inspection_log import load, record
from inspector_app.services.ports import EventLog


@dataclass(frozen=True, slots=True)
class VoidInspection:
    """Void an inspection in any state but voided."""

    log: EventLog

    def __call__(self, inspection_id: str, *, reason: str, second_person: str) -> Inspection:
        """Record it. Raises InputInvalid without a reason or a person other than the inspector."""
        inspection = load(self.log, inspection_id)
        inspection.require(State.DRAFT, State.CONCLUDED, State.SEALED)
        if not reason.strip():
            raise InputInvalid("reason_missing", field="reason")
        first = inspection.inspectors[0].name if inspection.inspectors else ""
        if not second_person.strip() or second_person.strip() == first:
            raise InputInvalid("second_person_missing", field="second_person")
        body = Voided(reason=reason.strip(), second_person=second_person.strip())
        return record(self.log, inspection, body)
