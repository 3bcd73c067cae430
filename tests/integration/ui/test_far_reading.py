"""Space on an indication far from the row's load asks before it keeps; nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from inspector_app.domain.measurement import PlanRow, Shape
from inspector_app.domain.quantities import Mass, grams
from inspector_app.domain.text import Text
from tests.helpers.geometry import geometry_faults
from tests.helpers.inspect_rig import InspectRig
from ui.inspect.far_reading import is_far

Key = Qt.Key


@pytest.fixture
def rig(qapp: object, tmp_path: Path) -> Iterator[InspectRig]:
    made = InspectRig(tmp_path / "data")
    made.begin()
    made.connect()
    made.press(Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    made.page.measuring.model.choose_shape(Shape.LOAD_POINTS)
    for row in made.page.measuring.model.rows():
        if row.load is not None and row.load.value > 0:
            made.page.measuring.model.row_id = row.row_id
    made.page.measuring._show()
    yield made
    made.close()


def load_of(rig: InspectRig) -> Decimal:
    row = rig.page.measuring.model.row()
    assert row is not None
    assert row.load is not None
    return row.load.in_unit("kg")


def test_an_empty_pan_is_asked_about_and_not_kept(rig: InspectRig) -> None:
    before = len(rig.inspection().observations)
    rig.show("0.000")
    rig.press(Key.Key_Space)
    banner = rig.page.view.measurements.far_banner
    assert banner.isVisible()
    assert len(rig.inspection().observations) == before
    assert geometry_faults(rig.page.view.measurements) == []


def test_enter_keeps_the_very_indication_that_was_asked_about(rig: InspectRig) -> None:
    asked = rig.show("0.000")
    rig.press(Key.Key_Space)
    rig.show(f"{load_of(rig):.3f}")  # the load is put on while the question stands
    rig.press(Key.Key_Return)
    kept = rig.inspection().observations[-1].shown
    assert (kept.sequence, str(kept.mass)) == (asked.sequence, "0.000 kg")
    assert rig.page.view.measurements.far_banner.isHidden()


def test_weighing_again_keeps_the_new_indication_only(rig: InspectRig) -> None:
    before = len(rig.inspection().observations)
    rig.show("0.000")
    rig.press(Key.Key_Space)
    seen = rig.show(f"{load_of(rig):.3f}")
    rig.press(Key.Key_Space)
    observations = rig.inspection().observations
    assert (len(observations) - before, observations[-1].shown.sequence) == (1, seen.sequence)
    assert rig.page.view.measurements.far_banner.isHidden()


def test_escape_takes_the_question_away_and_keeps_nothing(rig: InspectRig) -> None:
    before = len(rig.inspection().observations)
    rig.show("0.000")
    rig.press(Key.Key_Space)
    rig.press(Key.Key_Escape)
    assert rig.page.view.measurements.far_banner.isHidden()
    assert len(rig.inspection().observations) == before


def test_space_twice_on_the_same_indication_still_asks(rig: InspectRig) -> None:
    before = len(rig.inspection().observations)
    rig.show("0.000")
    rig.press(Key.Key_Space, times=2)
    assert rig.page.view.measurements.far_banner.isVisible()
    assert len(rig.inspection().observations) == before


def test_what_was_kept_all_the_same_can_be_taken_back(rig: InspectRig) -> None:
    rig.show("0.000")
    row_id = rig.page.measuring.model.row_id
    rig.press(Key.Key_Space)
    rig.press(Key.Key_Return)
    rig.page.measuring.model.row_id = row_id
    rig.press(Key.Key_Backspace)
    assert rig.inspection().observation_at(row_id) is None


def row(load: str | None, limit: str | None = "5", at: int = 1) -> PlanRow:
    return PlanRow(
        row_id=f"load_points:{at}",
        shape=Shape.LOAD_POINTS,
        label=Text("", ""),
        load=None if load is None else grams(Decimal(load)),
        limit=None if limit is None else grams(Decimal(limit)),
    )


ROWS = [row("0"), row("200"), row("5000"), row("10000")]


@pytest.mark.parametrize(
    "seen, load, far",
    [
        ("10000", "10000", False),
        ("12000", "10000", False),  # a tampered scale, 20 % too much: kept without a question
        ("7499", "10000", True),
        ("5000", "10000", True),
        ("0", "10000", True),
        ("0", "200", True),
        ("101", "200", False),
        ("99", "200", True),
        ("100", "0", False),
        ("5000", "0", True),
    ],
)
def test_far_is_nearer_to_another_load_than_to_the_own_one(seen: str, load: str, far: bool) -> None:
    here = next(one for one in ROWS if one.load is not None and one.load.equals(grams(load)))
    assert is_far(grams(seen), here, ROWS) is far


def test_loads_close_together_leave_room_for_a_scale_that_errs() -> None:
    near = [row("100"), row("110", at=2)]
    assert not is_far(grams("120"), near[1], near)
    assert is_far(grams("0"), near[1], near)


def test_a_row_without_a_load_or_a_neighbour_is_never_far() -> None:
    lot = row(None, None)
    zero = row("0")
    assert not is_far(grams("5000"), lot, [lot])
    assert not is_far(Mass(Decimal(5), "kg"), zero, [zero])
