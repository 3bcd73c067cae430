"""The kind judges, and the verdict is kept with every reason."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.events import InspectionConcluded
from inspector_app.domain.exceptions import WrongState
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Finding, Outcome
from inspector_app.kinds.catalogue import kind_for
from inspector_app.kinds.judging import judged
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.services.inspection_log import load_draft, record
from inspector_app.services.ports import EventLog


class NotComplete(WrongState):
    """Something must still be measured or answered; `findings` say what."""

    code = "inspection_not_complete"

    def __init__(
        self, code: str | None = None, findings: tuple[Finding, ...] = (), **parameters: object
    ) -> None:
        self.findings = findings
        super().__init__(code, **{"missing": len(findings), **parameters})


@dataclass(frozen=True, slots=True)
class ConcludeInspection:
    """Judge a draft by the rules in force on its day."""

    log: EventLog
    book: RegulationBook

    def __call__(self, inspection_id: str) -> Inspection:
        """Record the verdict and return the concluded inspection.

        Raises NotComplete while anything required is missing; WrongState unless a draft.
        """
        inspection = load_draft(self.log, inspection_id)
        verdict = judged(kind_for(inspection), inspection, self.book)
        missing = tuple(f for f in verdict.findings if f.outcome is Outcome.INCOMPLETE)
        if missing or verdict.outcome is Outcome.INCOMPLETE:
            raise NotComplete(findings=missing)
        return record(self.log, inspection, InspectionConcluded(verdict=verdict))
