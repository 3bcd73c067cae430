"""Load table: the load points as rows, one of them current, each with its calculation to unfold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEasingCurve, QRect, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.words import gettext as _
from ui.theme import theme
from ui.widgets.load_row import (
    Column,
    LoadRowData,
    column_places,
    paint_row,
    paint_unfolded,
    unfolded_height,
    unfolded_lines,
)
from ui.widgets.painting import draw_box, draw_text


class LoadRow(QWidget):
    """One painted row; the table owns selection and keyboard."""

    how_toggled = Signal(bool)
    chosen = Signal()

    def __init__(self, table: LoadTable, data: LoadRowData) -> None:
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


class _Head(QWidget):
    """The column titles, aligned as the cells are."""

    def __init__(self, table: LoadTable) -> None:
        super().__init__()
        self._table = table
        self.retint()

    def retint(self) -> None:
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
            draw_text(painter, cell, title, t.font("cap", 500), t.colour("text2"), align)
        hair = t.tokens.stroke_px["hair"]
        painter.fillRect(0, self.height() - hair, self.width(), hair, t.colour("rule"))


class LoadTable(QWidget):
    """Head and rows; up and down move, Enter unfolds. One tab stop for the whole table.

    The page decides what Space and Backspace do; it asks `current()`.
    """

    current_changed = Signal(int)
    how_toggled = Signal(int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_compact = False
        self.is_animated = True
        self._hidden: frozenset[Column] = frozenset()
        self._load_unit, self._error_unit = "kg", "g"
        self._own_headings: Mapping[Column, str] = {}
        self._rows: list[LoadRow] = []
        self._current = -1
        self._head = _Head(self)
        self._build()
        self.retranslate()

    def _build(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("focusStyle", "own")  # the current row shows it
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setProperty("scrolled", "true")
        self._lines = QVBoxLayout(inside)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self._lines.addStretch(1)
        self._scroll.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._scroll, 1)

    def set_rows(self, rows: Sequence[LoadRowData], current: int = 0) -> None:
        """Show these rows; rows at the same place keep what is unfolded."""
        while len(self._rows) > len(rows):
            last = self._rows.pop()
            self._lines.removeWidget(last)
            last.hide()
            last.deleteLater()
        for at, data in enumerate(rows):
            if at < len(self._rows):
                self._rows[at].show_data(data)
            else:
                self._add(data)
        self._current = -1
        self.set_current(min(current, len(rows) - 1))

    def _add(self, data: LoadRowData) -> None:
        row = LoadRow(self, data)
        self._rows.append(row)
        self._lines.insertWidget(len(self._rows) - 1, row)
        row.chosen.connect(self._on_chosen)
        row.how_toggled.connect(self._on_how_toggled)

    def update_row(self, at: int, data: LoadRowData) -> None:
        """Show new values in one row; cheap enough for every frame of a scale."""
        self._rows[at].show_data(data)

    def row_count(self) -> int:
        """Return the number of rows."""
        return len(self._rows)

    def current(self) -> int:
        """Return the current row, -1 if there is none."""
        return self._current

    def set_current(self, at: int) -> None:
        """Make this row current and scroll to it."""
        if at == self._current or not -1 <= at < len(self._rows):
            return
        self._current = at
        for place, row in enumerate(self._rows):
            row.is_current = place == at
            row.update()
        if at >= 0:
            self._scroll.ensureWidgetVisible(self._rows[at], 0, 0)
            self.setAccessibleDescription(self._rows[at].data.sentence())
        self.current_changed.emit(at)

    def toggle_how(self, at: int) -> None:
        """Unfold or fold the calculation of this row."""
        self._rows[at].toggle()

    def set_units(self, load_unit: str, error_unit: str) -> None:
        """Name the units in the head; the figures come in them."""
        self._load_unit, self._error_unit = load_unit, error_unit
        self._head.update()

    def set_headings(self, headings: Mapping[Column, str]) -> None:
        """Replace some of the column titles, for tests that are no load points."""
        self._own_headings = headings
        self._head.update()

    def set_hidden(self, hidden: frozenset[Column]) -> None:
        """Leave out these columns."""
        self._hidden = hidden
        self._refit()

    def set_compact(self, *, compact: bool) -> None:
        """Lower rows and no time column, for 1024 by 600."""
        self.is_compact = compact
        self._refit()

    def places(self) -> Mapping[Column, tuple[int, int]]:
        """Return left edge and width of the columns shown."""
        hidden = set(self._hidden)
        if self.is_compact:
            hidden.add("time")
        if theme().is_sunlight:
            hidden.add("strip")
        return column_places(self._scroll.viewport().width(), frozenset(hidden))

    def headings(self) -> Mapping[Column, str]:
        """Return the title of each column in the language in use."""
        load, error = self._load_unit, self._error_unit
        titles: dict[Column, str] = {
            "number": "#",
            "load": f"{_('Load')} / {load}",
            "reading": f"{_('Reading')} / {load}",
            "delta": f"ΔL / {error}",
            "error": f"Ec / {error}",
            "limit": f"{_('Limit')} / {error}",
            "strip": _("Error within limits"),
            "verdict": _("Verdict"),
            "time": _("Time · source"),
            "how": "",
        }
        return titles | dict(self._own_headings)

    def retint(self) -> None:
        """Measure rows and columns again in the theme in use."""
        self._refit()

    def retranslate(self) -> None:
        """Say head and rows in the language in use."""
        self.setAccessibleName(_("Load points"))
        for row in self._rows:
            row.show_data(row.data)
        self._head.update()

    def _refit(self) -> None:
        for row in self._rows:
            row.fit()
            row.update()
        self._head.update()

    def _on_chosen(self) -> None:
        row = self.sender()
        if isinstance(row, LoadRow):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.set_current(self._rows.index(row))

    def _on_how_toggled(self, is_open: bool) -> None:
        row = self.sender()
        if isinstance(row, LoadRow):
            self.how_toggled.emit(self._rows.index(row), is_open)

    def sizeHint(self) -> QSize:
        height = sum(row.height() for row in self._rows) + self._head.height()
        return QSize(theme().size("minimum_width") - theme().size("step"), height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        key = Qt.Key(event.key())
        if key in steps:
            self.set_current(min(max(self._current + steps[key], 0), len(self._rows) - 1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current >= 0:
            self.toggle_how(self._current)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: object) -> None:
        self.update()
        self._repaint_current()

    def focusOutEvent(self, event: object) -> None:
        self._repaint_current()

    def _repaint_current(self) -> None:
        if 0 <= self._current < len(self._rows):
            self._rows[self._current].update()
