"""The widgets of the load table's lines: one row with what unfolds below it, and the head."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import QEasingCurve, QRect, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import theme
from ui.widgets.load_row import (
    Column,
    LoadRowData,
    Places,
    paint_row,
    paint_unfolded,
    unfolded_height,
    unfolded_lines,
)
from ui.widgets.painting import draw_box, draw_text, text_width


class RowOwner(Protocol):
    """What a row asks of its table."""

    is_compact: bool
    is_animated: bool

    def places(self) -> Places:
        """Return left edge and width of the columns shown."""

    def headings(self) -> Mapping[Column, str]:
        """Return the title of each column."""

    def hasFocus(self) -> bool:
        """Return whether the table has the keyboard."""


class LoadRow(QWidget):
    """One painted row; the table owns selection and keyboard."""

    how_toggled = Signal(bool)
    chosen = Signal()

    def __init__(self, table: RowOwner, data: LoadRowData) -> None:
        super().__init__()
        self._table = table
        self._unfolding = QVariantAnimation(self)
        self._unfolding.valueChanged.connect(self._on_unfolding)
        self._unfolding.setEasingCurve(QEasingCurve.Type.OutQuad)
        self.data = data
        self.is_open = False
        self.is_current = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_data(data)

    def show_data(self, data: LoadRowData) -> None:
        """Show these values; a row whose calculation went away folds."""
        self.data = data
        self.is_open = self.is_open and bool(data.how)
        self.setAccessibleName(data.sentence())
        self.setAccessibleDescription(" ".join(data.how))
        self.fit()
        self.update()

    def fit(self) -> None:
        """Take the height for the theme, the width and what is unfolded."""
        self._unfolding.stop()
        self.setFixedHeight(self._row_height() + self._below())

    def toggle(self) -> None:
        """Unfold or fold the calculation."""
        if not self.data.how:
            return
        before = self.height()
        self.is_open = not self.is_open
        self.how_toggled.emit(self.is_open)
        if not self.isVisible() or not self._table.is_animated:
            self.fit()
            return
        self._unfolding.setDuration(theme().tokens.motion_ms["unfold"])
        self._unfolding.setStartValue(before)
        self._unfolding.setEndValue(self._row_height() + self._below())
        self._unfolding.start()

    def _on_unfolding(self, height: int) -> None:
        self.setFixedHeight(height)

    def _row_height(self) -> int:
        return theme().size("row_c" if self._table.is_compact else "row") + 1

    def _below(self) -> int:
        left = theme().space("l") + theme().size("col_number")
        width = max(1, self.width() - left - theme().space("l"))
        return unfolded_height(unfolded_lines(self.data, is_open=self.is_open), width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.oldSize().width() != event.size().width():
            self.fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.chosen.emit()
        place = self._table.places().get("how")
        at = event.position().toPoint()
        if place and at.x() >= place[0] and at.y() < self._row_height():
            self.toggle()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme()
        row = QRect(0, 0, self.width(), self._row_height())
        paint_row(
            painter,
            row,
            self.data,
            self._table.places(),
            is_current=self.is_current,
            is_open=self.is_open,
        )
        below = self.rect().adjusted(0, row.height(), 0, 0)
        if below.height() > 0:
            lines = unfolded_lines(self.data, is_open=True)
            paint_unfolded(painter, below, self.data, lines)
        hair = t.tokens.stroke_px["hair"]
        painter.fillRect(0, self.height() - hair, self.width(), hair, t.colour("rule"))
        if self.is_current and self._table.hasFocus():
            draw_box(
                painter,
                self.rect(),
                ground=None,
                edge=t.colour("focus"),
                radius=t.radius("chip"),
                stroke=t.tokens.stroke_px["focus"],
            )


class LoadHead(QWidget):
    """The column titles, aligned as the cells are."""

    def __init__(self, table: RowOwner) -> None:
        super().__init__()
        self._table = table
        self.retint()

    def retint(self) -> None:
        """Take the height of the theme in use."""
        self.setFixedHeight(theme().size("row_head"))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme()
        left_aligned = ("number", "strip", "verdict", "time", "how")
        for name, (left, width) in self._table.places().items():
            align = Qt.AlignmentFlag.AlignLeft
            if name not in left_aligned:
                align = Qt.AlignmentFlag.AlignRight
            cell = QRect(left, 0, width, self.height())
            title = self._table.headings()[name]
            if name == "verdict" and text_width(t.font("cap", 500), title) > width:
                continue  # so narrow a column has marks only, which speak for themselves
            draw_text(painter, cell, title, t.font("cap", 500), t.colour("text2"), align)
        hair = t.tokens.stroke_px["hair"]
        painter.fillRect(0, self.height() - hair, self.width(), hair, t.colour("rule"))
