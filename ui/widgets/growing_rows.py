"""The rows of a table that only grow at their end, or are forgotten together."""

from __future__ import annotations

from collections.abc import MutableSequence, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")


class GrowingRows(QAbstractTableModel, Generic[Row]):
    """Holds the rows; what a cell and the head show is said by each table itself."""

    def __init__(self, rows: MutableSequence[Row], columns: int) -> None:
        super().__init__()
        self._rows, self._columns = rows, columns

    def clear(self) -> None:
        """Forget all rows."""
        self.beginResetModel()
        self._rows.clear()
        self.endResetModel()

    def retranslate(self) -> None:
        """Have the head asked again."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self._columns - 1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else self._columns

    def _add(self, rows: Sequence[Row]) -> None:
        first = len(self._rows)
        self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
        self._rows.extend(rows)
        self.endInsertRows()
