"""涉嫌犯罪案件移送书 (form 5): a case that may be a crime goes to the police.

The program never decides that it is one: the letter needs the head's approval by name and date.
"""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.casework.deadlines import deadline_row
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.text import Text
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.reports.base import Block, Document, Paragraph, Report
from inspector_app.reports.entries import NOTHING_FILLED, Filled, row_key
from inspector_app.reports.needs import FAILURE, PARTY
from inspector_app.reports.sections import letter
from inspector_app.reports.sections import paper as of
from inspector_app.reports.sections import what_was_found as told
from inspector_app.reports.sections.asked import CONTACT, LONG, day, words
from inspector_app.reports.sections.paper import Paper
from inspector_app.reports.sections.titles import TITLES
from inspector_app.words import Words

TITLE = TITLES["criminal_transfer_letter"]
_WHY = Text(
    zh="经查，{reason}。上述行为涉嫌{crime}。依据《中华人民共和国行政处罚法》第二十七条和{rule}的规定，"
    "经{head}于{day}批准，现将该案移送你单位。",
    en="On inquiry: {reason}. This is suspected to be {crime}. Under article 27 of the "
    "Administrative Penalty Law and {rule}, and with the approval of {head} given on {day}, the "
    "case is transferred to you.",
)
_ANSWER = Text(
    zh="请依法作出立案或者不予立案的决定，并书面通知本局。",
    en="Please decide according to law whether to file the case and inform this bureau in writing.",
)
_SENT_ALONG = (
    Text(zh="涉嫌犯罪案件的调查报告", en="report of the inquiry"),
    Text(zh="涉案物品清单", en="list of the items of the case"),
    Text(zh="有关检验报告或者鉴定结论", en="test reports or appraisals"),
    Text(zh="其他有关涉嫌犯罪的材料", en="other material"),
)
"""Provisions of order 310, article 6."""


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
    rule = of.rule_title(paper, deadline_row("police_decision", paper.law, paper.on))
    said = paper.say(
        _WHY,
        reason=paper.entry("reason").rstrip("。."),
        crime=paper.entry("crime"),
        rule=rule,
        head=paper.entry("approved_by"),
        day=paper.day(paper.filled["approved_on"]),
    )
    yield Paragraph(text=said, indent=2)
    yield Paragraph(text=paper.say(_ANSWER), indent=2)
    yield from letter.foot(paper)


def prefill(_inspection: Inspection, _book: RegulationBook, words: Words) -> dict[str, str]:
    """Return the material that article 6 asks for."""
    return {
        row_key(letter.ANNEXES.key, number, "name"): text.in_language(words.language)
        for number, text in enumerate(_SENT_ALONG, 1)
    }


REPORT = Report(
    key="criminal_transfer_letter",
    title=TITLE,
    for_kinds=("*",),
    build=build,
    entries=(
        words("to", Text(zh="主送公安机关", en="to (police)")),
        words("reason", Text(zh="查明的事实", en="what the inquiry showed"), longest=LONG),
        words("crime", Text(zh="涉嫌的罪名", en="suspected crime")),
        words("approved_by", Text(zh="批准移送的负责人", en="approved by")),
        day("approved_on", Text(zh="批准日期", en="approved on")),
        CONTACT,
        words("copies", Text(zh="抄送", en="copies to"), required=False),
    ),
    tables=(letter.ANNEXES,),
    number_kind="罪移",
    form="5 涉嫌犯罪案件移送书",
    needs=(PARTY, FAILURE),
    prefill=prefill,
)
