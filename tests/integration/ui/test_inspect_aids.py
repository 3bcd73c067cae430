"""Measurement aids of the Inspect page: loads captured by themselves, what to mind, positions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app import words
from inspector_app.kinds.base import Step
from inspector_app.settings import Settings
from tests.helpers.geometry import geometry_faults, settle, unnamed_controls
from tests.helpers.inspect_rig import LINK, InspectRig
from ui.inspect.page import InspectPage
from ui.theme import apply_theme
from ui.theme.tokens import THEME_NAMES, ThemeName

_OUT = Path(__file__).resolve().parents[3] / "out" / "pages"
FRAMES = 13
"""At ten a second: more than the second that a run waits for rest."""


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[InspectRig]:
    opened = InspectRig(tmp_path)
    opened.begin()
    opened.connect()
    yield opened
    opened.close()
    apply_theme(qapp, "light")


def rest(rig: InspectRig, figures: str, **more: object) -> None:
    """Let a load swing in, and lie."""
    rig.show(figures, stable=False)
    for _frame in range(FRAMES):
        rig.show(figures, **more)  # type: ignore[arg-type] # a test names real fields


def capture(rig: InspectRig) -> None:
    rig.page.measuring.capture()
    rig.settle()


def load_of(rig: InspectRig) -> str:
    row = rig.page.measuring.model.row()
    assert row is not None
    assert row.load is not None
    return f"{row.load.in_unit('kg'):.3f}"


def switch_on(rig: InspectRig, test: str) -> None:
    rig.page.measuring.go_to_row(f"{test}:1")
    rig.page.view.measurements.bar.auto.setChecked(True)
    rig.settle()


def kept(rig: InspectRig) -> list[tuple[str, Decimal]]:
    return [(one.row_id, one.shown.value) for one in rig.inspection().observations]


def hint(rig: InspectRig) -> str:
    return rig.page.view.measurements.bar.refusal.text()


def test_each_new_load_at_rest_is_captured_by_itself(rig: InspectRig) -> None:
    switch_on(rig, "load_points")
    first = load_of(rig)
    rest(rig, first)
    second = load_of(rig)
    rest(rig, second)
    assert kept(rig) == [("load_points:1", Decimal(first)), ("load_points:2", Decimal(second))]


def test_it_is_off_until_somebody_switches_it_on(rig: InspectRig) -> None:
    rig.page.measuring.go_to_row("load_points:1")
    rest(rig, load_of(rig))
    assert kept(rig) == []


def test_a_load_is_taken_once_however_long_it_lies_and_flickers(rig: InspectRig) -> None:
    switch_on(rig, "repeatability")
    rest(rig, "0.000")
    load = Decimal(load_of(rig))
    for figures in (load, load + Decimal("0.010"), load):
        rest(rig, str(figures))
    assert len(kept(rig)) == 1


def test_a_load_of_the_repeatability_needs_zero_before_it(rig: InspectRig) -> None:
    switch_on(rig, "repeatability")
    rest(rig, load_of(rig))
    assert kept(rig) == []
    assert hint(rig) == "Zero was not seen before this load"
    rest(rig, "0.000")
    rest(rig, load_of(rig))
    rest(rig, "0.000")
    rest(rig, load_of(rig))
    assert [row for row, _value in kept(rig)] == ["repeatability:1", "repeatability:2"]


@pytest.mark.parametrize("test", ["repeatability", "eccentricity"])
def test_a_load_that_was_captured_is_asked_off_before_the_next(rig: InspectRig, test: str) -> None:
    switch_on(rig, test)
    rest(rig, "0.000")
    load = load_of(rig)
    rest(rig, load)
    assert [row for row, _value in kept(rig)] == [f"{test}:1"]
    # Pushed to the next place without being taken off: the watch sees no new load.
    rest(rig, load)
    assert hint(rig) == "Take the load off: zero comes before the next one"
    assert len(kept(rig)) == 1
    rest(rig, "0.000")
    assert "Take the load off" not in hint(rig)
    rest(rig, load)
    assert [row for row, _value in kept(rig)] == [f"{test}:1", f"{test}:2"]


def test_load_points_go_up_without_zero_between(rig: InspectRig) -> None:
    switch_on(rig, "load_points")
    rest(rig, "0.000")
    rest(rig, load_of(rig))
    rig.show(str(kept(rig)[0][1]))
    assert "Take the load off" not in hint(rig)


def test_a_load_that_is_far_from_the_rows_is_left_to_the_person(rig: InspectRig) -> None:
    switch_on(rig, "repeatability")
    rest(rig, "0.000")
    rest(rig, "1.000")
    assert kept(rig) == []


def test_while_added_weights_are_typed_nothing_is_taken(rig: InspectRig) -> None:
    switch_on(rig, "load_points")
    rig.page.view.measurements.bar.start_delta("3")
    rest(rig, load_of(rig))
    assert kept(rig) == []


def test_a_scale_that_is_not_back_at_zero_is_told(rig: InspectRig) -> None:
    rig.page.measuring.go_to_row("load_points:1")
    rest(rig, "0.000")
    rest(rig, load_of(rig))
    rest(rig, "0.010")
    assert hint(rig) == "Not back at zero: 0.010 kg"
    rest(rig, "0.000")
    assert "zero" not in hint(rig)


def test_a_scale_just_switched_on_is_asked_about_before_the_first_capture(rig: InspectRig) -> None:
    rig.page.measuring.go_to_row("load_points:1")
    rest(rig, "0.000")
    assert hint(rig) == "Read for 0 min: is it warm?"
    rest(rig, load_of(rig))
    capture(rig)
    rest(rig, "0.000")
    assert hint(rig) == ""


@pytest.mark.parametrize("unit", ["lb", "t", "ct"])
def test_a_unit_that_is_not_on_the_plate_is_refused(rig: InspectRig, unit: str) -> None:
    switch_on(rig, "load_points")
    rest(rig, load_of(rig), unit=unit)
    capture(rig)
    assert kept(rig) == []
    assert hint(rig).startswith(f"The scale reads in {unit}, its plate says kg / g")


def test_a_unit_that_was_said_wrong_can_be_said_again(rig: InspectRig) -> None:
    rig.connect(replace(LINK, unit=None))
    rig.page.measuring.go_to_row("load_points:1")
    rig.show(load_of(rig), unit=None)
    pane = rig.page.view.measurements
    assert not pane.unit_banner.isHidden()
    pane.unit_confirmed.emit("t")
    assert not pane.unit_banner.isHidden()
    assert hint(rig).startswith("The scale reads in t")
    pane.unit_confirmed.emit("kg")
    assert pane.unit_banner.isHidden()
    capture(rig)
    assert len(kept(rig)) == 1


def test_space_captures_right_after_the_switch_was_clicked(rig: InspectRig) -> None:
    rig.page.measuring.go_to_row("load_points:1")
    rig.page.go_to(Step.MEASUREMENTS)
    QTest.mouseClick(rig.page.view.measurements.bar.auto, Qt.MouseButton.LeftButton)
    rig.show(load_of(rig))
    rig.press(Qt.Key.Key_Space)
    assert rig.page.measuring.is_automatic
    assert len(kept(rig)) == 1


def test_the_switch_is_remembered(qapp: QApplication, rig: InspectRig, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    page = InspectPage(rig.workplace, rig.runner, rig.live, settings)
    page.view.measurements.bar.auto.click()
    assert page.measuring.is_automatic
    page.deleteLater()
    again = InspectPage(rig.workplace, rig.runner, rig.live, Settings(tmp_path / "settings.json"))
    assert again.measuring.is_automatic
    again.deleteLater()


def test_the_picture_says_where_the_load_goes_next(rig: InspectRig) -> None:
    picture = rig.page.view.measurements.picture
    rig.page.measuring.go_to_row("load_points:1")
    assert picture.isHidden()
    switch_on(rig, "eccentricity")
    assert not picture.isHidden()
    assert picture.accessibleName() == "Put 10 kg here: front left"
    rest(rig, "0.000")
    rest(rig, load_of(rig))
    assert [place.state for place in picture.positions.places] == [
        "done",
        "current",
        "todo",
        "todo",
    ]
    assert picture.accessibleName() == "Put 10 kg here: front right"


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("name", THEME_NAMES)
@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)])
def test_the_positions_are_whole_in_every_theme_language_and_size(
    qapp: QApplication, tmp_path: Path, size: tuple[int, int], name: ThemeName, language: str
) -> None:
    rig = InspectRig(tmp_path, theme=name, language=language, size=size)
    rig.begin()
    rig.connect()
    rest(rig, "0.000")
    capture(rig)
    switch_on(rig, "eccentricity")
    rest(rig, "0.000")
    rest(rig, load_of(rig))
    rest(rig, "0.010")
    rig.page.go_to(Step.MEASUREMENTS)
    settle()
    _OUT.mkdir(parents=True, exist_ok=True)
    shot = _OUT / f"inspect-positions-{language}-{name}-{size[0]}x{size[1]}.png"
    assert rig.window.grab().save(str(shot))
    assert geometry_faults(rig.window) == []
    assert unnamed_controls(rig.page) == []
    rig.close()
    apply_theme(qapp, "light")
