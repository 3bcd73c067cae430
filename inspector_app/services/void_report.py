"""An issued document stops counting: with a reason and a second person. Its number stays taken."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.events import ReportVoided
from inspector_app.domain.exceptions import WrongState
from inspector_app.domain.inspection import Inspection, State
from inspector_app.services.inspection_log import load, record
from inspector_app.services.ports import EventLog, Registry
from inspector_app.services.voiding import require_reason


@dataclass(frozen=True, slots=True)
class VoidReport:
    """Void one document of an inspection; the inspection itself stays as it is."""

    log: EventLog

    def __call__(
        self, inspection_id: str, sha256: str, *, reason: str, second_person: str
    ) -> Inspection:
        """Record it.

        Raises WrongState: `report_not_issued`, `report_voided_before`; InputInvalid as
        `require_reason` does.
        """
        inspection = load(self.log, inspection_id)
        issued = next((r for r in inspection.reports if r.sha256 == sha256), None)
        if issued is None:
            raise WrongState("report_not_issued")
        if sha256 in inspection.voided_reports:
            raise WrongState("report_voided_before")
        why, who = require_reason(inspection, reason, second_person)
        body = ReportVoided(
            sha256=sha256, document_number=issued.document_number, reason=why, second_person=who
        )
        return record(self.log, inspection, body)


def counts_no_longer(log: EventLog, registry: Registry, sha256: str) -> bool:
    """Say whether an issued file, or the whole record it was issued from, was declared void.

    sha256: of the file, in hex. False for a file that this laptop's log does not know.
    """
    inspection_id = registry.record_of_report(sha256)
    if inspection_id is None:
        return False
    inspection = load(log, inspection_id)
    return sha256 in inspection.voided_reports or inspection.state is State.VOIDED
