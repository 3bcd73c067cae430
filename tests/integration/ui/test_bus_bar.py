"""Which instrument of a bus the bench reads: address and quantity, over real pseudo-ports."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from inspector_app import words
from inspector_app.domain.indication import Indication
from serial_drivers.catalog import PUMP_BUSES, drivers, find_driver
from serial_drivers.driver import ScaleDriver
from serial_drivers.simulators import SimulatedScale
from tests.helpers.bench_rig import BenchRig
from tests.helpers.geometry import geometry_faults, settle, unnamed_controls
from ui.bench.ports import advice

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[BenchRig]:
    with BenchRig(tmp_path) as opened:
        yield opened
    words.set_language("en")


def plug(rig: BenchRig, name: str, load: str, *, as_name: str) -> str:
    """A meter of this name on the page, read as `as_name` says."""
    meter = SimulatedScale(name)
    meter.start()
    meter.put(Decimal(load))
    rig.scales.append(meter)
    rig.page.add_simulated(meter, name)
    chosen = find_driver(as_name)
    rig.page.ports.read_as(meter.path, chosen, chosen.line)
    return meter.path


def protocol_of(rig: BenchRig, port: str) -> str:
    settings = rig.page.ports.entries[port].settings
    return settings.protocol if settings is not None else ""


def test_an_address_and_a_quantity_bring_the_answer_of_that_instrument(rig: BenchRig) -> None:
    port = plug(rig, "modbus-rtu/xy-md02@7#rh", "55.5", as_name="modbus-rtu")
    bus = rig.page.bus
    assert bus.isVisibleTo(rig.page)
    assert not isinstance(rig.live.latest, Indication)
    bus.address.setText("7")
    bus.choose("xy-md02", "rh")
    QTest.keyClick(bus.address, Qt.Key.Key_Return)
    assert protocol_of(rig, port) == "modbus-rtu/xy-md02@7#rh"
    rig.until(lambda: rig.live.latest is not None and rig.live.latest.value == Decimal("55.5"))
    assert (bus.address.text(), bus._chosen()) == ("7", ("xy-md02", "rh"))


@pytest.mark.parametrize("typed", ["0", "248", "seven", "7/xy", "7 8", "７"])
def test_what_is_no_address_is_marked_and_the_reading_goes_on(rig: BenchRig, typed: str) -> None:
    port = plug(rig, "modbus-rtu/xy-md02@7#rh", "55.5", as_name="modbus-rtu/xy-md02@7#rh")
    rig.page.bus.address.setText(typed)
    rig.page.bus.read.click()
    assert typed in rig.page.bus.refusal.text()
    assert rig.page.bus.address.property("state") == "error"
    assert protocol_of(rig, port) == "modbus-rtu/xy-md02@7#rh"


def test_the_bar_is_there_for_a_bus_only_and_asks_no_address_where_there_is_none(
    rig: BenchRig,
) -> None:
    plug(rig, "dsmr-p1", "1", as_name="dsmr-p1")
    assert rig.page.bus.isVisibleTo(rig.page)
    assert not rig.page.bus.address.isVisibleTo(rig.page)
    plug(rig, "yaohua-tf0", "5", as_name="yaohua-tf0")
    assert not rig.page.bus.isVisibleTo(rig.page)


def test_a_register_of_ones_own_is_named_before_the_address(rig: BenchRig) -> None:
    bus = rig.page.bus
    wanted: list[ScaleDriver] = []
    bus.wanted.connect(wanted.append)
    bus.show_driver(find_driver("modbus-rtu"))
    for text in ("fc3-2-float32-CDAB-3@5", "fc3-2@5", "fc3-2-float32-CDAB-3@"):
        bus.address.setText(text)
        bus.read.click()
    assert [driver.key for driver in wanted] == [
        f"modbus-rtu/fc3-2-float32-CDAB-3@{address}#value" for address in (5, 1)
    ]
    bus.address.setText("fc3-2@5")
    bus.read.click()
    assert "fc3-2" in bus.refusal.text()
    bus.show_driver(wanted[0])
    assert bus.address.text() == "5"
    bus.read.click()
    assert wanted[-1].key == wanted[0].key


def address_on(driver: ScaleDriver) -> str:
    """Return an address that may stand on this bus; Yaohua's are letters."""
    if driver.address_form is None:
        return ""
    return "A" if driver.key == "yaohua-cmd" else "5"


def test_every_offer_of_every_bus_can_be_read(rig: BenchRig) -> None:
    bus, wanted = rig.page.bus, []
    bus.wanted.connect(lambda driver: wanted.append(driver.key))
    on_buses = [driver for driver in drivers() if driver.configure is not None]
    for driver in on_buses:
        bus.show_driver(driver)
        for at in range(bus.what.count()):
            bus.what.setCurrentIndex(at)
            bus.address.setText(address_on(driver))
            bus.read.click()
            assert bus.refusal.text() == "", (driver.key, bus.what.currentText())
    assert len(wanted) >= len(on_buses)
    assert all(find_driver(key).key == key for key in wanted)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [(1294, 720), (968, 552)])
def test_the_bar_fits_both_windows_in_both_languages(
    rig: BenchRig, language: str, size: tuple[int, int]
) -> None:
    words.set_language(language)
    rig.page.resize(*size)
    rig.page.set_compact(size[0] < 1100)
    rig.page.retranslate()
    rig.page.bus.retranslate()
    plug(rig, "modbus-rtu/xy-md02@7#rh", "55.5", as_name="modbus-rtu/xy-md02@7#rh")
    rig.until(lambda: rig.live.latest is not None)
    rig.page.bus.address.setText("999")
    rig.page.bus.read.click()
    settle()
    assert geometry_faults(rig.page) == []
    assert unnamed_controls(rig.page) == []


def test_to_a_port_that_is_only_listened_to_nothing_goes_out(rig: BenchRig) -> None:
    plug(rig, "cn-tax-dispenser", "12.34", as_name="cn-tax-dispenser")
    rig.until(lambda: rig.live.latest is not None and rig.live.latest.value == Decimal("12.34"))
    sent: list[bytes] = []
    rig.live.raw_seen.connect(lambda raw: sent.append(raw.data) if raw.sent else None)
    rig.page.send_bar.edit.setText("BB 04 FF 83 01 7D")
    QTest.keyClick(rig.page.send_bar.edit, Qt.Key.Key_Return)
    assert rig.sentence() == "Nothing was sent: this port is only listened to"
    rig.live.send(b"\xbb")
    before = rig.live.latest
    rig.until(lambda: rig.live.latest is not before)
    assert sent == []


def test_a_bus_of_pumps_is_in_the_menu_with_its_refusal(rig: BenchRig) -> None:
    port = plug(rig, "yaohua-tf0", "5", as_name="yaohua-tf0")
    menu = advice.protocol_menu(rig.page.ports, rig.page.ports.entries[port], rig.page.notice)
    pumps = next(act.menu() for act in menu.actions() if act.text() == "Pump buses")
    assert isinstance(pumps, QMenu)
    assert len(pumps.actions()) == len(PUMP_BUSES)
    pumps.actions()[0].trigger()
    assert "Gilbarco" in rig.sentence()
    assert protocol_of(rig, port) == "yaohua-tf0"
