from __future__ import annotations

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.exceptions import OutOfRange
from inspector_app.metrology.pick_list import draw_units


@given(st.integers(1, 10_000), st.integers(1, 125), st.text(min_size=1, max_size=30))
def test_no_package_is_drawn_twice_and_none_from_outside(lot: int, size: int, seed: str) -> None:
    size = min(size, lot)
    drawn = draw_units(lot, size, seed)
    assert len(set(drawn)) == len(drawn) == size
    assert set(drawn) <= set(range(1, lot + 1))


def test_the_draw_of_a_seed_is_the_same_on_every_machine() -> None:
    drawn = draw_units(40, 10, "2026-11-24 A")
    assert drawn == (33, 28, 38, 22, 31, 39, 30, 9, 24, 3)


def test_the_first_unit_can_be_computed_by_hand() -> None:
    word = hashlib.sha256(b"hengping-pick-v1\n40\n10\nseed\n0").digest()[:8]
    assert draw_units(40, 10, "seed")[0] == int.from_bytes(word, "big") % 40 + 1


def test_another_seed_lot_or_sample_gives_another_draw() -> None:
    draws = [
        draw_units(3000, 80, "a"),
        draw_units(3000, 80, "b"),
        draw_units(3001, 80, "a"),
        draw_units(3000, 81, "a")[:80],
    ]
    assert len(set(draws)) == len(draws)


def test_drawing_the_whole_lot_draws_every_package() -> None:
    assert sorted(draw_units(25, 25, "all")) == list(range(1, 26))


def test_no_package_is_likelier_than_another() -> None:
    counts = Counter(unit for n in range(3000) for unit in draw_units(10, 3, f"seed {n}"))
    expected = 3000 * 3 / 10
    squared = sum((counts[unit] - expected) ** 2 / expected for unit in range(1, 11))
    assert squared < 27.9  # chi square, 9 degrees of freedom, 99.9 %


@pytest.mark.parametrize("lot,size", [(0, 1), (10, 0), (10, 11), (10**10, 5), (200_000, 150_000)])
def test_an_impossible_draw_is_refused(lot: int, size: int) -> None:
    with pytest.raises(OutOfRange):
        draw_units(lot, size, "seed")


@pytest.mark.parametrize("seed", ["", "x" * 201])
def test_a_draw_needs_a_seed_of_reasonable_length(seed: str) -> None:
    with pytest.raises(OutOfRange) as refused:
        draw_units(10, 3, seed)
    assert refused.value.code == "seed_length"
