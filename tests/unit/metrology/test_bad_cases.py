"""Inputs that cannot be: a refusal that names the field, never a verdict."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from inspector_app.casework.penalties import TABLE, fine_row
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.evaluation import evaluate_cases
from inspector_app.metrology.regulations import load_book
from inspector_app.words import Words, failures

BOOK = load_book()
GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "domain_cases.json"
CASES: list[dict[str, Any]] = json.loads(GOLDEN.read_text(encoding="utf-8"))


def answer(rule: str, **changes: object) -> dict[str, Any]:
    """The first golden case of the rule with these inputs changed."""
    case = next(c for c in CASES if c["rule"] == rule)
    inputs = {**case["inputs"], **changes}
    (found,) = evaluate_cases([{"id": 1, "rule": rule, "inputs": inputs}], BOOK)
    return found


@pytest.mark.parametrize(
    "rule, changes, code",
    [
        ("nawi.repeatability", {"mpe_abs_g": "-7.5"}, "quantity_negative"),
        ("nawi.repeatability", {"mpe_abs_g": "0"}, "quantity_zero"),
        ("nawi.applicable_regulation", {"Max_g": "0"}, "quantity_zero"),
        ("nawi.applicable_regulation", {"Max_g": "-15000"}, "quantity_negative"),
        ("nawi.fair_scale_check", {"load_g": "0"}, "quantity_zero"),
        ("nawi.fair_scale_check", {"Max_g": "-1"}, "quantity_negative"),
        ("retail.instrument_fit", {"Max_g": "29"}, "load_over_maximum"),
        ("retail.instrument_fit", {"Max_g": "a lot"}, "not_a_number"),
        ("retail.instrument_fit", {"load_g": "0"}, "quantity_zero"),
        ("retail.price_band", {"category": " "}, "missing"),
        ("overpack.cost_ratio", {"product": ""}, "missing"),
        ("overpack.fresh_cost", {"group": "  "}, "missing"),
        ("overpack.void_ratio", {"unit_net_g": "601"}, "unit_over_whole"),
        ("fuel.volume_error", {"V0_L": "0"}, "quantity_zero"),
        ("fuel.volume_error", {"VB_L": "-50"}, "quantity_negative"),
        ("fuel.volume_error", {"beta_fluid": "0.12"}, "figure_out_of_range"),
        ("fuel.volume_error", {"fluid": ["gasoline"]}, "not_text"),
        ("fuel.volume_error", {"tJ_C": "400"}, "figure_out_of_range"),
        ("fuel.mean_repeatability", {"mpe_pct": "0"}, "quantity_zero"),
        ("fuel.payment_error", {"min_payment_variable": "0"}, "quantity_zero"),
        ("ev.payment_error", {"min_payment_variable": "-0.01"}, "quantity_negative"),
        ("ev.clock_error", {"abs_error_s": -6}, "quantity_negative"),
        ("taxi.distance_error", {"indicated_km": "-1"}, "quantity_negative"),
        ("optical.refractor_pd", {"standard_mm": "0"}, "quantity_zero"),
        ("optical.refractor_pd", {"indication_mm": "-66"}, "quantity_negative"),
        ("meter.gas_life", {"type": {"a": 1}}, "not_text"),
        ("calendar.year", {"year": 0}, "not_a_date"),
        ("calendar.year", {"year": 10_000}, "not_a_date"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    rule: str, changes: dict[str, object], code: str
) -> None:
    assert "result" in answer(rule)
    error = answer(rule, **changes)["error"]
    assert error["code"] == code
    failure = InputInvalid(code, **error["parameters"])
    for language in ("zh_CN", "en"):
        assert "–" not in failures.explain(failure, Words(language)).happened


@pytest.mark.parametrize(
    "rule, changes, field, wanted",
    [
        ("retail.instrument_fit", {"Max_g": "30"}, "fit", True),
        ("overpack.void_ratio", {"unit_net_g": "600"}, "conform", True),
        ("fuel.volume_error", {"beta_fluid": "0"}, "conform_0_30", True),
        (
            "fuel.payment_error",
            {"displayed_volume_L": "0", "displayed_amount": "0"},
            "conform",
            True,
        ),
        ("ev.clock_error", {"abs_error_s": 0}, "conform", True),
        ("id.uscc", {"code": ""}, "valid", False),
        ("meter.gas_life", {"type": None}, "life_years", 10),
    ],
)
def test_the_last_thing_that_can_be_is_judged(
    rule: str, changes: dict[str, object], field: str, wanted: object
) -> None:
    assert answer(rule, **changes)["result"][field] == wanted


def test_a_violation_is_known_by_its_words_in_any_order() -> None:
    assert fine_row("missing energy label", BOOK) is fine_row("energy_label_missing", BOOK)
    assert fine_row("mark_verification_forge", BOOK) is fine_row("forge_verification_mark", BOOK)
    with pytest.raises(InputInvalid, match="violation_unknown"):
        fine_row("energy_label", BOOK)
    with pytest.raises(InputInvalid, match="violation_unknown"):
        fine_row("of the", BOOK)


def test_no_two_violations_say_the_same_words() -> None:
    """Else a case with its words turned round could be answered with another law's fine."""
    for rules in BOOK.regulations:
        if rules is not BOOK.newest(rules.key):
            continue
        for row in rules.tables.get(TABLE, ()):
            for name in row.names("violation"):
                turned = " ".join(reversed(name.replace("_", " ").replace("-", " ").split()))
                assert fine_row(turned, BOOK).text("violation") == row.text("violation"), name
