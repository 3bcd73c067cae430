"""Something happened in a case, or was recorded wrongly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from inspector_app.casework.case_deadlines import OF
from inspector_app.casework.happening_base import Detail, HappeningKind, What
from inspector_app.casework.happenings import kind_of_happening, missing_before, stage_of
from inspector_app.domain.case import Case, CaseHappening, Stage
from inspector_app.domain.events import CaseEventRecorded, CaseEventWithdrawn
from inspector_app.domain.exceptions import InputInvalid, OutOfRange, WrongState
from inspector_app.domain.text import Text
from inspector_app.services.case_log import load_case, local_now, record_in_case
from inspector_app.services.ports import Clock, EventLog, IdSource

LONGEST_NOTE = 4000
AHEAD = timedelta(days=366)
BEHIND = timedelta(days=366 * 20)
_AMOUNT_LIMIT = Decimal(10) ** 12


@dataclass(frozen=True, slots=True, kw_only=True)
class HappeningEntry:
    """A happening as a person enters it. at: the hour, where a deadline counts hours."""

    what: str
    on: date
    at: time | None = None
    note: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecordCaseEvent:
    """Record what happened, once what must come before it is there."""

    log: EventLog
    clock: Clock
    ids: IdSource

    def __call__(self, case_id: str, entry: HappeningEntry) -> Case:
        """Record it and return the case after it.

        Raises WrongState (`happening_needs`, `happening_not_now`), InputInvalid
        (`happening_kind_unknown`, `happening_detail_missing`, `moment_missing`...), OutOfRange
        for a day in the future, before what it follows, or absurdly far away.
        """
        case = load_case(self.log, case_id)
        kind = _known(entry.what)
        _require_stage(kind, case)
        _require_day(kind, entry.on, case, self.clock.today())
        if kind.timed and entry.at is None:
            raise InputInvalid("moment_missing", field="at")
        body = CaseEventRecorded(
            happening_id=self.ids.new_id(),
            what=kind.what.value,
            on=entry.on,
            at=self._moment(entry) if kind.timed else None,
            note=_noted(entry.note),
            details=_details(kind, entry.details),
        )
        return record_in_case(self.log, case, body)

    def _moment(self, entry: HappeningEntry) -> datetime:
        hour = entry.at or time(0)
        moment = datetime.combine(entry.on, hour).astimezone()
        if moment > local_now(self.clock):
            raise OutOfRange("happening_in_future", field="at", date=f"{moment:%Y-%m-%d %H:%M}")
        return moment


@dataclass(frozen=True, slots=True)
class WithdrawCaseEvent:
    """Take back what was recorded wrongly; it stays in the trail."""

    log: EventLog

    def __call__(self, case_id: str, happening_id: str, *, reason: str) -> Case:
        """Record it and return the case after it.

        Raises InputInvalid(`reason_missing`), WrongState: `happening_unknown`,
        `happening_withdrawn`, `happening_carries_others` while another entry rests on it.
        """
        case = load_case(self.log, case_id)
        found = case.happening(happening_id)
        if found.withdrawn:
            raise WrongState("happening_withdrawn")
        if not reason.strip():
            raise InputInvalid("reason_missing", field="reason")
        _require_bears_nothing(found, case)
        body = CaseEventWithdrawn(happening_id=happening_id, reason=reason.strip())
        return record_in_case(self.log, case, body)


def _known(what: str) -> HappeningKind:
    kind = kind_of_happening(what)
    if kind is None:
        raise InputInvalid("happening_kind_unknown", field="what", value=what[:40])
    return kind


def _require_stage(kind: HappeningKind, case: Case) -> None:
    if needs := missing_before(kind, case):
        raise WrongState("happening_needs", **_named(kind), **_listed(needs))
    stage = stage_of(case)
    allowed = stage in kind.stages or (stage is Stage.CLOSED and kind.after_closing)
    if not allowed:
        raise WrongState("happening_not_now", **_named(kind))


def _require_day(kind: HappeningKind, on: date, case: Case, today: date) -> None:
    if on > today + (AHEAD if kind.ahead else timedelta(0)):
        raise OutOfRange("happening_in_future", field="on", date=on.isoformat())
    if on < today - BEHIND:
        raise OutOfRange("happening_far_away", field="on", date=on.isoformat())
    before = [h for h in case.standing(*kind.needs) if kind.needs]
    first = min(before, key=lambda h: h.on, default=None)
    # Notice of a hearing is given before the day of the hearing that it follows.
    if first is not None and on < first.on and kind.what is not What.HEARING_NOTICE:
        earlier = kind_of_happening(first.what)
        raise OutOfRange(
            "happening_too_early",
            field="on",
            date=on.isoformat(),
            since=first.on.isoformat(),
            **(_named(earlier) if earlier else {"name": first.what}),
        )


def _details(kind: HappeningKind, given: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for detail in kind.details:
        value = given.get(detail.key, "").strip()
        if not value and detail.needed:
            raise InputInvalid(
                "happening_detail_missing",
                field=detail.key,
                name=detail.caption.zh,
                name_en=detail.caption.en,
            )
        if value:
            found[detail.key] = _checked(detail, value)
    if given.get(OF, "").strip():
        found[OF] = given[OF].strip()
    return found


def _checked(detail: Detail, value: str) -> str:
    if len(value) > LONGEST_NOTE:
        raise InputInvalid("text_too_long", field=detail.key, length=len(value), limit=LONGEST_NOTE)
    if detail.choices and value not in dict(detail.choices):
        raise InputInvalid("figure_not_offered", field=detail.key, value=value[:40])
    return _amount(detail, value) if detail.is_number else value


def _amount(detail: Detail, value: str) -> str:
    try:
        amount = Decimal(value.replace(",", "").replace("，", ""))
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or not 0 <= amount < _AMOUNT_LIMIT:
        raise InputInvalid("amount_not_understood", field=detail.key, value=value[:40])
    return f"{amount:f}"


def _noted(note: str) -> str:
    if len(note) > LONGEST_NOTE:
        raise InputInvalid("text_too_long", field="note", length=len(note), limit=LONGEST_NOTE)
    return note.strip()


def _require_bears_nothing(found: CaseHappening, case: Case) -> None:
    """Refuse while an entry needs this one and no other of its kind stands."""
    rest = {h.what for h in case.standing() if h.happening_id != found.happening_id}
    for other in case.standing():
        kind = kind_of_happening(other.what)
        if kind is None or other.happening_id == found.happening_id:
            continue
        needs = {what.value for what in kind.needs}
        if found.what in needs and not needs & rest:
            raise WrongState("happening_carries_others", **_named(kind))


def _named(kind: HappeningKind) -> dict[str, str]:
    return {"name": kind.title.zh, "name_en": kind.title.en}


def _listed(needs: tuple[What, ...]) -> dict[str, str]:
    titles: list[Text] = [k.title for w in needs if (k := kind_of_happening(w)) is not None]
    return {
        "needs": "、".join(t.zh for t in titles),
        "needs_en": ", ".join(t.en for t in titles),
    }
