"""Drawings of a document as one row each: marks in tenths of a millimetre onto the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from inspector_app.adapters.pdf_writer import look
from inspector_app.adapters.pdf_writer.look import MM, Sheet
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

_STROKE = 0.7
_DOT = 2.0
_DASH = 3.0
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


def drawing(block: DrawingBlock, sheet: Sheet) -> Iterator[Row]:
    """Yield caption, drawing and the sentence that says the same in words.

    A drawing wider than the sheet's type area is drawn smaller, its words with it.
    """
    tenth = min(MM / 10, sheet.width / block.drawing.width)
    for line in lines_of(block.caption, sheet.caption, sheet.width):
        draw = partial(_said, x=sheet.left, line=line, style=sheet.caption)
        yield Row(sheet.caption.leading, draw, space=6, keep=True)
    marks = partial(_marks, block=block, place=_Place(sheet, tenth))
    yield Row(block.drawing.height * tenth, marks, space=3, keep=True)
    lines = lines_of(block.sentence, sheet.small, sheet.width)
    for number, line in enumerate(lines):
        draw = partial(_said, x=sheet.left, line=line, style=sheet.small)
        yield Row(sheet.small.leading, draw, space=0 if number else 3, keep=number < len(lines) - 1)


def _said(pen: Pen, top: float, *, x: float, line: str, style: Style) -> None:
    pen.text(x, baseline(top, style), line, style)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a drawing stands on its sheet. tenth: points of a tenth of a millimetre of it."""

    sheet: Sheet
    tenth: float

    @property
    def words(self) -> Style:
        """Return the type of its labels."""
        size = TEXT_HEIGHT * self.tenth
        return Style(self.sheet.cell.face, size, size * 1.4)

    def of(self, spot: Spot, top: float) -> tuple[float, float]:
        """Return a spot in points on the page."""
        return self.sheet.left + spot[0] * self.tenth, top - spot[1] * self.tenth


def _marks(pen: Pen, top: float, *, block: DrawingBlock, place: _Place) -> None:
    for mark in block.drawing.marks:
        match mark:
            case Stroke():
                _stroke(pen, mark, [place.of(spot, top) for spot in mark.spots])
            case Point():
                _point(pen, mark, place.of(mark.spot, top))
            case Label():
                text = mark.text.in_language(block.language)
                _label(pen, mark, text, place.of(mark.spot, top), place.words)


def _stroke(pen: Pen, mark: Stroke, spots: list[tuple[float, float]]) -> None:
    colour = _COLOURS[mark.tone]
    if mark.filled:
        pen.area(spots, _FACES.get(mark.tone, look.TINT))
    pen.path(spots, _STROKE, colour, closed=mark.closed, dash=_DASH if mark.dashed else 0)


def _point(pen: Pen, mark: Point, at: tuple[float, float]) -> None:
    x, y = at
    colour, size = _COLOURS[mark.tone], _DOT
    match mark.dot:
        case Dot.ROUND:
            pen.disc(x, y, size, colour)
        case Dot.SQUARE:
            pen.fill([(x - size, y - size, 2 * size, 2 * size)], colour)
        case Dot.CROSS:
            for rise in (size, -size):
                pen.rule((x - size, y - rise, x + size, y + rise), 2 * _STROKE, colour)


def _label(pen: Pen, mark: Label, text: str, at: tuple[float, float], words: Style) -> None:
    x, y = at
    write = {
        Anchor.START: pen.text,
        Anchor.MIDDLE: pen.text_centred,
        Anchor.END: pen.text_right,
    }[mark.anchor]
    write(x, y, text, words, _COLOURS[mark.tone])
