from __future__ import annotations

from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.exceptions import OutOfRange, StandardRefused
from inspector_app.domain.instrument import AccuracyClass
from inspector_app.domain.quantities import Mass, grams, kilograms
from inspector_app.metrology.load_points import (
    Capacity,
    discrimination_loads,
    load_points,
    nearest_with_kit,
)
from tests.unit.metrology.tables import M1_BOX, SCALES, kit


def _capacity(maximum: str, e: str, minimum: str | None = None) -> Capacity:
    return Capacity(
        accuracy_class=AccuracyClass.III,
        maximum=Mass.parse(maximum),
        e=Mass.parse(e),
        minimum=Mass.parse(minimum) if minimum else None,
    )


def _written(capacity: Capacity) -> list[tuple[str, tuple[str, ...]]]:
    return [(str(p.target), p.purposes) for p in load_points(capacity, SCALES)]


def test_class_iii_is_tested_at_min_the_steps_half_and_max() -> None:
    assert _written(_capacity("30 kg", "10 g")) == [
        ("0.2 kg", ("Min",)),
        ("5 kg", ("500 e",)),
        ("15 kg", ("50 % Max",)),
        ("20 kg", ("2000 e",)),
        ("30 kg", ("Max",)),
    ]


def test_a_load_with_two_purposes_is_tested_once() -> None:
    assert _written(_capacity("4 kg", "1 g")) == [
        ("0.02 kg", ("Min",)),
        ("0.5 kg", ("500 e",)),
        ("2 kg", ("2000 e", "50 % Max")),
        ("4 kg", ("Max",)),
    ]


def test_a_step_beyond_max_is_left_out() -> None:
    assert [purposes for _, purposes in _written(_capacity("3 kg", "5 g"))] == [
        ("Min",),
        ("50 % Max",),
        ("500 e",),
        ("Max",),
    ]


def test_the_nameplate_min_comes_before_the_class_limit() -> None:
    assert _written(_capacity("30 kg", "10 g", "400 g"))[0] == ("0.4 kg", ("Min",))


def test_max_below_min_is_refused() -> None:
    with pytest.raises(OutOfRange) as refused:
        load_points(_capacity("30 kg", "10 g", "31 kg"), SCALES)
    assert refused.value.code == "capacity_below_minimum"


def test_discrimination_is_tried_at_min_half_and_max() -> None:
    points = discrimination_loads(_capacity("30 kg", "10 g"), SCALES)
    assert [p.purposes for p in points] == [("Min",), ("50 % Max",), ("Max",)]


def test_the_kit_makes_a_load_from_its_heaviest_pieces() -> None:
    (made,) = nearest_with_kit([kilograms("7.5")], M1_BOX)
    assert [str(p) for p in made.pieces] == ["5 kg", "2 kg", "500 g"]
    assert made.is_exact


def test_a_greedy_choice_is_not_taken_for_the_nearest() -> None:
    (made,) = nearest_with_kit([grams(60)], kit("50 g, 40 g, 20 g"))
    assert [str(p) for p in made.pieces] == ["40 g", "20 g"]


def test_a_kit_too_small_for_max_gives_what_it_has() -> None:
    (made,) = nearest_with_kit([kilograms(30)], M1_BOX, lightest=grams(100))
    assert str(made.load) == "21 kg"
    assert not made.is_exact
    assert made.is_nearest


def test_max_is_never_exceeded() -> None:
    (made,) = nearest_with_kit([kilograms(15)], kit("10 kg, 7 kg"), at_most=kilograms(15))
    assert str(made.load) == "10 kg"


def test_a_tie_goes_to_the_lighter_load() -> None:
    (made,) = nearest_with_kit([grams(15)], kit("10 g, 20 g"))
    assert str(made.load) == "10 g"


def test_a_kit_without_a_usable_piece_is_refused() -> None:
    with pytest.raises(StandardRefused):
        nearest_with_kit([grams(5)], kit("10 kg"), at_most=kilograms(3))


@given(
    st.lists(st.integers(1, 60), min_size=1, max_size=8),
    st.integers(1, 300),
    st.none() | st.integers(60, 300),
)
def test_the_load_is_the_nearest_of_all_sums(
    pieces: list[int], target: int, at_most: int | None
) -> None:
    sums = {sum(c) for n in range(1, len(pieces) + 1) for c in combinations(pieces, n)}
    allowed = [s for s in sums if at_most is None or s <= at_most]
    (made,) = nearest_with_kit(
        [grams(target)],
        [grams(p) for p in pieces],
        at_most=grams(at_most) if at_most is not None else None,
    )
    best = min(allowed, key=lambda s: (abs(s - target), s > target))
    assert made.load.value == best
    assert sum(p.value for p in made.pieces) == best
    assert made.is_nearest


@given(st.lists(st.decimals("0.001", "20", places=3), min_size=1, max_size=60), st.integers(1, 99))
def test_the_search_is_bounded_and_uses_each_piece_once(pieces: list[Decimal], target: int) -> None:
    box = [kilograms(p) for p in pieces]
    (made,) = nearest_with_kit([kilograms(target)], box)
    left = [p.value for p in box]
    for piece in made.pieces:
        left.remove(piece.value)
    assert made.load.value == sum(p.value for p in made.pieces)
