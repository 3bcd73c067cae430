"""What the program ships of others: a line each, and the licence of the chosen one to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from inspector_app.licences import Licence
from inspector_app.words import gettext as _
from inspector_app.words import marked
from ui.theme import theme
from ui.widgets.card import Card
from ui.widgets.table import STYLE_ROLE, CellStyle, Table

_Index = QModelIndex | QPersistentModelIndex
_HEADS: Final = (marked("Name"), marked("Version"), marked("Licence"))
_WIDTHS: Final = (196, 104)


class LicencesView(QWidget):
    """The section. Signal wanted: it is shown for the first time and has nothing to show yet."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _LicenceModel()
        self.table, self.text = Table(), QPlainTextEdit()
        self.table.setModel(self._model)
        self.table.set_column_widths(_WIDTHS)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        card = Card(margins=False)
        card.body.addWidget(self.table)
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.addWidget(card, 1)
        self._across.addWidget(self.text, 1)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.retranslate()
        self.retint()

    def show_licences(self, licences: Sequence[Licence]) -> None:
        """Show these, the first one chosen."""
        self._model.show_licences(licences)
        self.table.selectRow(0)

    def focus_first(self) -> None:
        """Go to the list."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._model.licences:
            self.wanted.emit()

    def _on_row(self, current: QModelIndex) -> None:
        if current.isValid():
            self.text.setPlainText(self._model.licences[current.row()].text())

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.table.setAccessibleName(_("Third-party licences"))
        self.text.setAccessibleName(_("Text of the licence"))
        self._model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(_HEADS) - 1)

    def retint(self) -> None:
        """Take the distances of the theme in use."""
        self._across.setSpacing(theme().space("m"))


class _LicenceModel(QAbstractTableModel):
    """One row for each licence."""

    def __init__(self) -> None:
        super().__init__()
        self.licences: Sequence[Licence] = ()

    def show_licences(self, licences: Sequence[Licence]) -> None:
        """Take these in place of the last ones."""
        self.beginResetModel()
        self.licences = licences
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.licences)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return _(_HEADS[section])

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        one = self.licences[index.row()]
        if role == STYLE_ROLE:
            return CellStyle(colour="text" if index.column() == 0 else "text2")
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return (one.name, one.version, one.expression)[index.column()]
        return None
