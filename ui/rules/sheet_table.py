"""A table of a regulation, laid out whole: as high as its rows, the page around it scrolls."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.rules.model import Sheet, SheetModel
from ui.theme import theme
from ui.widgets.chip import chip_width, default_icon
from ui.widgets.painting import text_width
from ui.widgets.table import CellChip, Table


class SheetTable(Table):
    """Rows of a sheet; Tab goes in and out, the arrows move within."""

    def __init__(self, sheet: Sheet, parent: QWidget | None = None) -> None:
        super().__init__(sheet.name, parent)
        self._sheet = sheet
        self._model = SheetModel(sheet)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setModel(self._model)

    def retint(self) -> None:
        """Take heights and widths of the theme in use."""
        super().retint()
        if hasattr(self, "_sheet"):  # the base class calls this before there is a sheet
            self.setFixedHeight(self._height())
            self._share_width()

    def _height(self) -> int:
        t = theme()
        return t.size("row_table_head") + len(self._sheet.rows) * t.size("row_table")

    def _share_width(self) -> None:
        """Give every column what it wants; short of room, the widest texts give way first."""
        columns = range(len(self._sheet.head))
        wanted = [self._wanted(column) for column in columns]
        fixed = [self._has_chips(column) for column in columns]
        room = self.viewport().width() - sum(w for w, f in zip(wanted, fixed, strict=True) if f)
        level = _level([w for w, f in zip(wanted, fixed, strict=True) if not f], room)
        for column in columns[:-1]:
            width = wanted[column] if fixed[column] else min(wanted[column], level)
            self.setColumnWidth(column, max(width, theme().space("xl")))

    def _has_chips(self, column: int) -> bool:
        return any(isinstance(row[column], CellChip) for row in self._sheet.rows)

    def _wanted(self, column: int) -> int:
        font, head = theme().font("dense"), theme().font("cap", 600)
        widths = [text_width(head, self._sheet.head[column])]
        for row in self._sheet.rows:
            cell = row[column]
            if isinstance(cell, CellChip):
                icon = default_icon(cell.kind) if cell.icon is None else cell.icon
                widths.append(chip_width(cell.text, icon))
            else:
                widths.append(text_width(font, cell))
        return max(widths) + 2 * theme().space("m")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().space("xl"), self._height())


def _level(wanted: list[int], room: int) -> int:
    """Return the width that no column may pass so that all fit into the room together."""
    left = sorted(wanted)
    while left and left[0] * len(left) <= room:
        room -= left.pop(0)
    return room // len(left) if left else max(wanted, default=0)
