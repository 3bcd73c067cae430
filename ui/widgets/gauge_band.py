"""The band of the error gauge: limits, guard band, ticks, and the marker with its bubble."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPolygonF

from ui.theme import theme
from ui.widgets.painting import (
    MINUS,
    bars_brush,
    draw_box,
    draw_text,
    hatch_brush,
    line_height,
    signed,
    text_width,
)
from ui.widgets.strip import Span, axis

_LIMITS_SHARE: Final = Decimal(10) / Decimal(16)
_STEPS: Final = tuple(Decimal(step) for step in ("1", "2", "5", "10"))


@dataclass(frozen=True, slots=True)
class BandState:
    """Figures of the band, all in one unit; colour: token of the marker."""

    error: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    guard: Decimal
    interval: Decimal | None
    unit: str
    colour: str


def paint_band(painter: QPainter, room: QRect, state: BandState, height: int) -> None:
    """Paint bubble, band and labels, centred from top to bottom of room; height: of the band."""
    t = theme()
    above = t.size("bubble") + t.size("bubble_tip") + t.size("bubble_gap")
    label = line_height(t.type_px("cap"))
    needed = above + height + t.size("tick_gap") + label
    top = room.top() + max(0, (room.height() - needed) // 2) + above
    band = QRect(room.left(), top, room.width(), height)
    labels = QRect(room.left(), band.bottom() + t.size("tick_gap"), room.width(), label)
    ends = axis(state.lower, state.upper, _LIMITS_SHARE) or _around_nothing(state)
    if ends is None:
        draw_box(
            painter,
            band,
            ground=t.colour("idlebg"),
            edge=t.colour("line"),
            radius=t.radius("chip"),
            stroke=t.stroke,
        )
        return
    span = Span(ends[0], ends[1], band.left(), band.width())
    _paint_grounds(painter, band, span, state)
    _paint_ticks(painter, band, labels, span, state)
    _paint_limits(painter, band, labels, span, state)
    if state.error is not None:
        _paint_marker(painter, band, span, state)


def _around_nothing(state: BandState) -> tuple[Decimal, Decimal] | None:
    """Return ends with the error within, where no deviation is allowed; None without limits."""
    if state.lower is None and state.upper is None:
        return None
    error = abs(state.error) if state.error is not None else Decimal(0)
    far = (error or state.interval or Decimal(1)) / _LIMITS_SHARE
    return -far, far


def _paint_grounds(painter: QPainter, band: QRect, span: Span, state: BandState) -> None:
    t, ratio = theme(), painter.device().devicePixelRatio()
    shape = QPainterPath()
    shape.addRoundedRect(QRectF(band), t.radius("chip"), t.radius("chip"))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipPath(shape)
    painter.fillRect(band, t.colour("okbg"))
    pattern = t.tokens.stroke_px["pattern"]
    hatch = hatch_brush(t.colour("badline"), t.size("hatch"), pattern, ratio)
    bars = bars_brush(t.colour("warnline"), t.size("bars"), pattern, ratio)
    for left, right in _over_spans(span, state):
        _fill(painter, QRectF(left, band.top(), right - left, band.height()), "badbg", hatch)
    for left, right in _guard_spans(span, state):
        _fill(painter, QRectF(left, band.top(), right - left, band.height()), "warnbg", bars)
    painter.restore()
    if t.is_sunlight:
        draw_box(
            painter,
            band,
            ground=None,
            edge=t.colour("line"),
            radius=t.radius("chip"),
            stroke=t.stroke,
        )


def _fill(painter: QPainter, area: QRectF, ground: str, pattern: QBrush) -> None:
    painter.fillRect(area, theme().colour(ground))
    painter.setBrushOrigin(area.topLeft())
    painter.fillRect(area, pattern)


def _over_spans(span: Span, state: BandState) -> Iterator[tuple[float, float]]:
    if state.lower is not None:
        yield span.left, span.x(state.lower)
    if state.upper is not None:
        yield span.x(state.upper), span.left + span.width


def _guard_spans(span: Span, state: BandState) -> Iterator[tuple[float, float]]:
    if not state.guard:
        return
    if state.lower is not None:
        yield span.x(state.lower), span.x(state.lower + state.guard)
    if state.upper is not None:
        yield span.x(state.upper - state.guard), span.x(state.upper)


def _tick_step(span: Span, state: BandState) -> Decimal:
    """Return the figure between two ticks: whole e, or a round figure, wide enough for labels."""
    per_pixel = (span.last - span.first) / Decimal(max(1.0, span.width))
    least = per_pixel * theme().size("label_space")
    unit = state.interval or Decimal(1).scaleb(least.adjusted())
    while unit * _STEPS[-1] < least:
        unit *= 10
    return next((unit * step for step in _STEPS if unit * step >= least), unit)


def _ticks(span: Span, state: BandState) -> Iterator[tuple[Decimal, str]]:
    step = _tick_step(span, state)
    count = int(max(-span.first, span.last) / step)
    for number in range(-count, count + 1):
        figure = number * step
        if span.first <= figure <= span.last:
            yield figure, _tick_label(figure, state)


def _tick_label(figure: Decimal, state: BandState) -> str:
    if not figure:
        return "0"
    if state.interval is None:
        return signed(f"{figure.normalize():f}")
    count = figure / state.interval
    sign = "+" if count > 0 else MINUS
    number = abs(count).normalize()
    return f"{sign}e" if number == 1 else f"{sign}{number:f} e"


def _paint_ticks(
    painter: QPainter, band: QRect, labels: QRect, span: Span, state: BandState
) -> None:
    t, font = theme(), theme().font("cap")
    taken = [
        _label_box(span.x(limit), _limit_label(limit, state), labels)
        for limit in (state.lower, state.upper)
        if limit is not None
    ]
    for figure, label in _ticks(span, state):
        x = round(span.x(figure))
        width = text_width(font, label)
        box = QRectF(x - width / 2, labels.top(), width, labels.height())
        inside = band.left() - t.space("xs") <= box.left() and box.right() <= band.right() + 1
        gap = t.space("xs")
        if not inside or any(box.adjusted(-gap, 0, gap, 0).intersects(other) for other in taken):
            continue
        hair = t.tokens.stroke_px["hair"]
        tick = QRect(x, band.bottom() + 1 + hair, hair, t.size("tick"))
        painter.fillRect(tick, t.colour("text3"))
        draw_text(painter, box, label, font, t.colour("text3"), Qt.AlignmentFlag.AlignHCenter)
    zero = QRect(round(span.x(Decimal(0))), band.top(), t.tokens.stroke_px["hair"], band.height())
    painter.fillRect(zero, t.colour("text"))


def _limit_label(limit: Decimal, state: BandState) -> str:
    return f"{signed(str(limit))} {state.unit}".strip()


def _label_box(x: float, label: str, labels: QRect) -> QRectF:
    """Return the label's place: centred under x, pushed inside at the ends."""
    width = text_width(theme().font("cap", 600), label)
    left = min(max(x - width / 2, labels.left()), labels.right() + 1 - width)
    return QRectF(left, labels.top(), width, labels.height())


