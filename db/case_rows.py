"""The `cases` rows of a laptop: each the fold of its stream, written whole whenever it grew.

A case may be worked on several laptops, and others' facts may belong before ours; its stream is
short (some dozens of events), so it is folded again rather than changed a step at a time.
"""

from __future__ import annotations

from collections.abc import Sequence

from db.search_rows import index_entry
from db.work import Work
from inspector_app.casework.happenings import official_number, stage_of
from inspector_app.domain.case import Case
from inspector_app.domain.events import CaseOpened, Event
from inspector_app.evidence import canonical


def write_case(stream_id: str, events: Sequence[Event], work: Work) -> None:
    """Write what a case amounts to; nothing where no event opens one (it may still come)."""
    if not any(_opens(event, stream_id) for event in events):
        return
    case = Case.fold(events)
    work.execute(
        "INSERT INTO cases (case_id, opened, stage, data) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (case_id) DO UPDATE SET opened = excluded.opened, stage = excluded.stage, "
        "data = excluded.data",
        (stream_id, case.opening_event_id, stage_of(case).value, canonical.to_json(case)),
    )
    for inspection_id in case.inspection_ids:
        work.execute(
            "INSERT INTO case_inspections (inspection_id, case_id) VALUES (?, ?) "
            "ON CONFLICT (inspection_id, case_id) DO NOTHING",
            (inspection_id, stream_id),
        )
    _index(stream_id, case, work)


def _opens(event: Event, stream_id: str) -> bool:
    return isinstance(event.body, CaseOpened) and event.body.case_id == stream_id


def _index(stream_id: str, case: Case, work: Work) -> None:
    place = case.premises
    name = place.name if place is not None else ""
    number = official_number(case)
    detail = " · ".join(part for part in (number, name if name not in case.title else "") if part)
    more = (place.credit_code, place.responsible_person, place.stall) if place else ()
    searched = (case.number, number, case.title, name, case.facts, *more)
    index_entry(work, "case", stream_id, case.title or number, detail, *searched)
