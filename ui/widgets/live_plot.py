"""Live plot: an instrument's indications over a minute, ten or an hour, what was at rest shaded.

The wheel zooms, dragging moves, `+` `-` and the arrows do so by keyboard; End returns to now.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.words import gettext as _
from ui.theme import theme
from ui.widgets.painting import MINUS, draw_text, line_height, text_width
from ui.widgets.plot_samples import PlotSamples, Sample
from ui.widgets.plot_scale import span_words, time_label, time_step, value_axis
from ui.widgets.plot_window import PlotWindow

if TYPE_CHECKING:
    from ui.widgets.plot_canvas import PlotCanvas
    from ui.widgets.plot_picture import Mark, PlotPicture

_ZOOM: Final = 1.25
_STEP: Final = 0.25
_TURN: Final = 120
"""What Qt reports for one notch of a wheel."""
_DRAW_MS: Final = 66
"""Between two drawings: fifteen a second at most."""


class LivePlot(QWidget):
    """A line over a stretch of time. Nothing animates: it moves when samples come.

    Signal moved: the shown stretch was zoomed, moved, held or let go.
    """

    moved = Signal()

    def __init__(self, parent: QWidget | None = None, *, span_s: float = 30.0) -> None:
        super().__init__(parent)
        self.samples, self.window_ = PlotSamples(), PlotWindow(span_s)
        self._decimals = 3
        self._drawn_s = float("-inf")
        self._is_stale, self._area = True, QRect()
        self._held_at_s: float | None = None
        self._grip: float | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_DRAW_MS)
        self._soon.timeout.connect(self._on_time)
        self._canvas: PlotCanvas | None = None
        self.retranslate()

    # --- samples ---------------------------------------------------------------------------

    def add(self, sample: Sample) -> None:
        """Append a sample; draw again once it moves the line by half a pixel."""
        if len(self.samples) and sample.at_s < self.samples.newest_s:
            self.clear()  # another clock: a replay that began again
        self.samples.add(sample)
        passed = sample.at_s - self._drawn_s
        if self.window_.is_live and passed * max(1, self.width()) * 2 >= self.window_.span_s:
            self._stale()

    def set_decimals(self, decimals: int) -> None:
        """Write the axis with this many decimals, as the instrument does."""
        self._decimals = decimals

    def clear(self) -> None:
        """Forget all samples and follow the newest again."""
        self.samples.clear()
        self.window_.follow()
        self._drawn_s = float("-inf")
        self._stale()

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
        share = (event.position().x() - self._area.left()) / max(1, self._area.width())
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
            self.move_by(passed / max(1, self._area.width()) * self.window_.span_s)

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
        if self._canvas is not None:
            self._canvas.dress()
        self._stale()

    def retranslate(self) -> None:
        """Name the plot in the language in use."""
        words = span_words(self.window_.span_s)
        live = _("Live plot of the last {span}") if self.window_.is_live else _("Plot of {span}")
        self.setAccessibleName(live.format(span=words))
        self.setToolTip(_("Wheel: zoom. Drag: earlier and later. Double click: back to now."))
        self._stale()

    def sizeHint(self) -> QSize:
        return QSize(theme().size("minimum_width") // 2, theme().size("plot"))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().size("step"), theme().size("chart"))

    def _area_for(self, low: float, high: float) -> QRect:
        """Return where the line is drawn; the figures of the axis stand left of it."""
        t, foot = theme(), line_height(theme().type_px("cap"))
        labels = (self._figure(mark) for mark in (low, high))
        left = max(text_width(t.font("cap"), label) for label in labels) + t.space("s")
        return QRect(
            left,
            foot // 2,
            self.width() - left - t.space("l"),
            self.height() - foot - foot // 2 - t.space("xs"),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._canvas is not None:
            self._canvas.widget.setGeometry(self.rect())
        self._stale()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Say that nothing came yet; all else the canvas draws, which is painted after this."""
        self._draw()
        if not len(self.samples):
            t, words = theme(), _("Waiting for the first indication")
            middle = Qt.AlignmentFlag.AlignHCenter
            draw_text(QPainter(self), self.rect(), words, t.font("cap"), t.colour("text3"), middle)

    def _stale(self) -> None:
        """Draw before the next paint, and let that come soon."""
        self._is_stale = True
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()

    @Slot()
    def _on_time(self) -> None:
        if self.isVisible():
            self._draw()

    def _draw(self) -> None:
        """Give the canvas the present picture: when it is time, or a paint comes first."""
        if not self._is_stale:
            return
        self._is_stale = False
        canvas, has_line = self._canvas, bool(len(self.samples))
        if canvas is None and has_line:
            canvas = self._canvas = self._made_canvas()
        if canvas is None:
            return
        if canvas.widget.isVisibleTo(self) != has_line:
            canvas.widget.setVisible(has_line)
            self.update()
        if has_line:
            self._drawn_s = self.samples.newest_s
            canvas.show(self._picture())

    def _made_canvas(self) -> PlotCanvas:
        """Make what draws when there is something to draw: loading it takes a fifth of a second."""
        from ui.widgets.plot_canvas import PlotCanvas

        canvas = PlotCanvas(self)
        canvas.widget.setGeometry(self.rect())
        return canvas

    def _picture(self) -> PlotPicture:
        from ui.widgets.plot_picture import PlotPicture, line_of

        begin, end = self.window_.stretch(self.samples.newest_s)
        line = line_of(self.samples, begin, end, max(1, self.width()))
        least, most = float(line.values.min()), float(line.values.max())
        low, high, step = value_axis(least, most, self._decimals)
        self._area = self._area_for(low, high)
        marks = [low + number * step for number in range(round((high - low) / step) + 1)]
        return PlotPicture(
            area=self._area,
            span_s=self.window_.span_s,
            line=line._replace(times=line.times - end),
            stretches=[(a - end, b - end) for a, b in self.samples.stable_stretches(begin, end)],
            dots=[(0.0, self.samples.values[-1])] if self.window_.is_live else [],
            low=low,
            high=high,
            value_marks=[(value, self._figure(value)) for value in marks],
            time_marks=self._time_marks(begin, end),
        )

    def _figure(self, value: float) -> str:
        return f"{value:.{self._decimals}f}".replace("-", MINUS)

    def _time_marks(self, begin: float, end: float) -> list[Mark]:
        """Say how long ago: before now, or before the moment at which the plot was held."""
        step, zero = time_step(self.window_.span_s), self.samples.newest_s
        if not self.window_.is_live and self._held_at_s is not None:
            zero = self._held_at_s
        first = max(0, ceil((zero - end) / step - 0.001) * step)
        return [
            (zero - ago - end, time_label(ago)) for ago in range(first, int(zero - begin), step)
        ]
