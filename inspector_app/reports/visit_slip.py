"""检查告知单 on an 80 mm roll: left with the trader before the inspector goes."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.text import Text
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.reports.base import Block, Document, Report
from inspector_app.reports.entries import NOTHING_FILLED, Filled
from inspector_app.reports.needs import PARTY
from inspector_app.reports.page import SLIP, PageStyle
from inspector_app.reports.sections import paper as of
from inspector_app.reports.sections import slip
from inspector_app.reports.sections.paper import Paper
from inspector_app.words import Words


def build(
    inspection: Inspection,
    book: RegulationBook,
    words: Words,
    filled: Filled = NOTHING_FILLED,
) -> Document:
    """Return the slip. Raises InputInvalid for an unknown kind."""
    paper = of.paper_of(inspection, book, words, filled)
    return of.document(paper, slip.TITLE, _blocks(paper), has_number=False, sheet=SLIP)


def _blocks(paper: Paper) -> Iterator[Block]:
    yield from slip.body(paper)
    yield from of.small_proof(paper)


REPORT = Report(
    key="visit_slip",
    title=Text(zh="检查告知单（80 mm 小票）", en="Visit slip (80 mm roll)"),
    for_kinds=("*",),
    build=build,
    entries=slip.ENTRIES,
    needs=(PARTY,),
    paper=PageStyle.SLIP,
)
