"""How outcomes, states and re-computed verdicts look on a page: icon, tone and word together."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.inspection import State
from inspector_app.domain.judgement import Outcome
from inspector_app.services.record_ports import Recheck
from inspector_app.words import marked


@dataclass(frozen=True, slots=True)
class Mark:
    """An icon of `resources/icons`, a tone of the style sheet, a msgid."""

    icon: str
    tone: str
    word: str


OUTCOMES = {
    Outcome.PASS: Mark("pass", "ok", marked("Pass")),
    Outcome.FAIL: Mark("fail", "bad", marked("Fail")),
    Outcome.INCOMPLETE: Mark("pending", "warn", marked("Incomplete")),
    Outcome.NOT_APPLICABLE: Mark("info", "", marked("Not applicable")),
    Outcome.ADVISORY: Mark("info", "warn", marked("Advice")),
}
UNDECIDED = Mark("pending", "", marked("Not judged yet"))
STATES = {
    State.DRAFT: Mark("pen", "", marked("In progress")),
    State.CONCLUDED: Mark("check", "", marked("Concluded")),
    State.SEALED: Mark("seal", "", marked("Sealed")),
    State.VOIDED: Mark("close", "warn", marked("Voided")),
}
RECHECKS = {
    Recheck.AGREES: Mark("pass", "ok", marked("Judged again: agrees")),
    Recheck.DIFFERS: Mark("warn", "bad", marked("Judged again: differs")),
    Recheck.UNKNOWN_KIND: Mark("info", "", marked("Kind of a newer program")),
    Recheck.NOT_YET: Mark("pending", "", marked("Not judged again yet")),
}


def outcome_mark(outcome: Outcome | None) -> Mark:
    """Return the mark of an outcome, of an open one for None."""
    return UNDECIDED if outcome is None else OUTCOMES[outcome]
