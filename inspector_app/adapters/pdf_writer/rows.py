"""Rows: the horizontal strips that a document is made of, and their distribution over pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from inspector_app.adapters.pdf_writer.look import Sheet
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


def paginate(rows: Iterable[Row], inks: Inks, sheet: Sheet, pen: type[Pen] = Pen) -> list[Pen]:
    """Draw the rows onto as many pages as they need; at least one. pen: what draws on a page."""
    pages = Pages([pen(inks)], sheet, sheet.top)
    group: list[Row] = []
    for row in rows:
        group.append(row)
        if not row.keep:
            pages.place(group)
            group = []
    pages.place(group)
    return pages.pens


def height_of(rows: Iterable[Row]) -> float:
    """Return how much room the rows take on one page."""
    return sum(row.height + (row.space if number else 0) for number, row in enumerate(rows))


@dataclass(slots=True)
class Pages:
    """The pages so far. top: where the next row begins on the last of them."""

    pens: list[Pen]
    sheet: Sheet
    top: float

    def place(self, group: list[Row]) -> None:
        """Draw rows that stand together, on a new page if they do not fit on this one."""
        needed = sum(row.height + row.space for row in group)
        if not self._is_fresh and not self._has_room(needed) and needed <= self.sheet.area:
            self._turn()
        for row in group:
            self._draw(row)

    @property
    def _is_fresh(self) -> bool:
        return self.top >= self.sheet.top

    def _has_room(self, height: float) -> bool:
        return self.top - height >= self.sheet.bottom - 0.01

    def _turn(self) -> None:
        self.pens.append(type(self.pens[-1])(self.pens[-1].inks))
        self.top = self.sheet.top

    def _draw(self, row: Row) -> None:
        if not self._is_fresh and not self._has_room(row.space + row.height):
            self._turn()
        if not self._is_fresh:
            self.top -= row.space
        elif row.head:
            row.head.draw(self.pens[-1], self.top)
            self.top -= row.head.height
        row.draw(self.pens[-1], self.top)
        self.top -= row.height
