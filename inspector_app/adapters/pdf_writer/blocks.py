"""Text blocks of a document as rows: title, headings, paragraphs, fields, verdict, proof."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from inspector_app.adapters import qr
from inspector_app.adapters.pdf_writer import look
from inspector_app.adapters.pdf_writer.look import MM, Sheet
from inspector_app.adapters.pdf_writer.pen import Pen, Style
from inspector_app.adapters.pdf_writer.rows import Row, baseline, lines_of, nothing
from inspector_app.adapters.pdf_writer.wrap import drawable
from inspector_app.reports.base import (
    Closing,
    Document,
    Fields,
    Heading,
    Imprint,
    Paragraph,
    ProofBlock,
    Tone,
    VerdictBox,
)
from inspector_app.reports.page import PageStyle

_PAD = 4.0
_LABELS = 0.42
"""The most of a pair's width that its label takes: 统一社会信用代码 on one line."""
_MARK_FROM_TOP = 35 * MM
"""From the type area's edge to the mark of the issuer (GB/T 9704-2012 7.2.4)."""
_LATIN_END = "\u2e7f"
_STRETCH = 0.12
"""How much of a character's width may be added after each one to fill a line."""
_MOST_KEPT = 16


Lines = Heading | Paragraph | Fields | VerdictBox | ProofBlock | Closing | Imprint
"""The blocks that are made of text alone."""


def rows_of(block: Lines, sheet: Sheet) -> Iterator[Row]:
    """Return a block of text as rows."""
    match block:
        case Heading():
            return heading(block, sheet)
        case Paragraph():
            return paragraph(block, sheet)
        case Fields():
            return grid((block,), sheet)
        case VerdictBox():
            return verdict(block, sheet)
        case ProofBlock():
            return proof(block, sheet)
        case Closing():
            return closing(block, sheet)
        case Imprint():
            return imprint(block, sheet)


def opening(document: Document, sheet: Sheet) -> Iterator[Row]:
    """Yield the issuer's mark, the title, the number and the rule under them, as the sheet asks."""
    if sheet.style is PageStyle.OFFICIAL:
        yield from _letterhead(document, sheet) if document.letter else _form_head(document, sheet)
        return
    is_record = sheet.style is PageStyle.RECORD
    number = document.number if sheet.style is not PageStyle.LABEL else ""
    texts = ((document.issuer, sheet.issuer), (document.title, sheet.title), (number, sheet.number))
    for text, style in texts:
        yield from _centred_lines(text, style, sheet)
    if is_record:
        yield Row(8, partial(_red_rule, sheet=sheet), space=3, keep=True)
    elif sheet.style is PageStyle.SLIP:
        yield Row(5, partial(_hairline, sheet=sheet), keep=True)


def _letterhead(document: Document, sheet: Sheet) -> Iterator[Row]:
    """Yield a letter's head: red mark, two lines, the number, a red rule 4 mm below, the title."""
    red = replace(sheet.issuer, colour=look.MARK)
    yield Row(_MARK_FROM_TOP, nothing, keep=True)
    yield from _centred_lines(document.issuer, red, sheet)
    yield Row(2 * sheet.body.leading, nothing, keep=True)
    yield from _centred_lines(document.number, sheet.number, sheet)
    yield Row(4 * MM, partial(_red_rule, sheet=sheet), keep=True)
    yield Row(2 * sheet.body.leading, nothing, keep=True)
    yield from _centred_lines(document.title, sheet.title, sheet)
    yield Row(sheet.body.leading, nothing, keep=True)


def _form_head(document: Document, sheet: Sheet) -> Iterator[Row]:
    """Yield a form's head: the bureau's name, the title, the number at the right."""
    issuer = replace(sheet.title, size=18, leading=30)
    yield from _centred_lines(document.issuer, issuer, sheet)
    yield from _centred_lines(document.title, sheet.title, sheet)
    number = replace(sheet.number, size=sheet.value.size, leading=sheet.value.leading + 4)
    for line in lines_of(document.number, number, sheet.width) if document.number else ():
        yield Row(number.leading, partial(_at_right, x=sheet.right, line=line, style=number),
                  space=2, keep=True)  # fmt: skip
    yield Row(6, nothing, keep=True)


def _centred_lines(text: str, style: Style, sheet: Sheet) -> Iterator[Row]:
    for line in lines_of(text, style, sheet.width) if text else ():
        yield Row(style.leading, partial(_centred, sheet=sheet, line=line, style=style), keep=True)


