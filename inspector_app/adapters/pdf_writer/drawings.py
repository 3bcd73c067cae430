"""Drawings of a document as one row each: marks in tenths of a millimetre onto the page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from inspector_app.adapters.pdf_writer import look
from inspector_app.adapters.pdf_writer.look import LEFT, MM, WIDTH
from inspector_app.adapters.pdf_writer.pen import Pen, Style
from inspector_app.adapters.pdf_writer.rows import Row, baseline, lines_of
from inspector_app.domain.drawing import (
    TEXT_HEIGHT,
    Anchor,
    Dot,
    Label,
    Point,
    Spot,
    Stroke,
    Tone,
)
from inspector_app.reports.base import DrawingBlock
from inspector_app.reports.base import Tone as Said

_TENTH = MM / 10
_STROKE = 0.7
_DOT = 2.0
_DASH = 3.0
_WORDS = Style(look.CELL.face, TEXT_HEIGHT * _TENTH, TEXT_HEIGHT * _TENTH * 1.4)
_COLOURS = {
    Tone.INK: look.INK,
    Tone.MUTED: look.MUTED,
    Tone.ACCENT: look.ACCENT,
    Tone.GOOD: look.TONES[Said.GOOD],
    Tone.WARN: look.TONES[Said.WARN],
    Tone.BAD: look.TONES[Said.BAD],
}
_FACES = {
    Tone.GOOD: look.TONE_TINTS[Said.GOOD],
    Tone.WARN: look.TONE_TINTS[Said.WARN],
    Tone.BAD: look.TONE_TINTS[Said.BAD],
}


def drawing(block: DrawingBlock) -> Iterator[Row]:
    """Yield caption, drawing and the sentence that says the same in words."""
    for line in lines_of(block.caption, look.CAPTION, WIDTH):
        draw = partial(_said, line=line, style=look.CAPTION)
        yield Row(look.CAPTION.leading, draw, space=6, keep=True)
    yield Row(block.drawing.height * _TENTH, partial(_marks, block=block), space=3, keep=True)
    lines = lines_of(block.sentence, look.SMALL, WIDTH)
    for number, line in enumerate(lines):
        draw = partial(_said, line=line, style=look.SMALL)
        yield Row(look.SMALL.leading, draw, space=0 if number else 3, keep=number < len(lines) - 1)


def _said(pen: Pen, top: float, *, line: str, style: Style) -> None:
    pen.text(LEFT, baseline(top, style), line, style)


def _marks(pen: Pen, top: float, *, block: DrawingBlock) -> None:
    for mark in block.drawing.marks:
        match mark:
            case Stroke():
                _stroke(pen, top, mark)
            case Point():
                _point(pen, top, mark)
            case Label():
                _label(pen, top, mark, mark.text.in_language(block.language))


def _placed(spot: Spot, top: float) -> tuple[float, float]:
    return LEFT + spot[0] * _TENTH, top - spot[1] * _TENTH


def _stroke(pen: Pen, top: float, mark: Stroke) -> None:
    spots = [_placed(spot, top) for spot in mark.spots]
    colour = _COLOURS[mark.tone]
    if mark.filled:
        pen.area(spots, _FACES.get(mark.tone, look.TINT))
    pen.path(spots, _STROKE, colour, closed=mark.closed, dash=_DASH if mark.dashed else 0)


def _point(pen: Pen, top: float, mark: Point) -> None:
    x, y = _placed(mark.spot, top)
    colour, size = _COLOURS[mark.tone], _DOT
    match mark.dot:
        case Dot.ROUND:
            pen.disc(x, y, size, colour)
        case Dot.SQUARE:
            pen.fill([(x - size, y - size, 2 * size, 2 * size)], colour)
        case Dot.CROSS:
            for rise in (size, -size):
                pen.rule((x - size, y - rise, x + size, y + rise), 2 * _STROKE, colour)


def _label(pen: Pen, top: float, mark: Label, text: str) -> None:
    x, y = _placed(mark.spot, top)
    write = {
        Anchor.START: pen.text,
        Anchor.MIDDLE: pen.text_centred,
        Anchor.END: pen.text_right,
    }[mark.anchor]
    write(x, y, text, _WORDS, _COLOURS[mark.tone])
