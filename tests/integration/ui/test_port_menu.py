"""What can be done with a port at any time: by button, menu key, and a line typed by hand."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from inspector_app import words
from inspector_app.domain.exceptions import InputInvalid
from serial_drivers.catalog import find_driver
from serial_drivers.driver import SerialLine
from tests.helpers.bench_rig import BenchRig
from tests.helpers.geometry import geometry_faults, settle, unnamed_controls
from ui.bench.ports.line_form import line_of
from ui.bench.ports.model import Known, PortEntry

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[BenchRig]:
    with BenchRig(tmp_path) as opened:
        yield opened
    words.set_language("en")


def entry_of(rig: BenchRig) -> PortEntry:
    return rig.page.ports.entries[rig.page.ports.chosen]


def titles(menu: QMenu) -> list[str]:
    return [act.text() for act in menu.actions() if act.text()]


def trigger(menu: QMenu, text: str) -> None:
    next(act for act in menu.actions() if act.text() == text).trigger()


def test_a_recognised_port_can_be_read_otherwise(rig: BenchRig) -> None:
    assert not rig.page.column.more.isEnabled()
    rig.read("mt-sics")
    assert rig.page.column.more.isEnabled()
    menu = rig.page.port_menu.menu(entry_of(rig))
    assert titles(menu) == [
        "Detect again",
        "Search thoroughly (up to 3 min)",
        "Read as…",
        "Other speed or format…",
        "Use a profile…",
        "Close the port",
    ]
    by_hand = next(act.menu() for act in menu.actions() if act.text() == "Read as…")
    assert isinstance(by_hand, QMenu)
    line = find_driver("toledo-continuous").title.in_language("en")
    trigger(
        next(act.menu() for act in by_hand.actions() if act.text() == line),  # type: ignore[arg-type]
        "9600 7E1",
    )
    settings = entry_of(rig).settings
    assert settings is not None
    assert (settings.protocol, settings.line) == ("toledo-continuous", "9600 7E1")


def test_a_search_can_be_ended_and_the_menu_offers_nothing_else_meanwhile(rig: BenchRig) -> None:
    rig.read("mt-sics")
    trigger(rig.page.port_menu.menu(entry_of(rig)), "Search thoroughly (up to 3 min)")
    assert entry_of(rig).known is Known.TRYING
    menu = rig.page.port_menu.menu(entry_of(rig))
    assert titles(menu) == ["Stop searching"]
    trigger(menu, "Stop searching")
    assert entry_of(rig).known is Known.IDLE


def test_a_closed_port_is_read_again_as_before(rig: BenchRig) -> None:
    scale = rig.read("yaohua-tf0")
    settings = entry_of(rig).settings
    trigger(rig.page.port_menu.menu(entry_of(rig)), "Close the port")
    assert rig.known(scale) is Known.IDLE
    rig.page.ports.choose(scale.path)
    assert rig.known(scale) is Known.RECOGNISED
    assert entry_of(rig).settings == settings
    rig.until(lambda: "5.000" in rig.page.live_card.reading.accessibleName())


def test_any_speed_can_be_typed_and_the_protocol_stays(rig: BenchRig) -> None:
    rig.read("yaohua-tf0")
    form = rig.page.column.line_form
    trigger(rig.page.port_menu.menu(entry_of(rig)), "Other speed or format…")
    assert form.isVisibleTo(rig.page)
    assert form.field.text() == "9600 8N1"
    form.field.set_text("fast")
    QTest.keyClick(form.field.edit, Qt.Key.Key_Return)
    assert form.isVisibleTo(rig.page)
    settle()
    assert geometry_faults(rig.page) == []
    assert unnamed_controls(rig.page) == []
    form.field.set_text("14400")
    QTest.keyClick(form.field.edit, Qt.Key.Key_Return)
    assert not form.isVisibleTo(rig.page)
    assert rig.page.window().focusWidget() in rig.page.column.cards.values()
    settings = entry_of(rig).settings
    assert settings is not None
    assert (settings.protocol, settings.line) == ("yaohua-tf0", "14400 8N1")


def test_the_menu_key_asks_for_the_menu_of_the_card_under_it(rig: BenchRig) -> None:
    scale = rig.read("yaohua-tf0")
    asked: list[str] = []
    rig.page.column.menu_wanted.disconnect()
    rig.page.column.menu_wanted.connect(lambda key, _place: asked.append(key))
    card = rig.page.column.cards[scale.path]
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), QPoint(1, 1))
    QApplication.sendEvent(card, event)
    assert asked == [scale.path]


@pytest.mark.parametrize(
    "typed, line",
    [
        ("14400", SerialLine(baudrate=14400, data_bits=7, parity="even")),
        (" 1200 8O2 ", SerialLine(baudrate=1200, parity="odd", stop_bits=2)),
    ],
)
def test_a_speed_alone_keeps_the_format(typed: str, line: SerialLine) -> None:
    assert line_of(typed, SerialLine(data_bits=7, parity="even")) == line


@pytest.mark.parametrize("typed", ["", "fast", "9600 8N", "9600,8,N,1"])
def test_what_is_no_line_is_refused(typed: str) -> None:
    with pytest.raises(InputInvalid):
        line_of(typed, SerialLine())


def test_what_was_asked_of_one_port_is_not_sent_to_another(rig: BenchRig) -> None:
    first = rig.read("mt-sics", "5.000")
    other = rig.scale("mt-sics", "2.000")
    rig.until(lambda: rig.known(other) is Known.RECOGNISED)
    rig.page.send_bar.edit.setText("5A 0D 0A")
    QTest.keyClick(rig.page.send_bar.edit, Qt.Key.Key_Return)
    assert rig.sentence() == "“Set zero” changes the instrument. Send it?"
    rig.page.ports.choose(first.path)
    assert rig.sentence() != ""
    rig.page.ports.choose(other.path)
    assert rig.sentence() == ""


def test_nothing_is_sent_into_a_capture_and_the_page_says_so(rig: BenchRig, tmp_path: Path) -> None:
    rig.read("mt-sics")
    capture = tmp_path / "one.hpcapture"
    rig.page.record_to(capture)
    rig.until(lambda: rig.page.stream.capture.is_running)
    seen = rig.page.bytes.model.rowCount()
    rig.until(lambda: rig.page.bytes.model.rowCount() > seen + 4)
    rig.page.stream.capture.stop()
    rig.until(lambda: rig.sentence().startswith("Capture saved"))
    rig.page.replay(capture)
    rig.until(lambda: entry_of(rig).is_replay)
    assert not rig.page.send_bar.commands.isVisibleTo(rig.page)
    rig.page.send_bar.edit.setText("53")
    QTest.keyClick(rig.page.send_bar.edit, Qt.Key.Key_Return)
    assert rig.sentence() == "Nothing was sent: no instrument is connected"
