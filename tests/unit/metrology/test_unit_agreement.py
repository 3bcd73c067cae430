"""Which units a plate has: what another unit means is decided by nobody but the person there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector_app.domain.quantities import Mass
from inspector_app.metrology.unit_agreement import plate_units, reads_in_plate_unit
from tests.helpers.inspections import SCALE

SHOP = replace(
    SCALE,
    maximum_capacity=Mass.parse("15 kg"),
    verification_scale_interval=Mass.parse("5 g"),
    actual_scale_interval=Mass.parse("5 g"),
)
BALANCE = replace(
    SCALE,
    maximum_capacity=Mass.parse("200 g"),
    verification_scale_interval=Mass.parse("0.1 g"),
    actual_scale_interval=Mass.parse("10 mg"),
)


def test_every_unit_of_the_plate_agrees_each_named_once() -> None:
    assert plate_units(SHOP) == ("kg", "g")
    assert plate_units(BALANCE) == ("g", "mg")


@pytest.mark.parametrize(
    "unit, agrees", [("kg", True), ("g", True), ("t", False), ("lb", False), ("", False)]
)
def test_another_unit_does_not_agree_though_it_could_be_converted(unit: str, agrees: bool) -> None:
    assert reads_in_plate_unit(SHOP, unit) is agrees
