from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.exceptions import OutOfRange
from inspector_app.domain.quantities import Mass, kilograms
from inspector_app.metrology.substitution import (
    could_suffice,
    fillings,
    may_substitute,
    required_share,
    share_suffices,
)
from tests.unit.metrology.tables import SCALES

E = kilograms("20")
MAX = Mass.parse("60 t")
kilos = st.integers(1, 200_000).map(kilograms)


@pytest.mark.parametrize(
    "target,weights,times",
    [("20 t", "20 t", 0), ("20.001 t", "20 t", 1), ("40 t", "20 t", 1), ("60 t", "20 t", 2),
     ("60 t", "21.5 t", 2), ("1 kg", "20 t", 0)],
)  # fmt: skip
def test_material_stands_for_the_weights_as_often_as_the_target_needs(
    target: str, weights: str, times: int
) -> None:
    assert fillings(Mass.parse(target), Mass.parse(weights)) == times


@given(kilos, kilos)
def test_what_lies_on_top_of_the_material_is_never_more_than_the_weights(
    target: Mass, weights: Mass
) -> None:
    rest = target - weights * fillings(target, weights)
    assert Decimal(0) < rest.value <= max(target.value, weights.value)
    assert rest <= weights or fillings(target, weights) == 0


def test_no_weights_are_refused() -> None:
    with pytest.raises(OutOfRange):
        fillings(MAX, kilograms(0))


@pytest.mark.parametrize(
    "spread,share",
    [(None, "0.5"), ("6.01", "0.5"), ("6", "0.35"), ("4.01", "0.35"), ("4", "0.2"), ("0", "0.2")],
)
def test_a_small_spread_lets_the_weights_be_fewer(spread: str | None, share: str) -> None:
    known = kilograms(spread) if spread is not None else None
    assert required_share(known, E, SCALES).text("share_of_max") == share


@pytest.mark.parametrize(
    "weights,spread,enough",
    [("30 t", None, True), ("29.999 t", None, False), ("21 t", "6", True), ("20.999 t", "6", False),
     ("12 t", "4", True), ("11.999 t", "4", False)],
)  # fmt: skip
def test_the_share_of_max_is_judged_at_its_bound(
    weights: str, spread: str | None, enough: bool
) -> None:
    row = required_share(kilograms(spread) if spread else None, E, SCALES)
    assert share_suffices(Mass.parse(weights), MAX, row, SCALES) is enough


def test_one_tonne_is_needed_whatever_the_share() -> None:
    row = required_share(kilograms(0), E, SCALES)
    assert share_suffices(Mass.parse("1 t"), Mass.parse("3 t"), row, SCALES)
    assert not share_suffices(Mass.parse("999 kg"), Mass.parse("1.1 t"), row, SCALES)
    assert could_suffice(Mass.parse("12 t"), MAX, SCALES)
    assert not could_suffice(Mass.parse("11 t"), MAX, SCALES)


@pytest.mark.parametrize("maximum,may", [("1 t", False), ("1.001 t", True), ("60 t", True)])
def test_only_large_scales_may_use_material(maximum: str, may: bool) -> None:
    assert may_substitute(Mass.parse(maximum), SCALES) is may
