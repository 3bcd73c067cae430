"""What the kinds of scales plan for odd scales and odd boxes of weights."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Outcome
from inspector_app.domain.measurement import PlanRow, Shape
from inspector_app.domain.quantities import Mass, kilograms
from inspector_app.kinds.catalogue import kind_of
from inspector_app.metrology.regulations import load_book
from inspector_app.services.fitting_weights import fitting_sets
from tests.helpers.golden_inspections import golden_base, inspection_from, weights_from

BOOK = load_book()
BRIDGE = golden_base("weighbridge")


def bridge(**changed: Any) -> Inspection:
    return inspection_from("weighbridge", BRIDGE, changed, BOOK)


def rows_of(inspection: Inspection, shape: Shape) -> list[PlanRow]:
    plan = kind_of(inspection.kind).plan(inspection, BOOK)
    return [row for row in plan if row.shape is shape]


@settings(max_examples=60)
@given(
    tonnes=st.lists(st.sampled_from(["5000 kg", "2000 kg", "1000 kg", "500 kg"]), min_size=1, max_size=18),
    maximum=st.sampled_from(["30 t", "60 t", "100 t"]),
    supports=st.integers(1, 12),
)  # fmt: skip
def test_no_plan_loads_a_scale_above_max_and_material_and_weights_make_the_load(
    tonnes: list[str], maximum: str, supports: int
) -> None:
    plate = {"maximum_capacity": maximum, "supports": supports}
    inspection = bridge(weights={"pieces": tonnes}, instrument=plate)
    plan = kind_of("weighbridge").plan(inspection, BOOK)
    assert len({row.row_id for row in plan}) == len(plan)
    for row in plan:
        if row.load is None or not row.pieces:
            continue
        assert row.load <= Mass.parse(maximum)
        weights = sum((piece.in_unit("kg") for piece in row.pieces), Decimal(0))
        material = row.material.in_unit("kg") if row.material else Decimal(0)
        assert row.load.in_unit("kg") == weights + material


@pytest.mark.parametrize(
    "supports,positions,load",
    [(1, 4, "20"), (4, 4, "20"), (5, 5, "15"), (6, 6, "12"), (7, 7, "10")],
)
def test_more_than_four_supports_carry_a_part_each(
    supports: int, positions: int, load: str
) -> None:
    inspection = bridge(instrument={"supports": supports}, fields={"rolling_load": ""})
    rows = rows_of(inspection, Shape.ECCENTRICITY)
    assert len(rows) == positions
    assert {row.load.in_unit("t") for row in rows if row.load} == {Decimal(load)}


def test_a_vehicle_above_the_cap_is_planned_nowhere_and_said_so() -> None:
    inspection = bridge(fields={"rolling_load": "48000.5"})
    assert len(rows_of(inspection, Shape.ECCENTRICITY)) == 6
    verdict = kind_of("weighbridge").judge(inspection, BOOK)
    (said,) = [f for f in verdict.findings if f.subject == "rolling"]
    assert (said.outcome, said.reason.code) == (Outcome.INCOMPLETE, "rolling_load_above_cap")


@pytest.mark.parametrize(
    "plate,pieces,code",
    [
        ({"maximum_capacity": "11 t", "minimum_capacity": "12 t"}, ["1000 kg"], "capacity_below_minimum"),
        ({"maximum_capacity": "2 t", "minimum_capacity": "20 kg", "e": "1 kg", "d": "1 kg"}, ["5000 kg"],
         "plan_unmakeable"),
        ({"e": "0 kg"}, ["1000 kg"], "scale_interval_not_positive"),
    ],
)  # fmt: skip
def test_what_stands_against_a_plan_is_named(
    plate: dict[str, Any], pieces: list[str], code: str
) -> None:
    inspection = bridge(instrument=plate, weights={"pieces": pieces})
    assert kind_of("weighbridge").plan(inspection, BOOK) == ()
    verdict = kind_of("weighbridge").judge(inspection, BOOK)
    assert verdict.outcome is Outcome.INCOMPLETE
    assert code in {finding.reason.code for finding in verdict.findings}


def test_a_vehicle_scale_of_one_tonne_knows_no_material() -> None:
    plate = {"maximum_capacity": "1 t", "minimum_capacity": "10 kg", "e": "500 g", "d": "500 g"}
    inspection = bridge(instrument=plate, weights={"pieces": ["500 kg"]})
    assert not any(row.material for row in rows_of(inspection, Shape.LOAD_POINTS))
    codes = {f.reason.code for f in kind_of("weighbridge").judge(inspection, BOOK).findings}
    assert "substitution_not_for" in codes


def test_material_errs_as_the_weights_it_was_set_by() -> None:
    rows = rows_of(bridge(), Shape.LOAD_POINTS)
    light, heavy = rows[1], rows[-1]
    assert light.load_error is None
    # M1: 20 x 50 g + 2 x 25 g + 2 x 10 g + 5 g = 1.075 kg, twice; 17 t on top: 0.85 kg
    assert heavy.load_error is not None
    assert heavy.load_error.equals(kilograms("3"))


def test_a_box_that_reaches_a_tenth_of_max_is_left_to_the_person() -> None:
    inspection = replace(bridge(), weight_sets=())
    box = weights_from(BRIDGE["weights"])
    small = replace(box, pieces=(kilograms(20), kilograms(20)))
    expired = replace(box, valid_until=inspection.on.replace(year=2025))
    found = fitting_sets(inspection, (small, box, expired), inspection.on, BOOK)
    assert found == (box,)
