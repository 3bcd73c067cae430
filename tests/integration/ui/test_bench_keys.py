"""The Bench by keyboard alone: Tab goes where the eye goes, Enter presses, focus is never lost."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from inspector_app import words
from serial_drivers.catalog import drivers
from tests.helpers.bench_rig import BenchRig
from ui.bench import wording
from ui.bench.ports import advice
from ui.bench.ports.model import Known
from ui.widgets.button import Button

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[BenchRig]:
    with BenchRig(tmp_path) as opened:
        yield opened
    words.set_language("en")


def in_order(rig: BenchRig, *wanted: QWidget) -> bool:
    """Say whether Tab meets these in this order, wherever it begins."""
    chain: list[QWidget] = []
    widget = rig.page.nextInFocusChain()
    while widget is not None and widget is not rig.page:
        chain.append(widget)
        widget = widget.nextInFocusChain()
    places = [chain.index(each) for each in wanted]
    return places == sorted(places)


def test_tab_goes_where_the_eye_goes(rig: BenchRig) -> None:
    first, second = rig.read("mt-sics"), rig.scale("yaohua-tf0")
    column, below, send = rig.page.column, rig.page.bytes, rig.page.send_bar
    cards = (column.cards[first.path], column.cards[second.path])
    assert in_order(rig, column.rescan, *cards, column.simulator, column.save, column.more)
    assert in_order(rig, below.form, below.pause, below.record, below.log, below.table, send.edit)
    assert in_order(rig, send.edit, send.ending, send.commands, send.send)
    advice.say_listens_only(rig.page.notice)
    assert in_order(rig, *rig.page.notice.buttons, column.rescan)


def test_enter_presses_a_button(qapp: QApplication) -> None:
    button, pressed = Button("Go"), []
    button.clicked.connect(lambda: pressed.append(1))
    QTest.keyClick(button, Qt.Key.Key_Return)
    QTest.keyClick(button, Qt.Key.Key_Enter)
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert len(pressed) == 3


def test_a_banner_that_goes_leaves_the_keyboard_to_the_chosen_port(rig: BenchRig) -> None:
    scale = rig.read("mt-sics")
    rig.page.window().activateWindow()
    advice.say_listens_only(rig.page.notice)
    rig.page.notice.buttons[0].setFocus()
    QTest.keyClick(rig.page.notice.buttons[0], Qt.Key.Key_Return)
    assert rig.page.window().focusWidget() is rig.page.column.cards[scale.path]


def test_the_menu_of_simulators_shows_every_sign_of_a_protocols_name(rig: BenchRig) -> None:
    shown = [act.text().replace("&&", "&") for act in rig.page.column._menu.actions()]
    assert shown == [wording.driver_title(driver) for driver in drivers()]
    assert any("&&" in act.text() for act in rig.page.column._menu.actions())


def test_a_port_that_only_another_page_knows_stays_when_another_is_read(rig: BenchRig) -> None:
    first = rig.read("yaohua-tf0", "5.000")
    ports = rig.page.ports
    status = rig.live.status
    ports.remove_simulated(first.path)
    rig.live.status_changed.emit(status)  # as the example's own scale: the system lists it not
    other = rig.scale("mt-sics", "2.000")
    rig.until(lambda: rig.known(other) is Known.RECOGNISED)
    ports.choose(other.path)
    rig.until(lambda: "2.000" in rig.page.live_card.reading.accessibleName())
    ports._on_ports(())
    assert first.path in ports.entries
    ports.choose(first.path)
    rig.until(lambda: "5.000" in rig.page.live_card.reading.accessibleName())
