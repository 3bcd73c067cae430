"""The table of what waits: records first, then the files, each with its reason in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from inspector_app.services.sync_ports import WaitingBlob, WaitingRecord
from inspector_app.words import gettext as _
from ui import sync_words
from ui.widgets.table import CHIP_ROLE, CellChip

Index = QModelIndex | QPersistentModelIndex
REASON_COLUMN: Final = 3


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One row. amount: `3 entries` or `2.1 MB`."""

    what: str
    title: str
    amount: str
    reason: str
    is_trouble: bool


def rows_of(
    records: tuple[WaitingRecord, ...], blobs: tuple[WaitingBlob, ...]
) -> tuple[WaitingRow, ...]:
    """Return what the table shows, in the language in use."""
    first = tuple(
        WaitingRow(
            sync_words.what_word(one.what),
            one.title or one.key[:8],
            _("{n} since {time}").format(
                n=one.events, time=f"{one.since.astimezone():%m-%d %H:%M}"
            ),
            sync_words.problem(one.problem),
            bool(one.problem),
        )
        for one in records
    )
    files = tuple(
        WaitingRow(
            sync_words.what_word("file"),
            one.name or one.role,
            sync_words.size(one.size),
            sync_words.problem(one.problem),
            bool(one.problem),
        )
        for one in blobs
    )
    return first + files


class WaitingModel(QAbstractTableModel):
    """What waits, a few hundred rows at most."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[WaitingRow, ...] = ()

    def show_rows(self, rows: tuple[WaitingRow, ...]) -> None:
        """Show these, if they are others."""
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def rowCount(self, _parent: Index | None = None) -> int:
        """Return how many wait."""
        return len(self._rows)

    def columnCount(self, _parent: Index | None = None) -> int:
        """Return 4."""
        return 4

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the column's name."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("What"), _("Title"), _("Waits"), _("Why"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell; the reason is a chip where a person is needed."""
        row = self._rows[index.row()]
        texts = (row.what, row.title, row.amount, row.reason)
        if role == CHIP_ROLE and index.column() == REASON_COLUMN and row.is_trouble:
            return CellChip(row.reason, "warn")
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return texts[index.column()]
        return None
