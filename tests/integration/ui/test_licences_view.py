"""The licences of what we ship, as a person reads them in the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from inspector_app import words
from tests.helpers.geometry import geometry_faults, settle, unnamed_controls
from tests.helpers.rooms_rig import VARIANTS, RoomsRig, Variant
from ui.settings.view import SettingsPage
from ui.theme import apply_theme
from ui.widgets.button import Button

_OUT = Path(__file__).resolve().parents[3] / "out" / "screens"


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[RoomsRig]:
    made = RoomsRig(qapp, tmp_path / "data")
    yield made
    made.close()
    words.set_language("en")
    apply_theme(qapp, "light")


def test_a_button_opens_the_licences_and_a_line_shows_its_text(rig: RoomsRig) -> None:
    rig.application.settings.set("language", "en")
    page = cast("SettingsPage", rig.enter("settings"))
    button = next(b for b in page.findChildren(Button) if b.text() == "Third-party licences")
    button.click()
    view, model = page.licences, page.licences.table.model()
    rig.wait.until(lambda: model.rowCount() > 0, "the licences are listed")
    names = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert {"hengping", "inter", "pyserial", "pyside6-essentials"} <= set(names)
    at = names.index("pyserial")
    assert model.index(at, 2).data() == "BSD-3-Clause"
    view.table.selectRow(at)
    assert "Chris Liechti" in view.text.toPlainText()
    for variant in (VARIANTS[0], VARIANTS[-1]):
        look(rig, page, variant)


def look(rig: RoomsRig, page: SettingsPage, variant: Variant) -> None:
    rig.show(variant)
    settle()
    _OUT.mkdir(parents=True, exist_ok=True)
    assert rig.window.grab().save(str(_OUT / f"licences-{variant}.png"))
    head = page.licences.table.model().headerData
    said = [head(column, Qt.Orientation.Horizontal) for column in range(3)]
    chinese = ["名称", "版本", "许可证"]
    assert said == (chinese if variant.language == "zh_CN" else ["Name", "Version", "Licence"])
    assert geometry_faults(page) == []
    assert unnamed_controls(page) == []
