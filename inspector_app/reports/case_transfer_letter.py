"""案件移送函 (form 4): a case that is another authority's goes there with its material."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.text import Text
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.reports.base import Block, Document, Paragraph, Report
from inspector_app.reports.entries import NOTHING_FILLED, Filled
from inspector_app.reports.needs import PARTY, SOMETHING_WRONG
from inspector_app.reports.sections import letter
from inspector_app.reports.sections import paper as of
from inspector_app.reports.sections import what_was_found as told
from inspector_app.reports.sections.asked import CONTACT, LONG, words
from inspector_app.reports.sections.paper import Paper
from inspector_app.reports.sections.titles import TITLES
from inspector_app.words import Words

TITLE = TITLES["case_transfer_letter"]
_WHY = Text(
    zh="经查，{reason}。依据{basis}的规定，现将该案移送你单位处理，请将处理结果函告本局。",
    en="On inquiry: {reason}. Under {basis} the case is transferred to you; please let this bureau "
    "know what becomes of it.",
)


def build(
    inspection: Inspection,
    book: RegulationBook,
    words: Words,
    filled: Filled = NOTHING_FILLED,
) -> Document:
    """Return the letter. Raises InputInvalid for an unknown kind."""
    paper = of.paper_of(inspection, book, words, filled)
    return of.document(paper, TITLE, _blocks(paper), letter=True)


def _blocks(paper: Paper) -> Iterator[Block]:
    yield letter.to(paper)
    yield from told.found(paper)
    reason = paper.entry("reason").rstrip("。.")
    said = paper.say(_WHY, reason=reason, basis=paper.entry("basis"))
    yield Paragraph(text=said, indent=2)
    yield from letter.foot(paper)


def prefill(_inspection: Inspection, _book: RegulationBook, words: Words) -> dict[str, str]:
    """Return the material that is always sent along."""
    return letter.record_as_annex(words)


REPORT = Report(
    key="case_transfer_letter",
    title=TITLE,
    for_kinds=("*",),
    build=build,
    entries=(
        words("to", Text(zh="主送单位", en="to")),
        words("reason", Text(zh="移送理由", en="why it is transferred"), longest=LONG),
        words("basis", Text(zh="移送依据", en="basis of the transfer")),
        CONTACT,
        words("copies", Text(zh="抄送", en="copies to"), required=False),
    ),
    tables=(letter.ANNEXES,),
    number_kind="案移",
    form="4 案件移送函",
    needs=(PARTY, SOMETHING_WRONG),
    prefill=prefill,
)
