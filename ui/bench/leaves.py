"""The leaves of the Bench beside the ports, and their tabs: instrument, cable, drivers, runs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from inspector_app.words import gettext as _
from ui.bench.aids.kept_runs_view import KeptRunsView
from ui.bench.drivers.drivers_view import DriversView
from ui.bench.ports.cable_test import CableTest
from ui.bench.ports.cable_view import CableView
from ui.bench.ports.model import PortEntry
from ui.bench.ports.ports import BenchPorts
from ui.task_runner import TaskRunner
from ui.widgets.tabs import Tabs

INSTRUMENT, CABLE, DRIVERS, RUNS = "instrument", "cable", "drivers", "runs"


class BenchLeaves(QStackedWidget):
    """One leaf at a time; `tabs` stands wherever the page puts it.

    Signal resized: there is other room, or other need of it.
    """

    resized = Signal()

    def __init__(
        self,
        instrument: QWidget,
        ports: BenchPorts,
        runner: TaskRunner,
        runs: KeptRunsView,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._entry: PortEntry | None = None
        self.tabs = Tabs()
        self.test = CableTest(ports, self)
        self.cable, self.drivers, self.runs = CableView(self.test), DriversView(runner), runs
        self._leaves = {
            INSTRUMENT: instrument,
            CABLE: self.cable,
            DRIVERS: self.drivers,
            RUNS: runs,
        }
        for leaf in self._leaves.values():
            self.addWidget(leaf)
        self.tabs.chosen.connect(self._on_tab)
        self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def event(self, event: QEvent) -> bool:
        """Say also that what stands inside asks for another height: larger type, another aid."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.resized.emit()
        return super().event(event)

    @Slot(str)
    def _on_tab(self, key: str) -> None:
        if key != CABLE:
            self.test.stop()
        if key == DRIVERS and self._entry is not None and self._entry.driver is not None:
            self.drivers.show_driver(self._entry.driver)
        self.setCurrentWidget(self._leaves[key])

    def show_entry(self, entry: PortEntry | None) -> None:
        """Let the leaves speak of this port."""
        self._entry = entry
        driver = entry.driver if entry is not None else None
        is_port = entry is not None and not entry.is_replay
        self.cable.show_port(
            entry.key if entry is not None and is_port else "",
            entry.name if entry is not None and is_port else "",
            is_listened_to=is_port and driver is not None and driver.listens_only,
        )

    def panes(self) -> list[QWidget]:
        """Return what F6 goes to on the leaf that is shown; empty on the instrument's."""
        of_leaf: dict[QWidget | None, list[QWidget]] = {
            self.cable: [self.cable.start, self.cable.table],
            self.drivers: [self.drivers.table, self.drivers.detail.scroller],
            self.runs: [self.runs.table, self.runs.export],
        }
        return of_leaf.get(self.currentWidget(), [])

    def close_down(self) -> None:
        """End a test that is under way; the program ends."""
        self.test.close()

    def retranslate(self) -> None:
        """Name the leaves in the language in use."""
        titles = (
            (INSTRUMENT, _("Instrument")),
            (CABLE, _("Cable test")),
            (DRIVERS, _("Drivers")),
            (RUNS, _("Kept runs")),
        )
        self.tabs.set_tabs(titles, self.tabs.chosen_key() or INSTRUMENT)
        self.tabs.setAccessibleName(_("What is shown beside the ports"))
