"""A signed record is closed for ever, and the device vouches for its chain up to it."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.exceptions import WrongState
from inspector_app.domain.inspection import Inspection, State
from inspector_app.evidence import sealing
from inspector_app.services.inspection_log import record
from inspector_app.services.ports import Clock, EventLog, Signer
from inspector_app.services.sign_inspection import missing_signatures


@dataclass(frozen=True, slots=True)
class SealInspection:
    """Seal a concluded inspection with the inspector's key.

    clock_checked: see `InspectionSealed`.
    """

    log: EventLog
    signer: Signer
    clock: Clock
    clock_checked: str = ""

    def __call__(self, inspection_id: str) -> Inspection:
        """Record the seal, sign the device's head and return the sealed inspection.

        Raises WrongState: `signature_missing` naming the roles, or unless concluded.
        """
        events = self.log.stream(inspection_id)
        inspection = Inspection.fold(events)
        inspection.require(State.CONCLUDED)
        if missing := missing_signatures(inspection):
            raise WrongState("signature_missing", roles=", ".join(missing))
        sealed = sealing.seal(
            events,
            signer=self.signer,
            sealed_at=self.clock.now(),
            clock_checked=self.clock_checked,
        )
        inspection = record(self.log, inspection, sealed.body)
        self.log.sign_head()
        return inspection
