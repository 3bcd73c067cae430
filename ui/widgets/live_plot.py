"""Live plot: an instrument's indications over a minute, ten or an hour, what was at rest shaded.

The wheel zooms, dragging moves, `+` `-` and the arrows do so by keyboard; End returns to now.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.words import gettext as _
from ui.theme import theme
from ui.widgets.painting import draw_text, line_height, signed, text_width
from ui.widgets.plot_samples import PlotSamples, Sample
from ui.widgets.plot_scale import span_words, time_label, time_step, value_axis
from ui.widgets.plot_window import PlotWindow

_ZOOM: Final = 1.25
_STEP: Final = 0.25
_TURN: Final = 120
"""What Qt reports for one notch of a wheel."""


class LivePlot(QWidget):
    """A line over a stretch of time. Nothing animates: it moves when samples come.

    Signal moved: the shown stretch was zoomed, moved, held or let go.
    """

    moved = Signal()

    def __init__(self, parent: QWidget | None = None, *, span_s: float = 30.0) -> None:
        super().__init__(parent)
        self.samples, self.window_ = PlotSamples(), PlotWindow(span_s)
        self._decimals = 3
        self._painted_s = float("-inf")
        self._held_at_s: float | None = None
        self._grip: float | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.retranslate()

    # --- samples ---------------------------------------------------------------------------

    def add(self, sample: Sample) -> None:
        """Append a sample; paint again once it moves the line by half a pixel."""
        if len(self.samples) and sample.at_s < self.samples.newest_s:
            self.clear()  # another clock: a replay that began again
        self.samples.add(sample)
        passed = sample.at_s - self._painted_s
        if self.window_.is_live and passed * max(1, self.width()) * 2 >= self.window_.span_s:
            self.update()

    def set_decimals(self, decimals: int) -> None:
        """Write the axis with this many decimals, as the instrument does."""
        self._decimals = decimals

    def clear(self) -> None:
        """Forget all samples and follow the newest again."""
        self.samples.clear()
        self.window_.follow()
        self._painted_s = float("-inf")
        self.update()

    # --- what is shown ---------------------------------------------------------------------

    def stretch(self) -> tuple[float, float] | None:
        """Return begin and end of what is shown, None before the first sample."""
        return self.window_.stretch(self.samples.newest_s) if len(self.samples) else None

    def show_span(self, span_s: float) -> None:
        """Follow the newest over this span."""
        self.window_.follow(span_s)
        self._tell()

    def hold(self, *, held: bool) -> None:
        """Stand still, or go with the newest again; samples are kept either way."""
        if not held:
            self.window_.follow()
        elif len(self.samples):
            self._hold()
        self._tell()

    def _hold(self) -> None:
        if self.window_.is_live:
            self._held_at_s = self.samples.newest_s
        self.window_.hold(self.samples.newest_s)

    def zoom(self, factor: float, share: float = 1.0) -> None:
        """Show `factor` times the span about this share of the width."""
        if len(self.samples):
            self.window_.zoom(factor, share, self.samples.newest_s)
            self._tell()

    def move_by(self, seconds: float) -> None:
        """Look earlier (negative) or later."""
        if len(self.samples):
            self._hold()
            self.window_.move(seconds, self.samples.oldest_s, self.samples.newest_s)
            self._tell()

    def _tell(self) -> None:
        self.retranslate()
        self.moved.emit()

    # --- mouse and keyboard ----------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        area = self._area()
        share = (event.position().x() - area.left()) / max(1, area.width())
        self.zoom(_ZOOM ** (-event.angleDelta().y() / _TURN), min(max(share, 0.0), 1.0))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and len(self.samples):
            self._grip = event.position().x()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            passed = self._grip - event.position().x()
            self._grip = event.position().x()
            self.move_by(passed / max(1, self._area().width()) * self.window_.span_s)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._grip = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.hold(held=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        span = self.window_.span_s
        match Qt.Key(event.key()):
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(1 / _ZOOM, 0.5)
            case Qt.Key.Key_Minus:
                self.zoom(_ZOOM, 0.5)
            case Qt.Key.Key_Left:
                self.move_by(-_STEP * span)
            case Qt.Key.Key_Right:
                self.move_by(_STEP * span)
            case Qt.Key.Key_End:
                self.hold(held=False)
            case _:
                super().keyPressEvent(event)

    # --- looks -----------------------------------------------------------------------------

    def retint(self) -> None:
        """Draw again in the theme in use."""
        self.update()

    def retranslate(self) -> None:
        """Name the plot in the language in use."""
        words = span_words(self.window_.span_s)
        live = _("Live plot of the last {span}") if self.window_.is_live else _("Plot of {span}")
        self.setAccessibleName(live.format(span=words))
        self.setToolTip(_("Wheel: zoom. Drag: earlier and later. Double click: back to now."))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().size("minimum_width") // 2, theme().size("plot"))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().size("step"), theme().size("chart"))

    def _axis(self) -> tuple[float, float, float]:
        begin, end = self.window_.stretch(self.samples.newest_s)
        limits = self.samples.limits(begin, end)
        if limits is None:
            newest = self.samples.values[-1]
            limits = newest, newest
        return value_axis(*limits, self._decimals)

    def _area(self) -> QRect:
        """Return where the line is drawn; the figures of the axis stand left of it."""
        t, foot = theme(), line_height(theme().type_px("cap"))
        left = 0
        if len(self.samples):
            low, high, _step = self._axis()
            labels = [signed(f"{mark:.{self._decimals}f}") for mark in (low, high)]
            left = max(text_width(t.font("cap"), label) for label in labels) + t.space("s")
        return QRect(
            left,
            foot // 2,
            self.width() - left - t.space("l"),
            self.height() - foot - foot // 2 - t.space("xs"),
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme()
        if not len(self.samples):
            words, middle = _("Waiting for the first indication"), Qt.AlignmentFlag.AlignHCenter
            draw_text(painter, self.rect(), words, t.font("cap"), t.colour("text3"), middle)
            return
        self._painted_s = self.samples.newest_s
        low, high, step = self._axis()
        area = self._area()
        begin, end = self.window_.stretch(self.samples.newest_s)
        self._paint_stable(painter, area, begin, end)
        self._paint_values(painter, area, low, high, step)
        self._paint_times(painter, area)
        self._paint_line(painter, area, low, high)

    def _x(self, area: QRect, at_s: float) -> float:
        _begin, end = self.window_.stretch(self.samples.newest_s)
        return area.right() - (end - at_s) / self.window_.span_s * area.width()

    def _paint_stable(self, painter: QPainter, area: QRect, begin: float, end: float) -> None:
        t = theme()
        for first, last in self.samples.stable_stretches(begin, end):
            left, right = self._x(area, first), self._x(area, last)
            stretch = QRectF(left, area.top(), right - left, area.height())
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

    def _paint_times(self, painter: QPainter, area: QRect) -> None:
        """Write how long ago: before now, or before the moment at which the plot was held."""
        t, step = theme(), time_step(self.window_.span_s)
        zero = self.samples.newest_s
        if not self.window_.is_live and self._held_at_s is not None:
            zero = self._held_at_s
        begin, end = self.window_.stretch(self.samples.newest_s)
        first = max(0, int((zero - end) // step) * step)
        for seconds in range(first, int(zero - begin), step):
            if zero - seconds > end + step / 1000:
                continue
            x = self._x(area, zero - seconds)
            label = time_label(seconds)
            width = text_width(t.font("cap"), label)
            left = min(x - width / 2, self.width() - width)
            room = QRectF(left, area.bottom() + t.space("xs"), width + 1, self.height())
            room.setHeight(line_height(t.type_px("cap")))
            draw_text(painter, room, label, t.font("cap"), t.colour("text3"))

    def _paint_line(self, painter: QPainter, area: QRect, low: float, high: float) -> None:
        scale = area.height() / (high - low)
        begin, end = self.window_.stretch(self.samples.newest_s)
        points = [
            QPointF(self._x(area, at_s), area.bottom() - (value - low) * scale)
            for at_s, value in self.samples.thinned(begin, end, max(1, area.width()))
        ]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(area.adjusted(0, -area.top(), theme().space("m"), area.top()))
        painter.setPen(theme().pen("p1", "plot"))
        painter.drawPolyline(QPolygonF(points))
        if self.window_.is_live:
            painter.setBrush(theme().colour("surface"))
            radius = theme().size("strip_dot") / 2 - 0.5
            painter.drawEllipse(points[-1], radius, radius)
