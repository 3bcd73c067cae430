"""现场计量监督检查记录: the record of one inspection on site, whatever its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.text import Text
from inspector_app.kinds.catalogue import kind_for
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.reports.base import Block, Document, Heading, Report
from inspector_app.reports.entries import NOTHING_FILLED, Filled
from inspector_app.reports.page import PageStyle
from inspector_app.reports.sections import (
    checks,
    conclusion,
    drawings,
    evidence,
    labels,
    measurements,
    parties,
)
from inspector_app.reports.sections.context import Context
from inspector_app.words import Words

TITLE = Text(zh="现场计量监督检查记录", en="Record of On-site Metrology Inspection")
_NUMERALS = (*"一二三四五六七八九十", "十一", "十二", "十三")
_SECTIONS: tuple[tuple[Text, Callable[[Context], Iterator[Block]]], ...] = (
    (Text(zh="检查概况", en="Inspection"), parties.inspection),
    (Text(zh="当事人", en="Party"), parties.party),
    (Text(zh="计量器具", en="Instrument"), parties.instrument),
    (Text(zh="情况登记", en="Particulars"), parties.particulars),
    (Text(zh="环境条件", en="Environment"), parties.environment),
    (Text(zh="计量标准器", en="Reference standards"), parties.standards),
    (Text(zh="检查内容", en="Checks"), checks.checks),
    (Text(zh="测量数据", en="Measurements"), measurements.measurements),
    (Text(zh="图示", en="Drawing"), drawings.drawings),
    (Text(zh="检查结论", en="Conclusion"), conclusion.conclusion),
)
_PHOTOS = Text(zh="现场照片", en="Photos")
_SIGNATURES = Text(zh="签名", en="Signatures")


def build(
    inspection: Inspection,
    book: RegulationBook,
    words: Words,
    _filled: Filled = NOTHING_FILLED,
) -> Document:
    """Return the record in the language of `words`. Raises InputInvalid for an unknown kind."""
    kind = kind_for(inspection)
    context = Context(
        inspection=inspection,
        kind=kind,
        book=book,
        words=words,
        plan=kind.plan(inspection, book),
    )
    return Document(
        title=context.say(TITLE),
        issuer=inspection.inspectors[0].unit if inspection.inspectors else "",
        number=inspection.number,
        language=words.language,
        blocks=tuple(_numbered(context)),
        subject=context.say(kind.title),
        keywords=_keywords(context),
    )


def _numbered(context: Context) -> Iterator[Block]:
    """Yield the sections that have something to say, numbered without gaps."""
    number = 0
    for title, section in _SECTIONS:
        blocks = tuple(section(context))
        if blocks:
            number += 1
            yield Heading(text=_title(context, number, title))
            yield from blocks
    if photos := tuple(evidence.photos(context, _title(context, number + 1, _PHOTOS))):
        number += 1
        yield from photos
    yield Heading(text=_title(context, number + 1, _SIGNATURES))
    yield from evidence.signatures(context)
    yield from evidence.proof(context)


def _title(context: Context, number: int, title: Text) -> str:
    text = context.say(title)
    if context.words.language.startswith("zh"):
        return f"{_NUMERALS[number - 1]}、{text}"
    return f"{number}  {text}"


def _keywords(context: Context) -> tuple[str, ...]:
    instrument, place = context.inspection.instrument, context.inspection.premises
    found = (
        context.inspection.number,
        context.kind.key,
        instrument.serial_number if instrument else "",
        place.credit_code if place else "",
        context.say(labels.STAGES[context.inspection.stage]),
    )
    return tuple(word for word in found if word)


REPORT = Report(
    key="spot_check_record",
    title=TITLE,
    for_kinds=("*",),
    build=build,
    paper=PageStyle.RECORD,
)
