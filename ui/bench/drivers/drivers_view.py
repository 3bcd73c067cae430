"""The Bench's page of drivers: what each one rests on, and its examples read before one's eyes."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from inspector_app.words import gettext as _
from serial_drivers.catalog import PUMP_BUSES, drivers
from serial_drivers.driver import ScaleDriver
from serial_drivers.keeping.examples import ExampleResult, run_examples
from ui.bench import wording
from ui.bench.drivers.driver_facts import facts
from ui.task_runner import TaskRunner
from ui.theme import theme
from ui.widgets.card import Card
from ui.widgets.chip import chip_width, default_icon
from ui.widgets.label import Label
from ui.widgets.paragraph import Paragraph
from ui.widgets.see_through import see_through
from ui.widgets.table import CHIP_ROLE, CellChip, Table

_Index = QModelIndex | QPersistentModelIndex
_TITLE, _EXAMPLES = range(2)
_SHARE: Final = 2
_OF: Final = 5
"""The list takes two fifths of the width."""


class DriverModel(QAbstractTableModel):
    """Every driver of the catalogue, by title; its examples beside it once they were run."""

    def __init__(self) -> None:
        super().__init__()
        self.drivers: tuple[ScaleDriver, ...] = ()
        self.results: dict[str, ExampleResult] = {}
        self.sort_by_title()

    def sort_by_title(self) -> None:
        """Order by the titles in the language in use."""
        self.beginResetModel()
        self.drivers = tuple(sorted(drivers(), key=wording.driver_title))
        self.endResetModel()

    def show_results(self, results: dict[str, ExampleResult]) -> None:
        """Show how the examples went."""
        self.results = results
        last = self.index(len(self.drivers) - 1, _EXAMPLES)
        self.dataChanged.emit(self.index(0, _EXAMPLES), last)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.drivers)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else _EXAMPLES + 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        driver = self.drivers[index.row()]
        if index.column() == _TITLE:
            shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
            return wording.driver_title(driver) if role in shown else None
        result = self.results.get(driver.key)
        if result is None:
            return None
        told = f"{result.passed} / {result.total}"
        if role == CHIP_ROLE:
            is_good = result.total and result.passed == result.total
            return CellChip(told, "ok" if is_good else "bad")
        return told if role == Qt.ItemDataRole.AccessibleTextRole else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (_("Protocol"), _("Examples"))[section]


class DriverDetail(Card):
    """Everything one driver declares."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, margins=False)
        self.driver: ScaleDriver | None = None
        self._result: ExampleResult | None = None
        self.scroller, self._inside = QScrollArea(), QWidget()
        self._column = QVBoxLayout(self._inside)
        see_through(self.scroller, self._inside)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # There is nothing to press in it: the arrows must scroll it.
        self.scroller.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.body.addWidget(self.scroller)

    def show_driver(self, driver: ScaleDriver, result: ExampleResult | None) -> None:
        """Describe this one."""
        is_other = driver is not self.driver
        self.driver, self._result = driver, result
        self._fill()
        if is_other:
            self.scroller.verticalScrollBar().setValue(0)

    def texts(self) -> list[str]:
        """Return every paragraph as it stands."""
        return [paragraph.text() for paragraph in self._inside.findChildren(Paragraph)]

    def _fill(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        if self.driver is None:
            return
        self._column.addWidget(Paragraph(wording.driver_title(self.driver), "lead"))
        for fact in facts(self.driver, self._result):
            self._column.addSpacing(theme().space("s"))
            self._column.addWidget(Label(fact.title, "strong"))
            for line in fact.lines:
                self._column.addWidget(Paragraph(line, "dense"))
        self._column.addStretch(1)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.scroller.setAccessibleName(_("What the driver declares"))
        self._fill()

    def retint(self) -> None:
        """Take the measures of the theme in use."""
        super().retint()
        if hasattr(self, "_column"):
            side, top = theme().space("l"), theme().space("m")
            self._column.setContentsMargins(side, top, side, top)
            self._column.setSpacing(theme().space("xs"))


class DriversView(QWidget):
    """The list at the left, the chosen driver at the right."""

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._was_run = False
        self.model, self.table, self.detail = DriverModel(), Table(), DriverDetail()
        self.table.setModel(self.model)
        self._list = Card(margins=False)
        self._never = Paragraph("", "cap")
        self._foot = QVBoxLayout()
        self._foot.addWidget(self._never)
        self._list.body.addWidget(self.table, 1)
        self._list.body.addLayout(self._foot)
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.addWidget(self._list, _SHARE)
        self._across.addWidget(self.detail, _OF - _SHARE)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.opened.connect(lambda _at: self.detail.scroller.setFocus())
        self.retranslate()
        self.retint()
        self.table.selectRow(0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._share_columns()
        if not self._was_run:
            self._was_run = True
            self._runner.run(
                lambda: {driver.key: run_examples(driver) for driver in drivers()},
                self._on_results,
                storage=False,
            )

    def show_driver(self, driver: ScaleDriver) -> None:
        """Choose this driver, or the protocol of this one instrument of a bus."""
        known = [one.key for one in self.model.drivers]
        key = driver.key if driver.key in known else driver.key.split("/")[0].split("@")[0]
        if key in known:
            self.table.selectRow(known.index(key))
            self.table.scrollTo(self.table.currentIndex())

    def _on_results(self, results: dict[str, ExampleResult]) -> None:
        self.model.show_results(results)
        self._describe()

    def _on_row(self, _new: QModelIndex, _old: QModelIndex) -> None:
        self._describe()

    def _describe(self) -> None:
        at = self.table.current_row()
        if at >= 0:
            driver = self.model.drivers[at]
            self.detail.show_driver(driver, self.model.results.get(driver.key))

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.table.setAccessibleName(_("Drivers"))
        self._never.set_text(
            _(
                "Never read, never asked: {buses}. Who speaks there may release or block a sale."
            ).format(buses=", ".join(PUMP_BUSES.values()))
        )
        chosen = self.detail.driver
        self.model.sort_by_title()
        if chosen is not None:
            self.show_driver(chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_columns()

    def _share_columns(self) -> None:
        room = self.table.viewport().width() - 2 * theme().space("m")
        room -= chip_width("16 / 16", default_icon("ok"))
        self.table.setColumnWidth(_TITLE, max(theme().size("col_text"), room))

    def retint(self) -> None:
        """Take the measures of the theme in use."""
        t = theme()
        self._across.setSpacing(t.space("m"))
        self._foot.setContentsMargins(t.space("m"), t.space("s"), t.space("m"), t.space("s"))
        self._share_columns()
