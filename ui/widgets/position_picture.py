"""The load receptor seen from above: where the load is put next, and what was found where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.words import gettext as _
from ui.theme import paint_icon, theme
from ui.widgets.painting import draw_box, draw_text, line_height
from ui.widgets.strip import Verdict

PlaceState = Literal["todo", "current", "done"]
_CENTRE: Final = Qt.AlignmentFlag.AlignHCenter
_MARKS: Final[dict[Verdict, tuple[str, str]]] = {
    "pass": ("check", "ok"),
    "guard": ("warn", "warn"),
    "over": ("close", "bad"),
    "open": ("pending", "warn"),
    "": ("check", "text2"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """One position. number: as in the table. error: with sign and unit, empty while unknown."""

    number: str
    state: PlaceState = "todo"
    error: str = ""
    verdict: Verdict = ""


@dataclass(frozen=True, slots=True)
class Positions:
    """All of them. rolling: the current row is a load that rolls over. sentence: what to do now."""

    places: tuple[Place, ...] = ()
    rolling: bool = False
    sentence: str = ""


def cells(count: int) -> Sequence[tuple[int, int]]:
    """Return column and row of each position: from the front left round to the rear left.

    Row 1 is the front, where the operator stands; columns run from left to right.
    """
    columns = (count + 1) // 2
    front = [(column, 1) for column in range(columns)]
    rear = [(columns - 1 - back, 0) for back in range(count - columns)]
    return front + rear


class PositionPicture(QWidget):
    """Painted, never animated; the current place is told by a weight and a thick edge."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.positions = Positions()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.retint()

    def show_positions(self, positions: Positions) -> None:
        """Show these."""
        if positions != self.positions:
            self.positions = positions
            self.setAccessibleName(positions.sentence)
            self.setToolTip(positions.sentence)
            self.update()

    def retint(self) -> None:
        """Take the width of the theme in use."""
        self.setFixedWidth(theme().size("positions"))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.width(), self.width())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.width(), theme().size("chart"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme()
        line = line_height(t.type_px("cap"))
        receptor = self._receptor(line)
        draw_box(
            painter,
            receptor,
            ground=t.colour("sunken"),
            edge=t.colour("ctl"),
            radius=t.radius("card"),
            stroke=t.stroke,
        )
        places = self.positions.places
        for place, at in zip(places, cells(len(places)), strict=True):
            self._paint_place(painter, place, self._cell(receptor, at, len(places)))
        if self.positions.rolling:
            self._paint_rolling(painter, receptor)
        foot = QRect(0, receptor.bottom() + t.space("xs"), self.width(), line)
        draw_text(painter, foot, _("Front"), t.font("cap"), t.colour("text3"), _CENTRE)

    def _receptor(self, line: int) -> QRect:
        """Return the receptor: square for quarters, long for the supports of a weighbridge."""
        t = theme()
        side, top = t.space("m"), t.space("m")
        room = QRect(side, top, self.width() - 2 * side, self.height() - 2 * top - line)
        columns = (len(self.positions.places) + 1) // 2
        height = room.width() if columns <= 2 else room.width() * 3 // 5
        return QRect(room.left(), room.top(), room.width(), max(1, min(height, room.height())))

    @staticmethod
    def _cell(receptor: QRect, at: tuple[int, int], count: int) -> QRect:
        gap = theme().space("xs")
        columns, (column, row) = (count + 1) // 2, at
        width, height = (receptor.width() - gap) // columns, (receptor.height() - gap) // 2
        left = receptor.left() + gap + column * width
        return QRect(left, receptor.top() + gap + row * height, width - gap, height - gap)

    def _paint_place(self, painter: QPainter, place: Place, cell: QRect) -> None:
        t, is_current = theme(), place.state == "current"
        draw_box(
            painter,
            cell,
            ground=t.colour("accentbg" if is_current else "surface"),
            edge=t.colour("accent" if is_current else "line"),
            radius=t.radius("chip"),
            stroke=t.tokens.stroke_px["focus"] if is_current else t.stroke,
        )
        mark = ("weight", "accent") if is_current else _MARKS[place.verdict]
        is_narrow = cell.width() <= 3 * t.size("icon_chip")
        line, below = line_height(t.type_px("body")), line_height(t.type_px("cap"))
        has_more = bool(place.error) or (is_narrow and place.state != "todo")
        top = cell.center().y() - (line + below if has_more else line) // 2
        first = QRect(cell.left(), top, cell.width(), line)
        second = QRect(cell.left(), top + line, cell.width(), below)
        colour = t.colour("accent" if is_current else "text")
        if place.state == "todo" or is_narrow:
            draw_text(painter, first, place.number, t.font("body", 600), colour, _CENTRE)
        else:
            self._paint_marked(painter, first, place.number, mark, colour)
        if is_narrow and place.state != "todo":
            paint_icon(painter, mark[0], _icon_box(second, second.center().x()), mark[1])
        elif place.error:
            draw_text(painter, second, place.error, t.font("cap"), t.colour("text2"), _CENTRE)

    @staticmethod
    def _paint_marked(
        painter: QPainter, area: QRect, number: str, mark: tuple[str, str], colour: QColor
    ) -> None:
        """Draw the mark and the number beside one another, both in the middle."""
        t = theme()
        shift = t.size("icon_chip") // 2 + t.space("xs")
        paint_icon(painter, mark[0], _icon_box(area, area.center().x() - shift), mark[1])
        draw_text(painter, area.translated(shift, 0), number, t.font("body", 600), colour, _CENTRE)

    @staticmethod
    def _paint_rolling(painter: QPainter, receptor: QRect) -> None:
        t = theme()
        head, y = t.space("s"), receptor.center().y()
        tip = QPointF(receptor.right() - head, y)
        painter.setPen(QPen(t.colour("accent"), t.tokens.stroke_px["plot"]))
        painter.drawLine(QPointF(receptor.left() + head, y), tip)
        painter.setBrush(t.colour("accent"))
        back = tip - QPointF(head, 0)
        offset = QPointF(0, head / 2)
        painter.drawPolygon(QPolygonF([tip, back - offset, back + offset]))


def _icon_box(area: QRect, centre_x: int) -> QRect:
    px = theme().size("icon_chip")
    return QRect(centre_x - px // 2, area.center().y() - px // 2, px, px)
