"""What a person can do with a port at any time, also with one that was recognised wrongly."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtWidgets import QMenu

from inspector_app.words import gettext as _
from serial_drivers.driver import SerialLine
from serial_drivers.finding.budget import THOROUGH_WORST_S
from serial_drivers.line import parse_line
from ui.bench.notice import Notice
from ui.bench.ports import advice
from ui.bench.ports.model import Known, PortEntry
from ui.bench.ports.port_column import PortColumn
from ui.bench.ports.ports import BenchPorts


class PortMenu(QObject):
    """The menu of a card, by its button, the right mouse button or the menu key."""

    def __init__(self, column: PortColumn, ports: BenchPorts, notice: Notice) -> None:
        super().__init__(column)
        self._column, self._ports, self._notice = column, ports, notice
        self._line_of = ""
        column.more.clicked.connect(self._on_button)
        column.menu_wanted.connect(self._on_card)
        column.line_form.wanted.connect(self._on_line)
        column.line_form.cancelled.connect(column.focus_chosen)
        ports.followed.connect(self._on_followed)
        ports.card_changed.connect(lambda _key: self._show_button())

    # --- opening ---------------------------------------------------------------------------

    @Slot()
    def _on_button(self) -> None:
        entry, button = self._ports.entries.get(self._ports.chosen), self._column.more
        if entry is not None:
            self.menu(entry).popup(button.mapToGlobal(button.rect().topRight()))

    @Slot(str, QPoint)
    def _on_card(self, key: str, place: QPoint) -> None:
        entry = self._ports.entries.get(key)
        if entry is not None and not entry.is_replay:
            self.menu(entry).popup(place)

    @Slot(str)
    def _on_followed(self, _key: str) -> None:
        self._column.line_form.put_away()
        self._show_button()

    def _show_button(self) -> None:
        entry = self._ports.entries.get(self._ports.chosen)
        self._column.more.setEnabled(entry is not None and not entry.is_replay)

    # --- what it offers --------------------------------------------------------------------

    def menu(self, entry: PortEntry) -> QMenu:
        """Return the menu of this port."""
        menu = QMenu(self._column)
        ports, key = self._ports, entry.key
        if entry.known is Known.TRYING:
            _add(menu, _("Stop searching"), lambda: ports.cancel(key))
            return menu
        minutes = THOROUGH_WORST_S // 60
        _add(menu, _("Detect again"), lambda: ports.detect(key))
        _add(
            menu,
            _("Search thoroughly (up to {n} min)").format(n=minutes),
            lambda: ports.detect(key, thorough=True),
        )
        menu.addSeparator()
        by_hand = advice.protocol_menu(ports, entry, self._notice)
        by_hand.setTitle(_("Read as…"))
        menu.addMenu(by_hand)
        if entry.driver is not None:
            _add(menu, _("Other speed or format…"), lambda: self._ask_line(entry))
        if key == ports.chosen:
            source = menu.addMenu(_("Use a profile…"))
            _add(source, _("From a file…"), ports.profile_file_wanted.emit)
            _add(source, _("From a code in the clipboard"), ports.profile_code_wanted.emit)
        if entry.known is not Known.IDLE:
            menu.addSeparator()
            _add(menu, _("Close the port"), lambda: ports.release(key))
        return menu

    def _ask_line(self, entry: PortEntry) -> None:
        driver = entry.driver
        if driver is None:
            return
        self._line_of = entry.key
        text = entry.settings.line if entry.settings is not None else ""
        self._column.line_form.open_for(parse_line(text) if text else driver.line)

    @Slot(object)
    def _on_line(self, line: SerialLine) -> None:
        entry = self._ports.entries.get(self._line_of)
        if entry is not None and entry.driver is not None:
            self._ports.read_as(entry.key, entry.driver, line)
            self._column.focus_chosen()


def _add(menu: QMenu, text: str, act: Callable[[], object]) -> None:
    menu.addAction(text).triggered.connect(lambda _on=False: act())
