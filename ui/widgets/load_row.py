"""One row of the load-point table: its values, its columns, and how it is painted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter

from inspector_app.words import gettext as _
from ui.theme import paint_icon, theme
from ui.widgets.chip import ChipKind, chip_width, default_icon, paint_chip
from ui.widgets.gauge import verdict_word
from ui.widgets.painting import draw_selection, draw_text, text_width
from ui.widgets.strip import StripState, Verdict, paint_strip

RowState = Literal["todo", "current", "captured", "by_hand", "undone", "error"]
Column = Literal[
    "number", "load", "reading", "delta", "error", "limit", "strip", "verdict", "time", "how"
]
_FIGURES: Final[tuple[Column, ...]] = ("number", "load", "reading", "delta", "error", "limit")
_BIG: Final = ("load", "reading", "error")
_RIGHT: Final = Qt.AlignmentFlag.AlignRight
_CHIPS: Final[dict[Verdict, ChipKind]] = {
    "pass": "ok",
    "guard": "warn",
    "over": "bad",
    "open": "warn",
    "": "idle",
}


@dataclass(frozen=True, slots=True)
class LoadRowData:
    """One load point, ready to read; figures carry their signs and trailing zeros.

    how: the lines of the calculation, the formula first; empty when there is none yet.
    problem: what is wrong with the row, in a sentence, for the state `error`.
    """

    number: str
    load: str
    reading: str = "\u2013"
    delta: str = "\u2013"
    error: str = "\u2013"
    limit: str = "\u2013"
    state: RowState = "todo"
    verdict: Verdict = ""
    strip: StripState = field(default_factory=StripState)
    when: str = ""
    source: str = ""
    how: tuple[str, ...] = ()
    problem: str = ""

    def chip(self) -> tuple[str, ChipKind, str]:
        """Return word, kind and icon of the verdict column."""
        if self.state == "todo":
            return _("To do"), "idle", "pending"
        if self.state == "current":
            return _("Capture now"), "live", "live"
        if self.state == "undone":
            return _("Withdrawn"), "idle", "undo"
        if self.state == "error":
            return _("Not usable"), "bad", "warn"
        kind = _CHIPS[self.verdict]
        return verdict_word(self.verdict) or _("Captured"), kind, default_icon(kind)

    def origin(self) -> str:
        """Return the text of the last column: when and from where."""
        if self.state == "current":
            return _("live")
        source = _("by hand") if self.state == "by_hand" else self.source
        return " ".join(filter(None, (self.when, source)))

    def sentence(self) -> str:
        """Return the row in words, for screen readers."""
        parts = [
            f"{self.number}: " + _("Load") + f" {self.load}",
            _("Reading") + f" {self.reading}",
            _("Error") + f" {self.error}",
            _("Limit") + f" {self.limit}",
            self.chip()[0],
        ]
        return ", ".join([*parts, *filter(None, (self.origin(), self.problem))])


Places = Mapping[Column, tuple[int, int]]


def column_places(width: int, hidden: frozenset[Column]) -> Places:
    """Return left edge and width of every shown column; `verdict` takes what is left over."""
    t = theme()
    places: dict[Column, tuple[int, int]] = {}
    left = t.space("l")
    for name in _FIGURES:
        if name not in hidden:
            places[name] = (left, t.size(f"col_{name}"))
            left += t.size(f"col_{name}")
    left += t.size("col_gap")
    if "strip" not in hidden:
        places["strip"] = (left, t.size("col_strip"))
        left += t.size("col_strip") + t.size("col_gap")
    right = width - t.space("l")
    for name in ("how", "time"):
        if name not in hidden:
            right -= t.size(f"col_{name}")
            places[name] = (right, t.size(f"col_{name}"))
    places["verdict"] = (left, max(0, right - left))
    return places


def paint_row(
    painter: QPainter,
    area: QRect,
    row: LoadRowData,
    places: Places,
    *,
    is_current: bool,
    is_open: bool,
) -> None:
    """Paint the row itself, without what unfolds below."""
    if is_current:
        draw_selection(painter, area)
    for name in _FIGURES:
        if name in places:
            _paint_figure(painter, _cell(area, places[name]), name, row, is_current=is_current)
    if "strip" in places:
        paint_strip(painter, _cell(area, places["strip"]), row.strip)
    _paint_verdict(painter, _cell(area, places["verdict"]), row)
    if "time" in places:
        _paint_origin(painter, _cell(area, places["time"]), row)
    if "how" in places and row.how:
        paint_how_link(painter, _cell(area, places["how"]), is_open=is_open)


def _cell(area: QRect, place: tuple[int, int]) -> QRect:
    return QRect(place[0], area.top(), place[1], area.height())


def _paint_figure(
    painter: QPainter, cell: QRect, name: Column, row: LoadRowData, *, is_current: bool
) -> None:
    t = theme()
    quiet = row.state in ("todo", "undone")
    colour = "text3" if quiet else "text"
    if name == "number":
        colour = "accent" if is_current else "text3" if quiet else "text2"
    font = t.font("lead", 500) if name in _BIG else t.font("body", 500)
    if row.state == "undone" and name in ("reading", "error"):
        font = QFont(font)
        font.setStrikeOut(True)
    align = Qt.AlignmentFlag.AlignLeft if name == "number" else _RIGHT
    draw_text(painter, cell, getattr(row, name), font, t.colour(colour), align)


def _paint_verdict(painter: QPainter, cell: QRect, row: LoadRowData) -> None:
    word, kind, icon = row.chip()
    height = theme().size("chip")
    top = cell.top() + (cell.height() - height) // 2
    if chip_width(word, icon) > cell.width():
        word = ""  # half a word says less than its mark
    width = min(chip_width(word, icon), cell.width())
    paint_chip(painter, QRect(cell.left(), top, width, height), word, icon, kind)


def _paint_origin(painter: QPainter, cell: QRect, row: LoadRowData) -> None:
    t, room = theme(), QRect(cell)
    if row.state == "by_hand":
        px = t.size("icon_chip")
        box = QRect(room.left(), room.center().y() - px // 2, px, px)
        paint_icon(painter, "pen", box, "text2")
        room.setLeft(box.right() + t.space("xs"))
    draw_text(painter, room, row.origin(), t.font("cap"), t.colour("text3"))


def how_rect(area: QRect, place: tuple[int, int]) -> QRect:
    """Return where the How link of a row can be hit."""
    return _cell(area, place)


def paint_how_link(painter: QPainter, cell: QRect, *, is_open: bool) -> None:
    """Paint the word and the chevron that unfold the calculation."""
    t, px, word = theme(), theme().size("icon_small"), _("How")
    width = text_width(t.font("body", 500), word) + t.space("xs") + px
    left = cell.right() - width - t.space("s")
    label = QRect(left, cell.top(), width, cell.height())
    draw_text(painter, label, word, t.font("body", 500), t.colour("accent"))
    arrow = QRect(label.right() - px + 1, cell.center().y() - px // 2 + 1, px, px)
    paint_icon(painter, "down" if is_open else "right", arrow, "accent")


def unfolded_lines(row: LoadRowData, *, is_open: bool) -> tuple[str, ...]:
    """Return the lines below the row: the problem always, the calculation while open."""
    return tuple(filter(None, (row.problem,))) + (row.how if is_open else ())


def unfolded_height(lines: tuple[str, ...], width: int) -> int:
    """Return the height in pixels that these lines need at this width, wrapped; 0 for none."""
    if not lines:
        return 0
    total = sum(_line_rect(line, at, 0, width).height() for at, line in enumerate(lines))
    padding = 2 * theme().space("s")
    return max(total + padding, theme().size("how") if len(lines) > 1 else 0)


def _line_font(position: int) -> QFont:
    return theme().font("dense", 500) if position == 0 else theme().font("cap")


def _line_rect(line: str, position: int, top: int, width: int) -> QRect:
    flags = int(Qt.TextFlag.TextWordWrap)
    metrics = QFontMetrics(_line_font(position))
    return metrics.boundingRect(QRect(0, top, width, 10 * theme().size("how")), flags, line)


def paint_unfolded(
    painter: QPainter, area: QRect, row: LoadRowData, lines: tuple[str, ...]
) -> None:
    """Paint problem and calculation on their own ground; long lines wrap, nothing is cut."""
    t = theme()
    painter.fillRect(area, t.colour("sunken"))
    left = t.space("l") + t.size("col_number")
    width = area.width() - left - t.space("l")
    total = sum(_line_rect(line, at, 0, width).height() for at, line in enumerate(lines))
    top = area.top() + (area.height() - total) // 2
    for position, line in enumerate(lines):
        rect = _line_rect(line, position, top, width).translated(left, 0)
        is_problem = line == row.problem
        colour = "bad" if is_problem else "text" if position == 0 else "text2"
        painter.setFont(_line_font(position))
        painter.setPen(t.colour(colour))
        painter.drawText(
            QRect(left, top, width, rect.height()), int(Qt.TextFlag.TextWordWrap), line
        )
        top += rect.height()
