"""Colours live in the token file: none may stand in the window's code."""

from __future__ import annotations

import re
from pathlib import Path

_UI = Path(__file__).resolve().parents[4] / "ui"
_PICTURES = {"demo.py"}  # it paints a photograph of a nameplate, which no theme tints
_COLOUR = re.compile(r"[\"']#[0-9A-Fa-f]{3,8}[\"']|QColor\(\s*\d|rgba?\(")


def test_no_colour_stands_outside_the_token_file() -> None:
    found = [
        f"{path.relative_to(_UI)}: {match.group()}"
        for path in sorted(_UI.rglob("*.py"))
        if path.name not in _PICTURES
        for match in _COLOUR.finditer(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_no_pixel_figure_stands_in_the_style_sheet() -> None:
    sheet = (_UI / "theme" / "stylesheet.py").read_text(encoding="utf-8")

    assert re.findall(r"\b[1-9]\d*px", sheet) == []
