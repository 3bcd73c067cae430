"""Text blocks of a document as rows: title, headings, paragraphs, fields, verdict, proof."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from inspector_app.adapters import qr
from inspector_app.adapters.pdf_writer import look
from inspector_app.adapters.pdf_writer.look import LEFT, MM, RIGHT, WIDTH
from inspector_app.adapters.pdf_writer.pen import Pen, Style
from inspector_app.adapters.pdf_writer.rows import Row, baseline, lines_of, nothing
from inspector_app.adapters.pdf_writer.wrap import drawable
from inspector_app.reports.base import (
    Document,
    Fields,
    Heading,
    Paragraph,
    ProofBlock,
    Tone,
    VerdictBox,
)

_PAD = 5.0
_MOST_KEPT = 16
_QR_SIDE = 28 * MM


def opening(document: Document) -> Iterator[Row]:
    """Yield the issuer's mark, the title, the number and the red rule under them."""
    for text, style in (
        (document.issuer, look.ISSUER),
        (document.title, look.TITLE),
        (document.number, look.NUMBER),
    ):
        for line in lines_of(text, style, WIDTH) if text else ():
            yield Row(style.leading, partial(_centred, line=line, style=style), keep=True)
    yield Row(8, _red_rule, space=3, keep=True)


def _centred(pen: Pen, top: float, *, line: str, style: Style) -> None:
    pen.text_centred(LEFT + WIDTH / 2, baseline(top, style), line, style)


def _red_rule(pen: Pen, top: float) -> None:
    pen.rule((LEFT, top - 1, RIGHT, top - 1), 1.2, look.MARK)


def heading(block: Heading) -> Iterator[Row]:
    """Yield a heading that stays with what follows."""
    style = look.HEADINGS.get(block.level, look.HEADINGS[2])
    space = 11.0 if block.level == 1 else 7.0
    for line in lines_of(block.text, style, WIDTH):
        yield Row(
            style.leading, partial(_line, x=LEFT, line=line, style=style), space=space, keep=True
        )
        space = 0
    yield Row(3, nothing, keep=True)


def _line(pen: Pen, top: float, *, x: float, line: str, style: Style, colour: str = "") -> None:
    pen.text(x, baseline(top, style), line, style, colour)


def paragraph(block: Paragraph) -> Iterator[Row]:
    """Yield the lines; the first two stay together, and so do the last two."""
    style = look.SMALL if block.small else look.BODY
    indent = block.indent * style.size
    lines = lines_of(block.text, style, WIDTH, indent)
    for number, line in enumerate(lines):
        x = LEFT + (indent if number == 0 else 0)
        draw = partial(_line, x=x, line=line, style=style, colour=_tone(block.tone, style))
        together = len(lines) > 1 and number in {0, len(lines) - 2}
        yield Row(style.leading, draw, space=3 if number == 0 else 0, keep=together)


def _tone(tone: Tone, style: Style) -> str:
    return style.colour if tone is Tone.PLAIN else look.TONES[tone]


def fields(block: Fields) -> Iterator[Row]:
    """Yield label-value pairs as a ruled form.

    A value too long for its share gets a row of its own; a row's last value fills it.
    """
    share = WIDTH / block.columns
    labels = [look.LABEL.width(drawable(label)) for label, _value in block.pairs]
    label_width = min(max(labels, default=0) + 2 * _PAD, share * 0.4)
    room = 2 * (share - label_width - 2 * _PAD)
    row: list[tuple[str, str]] = []
    for label, value in block.pairs:
        alone = look.VALUE.width(drawable(value).replace("\n", " ")) > room
        if row and (alone or len(row) == block.columns):
            yield _fields_row(row, share, label_width)
            row = []
        row.append((label, value))
        if alone:
            yield _fields_row(row, share, label_width)
            row = []
    if row:
        yield _fields_row(row, share, label_width)


def _fields_row(pairs: list[tuple[str, str]], share: float, label_width: float) -> Row:
    cells: list[tuple[float, float, tuple[str, ...], Style]] = []
    for number, (label, value) in enumerate(pairs):
        x = LEFT + number * share
        room = (RIGHT if number == len(pairs) - 1 else x + share) - x - label_width
        label_lines = lines_of(label, look.LABEL, label_width - 2 * _PAD)
        value_lines = lines_of(value, look.VALUE, room - 2 * _PAD)
        cells.append((x, label_width, label_lines, look.LABEL))
        cells.append((x + label_width, room, value_lines, look.VALUE))
    height = max(len(lines) * style.leading for _x, _w, lines, style in cells) + 2 * 3.5
    return Row(height, partial(_form_row, cells=cells, height=height))


