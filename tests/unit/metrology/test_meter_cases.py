"""Meters in use and cycles by the evaluate command, just inside and just outside each limit."""

from __future__ import annotations

from typing import Any

import pytest

from inspector_app.evaluation import evaluate_cases


def answer(rule: str, **inputs: object) -> dict[str, Any]:
    (found,) = evaluate_cases([{"id": 1, "rule": rule, "inputs": inputs}])
    return found


@pytest.mark.parametrize(
    "given, stage, zone, error, limit, conform",
    [
        ("1.5", "initial", "upper", "1.5", "1.5", True),
        ("1.5", "in_use", "upper", "-3", "3", True),
        ("1.5", "in_use", "upper", "3.01", "3", False),
        ("1.5", "使用中检查", "lower", "6", "6", True),
        (1, "initial", "upper", "1.1", "1", False),
    ],
)
def test_a_gas_meter(
    given: object, stage: str, zone: str, error: str, limit: str, conform: bool
) -> None:
    inputs = {"class": given, "stage": stage, "zone": zone, "error_pct": error}
    result = answer("meter.gas_error", **inputs)["result"]
    assert (result["limit_abs_pct"], result["conform"]) == (limit, conform)
    assert result["legal"] is False


@pytest.mark.parametrize(
    "load, error, limit, conform",
    [("5", "2.5", "2.5", True), ("9.99", "2.51", "2.5", False), ("10", "2.01", "2", False)],
)
def test_an_electricity_meter(load: str, error: str, limit: str, conform: bool) -> None:
    inputs = {"class": 2, "power_factor": "1", "load_pct": load, "error_pct": error}
    result = answer("meter.electricity_error", **inputs)["result"]
    assert (result["limit_abs_pct"], result["conform"]) == (limit, conform)


def test_lives_and_cycles() -> None:
    life = answer("meter.electricity_life", **{"class": "0.5S", "first_verified": "2020-02-29"})
    assert life["result"]["replace_by"] == "2026-02-28"
    assert answer("meter.electricity_life", **{"class": 2})["result"]["life_years"] == 8
    dispenser = {"instrument": "fuel_dispenser", "verified": "2026-05-31"}
    assert answer("verification.cycle", **dispenser)["result"]["next_due"] == "2026-11-30"
    for day, status in (
        ("2026-10-30", "valid"),
        ("2026-10-31", "due_soon"),
        ("2026-11-30", "due_soon"),
        ("2026-12-01", "overdue"),
    ):
        found = answer("verification.cycle", **dispenser, date=day)["result"]
        assert found["status"] == status, day
        assert found["legal"] is False
    charger = answer("verification.cycle", instrument="ev_charger")["result"]
    assert (charger["months"], charger["legal"]) == (36, True)


@pytest.mark.parametrize(
    "counted, error, conform",
    [(980, "2.04", False), (981, "1.94", True), (1021, "-2.06", False), (1020, "-1.96", True)],
)
def test_pulses_of_a_charger(counted: int, error: str, conform: bool) -> None:
    inputs = {"pulses_per_kWh": 1000, "standard_kWh": "1.000", "accuracy_class": 2}
    result = answer("ev.pulse_error", **inputs, counted=counted)["result"]
    assert (result["error_pct"], result["conform"], result["legal"]) == (error, conform, False)


def test_the_smallest_quantity_of_a_dispenser() -> None:
    assert answer("fuel.minimum_quantity", error_pct="-0.5")["result"]["conform"]
    assert not answer("fuel.minimum_quantity", error_pct="0.51")["result"]["conform"]


@pytest.mark.parametrize(
    "rule, inputs, code",
    [
        ("meter.gas_error", {"class": "9", "stage": "in_use", "zone": "upper"}, "meter_class_unknown"),
        ("meter.gas_error", {"class": "1", "stage": "in_use", "zone": "up"}, "flow_zone_unknown"),
        ("meter.electricity_error", {"class": "2", "power_factor": "0.7"}, "power_factor_unknown"),
        ("meter.electricity_error", {"class": "2", "power_factor": "1", "load_pct": "1"},
         "meter_load_uncovered"),
        ("meter.electricity_life", {"class": True}, "not_text"),
        ("verification.cycle", {"instrument": "thermometer"}, "instrument_kind_unknown"),
        ("ev.pulse_error", {"accuracy_class": 2, "pulses_per_kWh": 0}, "quantity_zero"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(rule: str, inputs: dict[str, object], code: str) -> None:
    whole = {"load_pct": "100", "error_pct": "0", "standard_kWh": "1", "counted": 1} | inputs
    assert answer(rule, **whole)["error"]["code"] == code
