"""Which papers of a record were declared void, read from the accepted events themselves."""

from __future__ import annotations

from db.office.work import Transaction
from inspector_app.domain.events import Event, ReportIssued, ReportVoided
from inspector_app.domain.exceptions import EvidenceBroken
from inspector_app.evidence import chain
from inspector_app.services.office_ports import VoidPaper

_SPEAKS_OF_A_PAPER = (b'"ReportIssued"', b'"ReportVoided"')
"""As canonical JSON writes an event's type: a record of many readings is not decoded whole."""


def declared_void(t: Transaction, inspection_id: str) -> tuple[VoidPaper, ...]:
    """Return the void papers of a record, in the order of their issue.

    No migration feeds it, so papers declared void before this was read are told too. A void that
    names no issued paper says nothing.
    """
    rows = t.rows(
        "SELECT record FROM events WHERE stream_id = ? AND seq IS NOT NULL "
        "ORDER BY device_id, device_seq",
        (inspection_id,),
    )
    told = [event for (record,) in rows if (event := _event(bytes(record))) is not None]
    voids = {e.body.sha256: e for e in told if isinstance(e.body, ReportVoided)}
    issued = {e.body.sha256: e for e in told if isinstance(e.body, ReportIssued)}
    papers = [_paper(one, voids[sha256]) for sha256, one in issued.items() if sha256 in voids]
    return tuple(sorted(papers, key=lambda paper: paper.issued))


def _event(record: bytes) -> Event | None:
    """Return a paper's event, None for any other and for what cannot be read."""
    if not any(name in record for name in _SPEAKS_OF_A_PAPER):
        return None
    try:
        return chain.event_of(record)
    except EvidenceBroken:
        return None


def _paper(issued: Event, void: Event) -> VoidPaper:
    body = issued.body
    return VoidPaper(
        report=body.report if isinstance(body, ReportIssued) else "",
        number=body.document_number if isinstance(body, ReportIssued) else "",
        issued=issued.recorded_at.date(),
        voided=void.recorded_at.date(),
    )
