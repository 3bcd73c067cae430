"""The position of a check: typed, or taken from a satellite receiver with its fix."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app.domain.indication import Indication
from inspector_app.domain.position import POSITION, POSITION_FIX, Fix
from inspector_app.kinds.base import Step
from serial_drivers.catalog import find_driver
from serial_drivers.layers.checksums import xor_of
from tests.helpers.inspect_rig import InspectRig
from ui.inspect.position_row import PositionRow
from ui.live_instrument import LinkSettings, LinkState, LinkStatus

RECEIVER = LinkSettings(port="COM7", protocol="nmea-0183", line="9600 8N1", title="NMEA 0183")
FIX = "GPGGA,123519.00,2333.0512,N,11621.4730,E,1,08,0.9,545.4,M,46.9,M,,"
KEPT = "23.5508533,116.3578833"


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[InspectRig]:
    made = InspectRig(tmp_path / "data")
    made.begin()
    made.page.go_to(Step.EVIDENCE)
    yield made
    made.close()


def hear(rig: InspectRig, *sentences: str) -> None:
    """Let the receiver say these, through the driver that reads it."""
    reader = find_driver("nmea-0183").new_reader()
    for body in sentences:
        for said in reader.feed(f"${body}*{xor_of(body.encode()):02X}\r\n".encode()):
            assert isinstance(said, Indication)
            rig.post(said)


def row_of(rig: InspectRig) -> PositionRow:
    return rig.page.view.evidence.position


def test_the_receivers_position_is_kept_with_its_fix(rig: InspectRig) -> None:
    row = row_of(rig)
    assert not row.take.isEnabled()
    rig.connect(RECEIVER)
    hear(
        rig, FIX, "GPGSV,1,1,00", "GPRMC,123519.00,A,2333.0512,N,11621.4730,E,022.4,084.4,230326,,"
    )
    assert row.take.isEnabled()
    QTest.mouseClick(row.take, Qt.MouseButton.LeftButton)
    rig.settle()
    filled = rig.inspection().fields
    assert filled[POSITION] == KEPT
    fix = Fix.parse(filled[POSITION_FIX])
    assert (fix.quality, fix.satellites, fix.utc) == ("gps", "08", "12:35:19.00")
    assert fix.sentence.startswith("$" + FIX)
    assert row.field.text() == KEPT
    assert "8 satellites" in row.words.text()


def test_another_position_typed_by_hand_takes_the_fix_away(rig: InspectRig) -> None:
    row = row_of(rig)
    rig.connect(RECEIVER)
    hear(rig, FIX)
    row.take.click()
    rig.settle()
    row.field.edit.setFocus()
    row.field.edit.selectAll()
    rig.type("23.55000,116.37000")
    rig.press(Qt.Key.Key_Tab)
    filled = rig.inspection().fields
    assert filled[POSITION] == "23.55000,116.37000"
    assert not filled.get(POSITION_FIX)
    assert not row.field._by_hand.isHidden()


def test_what_lies_on_no_globe_is_marked_and_not_kept(rig: InspectRig) -> None:
    row = row_of(rig)
    row.field.edit.setFocus()
    rig.type("116.37,23.55")
    rig.press(Qt.Key.Key_Tab)
    assert row.field.edit.property("state") == "error"
    assert row.field.text() == "116.37,23.55"
    assert POSITION not in rig.inspection().fields


@pytest.mark.parametrize("loss", ["no fix", "unplugged", "silent"])
def test_a_fix_that_is_no_longer_true_is_not_offered(rig: InspectRig, loss: str) -> None:
    row = row_of(rig)
    rig.connect(RECEIVER)
    hear(rig, FIX)
    assert row.take.isEnabled()
    if loss == "no fix":
        hear(rig, "GPGGA,123520.00,,,,,0,00,,,M,,M,,")
    elif loss == "unplugged":
        rig.post(LinkStatus(state=LinkState.LOST))
    else:
        rig.page.placing.stale.timeout.emit()
    assert not row.take.isEnabled()


def test_a_scale_is_no_receiver(rig: InspectRig) -> None:
    rig.connect()
    rig.show("5.000")
    assert not row_of(rig).take.isEnabled()
