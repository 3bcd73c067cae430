"""Cases of packs, packages and lenses as people write them: other words, other units, mixtures."""

from __future__ import annotations

from typing import Any

import pytest

from inspector_app.evaluation import evaluate_cases
from tests.unit.metrology.tables import BOOK


def result(rule: str, **inputs: Any) -> dict[str, Any]:
    answer = evaluate_cases([{"id": "x", "rule": rule, "inputs": inputs}], BOOK)[0]
    assert "result" in answer, answer
    return dict(answer["result"])


def refusal(rule: str, **inputs: Any) -> str:
    answer = evaluate_cases([{"id": "x", "rule": rule, "inputs": inputs}], BOOK)[0]
    assert "error" in answer, answer
    return str(answer["error"]["code"])


@pytest.mark.parametrize(
    "group,layers,strict",
    [
        ("Aquatic products", 4, True), ("aquatic-products", 4, True), ("水产品", 4, True),
        ("hairy crab", 4, True), ("livestock meat", 4, True), ("pork", 4, True),
        ("eggs", 3, True), ("duck egg", 3, True), ("cherries", 4, True), ("杨梅", 4, True),
        ("edible fungi", 3, False), ("mushrooms", 3, False), ("apples", 4, False),
        ("fruit", 4, False), ("vegetables", 3, False),
    ],
)  # fmt: skip
def test_fresh_produce_is_known_by_many_names(group: str, layers: int, strict: bool) -> None:
    assert result("overpack.fresh_layers", group=group, layers=layers)["limit"] == layers
    found = result("overpack.fresh_cost", group=group, sale_price="120", packaging_cost="24")
    assert found["limit_pct"] == ("15" if strict else "20")
    assert found["legal"]


@pytest.mark.parametrize(
    "product,on,limit,legal",
    [
        ("tea", "2024-04-16", 4, True), ("tea", "2024-09-01", 4, False),
        ("tea", "2025-05-01", 3, True), ("tea", None, 3, True), ("herbal tea", None, 3, True),
        ("wine", None, 4, True), ("biscuits", None, 4, True), ("mooncake", None, 3, True),
        ("rice", None, 3, True), ("lipstick", None, 4, True),
    ],
)  # fmt: skip
def test_layers_by_product_and_day(product: str, on: str | None, limit: int, legal: bool) -> None:
    found = result("overpack.layers", product=product, layers=limit, date=on)
    assert (found["limit"], found["conform"], found["legal"]) == (limit, True, legal)
    assert not result("overpack.layers", product=product, layers=limit + 1, date=on)["conform"]


def test_tea_of_200_yuan_had_20_percent_before_the_amendment() -> None:
    asked = {"product": "tea", "packaging_cost_ex_first_layer": "40", "sale_price": "210"}
    assert result("overpack.cost_ratio", **asked, date="2023-09-01")["limit_pct"] == "20"
    assert result("overpack.cost_ratio", **asked, date="2026-01-01")["limit_pct"] == "15"


def test_a_pack_may_be_said_in_centimetres_kilograms_and_pieces() -> None:
    plain = result(
        "overpack.void_ratio", product="mooncake", outer_mm=[300, 250, 60], total_net_g="600",
        unit_net_g="75",
    )  # fmt: skip
    for other in (
        {"outer_cm": ["30", "25", "6"], "total_net_kg": "0.6", "unit_net_g": "75"},
        {"outer_mm3": 4_500_000, "net_g": "600", "unit_net_g": "75"},
        {"outer_cm3": "4500", "unit_net_g": "75", "count": 8},
        {"outer_mm": [300, 250, 60], "total_net_g": "600", "count": 8},
        {"outer_mm": [300, 250, 60], "items": [{"unit_net_g": "75", "count": 8}]},
    ):
        assert result("overpack.void_ratio", product="mooncake", **other) == plain


def test_several_goods_in_a_pack_are_added() -> None:
    found = result(
        "overpack.void_ratio",
        outer_mm=[300, 250, 80],
        items=[
            {"product": "mooncake", "unit_net_g": "75", "count": 8},
            {"product": "tea", "unit_net_g": "60", "count": 1},
        ],
    )
    # 6 000 000 - 7 x 600 000 - 13 x 60 000 = 1 020 000
    assert (found["X_pct"], found["limit_pct"], found["k"]) == ("17.00", 30, ["7", "13"])
    assert found["legal"]


def test_goods_that_would_choose_different_limits_give_no_legal_verdict() -> None:
    items = [
        {"k": "7", "unit_net_g": "75", "count": 8},
        {"k": "13", "unit_net_g": "50", "count": 1},
    ]
    found = result("overpack.void_ratio", product="mooncake", outer_mm=[300, 250, 80], items=items)
    assert (found["limit_pct"], found["legal"]) == (30, False)


@pytest.mark.parametrize("items", [[], "x", [3], [{}], [{"k": "7", "net_g": "600"}]])
def test_contents_that_say_nothing_are_refused(items: object) -> None:
    assert refusal("overpack.void_ratio", outer_mm=[300, 250, 80], items=items)


@pytest.mark.parametrize(
    "unit,nominal,shortage",
    [
        ("抽", "120", "2"), ("sheets", "100", "1"), ("pairs", "50", "0"), ("粒", "101", "2"),
        ("cm²", "100", "3"), ("length", "6", "0.12"), ("cm", "500", "0"), ("area", "4", "0.12"),
        ("平方分米", "50", "1.5"), ("metres", "5.01", "0.1002"),
    ],
)  # fmt: skip
def test_the_shortage_of_what_is_not_weighed(unit: str, nominal: str, shortage: str) -> None:
    assert result("prepack.T_other_units", unit=unit, Qn=nominal)["T"] == shortage
    assert refusal("prepack.T", unit=unit, Qn=nominal) == "content_unit_unknown"


@pytest.mark.parametrize(
    "nominal,contents",
    [
        ({"Qn_kg": "0.5"}, {"net_contents_kg": ["0.5"] * 7 + ["0.4849"]}),
        ({"Qn_L": "0.5"}, {"net_contents_L": ["0.5"] * 7 + ["0.4849"]}),
        ({"Qn": "0.5", "unit": "kg"}, {"net_contents": ["0.5"] * 7 + ["0.4849"]}),
        ({"Qn_g": "500"}, {"net_contents_kg": ["0.5"] * 7 + ["0.4849"]}),
    ],
)
def test_a_lot_in_kilograms_or_litres(nominal: dict[str, Any], contents: dict[str, Any]) -> None:
    found = result("prepack.decision", lot_size=8, **nominal, **contents)
    assert (found["T_g"], found["T1_count"], found["mean_g"]) == ("15.0", 1, "498.112")


@pytest.mark.parametrize(
    "shown,conform", [("5.06", True), ("5.07", False), ("4.94", True), ("4.93", False)]
)
def test_a_focimeter_is_judged_from_memory_only(shown: str, conform: bool) -> None:
    found = result("optical.focimeter", standard_D="5", indication_D=shown)
    assert (found["limit_abs_D"], found["conform"], found["legal"]) == ("0.06", conform, False)


def test_a_pupil_distance_meter_is_judged_from_memory_only() -> None:
    found = result("optical.pd_meter", standard_mm="60", indication_mm="60.5")
    assert (found["limit_abs_mm"], found["conform"], found["legal"]) == ("0.5", True, False)


@pytest.mark.parametrize("product", ["smart toilet", "water purifier", "Faucet", "水嘴"])
def test_water_products_are_known_by_many_names(product: str) -> None:
    found = result(
        "label.water_required", product=product, made="2025-06-01", check_date="2026-06-01"
    )
    assert found["required"]
