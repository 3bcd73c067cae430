"""检测/检验/检疫/鉴定结果告知书 (form 32): the party is told what a body found."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.text import Text
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.reports.base import Block, Document, Paragraph, Report
from inspector_app.reports.entries import NOTHING_FILLED, Filled
from inspector_app.reports.needs import PARTY
from inspector_app.reports.sections import paper as of
from inspector_app.reports.sections.asked import CONTACT, LONG, words
from inspector_app.reports.sections.paper import Paper
from inspector_app.reports.sections.titles import TITLES
from inspector_app.words import Words

TITLE = TITLES["result_notice"]
_TOLD = Text(
    zh="本局委托{body}对你（单位）的{what}进行检测（检验、检疫、鉴定），报告编号：{report}。现将结果告知如下：",
    en="This bureau had {what} of yours tested by {body}, report no. {report}. The result is:",
)
_RESULT = Text(zh="{result}", en="{result}")
_OBJECTION = Text(
    zh="如对上述结果有异议，{how}",
    en="Whoever objects to this result: {how}",
)
_ANNEX = Text(zh="附件：{report}号报告", en="Annex: report {report}")
_CONTACT = Text(zh="联系人及联系电话：{contact}", en="Contact: {contact}")


def build(
    inspection: Inspection,
    book: RegulationBook,
    words: Words,
    filled: Filled = NOTHING_FILLED,
) -> Document:
    """Return the notice. Raises InputInvalid for an unknown kind."""
    paper = of.paper_of(inspection, book, words, filled)
    return of.document(paper, TITLE, _blocks(paper))


def _blocks(paper: Paper) -> Iterator[Block]:
    yield from of.addressee(paper)
    values = {key: paper.entry(key) for key in ("body", "what", "report")}
    yield Paragraph(text=paper.say(_TOLD, **values), indent=2)
    yield Paragraph(text=paper.say(_RESULT, result=paper.entry("result")), indent=2)
    yield Paragraph(text=paper.say(_OBJECTION, how=paper.entry("objection")), indent=2)
    yield Paragraph(text=paper.say(_CONTACT, contact=paper.entry("contact")), indent=2)
    yield Paragraph(text="")  # a line below the text (GB/T 9704-2012 7.3.4)
    yield Paragraph(text=paper.say(_ANNEX, report=paper.entry("report")), indent=2)
    yield of.closing(paper)
    yield from of.proof(paper)


def prefill(inspection: Inspection, book: RegulationBook, words: Words) -> dict[str, str]:
    """Return the instrument as what was tested."""
    device = of.device_name(of.paper_of(inspection, book, words, NOTHING_FILLED))
    return {"what": device[:400]} if device else {}


REPORT = Report(
    key="result_notice",
    title=TITLE,
    for_kinds=("*",),
    build=build,
    entries=(
        words("body", Text(zh="检测（检验、检疫、鉴定）机构", en="testing body")),
        words("what", Text(zh="物品", en="what was tested")),
        words("report", Text(zh="报告编号", en="report number")),
        words("result", Text(zh="结果", en="result"), longest=LONG),
        words(
            "objection",
            Text(zh="异议的提出方式和期限", en="how and until when to object"),
            hint=Text(
                zh="可以自收到本告知书之日起……日内向本局提出书面复检申请。",
                en="write to this bureau within … days of receipt.",
            ),
        ),
        CONTACT,
    ),
    number_kind="结告",
    form="32 结果告知书",
    needs=(PARTY,),
    prefill=prefill,
)
