"""The Bench's further leaves: the cable test with a plug, and what each driver rests on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app import words
from serial_drivers.catalog import drivers, find_driver
from serial_drivers.keeping.examples import run_examples
from serial_drivers.simulators.pty_port import PtyPort
from tests.helpers.bench_rig import BenchRig
from tests.helpers.echo_plug import EchoPlug
from tests.helpers.geometry import geometry_faults, settle, unnamed_controls
from ui.bench.drivers.driver_facts import facts
from ui.theme import apply_theme
from ui.theme.tokens import THEME_NAMES, ThemeName
from ui.widgets.chip import ChipKind
from ui.widgets.table import CHIP_ROLE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
_OUT = Path(__file__).resolve().parents[3] / "out" / "pages"


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[BenchRig]:
    with BenchRig(tmp_path) as opened:
        yield opened
    words.set_language("en")
    apply_theme(qapp, "light")


def port(rig: BenchRig, path: str) -> None:
    """Show this port, chosen, without detection."""
    rig.page.ports.add_simulated(path, "plug", None)
    rig.page.ports.cancel(path)
    rig.page.ports._follow(path)
    rig.page.leaves.tabs.choose("cable")


def chips(rig: BenchRig) -> list[tuple[str, ChipKind]]:
    model = rig.page.leaves.cable.model
    told = [model.index(at, 6).data(CHIP_ROLE) for at in range(model.rowCount())]
    return [(chip.text, chip.kind) for chip in told]


@pytest.mark.parametrize(
    "back, sentence, chip",
    [
        (lambda heard: heard, "Adapter and cable are good: ", ("Good", "ok")),
        (lambda _heard: b"", "No plug: nothing came back. ", ("No plug", "warn")),
        (lambda heard: heard.replace(b"\x13", b""), "Faulty: ", ("Faulty", "bad")),
    ],
    ids=["plug", "none", "bad"],
)
def test_a_plug_is_tested_and_the_page_says_how_it_went(
    rig: BenchRig, back: Callable[[bytes], bytes], sentence: str, chip: tuple[str, ChipKind]
) -> None:
    with EchoPlug(back) as plug:
        port(rig, plug.path)
        view = rig.page.leaves.cable
        view.start.click()
        assert view.start.text() == "Stop"
        rig.until(view.verdict.isVisible)
        rig.page.leaves.tabs.choose("instrument")

    assert view.verdict.accessibleName().startswith(sentence)
    assert set(chips(rig)) == {chip}
    assert view.start.text() == "Start test"


def test_a_scale_that_is_read_is_let_go_of_and_named_as_left_on_the_cable(rig: BenchRig) -> None:
    scale = rig.read()
    rig.page.leaves.tabs.choose("cable")
    view = rig.page.leaves.cable
    view.start.click()
    rig.until(view.verdict.isVisible)

    assert view.verdict.accessibleName().startswith("Something else speaks on this port")
    rig.page.ports.detect(scale.path)  # and the port is usable as before
    rig.until(lambda: "5.000" in rig.page.live_card.reading.accessibleName())


def test_nothing_is_sent_where_an_instrument_is_only_listened_to(rig: BenchRig) -> None:
    wire = PtyPort("bus")
    port(rig, wire.path)
    driver = find_driver("cn-tax-dispenser")
    rig.page.ports.read_as(wire.path, driver, driver.line)
    view = rig.page.leaves.cable
    rig.until(view.verdict.isVisible)

    assert not view.start.isEnabled()
    assert view.verdict.accessibleName().startswith("Nothing is sent on this port")
    rig.live.disconnect_port()
    wire.close()


def test_every_driver_meets_every_example_that_the_program_carries() -> None:
    for driver in drivers():
        result = run_examples(driver)
        assert result.frames > 0, driver.key
        assert result.failed == (), driver.key
        assert result.sources, driver.key


def test_a_driver_that_fails_an_example_is_shown_as_failing() -> None:
    right = run_examples(find_driver("yaohua-tf0"))
    wrong = run_examples(find_driver("mt-sics"))
    shown = facts(find_driver("yaohua-tf0"), right)
    assert f"{right.frames} of {right.frames} frames read" in shown[1].lines
    assert wrong.passed == wrong.total


def test_the_drivers_page_shows_what_is_declared_and_runs_the_examples(rig: BenchRig) -> None:
    rig.read("mt-sics")
    rig.page.leaves.tabs.choose("drivers")
    view = rig.page.leaves.drivers
    rig.until(lambda: view.model.results)
    driver = find_driver("mt-sics")

    assert view.detail.driver is driver  # that of the port that is read
    told = "\n".join(view.detail.texts())
    assert driver.manual in told
    assert all(text.en in told for text in driver.unconfirmed)
    result = run_examples(driver)
    assert f"{result.frames_met} of {result.frames} frames read" in told
    assert "Set zero: 5A 0D 0A" in told
    assert "It has no command that calibrates" in told
    assert len(view.model.results) == len(drivers())
    every = [view.model.index(at, 1).data(CHIP_ROLE).kind for at in range(view.model.rowCount())]
    assert set(every) == {"ok"}


def test_a_listened_to_driver_says_that_nothing_is_ever_sent() -> None:
    told = facts(find_driver("cn-tax-dispenser"), None)
    never = next(fact for fact in told if fact.title == "What it never does")
    assert never.lines == (
        "Nothing is ever sent to this instrument, by nobody: it is only listened to.",
    )


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("name", THEME_NAMES)
@pytest.mark.parametrize("size", [(1294, 720), (968, 556)])
def test_the_leaves_are_whole_in_every_theme_language_and_size(
    qapp: QApplication, tmp_path: Path, size: tuple[int, int], name: ThemeName, language: str
) -> None:
    with (
        BenchRig(tmp_path, theme=name, language=language) as rig,
        EchoPlug(lambda _heard: b"") as plug,
    ):
        rig.page.resize(*size)
        rig.page.set_compact(size[0] < 1024)
        port(rig, plug.path)
        rig.page.leaves.cable.start.click()
        rig.until(rig.page.leaves.cable.verdict.isVisible)
        _OUT.mkdir(parents=True, exist_ok=True)
        for leaf in ("cable", "drivers"):
            rig.page.leaves.tabs.choose(leaf)
            if leaf == "drivers":
                rig.until(lambda: rig.page.leaves.drivers.model.results)
            settle()
            shot = _OUT / f"bench-{leaf}-{language}-{name}-{size[0]}x{size[1]}.png"
            assert rig.page.grab().save(str(shot))
            assert geometry_faults(rig.page) == []
            assert unnamed_controls(rig.page) == []
    words.set_language("en")
    apply_theme(qapp, "light")


def test_a_narrow_window_has_the_figures_in_a_line_and_leaves_its_width_to_the_drivers(
    rig: BenchRig,
) -> None:
    rig.read()
    page = rig.page
    assert page.live_card.summary.isHidden()
    page.set_compact(True)
    rig.until(lambda: page.live_card.summary.text().startswith("Mean 5.00000 kg"))
    assert not page.live_card.summary.isHidden()

    page.leaves.tabs.choose("drivers")
    assert not page.column.isVisible()
    assert page.panes()[0] is page.leaves.drivers.table
    page.leaves.tabs.choose("instrument")
    assert page.column.isVisible()


def test_a_notice_in_a_low_window_takes_the_room_of_the_line_and_covers_nothing(
    qapp: QApplication, rig: BenchRig
) -> None:
    apply_theme(qapp, "sunlight")
    page = rig.page
    page.set_compact(True)
    was_hidden = []
    for height in range(570, 530, -10):
        page.setFixedSize(968, height)  # as a small screen does, whatever the page would like
        page.notice.say("x", "It happened", "and this was kept", "warn")
        settle()
        assert geometry_faults(page) == []
        was_hidden.append(page.live_card.summary.isHidden())
        page.notice.drop()
        settle()
        assert geometry_faults(page) == []
    assert was_hidden == sorted(was_hidden)
    assert was_hidden[-1]


def test_the_outcome_of_a_cable_test_is_in_sight_in_a_narrow_window(
    qapp: QApplication, rig: BenchRig
) -> None:
    table = rig.page.leaves.cable.table
    rig.page.leaves.tabs.choose("cable")
    settle()
    assert not table.isColumnHidden(4)
    apply_theme(qapp, "sunlight")
    rig.page.set_compact(True)
    rig.page.setFixedSize(968, 556)
    settle()
    assert table.isColumnHidden(4)
    assert table.horizontalHeader().length() <= table.viewport().width()
