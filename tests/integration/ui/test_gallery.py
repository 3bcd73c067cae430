"""Every widget in every state, three themes and two languages: rendered, walked, and kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from inspector_app import words
from tests.helpers.gallery import PANELS
from tests.helpers.geometry import geometry_faults, settle, unnamed_controls
from ui.theme import apply_theme, switch_language
from ui.theme.tokens import THEME_NAMES, ThemeName

_OUT = Path(__file__).resolve().parents[3] / "out" / "gallery"


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    apply_theme(qapp, "light")
    yield qapp
    words.set_language("en")
    apply_theme(qapp, "light")


def _shown(build: str) -> QWidget:
    widget = PANELS[build]()
    widget.resize(1366, 900)
    widget.show()
    settle()
    return widget


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("name", THEME_NAMES)
@pytest.mark.parametrize("build", PANELS)
def test_no_state_overlaps_leaves_its_place_or_is_cut(
    dressed: QApplication, build: str, name: ThemeName, language: str
) -> None:
    apply_theme(dressed, name)
    words.set_language(language)
    widget = _shown(build)

    _OUT.mkdir(parents=True, exist_ok=True)
    assert widget.grab().save(str(_OUT / f"{build}-{language}-{name}.png"))
    assert geometry_faults(widget) == []
    widget.close()


@pytest.mark.parametrize("build", PANELS)
def test_every_control_has_a_name_for_screen_readers(dressed: QApplication, build: str) -> None:
    widget = _shown(build)

    assert unnamed_controls(widget) == []
    widget.close()


@pytest.mark.parametrize("build", PANELS)
def test_switching_theme_and_language_on_a_shown_panel_leaves_no_fault(
    dressed: QApplication, build: str
) -> None:
    widget = _shown(build)

    for name in ("sunlight", "dark", "light"):
        apply_theme(dressed, name)
        switch_language(dressed, "zh_CN")
        settle()
        assert geometry_faults(widget) == []
        switch_language(dressed, "en")
    settle()
    assert geometry_faults(widget) == []
    widget.close()
