"""The reference weights: which sets there are, until when each may be used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from inspector_app.domain.instrument import ReferenceWeightSet
from inspector_app.domain.quantities import Mass
from inspector_app.words import gettext as _
from inspector_app.words import marked
from ui.inspect.entry_form import Entry
from ui.registry.model import DUE_SOON
from ui.widgets.table import CHIP_ROLE, STYLE_ROLE, CellChip, CellStyle

Index = QModelIndex | QPersistentModelIndex
STATUS_COLUMN: Final = 5
ENTRIES: Final = (
    Entry("name", marked("Name of the set"), hint=marked("M1 weights 1 g – 10 kg"), needed=True),
    Entry(
        "accuracy_class",
        marked("Weight class"),
        choices=tuple((c, c) for c in ("M1", "M2", "M3", "F2", "F1", "E2", "E1")),
        initial="M1",
    ),
    Entry("pieces", marked("Pieces"), hint="1 g, 2 g, 2 g, 5 g, 1 kg, 5 kg", needed=True),
    Entry("serial_number", marked("Serial number")),
    Entry("certificate_number", marked("Certificate number"), needed=True),
    Entry("issuer", marked("Issued by")),
    Entry("valid_until", marked("Valid until"), hint="2027-03-18", needed=True),
)


def pieces_text(pieces: Sequence[Mass]) -> str:
    """Return `1 g – 10 kg, 14 pieces`."""
    if not pieces:
        return ""
    small, large = (
        min(pieces, key=lambda p: p.in_unit("g")),
        max(pieces, key=lambda p: p.in_unit("g")),
    )
    return _("{small} to {large}, {count} pieces").format(
        small=small, large=large, count=len(pieces)
    )


def weights_status(one: ReferenceWeightSet, today: date) -> CellChip:
    """Return the chip of a set."""
    if one.valid_until < today:
        return CellChip(_("Expired"), "bad", "clock")
    if one.valid_until - today <= DUE_SOON:
        return CellChip(_("Due soon"), "warn", "clock")
    return CellChip(_("Valid"), "ok")


class WeightModel(QAbstractTableModel):
    """The sets, a dozen at most."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._sets: tuple[ReferenceWeightSet, ...] = ()

    def show_sets(self, sets: tuple[ReferenceWeightSet, ...]) -> None:
        """Show these."""
        self.beginResetModel()
        self._sets = sets
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._sets)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else 6

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            _("Name of the set"),
            _("Weight class"),
            _("Pieces"),
            _("Certificate number"),
            _("Valid until"),
            _("Status"),
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        one = self._sets[index.row()]
        if role == CHIP_ROLE:
            is_status = index.column() == STATUS_COLUMN
            return weights_status(one, self._today) if is_status else None
        if role == STYLE_ROLE:
            return CellStyle(weight=600) if index.column() == 0 else CellStyle(colour="text2")
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return (
                one.name,
                one.accuracy_class,
                pieces_text(one.pieces),
                one.certificate_number,
                one.valid_until.isoformat(),
                weights_status(one, self._today).text,
            )[index.column()]
        return None
