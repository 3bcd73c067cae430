"""Live plot: the last seconds of an instrument's indications, the stable stretch shaded."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.words import gettext as _
from ui.theme import theme
from ui.widgets.painting import draw_text, line_height, signed, text_width

_MARKS: Final = 4
_MOST: Final = 4096  # samples kept; a scale sends at most about 50 a second


@dataclass(frozen=True, slots=True)
class Sample:
    """One indication: seconds on any steady clock, and its figure. Painting only: a float."""

    at_s: float
    value: float
    is_stable: bool = False


class LivePlot(QWidget):
    """A line over the last `span_s` seconds. Nothing animates: it moves when samples come."""

    def __init__(self, parent: QWidget | None = None, *, span_s: float = 30.0) -> None:
        super().__init__(parent)
        self._samples: deque[Sample] = deque(maxlen=_MOST)
        self._span_s = span_s
        self._decimals = 3
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.retranslate()

    def add(self, sample: Sample) -> None:
        """Append a sample; samples older than the span leave."""
        self._samples.append(sample)
        while self._samples and self._samples[0].at_s < sample.at_s - self._span_s:
            self._samples.popleft()
        self.update()

    def set_decimals(self, decimals: int) -> None:
        """Write the axis with this many decimals, as the instrument does."""
        self._decimals = decimals

    def clear(self) -> None:
        """Forget all samples."""
        self._samples.clear()
        self.update()

    def retint(self) -> None:
        """Draw again in the theme in use."""
        self.update()

    def retranslate(self) -> None:
        """Name the plot in the language in use."""
        self.setAccessibleName(_("Live plot of the last {n} seconds").format(n=int(self._span_s)))
        self.update()

    def _axis(self) -> tuple[float, float, float]:
        """Return lowest mark, highest mark and their step, all round figures."""
        low = min(sample.value for sample in self._samples)
        high = max(sample.value for sample in self._samples)
        least = 10.0**-self._decimals
        raw = max((high - low) / (_MARKS - 1), least)
        power = 10.0 ** floor(log10(raw))
        step = next(power * part for part in (1, 2, 5, 10) if power * part >= raw * 0.999)
        first = floor(low / step) * step
        return first, max(ceil(high / step) * step, first + step), step

    def sizeHint(self) -> QSize:
        return QSize(theme().size("minimum_width") // 2, theme().size("plot"))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().size("step"), theme().size("chart"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme()
        if not self._samples:
            draw_text(
                painter,
                self.rect(),
                _("Waiting for the first indication"),
                t.font("cap"),
                t.colour("text3"),
                Qt.AlignmentFlag.AlignHCenter,
            )
            return
        low, high, step = self._axis()
        foot = line_height(t.type_px("cap"))
        labels = [signed(f"{mark:.{self._decimals}f}") for mark in (low, high)]
        left = max(text_width(t.font("cap"), label) for label in labels) + t.space("s")
        area = QRect(
            left,
            foot // 2,
            self.width() - left - t.space("l"),
            self.height() - foot - foot // 2 - t.space("xs"),
        )
        self._paint_stable(painter, area)
        self._paint_values(painter, area, low, high, step)
        self._paint_times(painter, area, foot)
        self._paint_line(painter, area, low, high)

    def _x(self, area: QRect, at_s: float) -> float:
        newest = self._samples[-1].at_s
        return area.right() - (newest - at_s) / self._span_s * area.width()

    def _paint_stable(self, painter: QPainter, area: QRect) -> None:
        start: float | None = None
        samples = list(self._samples)
        for sample, following in zip(samples, [*samples[1:], None], strict=True):
            if sample.is_stable and start is None:
                start = sample.at_s
            ends = following is None or not following.is_stable
            if start is not None and ends:
                left, right = self._x(area, start), self._x(area, sample.at_s)
                self._shade(painter, QRectF(left, area.top(), right - left, area.height()))
                start = None

    @staticmethod
    def _shade(painter: QPainter, stretch: QRectF) -> None:
        t = theme()
        painter.fillRect(stretch, t.colour("okbg"))
        # A line on top as well: without tints (sunlight) the stretch would be invisible.
        stretch.setHeight(t.tokens.stroke_px["underline"])
        painter.fillRect(stretch, t.colour("okline"))

    def _paint_values(
        self, painter: QPainter, area: QRect, low: float, high: float, step: float
    ) -> None:
        t, hair = theme(), theme().tokens.stroke_px["hair"]
        height = line_height(t.type_px("cap"))
        for number in range(round((high - low) / step) + 1):
            value = low + number * step
            y = round(area.bottom() - (value - low) / (high - low) * area.height())
            painter.fillRect(area.left(), y, area.width(), hair, t.colour("grid"))
            room = QRect(0, y - height // 2, area.left() - t.space("s"), height)
            text = f"{value:.{self._decimals}f}".replace("-", "\u2212")
            draw_text(
                painter, room, text, t.font("cap"), t.colour("text3"), Qt.AlignmentFlag.AlignRight
            )
        painter.fillRect(area.left(), area.top(), hair, area.height(), t.colour("ctl"))
        painter.fillRect(area.left(), area.bottom(), area.width(), hair, t.colour("ctl"))

    def _paint_times(self, painter: QPainter, area: QRect, foot: int) -> None:
        t = theme()
        step = max(1, round(self._span_s / 6))
        for seconds in range(0, int(self._span_s), step):
            x = area.right() - seconds / self._span_s * area.width()
            label = "0 s" if not seconds else f"\u2212{seconds} s"
            width = text_width(t.font("cap"), label)
            left = min(x - width / 2, self.width() - width)
            room = QRectF(left, area.bottom() + t.space("xs"), width + 1, foot)
            draw_text(painter, room, label, t.font("cap"), t.colour("text3"))

    def _paint_line(self, painter: QPainter, area: QRect, low: float, high: float) -> None:
        scale = area.height() / (high - low)
        points = [
            QPointF(self._x(area, sample.at_s), area.bottom() - (sample.value - low) * scale)
            for sample in self._samples
        ]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme().pen("p1", "plot"))
        painter.drawPolyline(QPolygonF(points))
        painter.setBrush(theme().colour("surface"))
        radius = theme().size("strip_dot") / 2 - 0.5
        painter.drawEllipse(points[-1], radius, radius)
