"""The table of what waits: records first, then the files, each with its reason in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from inspector_app.services.sync_ports import FileOnItsWay, WaitingBlob, WaitingRecord
from inspector_app.words import gettext as _
from ui import sync_words
from ui.widgets.table import CHIP_ROLE, METER_ROLE, CellChip

Index = QModelIndex | QPersistentModelIndex
AMOUNT_COLUMN: Final = 2
REASON_COLUMN: Final = 3


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One row. key: stream or SHA-256. amount: `3 entries` or `2.1 MB`."""

    key: str
    what: str
    title: str
    amount: str
    reason: str
    is_trouble: bool


def rows_of(
    records: Sequence[WaitingRecord], blobs: Sequence[WaitingBlob], waits: str = ""
) -> tuple[WaitingRow, ...]:
    """Return what the table shows, in the language in use. waits: why all of them wait."""
    first = tuple(
        WaitingRow(
            one.key,
            sync_words.what_word(one.what),
            one.title or one.key[:8],
            _("{n} since {time}").format(
                n=one.events, time=f"{one.since.astimezone():%m-%d %H:%M}"
            ),
            sync_words.problem(one.problem, waits),
            bool(one.problem),
        )
        for one in records
    )
    files = tuple(
        WaitingRow(
            one.sha256,
            sync_words.role_word(one.role),
            one.name or one.role,
            sync_words.size(one.size),
            sync_words.problem(one.problem, waits),
            bool(one.problem),
        )
        for one in blobs
    )
    return first + files


class WaitingModel(QAbstractTableModel):
    """What waits. A file on its way changes two cells, never the table."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[WaitingRow, ...] = ()
        self._places: dict[str, int] = {}
        self._file: FileOnItsWay | None = None

    def show_rows(self, rows: tuple[WaitingRow, ...]) -> None:
        """Show these, if they are others."""
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self._places = {row.key: at for at, row in enumerate(rows)}
            self.endResetModel()

    def show_file(self, file: FileOnItsWay | None) -> None:
        """Show how far the file under way is; None: no file is under way."""
        before, self._file = self._file, file
        for one in {shown.sha256 for shown in (before, file) if shown is not None}:
            if one in self._places and before != file:
                at = self._places[one]
                self.dataChanged.emit(self.index(at, AMOUNT_COLUMN), self.index(at, REASON_COLUMN))

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
            return (_("Kind"), _("Title"), _("Waits"), _("Why"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell; the reason is a chip where a person is needed."""
        row, column = self._rows[index.row()], index.column()
        file = self._file if self._file is not None and self._file.sha256 == row.key else None
        if role == METER_ROLE:
            is_bar = file is not None and column == AMOUNT_COLUMN
            return file.held / file.size if file is not None and is_bar and file.size else None
        if role == CHIP_ROLE:
            is_chip = column == REASON_COLUMN and row.is_trouble and file is None
            return CellChip(row.reason, "warn") if is_chip else None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return _texts(row, file)[column]
        return None


def _texts(row: WaitingRow, file: FileOnItsWay | None) -> tuple[str, str, str, str]:
    if file is None:
        return row.what, row.title, row.amount, row.reason
    return row.what, row.title, sync_words.amount(file.held, file.size), _("On its way now")
