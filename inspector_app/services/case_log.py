"""A case's stream: read it, and add facts to it as one durable commit.

Any laptop that knows a case may add to it: an office works on cases together. A fact added by
another laptop than the one that opened the case names the opening among its dependencies, so that
the office never places it before.
"""

from __future__ import annotations

from datetime import datetime

from inspector_app.domain.case import Case
from inspector_app.domain.events import EventBody, EventDraft
from inspector_app.services.ports import Clock, EventLog


def load_case(log: EventLog, case_id: str) -> Case:
    """Return the case as its events left it. Raises WrongState(`case_unknown`)."""
    return Case.fold(log.stream(case_id))


def record_in_case(log: EventLog, case: Case, *bodies: EventBody) -> Case:
    """Append facts to the stream, kept before this returns; return the case after them."""
    others = (case.opening_event_id,) if case.opened_by != log.device_id else ()
    drafts = [
        EventDraft(stream_id=case.case_id, scope=case.scope, body=body, dependencies=others)
        for body in bodies
    ]
    for event in log.append(*drafts):
        case = case.after(event)
    return case


def local_now(clock: Clock) -> datetime:
    """Return the wall clock in this laptop's zone: deadlines count its days."""
    return clock.now().astimezone()
