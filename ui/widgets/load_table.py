"""Load table: the load points as rows, one of them current, each with its calculation to unfold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from inspector_app.words import gettext as _
from ui.theme import theme
from ui.widgets.load_row import Column, LoadRowData, column_places
from ui.widgets.load_row_widget import LoadHead, LoadRow


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
        self._head = LoadHead(self)
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
        self._scroll.verticalScrollBar().rangeChanged.connect(self._on_range)
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

    def _on_range(self, _low: int, _high: int) -> None:
        """Rows get their places after they were shown: only then the current one can be found."""
        if 0 <= self._current < len(self._rows):
            self._scroll.ensureWidgetVisible(self._rows[self._current], 0, 0)

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
            "load": _("Load") + f" / {load}",
            "reading": _("Reading") + f" / {load}",
            "delta": f"ΔL / {error}",
            "error": f"Ec / {error}",
            "limit": _("Limit") + f" / {error}",
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
