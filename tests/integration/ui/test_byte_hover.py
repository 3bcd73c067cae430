"""Every byte of a frame is explained under the pointer, for every driver."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from inspector_app import words
from serial_drivers.catalog import drivers, find_driver
from serial_drivers.driver import ScaleDriver
from tests.helpers import transcripts
from tests.helpers.bench_rig import BenchRig
from ui.bench.wire.byte_words import byte_name, explain_byte
from ui.widgets.byte_rows import ByteRow, byte_width


@pytest.mark.parametrize("driver", drivers(), ids=lambda driver: driver.key)
def test_each_byte_of_each_example_has_its_field_in_both_languages(driver: ScaleDriver) -> None:
    for frame, _expected in transcripts.rows(driver):
        row = ByteRow("", frame, verdict="good")
        for language in words.LANGUAGES:
            words.set_language(language)
            for at in range(len(frame)):
                lines = explain_byte(driver, row, at).splitlines()
                assert f"{frame[at]:02X}" in lines[0]
                marked = [line for line in lines if line.startswith("▸ ")]
                beyond = lines[-1] == "…"
                assert len(marked) == 1 or (beyond and not marked)
    words.set_language("en")


def test_a_byte_is_named_as_technicians_name_it() -> None:
    assert [byte_name(b) for b in (0x02, 0x0D, 0x20, 0x35, 0x7F)] == [
        "STX",
        "CR",
        "SP",
        "“5”",
        "DEL",
    ]
    assert byte_name(0xB5) == "“5” with the top bit"


def test_a_bad_frame_says_what_was_wrong_and_what_the_byte_is() -> None:
    row = ByteRow("", b"\x02+1", verdict="bad", remark="Check wrong, dropped", parsed="Computed 1F")

    assert explain_byte(find_driver("yaohua-tf0"), row, 1).splitlines() == [
        "Byte 2 of 3: 2B · “+” · 0010 1011",
        "Check wrong, dropped",
        "Computed 1F",
    ]


def test_the_pointer_over_a_byte_shows_its_field(qapp: QApplication, tmp_path: Path) -> None:
    assert qapp is not None
    with BenchRig(tmp_path) as rig:
        rig.read("yaohua-tf0", "5.000")
        rig.until(lambda: rig.page.bytes.model.rowCount() > 3)
        rig.page.bytes.pause.click()
        table = rig.page.bytes.table
        table.scrollToTop()
        index = table.model().index(0, 1)
        rect = table.visualRect(index)
        place = QPoint(rect.left() + 12 + 8 * byte_width(is_hex=True) + 4, rect.center().y())
        found = table.byte_at(place)
        assert found is not None
        assert found[1] == 8
        hover = QHelpEvent(QEvent.Type.ToolTip, place, table.viewport().mapToGlobal(place))
        QApplication.sendEvent(table.viewport(), hover)

        told = QToolTip.text().splitlines()
        assert told[0].startswith("Byte 9 of 12: 33 · “3” · ")
        assert next(line for line in told if line.startswith("▸")) == "▸ Decimal places: “3”"
        assert told[-1] == "+5.000 kg"
