"""A terminal server's port on the Bench: typed once, read, remembered, forgotten."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app.settings import Settings
from serial_drivers.ports.port_list import PortInfo
from serial_drivers.simulators import ScaleNature, SimulatedScale
from tests.helpers.bench_rig import BenchRig
from tests.helpers.terminal_server import TerminalServer
from ui.bench.ports.model import Known

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[BenchRig]:
    with BenchRig(tmp_path) as opened:
        yield opened


@pytest.fixture
def server() -> Iterator[TerminalServer]:
    scale = SimulatedScale("yaohua-tf0", nature=ScaleNature(noise=0.0, settling_s=0.05))
    scale.put("5")
    scale.start()
    with TerminalServer(scale.path, "rfc2217") as running:
        yield running
    scale.stop()


def type_address(rig: BenchRig, text: str) -> None:
    rig.page.column.network.click()
    form = rig.page.column.network_form
    assert form.isVisible()
    QTest.keyClicks(form.field.edit, text)
    form.add.click()


def test_a_typed_address_is_detected_read_and_remembered(
    rig: BenchRig, server: TerminalServer, tmp_path: Path
) -> None:
    type_address(rig, server.address)
    rig.until(lambda: "5.000" in rig.page.live_card.reading.accessibleName())

    entry = rig.page.ports.entries[server.address]
    assert entry.known is Known.RECOGNISED
    assert entry.adapter == "Terminal server, RFC 2217"
    assert f"//{entry.name}" in server.address
    assert not rig.page.column.network_form.isVisible()
    assert Settings(tmp_path / "settings.json").get("network_ports") == server.address
    rig.live.disconnect_port()


def test_a_connection_that_breaks_off_is_no_unplugged_cable(
    rig: BenchRig, server: TerminalServer
) -> None:
    type_address(rig, server.address)
    rig.until(lambda: "5.000" in rig.page.live_card.reading.accessibleName())
    said: list[str] = []
    rig.page.ports.card_changed.connect(lambda _key: said.append(rig.sentence()))
    server.close()
    rig.until(lambda: any("The terminal server broke the connection off" in one for one in said))

    assert not any("cable" in one for one in said)
    rig.live.disconnect_port()


def test_an_address_that_is_none_is_refused_under_the_field(rig: BenchRig) -> None:
    type_address(rig, "spy://host:1")
    form = rig.page.column.network_form
    assert form.isVisible()
    assert "spy://host:1" in form.field.edit.accessibleDescription()
    assert rig.page.network.addresses == []


def test_a_dead_address_says_why_and_can_be_forgotten(rig: BenchRig, tmp_path: Path) -> None:
    with TerminalServer("/dev/null", "socket") as gone:
        address = gone.address
    type_address(rig, address)
    rig.until(lambda: rig.page.ports.entries[address].known is Known.FAILED)
    assert "The terminal server serves no such port" in rig.sentence()
    rig.page.column.network_form.forget.click()
    assert address not in rig.page.ports.entries
    assert address not in rig.page.column.cards
    assert Settings(tmp_path / "settings.json").get("network_ports") == ""


def test_remembered_addresses_stand_in_the_list_without_being_called(
    qapp: QApplication, tmp_path: Path
) -> None:
    Settings(tmp_path / "settings.json").set("network_ports", "socket://10.0.0.9:4001 nonsense")
    with BenchRig(tmp_path) as rig:
        assert rig.page.ports.entries["socket://10.0.0.9:4001"].known is Known.IDLE
        assert rig.page.network.addresses == ["socket://10.0.0.9:4001"]


def test_a_scan_that_was_under_way_takes_no_added_address_away(rig: BenchRig) -> None:
    address = "socket://10.0.0.9:4001"
    before = list(rig.page.ports._ports.all())
    rig.page.ports.add_network(address)
    rig.page.ports._on_ports(before)
    assert address in rig.page.ports.entries
    rig.page.ports.remove_added(address)
    rig.page.ports._on_ports([*before, PortInfo(device=address, is_network=True)])
    assert address not in rig.page.ports.entries
