"""Mini strip: where an error lies within its limits, small enough for a table row."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import theme
from ui.widgets.painting import draw_box

Verdict = Literal["pass", "guard", "over", "open", ""]
VERDICT_COLOURS: Final[dict[Verdict, str]] = {
    "pass": "ok",
    "guard": "warn",
    "over": "bad",
    "open": "warn",
    "": "accent",
}
_LIMITS_SHARE: Final = Decimal(11) / Decimal(15)  # of the width lies within the limits


@dataclass(frozen=True, slots=True)
class StripState:
    """Figures of one strip, all in one unit.

    error: None while there is none. lower, upper: the limits; None for a side without limit.
    guard: width of the guard band inside each limit. verdict: `` while not captured (live).
    """

    error: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    guard: Decimal = Decimal(0)
    verdict: Verdict = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A figure axis: first to last figure over left to left + width pixels."""

    first: Decimal
    last: Decimal
    left: float
    width: float

    def x(self, figure: Decimal) -> float:
        """Return the pixel of this figure; it may lie outside the span."""
        share = float((figure - self.first) / (self.last - self.first))
        return self.left + share * self.width


def axis(
    lower: Decimal | None, upper: Decimal | None, share: Decimal
) -> tuple[Decimal, Decimal] | None:
    """Return first and last figure so that the limits take this share; None without limits.

    One-sided limits are shown with the free side half as long as the limited one; a least of more
    than nothing (95 % of the meters) from nothing on, so that the good side has room.
    """
    zero = Decimal(0)
    reach = max(abs(lower or zero), abs(upper or zero))
    if not reach:
        return None
    if upper is None and lower is not None and lower > 0:
        return zero, lower / share
    far = reach / share
    first = -far if lower is not None else -reach / 2
    last = far if upper is not None else reach / 2
    return first, last


def paint_strip(painter: QPainter, rect: QRect, state: StripState) -> None:
    """Paint the strip centred in rect."""
    ends = axis(state.lower, state.upper, _LIMITS_SHARE)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = rect.center().y() + 0.5
    painter.setPen(theme().pen("grid", "hair"))
    painter.drawLine(QPointF(rect.left(), middle), QPointF(rect.right(), middle))
    if ends is None:
        return
    span = Span(ends[0], ends[1], rect.left(), rect.width())
    _paint_band(painter, span, middle, state)
    _paint_limits(painter, span, middle, state)
    if state.error is not None:
        _paint_dot(painter, span, middle, state)


def _paint_band(painter: QPainter, span: Span, middle: float, state: StripState) -> None:
    t, half = theme(), theme().size("strip_band") / 2
    left = span.x(state.lower) if state.lower is not None else span.left
    right = span.x(state.upper) if state.upper is not None else span.left + span.width
    band = QRectF(left, middle - half, right - left, 2 * half)
    has_value = state.error is not None
    painter.fillRect(band, t.colour("okbg" if has_value else "idlebg"))
    if state.guard and has_value:
        for inner, outer in _guards(state):
            x1, x2 = sorted((span.x(inner), span.x(outer)))
            painter.fillRect(QRectF(x1, band.top(), x2 - x1, band.height()), t.colour("warnbg"))
    draw_box(
        painter,
        band,
        ground=None,
        edge=t.colour("okline" if has_value else "ctl"),
        radius=0,
    )


def _guards(state: StripState) -> list[tuple[Decimal, Decimal]]:
    pairs = []
    if state.lower is not None:
        pairs.append((state.lower + state.guard, state.lower))
    if state.upper is not None:
        pairs.append((state.upper - state.guard, state.upper))
    return pairs


def _paint_limits(painter: QPainter, span: Span, middle: float, state: StripState) -> None:
    reach = theme().size("strip_limit") / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(theme().pen("text2", "line"))
    for limit in (state.lower, state.upper):
        if limit is not None:
            x = round(span.x(limit))
            painter.drawLine(QPointF(x, middle - reach), QPointF(x, middle + reach))
    painter.setPen(theme().pen("okline" if state.error is not None else "ctl", "hair"))
    half = theme().size("strip_band") / 2
    zero = round(span.x(Decimal(0)))
    painter.drawLine(QPointF(zero, middle - half), QPointF(zero, middle + half))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _paint_dot(painter: QPainter, span: Span, middle: float, state: StripState) -> None:
    t, radius = theme(), theme().size("strip_dot") / 2
    colour = t.colour(VERDICT_COLOURS[state.verdict])
    assert state.error is not None
    x = span.x(state.error)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    low, high = span.left + radius, span.left + span.width - radius
    if low <= x <= high:
        painter.drawEllipse(QPointF(x, middle), radius, radius)
        return
    # Off the strip: an arrow, because a dot at the end would look like a value there.
    at, way = (low, -1) if x < low else (high, 1)
    tip = QPointF(at + way * radius, middle)
    back = at - way * radius
    painter.drawPolygon(
        QPolygonF([tip, QPointF(back, middle - radius), QPointF(back, middle + radius)])
    )


class MiniStrip(QWidget):
    """The strip as a widget of its own."""

    def __init__(self, state: StripState | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state or StripState()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_state(self, state: StripState, sentence: str = "") -> None:
        """Show these figures; sentence: the same in words."""
        self._state = state
        self.setAccessibleName(sentence)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().size("mini_strip"), theme().size("chip"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_strip(QPainter(self), self.rect(), self._state)
