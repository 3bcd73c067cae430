"""先行登记保存证据通知书 (form 19): evidence is registered, for the working days allowed."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.casework.deadlines import deadline, deadline_row
from inspector_app.casework.working_days import national_calendar
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.text import Text
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.reports.base import Block, Document, Paragraph, Report
from inspector_app.reports.entries import NOTHING_FILLED, Filled
from inspector_app.reports.needs import PARTY
from inspector_app.reports.sections import paper as of
from inspector_app.reports.sections import what_was_found as told
from inspector_app.reports.sections.asked import CONTACT, ITEM_WIDTHS, ITEMS, LONG, choice, words
from inspector_app.reports.sections.paper import Paper
from inspector_app.reports.sections.titles import TITLES
from inspector_app.words import Words
from inspector_app.words.clauses import clause_words

TITLE = TITLES["prior_registration_notice"]
_DEADLINE = "prior_registration"
_ORDER = Text(
    zh="因你（单位）涉嫌{suspicion}，为防止证据灭失或者以后难以取得，依据《中华人民共和国行政处罚法》"
    "第五十六条的规定，本局决定对下列物品予以先行登记保存，保存期限自{begin}起至{end}止"
    "（{count}个工作日内作出处理决定，{rule}{clause}）。",
    en="Because of suspected {suspicion}, and lest evidence be lost or hard to obtain later, this "
    "bureau registers and preserves the items below under article 56 of the Administrative Penalty "
    "Law from {begin} to {end} (to be decided within {count} working days, {rule}, "
    "{clause}).",
)
_WHERE = Text(zh="保存地点：{place}", en="Kept at: {place}")
_HOW = Text(zh="保存条件：{how}", en="Conditions of keeping: {how}")
_WHO = Text(zh="保存方式：{keeper}", en="Kept by: {keeper}")
_DUTY = Text(
    zh="先行登记保存期间，当事人或者有关人员不得损毁、销毁或者转移证据。",
    en="During this time nobody may damage, destroy or move the evidence.",
)
_CONTACT = Text(zh="联系人及联系电话：{contact}", en="Contact: {contact}")
_CAPTION = Text(zh="附：先行登记保存物品清单", en="Annex: list of the items")
_SIGNED = (
    (Text(zh="当事人（签名或盖章）", en="Party (signature or seal)"), ""),
    (Text(zh="见证人", en="Witness"), ""),
)
_KEEPER = choice(
    "keeper",
    Text(zh="保存方式", en="kept by"),
    ("party", Text(zh="就地由当事人保存", en="the party, on the spot")),
    ("bureau", Text(zh="由本局异地保存", en="this bureau, elsewhere")),
)


def build(
    inspection: Inspection,
    book: RegulationBook,
    words: Words,
    filled: Filled = NOTHING_FILLED,
) -> Document:
    """Return the notice.

    Raises InputInvalid for an unknown kind, OutOfRange(`calendar_missing`) where the end of the
    time cannot be told.
    """
    paper = of.paper_of(inspection, book, words, filled)
    return of.document(paper, TITLE, _blocks(paper))


def _blocks(paper: Paper) -> Iterator[Block]:
    yield from of.addressee(paper)
    yield Paragraph(text=told.visit(paper), indent=2)
    yield Paragraph(text=_order(paper), indent=2)
    yield Paragraph(text=paper.say(_WHERE, place=paper.entry("place")), indent=2)
    if paper.filled["condition"]:
        yield Paragraph(text=paper.say(_HOW, how=paper.filled["condition"]), indent=2)
    yield Paragraph(text=paper.say(_WHO, keeper=paper.chosen(_KEEPER)), indent=2)
    yield Paragraph(text=paper.say(_DUTY), indent=2)
    yield Paragraph(text=paper.say(_CONTACT, contact=paper.entry("contact")), indent=2)
    yield of.table(paper, ITEMS, ITEM_WIDTHS, caption=paper.say(_CAPTION))
    yield of.hands(paper, *of.officers(paper), *_SIGNED)
    yield of.closing(paper)
    yield from of.proof(paper)


def _order(paper: Paper) -> str:
    row = deadline_row(_DEADLINE, paper.law, paper.on)
    due = deadline(row, paper.on, national_calendar(paper.law))
    return paper.say(
        _ORDER,
        suspicion=paper.entry("suspicion"),
        begin=paper.day(paper.on),
        end=paper.day(due.due),
        count=due.count,
        rule=of.rule_title(paper, row),
        clause=clause_words(
            row.clause, paper.context.words.language, regulation=row.citation.regulation
        ),
    )


def prefill(inspection: Inspection, book: RegulationBook, words: Words) -> dict[str, str]:
    """Return where the goods are, and the instrument under test as the first item."""
    paper = of.paper_of(inspection, book, words, NOTHING_FILLED)
    known = {"place": of.place_of(inspection)}
    device = inspection.instrument or inspection.measuring_instrument
    if device is not None:
        known["items.1.name"] = device.name
        known["items.1.spec"] = of.model_and_number(paper)
        known["items.1.quantity"] = "1"
    return {key: text for key, text in known.items() if text}


REPORT = Report(
    key="prior_registration_notice",
    title=TITLE,
    for_kinds=("*",),
    build=build,
    entries=(
        words("suspicion", Text(zh="涉嫌的违法行为", en="what is suspected"), longest=LONG),
        words("place", Text(zh="保存地点", en="place of keeping")),
        words("condition", Text(zh="保存条件", en="conditions of keeping"), required=False),
        _KEEPER,
        CONTACT,
    ),
    tables=(ITEMS,),
    number_kind="登保",
    form="19 先行登记保存证据通知书",
    needs=(PARTY,),
    prefill=prefill,
)
