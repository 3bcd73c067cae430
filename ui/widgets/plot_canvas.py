"""What a live plot draws, by pyqtgraph: line, stretches at rest, grid and both axes, in our tokens.

Nothing of pyqtgraph's own shows: no menu, no button, no mouse, none of its colours, fonts or words.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPen
from PySide6.QtWidgets import QWidget

from ui.theme import theme
from ui.widgets.plot_picture import PlotPicture

_OPAQUE: Final = 255
_MARGIN: Final = 0.08
"""Share of a low plot's height, at the most, that the dot's room above and below takes."""
_DENSE: Final = 3
"""Pixels that the line goes up or down for each that it goes right."""


class PlotCanvas:
    """A pyqtgraph view that looks as the rest of the window and takes no event of its own."""

    def __init__(self, parent: QWidget) -> None:
        pg.setConfigOptions(antialias=True)
        view = pg.GraphicsView(parent, background=None)
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        view.viewport().setAutoFillBackground(False)
        view.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.setCacheMode(view.CacheModeFlag.CacheNone)
        view.setCentralItem(None)
        self.widget: QWidget = view
        self._box = pg.ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0)
        self._value_axis, self._time_axis = pg.AxisItem("left"), pg.AxisItem("bottom")
        self._rest = pg.BarGraphItem(x0=[], x1=[], y0=0, y1=0)
        self._rest_edge = pg.BarGraphItem(x0=[], x1=[], y0=0, y1=0)
        self._grid = pg.PlotCurveItem(connect="pairs", antialias=False)
        self._line = pg.PlotCurveItem(skipFiniteCheck=True)
        self._dot = pg.ScatterPlotItem(pxMode=True)
        for item in (self._rest, self._rest_edge, self._grid, self._line, self._dot):
            self._box.addItem(item, ignoreBounds=True)
        for part in (self._box, self._value_axis, self._time_axis):
            view.addItem(part)
        for axis in (self._value_axis, self._time_axis):
            axis.enableAutoSIPrefix(False)
            axis.linkToView(self._box)
        self.dress()

    def dress(self) -> None:
        """Take colours, strokes and typeface of the theme in use."""
        t = theme()
        self._line.setPen(_pen("p1", "plot"))
        self._grid.setPen(_pen("grid", "hair"))
        self._dot.setPen(_pen("p1", "plot"))
        self._dot.setBrush(t.colour("surface"))
        self._dot.setSize(t.size("strip_dot") - 1)
        self._rest.setOpts(pen=None, brush=t.colour("okbg"))
        self._rest_edge.setOpts(pen=None, brush=t.colour("okline"))
        for axis, offset, tick in (
            (self._value_axis, t.space("s"), 0),
            (self._time_axis, t.space("xs"), -t.size("tick")),
        ):
            axis.setStyle(
                tickFont=QFont(t.font("cap")),
                tickTextOffset=offset,
                tickLength=tick,
                tickAlpha=_OPAQUE if tick else 0,
                hideOverlappingLabels=False,
            )
            axis.setPen(_pen("ctl", "hair"))
            axis.setTextPen(_pen("text3", "hair"))

    def show(self, picture: PlotPicture) -> None:
        """Draw this from the next paint on."""
        self._lay_out(picture)
        self._show_rest(picture)
        ends = np.array([-picture.span_s, picture.span_s])
        marks = [value for value, _text in picture.value_marks]
        self._grid.setData(np.tile(ends, len(marks)), np.repeat(marks, 2))
        times, values, joined = picture.line
        self._line.setSegmentedLineMode("on" if _is_dense(picture) else "off")
        self._line.setData(times, values, connect="all" if joined.all() else joined)
        self._dot.setData(pos=picture.dots)

    def _lay_out(self, picture: PlotPicture) -> None:
        """Put the parts in their places and let the box show the stretch and the whole axis."""
        area, beyond = picture.area, self.widget.width() - picture.area.right() - 1
        foot = self.widget.height() - area.bottom() - 1
        box = QRectF(area).adjusted(0, 0, beyond, 0)
        self._value_axis.setWidth(box.left())
        self._time_axis.setHeight(foot)
        self._box.setGeometry(box)
        self._value_axis.setGeometry(QRectF(0, box.top(), box.left(), box.height()))
        self._time_axis.setGeometry(QRectF(box.left(), box.bottom(), box.width(), foot))
        begin, end = -picture.span_s, picture.span_s * beyond / max(1, area.width())
        dot = theme().size("strip_dot") / 2 + theme().tokens.stroke_px["plot"]
        margin = min(dot, area.height() * _MARGIN)
        pad = (picture.high - picture.low) * margin / max(1.0, area.height() - 2 * margin)
        self._box.setRange(
            xRange=(begin, end),
            yRange=(picture.low - pad, picture.high + pad),
            padding=0,
            disableAutoRange=True,
        )
        self._value_axis.setTicks([list(picture.value_marks)])
        self._time_axis.setTicks([list(picture.time_marks)])

    def _show_rest(self, picture: PlotPicture) -> None:
        (_left, _right), (low, high) = self._box.viewRange()
        begins = [begin for begin, _end in picture.stretches]
        ends = [end for _begin, end in picture.stretches]
        self._rest.setOpts(x0=begins, x1=ends, y0=low, y1=high)
        # A line on top as well: without tints (sunlight) the stretch would be invisible.
        stroke = theme().tokens.stroke_px["underline"]
        edge = (high - low) * stroke / max(1, picture.area.height())
        self._rest_edge.setOpts(x0=begins, x1=ends, y0=high - edge, y1=high)


def _is_dense(picture: PlotPicture) -> bool:
    """Say whether the line goes up and down so often that it covers an area.

    Qt joins the parts of a line neatly, but takes many times as long where they cross each other.
    """
    travel = float(np.abs(np.diff(picture.line.values)).sum()) / (picture.high - picture.low)
    return travel * picture.area.height() > _DENSE * picture.area.width()


def _pen(token: str, stroke: str) -> QPen:
    pen: QPen = pg.mkPen(theme().colour(token), width=theme().tokens.stroke_px[stroke])
    return pen
