"""Every regulation shows a worked example that the program really gives, or says why not."""

from __future__ import annotations

import json

import pytest

from inspector_app.evaluation import evaluate_cases
from inspector_app.metrology.regulations import Example, Regulation
from tests.unit.metrology.tables import BOOK

EXAMPLES = [(rules, one) for rules in BOOK.regulations for one in rules.examples]


@pytest.mark.parametrize("rules", BOOK.regulations, ids=lambda rules: rules.number)
def test_a_regulation_has_a_worked_example_or_says_why_not(rules: Regulation) -> None:
    assert bool(rules.examples) is (rules.no_example is None)


@pytest.mark.parametrize(
    "rules,example", EXAMPLES, ids=[f"{rules.number}-{one.rule}" for rules, one in EXAMPLES]
)
def test_a_worked_example_comes_out_as_written(rules: Regulation, example: Example) -> None:
    item = {"id": rules.number, "rule": example.rule, "inputs": dict(example.inputs)}
    (answer,) = evaluate_cases([item], BOOK)
    assert "result" in answer, answer
    assert example.expected, "an example says what it gives"
    for name, value in example.expected.items():
        assert answer["result"][name] == value, name


@pytest.mark.parametrize(
    "rules,example", EXAMPLES, ids=[f"{rules.number}-{one.rule}" for rules, one in EXAMPLES]
)
def test_a_worked_example_rests_on_its_own_regulation(rules: Regulation, example: Example) -> None:
    """Take every figure away: the example must no longer come out the same."""
    emptied = [one for one in BOOK.regulations if one is not rules]
    book = type(BOOK)(regulations=tuple(emptied), digest="")
    item = {"id": "x", "rule": example.rule, "inputs": dict(example.inputs)}
    (answer,) = evaluate_cases([item], book)
    result = answer.get("result", {})
    assert any(result.get(name) != value for name, value in example.expected.items()), json.dumps(
        result, ensure_ascii=False
    )
