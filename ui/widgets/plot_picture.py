"""What one state of the live plot consists of, told by the widget to whoever draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect

from ui.widgets.plot_samples import PlotLine

Mark = tuple[float, str]
"""Where on an axis, and what is written there."""


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
