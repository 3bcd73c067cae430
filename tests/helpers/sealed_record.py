"""A sealed sample inspection in a real storage, as an inspector would have left it."""

from __future__ import annotations

from inspector_app.domain.events import EventDraft, InspectionOpened
from inspector_app.kinds.catalogue import kind_of
from inspector_app.services.seal_inspection import SealInspection
from inspector_app.services.workplace import Workplace
from tests.helpers.inspections import told


def sealed_record(
    work: Workplace, kind: str = "market_scale", *, key: str = "inspection-1", faulty: bool = True
) -> str:
    """Append the sample inspection of a kind, seal it and return its id."""
    bodies = told(kind_of(kind), work.rules, faulty=faulty)
    opened = bodies[0]
    assert isinstance(opened, InspectionOpened)
    drafts = (EventDraft(stream_id=key, scope="445202", body=body) for body in bodies)
    work.storage.log.append(*drafts)
    signer = work.inspector_signer(work.person)
    SealInspection(work.storage.log, signer, work.clock)(key)
    return key
