"""A person answers whether a case is to go to the police. The program only asks."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.casework.consequences import ANSWERS, PROPOSE, prompt_keys
from inspector_app.casework.happening_base import What
from inspector_app.domain.case import Case
from inspector_app.domain.events import CaseEventRecorded, CasePromptAnswered, EventBody
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.instrument import Person
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.services.case_log import load_case, record_in_case
from inspector_app.services.ports import Clock, EventLog, IdSource


@dataclass(frozen=True, slots=True)
class AnswerPrompt:
    """Record an answer with its reason; a later answer stands beside the earlier ones."""

    log: EventLog
    clock: Clock
    ids: IdSource
    book: RegulationBook

    def __call__(self, case_id: str, prompt: str, answer: str, *, reason: str, by: Person) -> Case:
        """Record it and return the case after it.

        A proposed transfer is a written report of today: the three days of article 5 begin.
        Raises InputInvalid: `prompt_unknown`, `prompt_answer_unknown`, `reason_missing`.
        """
        case = load_case(self.log, case_id)
        if prompt not in prompt_keys(self.book):
            raise InputInvalid("prompt_unknown", field="prompt", value=prompt[:40])
        if answer not in ANSWERS:
            raise InputInvalid("prompt_answer_unknown", field="answer", value=answer[:40])
        if not reason.strip():
            raise InputInvalid("reason_missing", field="reason")
        said = CasePromptAnswered(prompt=prompt, answer=answer, reason=reason.strip(), by=by.name)
        return record_in_case(self.log, case, said, *self._report(case, answer, reason))

    def _report(self, case: Case, answer: str, reason: str) -> tuple[EventBody, ...]:
        if answer != PROPOSE or case.latest(What.TRANSFER_PROPOSED) is not None:
            return ()
        report = CaseEventRecorded(
            happening_id=self.ids.new_id(),
            what=What.TRANSFER_PROPOSED.value,
            on=self.clock.today(),
            note=reason.strip(),
        )
        return (report,)
