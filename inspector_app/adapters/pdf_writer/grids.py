"""Tables, photos and signatures as rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import accumulate, pairwise

from inspector_app.adapters.pdf_writer import look
from inspector_app.adapters.pdf_writer.blocks import line_colour
from inspector_app.adapters.pdf_writer.images import Drawn
from inspector_app.adapters.pdf_writer.look import MM, Sheet
from inspector_app.adapters.pdf_writer.pen import Pen, Style
from inspector_app.adapters.pdf_writer.rows import Row, baseline, lines_of, nothing
from inspector_app.reports.base import Cell, Picture, Pictures, SignatureBlock, Signatures, Table
from inspector_app.reports.page import PageStyle

ImageOf = Callable[[str], tuple[str, Drawn] | None]
"""Blob hash to the registered image's name and size; None where the blob is gone."""

_PAD = 4.0
_MOST_LINES = 24
_GAP = 12.0
_TALLEST = 85 * MM

Laid = tuple[tuple[str, ...], Style, str, str]
"""A cell's lines, style, alignment and colour."""


def table(block: Table, sheet: Sheet) -> Iterator[Row]:
    """Yield caption, head and rows; the head comes again on each page that the table reaches."""
    widths = [share * sheet.width / sum(block.widths) for share in block.widths]
    edges = [sheet.left + x for x in accumulate(widths, initial=0.0)]
    for line in lines_of(block.caption, sheet.caption, sheet.width) if block.caption else ():
        yield Row(
            sheet.caption.leading + 2, partial(_caption, sheet=sheet, line=line), space=5, keep=True
        )
    head = _row([Cell(text=text, align="center") for text in block.head], edges, sheet, head=True)
    first = Row(head.height, head.draw, space=2, keep=True)
    if block.head:
        yield first
    for cells in block.rows:
        yield from _rows(cells, edges, head if block.head else None, sheet)
    if sheet.style is PageStyle.OFFICIAL:
        yield Row(5, nothing)


def _caption(pen: Pen, top: float, *, sheet: Sheet, line: str) -> None:
    pen.text(sheet.left, baseline(top, sheet.caption), line, sheet.caption)


def _laid(cell: Cell, width: float, sheet: Sheet, *, head: bool) -> Laid:
    style = sheet.head if head else sheet.cell_bold if cell.bold else sheet.cell
    return lines_of(cell.text, style, width - 2 * _PAD), style, cell.align, look.TONES[cell.tone]


def _rows(
    cells: tuple[Cell, ...], edges: list[float], head: Row | None, sheet: Sheet
) -> Iterator[Row]:
    """Yield one row, or several where a cell is longer than a good part of a page."""
    laid = [
        _laid(cell, right - left, sheet, head=False)
        for cell, left, right in zip(cells, edges, edges[1:], strict=False)
    ]
    longest = max((len(lines) for lines, *_rest in laid), default=1)
    for start in range(0, longest, _MOST_LINES):
        part = [(lines[start : start + _MOST_LINES], *rest) for lines, *rest in laid]
        yield _strip(part, edges, sheet, head=False, repeated=head)  # type: ignore[arg-type]


def _row(cells: list[Cell], edges: list[float], sheet: Sheet, *, head: bool) -> Row:
    laid = [
        _laid(cell, right - left, sheet, head=head)
        for cell, left, right in zip(cells, edges, edges[1:], strict=False)
    ]
    return _strip(laid, edges, sheet, head=head, repeated=None)


def _strip(
    laid: list[Laid], edges: list[float], sheet: Sheet, *, head: bool, repeated: Row | None
) -> Row:
    height = max((len(lines) * style.leading for lines, style, *_rest in laid), default=0) + 6
    draw = partial(_draw_cells, laid=laid, edges=edges, height=height, head=head, sheet=sheet)
    return Row(height, draw, head=repeated)


def _draw_cells(
    pen: Pen,
    top: float,
    *,
    laid: list[Laid],
    edges: list[float],
    height: float,
    head: bool,
    sheet: Sheet,
) -> None:
    boxes = [(left, top - height, right - left, height) for left, right in pairwise(edges)]
    if head and sheet.style is PageStyle.RECORD:
        pen.fill([(edges[0], top - height, edges[-1] - edges[0], height)], look.TINT)
    pen.boxes(boxes, 0.5, line_colour(sheet))
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


def pictures(block: Pictures, image_of: ImageOf, sheet: Sheet) -> Iterator[Row]:
    """Yield photos side by side, as many to a row as fit, captions under them."""
    row: list[Picture] = []
    for item in block.items:
        used = sum(each.width_mm * MM + _GAP for each in row)
        if row and used + item.width_mm * MM > sheet.width + 1:
            yield _pictures_row(row, image_of, sheet)
            row = []
        row.append(item)
    if row:
        yield _pictures_row(row, image_of, sheet)


