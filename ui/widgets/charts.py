"""Small painted charts: bars over days, and a line of values within limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.words import gettext as _
from ui.theme import theme
from ui.widgets.painting import draw_text, line_height, signed, text_width


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: height 0 or more in any unit, a label below (`` for none), accent if current."""

    value: float
    label: str = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class LinePoint:
    """One point of a line: its label on the axis and its value."""

    label: str
    value: Decimal


class _Chart(QWidget):
    """Common parts of the charts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def retint(self) -> None:
        """Draw again in the theme in use."""
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().size("detail"), theme().size("chart"))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().size("step"), theme().size("chart") // 2)

    def _foot(self) -> int:
        return line_height(theme().type_px("cap"))

    def _paint_empty(self, painter: QPainter) -> None:
        draw_text(
            painter,
            self.rect(),
            _("No data yet"),
            theme().font("cap"),
            theme().colour("text3"),
            Qt.AlignmentFlag.AlignHCenter,
        )


class BarChart(_Chart):
    """Bars from zero, one colour, the current one in the accent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()

    def show_bars(self, bars: Sequence[Bar], sentence: str) -> None:
        """Show these bars; sentence: what they say, for screen readers."""
        self._bars = tuple(bars)
        self.setAccessibleName(sentence)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme()
        top = max((bar.value for bar in self._bars), default=0.0)
        if not top:
            self._paint_empty(painter)
            return
        base = self.height() - self._foot()
        pitch = self.width() / len(self._bars)
        gap = min(t.space("xs"), pitch / 3)
        for at, bar in enumerate(self._bars):
            height = round(base * bar.value / top)
            box = QRectF(round(at * pitch + gap / 2), base - height, round(pitch - gap), height)
            painter.fillRect(box, t.colour("accent" if bar.is_current else "bar"))
            if bar.label:
                width = text_width(t.font("cap"), bar.label)
                left = min(max(box.center().x() - width / 2, 0), self.width() - width)
                room = QRectF(left, base, width + 1, self._foot())
                draw_text(painter, room, bar.label, t.font("cap"), t.colour("text3"))
        painter.fillRect(0, base, self.width(), t.tokens.stroke_px["hair"], t.colour("ctl"))


class LineChart(_Chart):
    """Values over time within their limits; the last point is filled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: tuple[LinePoint, ...] = ()
        self._lower: Decimal | None = None
        self._upper: Decimal | None = None
        self._is_error = True

    def show_line(
        self,
        points: Sequence[LinePoint],
        sentence: str,
        *,
        lower: Decimal | None = None,
        upper: Decimal | None = None,
        is_error: bool = True,
    ) -> None:
        """Show these points, oldest first; lower and upper: limits drawn as a band.

        is_error: figures carry their sign; else they are plain (shares, counts).
        """
        self._points, self._lower, self._upper = tuple(points), lower, upper
        self._is_error = is_error
        self.setAccessibleName(sentence)
        self.update()

    def _range(self) -> tuple[Decimal, Decimal]:
        values = [point.value for point in self._points]
        values += [limit for limit in (self._lower, self._upper) if limit is not None]
        low, high = min(values), max(values)
        return (low, high) if low < high else (low - 1, high + 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._points:
            self._paint_empty(painter)
            return
        t, (low, high) = theme(), self._range()
        marks = sorted({low, high, *([Decimal(0)] if low < 0 < high else [])})
        labels = [signed(f"{mark:f}") if self._is_error else f"{mark:f}" for mark in marks]
        left = max(text_width(t.font("cap"), label) for label in labels) + t.space("s")
        half = self._foot() // 2
        area = QRect(left, half, self.width() - left, self.height() - self._foot() - 2 * half)
        self._paint_scale(painter, area, list(zip(marks, labels, strict=True)))
        self._paint_line(painter, area)

    def _y(self, area: QRect, value: Decimal) -> float:
        low, high = self._range()
        return area.bottom() - float((value - low) / (high - low)) * area.height()

    def _paint_scale(
        self, painter: QPainter, area: QRect, marks: list[tuple[Decimal, str]]
    ) -> None:
        t = theme()
        if self._lower is not None and self._upper is not None:
            top, bottom = self._y(area, self._upper), self._y(area, self._lower)
            painter.fillRect(QRectF(area.left(), top, area.width(), bottom - top), t.colour("okbg"))
        for value, label in marks:
            y = round(self._y(area, value))
            line = "okline" if value in (self._lower, self._upper) else "grid"
            painter.fillRect(
                area.left(), y, area.width(), t.tokens.stroke_px["hair"], t.colour(line)
            )
            room = QRect(0, y - self._foot() // 2, area.left() - t.space("s"), self._foot())
            draw_text(
                painter, room, label, t.font("cap"), t.colour("text3"), Qt.AlignmentFlag.AlignRight
            )

    def _paint_line(self, painter: QPainter, area: QRect) -> None:
        t, radius = theme(), theme().size("strip_dot") / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pitch = area.width() / len(self._points)
        places = [
            QPointF(area.left() + (at + 0.5) * pitch, self._y(area, point.value))
            for at, point in enumerate(self._points)
        ]
        painter.setPen(t.pen("p1", "plot"))
        painter.drawPolyline(QPolygonF(places))
        for at, (point, place) in enumerate(zip(self._points, places, strict=True)):
            painter.setPen(t.pen("p1", "plot"))
            is_last = at == len(self._points) - 1
            painter.setBrush(t.colour("p1" if is_last else "surface"))
            painter.drawEllipse(place, radius, radius)
            room = QRectF(place.x() - pitch / 2, self.height() - self._foot(), pitch, self._foot())
            draw_text(
                painter,
                room,
                point.label,
                t.font("cap"),
                t.colour("text3"),
                Qt.AlignmentFlag.AlignHCenter,
            )
