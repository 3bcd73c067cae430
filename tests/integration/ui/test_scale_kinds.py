"""Weighbridges, price-computing, jewellery and fair scales on the page, with the example's scales."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from inspector_app.domain.judgement import Outcome
from inspector_app.domain.measurement import Shape
from inspector_app.kinds.base import Step
from inspector_app.kinds.catalogue import kind_of
from inspector_app.services.example_market import example_id
from tests.helpers.geometry import geometry_faults, unnamed_controls
from tests.helpers.inspect_rig import InspectRig
from ui.theme import ThemeChoice

Key = Qt.Key
SERIALS = {
    "weighbridge": "1706012",
    "price_computing_scale": "2304718",
    "jewellery_scale": "2208120",
    "fair_scale": "1907715",
}
FIELDS: Mapping[str, Mapping[str, str]] = {
    "weighbridge": {
        "substitution": "yes",
        "usual_heaviest": "48000",
        "rolling_load": "48000",
        "rolling_load_error": "10",
    },
    "price_computing_scale": {"generation": "old", "networked": "no", "amount_step": "0.01"},
    "jewellery_scale": {"metals": "gold", "heaviest_gold": "50", "check_scale_error": "0.003"},
    "fair_scale": {},
}


def begin(rig: InspectRig, kind: str) -> None:
    """Open the kind for its scale of the example and fill the particulars."""
    instrument = example_id("instrument:" + SERIALS[kind])
    rig.page.presenter.start(kind, instrument_id=instrument)
    rig.settle()
    for key, value in FIELDS[kind].items():
        rig.page.view.particulars.filled.emit(key, value)
        rig.settle()


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[InspectRig]:
    made = InspectRig(tmp_path / "data")
    yield made
    made.close()


@pytest.mark.parametrize("kind", SERIALS)
def test_the_only_weights_that_fit_the_scale_are_taken_without_asking(
    rig: InspectRig, kind: str
) -> None:
    begin(rig, kind)
    (chosen,) = rig.inspection().weight_sets
    classes = {"weighbridge": "1000 kg", "jewellery_scale": "200 g"}
    assert str(max(chosen.pieces, key=lambda piece: piece.in_unit("g"))) == classes.get(
        kind, "20 kg"
    )


def test_a_probe_says_step_by_step_how_to_find_out(rig: InspectRig) -> None:
    begin(rig, "price_computing_scale")
    rows = {row.check.key: row for row in rig.page.view.checks.rows}
    for key in ("PS05", "PS06", "PS13"):
        assert "1." in rows[key].hint.text()
        assert "2." in rows[key].hint.text()
        assert not rows[key].hint.isHidden()
    assert rows["PS01"].hint.isHidden()


def test_an_older_kind_shows_no_hints(rig: InspectRig) -> None:
    assert all(check.hint is None for check in kind_of("market_scale").checks)
    rig.begin()
    assert all(row.hint.isHidden() for row in rig.page.view.checks.rows)


def test_the_rolling_load_stands_below_the_supports_and_its_last_row_is_in_view(
    rig: InspectRig,
) -> None:
    begin(rig, "weighbridge")
    rig.page.go_to(Step.MEASUREMENTS)
    pane, model = rig.page.view.measurements, rig.page.measuring.model
    rig.connect()
    pane.table.setFocus()
    rig.show("0")
    rig.press(Key.Key_Space)
    while model.shape is not Shape.LOAD_POINTS:
        row = model.row()
        assert row is not None
        assert row.load is not None
        table = pane.table
        current = table._rows[table.current()]
        top = current.mapTo(table._scroll.viewport(), current.rect().topLeft()).y()
        assert 0 <= top <= table._scroll.viewport().height() - current.height()
        rig.show(f"{row.load.in_unit('kg'):.0f}")
        rig.press(Key.Key_Space)
    kept = rig.inspection().observations_of(Shape.ECCENTRICITY)
    assert [str(each.load) for each in kept] == ["12000 kg"] * 6 + ["48000 kg"] * 3


def test_a_point_on_material_says_what_lies_on_the_scale(rig: InspectRig) -> None:
    begin(rig, "weighbridge")
    rig.page.measuring.go_to_row("load_points:4")
    rig.settle()
    pane = rig.page.view.measurements
    assert rig.page.measuring.model.pieces_line() == (
        "Put on: 21500 kg of material + 18 × 1000 kg + 500 kg"
    )
    assert pane.bar.delta._unit.text() == "kg"


def test_added_weights_of_a_balance_are_typed_in_milligrams(rig: InspectRig) -> None:
    begin(rig, "jewellery_scale")
    rig.page.go_to(Step.MEASUREMENTS)
    rig.settle()
    assert rig.page.view.measurements.bar.delta._unit.text() == "mg"


def test_a_sold_piece_read_from_the_balance_is_kept_and_judged(rig: InspectRig) -> None:
    begin(rig, "jewellery_scale")
    rig.page.go_to_subject("trial:piece:1")
    rig.connect()
    rig.show("12.33", unit="g")
    trials = rig.page.view.trials
    trials.form.show_values({"metal": "gold", "method": "high"})
    trials.form.set_text("settled", "12.35")
    trials.form.fields["checked"].edit.setFocus()
    rig.press(Key.Key_F4)
    trials.keep.click()
    rig.settle()
    kept = rig.inspection().observation_at("trial:piece:1")
    assert kept is not None
    assert kept.figures["checked"] == "12.33"
    verdict = kind_of("jewellery_scale").judge(rig.inspection(), rig.workplace.rules)
    (found,) = [f for f in verdict.findings if f.subject == "trial:piece:1" and f.lines]
    assert found.outcome is Outcome.FAIL


def test_a_changed_division_is_found_while_it_is_typed(rig: InspectRig) -> None:
    begin(rig, "price_computing_scale")
    rig.page.go_to_subject("trial:interval")
    rig.settle()
    trials = rig.page.view.trials
    trials.form.set_text("displayed_d", "5")
    rig.settle()
    assert "≠" in trials.lines.text()
    trials.form.set_text("displayed_d", "10")
    rig.settle()
    assert "≠" not in trials.lines.text()


def test_measured_points_and_trials_count_for_their_own_steps(rig: InspectRig) -> None:
    begin(rig, "price_computing_scale")
    view = rig.page.presenter.view
    assert view is not None
    counts = {part.step: (part.done, part.total) for part in view.steps}
    assert counts[Step.MEASUREMENTS] == (0, 13)
    assert counts[Step.TRIALS] == (0, 5)


@pytest.mark.parametrize(
    "theme,language,size",
    [("light", "zh_CN", (1366, 768)), ("dark", "en", (1024, 600)), ("sunlight", "zh_CN", (1366, 768))],
)  # fmt: skip
@pytest.mark.parametrize("kind", SERIALS)
def test_nothing_is_cut_and_everything_has_a_name(
    qapp: QApplication,
    tmp_path: Path,
    kind: str,
    theme: ThemeChoice,
    language: str,
    size: tuple[int, int],
) -> None:
    rig = InspectRig(tmp_path / "data", theme=theme, language=language, size=size)
    begin(rig, kind)
    for step in kind_of(kind).steps:
        if step in {Step.CHECKS, Step.PARTICULARS, Step.MEASUREMENTS, Step.TRIALS}:
            rig.page.go_to(step)
            rig.settle()
            assert geometry_faults(rig.window) == []
            assert unnamed_controls(rig.window) == []
    rig.close()
