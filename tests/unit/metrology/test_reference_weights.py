from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from inspector_app.domain.exceptions import StandardRefused
from inspector_app.domain.instrument import ReferenceWeightSet
from inspector_app.domain.quantities import Mass, grams
from inspector_app.metrology.reference_weights import (
    combined_limit,
    require_fine_enough,
    require_usable,
    weight_mpe,
)
from tests.unit.metrology.tables import SCALES, WEIGHTS, kit

SET = ReferenceWeightSet(
    weight_set_id="w1",
    name="M1 1 g - 10 kg",
    accuracy_class="M1",
    pieces=kit("1 kg, 2 kg"),
    certificate_number="L2026-0117",
    valid_until=date(2027, 3, 18),
)
CLASSES = ("E2", "F1", "F2", "M1", "M2", "M3")


def test_the_last_day_of_validity_is_still_valid() -> None:
    require_usable(SET, date(2027, 3, 18))


def test_an_expired_set_is_refused_with_its_dates() -> None:
    with pytest.raises(StandardRefused) as refused:
        require_usable(SET, date(2027, 3, 19))
    assert refused.value.code == "weights_expired"
    assert refused.value.parameters["valid_until"] == "2027-03-18"
    assert refused.value.parameters["on"] == "2027-03-19"


def test_a_set_without_certificate_is_refused() -> None:
    with pytest.raises(StandardRefused) as refused:
        require_usable(replace(SET, certificate_number=" "), date(2026, 1, 1))
    assert refused.value.code == "weights_without_certificate"


def test_limits_of_the_pieces_are_added() -> None:
    limit, citation = combined_limit(kit("10 kg, 5 kg, 200 mg"), "M1", WEIGHTS)
    assert limit.equals(grams("0.7506"))
    assert citation.regulation == "JJG 99-2022"


def test_the_nominal_value_may_come_in_any_unit() -> None:
    assert weight_mpe(Mass(Decimal("0.500"), "kg"), "F2", WEIGHTS).equals(Mass(Decimal(8), "mg"))


def test_r76_3_7_1_a_third_of_the_limit_is_still_fine_enough() -> None:
    found = require_fine_enough(
        kit("1 kg"), "M1", mpe=grams("0.15"), rules=SCALES, weight_rules=WEIGHTS
    )
    assert found.equals(grams("0.05"))


def test_r76_3_7_1_weights_above_a_third_are_refused() -> None:
    with pytest.raises(StandardRefused) as refused:
        require_fine_enough(
            kit("1 kg"), "M1", mpe=grams("0.149"), rules=SCALES, weight_rules=WEIGHTS
        )
    assert refused.value.code == "weights_too_coarse"
    assert refused.value.parameters["limit"] == "0.05 g"


@pytest.mark.parametrize("nominal,accuracy_class", [("3 kg", "M1"), ("1 kg", "M9"), ("1 mg", "M2")])
def test_a_weight_the_table_does_not_know_is_refused(nominal: str, accuracy_class: str) -> None:
    with pytest.raises(StandardRefused) as refused:
        weight_mpe(Mass.parse(nominal), accuracy_class, WEIGHTS)
    assert refused.value.code == "weight_limit_unknown"


def test_a_coarser_class_always_has_the_wider_limit() -> None:
    for row in WEIGHTS.rows("weight_mpe"):
        limits = [Decimal(row.values["mpe_mg"][c]) for c in CLASSES if c in row.values["mpe_mg"]]
        assert limits == sorted(set(limits)), row


def test_a_heavier_weight_never_has_the_narrower_limit() -> None:
    rows = sorted(
        WEIGHTS.rows("weight_mpe"), key=lambda r: Mass.parse(r.text("nominal")).in_unit("mg")
    )
    for name in CLASSES:
        limits = [Decimal(r.values["mpe_mg"][name]) for r in rows if name in r.values["mpe_mg"]]
        assert limits == sorted(limits), name
