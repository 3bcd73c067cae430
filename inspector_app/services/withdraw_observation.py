"""A value is taken back; it stays in the audit trail with the reason."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.events import ObservationWithdrawn
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.inspection import Inspection
from inspector_app.services.inspection_log import load_draft, record
from inspector_app.services.ports import EventLog


@dataclass(frozen=True, slots=True)
class WithdrawObservation:
    """Withdraw one observation, by default the last that still counts."""

    log: EventLog

    def __call__(
        self, inspection_id: str, observation_id: str = "", *, reason: str = "remeasured"
    ) -> Inspection:
        """Record the withdrawal and return the inspection.

        reason: free text, or `remeasured`. Raises InputInvalid(`nothing_to_withdraw`) when no
        counting observation has this id; WrongState once concluded.
        """
        inspection = load_draft(self.log, inspection_id)
        counting = [o for o in inspection.observations if not o.withdrawn]
        if observation_id:
            counting = [o for o in counting if o.observation_id == observation_id]
        if not counting:
            raise InputInvalid("nothing_to_withdraw", field="observation")
        body = ObservationWithdrawn(observation_id=counting[-1].observation_id, reason=reason)
        return record(self.log, inspection, body)
