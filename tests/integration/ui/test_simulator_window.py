"""The simulated scale's window: by keyboard too, and never in the way of the main window."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.domain.quantities import Mass, grams
from ui.simulator_window import PUTS, SimulatorWindow, puts_for

MAXIMUM = Mass.parse("30 kg")


class Pan:
    """A scale that only remembers what lies on it."""

    path = "/dev/pts/test"

    def __init__(self) -> None:
        self.load = grams(0)

    def put(self, mass: Mass | Decimal) -> None:
        assert isinstance(mass, Mass)
        self.load = self.load + mass

    def take_all(self) -> None:
        self.load = grams(0)

    def unplug(self) -> None: ...

    def replug(self) -> None: ...

    def stop(self) -> None: ...


def test_the_arrow_keys_on_the_slider_put_a_load_on_the_pan(qtbot: QtBot) -> None:
    pan = Pan()
    window = SimulatorWindow(pan, MAXIMUM)
    qtbot.addWidget(window)
    slider = window.findChildren(QSlider)[0]
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert pan.load == grams(20)
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert pan.load == grams(0)


def test_the_window_opens_in_the_lower_right_corner_without_taking_the_keyboard(
    qtbot: QtBot,
) -> None:
    main = QWidget()
    main.resize(1366, 700)
    qtbot.addWidget(main)
    main.show()
    window = SimulatorWindow(Pan(), MAXIMUM, main)
    window.show_beside(main)
    assert window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert window.x() > main.x() + main.width() // 2
    assert window.y() > main.y() + main.height() // 4


def test_a_meters_window_speaks_its_unit_and_offers_no_weights(qtbot: QtBot) -> None:
    class Meter(Pan):
        shown = Decimal(0)

        def put(self, mass: Mass | Decimal) -> None:
            assert isinstance(mass, Decimal)
            self.shown += mass

        def take_all(self) -> None:
            self.shown = Decimal(0)

    meter = Meter()
    window = SimulatorWindow(meter, Decimal(150), unit="°C")
    qtbot.addWidget(window)
    window.show()
    slider = window.findChild(QSlider)
    assert slider is not None
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_PageUp)
    assert meter.shown == Decimal("1.00")
    assert window._amount.text() == "1.00 °C"
    assert not window._puts


def test_a_weighbridge_and_a_balance_get_loads_of_their_own() -> None:
    assert puts_for(MAXIMUM) == PUTS
    assert puts_for(Mass.parse("60000 kg")) == ("600 kg", "6000 kg", "12000 kg", "30000 kg")
    assert puts_for(Mass.parse("200 g")) == ("2 g", "20 g", "40 g", "100 g")
