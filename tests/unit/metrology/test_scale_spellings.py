"""Classes, stages, goods and receptors as people write them, and what the rules make of odd ones."""

from __future__ import annotations

from typing import Any

import pytest

from inspector_app.evaluation import evaluate_cases
from tests.unit.metrology.tables import BOOK

MPE = {"load_g": "2500", "e_g": "5"}


def result(rule: str, **inputs: Any) -> dict[str, Any]:
    found = evaluate_cases([{"id": "x", "rule": rule, "inputs": inputs}], BOOK)[0]
    return dict(found.get("result") or found["error"])


@pytest.mark.parametrize(
    "spelling", ["III", "iii", "Ⅲ", "ⅲ", "3", "③", "III级", "三级", "Class III", "中准确度级", " III "]
)  # fmt: skip
def test_a_class_is_known_by_any_of_its_spellings(spelling: str) -> None:
    assert result("nawi.mpe", accuracy_class=spelling, stage="initial", **MPE) == {
        "mpe_abs_g": "2.5"
    }


@pytest.mark.parametrize("spelling", ["IIII", "IV", "iv", "Ⅳ", "4", "普通准确度级"])
def test_class_iiii_is_written_iv_too(spelling: str) -> None:
    found = result("nawi.mpe", accuracy_class=spelling, stage="initial", load_g="250", e_g="5")
    assert found == {"mpe_abs_g": "2.5"}


@pytest.mark.parametrize("spelling", ["V", "", "IIV", "class", "级"])
def test_no_class_is_no_class(spelling: str) -> None:
    found = result("nawi.mpe", accuracy_class=spelling, stage="initial", **MPE)
    assert found["code"] == "class_unknown"


@pytest.mark.parametrize(
    "stage,mpe",
    [("in_use", "5"), ("In use", "5"), ("in-service", "5"), ("使用中检查", "5"), ("在用", "5"),
     ("SUBSEQUENT", "2.5"), ("后续检定", "2.5"), ("首次检定", "2.5"), ("Initial verification", "2.5")],
)  # fmt: skip
def test_a_stage_is_known_by_any_of_its_names(stage: str, mpe: str) -> None:
    assert result("nawi.mpe", accuracy_class="III", stage=stage, **MPE) == {"mpe_abs_g": mpe}


@pytest.mark.parametrize(
    "category,price,band",
    [("dried vegetable", "2", "C"), ("Dried-Vegetables", "2", "C"), ("sea product", "3", "B"),
     ("虾", "5", "B"), ("鸡肉", "5", "B"), ("面粉", "5", "A"), ("chicken", "31", "C"),
     ("live fish", "20", None), ("live-poultry", "20", None), ("水发海参", "200", None),
     ("soaked goods", "20", None), ("活鸭", "20", None)],
)  # fmt: skip
def test_goods_are_known_with_spaces_and_hyphens(
    category: str, price: str, band: str | None
) -> None:
    found = result("retail.price_band", category=category, unit_price_yuan_per_kg=price)
    assert (found["band"], found["excluded"]) == (band, band is None)


@pytest.mark.parametrize("letter", ["B", "b", " B ", "B档", "band B", "B类"])
def test_a_band_is_known_by_its_letter(letter: str) -> None:
    found = result("retail.negative_deviation", price_band=letter, weight_kg="2.5")
    assert found["limit_g"] == "5"


@pytest.mark.parametrize("method", ["high", "High accuracy", "high-accuracy", "高准确度称重法"])
def test_a_method_is_known_with_spaces_and_hyphens(method: str) -> None:
    found = result(
        "retail.short_weight", price_band="A", settled_kg="1", checked_kg="0.979", method=method
    )
    assert found["short_weight"] is True


@pytest.mark.parametrize("metal", ["gold", "Gold", "AU", "足金", "gold jewellery"])
def test_gold_goes_by_the_piece_and_never_by_a_price_band(metal: str) -> None:
    found = result("retail.price_band", category=metal, unit_price_yuan_per_kg="600000")
    assert found["code"] == "goods_by_piece"
    short = result(
        "retail.jewellery_short", metal=metal, settled_g="10", checked_g="9.989", method="high"
    )
    assert short["short_weight"] is True


@pytest.mark.parametrize(
    "d,accuracy_class,equal,suspect",
    [("0.001", "II", False, False), ("0.0009", "II", False, True), ("0.1", "II", False, True),
     ("0.01", "II", True, False), ("0.001", "III", False, True), ("0.001", None, False, True)],
)  # fmt: skip
def test_only_a_balance_may_show_d_finer_than_e(
    d: str, accuracy_class: str | None, equal: bool, suspect: bool
) -> None:
    inputs = {"accuracy_class": accuracy_class} if accuracy_class else {}
    found = result("nawi.e_equals_d", nameplate_e_g="0.01", displayed_d_g=d, **inputs)
    assert found == {"e_equals_d": equal, "suspect_altered": suspect}


def test_a_rolling_load_without_a_vehicle_is_the_cap() -> None:
    found = result("nawi.rolling_load_cap", Max="60000")
    assert found == {"load": "48000", "cap": "48000", "capped": False}
    assert result("nawi.rolling_load_cap", Max="60000", usual_heaviest="48000.1")["capped"]
    refused = result("nawi.rolling_load_cap", Max="60000", usual_heaviest="-1")
    assert refused["code"] == "mass_not_positive"


@pytest.mark.parametrize("kind", ["tank", "Hopper", "tank or hopper", "tank-or-hopper", "料斗"])
def test_a_tank_is_tested_with_a_tenth(kind: str) -> None:
    assert result("nawi.eccentric_load", Max="5000", type=kind)["load"] == "500"


def test_a_nameplates_min_is_judged_where_it_is_given() -> None:
    plate = {"accuracy_class": "III", "e_g": "5", "Max_g": "15000"}
    assert result("nawi.class_limits", **plate, Min_g="100")["Min_within_limits"] is True
    assert result("nawi.class_limits", **plate, Min_g="99.9")["Min_within_limits"] is False
    assert "Min_within_limits" not in result("nawi.class_limits", **plate)


def test_a_fair_scales_load_is_said_to_be_about_half_or_not() -> None:
    check = {"Max_g": "30000", "e_g": "10", "readings_g": ["5000", "5000", "5000"]}
    assert result("nawi.fair_scale_check", **check, load_g="15000")["load_about_half_max"] is True
    assert result("nawi.fair_scale_check", **check, load_g="5000")["load_about_half_max"] is False


def test_substitution_says_what_it_needs_and_how_sure_that_is() -> None:
    scale = {"Max_g": "60000000", "e_g": "20000", "weights_g": "21000000"}
    found = result("nawi.substitution_share", **scale, spread_g="6000")
    assert (found["required_share"], found["allowed"], found["confirmation"]) == (
        "0.35",
        True,
        "memory",
    )
    assert result("nawi.substitution_share", **scale)["allowed"] is False


def test_net_loads_are_weighed_at_two_tares() -> None:
    assert result("nawi.test_tares", T_g="6000") == {"tares_g": ["2000", "4000"]}


def test_a_credit_code_may_be_written_in_groups() -> None:
    assert result("id.uscc", code="91440300 71526726XG")["valid"] is True


def test_classes_i_and_ii_name_the_regulation_of_balances() -> None:
    found = result(
        "nawi.applicable_regulation",
        Max_g="200",
        accuracy_class="II",
        price_computing=True,
        verification_date="2027-02-01",
    )
    assert found == {"regulation": "not JJG 1204", "applies": "JJG 1036-2022"}
