"""Prints a slip on a receipt printer (ESC/POS) and a label on a label printer (ZPL)."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject, QPoint, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QMenu

from inspector_app.reports.page import LABEL, SLIP, PageFormat, PageStyle
from inspector_app.settings import Settings
from inspector_app.words import gettext as _
from serial_drivers.driver import SerialLine
from serial_drivers.ports.addresses import has_line, short_name
from serial_drivers.ports.port_list import PortList
from serial_drivers.printers.label_printers import (
    DOTS_PER_MM,
    PrinterLanguage,
    Raster,
    encoded,
    raster_of_grey,
)
from serial_drivers.printers.printing import (
    RATES,
    Printer,
    is_raw,
    parse_printer,
    print_bytes,
    raw_devices,
)
from ui.inspect.documents import PdfPages
from ui.task_runner import TaskRunner
from ui.widgets.button import Button

_SHEETS: dict[PageStyle, tuple[PageFormat, PrinterLanguage, str]] = {
    PageStyle.SLIP: (SLIP, "esc-pos", "slip_printer"),
    PageStyle.LABEL: (LABEL, "zpl", "label_printer"),
}
"""Sheet, what its printer speaks, and the setting that remembers the printer."""


def raster_of(image: QImage) -> Raster:
    """Return a page's picture in black and white."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    data = bytes(grey.constBits())
    return raster_of_grey(grey.width(), grey.height(), data, grey.bytesPerLine())


def page_raster(pages: PdfPages, number: int, sheet: PageFormat) -> Raster:
    """Return page `number` (from 1) at the printer's resolution.

    A roll's white margins at the sides are cut off: a receipt printer does not reach there.
    """
    image = pages.page(number, round(sheet.width * DOTS_PER_MM))
    if sheet.style is PageStyle.SLIP:
        edge, width = round(sheet.left * DOTS_PER_MM), round(sheet.area[0] * DOTS_PER_MM)
        image = image.copy(edge, 0, width, image.height())
    return raster_of(image)


class LabelPrinting(QObject):
    """The button's doing. Signals: printed(printer name), failed(Exception)."""

    printed = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        button: Button,
        runner: TaskRunner,
        parent: QObject,
        *,
        settings: Settings | None = None,
        ports: PortList | None = None,
    ) -> None:
        super().__init__(parent)
        self._button, self._runner, self._settings = button, runner, settings
        self._ports = ports or PortList()
        self._style: PageStyle | None = None
        self._pages: PdfPages | None = None
        self._is_ended = threading.Event()
        self.menu = QMenu(button)
        button.clicked.connect(self.ask)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._is_ended.set)

    def show_paper(self, style: PageStyle | None, pages: PdfPages | None) -> None:
        """Offer to print this, or nothing: only slips and labels have printers of their own."""
        self._style, self._pages = style, pages
        self._button.setVisible(pages is not None and style in _SHEETS)

    @Slot()
    def ask(self) -> None:
        """Look which ports there are and let a person choose; the last printer stands first."""
        self._runner.run(self._found, self._show_menu, self.failed.emit, storage=False)

    def _found(self) -> tuple[str, ...]:
        kept = self._settings.get("network_ports").split() if self._settings is not None else []
        listed = [info.device for info in self._ports.all()]
        return tuple(dict.fromkeys((*raw_devices(), *kept, *listed)))

    def _show_menu(self, devices: Sequence[str]) -> None:
        self.fill_menu(devices)
        self.menu.popup(self._button.mapToGlobal(QPoint(0, 0)))

    def fill_menu(self, devices: Sequence[str]) -> None:
        """Make the menu: the last printer, then every port with its usual speeds."""
        self.menu.clear()
        last = self._last()
        if last is not None:
            self._add(self.menu, _("Print on {name}").format(name=short_name(last.device)), last)
            self.menu.addSeparator()
        for device in devices:
            if is_raw(device) or not has_line(device):
                self._add(self.menu, short_name(device), Printer(device=device))
                continue
            inner = self.menu.addMenu(short_name(device))
            for rate in RATES:
                line = SerialLine(baudrate=rate)
                self._add(inner, str(line), Printer(device=device, line=line))
        if self.menu.isEmpty():
            self.menu.addAction(_("No port for a printer found")).setEnabled(False)

    def _add(self, menu: QMenu, text: str, printer: Printer) -> None:
        menu.addAction(text).triggered.connect(lambda _on=False: self.print_on(printer))

    def _last(self) -> Printer | None:
        if self._settings is None or self._style not in _SHEETS:
            return None
        return parse_printer(self._settings.get(_SHEETS[self._style][2]))

    def print_on(self, printer: Printer) -> None:
        """Print all pages on this printer and remember it."""
        pages = self._pages
        if pages is None or self._style not in _SHEETS:
            return
        sheet, language, key = _SHEETS[self._style]
        rasters = [page_raster(pages, n, sheet) for n in range(1, pages.count + 1)]
        if self._settings is not None:
            self._settings.set(key, str(printer))
        self._button.setEnabled(False)

        def work() -> None:
            data = b"".join(encoded(raster, language) for raster in rasters)
            print_bytes(printer, data, is_cancelled=self._is_ended.is_set)

        def done(_nothing: None) -> None:
            self._button.setEnabled(True)
            self.printed.emit(short_name(printer.device))

        def failed(failure: Exception) -> None:
            self._button.setEnabled(True)
            self.failed.emit(failure)

        self._runner.run(work, done, failed, storage=False)
