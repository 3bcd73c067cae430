"""封条 (form 25): the strip that closes what may not be opened or used."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.text import Text
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.reports.base import Block, Document, Paragraph, Report
from inspector_app.reports.entries import NOTHING_FILLED, Filled
from inspector_app.reports.needs import PARTY
from inspector_app.reports.page import STRIP, PageStyle
from inspector_app.reports.sections import paper as of
from inspector_app.reports.sections.asked import words
from inspector_app.reports.sections.paper import Paper
from inspector_app.words import Words

TITLE = Text(zh="封　　条", en="SEALED")
_SEALED = Text(zh="封存物：{what}", en="Sealed: {what}")
_ON = Text(zh="{day}　封（加盖印章）", en="Sealed on {day} (seal of the bureau)")
_NUMBER = Text(zh="封条编号：{number}", en="Strip no. {number}")
_WARNING = Text(
    zh="未经本局许可，任何单位和个人不得启封、损毁或者动用。",
    en="Nobody may open, damage or use this without leave of the bureau.",
)


def build(
    inspection: Inspection,
    book: RegulationBook,
    words: Words,
    filled: Filled = NOTHING_FILLED,
) -> Document:
    """Return the strip. Raises InputInvalid for an unknown kind."""
    paper = of.paper_of(inspection, book, words, filled)
    return of.document(paper, TITLE, _blocks(paper), has_number=False, sheet=STRIP)


def _blocks(paper: Paper) -> Iterator[Block]:
    yield Paragraph(text=paper.say(_SEALED, what=paper.entry("what")))
    parts = [paper.say(_ON, day=paper.day(paper.on))]
    if paper.filled["strip_number"]:
        parts.append(paper.say(_NUMBER, number=paper.filled["strip_number"]))
    yield Paragraph(text="　　".join(parts))
    yield Paragraph(text=paper.say(_WARNING), small=True)


def prefill(inspection: Inspection, book: RegulationBook, words: Words) -> dict[str, str]:
    """Return the instrument as what is sealed."""
    device = of.device_name(of.paper_of(inspection, book, words, NOTHING_FILLED))
    return {"what": device[:60]} if device else {}


REPORT = Report(
    key="seal_strip",
    title=Text(zh="封条", en="Seal strip"),
    for_kinds=("*",),
    build=build,
    entries=(
        words("what", Text(zh="封存物", en="what is sealed"), longest=60),
        words("strip_number", Text(zh="封条编号", en="strip number"), required=False, longest=24),
    ),
    form="25 封条",
    needs=(PARTY,),
    paper=PageStyle.STRIP,
    prefill=prefill,
)
