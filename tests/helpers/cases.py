"""Cases told in a line: `case(("filed", "2026-03-02"), ...)`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from inspector_app.casework.case_deadlines import CaseDeadline, deadlines_of
from inspector_app.domain.case import Case
from inspector_app.domain.events import (
    CaseEventRecorded,
    CaseOpened,
    CheckAnswered,
    DeadlineExtended,
    Event,
    EventBody,
    InspectionConcluded,
)
from inspector_app.domain.inspection import Inspection
from inspector_app.evidence import sealing
from inspector_app.kinds.catalogue import kind_of
from inspector_app.metrology.regulations import RegulationBook
from tests.helpers.documents import device_key
from tests.helpers.golden_inspections import PERSON, PREMISES
from tests.helpers.inspections import events_of, told

SEALED_AT = datetime(2026, 11, 23, 2, 10, tzinfo=UTC)
CHINA = timezone(timedelta(hours=8))
OPENED = CaseOpened(
    case_id="case-1",
    number="260302-00000A",
    source="inspection",
    title="陈记水产 使用不合格的计量器具",
    facts="示值超差",
    on=date(2026, 3, 2),
    handlers=(PERSON,),
    premises=PREMISES,
)
Told = tuple[Any, ...]


def event(body: EventBody, number: int, device_id: str = "device-1") -> Event:
    """An event of the case's stream, without a chain."""
    return Event(
        event_id=f"event-{number}",
        device_id=device_id,
        device_seq=number,
        previous_hash="",
        stream_id="case-1",
        scope="445202",
        recorded_at=datetime(2026, 3, 2, 1, tzinfo=UTC) + timedelta(minutes=number),
        monotonic_ns=number,
        boot_id="boot-1",
        body=body,
        blobs=(),
        dependencies=(),
        hash="",
    )


def happened(told: Told, number: int) -> CaseEventRecorded:
    """`(what, day)`, `(what, day, details)`, or `(what, moment)` with a `T` in it."""
    what, when, *more = told
    details: Mapping[str, str] = more[0] if more else {}
    moment = datetime.fromisoformat(when).replace(tzinfo=CHINA) if "T" in when else None
    return CaseEventRecorded(
        happening_id=f"h{number}",
        what=what,
        on=date.fromisoformat(when[:10]),
        at=moment,
        details=dict(details),
    )


def case(*told: Told, extended: tuple[DeadlineExtended, ...] = ()) -> Case:
    """A case with these happenings, in the order in which they were recorded."""
    bodies: list[EventBody] = [OPENED, *(happened(one, n) for n, one in enumerate(told))]
    return Case.fold(event(body, n) for n, body in enumerate((*bodies, *extended), 1))


def deadline_in(name: str, found: Case, now: str, book: RegulationBook) -> CaseDeadline:
    """The one deadline of this name, as it stands at a local day or moment."""
    moment = datetime.fromisoformat(now if "T" in now else f"{now}T12:00").replace(tzinfo=CHINA)
    (one,) = (d for d in deadlines_of(found, book, moment) if d.rule.name == name)
    return one


def failed_record(key: str, book: RegulationBook, *failing: str) -> list[EventBody]:
    """The facts of a sealed record of this kind, everything in order but these checks."""
    kind = kind_of(key)
    bodies = [
        replace(body, answer="no")
        if isinstance(body, CheckAnswered) and body.check in failing
        else body
        for body in told(kind, book, faulty=False)
    ]
    at = next(n for n, body in enumerate(bodies) if isinstance(body, InspectionConcluded))
    verdict = kind.judge(Inspection.fold(events_of(bodies[:at])), book)
    bodies[at] = InspectionConcluded(verdict=verdict)
    made = sealing.seal(events_of(bodies), signer=device_key(), sealed_at=SEALED_AT)
    return [*bodies, made.body]
