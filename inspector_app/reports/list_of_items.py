"""场所/设施/财物清单 (form 24): what a decision or a notice is about, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.text import Text
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.reports.base import Block, Document, Paragraph, Report
from inspector_app.reports.entries import NOTHING_FILLED, Filled
from inspector_app.reports.needs import PARTY
from inspector_app.reports.sections import paper as of
from inspector_app.reports.sections.asked import ITEM_WIDTHS, ITEMS, words
from inspector_app.reports.sections.paper import Paper
from inspector_app.words import Words

TITLE = Text(zh="场所/设施/财物清单", en="List of Places, Facilities and Goods")
_BELONGS = Text(zh="文书名称及文号", en="Belongs to")
_PLACE = Text(zh="所在地点", en="Place")
_DAY = Text(zh="清点日期", en="Counted on")
_CHECKED = Text(
    zh="以上物品经执法人员与当事人当场清点核对无误。以下空白。",
    en="Counted on the spot by the officers together with the party. Nothing follows below.",
)
_SIGNED = (
    (Text(zh="当事人（签名或盖章）", en="Party (signature or seal)"), ""),
    (Text(zh="见证人", en="Witness"), ""),
)


def build(
    inspection: Inspection,
    book: RegulationBook,
    words: Words,
    filled: Filled = NOTHING_FILLED,
) -> Document:
    """Return the list. Raises InputInvalid for an unknown kind."""
    paper = of.paper_of(inspection, book, words, filled)
    return of.document(paper, TITLE, _blocks(paper), has_number=False)


def _blocks(paper: Paper) -> Iterator[Block]:
    yield of.party_fields(paper)
    yield of.fields(
        paper,
        (_BELONGS, paper.filled["belongs_to"]),
        (_PLACE, paper.filled["place"]),
        (_DAY, paper.day(paper.on)),
    )
    yield of.table(paper, ITEMS, ITEM_WIDTHS)
    yield Paragraph(text=paper.say(_CHECKED), small=True)
    yield of.hands(paper, *of.officers(paper), *_SIGNED)
    yield from of.proof(paper)


def prefill(inspection: Inspection, _book: RegulationBook, _words: Words) -> dict[str, str]:
    """Return the place and the newest paper with items that still counts."""
    known = {"place": of.place_of(inspection)}
    for report in inspection.reports:
        items = {k: v for k, v in report.document_entries.items() if k.startswith("items.")}
        if items and report.document_number and report.sha256 not in inspection.voided_reports:
            known |= items | {"belongs_to": report.document_number}
    return {key: text for key, text in known.items() if text}


REPORT = Report(
    key="list_of_items",
    title=TITLE,
    for_kinds=("*",),
    build=build,
    entries=(
        words("belongs_to", Text(zh="文书名称及文号", en="paper it belongs to")),
        words("place", Text(zh="所在地点", en="place")),
    ),
    tables=(ITEMS,),
    form="24 场所/设施/财物清单",
    needs=(PARTY,),
    prefill=prefill,
)