def _centred(pen: Pen, top: float, *, sheet: Sheet, line: str, style: Style) -> None:
    pen.text_centred(sheet.left + sheet.width / 2, baseline(top, style), line, style)


def _at_right(pen: Pen, top: float, *, x: float, line: str, style: Style) -> None:
    pen.text_right(x, baseline(top, style), line, style)


def _red_rule(pen: Pen, top: float, *, sheet: Sheet) -> None:
    if sheet.style is PageStyle.OFFICIAL:
        top -= 4 * MM
    pen.rule((sheet.left, top - 1, sheet.right, top - 1), 1.2, look.MARK)


def _hairline(pen: Pen, top: float, *, sheet: Sheet) -> None:
    pen.rule((sheet.left, top - 2, sheet.right, top - 2), 0.7, look.BLACK)


def heading(block: Heading, sheet: Sheet) -> Iterator[Row]:
    """Yield a heading that stays with what follows."""
    style = sheet.headings.get(block.level, sheet.headings[2])
    is_official = sheet.style is PageStyle.OFFICIAL
    space = 0.0 if is_official else 11.0 if block.level == 1 else 7.0
    indent = 2 * style.size if is_official else 0.0
    for line in lines_of(block.text, style, sheet.width - indent):
        yield Row(
            style.leading,
            partial(_line, x=sheet.left + indent, line=line, style=style),
            space=space,
            keep=True,
        )
        space = 0
    if not is_official:
        yield Row(3, nothing, keep=True)


def _line(
    pen: Pen,
    top: float,
    *,
    x: float,
    line: str,
    style: Style,
    colour: str = "",
    spread: float = 0.0,
) -> None:
    pen.text(x, baseline(top, style), line, style, colour, spread)


def _spread(line: str, style: Style, room: float) -> float:
    """Return what each character of a Chinese line gives way for both of its edges to be even."""
    gaps = len(line) - 1
    slack = room - style.width(line)
    if gaps < 1 or 2 * sum(character > _LATIN_END for character in line) < len(line):
        return 0.0
    return slack / gaps if 0 < slack <= _STRETCH * style.size * gaps else 0.0


def paragraph(block: Paragraph, sheet: Sheet) -> Iterator[Row]:
    """Yield the lines; the first two stay together, and so do the last two."""
    style = sheet.small if block.small else sheet.body
    indent = block.indent * style.size
    lines = lines_of(block.text, style, sheet.width, indent)
    is_grid = sheet.style is PageStyle.OFFICIAL
    if sheet.style is PageStyle.STRIP:
        yield from _centred_lines(block.text, style, sheet)
        return
    for number, line in enumerate(lines):
        start = indent if number == 0 else 0.0
        fills = is_grid and number < len(lines) - 1
        draw = partial(
            _line,
            x=sheet.left + start,
            line=line,
            style=style,
            colour=_tone(block.tone, style),
            spread=_spread(line, style, sheet.width - start) if fills else 0.0,
        )
        together = len(lines) > 1 and number in {0, len(lines) - 2}
        first = 3 if number == 0 and not (is_grid and not block.small) else 0
        yield Row(style.leading, draw, space=first, keep=together)


def _tone(tone: Tone, style: Style) -> str:
    return style.colour if tone is Tone.PLAIN else look.TONES[tone]


def grid(parts: tuple[Fields, ...], sheet: Sheet, alike: tuple[Fields, ...] = ()) -> Iterator[Row]:
    """Yield forms that follow one another as one ruled grid with one width of labels.

    alike: forms elsewhere in the document whose labels are to be as wide.
    """
    share = sheet.width / (1 if sheet.narrow else parts[0].columns)
    told = (pair for part in (*parts, *alike) for pair in part.pairs)
    labels = [sheet.label.width(drawable(label)) for label, _value in told]
    label_width = min(max(labels, default=0) + 2 * _PAD, share * _LABELS)
    if sheet.style is PageStyle.OFFICIAL or sheet.narrow:
        yield Row(5, nothing, keep=True)
    for part in parts:
        yield from fields(part, label_width, sheet)
    if sheet.style is PageStyle.OFFICIAL:
        yield Row(5, nothing)


