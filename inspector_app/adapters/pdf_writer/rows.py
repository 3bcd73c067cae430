"""Rows: the horizontal strips that a document is made of, and their distribution over pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from inspector_app.adapters.pdf_writer.look import AREA, TOP
from inspector_app.adapters.pdf_writer.pen import Inks, Pen, Style
from inspector_app.adapters.pdf_writer.wrap import wrap

Draw = Callable[[Pen, float], None]


@dataclass(slots=True)
class Row:
    """A strip that never breaks. Points.

    draw: gets the pen and the strip's upper edge. space: left empty above, but not at a page's
    top. keep: stands on one page with the next row. head: drawn first where the row begins a page.
    """

    height: float
    draw: Draw
    space: float = 0
    keep: bool = False
    head: Row | None = None


def nothing(pen: Pen, top: float) -> None:
    """Draw nothing: an empty strip."""


def lines_of(text: str, style: Style, width: float, indent: float = 0) -> tuple[str, ...]:
    """Return the lines of a text in a style; width and first line's indent in points."""
    return wrap(text, style.face, style.room(width), style.room(indent))


def baseline(top: float, style: Style) -> float:
    """Return where the first line under `top` stands: capitals centred in the line's height."""
    return top - style.leading / 2 - style.size * 0.36


def paginate(rows: Iterable[Row], inks: Inks, pen: type[Pen] = Pen) -> list[Pen]:
    """Draw the rows onto as many pages as they need; at least one. pen: what draws on a page."""
    pages = [pen(inks)]
    top = TOP
    group: list[Row] = []
    for row in rows:
        group.append(row)
        if not row.keep:
            top = _place(group, pages, top)
            group = []
    _place(group, pages, top)
    return pages


def _place(group: list[Row], pages: list[Pen], top: float) -> float:
    needed = sum(row.height + row.space for row in group)
    if top < TOP and top - needed < TOP - AREA - 0.01 and needed <= AREA:
        pages.append(type(pages[-1])(pages[-1].inks))
        top = TOP
    for row in group:
        top = _draw(row, pages, top)
    return top


def _draw(row: Row, pages: list[Pen], top: float) -> float:
    if top < TOP and top - row.space - row.height < TOP - AREA - 0.01:
        pages.append(type(pages[-1])(pages[-1].inks))
        top = TOP
    if top < TOP:
        top -= row.space
    elif row.head:
        row.head.draw(pages[-1], top)
        top -= row.head.height
    row.draw(pages[-1], top)
    return top - row.height