def _paint_limits(
    painter: QPainter, band: QRect, labels: QRect, span: Span, state: BandState
) -> None:
    t, reach = theme(), theme().size("limit_reach")
    stroke = t.tokens.stroke_px["limit"]
    for limit in (state.lower, state.upper):
        if limit is None:
            continue
        line = QRectF(
            round(span.x(limit) - stroke / 2), band.top() - reach, stroke, band.height() + 2 * reach
        )
        painter.fillRect(line, t.colour("text"))
        label = _limit_label(limit, state)
        box = _label_box(span.x(limit), label, labels)
        draw_text(painter, box, label, t.font("cap", 600), t.colour("text"))


def _paint_marker(painter: QPainter, band: QRect, span: Span, state: BandState) -> None:
    assert state.error is not None
    t, x = theme(), span.x(state.error)
    off = -1 if x < band.left() else 1 if x > band.right() else 0
    if off:
        x = _paint_arrow(painter, band, off, state)
    else:
        width, reach = t.size("marker"), t.size("marker_reach")
        x = min(max(x, band.left() + width / 2), band.right() - width / 2)
        line = QRectF(round(x - width / 2), band.top() - reach, width, band.height() + 2 * reach)
        halo = t.tokens.stroke_px["focus_gap"] / 2
        painter.fillRect(line.adjusted(-halo, 0, halo, 0), t.colour("surface"))
        painter.fillRect(line, t.colour(state.colour))
        x = line.center().x()
    _paint_bubble(painter, band, x, state, has_tip=not off)


def _paint_arrow(painter: QPainter, band: QRect, way: int, state: BandState) -> float:
    """Draw the arrow that says: further out than this scale. Return the bubble's centre."""
    t, width = theme(), theme().size("off_scale")
    edge = band.left() if way < 0 else band.right() + 1
    middle, half = band.center().y() + 0.5, theme().size("off_scale") * 0.8
    ground = QRectF(
        min(edge, edge - way * (width + t.space("xs"))),
        band.top(),
        width + t.space("xs"),
        band.height(),
    )
    painter.fillRect(ground, t.colour("surface"))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(t.colour(state.colour))
    tip = QPointF(edge + way, middle)
    back = edge - way * width
    painter.drawPolygon(
        QPolygonF([tip, QPointF(back, middle - half), QPointF(back, middle + half)])
    )
    return edge


def _paint_bubble(
    painter: QPainter, band: QRect, x: float, state: BandState, *, has_tip: bool
) -> None:
    t, font = theme(), theme().font("dense", 600)
    label = signed(str(state.error))
    width = text_width(font, label) + 2 * t.size("chip_side")
    tip, height = t.size("bubble_tip"), t.size("bubble")
    bottom = band.top() - t.size("bubble_gap") - tip
    left = min(max(x - width / 2, band.left()), band.right() + 1 - width)
    box = QRectF(round(left), bottom - height, width, height)
    draw_box(painter, box, ground=t.colour(state.colour), edge=None, radius=t.radius("chip"))
    if has_tip:
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(x - tip, bottom - 0.5),
                    QPointF(x + tip, bottom - 0.5),
                    QPointF(x, bottom + tip),
                ]
            )
        )
    draw_text(painter, box, label, font, t.colour("onaccent"), Qt.AlignmentFlag.AlignHCenter)