def fields(block: Fields, label_width: float, sheet: Sheet) -> Iterator[Row]:
    """Yield label-value pairs as the rows of a ruled form.

    A value too long for its share gets a row of its own; a row's last value fills it.
    """
    columns = 1 if sheet.narrow else block.columns
    share = sheet.width / columns
    room = 2 * (share - label_width - 2 * _PAD)
    row: list[tuple[str, str]] = []
    for label, value in block.pairs:
        alone = sheet.value.width(drawable(value).replace("\n", " ")) > room
        if row and (alone or len(row) == columns):
            yield _fields_row(row, share, label_width, sheet)
            row = []
        row.append((label, value))
        if alone:
            yield _fields_row(row, share, label_width, sheet)
            row = []
    if row:
        yield _fields_row(row, share, label_width, sheet)


def _fields_row(
    pairs: list[tuple[str, str]], share: float, label_width: float, sheet: Sheet
) -> Row:
    cells: list[tuple[float, float, tuple[str, ...], Style]] = []
    for number, (label, value) in enumerate(pairs):
        x = sheet.left + number * share
        room = (sheet.right if number == len(pairs) - 1 else x + share) - x - label_width
        label_lines = lines_of(label, sheet.label, label_width - 2 * _PAD)
        value_lines = lines_of(value, sheet.value, room - 2 * _PAD)
        cells.append((x, label_width, label_lines, sheet.label))
        cells.append((x + label_width, room, value_lines, sheet.value))
    height = max(len(lines) * style.leading for _x, _w, lines, style in cells) + 2 * 3.5
    return Row(height, partial(_form_row, cells=cells, height=height, sheet=sheet))


def _form_row(
    pen: Pen,
    top: float,
    *,
    cells: list[tuple[float, float, tuple[str, ...], Style]],
    height: float,
    sheet: Sheet,
) -> None:
    y = top - height
    boxes = [(x, y, width, height) for x, width, _lines, _style in cells]
    if sheet.style is PageStyle.RECORD:
        pen.fill(boxes[::2], look.TINT)
    if not sheet.narrow:
        pen.boxes(boxes, 0.5, line_colour(sheet))
    pad = 0.0 if sheet.narrow else _PAD
    for x, _width, lines, style in cells:
        at = top - (height - len(lines) * style.leading) / 2
        for line in lines:
            pen.text(x + pad, baseline(at, style), line, style)
            at -= style.leading


def verdict(block: VerdictBox, sheet: Sheet) -> Iterator[Row]:
    """Yield the conclusion on its tint with a bar of its tone, its reasons below.

    It stays on one page unless its reasons are many.
    """
    strip = partial(_strip, tone=block.tone, sheet=sheet)
    lines = [
        (line, number == 0)
        for reason in block.reasons
        for number, line in enumerate(lines_of(reason, sheet.value, sheet.width - 38))
    ]
    yield Row(7, strip, space=4, keep=True)
    yield Row(sheet.word.leading, partial(_verdict_word, block=block, sheet=sheet), keep=True)
    for line, first in lines:
        draw = partial(_reason, line=line, tone=block.tone, first=first, sheet=sheet)
        yield Row(sheet.value.leading, draw, keep=len(lines) <= _MOST_KEPT)
    yield Row(7, strip)


def _strip(pen: Pen, top: float, *, tone: Tone, sheet: Sheet, height: float = 7.0) -> None:
    pen.fill([(sheet.left, top - height - 0.2, sheet.width, height + 0.2)], look.TONE_TINTS[tone])
    pen.fill([(sheet.left, top - height - 0.2, 3.5, height + 0.2)], look.TONES[tone])


def _verdict_word(pen: Pen, top: float, *, block: VerdictBox, sheet: Sheet) -> None:
    _strip(pen, top, tone=block.tone, sheet=sheet, height=sheet.word.leading)
    y = baseline(top, sheet.word)
    pen.text(sheet.left + 14, y, block.title, sheet.value, look.MUTED)
    x = sheet.left + 14 + sheet.value.width(block.title) + 12
    pen.text(x, y, block.word, sheet.word, look.TONES[block.tone])


def _reason(pen: Pen, top: float, *, line: str, tone: Tone, first: bool, sheet: Sheet) -> None:
    _strip(pen, top, tone=tone, sheet=sheet, height=sheet.value.leading)
    y = baseline(top, sheet.value)
    if first:
        pen.fill([(sheet.left + 16, y + 2.6, 2.8, 2.8)], look.TONES[tone])
    pen.text(sheet.left + 25, y, line, sheet.value)


