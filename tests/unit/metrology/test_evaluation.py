from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.evaluation import RULES, evaluate_cases
from tests.unit.metrology.tables import BOOK

CASES: list[dict[str, Any]] = [
    case
    for case in json.loads(
        (Path(__file__).parents[2] / "golden" / "domain_cases.json").read_text(encoding="utf-8")
    )
    if case["rule"] in RULES
]
HOSTILE: list[Any] = [
    None, True, False, 0, -1, 10**400, 10**6000, 0.1, float("nan"), float("inf"), "", " ", "NaN",
    "-Infinity", "1e999999999", "1E-30", "1E+30", "9" * 5000, "0." + "0" * 59 + "1", "١٢", "５",
    "−5", "1_000", "\ud800", "\x00", [], {}, [[]], [None], ["NaN"], {"a": {"b": []}}, "2026-13-45",
    "2026-02-30", "9999-12-31", "0001-01-01", "20260101", "IIIII", "III", "D", "<script>",
]  # fmt: skip
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


def _error(item: Any) -> dict[str, Any]:
    (answer,) = evaluate_cases([item], BOOK)
    found: dict[str, Any] = answer["error"]
    return found


def test_an_unknown_rule_is_an_error_of_its_case_only() -> None:
    answers = evaluate_cases([{"id": "X", "rule": "moon.phase", "inputs": {}}, CASES[0]], BOOK)
    assert answers[0]["error"]["code"] == "unknown_rule"
    assert "result" in answers[1]


def test_other_keys_of_a_case_are_ignored() -> None:
    case = {**CASES[0], "expected": "nonsense", "extra": [1]}
    assert evaluate_cases([case], BOOK) == evaluate_cases([CASES[0]], BOOK)


@pytest.mark.parametrize("item", [None, 3, "x", [], True])
def test_an_item_that_is_no_object_is_answered(item: Any) -> None:
    assert _error(item)["code"] == "case_not_an_object"


@pytest.mark.parametrize("inputs", [None, [], "x", 1])
def test_inputs_that_are_no_object_are_named(inputs: Any) -> None:
    found = _error({"id": "a", "rule": "nawi.mpe", "inputs": inputs})
    assert (found["code"], found["parameters"]["field"]) == ("input_invalid", "inputs")


def test_a_float_is_refused_because_it_is_not_exact() -> None:
    inputs = {**CASES[0]["inputs"], "load_g": 0.1}
    assert _error({"id": "a", "rule": "nawi.mpe", "inputs": inputs})["code"] == "not_exact"


@pytest.mark.parametrize("rule", sorted({case["rule"] for case in CASES}))
def test_a_missing_input_is_named_or_not_needed(rule: str) -> None:
    case = next(c for c in CASES if c["rule"] == rule)
    for name in case["inputs"]:
        inputs = {k: v for k, v in case["inputs"].items() if k != name}
        (answer,) = evaluate_cases([{**case, "inputs": inputs}], BOOK)
        if "error" in answer:
            assert answer["error"]["code"] in {"missing", "band_undecided"}, answer


def test_no_hostile_value_in_any_field_of_any_rule_is_a_crash() -> None:
    items = []
    for case in {c["rule"]: c for c in CASES}.values():
        for name in case["inputs"]:
            for value in HOSTILE:
                changed = deepcopy(case)
                changed["inputs"][name] = value
                items.append(changed)
    answers = evaluate_cases(items, BOOK)
    assert len(answers) == len(items) > 1000
    assert all(("result" in a) != ("error" in a) for a in answers)
    json.loads(json.dumps(answers, allow_nan=False))


@given(st.lists(JUNK | st.fixed_dictionaries({"id": JUNK, "rule": JUNK, "inputs": JUNK})))
def test_junk_is_answered_item_by_item(items: list[Any]) -> None:
    answers = evaluate_cases(items, BOOK)
    assert len(answers) == len(items)
    json.dumps(answers, allow_nan=False)


@given(st.sampled_from(sorted(RULES)), st.data())
def test_every_rule_survives_junk_in_its_fields(rule: str, data: st.DataObject) -> None:
    names = sorted({name for c in CASES if c["rule"] == rule for name in c["inputs"]}) or ["x"]
    inputs = data.draw(
        st.dictionaries(st.sampled_from(names), JUNK | st.sampled_from(HOSTILE), max_size=8)
    )
    (answer,) = evaluate_cases([{"id": "j", "rule": rule, "inputs": inputs}], BOOK)
    assert ("result" in answer) != ("error" in answer)
