"""抽样记录 (form 29): the lot, how the sample was drawn, its seals and where it goes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from inspector_app.domain.figures import Figure
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.measurement import PlanRow
from inspector_app.domain.text import Text
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.reports.base import Block, Document, Paragraph, Report
from inspector_app.reports.entries import NOTHING_FILLED, Filled
from inspector_app.reports.needs import PARTY
from inspector_app.reports.sections import paper as of
from inspector_app.reports.sections.asked import LONG, day, words
from inspector_app.reports.sections.paper import Paper
from inspector_app.words import Words

TITLE = Text(zh="抽样记录", en="Record of Sampling")
_MOST = Decimal(9_999_999)
_DRAWN = Text(zh="抽取的样品编号：{numbers}", en="Numbers drawn: {numbers}")
_SEALED = Text(
    zh="样品由执法人员会同当事人当场抽取、封样，双方确认样品及其数量、封样状态无误。",
    en="The sample was drawn and sealed on the spot by the officers together with the party; both "
    "confirm the sample, its quantity and its seals.",
)
_METHOD = Text(zh="简单随机抽样（种子 {seed}）", en="simple random sampling (seed {seed})")
_SIGNED = ((Text(zh="当事人（签名或盖章）", en="Party (signature or seal)"), ""),)


def _count(key: str, label: Text, *, required: bool = True) -> Figure:
    return Figure(
        key=key, label=label, lowest=Decimal(1), highest=_MOST, decimals=0, required=required
    )


def build(
    inspection: Inspection,
    book: RegulationBook,
    words: Words,
    filled: Filled = NOTHING_FILLED,
) -> Document:
    """Return the record of the sampling. Raises InputInvalid for an unknown kind."""
    paper = of.paper_of(inspection, book, words, filled)
    return of.document(paper, TITLE, _blocks(paper), has_number=False)


def _blocks(paper: Paper) -> Iterator[Block]:
    yield of.fields(
        paper,
        (Text(zh="抽样日期", en="Drawn on"), paper.day(paper.seen.on)),
        (Text(zh="检查编号", en="Inspection"), paper.seen.number),
        (Text(zh="抽样地点", en="Place"), paper.filled["place"]),
        (
            Text(zh="抽样人员", en="Drawn by"),
            paper.listed(of.people(paper)),
        ),
    )
    yield of.party_fields(paper)
    yield of.fields(
        paper,
        *((Text(of.begun(f.label.zh), of.begun(f.label.en)), paper.chosen(f)) for f in _BOXES[1:]),
    )
    drawn = _drawn(paper)
    if drawn:
        yield Paragraph(text=paper.say(_DRAWN, numbers=drawn), indent=2)
    yield Paragraph(text=paper.say(_SEALED), indent=2)
    yield of.hands(paper, *of.officers(paper), *_SIGNED)
    yield from of.proof(paper)


def _drawn(paper: Paper) -> str:
    """Return the packages of the lot that were drawn and weighed, as their rows name them."""
    return paper.listed(paper.say(row.label) for row in _packages(paper))


def _packages(paper: Paper) -> tuple[PlanRow, ...]:
    """Return the weighed packages of a lot of prepackaged goods; nothing of any other kind."""
    if paper.seen.kind != "prepackaged_goods":
        return ()
    rows = (row for row in paper.context.plan if row.figure("gross"))
    return tuple(row for row in rows if paper.seen.observation_at(row.row_id))


def prefill(inspection: Inspection, book: RegulationBook, words: Words) -> dict[str, str]:
    """Return the lot that the inspection was told of, and where it was."""
    filled = inspection.fields
    known = {"place": of.place_of(inspection), "base": filled.get("lot_size", "")}
    known |= {key: filled.get(key, "") for key in ("product", "batch", "maker", "spec")}
    if filled.get("seed"):
        known["method"] = _METHOD.in_language(words.language).format(seed=filled["seed"])
    packages = _packages(of.paper_of(inspection, book, words, NOTHING_FILLED))
    known["sample"] = str(len(packages)) if packages else ""
    return {key: text for key, text in known.items() if text}


_BOXES = (
    words("place", Text(zh="抽样地点", en="place")),
    words("product", Text(zh="样品名称", en="product")),
    words("spec", Text(zh="规格型号", en="model or size"), required=False),
    words("maker", Text(zh="生产单位", en="maker"), required=False),
    words("batch", Text(zh="批号或生产日期", en="batch or date of production")),
    _count("base", Text(zh="抽样基数", en="lot size")),
    _count("sample", Text(zh="抽样数量", en="sample size")),
    _count("spare", Text(zh="备用样品数量", en="spare samples"), required=False),
    words("method", Text(zh="抽样方法", en="how it was drawn"), longest=LONG),
    words("seal_number", Text(zh="封样编号", en="seal number")),
    words("destination", Text(zh="样品去向", en="where it goes")),
    day("due", Text(zh="送检日期", en="sent on"), required=False),
)
REPORT = Report(
    key="sampling_record",
    title=TITLE,
    for_kinds=("*",),
    build=build,
    entries=_BOXES,
    form="29 抽样记录",
    needs=(PARTY,),
    prefill=prefill,
)