def _form_row(
    pen: Pen,
    top: float,
    *,
    cells: list[tuple[float, float, tuple[str, ...], Style]],
    height: float,
) -> None:
    y = top - height
    pen.fill([(x, y, width, height) for x, width, _lines, _style in cells[::2]], look.TINT)
    pen.boxes([(x, y, width, height) for x, width, _lines, _style in cells], 0.5, look.LINE)
    for x, _width, lines, style in cells:
        at = top - (height - len(lines) * style.leading) / 2
        for line in lines:
            pen.text(x + _PAD, baseline(at, style), line, style)
            at -= style.leading


def verdict(block: VerdictBox) -> Iterator[Row]:
    """Yield the conclusion on its tint with a bar of its tone, its reasons below.

    It stays on one page unless its reasons are many.
    """
    strip = partial(_strip, tone=block.tone)
    lines = [
        (line, number == 0)
        for reason in block.reasons
        for number, line in enumerate(lines_of(reason, look.VALUE, WIDTH - 38))
    ]
    yield Row(7, strip, space=4, keep=True)
    yield Row(look.WORD.leading, partial(_verdict_word, block=block), keep=True)
    for line, first in lines:
        draw = partial(_reason, line=line, tone=block.tone, first=first)
        yield Row(look.VALUE.leading, draw, keep=len(lines) <= _MOST_KEPT)
    yield Row(7, strip)


def _strip(pen: Pen, top: float, *, tone: Tone, height: float = 7.0) -> None:
    pen.fill([(LEFT, top - height - 0.2, WIDTH, height + 0.2)], look.TONE_TINTS[tone])
    pen.fill([(LEFT, top - height - 0.2, 3.5, height + 0.2)], look.TONES[tone])


def _verdict_word(pen: Pen, top: float, *, block: VerdictBox) -> None:
    _strip(pen, top, tone=block.tone, height=look.WORD.leading)
    y = baseline(top, look.WORD)
    pen.text(LEFT + 14, y, block.title, look.VALUE, look.MUTED)
    x = LEFT + 14 + look.VALUE.width(block.title) + 12
    pen.text(x, y, block.word, look.WORD, look.TONES[block.tone])


def _reason(pen: Pen, top: float, *, line: str, tone: Tone, first: bool) -> None:
    _strip(pen, top, tone=tone, height=look.VALUE.leading)
    y = baseline(top, look.VALUE)
    if first:
        pen.fill([(LEFT + 16, y + 2.6, 2.8, 2.8)], look.TONES[tone])
    pen.text(LEFT + 25, y, line, look.VALUE)


def proof(block: ProofBlock) -> Iterator[Row]:
    """Yield the QR code beside what it proves."""
    width = WIDTH - _QR_SIDE - 14
    lines = [line for text in block.lines for line in lines_of(text, look.SMALL, width)]
    titles = lines_of(block.title, look.CELL_BOLD, width)
    height = len(titles) * look.CELL_BOLD.leading + len(lines) * look.SMALL.leading
    draw = partial(_proof, token=block.token, titles=titles, lines=lines)
    yield Row(max(_QR_SIDE, height) + 4, draw, space=8)


def _proof(pen: Pen, top: float, *, token: str, titles: tuple[str, ...], lines: list[str]) -> None:
    matrix = qr.matrix(token)
    side = _QR_SIDE / len(matrix)
    pen.fill(
        [
            (LEFT + x * side, top - (y + 1) * side, length * side, side)
            for y, row in enumerate(matrix)
            for x, length in qr.bars(row)
        ],
        "0 0 0",
    )
    x, at = LEFT + _QR_SIDE + 14, top
    for line in titles:
        pen.text(x, baseline(at, look.CELL_BOLD), line, look.CELL_BOLD)
        at -= look.CELL_BOLD.leading
    for line in lines:
        pen.text(x, baseline(at, look.SMALL), line, look.SMALL)
        at -= look.SMALL.leading
