"""案件来源登记表 (form 1): how a lead came, what it says, who looks into it."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.text import Text
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.reports.base import Block, Document, Report
from inspector_app.reports.entries import NOTHING_FILLED, Filled
from inspector_app.reports.needs import PARTY, SOMETHING_WRONG
from inspector_app.reports.sections import paper as of
from inspector_app.reports.sections import what_was_found as told
from inspector_app.reports.sections.asked import LONG, choice, day, words
from inspector_app.reports.sections.paper import Paper
from inspector_app.reports.sections.titles import TITLES
from inspector_app.words import Words

TITLE = TITLES["case_source_form"]
_SOURCE = choice(
    "source",
    Text(zh="案件来源", en="source"),
    ("inspection", Text(zh="监督检查", en="supervision")),
    ("complaint", Text(zh="投诉、举报", en="complaint or report")),
    ("transferred", Text(zh="其他部门移送", en="transferred by another authority")),
    ("assigned", Text(zh="上级交办", en="assigned from above")),
    ("other", Text(zh="其他", en="other")),
)
_SOURCES = {"complaint": "complaint"}
_SIGNED = (
    (Text(zh="登记人签名", en="Registered by"), ""),
    (Text(zh="负责人签名", en="Head's signature"), ""),
)


def build(
    inspection: Inspection,
    book: RegulationBook,
    words: Words,
    filled: Filled = NOTHING_FILLED,
) -> Document:
    """Return the form. Raises InputInvalid for an unknown kind."""
    paper = of.paper_of(inspection, book, words, filled)
    return of.document(paper, TITLE, _blocks(paper))


def _blocks(paper: Paper) -> Iterator[Block]:
    yield of.fields(
        paper,
        (Text(zh="案件来源", en="Source"), paper.chosen(_SOURCE)),
        (Text(zh="登记日期", en="Registered on"), paper.day(paper.filled["received_on"])),
        (Text(zh="来源单位或个人", en="From"), paper.filled["informant"]),
        (Text(zh="检查编号", en="Inspection"), paper.seen.number),
    )
    yield of.party_fields(paper)
    yield of.fields(
        paper,
        (Text(zh="案件来源内容", en="What it says"), paper.filled["content"]),
        (Text(zh="涉嫌违反的规定", en="Provisions concerned"), paper.filled["law"]),
        (Text(zh="处理意见", en="What is proposed"), paper.filled["proposal"]),
        (Text(zh="负责人意见", en="Decision of the head"), paper.filled["decision"]),
    )
    yield of.hands(paper, *_SIGNED)
    yield from of.proof(paper)


def prefill(inspection: Inspection, book: RegulationBook, words: Words) -> dict[str, str]:
    """Return what the record says of the lead."""
    paper = of.paper_of(inspection, book, words, NOTHING_FILLED)
    content = "\n".join((told.visit(paper), *told.found_lines(paper)))
    known = {
        "source": _SOURCES.get(inspection.purpose, "inspection"),
        "received_on": inspection.on.isoformat(),
        "content": content[:LONG],
        "law": told.laws_broken(paper)[:LONG],
    }
    return {key: text for key, text in known.items() if text}


REPORT = Report(
    key="case_source_form",
    title=TITLE,
    for_kinds=("*",),
    build=build,
    entries=(
        _SOURCE,
        day("received_on", Text(zh="登记日期", en="registered on")),
        words("informant", Text(zh="来源单位或个人", en="who told"), required=False),
        words("content", Text(zh="案件来源内容", en="what it says"), longest=LONG),
        words(
            "law",
            Text(zh="涉嫌违反的规定", en="provisions concerned"),
            required=False,
            longest=LONG,
        ),
        words("proposal", Text(zh="处理意见", en="what is proposed"), longest=LONG),
        words("decision", Text(zh="负责人意见", en="decision of the head"), required=False),
    ),
    number_kind="案源",
    form="1 案件来源登记表",
    needs=(PARTY, SOMETHING_WRONG),
    prefill=prefill,
)