def proof(block: ProofBlock, sheet: Sheet) -> Iterator[Row]:
    """Yield the QR code beside what it proves."""
    gap = 5 if sheet.style is PageStyle.LABEL else 14
    width = sheet.width - sheet.qr_side - gap
    lines = [line for text in block.lines for line in lines_of(text, sheet.small, width)]
    titles = lines_of(block.title, sheet.cell_bold, width)
    height = len(titles) * sheet.cell_bold.leading + len(lines) * sheet.small.leading
    draw = partial(_proof, token=block.token, titles=titles, lines=lines, sheet=sheet)
    is_label = sheet.style is PageStyle.LABEL
    below = 4 if sheet.style in {PageStyle.RECORD, PageStyle.SLIP} else 0
    yield Row(max(sheet.qr_side, height) + below, draw, space=1 if is_label else 8)


def _proof(
    pen: Pen,
    top: float,
    *,
    token: str,
    titles: tuple[str, ...],
    lines: list[str],
    sheet: Sheet,
) -> None:
    matrix = qr.matrix(token)
    side = sheet.qr_side / len(matrix)
    pen.fill(
        [
            (sheet.left + x * side, top - (y + 1) * side, length * side, side)
            for y, row in enumerate(matrix)
            for x, length in qr.bars(row)
        ],
        "0 0 0",
    )
    gap = 5 if sheet.style is PageStyle.LABEL else 14
    x, at = sheet.left + sheet.qr_side + gap, top
    for line in titles:
        pen.text(x, baseline(at, sheet.cell_bold), line, sheet.cell_bold)
        at -= sheet.cell_bold.leading
    for line in lines:
        pen.text(x, baseline(at, sheet.small), line, sheet.small)
        at -= sheet.small.leading


def closing(block: Closing, sheet: Sheet) -> Iterator[Row]:
    """Yield who signs and the date, centred over one another, the date 4 characters from the right.

    They stay together with the two lines above them nowhere alone on a page.
    """
    style = sheet.body
    widths = [style.width(drawable(line)) for line in (block.issuer, block.date)]
    indent = 4 * style.size
    issuer_lines = lines_of(block.issuer, style, sheet.width)
    middle = sheet.right - indent - max(widths[1], min(widths[0], sheet.width - 2 * indent)) / 2
    yield Row(style.leading, nothing, keep=True)
    for line in issuer_lines:
        centre = min(middle, sheet.right - style.width(line) / 2)
        yield Row(style.leading, partial(_about, x=centre, line=line, style=style), keep=True)
    yield Row(
        style.leading, partial(_at_right, x=sheet.right - indent, line=block.date, style=style)
    )


def _about(pen: Pen, top: float, *, x: float, line: str, style: Style) -> None:
    pen.text_centred(x, baseline(top, style), line, style)


def imprint(block: Imprint, sheet: Sheet) -> Iterator[Row]:
    """Yield the 版记 at the foot of the page: rules of 0.35 mm outside and 0.25 mm between."""
    style = replace(sheet.body, size=14, leading=22)
    texts = [lines_of(line, style, sheet.width - 2 * style.size) for line in block.lines]
    if block.right:
        texts[-1] = (*texts[-1][:-1], texts[-1][-1] + "\n" + block.right)
    height = sum(map(len, texts)) * style.leading
    yield Row(height, partial(_imprint, texts=texts, style=style, sheet=sheet), space=18)


def _imprint(
    pen: Pen, _top: float, *, texts: list[tuple[str, ...]], style: Style, sheet: Sheet
) -> None:
    at = sheet.bottom + sum(map(len, texts)) * style.leading
    for number, lines in enumerate(texts):
        thick = 0.35 if number == 0 else 0.25
        pen.rule((sheet.left, at, sheet.right, at), thick * MM, look.BLACK)
        for line in lines:
            left, _parted, right = line.partition("\n")
            pen.text(sheet.left + style.size, baseline(at, style), left, style)
            pen.text_right(sheet.right - style.size, baseline(at, style), right, style)
            at -= style.leading
    pen.rule((sheet.left, at, sheet.right, at), 0.35 * MM, look.BLACK)


def line_colour(sheet: Sheet) -> str:
    """Return the colour of a grid's lines: grey on a record, black on an official form."""
    return look.LINE if sheet.style is PageStyle.RECORD else look.BLACK
