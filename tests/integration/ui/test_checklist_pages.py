"""The pages of the kinds of checklists and goods: filled in by their golden files, nothing cut."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app.kinds.base import Step
from inspector_app.kinds.catalogue import kind_of
from tests.helpers.geometry import geometry_faults, unnamed_controls
from tests.helpers.inspect_rig import InspectRig
from tests.integration.ui.test_drawings_on_the_page import measured
from ui.theme import ThemeChoice

KINDS = (
    "prepackaged_goods",
    "energy_label",
    "water_label",
    "optical_shop",
    "restaurant",
    "shop",
    "farm_supplies",
    "fuel_station_duties",
    "self_commitment",
)
PICTURES = os.environ.get("HENGPING_PICTURES", "")
"""A folder to keep what was seen, for the eye; empty: keep nothing."""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "theme,language,size", [("light", "zh_CN", (1366, 768)), ("sunlight", "en", (1024, 600))]
)
def test_every_step_fits_its_window(
    qapp: QApplication,
    tmp_path: Path,
    kind: str,
    theme: ThemeChoice,
    language: str,
    size: tuple[int, int],
) -> None:
    rig = InspectRig(tmp_path / "data", theme=theme, language=language, size=size)
    measured(rig, kind)
    shown = {Step.CHECKS, Step.PARTICULARS, Step.TRIALS, Step.CONCLUSION}
    for step in (step for step in kind_of(kind).steps if step in shown):
        rig.page.go_to(step)
        rig.settle()
        assert geometry_faults(rig.window) == [], step
        assert unnamed_controls(rig.window) == [], step
        if PICTURES:
            name = f"{PICTURES}/{kind}-{step.value}-{theme}-{language}-{size[0]}.png"
            rig.window.grab().save(name)
    assert rig.failures == []
    rig.close()


def test_another_row_shows_nothing_of_the_one_before(qapp: QApplication, tmp_path: Path) -> None:
    rig = InspectRig(tmp_path / "data")
    measured(rig, "energy_label")
    rig.page.go_to(Step.TRIALS)
    trials = rig.page.view.trials
    for row_id, sort in (("trial:product:1", "房间空调器"), ("trial:product:2", "电冰箱")):
        trials.form.fields["type"].edit.setFocus()
        rig.page.trying.go_to_row(row_id)
        assert trials.form.values()["type"] == sort
    rig.close()
