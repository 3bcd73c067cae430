"""StackedBars: shares of a whole by row, told apart by pattern and gap as well as colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.words import gettext as _
from ui.theme import theme
from ui.widgets.painting import draw_text, line_height, text_width

_GAP: Final = 2.0
_LABEL_PERCENT: Final = 36
_HALF_BAR: Final = 8
"""Pixels; bars are lines of one weight at any height of the card."""
_COLOURS: Final = ("accent", "warnf", "badf")
_PATTERNS: Final = (
    Qt.BrushStyle.SolidPattern,
    Qt.BrushStyle.HorPattern,
    Qt.BrushStyle.BDiagPattern,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StackedRow:
    """One row: its name, its parts in order (pass, near a limit, fail), figure and count."""

    label: str
    parts: tuple[int, int, int]
    figure: str
    count: str


class StackedBars(QWidget):
    """Bars of 100 % each: a cut axis would exaggerate. Rows that find no room are left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[StackedRow, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_rows(self, rows: Sequence[StackedRow], sentence: str) -> None:
        """Show these rows; sentence: what they say, for screen readers."""
        self._rows = tuple(rows)
        self.setAccessibleName(sentence)
        self.update()

    def retint(self) -> None:
        """Draw again in the theme in use."""
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().size("detail"), theme().size("row") * max(len(self._rows), 2))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().size("step"), theme().size("row") * 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme()
        if not self._rows:
            centre = Qt.AlignmentFlag.AlignHCenter
            draw_text(
                painter, self.rect(), _("No data yet"), t.font("cap"), t.colour("text3"), centre
            )
            return
        least = line_height(t.type_px("body")) + t.space("xs")
        room = max(self.height() // least, 1)
        rows = self._rows[:room]
        pitch = min(self.height() / len(rows), t.size("row"))
        longest = max(text_width(t.font("body"), row.label) for row in rows) + t.space("m")
        label = min(longest, self.width() * _LABEL_PERCENT // 100)
        figure = max(text_width(t.font("body", 600), row.figure) for row in rows) + t.space("s")
        count = max(text_width(t.font("cap"), row.count) for row in rows) + t.space("s")
        width = max(self.width() - label - figure - count - t.space("m"), 1)
        for at, row in enumerate(rows):
            top = at * pitch
            line = QRectF(0, top, label - t.space("s"), pitch)
            draw_text(painter, line, row.label, t.font("body"), t.colour("text"))
            self._paint_bar(
                painter, QRectF(label, top + pitch / 2 - _HALF_BAR, width, 2 * _HALF_BAR), row.parts
            )
            right = Qt.AlignmentFlag.AlignRight
            place = QRectF(label + width, top, figure, pitch)
            draw_text(painter, place, row.figure, t.font("body", 600), t.colour("text"), right)
            place = QRectF(label + width + figure, top, count, pitch)
            draw_text(painter, place, row.count, t.font("cap"), t.colour("text3"), right)

    def _paint_bar(self, painter: QPainter, area: QRectF, parts: tuple[int, int, int]) -> None:
        total, left, t = sum(parts), area.left(), theme()
        painter.fillRect(area, t.colour("idlebg"))
        if not total:
            return
        for part, colour, pattern in zip(parts, _COLOURS, _PATTERNS, strict=True):
            if not part:
                continue
            width = area.width() * part / total
            box = QRectF(left, area.top(), max(width - _GAP, 1.0), area.height())
            painter.fillRect(box, t.colour("surface"))
            painter.fillRect(box, QBrush(t.colour(colour), pattern))
            if pattern is not Qt.BrushStyle.SolidPattern:
                painter.setPen(t.pen(colour, "hair"))
                painter.drawRect(box.adjusted(0, 0, -1, -1))
            left += width
