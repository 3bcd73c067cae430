"""PySide must not lose or gather references: 6.12.0 dropped one to True, False or None a signal."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app import words
from tests.helpers.gallery_values import load_rows, steps
from tests.helpers.geometry import settle
from ui.theme import apply_theme
from ui.widgets.button import Button
from ui.widgets.load_table import LoadTable
from ui.widgets.reading import Reading, ReadingState
from ui.widgets.step_list import StepList

_SINGLETONS = (None, True, False)


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    apply_theme(qapp, "light")
    words.set_language("en")
    yield
    apply_theme(qapp, "light")


class _Sender(QObject):
    told = Signal(object, bool)


class _Receiver(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    @Slot(object, bool)
    def on_told(self, value: object, flag: bool) -> None:
        self.count += 1


def _counts() -> list[int]:
    gc.collect()
    return [sys.getrefcount(singleton) for singleton in _SINGLETONS]


def test_2000_emissions_leave_the_singletons_counts_alone(qapp: QApplication) -> None:
    sender, receiver = _Sender(), _Receiver()
    sender.told.connect(receiver.on_told)
    sender.told.emit(None, True)
    before = _counts()

    for number in range(2000):
        sender.told.emit(None, number % 2 == 0)

    drift = [after - count for after, count in zip(_counts(), before, strict=True)]
    assert receiver.count == 2001
    assert all(abs(change) < 100 for change in drift), drift


def _resident_mb() -> float:
    fields = Path("/proc/self/statm").read_text(encoding="ascii").split()
    return int(fields[1]) * 4096 / 2**20


class _Desk:
    """The widgets that a long day uses most, and one round of what happens to them."""

    def __init__(self) -> None:
        self.reading, self.table, self.steps = Reading(), LoadTable(), StepList()
        self.button = Button("Capture", icon="check", kind="primary")
        self.table.is_animated = False
        self.table.set_rows(load_rows(), 0)
        self.steps.set_steps(steps(), "measure")
        self.widgets = (self.reading, self.table, self.steps, self.button)
        for widget in self.widgets:
            widget.resize(600, 300)
            widget.show()

    def round(self, number: int) -> int:
        """Send ten events and return how many they were."""
        motion = "stable" if number % 3 else "moving"
        self.reading.show_state(ReadingState(f"{number % 30}.010", "kg", motion))  # type: ignore[arg-type]
        self.table.update_row(3, load_rows()[3])
        key = Qt.Key.Key_Down if number % 20 < 10 else Qt.Key.Key_Up
        QTest.keyClick(self.table, key)
        QTest.keyClick(self.steps, key)
        QTest.keyClick(self.table, Qt.Key.Key_Return)
        self.button.click()
        # Not QApplication.sendEvent: PySide 6.11 keeps a reference to None at each call of it.
        QTest.mouseMove(self.steps, QPoint(number % 100, 20))
        settle(1)
        return 10

    def close(self) -> None:
        for widget in self.widgets:
            widget.close()


def _soak(events: int) -> tuple[list[float], float]:
    desk = _Desk()
    for number in range(200):  # caches of fonts, icons and glyphs fill first
        desk.round(number)
    counts, memory, sent = _counts(), _resident_mb(), 0
    number = 0
    while sent < events:
        sent += desk.round(number)
        number += 1
    drift = [abs(after - before) / before for after, before in zip(_counts(), counts, strict=True)]
    grown = _resident_mb() - memory
    desk.close()
    return drift, grown


def test_a_long_morning_of_events_gathers_nothing(qapp: QApplication) -> None:
    drift, grown_mb = _soak(5_000)

    assert max(drift) < 0.05, drift
    assert grown_mb < 20, grown_mb


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_100000_events_gather_nothing(qapp: QApplication) -> None:
    drift, grown_mb = _soak(100_000)

    assert max(drift) < 0.05, drift
    assert grown_mb < 20, grown_mb
