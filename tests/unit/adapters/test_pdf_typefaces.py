from __future__ import annotations

import io

import pytest
from fontTools.ttLib import TTFont

from inspector_app.adapters.pdf_writer.typefaces import FACES, SYMBOLS, WIDE_DOT, load_face, subset
from inspector_app.adapters.pdf_writer.wrap import covered, typeface

RARE = "㛃䶮𬭊"


def parsed(name: str, text: str) -> TTFont:
    face = load_face(name)
    return TTFont(io.BytesIO(subset(face, tuple(face.glyphs[c] for c in text))))


@pytest.mark.parametrize("name", FACES)
def test_widths_are_those_of_the_file(name: str) -> None:
    face, font = load_face(name), TTFont(io.BytesIO(load_face(name).data[:]))
    table, metrics = font.getBestCmap(), font["hmtx"]
    left_out = {ord(WIDE_DOT)} if "Sans" in name else set()
    assert set(map(ord, face.glyphs)) == set(table) - left_out
    assert all(face.widths[c] == metrics[table[ord(c)]][0] for c in "衡 平A1.，—½ΔL≤" + RARE)


@pytest.mark.parametrize("name", FACES)
def test_a_subset_holds_the_outlines_of_its_characters_in_order(name: str) -> None:
    text = "衡平A1" + RARE
    small, whole = parsed(name, text), TTFont(io.BytesIO(load_face(name).data[:]))
    names = small.getGlyphOrder()
    assert len(names) == len(text) + 1
    for number, character in enumerate(text, 1):
        original = whole["glyf"][whole.getBestCmap()[ord(character)]]
        copied = small["glyf"][names[number]]
        assert copied.getCoordinates(small["glyf"])[0] == original.getCoordinates(whole["glyf"])[0]


def test_a_subset_keeps_side_bearings() -> None:
    small = parsed("NotoSansSC-Regular", "衡1")
    glyph = small.getGlyphOrder()[1]
    assert small["hmtx"][glyph][1] == small["glyf"][glyph].xMin


def test_a_composite_glyph_brings_its_parts() -> None:
    whole, small = TTFont(io.BytesIO(load_face(SYMBOLS).data[:])), parsed(SYMBOLS, "éÅñ")
    for number, character in enumerate("éÅñ", 1):
        original = whole["glyf"][whole.getBestCmap()[ord(character)]]
        copied = small["glyf"][small.getGlyphOrder()[number]]
        assert original.isComposite()
        assert copied.getCoordinates(small["glyf"])[0] == original.getCoordinates(whole["glyf"])[0]


def test_widths_of_a_face_of_2048_units_are_told_in_thousandths() -> None:
    whole = TTFont(io.BytesIO(load_face(SYMBOLS).data[:]))
    expected = whole["hmtx"][whole.getBestCmap()[0x2080]][0] * 1000 / 2048
    assert load_face(SYMBOLS).widths["₀"] == round(expected)


def test_rare_names_are_covered_by_every_style() -> None:
    assert covered().issuperset(RARE)
    assert all(typeface(name).width(RARE) == 3000 for name in FACES)


def test_a_character_that_the_bold_face_lacks_is_drawn_by_another() -> None:
    bold = typeface("NotoSansSC-Bold")
    lacking = next(
        c for c in typeface("NotoSansSC-Regular").faces[0].glyphs if c not in bold.faces[0].glyphs
    )
    assert [face.name for face, _run in bold.runs(f"衡{lacking}")] == [
        "NotoSansSC-Bold",
        "NotoSansSC-Regular",
    ]


def test_the_arithmetic_of_the_rules_is_covered() -> None:
    assert covered().issuperset("E₀ = I + ½e − ΔL ≤ ±0.25 e × ÷ √ ∑ ° ℃ · … ≥ ∞ Ⅲ 〔〕")
