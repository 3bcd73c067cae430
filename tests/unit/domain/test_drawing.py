"""Drawings of kinds: marks on the paper, words in both languages, nothing outside the frame."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector_app.domain.drawing import (
    TEXT_HEIGHT,
    Anchor,
    Dot,
    Drawing,
    Label,
    Point,
    Stroke,
    Tone,
    dimension,
    figure_text,
)
from inspector_app.domain.exceptions import DomainRuleBroken
from inspector_app.kinds.catalogue import kind_of, kinds
from inspector_app.metrology.regulations import load_book
from tests.helpers.golden_inspections import golden_cases, inspection_from

BOOK = load_book()
DRAWING = [kind.key for kind in kinds() if kind.drawing is not None]


def drawings(key: str) -> list[tuple[str, Drawing]]:
    draw = kind_of(key).drawing
    assert draw is not None
    found = []
    for kind, base, case in golden_cases():
        if kind == key:
            inspection = inspection_from(key, base, case, BOOK)
            try:
                found += [(case["name"], one) for one in draw(inspection, BOOK)]
            except DomainRuleBroken:
                continue  # the verdict says which rule; then nothing is drawn
    return found


@pytest.mark.parametrize("key", DRAWING)
def test_no_mark_leaves_the_paper(key: str) -> None:
    found = drawings(key)
    assert found
    for name, drawing in found:
        for mark in drawing.marks:
            spots = mark.spots if isinstance(mark, Stroke) else (mark.spot,)
            for x, y in spots:
                assert 0 <= x <= drawing.width, (name, mark)
                assert 0 <= y <= drawing.height, (name, mark)


def span(label: Label, text: str) -> tuple[int, int]:
    """From where to where the words reach: a Chinese character is as wide as high."""
    width = sum(TEXT_HEIGHT if ord(one) > 0x2E80 else TEXT_HEIGHT * 6 // 10 for one in text)
    x = label.spot[0]
    start = {Anchor.START: x, Anchor.MIDDLE: x - width // 2, Anchor.END: x - width}[label.anchor]
    return start, start + width


@pytest.mark.parametrize("key", DRAWING)
def test_no_words_run_over_the_edge(key: str) -> None:
    for name, drawing in drawings(key):
        for label in drawing.labels():
            for text in (label.text.zh, label.text.en):
                start, end = span(label, text)
                assert start >= 0, (name, text, start)
                assert end <= drawing.width, (name, text, end)


@pytest.mark.parametrize("key", DRAWING)
def test_every_drawing_has_a_name_a_sentence_and_words_in_both_languages(key: str) -> None:
    for name, drawing in drawings(key):
        assert drawing.title.zh, name
        assert drawing.title.en, name
        assert drawing.sentence.zh, name
        assert drawing.sentence.en, name
        assert drawing.labels(), name
        assert all(label.text.zh and label.text.en for label in drawing.labels()), name


def test_a_package_over_the_limits_is_told_by_its_shape_too() -> None:
    found = dict(drawings("prepackaged_goods"))
    points = {
        name: [mark for mark in drawing.marks if isinstance(mark, Point)]
        for name, drawing in found.items()
    }
    assert {p.dot for p in points["a good lot in 2020"]} == {Dot.ROUND}
    assert [p.dot for p in points["one package lacks more than T"]].count(Dot.SQUARE) == 1
    assert [p.dot for p in points["one package lacks more than twice T"]].count(Dot.CROSS) == 1
    assert {p.dot for p in points["one package lacks exactly T: no T1 error"]} == {Dot.ROUND}


def test_a_pack_over_its_limit_is_drawn_in_the_tone_of_a_failure() -> None:
    found = dict(drawings("excessive_packaging"))
    good = found["the largest pack that conforms: X = 30 %, cost 15 %"]
    bad = found["a hundredth of a millimetre higher"]
    assert Tone.BAD not in {mark.tone for mark in good.marks}
    assert Tone.BAD in {mark.tone for mark in bad.marks}


def test_nothing_is_drawn_before_something_is_measured() -> None:
    for key in DRAWING:
        kind, base, case = next(found for found in golden_cases() if found[0] == key)
        empty = replace(inspection_from(kind, base, case, BOOK), observations=(), fields={})
        draw = kind_of(key).drawing
        assert draw is not None
        assert draw(empty, BOOK) == ()


def test_a_dimension_has_a_line_two_ticks_and_its_words() -> None:
    found = list(dimension(((0, 50), (100, 50)), figure_text("5 mm"), (50, 90), Anchor.MIDDLE))
    assert [type(mark) for mark in found] == [Stroke, Stroke, Stroke, Label]
