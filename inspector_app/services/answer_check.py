"""A check of the kind's list is answered."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.events import CheckAnswered
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.inspection import Inspection
from inspector_app.kinds.base import Check
from inspector_app.kinds.catalogue import kind_for
from inspector_app.services.inspection_log import load_draft, record
from inspector_app.services.ports import EventLog

ANSWERS = ("yes", "no", "not_applicable", "")


@dataclass(frozen=True, slots=True)
class AnswerCheck:
    """Keep an answer; `` takes it back, and the old one stays in the log."""

    log: EventLog

    def __call__(
        self, inspection_id: str, check: str, answer: str, *, note: str = ""
    ) -> Inspection:
        """Record the answer and return the inspection.

        Raises InputInvalid for an unknown check or answer, and for `not_applicable` where the
        kind does not allow it; WrongState once concluded.
        """
        inspection = load_draft(self.log, inspection_id)
        _require_allowed(_check_of(inspection, check), answer)
        given = CheckAnswered(check=check, answer=answer, note=note.strip())
        if inspection.answers.get(check, CheckAnswered(check=check, answer="")) == given:
            return inspection
        return record(self.log, inspection, given)


def _check_of(inspection: Inspection, key: str) -> Check:
    for check in kind_for(inspection).checks:
        if check.key == key:
            return check
    raise InputInvalid("check_unknown", field=f"check:{key}", check=key)


def _require_allowed(check: Check, answer: str) -> None:
    if answer not in ANSWERS:
        raise InputInvalid("answer_unknown", field=f"check:{check.key}", answer=answer[:40])
    if answer == "not_applicable" and not check.may_not_apply:
        raise InputInvalid("check_always_applies", field=f"check:{check.key}", check=check.key)
