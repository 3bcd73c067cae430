"""检测/检验/检疫/鉴定委托书 (form 30): a statutory body is asked to test."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.text import Text
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.reports.base import Block, Document, Paragraph, Report
from inspector_app.reports.entries import NOTHING_FILLED, Filled
from inspector_app.reports.needs import PARTY
from inspector_app.reports.sections import paper as of
from inspector_app.reports.sections.asked import (
    CONTACT,
    ITEM_WIDTHS,
    ITEMS,
    LONG,
    choice,
    day,
    words,
)
from inspector_app.reports.sections.paper import Paper
from inspector_app.reports.sections.titles import TITLES
from inspector_app.words import Words

TITLE = TITLES["entrusted_testing"]
_WHAT = choice(
    "what",
    Text(zh="委托类别", en="what is asked for"),
    ("testing", Text(zh="检测", en="testing")),
    ("inspection", Text(zh="检验", en="inspection")),
    ("quarantine", Text(zh="检疫", en="quarantine")),
    ("appraisal", Text(zh="鉴定", en="appraisal")),
)
_TO = Text(zh="{body}：", en="To: {body}")
_ASKED = Text(
    zh="因执法办案需要，现委托你单位对下列物品进行{what}，请于{due}前出具书面报告。",
    en="For the handling of a case you are asked for {what} of the items below; please report in "
    "writing by {due}.",
)
_DEMAND = Text(zh="项目及依据：{demand}", en="Items and standards: {demand}")
_FROM = Text(zh="物品来源：{party}，{how}", en="Where the items come from: {party}, {how}")
_REPORT = Text(
    zh="报告应当载明委托单位、送检物品、方法与依据、结论，并由检测人员签名、加盖单位印章。",
    en="The report is to name who commissioned it, the items, methods and standards and the "
    "conclusion, signed by the testing staff and sealed by the body.",
)
_CONTACT = Text(zh="联系人及联系电话：{contact}", en="Contact: {contact}")
_CAPTION = Text(zh="委托物品", en="Items")


def build(
    inspection: Inspection,
    book: RegulationBook,
    words: Words,
    filled: Filled = NOTHING_FILLED,
) -> Document:
    """Return the commission. Raises InputInvalid for an unknown kind."""
    paper = of.paper_of(inspection, book, words, filled)
    return of.document(paper, _title(paper), _blocks(paper))


def _title(paper: Paper) -> Text:
    """Return the form's name with the one thing that is asked for; all four while none is."""
    chosen = next((text for key, text in _WHAT.choices if key == paper.filled["what"]), None)
    if chosen is None:
        return TITLE
    return Text(zh=f"{chosen.zh}委托书", en=f"Commission of {of.begun(chosen.en)}")


def _blocks(paper: Paper) -> Iterator[Block]:
    yield Paragraph(text=paper.say(_TO, body=paper.entry("body")))
    due = paper.day(paper.filled["due"])
    yield Paragraph(text=paper.say(_ASKED, what=paper.chosen(_WHAT), due=due), indent=2)
    yield of.table(paper, ITEMS, ITEM_WIDTHS, caption=paper.say(_CAPTION))
    for text, values in (
        (_DEMAND, {"demand": paper.entry("demand")}),
        (_FROM, {"party": of.party_name(paper), "how": paper.entry("how_taken")}),
        (_REPORT, {}),
        (_CONTACT, {"contact": paper.entry("contact")}),
    ):
        yield Paragraph(text=paper.say(text, **values), indent=2)
    yield of.closing(paper)
    yield from of.proof(paper)


def prefill(inspection: Inspection, book: RegulationBook, words: Words) -> dict[str, str]:
    """Return the instrument as the item, with the rule that it was judged by."""
    paper = of.paper_of(inspection, book, words, NOTHING_FILLED)
    known = dict[str, str]()
    device = inspection.instrument or inspection.measuring_instrument
    if device is not None:
        known["items.1.name"] = device.name
        known["items.1.spec"] = of.model_and_number(paper)
        known["items.1.quantity"] = "1"
    if inspection.verdict is not None and inspection.verdict.regulation:
        known["demand"] = inspection.verdict.regulation
    return {key: text for key, text in known.items() if text}


REPORT = Report(
    key="entrusted_testing",
    title=TITLE,
    for_kinds=("*",),
    build=build,
    entries=(
        words("body", Text(zh="受委托单位", en="body commissioned")),
        _WHAT,
        words("demand", Text(zh="项目及依据", en="items and standards"), longest=LONG),
        words(
            "how_taken", Text(zh="取得方式（抽样、先行登记保存等）", en="how the items were taken")
        ),
        day("due", Text(zh="出具报告期限", en="report due on")),
        CONTACT,
    ),
    tables=(ITEMS,),
    number_kind="委托",
    form="30 检测/检验/检疫/鉴定委托书",
    needs=(PARTY,),
    prefill=prefill,
)
