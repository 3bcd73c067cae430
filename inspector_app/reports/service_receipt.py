"""送达回证 (form 50): which papers were served on whom, where, when and how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.text import Text
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.reports.base import Block, Document, Paragraph, Report
from inspector_app.reports.entries import NOTHING_FILLED, EntryTable, Filled, row_key
from inspector_app.reports.needs import PARTY
from inspector_app.reports.sections import paper as of
from inspector_app.reports.sections.asked import choice, moment, words
from inspector_app.reports.sections.paper import Paper
from inspector_app.reports.sections.titles import TITLES
from inspector_app.words import Words

TITLE = Text(zh="送达回证", en="Receipt of Service")
SERVED = EntryTable(
    key="served",
    title=Text(zh="送达文书", en="papers served"),
    figures=(
        words("paper", Text(zh="文书名称", en="paper")),
        words("number", Text(zh="文号", en="number"), required=False),
    ),
)
_MODE = choice(
    "mode",
    Text(zh="送达方式", en="how served"),
    ("direct", Text(zh="直接送达", en="in person")),
    ("left", Text(zh="留置送达", en="left at the place")),
    ("post", Text(zh="邮寄送达", en="by post")),
    (
        "electronic",
        Text(zh="电子送达（受送达人书面同意）", en="electronically, by written consent"),
    ),
    ("entrusted", Text(zh="委托送达", en="by another authority")),
    ("notice", Text(zh="公告送达", en="by public notice")),
)
_REFUSED = Text(
    zh="受送达人拒绝签收，理由：{reason}。见证人：{witness}。",
    en="The recipient refused to sign; reason: {reason}. Witness: {witness}.",
)
_SIGNED = (
    (Text(zh="收件人（签名或盖章）", en="Recipient (signature or seal)"), ""),
    (Text(zh="见证人", en="Witness"), ""),
)


def build(
    inspection: Inspection,
    book: RegulationBook,
    words: Words,
    filled: Filled = NOTHING_FILLED,
) -> Document:
    """Return the receipt. Raises InputInvalid for an unknown kind."""
    paper = of.paper_of(inspection, book, words, filled)
    return of.document(paper, TITLE, _blocks(paper), has_number=False)


def _blocks(paper: Paper) -> Iterator[Block]:
    yield of.fields(
        paper,
        (Text(zh="受送达人", en="Served on"), of.party_name(paper)),
        (Text(zh="案由或检查编号", en="Matter"), paper.seen.number),
        (Text(zh="送达地点", en="Place"), paper.filled["place"]),
        (Text(zh="送达时间", en="Time"), paper.moment("served_at")),
        (Text(zh="送达方式", en="How"), paper.chosen(_MODE)),
        (Text(zh="收件人", en="Received by"), paper.filled["receiver"]),
        (Text(zh="与受送达人关系", en="Relation"), paper.filled["relation"]),
    )
    yield of.table(paper, SERVED, (4.6, 4.6))
    if paper.filled["refusal"]:
        said = paper.say(_REFUSED, reason=paper.filled["refusal"], witness=paper.entry("witness"))
        yield Paragraph(text=said, indent=2)
    yield of.hands(paper, *of.officers(paper), *_SIGNED)
    yield of.closing(paper)
    yield from of.proof(paper)


def prefill(inspection: Inspection, _book: RegulationBook, words: Words) -> dict[str, str]:
    """Return the papers with numbers that were issued and still count, and the address."""
    known = {"place": of.place_of(inspection)}
    issued = (
        report
        for report in inspection.reports
        if report.document_number and report.sha256 not in inspection.voided_reports
    )
    for number, report in enumerate(issued, 1):
        title = TITLES.get(report.report)
        named = title.in_language(words.language) if title else report.report
        known[row_key(SERVED.key, number, "paper")] = named
        known[row_key(SERVED.key, number, "number")] = report.document_number
    return {key: text for key, text in known.items() if text}


def also_required(given: Mapping[str, str]) -> tuple[str, ...]:
    """Leaving a paper needs the reason and a witness (程序规定 82); handing it over, a receiver."""
    if given.get("mode") == "left":
        return ("refusal", "witness")
    return ("receiver", "relation") if given.get("mode") == "direct" else ()


REPORT = Report(
    key="service_receipt",
    title=TITLE,
    for_kinds=("*",),
    build=build,
    entries=(
        words("place", Text(zh="送达地点", en="place")),
        moment("served_at", Text(zh="送达时间", en="time")),
        _MODE,
        words("receiver", Text(zh="收件人", en="received by"), required=False),
        words("relation", Text(zh="与受送达人关系", en="relation"), required=False),
        words("refusal", Text(zh="拒收理由", en="reason of the refusal"), required=False),
        words("witness", Text(zh="见证人", en="witness"), required=False),
    ),
    tables=(SERVED,),
    form="50 送达回证",
    needs=(PARTY,),
    prefill=prefill,
    also_required=also_required,
)
