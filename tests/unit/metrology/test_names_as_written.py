"""Names as people write them reach the same row; what is no name is refused."""

from __future__ import annotations

from typing import Any

import pytest

from inspector_app.evaluation import evaluate_cases


def answer(rule: str, **inputs: Any) -> dict[str, Any]:
    (found,) = evaluate_cases([{"id": 1, "rule": rule, "inputs": inputs}])
    said: dict[str, Any] = found.get("result") or found["error"]
    return said


@pytest.mark.parametrize(
    "energy",
    [
        "coal",
        "Coal",
        "coal/coke/raw coal",
        "Coal, coke, raw coal",
        " 煤炭 ",
        "ｃｏａｌ",
        "raw-coal",
    ],
)
def test_an_energy_is_known_by_each_of_its_names(energy: str) -> None:
    found = answer("energy.required_rate", energy=energy, edition="GB 17167-2006")
    assert (found["unit_pct"], found["equipment_pct"]) == (100, 90)


@pytest.mark.parametrize("level", ["sub_unit", "sub-unit", "Main sub-units", "主要次级用能单位"])
def test_a_level_is_known_by_each_of_its_names(level: str) -> None:
    found = answer(
        "energy.rate_check", energy="steam", level=level, needed=5, installed=4, edition="2006"
    )
    assert (found["rate_pct"], found["required_pct"], found["conform"]) == ("80.0", 80, True)


@pytest.mark.parametrize("energy", ["", "   ", "/", "coal2", "煤油"])
def test_what_is_no_energy_is_refused(energy: str) -> None:
    assert answer("energy.required_rate", energy=energy, edition="2006")["code"] == "energy_unknown"


@pytest.mark.parametrize(
    "gas,years", [("natural gas", 10), ("NG", 10), ("Coal gas", 6), ("LPG", 6)]
)
def test_a_gas_is_known_by_each_of_its_names(gas: str, years: int) -> None:
    assert answer("meter.gas_life", gas=gas)["life_years"] == years


@pytest.mark.parametrize("name", ["Q3", "q3", "Q3_m3h"])
def test_a_large_flow_makes_a_small_meter_a_periodic_one(name: str) -> None:
    inputs: dict[str, Any] = {"DN_mm": 20, "first_verified": "2024-02-29", name: "16.1"}
    found = answer("meter.water_life", **inputs)
    assert (found["mode"], found["next_due"]) == ("periodic", "2026-02-28")


@pytest.mark.parametrize("stage", ["in_use", "in-use", "In use"])
def test_a_stage_is_known_as_people_write_it(stage: str) -> None:
    inputs: dict[str, Any] = {"class": 2, "error_pct": "4.0", "stage": stage}
    assert answer("meter.water_error_Q3", **inputs)["conform"] is True


@pytest.mark.parametrize(
    "code",
    [
        "9144030071526726XG",
        "9144030071526726xg",
        "9144 0300 7152 6726 XG",
        "９１４４０３００７１５２６７２６ＸＧ",
    ],
)
def test_a_credit_code_may_be_pasted_with_spaces_or_full_width(code: str) -> None:
    assert answer("id.uscc", code=code) == {
        "valid": True,
        "check_char": "G",
        "org_code": "71526726X",
        "org_check_ok": True,
        "region": "440300",
    }


@pytest.mark.parametrize(
    "code,reason",
    [
        ("9144030071526726X", "length 17, must be 18"),
        ("9144030071526726XGG", "length 19, must be 18"),
        ("91445200MA4W12O4X5", "illegal character O (I,O,Z,S,V excluded)"),
        ("91445200MA4W12-4X5", "illegal character - (I,O,Z,S,V excluded)"),
    ],
)
def test_what_is_no_credit_code_says_why(code: str, reason: str) -> None:
    assert answer("id.uscc", code=code) == {"valid": False, "reason": reason}
