"""Every room of the running desktop, in every language, theme and size; switched as it runs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app import words
from serial_drivers.simulators.pty_port import PtyPort
from tests.helpers.rooms_rig import ROOMS, VARIANTS, RoomsRig, Variant, faults_of
from ui.live_instrument import LinkSettings, LinkState
from ui.registry.page import RegistryPage
from ui.theme import apply_theme

_OUT = Path(__file__).resolve().parents[3] / "out" / "screens"
_OUT.mkdir(parents=True, exist_ok=True)


WINDOWS_STAY = True


@pytest.fixture(scope="module")
def rig(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomsRig]:
    made = RoomsRig(qapp, tmp_path_factory.mktemp("rooms") / "data")
    yield made
    made.close()
    words.set_language("en")
    apply_theme(qapp, "light")


@pytest.mark.parametrize("variant", VARIANTS, ids=str)
def test_no_room_cuts_overlaps_or_leaves_a_control_nameless(
    rig: RoomsRig, variant: Variant
) -> None:
    _OUT.mkdir(parents=True, exist_ok=True)
    rig.show(variant)
    faults = {}
    for room in ROOMS:
        rig.enter(room)
        assert rig.window.grab().save(str(_OUT / f"{room}-{variant}.png"))
        faults[room] = faults_of(rig.window)
    assert {room: found for room, found in faults.items() if found} == {}


@pytest.mark.parametrize("variant", VARIANTS, ids=str)
def test_the_reference_weights_are_shown_whole(rig: RoomsRig, variant: Variant) -> None:
    rig.show(variant)
    page = rig.enter("registry")
    assert isinstance(page, RegistryPage)
    page.choose_tab("weights")
    assert rig.window.grab().save(str(_OUT / f"weights-{variant}.png"))
    faults = faults_of(rig.window)
    page.choose_tab("instruments")
    assert faults == []


def test_search_goes_to_the_instrument_found(rig: RoomsRig) -> None:
    rig.show(VARIANTS[0])
    rig.enter("bench")
    box = rig.window.top_bar.search
    box.setFocus()
    QTest.keyClicks(box, "2304718")
    QTest.keyClick(box, Qt.Key.Key_Return)
    rig.wait.until(lambda: rig.window.current_key() == "registry", "the hit is opened")
    page = rig.window.page("registry")
    assert isinstance(page, RegistryPage)
    rig.wait.until(lambda: page.model.rowCount() == 1, "the table shows it")
    page.show_text("")


@pytest.mark.parametrize("room", ROOMS)
def test_ctrl_n_begins_a_check_from_every_room(rig: RoomsRig, room: str) -> None:
    rig.window.activateWindow()
    rig.enter(room)
    page = rig.window.page(room)
    QTest.keyClick(
        QApplication.focusWidget() or page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier
    )
    rig.rest()
    assert rig.window.current_key() == "inspect"


def test_a_place_and_its_instrument_are_added_in_the_register(rig: RoomsRig) -> None:
    page = rig.enter("registry")
    assert isinstance(page, RegistryPage)
    page.show_text("")
    rig.rest()
    before = page.model.rowCount()
    page.add_premises.click()
    form = page.adding.premises
    form.save.click()
    assert form.fields["name"].edit.property("state") == "error"
    form.set_values({"name": "新记果蔬", "scope": "445202"})
    form.save.click()
    rig.wait.until(page.adding.instrument.isVisible, "the instrument's form follows")
    page.adding.instrument.set_values(
        {
            "name": "电子计价秤",
            "serial_number": "9900001",
            "maximum_capacity": "15 kg",
            "verification_scale_interval": "5 g",
        }
    )
    page.adding.instrument.save.click()
    if page.adding.instrument.warning.isVisible():
        page.adding.instrument.save.click()  # warnings are shown once, then pass
    rig.wait.until(lambda: page.model.rowCount() == before + 1, "the table shows it")
    assert not page.adding.isVisible()


@pytest.fixture
def scanner(rig: RoomsRig) -> Iterator[PtyPort]:
    """A scanner on a port that the window reads, the bench being shown."""
    if sys.platform == "win32":
        pytest.skip("no pseudo-terminals")
    rig.show(VARIANTS[0])
    rig.enter("bench")
    live, wire = rig.application.live, PtyPort("scanner")
    assert live is not None
    live.connect_port(LinkSettings(port=wire.path, protocol="scanner", line="9600 8N1"))
    rig.wait.until(lambda: live.status.state is LinkState.STREAMING, "the scanner is read")
    yield wire
    live.disconnect_port()
    wire.close()
    rig.rest()


def test_a_scan_goes_to_the_instrument_it_names(rig: RoomsRig, scanner: PtyPort) -> None:
    scanner.write(b"\x02]C02304718\x03\r")
    rig.wait.until(lambda: rig.window.current_key() == "registry", "the hit is opened")
    page = rig.window.page("registry")
    assert isinstance(page, RegistryPage)
    rig.wait.until(lambda: page.model.rowCount() == 1, "the table shows it")
    page.show_text("")


def test_a_scan_that_fits_several_lets_a_person_choose(rig: RoomsRig, scanner: PtyPort) -> None:
    scanner.write(b"230471\r\n")
    box = rig.window.top_bar.search
    rig.wait.until(lambda: box.text() == "230471", "the text stands in the search")
    assert rig.window.current_key() == "bench"
    box.clear()


def test_a_scan_that_nothing_fits_is_looked_for_as_if_typed(
    rig: RoomsRig, scanner: PtyPort
) -> None:
    scanner.write(b"NO-SUCH-CODE-77\n")
    rig.wait.until(lambda: rig.window.current_key() == "inspect", "a check begins with the search")
