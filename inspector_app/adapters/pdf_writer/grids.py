"""Tables, photos and signatures as rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import accumulate, pairwise

from inspector_app.adapters.pdf_writer import look
from inspector_app.adapters.pdf_writer.images import Drawn
from inspector_app.adapters.pdf_writer.look import LEFT, MM, WIDTH
from inspector_app.adapters.pdf_writer.pen import Pen, Style
from inspector_app.adapters.pdf_writer.rows import Row, baseline, lines_of, nothing
from inspector_app.reports.base import Cell, Picture, Pictures, SignatureBlock, Signatures, Table

ImageOf = Callable[[str], tuple[str, Drawn] | None]
"""Blob hash to the registered image's name and size; None where the blob is gone."""

_PAD = 4.0
_MOST_LINES = 24
_GAP = 12.0
_TALLEST = 85 * MM
_STROKES = (38 * MM, 14 * MM)

Laid = tuple[tuple[str, ...], Style, str, str]
"""A cell's lines, style, alignment and colour."""


def table(block: Table) -> Iterator[Row]:
    """Yield caption, head and rows; the head comes again on each page that the table reaches."""
    widths = [share * WIDTH / sum(block.widths) for share in block.widths]
    edges = [LEFT + x for x in accumulate(widths, initial=0.0)]
    for line in lines_of(block.caption, look.CAPTION, WIDTH) if block.caption else ():
        yield Row(look.CAPTION.leading + 2, partial(_caption, line=line), space=5, keep=True)
    head = _row([Cell(text=text, align="center") for text in block.head], edges, head=True)
    first = Row(head.height, head.draw, space=2, keep=True)
    if block.head:
        yield first
    for cells in block.rows:
        yield from _rows(cells, edges, head if block.head else None)


def _caption(pen: Pen, top: float, *, line: str) -> None:
    pen.text(LEFT, baseline(top, look.CAPTION), line, look.CAPTION)


def _laid(cell: Cell, width: float, *, head: bool) -> Laid:
    style = look.HEAD if head else look.CELL_BOLD if cell.bold else look.CELL
    return lines_of(cell.text, style, width - 2 * _PAD), style, cell.align, look.TONES[cell.tone]


def _rows(cells: tuple[Cell, ...], edges: list[float], head: Row | None) -> Iterator[Row]:
    """Yield one row, or several where a cell is longer than a good part of a page."""
    laid = [
        _laid(cell, right - left, head=False)
        for cell, left, right in zip(cells, edges, edges[1:], strict=False)
    ]
    longest = max((len(lines) for lines, *_rest in laid), default=1)
    for start in range(0, longest, _MOST_LINES):
        part = [(lines[start : start + _MOST_LINES], *rest) for lines, *rest in laid]
        yield _strip(part, edges, head=False, repeated=head)  # type: ignore[arg-type]


def _row(cells: list[Cell], edges: list[float], *, head: bool) -> Row:
    laid = [
        _laid(cell, right - left, head=head)
        for cell, left, right in zip(cells, edges, edges[1:], strict=False)
    ]
    return _strip(laid, edges, head=head, repeated=None)


def _strip(laid: list[Laid], edges: list[float], *, head: bool, repeated: Row | None) -> Row:
    height = max((len(lines) * style.leading for lines, style, *_rest in laid), default=0) + 6
    draw = partial(_draw_cells, laid=laid, edges=edges, height=height, head=head)
    return Row(height, draw, head=repeated)


def _draw_cells(
    pen: Pen, top: float, *, laid: list[Laid], edges: list[float], height: float, head: bool
) -> None:
    boxes = [(left, top - height, right - left, height) for left, right in pairwise(edges)]
    if head:
        pen.fill([(edges[0], top - height, edges[-1] - edges[0], height)], look.TINT)
    pen.boxes(boxes, 0.5, look.LINE)
    for (lines, style, align, colour), (x, _y, width, _height) in zip(laid, boxes, strict=False):
        at = top - (height - len(lines) * style.leading) / 2
        for line in lines:
            _aligned(pen, (x, width), baseline(at, style), line, style, align, colour)
            at -= style.leading


def _aligned(
    pen: Pen, cell: tuple[float, float], y: float, line: str, style: Style, align: str, colour: str
) -> None:
    x, width = cell
    if align == "right":
        pen.text_right(x + width - _PAD, y, line, style, colour)
    elif align == "center":
        pen.text_centred(x + width / 2, y, line, style, colour)
    else:
        pen.text(x + _PAD, y, line, style, colour)


