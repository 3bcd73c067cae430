"""The document beside the signatures: its pages as pictures, and on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from tests.helpers.documents import signed_sample
from tests.helpers.pdf_tools import pages
from ui.inspect.documents import PdfPages


def test_each_page_is_drawn_on_white_at_the_width_asked_for(qapp: QApplication) -> None:
    shown = PdfPages(signed_sample())
    assert shown.count == pages(signed_sample())
    sheet = shown.page(1, 380)
    assert sheet.width() == 380
    assert sheet.pixelColor(2, 2).name() == "#ffffff"
    drawn = {sheet.pixel(x, y) for x in range(0, 380, 3) for y in range(0, sheet.height(), 3)}
    assert len(drawn) > 10


def test_what_is_no_document_has_no_pages(qapp: QApplication) -> None:
    assert PdfPages(b"%PDF-1.7 cut in half").count == 0


@pytest.mark.parametrize("resolution", [100])
def test_printing_puts_every_page_on_a_sheet_of_its_own(
    qapp: QApplication, tmp_path: Path, resolution: int
) -> None:
    target = tmp_path / "printed.pdf"
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    printer.setResolution(resolution)
    PdfPages(signed_sample()).draw_on(printer)
    assert pages(target.read_bytes()) == pages(signed_sample())
