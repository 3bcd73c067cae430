"""What one state of the live plot consists of: its line, thinned, and what stands on its axes.

Imported when there is something to draw, for the sake of numpy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect

from ui.widgets.plot_samples import PlotSamples, longest_pause

Figures = NDArray[np.float64]
Mark = tuple[float, str]
"""Where on an axis, and what is written there."""


class PlotLine(NamedTuple):
    """Points of a line: seconds, figures, and whether each is joined to the next."""

    times: Figures
    values: Figures
    joined: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PlotPicture:
    """One state of the plot.

    area: from the stretch's begin to its end, in pixels of the canvas; line: in seconds from the
    end, negative before it; stretches: begin and end of each at rest, likewise; dots: time and
    figure of the newest while it is followed; low and high: ends of the value axis.
    """

    area: QRect
    span_s: float
    line: PlotLine
    stretches: Sequence[tuple[float, float]]
    dots: Sequence[tuple[float, float]]
    low: float
    high: float
    value_marks: Sequence[Mark]
    time_marks: Sequence[Mark]


def line_of(samples: PlotSamples, from_s: float, to_s: float, columns: int) -> PlotLine:
    """Return the line there: all points, or first, lowest, highest, last of each pixel column.

    samples: one at least; columns: how many, at least 1. At most four points a column, however
    many samples; one before and one after are taken along, so that the line reaches the edges.
    Columns are of time: thinned by count, a pause would mix what lies on its two sides.
    """
    start, stop = samples.between(from_s, to_s)
    part = slice(max(0, start - 1), stop + 1)
    times, values = np.frombuffer(samples.times[part]), np.frombuffer(samples.values[part])
    longest_s = longest_pause(len(times), float(times[-1] - times[0]))
    if len(times) > 4 * columns:
        return _thinned(times, values, np.linspace(from_s, to_s, columns + 1), longest_s)
    return PlotLine(times, values, np.diff(times, append=times[-1]) <= longest_s)


def _thinned(times: Figures, values: Figures, edges: Figures, longest_s: float) -> PlotLine:
    """Return first, lowest, highest and last of each column, in an order that draws its height."""
    starts = np.unique(np.append(np.searchsorted(times, edges, side="right"), 0))
    starts = starts[starts < len(times)]
    lasts = np.append(starts[1:], len(times)) - 1
    lows, highs = np.minimum.reduceat(values, starts), np.maximum.reduceat(values, starts)
    at, until = times[starts], times[lasts]
    joined = np.ones((len(starts), 4), dtype=np.bool_)
    joined[:-1, 3] = at[1:] - until[:-1] <= longest_s
    return PlotLine(
        np.column_stack((at, at, until, until)).ravel(),
        np.column_stack((values[starts], lows, highs, values[lasts])).ravel(),
        joined.ravel(),
    )
