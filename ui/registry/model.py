"""The instrument table's model: pages fetched off the UI thread, the last rows stay meanwhile."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from inspector_app.domain.instrument import WeighingInstrument
from inspector_app.domain.judgement import Outcome
from inspector_app.services.ports import InstrumentRow
from inspector_app.words import gettext as _
from ui.widgets.table import CHIP_ROLE, STYLE_ROLE, CellChip, CellStyle

PAGE: Final = 200
KEPT_PAGES: Final = 50
DUE_SOON: Final = timedelta(days=30)
STATUS_COLUMN: Final = 6

Index = QModelIndex | QPersistentModelIndex
FetchPage = Callable[[int, Callable[[Sequence[InstrumentRow]], None]], None]


def instrument_status(row: InstrumentRow, today: date) -> CellChip:
    """Return the chip of an instrument: what is worst comes first."""
    until = row.instrument.verification_valid_until
    if row.last_outcome is Outcome.FAIL:
        return CellChip(_("Failed"), "bad")
    if until is None:
        return CellChip(_("Not verified"), "idle")
    if until < today:
        return CellChip(_("Overdue"), "bad", "clock")
    if until - today <= DUE_SOON:
        return CellChip(_("Due soon"), "warn", "clock")
    return CellChip(_("Valid"), "ok")


def specification(instrument: WeighingInstrument) -> str:
    """Return `30 kg / 10 g`."""
    return f"{instrument.maximum_capacity} / {instrument.verification_scale_interval}"


class InstrumentModel(QAbstractTableModel):
    """Rows of the register, fetched in pages of 200 and kept for the last 50 pages."""

    page_shown = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._count = 0
        self._pages: OrderedDict[int, Sequence[InstrumentRow]] = OrderedDict()
        self._asked: set[int] = set()
        self._fetch: FetchPage | None = None
        self._generation = 0

    def reset_to(self, count: int, fetch: FetchPage) -> None:
        """Show another selection of `count` rows."""
        self.beginResetModel()
        self._generation += 1
        self._count, self._fetch = count, fetch
        self._pages.clear()
        self._asked.clear()
        self.endResetModel()

    def instrument_row(self, at: int) -> InstrumentRow | None:
        """Return a row, None while it is still being fetched (the fetch is started)."""
        page, offset = divmod(at, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            self._ask(page)
            return None
        self._pages.move_to_end(page)
        return rows[offset] if offset < len(rows) else None

    def _ask(self, page: int) -> None:
        if page in self._asked or self._fetch is None:
            return
        self._asked.add(page)
        generation = self._generation
        self._fetch(page * PAGE, lambda rows: self._arrived(generation, page, rows))

    def _arrived(self, generation: int, page: int, rows: Sequence[InstrumentRow]) -> None:
        if generation != self._generation:
            return
        self._asked.discard(page)
        self._pages[page] = rows
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        first = self.index(page * PAGE, 0)
        last = self.index(min(self._count, page * PAGE + PAGE) - 1, self.columnCount() - 1)
        self.dataChanged.emit(first, last)
        self.page_shown.emit()

    # --- Qt --------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else 7

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            _("Serial no."),
            _("Instrument"),
            _("Max / e"),
            _("Used by"),
            _("Last check"),
            _("Valid until"),
            _("Status"),
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.instrument_row(index.row())
        if row is None:
            return "…" if role == Qt.ItemDataRole.DisplayRole and index.column() == 0 else None
        if role == CHIP_ROLE:
            is_status = index.column() == STATUS_COLUMN
            return instrument_status(row, self._today) if is_status else None
        if role == STYLE_ROLE:
            return CellStyle(weight=600) if index.column() == 1 else CellStyle(colour="text2")
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._text(row, index.column())
        return None

    def _text(self, row: InstrumentRow, column: int) -> str:
        until = row.instrument.verification_valid_until
        return (
            row.instrument.serial_number,
            " ".join(part for part in (row.instrument.name, row.instrument.model) if part),
            specification(row.instrument),
            row.premises_name,
            row.last_checked.isoformat() if row.last_checked else "–",
            until.isoformat() if until else "–",
            instrument_status(row, self._today).text,
        )[column]
