from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from inspector_app.evaluation import RULES, evaluate_cases
from tests.unit.metrology.tables import BOOK

# Written by the domain study (domain.md, domain_updates.md); a second, independent calculation
# agreed on every recomputed value.
CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "golden" / "domain_cases.json").read_text(encoding="utf-8")
)
SERVED = [case for case in CASES if case["rule"] in RULES]
FIELDS = [(case, field) for case in SERVED for field in case["expected"]]


@pytest.mark.parametrize(
    "case,field", FIELDS, ids=[f"{case['id']}-{field}" for case, field in FIELDS]
)
def test_golden_case_gives_the_expected_field(case: dict[str, Any], field: str) -> None:
    (answer,) = evaluate_cases([case], BOOK)
    assert answer["id"] == case["id"]
    assert "error" not in answer, answer
    assert answer["result"][field] == case["expected"][field]


@pytest.mark.parametrize("group", ["nawi.", "retail.", "id."])
def test_every_golden_rule_of_the_group_is_served(group: str) -> None:
    rules = {case["rule"] for case in CASES if case["rule"].startswith(group)}
    assert rules
    assert rules <= set(RULES)


def test_results_are_plain_json() -> None:
    answers = evaluate_cases(SERVED, BOOK)
    assert json.loads(json.dumps(answers)) == answers
