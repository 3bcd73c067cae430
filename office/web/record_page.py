"""One record whole: what its document says, its files, its trail, and what proves it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import Response

from inspector_app.domain.events import Event, EventBody, InspectionSealed
from inspector_app.domain.exceptions import EvidenceBroken, InspectorError, OfficeRefused
from inspector_app.domain.inspection import Inspection
from inspector_app.evidence import merkle
from inspector_app.evidence.record import record_bytes
from inspector_app.evidence.sealing import verify_seal
from inspector_app.kinds.catalogue import kind_title
from inspector_app.reports.base import Block, Heading, Table, VerdictBox
from inspector_app.reports.catalogue import record_report, reports
from inspector_app.services.record_ports import RecordView, TrailEntry
from inspector_app.sync import checkpoints
from inspector_app.sync.messages import Proof
from inspector_app.words import trail
from office.parts import OfficeParts
from office.web import gate
from office.web.gate import SignedIn
from office.web.marks import RECHECKS, STATES, outcome_mark
from office.web.pages import language_of, words_of
from office.web.qr_picture import qr_picture


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the record's document and what stands below it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the office found when it looked just now. None: there is nothing to look at yet.

    seal_holds: record, signature and token fit one another. placed: the proof that its newest
    fact lies in the office's signed tree; placed_holds: computed and compared now.
    """

    seal: InspectionSealed | None
    seal_holds: bool | None
    placed: Proof | None
    placed_holds: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedPaper:
    """A document written from the record. void: why it counts no longer, empty while it does."""

    title: str
    number: str
    name: str
    sha256: str
    void: str


def make_router(parts: OfficeParts) -> APIRouter:
    """Return the page of one record."""
    router = APIRouter()
    gate.add(router, parts, "GET", "/records/{inspection_id}", _page)
    return router


def _page(visit: SignedIn) -> Response:
    parts, words = visit.parts, words_of(visit.request)
    view = parts.storage.record_lists.record(visit.named("inspection_id"), visit.scopes)
    if view is None:
        raise OfficeRefused("record_not_found")
    evidence = examine(parts, view)
    language = language_of(visit.request)
    sections = tuple(_sections(visit, view))
    return visit.page(
        "record.html",
        row=view.row,
        kind=kind_title(view.row.kind).in_language(language),
        sections=sections,
        files={one.blob.sha256: one for one in view.files},
        papers=tuple(_papers(view, language)),
        trail=[(one, trail.sentence_of(_body(one), words)) for one in view.trail],
        outcome=outcome_mark(view.row.outcome),
        state=STATES[view.row.state],
        recheck=RECHECKS[view.row.recheck],
        own=outcome_mark(view.computed.outcome) if view.computed else None,
        own_conclusion=_own_conclusion(visit, view),
        evidence=evidence,
        code=_code(visit, evidence.seal),
        public=f"/v?t={quote(evidence.seal.token, safe='')}" if evidence.seal else "",
    )


def examine(parts: OfficeParts, view: RecordView) -> Evidence:
    """Compute again what proves a record: its seal, and its place in the office's signed tree."""
    placed = [one for one in view.trail if one.seq is not None]
    events = [one.event for one in placed if one.event is not None]
    seals = ((n, e.body) for n, e in enumerate(events) if isinstance(e.body, InspectionSealed))
    before, seal = next(seals, (0, None))
    newest = events[-1].event_id if events else ""
    proof = parts.storage.scopes.proof(newest, parts.clock.now()) if newest else None
    return Evidence(
        seal=seal,
        seal_holds=None if seal is None else _seal_holds(parts, events[:before], seal),
        placed=proof,
        placed_holds=None if proof is None else _is_in_tree(parts, proof),
    )


def _seal_holds(parts: OfficeParts, events: Sequence[Event], seal: InspectionSealed) -> bool:
    key = parts.storage.records.public_key(seal.signer)
    if key is None:
        return False
    try:
        verify_seal(record_bytes(events), seal, key)
    except EvidenceBroken:
        return False
    return True


def _is_in_tree(parts: OfficeParts, proof: Proof) -> bool:
    leaf = merkle.leaf_hash(bytes.fromhex(proof.hash))
    path = [bytes.fromhex(step) for step in proof.path]
    signed, index = proof.checkpoint, proof.seq - 1
    is_in = merkle.is_included(leaf, index, signed.size, path, bytes.fromhex(signed.root))
    return is_in and checkpoints.is_genuine(signed, parts.signer.public_key)


def _sections(visit: SignedIn, view: RecordView) -> Iterator[Section]:
    """Yield the record's own document, by headings; nothing where this program cannot write it."""
    if view.inspection is None:
        return
    title, below = "", list[Block]()
    for block in _blocks(visit, view.inspection):
        if isinstance(block, Heading) and block.level == 1:
            if below:
                yield Section(title, tuple(below))
            title, below = block.text, []
        else:
            below.append(block)
    if below:
        yield Section(title, tuple(below))


def _blocks(visit: SignedIn, inspection: Inspection) -> tuple[Block, ...]:
    """Return the record's document, nothing for a kind that this program does not know."""
    try:
        book = visit.parts.storage.packages.shelf().book_for(inspection)
        return record_report().build(inspection, book, words_of(visit.request)).blocks
    except InspectorError:
        return ()


def _papers(view: RecordView, language: str) -> Iterator[IssuedPaper]:
    """Yield what was issued, in order; a document that this program does not know by its key."""
    if view.inspection is None:
        return
    titles = {report.key: report.title.in_language(language) for report in reports()}
    for issued in view.inspection.reports:
        voided = view.inspection.voided_reports.get(issued.sha256)
        yield IssuedPaper(
            title=titles.get(issued.report, issued.report),
            number=issued.document_number,
            name=issued.name,
            sha256=issued.sha256,
            void=voided.reason if voided else "",
        )


def _own_conclusion(visit: SignedIn, view: RecordView) -> tuple[Block, ...]:
    """Return the office's own verdict and its arithmetic, as the document would have them."""
    if view.inspection is None or view.computed is None:
        return ()
    blocks = _blocks(visit, replace(view.inspection, verdict=view.computed))
    at = next((n for n, block in enumerate(blocks) if isinstance(block, VerdictBox)), len(blocks))
    return tuple(block for block in blocks[at : at + 2] if isinstance(block, VerdictBox | Table))


def _body(entry: TrailEntry) -> EventBody | None:
    return entry.event.body if entry.event else None


def _code(visit: SignedIn, seal: InspectionSealed | None) -> Markup | None:
    if seal is None:
        return None
    label = words_of(visit.request).gettext("QR code of the record")
    return qr_picture(seal.token, label)
