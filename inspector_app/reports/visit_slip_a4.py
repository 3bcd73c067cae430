"""检查告知单 on A4, with the places where the trader and the inspectors sign."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.text import Text
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.reports.base import Block, Document, Report
from inspector_app.reports.entries import NOTHING_FILLED, Filled
from inspector_app.reports.needs import PARTY
from inspector_app.reports.sections import paper as of
from inspector_app.reports.sections import slip
from inspector_app.reports.sections.paper import Paper
from inspector_app.words import Words

_SIGNED = ((Text(zh="当事人签收", en="Received by the trader"), ""),)


def build(
    inspection: Inspection,
    book: RegulationBook,
    words: Words,
    filled: Filled = NOTHING_FILLED,
) -> Document:
    """Return the slip. Raises InputInvalid for an unknown kind."""
    paper = of.paper_of(inspection, book, words, filled)
    return of.document(paper, slip.TITLE, _blocks(paper), has_number=False)


def _blocks(paper: Paper) -> Iterator[Block]:
    yield from slip.body(paper)
    yield of.hands(paper, *of.officers(paper), *_SIGNED)
    yield from of.proof(paper)


REPORT = Report(
    key="visit_slip_a4",
    title=Text(zh="检查告知单（A4）", en="Visit slip (A4)"),
    for_kinds=("*",),
    build=build,
    entries=slip.ENTRIES,
    needs=(PARTY,),
)
