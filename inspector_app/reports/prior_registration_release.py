"""解除先行登记保存证据通知书 (form 20): evidence that was registered is free again."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.events import ReportIssued
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.text import Text
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.reports.base import Block, Document, Paragraph, Report
from inspector_app.reports.entries import NOTHING_FILLED, Filled
from inspector_app.reports.needs import PARTY, Need
from inspector_app.reports.sections import paper as of
from inspector_app.reports.sections.asked import ITEM_WIDTHS, ITEMS, day, words
from inspector_app.reports.sections.paper import Paper
from inspector_app.reports.sections.titles import TITLES
from inspector_app.words import Words

TITLE = TITLES["prior_registration_release"]
_NOTICE = "prior_registration_notice"
_RELEASED = Text(
    zh="本局于{day}以{number}《先行登记保存证据通知书》对你（单位）的有关物品予以先行登记保存。"
    "依据《市场监督管理行政处罚程序规定》的规定，现决定自{on}起，对下列物品解除先行登记保存。",
    en="On {day} this bureau registered and preserved items of yours by notice {number}. From {on} "
    "on the items below are released, under the Provisions on the procedure of administrative "
    "penalties in market supervision.",
)
_HANDLING = Text(zh="处理方式：{handling}", en="What becomes of them: {handling}")
_CAPTION = Text(zh="附：解除先行登记保存物品清单", en="Annex: list of the items")
_SIGNED = ((Text(zh="当事人（签名或盖章）", en="Party (signature or seal)"), ""),)


def _notice_of(inspection: Inspection) -> ReportIssued | None:
    """Return the newest notice that still counts."""
    issued = (
        report
        for report in reversed(inspection.reports)
        if report.report == _NOTICE and report.sha256 not in inspection.voided_reports
    )
    return next(issued, None)


NOTICE_ISSUED = Need(
    key="notice_issued",
    title=Text(zh="已出具的先行登记保存证据通知书", en="a notice of registration that was issued"),
    is_met=lambda inspection: _notice_of(inspection) is not None,
)


def build(
    inspection: Inspection,
    book: RegulationBook,
    words: Words,
    filled: Filled = NOTHING_FILLED,
) -> Document:
    """Return the release. Raises InputInvalid for an unknown kind."""
    paper = of.paper_of(inspection, book, words, filled)
    return of.document(paper, TITLE, _blocks(paper))


def _blocks(paper: Paper) -> Iterator[Block]:
    yield from of.addressee(paper)
    said = paper.say(
        _RELEASED,
        day=paper.day(paper.filled["registered_on"]),
        number=paper.entry("notice_number"),
        on=paper.day(paper.on),
    )
    yield Paragraph(text=said, indent=2)
    yield Paragraph(text=paper.say(_HANDLING, handling=paper.entry("handling")), indent=2)
    yield of.table(paper, ITEMS, ITEM_WIDTHS, caption=paper.say(_CAPTION))
    yield of.hands(paper, *of.officers(paper), *_SIGNED)
    yield of.closing(paper)
    yield from of.proof(paper)


def prefill(inspection: Inspection, _book: RegulationBook, _words: Words) -> dict[str, str]:
    """Return number and items of the notice that is taken back."""
    notice = _notice_of(inspection)
    if notice is None:
        return {}
    kept = {k: v for k, v in notice.document_entries.items() if k.startswith("items.")}
    return {**kept, "notice_number": notice.document_number}


REPORT = Report(
    key="prior_registration_release",
    title=TITLE,
    for_kinds=("*",),
    build=build,
    entries=(
        words("notice_number", Text(zh="原通知书文号", en="number of the notice")),
        day("registered_on", Text(zh="先行登记保存日期", en="date of the notice")),
        words("handling", Text(zh="处理方式", en="what becomes of them")),
    ),
    tables=(ITEMS,),
    number_kind="解保",
    form="20 解除先行登记保存证据通知书",
    needs=(PARTY, NOTICE_ISSUED),
    prefill=prefill,
)
