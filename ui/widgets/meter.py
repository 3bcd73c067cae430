"""Meter: how far something is, as a thin bar, with an optional target mark."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import theme
from ui.widgets.painting import draw_box

MeterTone = Literal["accent", "ok", "warn", "bad"]
_COLOURS: Final[dict[MeterTone, str]] = {
    "accent": "accent",
    "ok": "okf",
    "warn": "warnf",
    "bad": "badf",
}


class Meter(QWidget):
    """A bar filled from 0 to 1; `None` shows the empty track, there is no figure yet."""

    def __init__(self, parent: QWidget | None = None, *, small: bool = False) -> None:
        super().__init__(parent)
        self._share: float | None = None
        self._target: float | None = None
        self._tone: MeterTone = "accent"
        self._small = small
        policy = QSizePolicy.Policy.Fixed if small else QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, QSizePolicy.Policy.Fixed)

    def show_share(
        self,
        share: float | None,
        sentence: str,
        *,
        target: float | None = None,
        tone: MeterTone = "accent",
    ) -> None:
        """Show this share of the whole (0 to 1); sentence: the same in words."""
        self._share, self._target, self._tone = share, target, tone
        self.setAccessibleName(sentence)
        self.update()

    def retint(self) -> None:
        """Measure again in the theme in use."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        t = theme()
        height = t.size("meter") + (2 * t.space("xs") if self._target is not None else 0)
        return QSize(t.size("meter_small" if self._small else "step"), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().size("meter_small"), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t, height = QPainter(self), theme(), theme().size("meter")
        bar = QRect(0, (self.height() - height) // 2, self.width(), height)
        edge = t.colour("line") if t.is_sunlight else None
        draw_box(painter, bar, ground=t.colour("idlebg"), edge=edge, radius=t.radius("bar"))
        if self._share:
            filled = QRect(bar)
            filled.setWidth(max(height, round(bar.width() * min(1.0, self._share))))
            colour = t.colour(_COLOURS[self._tone])
            draw_box(painter, filled, ground=colour, edge=None, radius=t.radius("bar"))
        if self._target is not None:
            stroke = t.tokens.stroke_px["limit"]
            x = round(bar.width() * min(1.0, self._target)) - stroke
            painter.fillRect(x, 0, stroke, self.height(), t.colour("text"))
