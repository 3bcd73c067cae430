"""The drawing of a pack on the trials and the conclusion, in every dress."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app import words
from inspector_app.domain.figures import checked_figures
from inspector_app.kinds.base import Step
from tests.helpers.geometry import geometry_faults, unnamed_controls
from tests.helpers.golden_inspections import golden_base
from tests.helpers.inspect_rig import InspectRig
from ui.theme import ThemeChoice

PICTURES = os.environ.get("HENGPING_PICTURES", "")
"""A folder to keep what was seen, for the eye; empty: keep nothing."""


def measured(rig: InspectRig, kind: str) -> None:
    """A draft of the kind with its golden file's particulars and rows."""
    base = golden_base(kind)
    place = rig.storage.registry.list_premises()[0]
    rig.page.presenter.start(kind, premises_id=place.premises_id)
    rig.settle()
    for key, value in base.get("fields", {}).items():
        rig.page.view.particulars.filled.emit(key, value)
        rig.settle()
    for row_id, figures in base.get("rows", {}).items():
        rig.page.trying.go_to_row(row_id)
        row = rig.page.trying.row()
        if row is None or row.row_id != row_id:
            continue  # a row of another case than the base
        form = rig.page.view.trials.form
        for key, text in checked_figures(row.figures, figures).items():
            if key in form.fields:
                form.set_text(key, text)
            else:
                form.lists[key].setCurrentIndex(form.lists[key].findData(text))
        rig.page.view.trials.keep.click()
        rig.settle()


def kept(rig: InspectRig, name: str) -> None:
    if PICTURES:
        rig.window.grab().save(f"{PICTURES}/{name}.png")


@pytest.mark.parametrize("theme", ["light", "dark", "sunlight"])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)])
def test_nothing_is_cut_and_the_pack_has_a_name(
    qapp: QApplication, tmp_path: Path, theme: ThemeChoice, language: str, size: tuple[int, int]
) -> None:
    rig = InspectRig(tmp_path / "data", theme=theme, language=language, size=size)
    measured(rig, "excessive_packaging")
    for step, card in (
        (Step.TRIALS, rig.page.view.trials.sketches),
        (Step.CONCLUSION, rig.page.view.conclusion.sketches),
    ):
        rig.page.go_to(step)
        rig.settle()
        assert [s.accessibleName() for s in card.sketches] == [
            {"zh_CN": "包装尺寸与空隙示意图", "en": "The pack: sizes and empty space"}[language]
        ]
        assert "30 %" in card.sketches[0].accessibleDescription()
        assert card.sketches[0].height() >= card.sketches[0].heightForWidth(
            card.sketches[0].width()
        )
        assert geometry_faults(rig.window) == []
        assert unnamed_controls(rig.window) == []
        kept(rig, f"pack-{step.value}-{theme}-{language}-{size[0]}")
        if PICTURES:
            card.grab().save(f"{PICTURES}/pack-card-{step.value}-{theme}-{language}-{size[0]}.png")
    rig.close()


def test_another_language_says_the_drawing_again(qapp: QApplication, tmp_path: Path) -> None:
    rig = InspectRig(tmp_path / "data")
    measured(rig, "excessive_packaging")
    words.set_language("zh_CN")
    rig.page.retranslate()
    rig.settle()
    card = rig.page.view.trials.sketches
    assert card.sketches[0].accessibleName() == "包装尺寸与空隙示意图"
    rig.close()


def test_a_check_list_has_no_drawing(qapp: QApplication, tmp_path: Path) -> None:
    rig = InspectRig(tmp_path / "data")
    place = rig.storage.registry.list_premises()[0]
    rig.page.presenter.start("market_duties", premises_id=place.premises_id)
    rig.settle()
    assert rig.page.view.conclusion.sketches.isHidden()
    rig.close()
