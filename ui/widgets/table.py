"""Table view for long registers: 36-px rows, chips painted by a delegate, no widget in a cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.theme import theme
from ui.widgets.chip import ChipKind, chip_width, default_icon, paint_chip
from ui.widgets.painting import draw_box, draw_text

CHIP_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
STYLE_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 2
METER_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 3
"""A share from 0 to 1 under this role draws a bar below the cell's text."""
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class CellChip:
    """What a model gives under CHIP_ROLE to show a chip; icon None takes the kind's own."""

    text: str
    kind: ChipKind
    icon: str | None = None


@dataclass(frozen=True, slots=True)
class CellStyle:
    """What a model may give under STYLE_ROLE: weight 400 to 700 and a colour token."""

    weight: int = 400
    colour: str = "text"


class CellDelegate(QStyledItemDelegate):
    """Paints text on one baseline in both languages, chips, and the bar of the current row."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect = QRect(option.rect)
        painter.save()
        t = theme()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, t.colour("sel"))
            if index.column() == self._first_column():
                bar = t.tokens.stroke_px["accent_bar"]
                painter.fillRect(rect.left(), rect.top(), bar, rect.height(), t.colour("accent"))
        side = t.space("m") - t.stroke
        self._paint_content(painter, rect.adjusted(side, 0, -side, 0), index)
        hair = t.tokens.stroke_px["hair"]
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), hair, t.colour("grid"))
        painter.restore()

    def _first_column(self) -> int:
        view = self.parent()
        if isinstance(view, QTableView):
            return view.horizontalHeader().logicalIndex(0)
        return 0

    def _paint_content(self, painter: QPainter, area: QRect, index: _Index) -> None:
        chip = index.data(CHIP_ROLE)
        if isinstance(chip, CellChip):
            _paint_cell_chip(painter, area, chip)
            return
        style = index.data(STYLE_ROLE)
        style = style if isinstance(style, CellStyle) else CellStyle()
        text = index.data(Qt.ItemDataRole.DisplayRole)
        align = index.data(Qt.ItemDataRole.TextAlignmentRole)
        right = align is not None and bool(int(align) & int(Qt.AlignmentFlag.AlignRight))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        font = theme().font("dense", style.weight)
        shown = "" if text is None else str(text)
        share = index.data(METER_ROLE)
        if isinstance(share, float):
            _paint_meter(painter, area, share)
            area = area.adjusted(0, 0, 0, -2 * theme().size("meter"))
        draw_text(painter, area, shown, font, theme().colour(style.colour), side)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), theme().size("row_table"))


def _paint_meter(painter: QPainter, area: QRect, share: float) -> None:
    t = theme()
    height = t.size("meter")
    bar = QRect(area.left(), area.bottom() - 2 * height, area.width(), height)
    edge = t.colour("line") if t.is_sunlight else None
    draw_box(painter, bar, ground=t.colour("idlebg"), edge=edge, radius=t.radius("bar"))
    if share > 0:
        bar.setWidth(max(height, round(bar.width() * min(1.0, share))))
        draw_box(painter, bar, ground=t.colour("accent"), edge=None, radius=t.radius("bar"))


def _paint_cell_chip(painter: QPainter, area: QRect, chip: CellChip) -> None:
    icon = default_icon(chip.kind) if chip.icon is None else chip.icon
    height = theme().size("chip_table")
    width = min(chip_width(chip.text, icon), area.width())
    top = area.top() + (area.height() - height) // 2
    paint_chip(painter, QRect(area.left(), top, width, height), chip.text, icon, chip.kind)


class Table(QTableView):
    """A read-only table: one selected row, sorted by its model, Enter opens.

    opened: row number when Enter is pressed or a row is double-clicked.
    """

    opened = Signal(int)

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty = ""
        self.setAccessibleName(name)
        self.setItemDelegate(CellDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self._dress_headers()
        self.doubleClicked.connect(self._on_double_clicked)
        self.retint()

    def _dress_headers(self) -> None:
        across = self.horizontalHeader()
        across.setHighlightSections(False)
        across.setStretchLastSection(True)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        down = self.verticalHeader()
        down.hide()
        # Fixed, not measured: a million rows must not be asked for their height.
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def set_empty_text(self, sentence: str) -> None:
        """Say what to do while there are no rows."""
        self._empty = sentence
        self.viewport().update()

    def set_column_widths(self, widths: tuple[int, ...]) -> None:
        """Give each column its width in pixels; the last one takes the rest."""
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)

    def current_row(self) -> int:
        """Return the selected row, -1 if there is none."""
        index = self.currentIndex()
        return index.row() if index.isValid() else -1

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        self.retint()

    def retint(self) -> None:
        """Take row and head heights of the theme in use."""
        self.verticalHeader().setDefaultSectionSize(theme().size("row_table"))
        self.horizontalHeader().setFixedHeight(theme().size("row_table_head"))
        self.viewport().update()

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_row() >= 0:
            self.opened.emit(self.current_row())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        model: QAbstractItemModel | None = self.model()
        if self._empty and (model is None or model.rowCount() == 0):
            painter = QPainter(self.viewport())
            draw_text(
                painter,
                self.viewport().rect(),
                self._empty,
                theme().font("body"),
                theme().colour("text3"),
                Qt.AlignmentFlag.AlignHCenter,
            )
