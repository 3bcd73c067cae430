"""检查标签, 60 × 40 mm: stuck on the instrument, its QR code leads to the record behind it."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Outcome
from inspector_app.domain.text import Text
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.reports.base import Block, Document, Paragraph, ProofBlock, Report
from inspector_app.reports.entries import NOTHING_FILLED, Filled
from inspector_app.reports.needs import INSTRUMENT, VERDICT
from inspector_app.reports.page import LABEL, PageStyle
from inspector_app.reports.sections import paper as of
from inspector_app.reports.sections.asked import day
from inspector_app.reports.sections.paper import Paper
from inspector_app.words import Words

TITLE = Text(zh="计量监督检查标签", en="Inspection label")
_MOST = 18
"""Characters of a name that a label has room for; the record behind the code has it whole."""
_WORDS = {
    (Outcome.PASS, True): Text(zh="检查合格", en="Passed"),
    (Outcome.PASS, False): Text(zh="未见异常", en="Nothing found"),
    (Outcome.FAIL, True): Text(zh="不合格", en="Failed"),
    (Outcome.FAIL, False): Text(zh="涉嫌不合格", en="Suspected"),
}
_OTHER = Text(zh="已检查", en="Checked")
_LINES = (
    Text(zh="器具：{name}", en="{name}"),
    Text(zh="型号：{model}", en="Model {model}"),
    Text(zh="编号：{serial}", en="No. {serial}"),
    Text(zh="检查：{on}", en="On {on}"),
    Text(zh="下次：{until}", en="Next {until}"),
    Text(zh="记录：{number}", en="Record {number}"),
)
_DRAFT = Text(zh="草稿", en="Draft")


def build(
    inspection: Inspection,
    book: RegulationBook,
    words: Words,
    filled: Filled = NOTHING_FILLED,
) -> Document:
    """Return the label. Raises InputInvalid for an unknown kind."""
    paper = of.paper_of(inspection, book, words, filled)
    return of.document(paper, TITLE, _blocks(paper), has_number=False, sheet=LABEL)


def _blocks(paper: Paper) -> Iterator[Block]:
    seen = paper.seen
    device = seen.instrument or seen.measuring_instrument
    values = {
        "name": _short(device.name if device else ""),
        "model": _short(device.model if device else ""),
        "serial": _short(device.serial_number if device else ""),
        "on": seen.on.isoformat(),
        "until": paper.filled["until"],
        "number": seen.number,
    }
    shown = (
        paper.say(line, **values)
        for line, value in zip(_LINES, values.values(), strict=True)
        if value
    )
    word = paper.say(_word(paper))
    if seen.seal is None:
        yield Paragraph(text=paper.say(_DRAFT), small=True)
        yield Paragraph(text="\n".join((word, *shown)), small=True)
    else:
        yield ProofBlock(token=seen.seal.token, title=word, lines=tuple(shown))


def _word(paper: Paper) -> Text:
    verdict = paper.seen.verdict
    return _WORDS.get((verdict.outcome, verdict.legal), _OTHER) if verdict else _OTHER


def _short(text: str) -> str:
    return text if len(text) <= _MOST else text[: _MOST - 1] + "…"


REPORT = Report(
    key="inspection_label",
    title=Text(zh="检查标签（60×40 mm）", en="Inspection label (60×40 mm)"),
    for_kinds=("*",),
    build=build,
    entries=(day("until", Text(zh="下次检查日期", en="next check"), required=False),),
    needs=(INSTRUMENT, VERDICT),
    paper=PageStyle.LABEL,
)
