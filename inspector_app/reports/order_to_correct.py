"""责令改正通知书 (form 33): what was found, the provisions, what is to be put right by when."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.text import Text
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.reports.base import Block, Document, Paragraph, Report
from inspector_app.reports.entries import NOTHING_FILLED, Filled
from inspector_app.reports.needs import PARTY, SOMETHING_WRONG
from inspector_app.reports.sections import paper as of
from inspector_app.reports.sections import what_was_found as told
from inspector_app.reports.sections.asked import LONG, day, words
from inspector_app.reports.sections.paper import Paper
from inspector_app.reports.sections.titles import TITLES
from inspector_app.words import Words

TITLE = TITLES["order_to_correct"]
_BROKEN = Text(zh="上述行为涉嫌违反{law}的规定。", en="This is suspected to breach {law}.")
_AT_ONCE = Text(
    zh="依据{basis}的规定，现责令你（单位）立即改正。",
    en="Under {basis} you are ordered to correct this at once.",
)
_BY = Text(
    zh="依据{basis}的规定，现责令你（单位）于{day}前改正。",
    en="Under {basis} you are ordered to correct this by {day}.",
)
_DEMAND = Text(zh="改正内容及要求：{demand}", en="What is to be done: {demand}")
_AGAIN = Text(
    zh="本局将于{day}复查改正情况。", en="This bureau will check the correction on {day}."
)
_OTHERWISE = Text(
    zh="逾期不改正的，本局将依法处理。",
    en="If it is not corrected in time, this bureau will proceed according to law.",
)
_REMEDIES = Text(
    zh="如对本通知不服，可以依法向{review}申请行政复议，或者依法向{court}提起行政诉讼，"
    "期限依照《中华人民共和国行政复议法》《中华人民共和国行政诉讼法》的规定。",
    en="Whoever disagrees may ask {review} for administrative reconsideration or sue at {court}, "
    "within the time limits of the Administrative Reconsideration Law and the Administrative "
    "Litigation Law.",
)
_CONTACT = Text(zh="联系人及联系电话：{contact}", en="Contact: {contact}")


def build(
    inspection: Inspection,
    book: RegulationBook,
    words: Words,
    filled: Filled = NOTHING_FILLED,
) -> Document:
    """Return the order. Raises InputInvalid for an unknown kind."""
    paper = of.paper_of(inspection, book, words, filled)
    return of.document(paper, TITLE, _blocks(paper))


def _blocks(paper: Paper) -> Iterator[Block]:
    yield from of.addressee(paper)
    yield from told.found(paper)
    yield _line(paper, _BROKEN, law=paper.entry("law"))
    deadline = paper.filled["deadline"]
    order, when = (_BY, {"day": paper.day(deadline)}) if deadline else (_AT_ONCE, {})
    yield _line(paper, order, basis=paper.entry("basis"), **when)
    yield _line(paper, _DEMAND, demand=paper.entry("demand"))
    if paper.filled["check_again"]:
        yield _line(paper, _AGAIN, day=paper.day(paper.filled["check_again"]))
    yield _line(paper, _OTHERWISE)
    yield _line(paper, _REMEDIES, review=paper.entry("review_body"), court=paper.entry("court"))
    yield _line(paper, _CONTACT, contact=paper.entry("contact"))
    yield of.closing(paper)
    yield from of.proof(paper)


def _line(paper: Paper, text: Text, **values: str) -> Paragraph:
    return Paragraph(text=paper.say(text, **values), indent=2)


def prefill(inspection: Inspection, book: RegulationBook, words: Words) -> dict[str, str]:
    """Return the provisions that the record itself names."""
    paper = of.paper_of(inspection, book, words, NOTHING_FILLED)
    known = {"law": told.laws_broken(paper)[:LONG], "basis": told.legal_basis(paper)[:LONG]}
    return {key: text for key, text in known.items() if text}


REPORT = Report(
    key="order_to_correct",
    title=TITLE,
    for_kinds=("*",),
    build=build,
    entries=(
        words("law", Text(zh="违反的规定", en="provisions breached"), longest=LONG),
        words("basis", Text(zh="责令改正的依据", en="basis of the order"), longest=LONG),
        words("demand", Text(zh="改正内容及要求", en="what is to be done"), longest=LONG),
        day(
            "deadline",
            Text(zh="改正期限（不填为立即改正）", en="deadline (none: at once)"),
            required=False,
        ),
        day("check_again", Text(zh="复查日期", en="date of the next check"), required=False),
        words("review_body", Text(zh="行政复议机关", en="body for reconsideration")),
        words("court", Text(zh="行政诉讼法院", en="court")),
        words("contact", Text(zh="联系人及联系电话", en="contact and telephone")),
    ),
    number_kind="责改",
    form="33 责令改正通知书",
    needs=(PARTY, SOMETHING_WRONG),
    prefill=prefill,
)
