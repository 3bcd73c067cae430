"""A conclusion is taken back before the seal, to measure or answer again."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.events import InspectionReopened
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.inspection import Inspection, State
from inspector_app.services.inspection_log import load, record
from inspector_app.services.ports import EventLog


@dataclass(frozen=True, slots=True)
class ReopenInspection:
    """Make a concluded inspection a draft again; its signatures fall with the conclusion."""

    log: EventLog

    def __call__(self, inspection_id: str, *, reason: str) -> Inspection:
        """Record it. Raises InputInvalid without a reason, WrongState unless concluded."""
        inspection = load(self.log, inspection_id)
        inspection.require(State.CONCLUDED)
        if not reason.strip():
            raise InputInvalid("reason_missing", field="reason")
        return record(self.log, inspection, InspectionReopened(reason=reason.strip()))