def _pictures_row(items: list[Picture], image_of: ImageOf, sheet: Sheet) -> Row:
    placed, x, tallest = [], sheet.left, 0.0
    for item in items:
        found = image_of(item.sha256)
        width = min(item.width_mm * MM, sheet.width)
        height = width * found[1].height / found[1].width if found else 40.0
        scale = min(1.0, _TALLEST / height)
        lines = lines_of(item.caption, sheet.caption, width)
        placed.append((x, width, width * scale, height * scale, found and found[0], lines))
        tallest = max(tallest, height * scale + len(lines) * sheet.caption.leading + 3)
        x += width + _GAP
    return Row(tallest, partial(_draw_pictures, placed=placed, sheet=sheet), space=6)


def _draw_pictures(
    pen: Pen,
    top: float,
    *,
    placed: list[tuple[float, float, float, float, str | None, tuple[str, ...]]],
    sheet: Sheet,
) -> None:
    for x, width, shown, height, name, lines in placed:
        left = x + (width - shown) / 2
        if name:
            pen.image(name, left, top - height, shown, height)
        pen.boxes([(left, top - height, shown, height)], 0.4, look.LINE)
        at = top - height - 3
        for line in lines:
            pen.text_centred(x + width / 2, baseline(at, sheet.caption), line, sheet.caption)
            at -= sheet.caption.leading


def signatures(block: Signatures, image_of: ImageOf, sheet: Sheet) -> Iterator[Row]:
    """Yield the places of signature, two to a row or all three, and the date at the right.

    They stay on one page: a lone hand under nothing proves nothing.
    """
    across = _across(len(block.blocks), sheet)
    for start in range(0, len(block.blocks), across):
        row = block.blocks[start : start + across]
        yield _signatures_row(row, across, image_of, sheet)
    if block.date:
        yield Row(20, partial(_date, text=block.date, sheet=sheet), space=4)
    yield Row(2, nothing)


def _across(count: int, sheet: Sheet) -> int:
    """Return how many hands stand side by side: three fit, and none of three stands alone."""
    if sheet.narrow:
        return 1
    return 3 if count == 3 else 2


def _signatures_row(
    blocks: tuple[SignatureBlock, ...], across: int, image_of: ImageOf, sheet: Sheet
) -> Row:
    width = (sheet.width - (across - 1) * _GAP) / across
    names = [lines_of(block.name, sheet.value, width) for block in blocks]
    notes = [lines_of(block.note, sheet.small, width) if block.note else () for block in blocks]
    height = sheet.label.leading + sheet.strokes[1] + 4
    height += max(map(len, names)) * sheet.value.leading
    height += max(map(len, notes)) * sheet.small.leading + 2
    draw = partial(_draw_signatures, blocks=blocks, names=names, notes=notes, image_of=image_of,
                   width=width, sheet=sheet)  # fmt: skip
    return Row(height, draw, space=6, keep=True)


def _draw_signatures(
    pen: Pen,
    top: float,
    *,
    blocks: tuple[SignatureBlock, ...],
    names: list[tuple[str, ...]],
    notes: list[tuple[str, ...]],
    image_of: ImageOf,
    width: float,
    sheet: Sheet,
) -> None:
    for number, (block, name, note) in enumerate(zip(blocks, names, notes, strict=True)):
        x = sheet.left + number * (width + _GAP)
        pen.text(x, baseline(top, sheet.label), block.role, sheet.label)
        line_y = top - sheet.label.leading - sheet.strokes[1] - 2
        found = image_of(block.image_sha256) if block.image_sha256 else None
        _strokes(pen, x, line_y + 2, found, sheet)
        pen.rule((x, line_y, x + width, line_y), 0.6, look.INK)
        at = line_y - 2
        for style, lines in ((sheet.value, name), (sheet.small, note)):
            for line in lines:
                pen.text(x, baseline(at, style), line, style)
                at -= style.leading


def _strokes(pen: Pen, x: float, y: float, found: tuple[str, Drawn] | None, sheet: Sheet) -> None:
    if found is None:
        return
    name, image = found
    scale = min(sheet.strokes[0] / image.width, sheet.strokes[1] / image.height)
    pen.image(name, x + 6, y, image.width * scale, image.height * scale)


def _date(pen: Pen, top: float, *, text: str, sheet: Sheet) -> None:
    indent = 4 * sheet.value.size if sheet.style is PageStyle.OFFICIAL else 2 * sheet.value.size
    pen.text_right(sheet.right - indent, baseline(top, sheet.body), text, sheet.value)
