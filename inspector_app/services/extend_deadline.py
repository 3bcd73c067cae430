"""A running deadline is extended as its article allows, with its reason and who approved it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from inspector_app.casework.case_deadlines import CaseDeadline, deadlines_of
from inspector_app.domain.case import Case
from inspector_app.domain.events import DeadlineExtended
from inspector_app.domain.exceptions import InputInvalid, OutOfRange, WrongState
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.services.case_log import load_case, local_now, record_in_case
from inspector_app.services.ports import Clock, EventLog


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionEntry:
    """An extension as a person enters it. until: a day named by a collective decision, or None."""

    deadline: str
    happening_id: str
    on: date
    reason: str
    approved_by: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ExtendDeadline:
    """Record an extension of a deadline that runs in the case."""

    log: EventLog
    clock: Clock
    book: RegulationBook

    def __call__(self, case_id: str, entry: ExtensionEntry) -> Case:
        """Record it and return the case after it.

        Raises WrongState (`deadline_not_running`, `deadline_not_extendable`,
        `deadline_extended_already`), OutOfRange (`deadline_extended_late`, `deadline_not_later`,
        `happening_in_future`), InputInvalid (`reason_missing`, `approver_missing`).
        """
        case = load_case(self.log, case_id)
        running = self._running(case, entry)
        if not entry.reason.strip():
            raise InputInvalid("reason_missing", field="reason")
        if not entry.approved_by.strip():
            raise InputInvalid("approver_missing", field="approved_by")
        self._require_may(running, entry)
        body = DeadlineExtended(
            deadline=entry.deadline,
            happening_id=entry.happening_id,
            on=entry.on,
            reason=entry.reason.strip(),
            approved_by=entry.approved_by.strip(),
            until=entry.until,
        )
        return record_in_case(self.log, case, body)

    def _running(self, case: Case, entry: ExtensionEntry) -> CaseDeadline:
        for one in deadlines_of(case, self.book, local_now(self.clock)):
            is_it = one.rule.name == entry.deadline
            if is_it and one.start.happening_id == entry.happening_id and one.state.is_running:
                return one
        raise WrongState("deadline_not_running")

    def _require_may(self, running: CaseDeadline, entry: ExtensionEntry) -> None:
        title = running.rule.title
        named = {"name": title.zh, "name_en": title.en}
        if not running.may_extend:
            raise WrongState("deadline_not_extendable", **named)
        if running.extension is not None and entry.until is None:
            raise WrongState("deadline_extended_already", **named)
        if entry.on > self.clock.today():
            raise OutOfRange("happening_in_future", field="on", date=entry.on.isoformat())
        if running.due is not None and entry.on > running.due:
            raise OutOfRange(
                "deadline_extended_late",
                field="on",
                due=running.due.isoformat(),
                on=entry.on.isoformat(),
                **named,
            )
        due = running.due or running.not_before
        if entry.until is not None and due is not None and entry.until <= due:
            raise OutOfRange(
                "deadline_not_later",
                field="until",
                until=entry.until.isoformat(),
                due=due.isoformat(),
            )
