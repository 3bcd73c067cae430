"""The bench's plot by hand: zoomed, moved, held; its statistics follow what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.helpers.bench_rig import BenchRig
from tests.helpers.geometry import settle
from ui.bench.live_card import LiveCard
from ui.widgets.plot_samples import Sample

_NO_BUTTON = Qt.MouseButton.NoButton


@pytest.fixture
def card(qapp: QApplication) -> Iterator[LiveCard]:
    made = LiveCard()
    made.resize(640, 300)
    made.show()
    for at in range(3000):
        made.plot.add(Sample(at / 10, 5.0 + at % 5 / 1000))
    yield made
    made.close()


def turn(card: LiveCard, notches: int) -> None:
    place = QPointF(card.plot.rect().center())
    wheel = QWheelEvent(
        place,
        card.plot.mapToGlobal(place),
        QPoint(),
        QPoint(0, 120 * notches),
        _NO_BUTTON,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(card.plot, wheel)


def test_three_ranges_and_the_one_that_is_shown_is_marked(card: LiveCard) -> None:
    assert card.spans.current() == "60"
    card.spans.button("600").click()

    assert card.plot.window_.span_s == 600
    assert card.plot.accessibleName() == "Live plot of the last 10 minutes"


def test_the_wheel_zooms_and_no_range_is_marked_then(card: LiveCard) -> None:
    turn(card, 2)

    assert card.plot.window_.span_s == pytest.approx(60 / 1.25**2)
    assert card.spans.current() == ""


def test_dragging_to_the_right_shows_what_was_before_and_stands_still(card: LiveCard) -> None:
    live = card.plot.stretch()
    assert live is not None
    start = card.plot.rect().center()
    QTest.mousePress(card.plot, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(card.plot, start + QPoint(100, 0))
    QTest.mouseRelease(card.plot, Qt.MouseButton.LeftButton, pos=start + QPoint(100, 0))
    earlier = card.plot.stretch()
    assert earlier is not None
    assert earlier[1] < live[1]

    card.plot.add(Sample(300.0, 5.0))
    assert card.plot.stretch() == earlier
    card.hold.click()
    now = card.plot.stretch()
    assert now is not None
    assert now[1] == 300.0


def test_the_keyboard_does_all_of_it(card: LiveCard) -> None:
    card.plot.setFocus()
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Left, Qt.Key.Key_Minus, Qt.Key.Key_Right):
        QTest.keyClick(card.plot, key)
    assert not card.plot.window_.is_live
    QTest.keyClick(card.plot, Qt.Key.Key_End)

    assert card.plot.window_.is_live


def test_an_hour_is_painted_without_a_fault(card: LiveCard) -> None:
    for at in range(72_000):
        card.plot.add(Sample(300 + at / 20, 5.0 + at % 9 / 1000, at % 1000 > 300))
    card.spans.button("3600").click()

    assert not card.plot.grab().isNull()
    assert len(card.plot.samples) < 80_000


def test_the_statistics_are_those_of_the_stretch_that_is_shown(
    qapp: QApplication, tmp_path: Path
) -> None:
    with BenchRig(tmp_path) as rig:
        rig.read("yaohua-tf0", "5.000")
        rig.until(lambda: len(rig.page.stream.series) > 15)
        rig.page.figuring.compute()
        shown = [value.text() for value in rig.page.frame_card.statistics.values]

        assert shown[0].endswith(" /s")
        assert shown[1].endswith(" ms")
        assert shown[2].startswith("5.00")
        assert shown[6] == "5.000 kg"
        assert int(shown[7]) > 10
        rig.page.live_card.plot.zoom(2 / 60)
        rig.page.live_card.plot.move_by(-3600)
        few = rig.page.frame_card.statistics.values[7].text()
        assert int(few) < int(shown[7])


def test_an_hour_at_twenty_a_second_leaves_the_page_as_large_as_it_was(
    qapp: QApplication, tmp_path: Path
) -> None:
    with BenchRig(tmp_path) as rig:
        rig.read("yaohua-tf0", "5.000")
        stream, seen = rig.page.stream, rig.live.latest
        assert seen is not None
        rig.live.indication_received.disconnect(stream._on_indication)  # only ours from here on
        for number in range(80_000):
            at = seen.monotonic_ns + (number + 1) * 50_000_000
            stream._on_indication(replace(seen, monotonic_ns=at, sequence=number))
            if number % 500 == 0:
                qapp.processEvents()
        settle()

        plot = rig.page.live_card.plot
        assert plot.samples.newest_s - plot.samples.oldest_s >= 3600
        assert len(plot.samples) <= 72_000 + 4096 + 1
        assert len(stream.series) <= 80_100
        assert rig.page.bytes.model.rowCount() <= 2000
        rig.until(lambda: not stream._samples and not stream._rows)
        rig.page.live_card.spans.button("3600").click()
        rig.live.indication_received.connect(stream._on_indication)  # as the page expects it
        assert int(rig.page.frame_card.statistics.values[7].text()) > 71_000
        assert not rig.page.grab().isNull()
