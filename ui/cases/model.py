"""Cases as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from inspector_app.services.list_cases import CaseCard
from inspector_app.words import gettext as _
from ui.cases import wording
from ui.widgets.table import CHIP_ROLE, STYLE_ROLE, CellChip, CellStyle

DEADLINE_COLUMN: Final = 4
Index = QModelIndex | QPersistentModelIndex


class CaseModel(QAbstractTableModel):
    """The cards of the board as rows, in the same order."""

    def __init__(self) -> None:
        super().__init__()
        self._cards: tuple[CaseCard, ...] = ()

    def show_cards(self, cards: Sequence[CaseCard]) -> None:
        """Show these cases."""
        self.beginResetModel()
        self._cards = tuple(cards)
        self.endResetModel()

    def card(self, at: int) -> CaseCard | None:
        """Return the case of a row."""
        return self._cards[at] if 0 <= at < len(self._cards) else None

    def row_of(self, case_id: str) -> int:
        """Return the row of a case, -1 if it is not shown."""
        keys = [card.case.case_id for card in self._cards]
        return keys.index(case_id) if case_id in keys else -1

    # --- Qt --------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._cards)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else 6

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            _("Number"),
            _("Case"),
            _("Stage"),
            _("Last day"),
            _("Deadline"),
            _("Handled by"),
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        card = self.card(index.row())
        if card is None:
            return None
        if role == CHIP_ROLE and index.column() == DEADLINE_COLUMN:
            chip = wording.deadline_chip(card.deadline)
            return CellChip(chip.text, chip.kind, chip.icon)
        if role == STYLE_ROLE:
            return CellStyle(weight=600) if index.column() == 1 else CellStyle(colour="text2")
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._text(card, index.column())
        return None

    @staticmethod
    def _text(card: CaseCard, column: int) -> str:
        deadline = card.deadline
        return (
            card.number,
            card.case.title,
            wording.stage_word(card.stage),
            wording.last_day(deadline) if deadline is not None else "–",
            wording.deadline_chip(deadline).text,
            wording.handlers(card.case),
        )[column]
