"""Every rule of goods and papers that no golden case shows, with an example and hostile input."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest

from inspector_app.casework import case_rules_law, case_rules_time
from inspector_app.casework.case_rules_time import HOURLY, PLAIN
from inspector_app.evaluation import evaluate_cases
from inspector_app.metrology import case_rules_goods, case_rules_prepack
from tests.unit.metrology.tables import BOOK
from tests.unit.metrology.test_evaluation import CASES, HOSTILE

MINE = {
    **case_rules_prepack.RULES,
    **case_rules_goods.RULES,
    **case_rules_time.RULES,
    **case_rules_law.RULES,
}
EXAMPLES: dict[str, dict[str, Any]] = {
    "prepack.label_unit": {"Qn": "500", "unit": "g"},
    "prepack.pick_list": {"lot_size": 40, "n": 5, "seed": "s"},
    "prepack.net_contents": {"gross_g": ["510"], "tare_g": ["10"], "density_g_per_mL": "1.03"},
    "overpack.layers": {"product": "tea", "layers": 3, "date": "2026-01-01"},
    "overpack.mass_ratio": {"packaging_g": "800", "content_g": "100"},
    "overpack.special_rules": {"product": "mooncake", "mixed_pack": True},
    "label.water_required": {"product": "tap", "made": "2025-01-01", "check_date": "2025-01-02"},
    "calendar.add_working_days": {"date": "2026-06-12", "n": 3, "holidays": ["2026-06-15"]},
    "law.food_safety_art148": {"price_paid": "30", "loss": "5", "label_flaw_only": False},
    "law.simple_procedure": {"party": "person", "fine": "200"},
    "law.hearing_right": {"party": "organisation", "fine": "1"},
    "law.decision_level": {"fine": "9999.99"},
    "id.region": {"code": "445203"},
    "id.document_number": {
        "province": "粤", "place": "揭", "kind": "罚", "year": 2026, "sequence": 88, "digits": 4,
    },
    **{
        f"deadline.{name}": {"event_date": "2026-03-02", "calendar": "CN", "excluded_days": 0}
        for name in PLAIN
    },
    **{f"deadline.{name}": {"event_time": "2026-06-12T09:30"} for name in HOURLY},
}  # fmt: skip
SHOWN = {case["rule"]: case["inputs"] for case in CASES}
ALL = {rule: {**EXAMPLES.get(rule, {}), **SHOWN.get(rule, {})} for rule in MINE}


def test_every_rule_has_an_example() -> None:
    assert set(MINE) - set(SHOWN) <= set(EXAMPLES) <= set(MINE)


@pytest.mark.parametrize("rule", sorted(EXAMPLES))
def test_the_example_is_answered(rule: str) -> None:
    (answer,) = evaluate_cases([{"id": "x", "rule": rule, "inputs": EXAMPLES[rule]}], BOOK)
    assert "result" in answer, answer


def test_nothing_hostile_in_any_field_is_a_crash() -> None:
    items = []
    for rule, inputs in ALL.items():
        for name in (*inputs, "edition", "date", "holidays", "excluded_days", "n"):
            for value in HOSTILE:
                changed = deepcopy(inputs)
                changed[name] = value
                items.append({"id": f"{rule} {name}", "rule": rule, "inputs": changed})
    answers = evaluate_cases(items, BOOK)
    assert len(answers) == len(items) > 5000
    assert all(("result" in a) != ("error" in a) for a in answers)
    json.loads(json.dumps(answers, allow_nan=False))


@pytest.mark.parametrize("rule", sorted(EXAMPLES))
def test_a_missing_input_is_named_or_not_needed(rule: str) -> None:
    for name in EXAMPLES[rule]:
        inputs = {k: v for k, v in EXAMPLES[rule].items() if k != name}
        (answer,) = evaluate_cases([{"id": "x", "rule": rule, "inputs": inputs}], BOOK)
        assert "result" in answer or answer["error"]["code"] == "missing", answer