def pictures(block: Pictures, image_of: ImageOf) -> Iterator[Row]:
    """Yield photos side by side, as many to a row as fit, captions under them."""
    row: list[Picture] = []
    for item in block.items:
        used = sum(each.width_mm * MM + _GAP for each in row)
        if row and used + item.width_mm * MM > WIDTH + 1:
            yield _pictures_row(row, image_of)
            row = []
        row.append(item)
    if row:
        yield _pictures_row(row, image_of)


def _pictures_row(items: list[Picture], image_of: ImageOf) -> Row:
    placed, x, tallest = [], LEFT, 0.0
    for item in items:
        found = image_of(item.sha256)
        width = min(item.width_mm * MM, WIDTH)
        height = width * found[1].height / found[1].width if found else 40.0
        scale = min(1.0, _TALLEST / height)
        lines = lines_of(item.caption, look.CAPTION, width)
        placed.append((x, width, width * scale, height * scale, found and found[0], lines))
        tallest = max(tallest, height * scale + len(lines) * look.CAPTION.leading + 3)
        x += width + _GAP
    return Row(tallest, partial(_draw_pictures, placed=placed), space=6)


def _draw_pictures(
    pen: Pen,
    top: float,
    *,
    placed: list[tuple[float, float, float, float, str | None, tuple[str, ...]]],
) -> None:
    for x, width, shown, height, name, lines in placed:
        left = x + (width - shown) / 2
        if name:
            pen.image(name, left, top - height, shown, height)
        pen.boxes([(left, top - height, shown, height)], 0.4, look.LINE)
        at = top - height - 3
        for line in lines:
            pen.text_centred(x + width / 2, baseline(at, look.CAPTION), line, look.CAPTION)
            at -= look.CAPTION.leading


def signatures(block: Signatures, image_of: ImageOf) -> Iterator[Row]:
    """Yield the places of signature, two to a row, and the date at the right."""
    for start in range(0, len(block.blocks), 2):
        yield _signatures_row(block.blocks[start : start + 2], image_of)
    if block.date:
        yield Row(20, partial(_date, text=block.date), space=4)
    yield Row(2, nothing)


def _signatures_row(blocks: tuple[SignatureBlock, ...], image_of: ImageOf) -> Row:
    width = (WIDTH - _GAP) / 2
    notes = [lines_of(block.note, look.SMALL, width) if block.note else () for block in blocks]
    height = look.LABEL.leading + _STROKES[1] + 4 + look.VALUE.leading
    height += max(map(len, notes)) * look.SMALL.leading + 2
    draw = partial(_draw_signatures, blocks=blocks, notes=notes, image_of=image_of)
    return Row(height, draw, space=6)


def _draw_signatures(
    pen: Pen,
    top: float,
    *,
    blocks: tuple[SignatureBlock, ...],
    notes: list[tuple[str, ...]],
    image_of: ImageOf,
) -> None:
    width = (WIDTH - _GAP) / 2
    for number, (block, lines) in enumerate(zip(blocks, notes, strict=True)):
        x = LEFT + number * (width + _GAP)
        pen.text(x, baseline(top, look.LABEL), block.role, look.LABEL)
        line_y = top - look.LABEL.leading - _STROKES[1] - 2
        _strokes(pen, x, line_y + 2, image_of(block.image_sha256) if block.image_sha256 else None)
        pen.rule((x, line_y, x + width, line_y), 0.6, look.INK)
        pen.text(x, baseline(line_y - 2, look.VALUE), block.name, look.VALUE)
        at = line_y - 2 - look.VALUE.leading
        for line in lines:
            pen.text(x, baseline(at, look.SMALL), line, look.SMALL)
            at -= look.SMALL.leading


def _strokes(pen: Pen, x: float, y: float, found: tuple[str, Drawn] | None) -> None:
    if found is None:
        return
    name, image = found
    scale = min(_STROKES[0] / image.width, _STROKES[1] / image.height)
    pen.image(name, x + 6, y, image.width * scale, image.height * scale)


def _date(pen: Pen, top: float, *, text: str) -> None:
    pen.text_right(LEFT + WIDTH - 2 * look.VALUE.size, baseline(top, look.BODY), text, look.VALUE)
