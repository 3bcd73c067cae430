"""The bench's plot by hand: zoomed, moved, held; its statistics follow what it shows."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from inspector_app import words
from tests.helpers.bench_rig import BenchRig
from tests.helpers.geometry import settle
from ui.bench.wire.live_card import LiveCard
from ui.theme import apply_theme, theme
from ui.theme.tokens import THEME_NAMES, ThemeName
from ui.widgets.plot_picture import PlotPicture
from ui.widgets.plot_samples import Sample

_ROOT = Path(__file__).resolve().parents[3]
_NO_BUTTON = Qt.MouseButton.NoButton


@pytest.fixture
def card(qapp: QApplication) -> Iterator[LiveCard]:
    apply_theme(qapp, "light")
    words.set_language("en")
    made = LiveCard()
    made.resize(640, 300)
    made.show()
    for at in range(3000):
        made.plot.add(Sample(at / 10, 5.0 + at % 5 / 1000))
    yield made
    made.close()


def colours_of(widget: QWidget) -> set[str]:
    shown = widget.grab().toImage()
    size = shown.size()
    return {
        shown.pixelColor(x, y).name() for x in range(size.width()) for y in range(size.height())
    }


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


@pytest.mark.parametrize("name", THEME_NAMES)
def test_a_change_of_theme_is_seen_at_once(
    card: LiveCard, qapp: QApplication, name: ThemeName
) -> None:
    assert theme().colour("p1").name() in colours_of(card.plot)
    apply_theme(qapp, name)

    shown = colours_of(card.plot)
    assert {theme().colour(token).name() for token in ("p1", "grid", "ctl")} <= shown


def test_one_sample_of_an_hour_is_seen(card: LiveCard) -> None:
    card.plot.clear()
    for at in range(72_000):
        card.plot.add(Sample(at / 20, 5.5 if at == 40_000 else 5.0))
    card.spans.button("3600").click()

    shown = card.plot.grab().toImage()
    middle = range(shown.height() * 2 // 5, shown.height() * 3 // 5)
    line = theme().colour("p1").rgb()
    columns = {x for x in range(shown.width()) for y in middle if shown.pixel(x, y) == line}
    assert len(columns) in {1, 2, 3}


def test_the_axes_speak_as_the_rest_of_the_window(card: LiveCard) -> None:
    card.plot.set_decimals(2)
    card.plot.add(Sample(301.0, -123_456.0))
    picture = card.plot._picture()

    assert picture.value_marks[0][1] == "\u2212150000.00"
    assert [label for _at, label in picture.time_marks][:3] == ["0 s", "\u221210 s", "\u221220 s"]


def test_nothing_of_the_drawing_library_answers_mouse_or_key(card: LiveCard) -> None:
    middle = card.plot.rect().center()
    QTest.mouseClick(card.plot, Qt.MouseButton.RightButton, pos=middle)

    assert QApplication.activePopupWidget() is None
    assert card.findChildren(QMenu) == []
    assert card.plot.childAt(middle) is None
    policies = {child.focusPolicy() for child in card.plot.findChildren(QWidget)}
    assert policies == {Qt.FocusPolicy.NoFocus}


def test_a_flood_is_drawn_once_and_nothing_while_nobody_looks(
    card: LiveCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    card.plot.grab()
    drawn: list[PlotPicture] = []
    monkeypatch.setattr(card.plot._canvas, "show", drawn.append)
    card.hide()
    for at in range(1000):
        card.plot.add(Sample(300 + at / 100, 5.0))
    settle()
    assert drawn == []

    card.show()
    settle()
    assert len(drawn) == 1
    assert drawn[0].dots == [(0.0, 5.0)]


def test_it_says_so_while_nothing_came(card: LiveCard) -> None:
    card.plot.grab()
    card.plot.clear()
    assert theme().colour("p1").name() not in colours_of(card.plot)

    card.plot.add(Sample(1.0, 5.0))
    assert theme().colour("p1").name() in colours_of(card.plot)


def test_the_bench_opens_without_what_only_a_line_needs() -> None:
    code = "import sys, ui.bench.page; print([m for m in sys.argv[1:] if m in sys.modules])"
    told = subprocess.run(
        [sys.executable, "-c", code, "numpy", "pyqtgraph"],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.strip() == "[]"
