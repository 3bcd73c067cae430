"""The tokens' contrast (WCAG 2): text 4.5:1, 7:1 in sunlight; shapes 3:1. No Qt is needed."""

from __future__ import annotations

import pytest

from ui.theme.contrast import audit, contrast_ratio
from ui.theme.tokens import THEME_NAMES, ThemeName, load


@pytest.mark.parametrize("name", THEME_NAMES)
def test_every_pair_in_use_reaches_its_contrast(name: ThemeName) -> None:
    failed = [
        f"{r.foreground} on {r.background}: {r.ratio:.2f} < {r.needed}"
        for r in audit(load(name))
        if not r.passes
    ]

    assert failed == []


def test_the_audit_covers_41_pairs() -> None:
    pairs = {(result.foreground, result.background) for result in audit(load("light"))}

    assert len(pairs) == 41


def test_black_on_white_has_the_contrast_of_the_definition() -> None:
    assert contrast_ratio("#000000", "#FFFFFF") == pytest.approx(21.0)


def test_the_measured_figure_of_the_look_is_found_again() -> None:
    colours = load("light").colours

    assert contrast_ratio(colours["text3"], colours["rail"]) == pytest.approx(4.8, abs=0.05)


@pytest.mark.parametrize("name", THEME_NAMES)
def test_all_themes_name_the_same_tokens(name: ThemeName) -> None:
    assert load(name).colours.keys() == load("light").colours.keys()


def test_sunlight_enlarges_type_by_a_fifth_but_not_the_reading() -> None:
    light, sunlight = load("light").type_px, load("sunlight").type_px

    assert sunlight["body"] == round(light["body"] * 1.2)
    assert sunlight["hero"] == light["hero"]
