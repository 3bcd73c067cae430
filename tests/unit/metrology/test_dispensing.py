"""Fuel, chargers, taximeters, water meters and refractors at their bounds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.evaluation import RULES, evaluate_cases
from inspector_app.metrology import fuel_dispenser
from inspector_app.metrology.fuel_dispenser import Expansion
from inspector_app.words import failures

Inputs = dict[str, Any]
TEN_LITRES: Inputs = {
    "VJ_L": "10.02", "VB_L": "10", "fluid": "diesel", "measure": "stainless",
    "tJ_C": "20", "tB_C": "20",
}  # fmt: skip


def answer(rule: str, inputs: Inputs) -> dict[str, Any]:
    found = evaluate_cases([{"id": "1", "rule": rule, "inputs": inputs}])[0]
    assert "error" not in found, found
    result: dict[str, Any] = found["result"]
    return result


def code(rule: str, inputs: Inputs) -> str:
    found = evaluate_cases([{"id": "1", "rule": rule, "inputs": inputs}])[0]
    return str(found["error"]["code"])


@pytest.mark.parametrize("shown, conform", [("10.03", True), ("10.031", False), ("9.97", True)])
def test_a_dispenser_may_err_by_0_30_percent(shown: str, conform: bool) -> None:
    assert answer("fuel.volume_error", TEN_LITRES | {"VJ_L": shown})["conform_0_30"] is conform


def test_coefficients_by_name_are_those_of_the_table() -> None:
    inputs = TEN_LITRES | {"tJ_C": "30", "tB_C": "25", "fluid": "柴油"}
    by_name = answer("fuel.volume_error", inputs)
    given_ones = {"beta_fluid": "0.0009", "beta_measure": "0.00005"}
    assert by_name["VBt_L"] == answer("fuel.volume_error", inputs | given_ones)["VBt_L"]


def test_the_neck_counts_from_its_own_mark() -> None:
    inputs = {k: v for k, v in TEN_LITRES.items() if k != "VB_L"}
    neck = {"V0_L": "10", "neck_mL_per_mm": "2", "h_mm": "95", "h0_mm": "100"}
    assert answer("fuel.volume_error", inputs | neck)["VB_L"] == "9.990"


TEMPERATURES = st.decimals("-25", "55", places=1)


@given(volume=st.decimals("1", "100", places=2), degrees=TEMPERATURES)
def test_at_20_degrees_everywhere_nothing_is_corrected(volume: Decimal, degrees: Decimal) -> None:
    none = Expansion(fluid=Decimal("0.0012"), measure=Decimal(0))
    same = fuel_dispenser.volume_at_nozzle(volume, nozzle=degrees, measure=degrees, expansion=none)
    assert same == volume


@given(st.decimals("0.1", "100", places=3), st.decimals("0.1", "100", places=3))
def test_an_error_does_not_depend_on_the_unit(shown: Decimal, true: Decimal) -> None:
    one = fuel_dispenser.relative_error(shown, true)
    thousand = fuel_dispenser.relative_error(shown * 1000, true * 1000)
    assert one == thousand


@pytest.mark.parametrize("method, conform", [("range", False), ("range_over_dn", True)])
def test_the_estimator_of_repeatability_is_chosen(method: str, conform: bool) -> None:
    inputs = {"E_pct": ["0.00", "0.05", "0.12"], "repeatability_method": method}
    assert answer("fuel.mean_repeatability", inputs)["conform"] is conform


@pytest.mark.parametrize("amount, conform", [("78.51", True), ("78.52", False), ("78.49", True)])
def test_a_payment_may_differ_by_one_fen(amount: str, conform: bool) -> None:
    inputs = {"displayed_volume_L": "10.00", "unit_price": "7.85", "displayed_amount": amount}
    assert answer("fuel.payment_error", inputs)["conform"] is conform


@pytest.mark.parametrize(
    "accuracy_class, standard, conform",
    [("1", "9.901", True), ("1", "9.900", False), ("2", "9.804", True), ("2", "9.803", False)],
)
def test_a_charger_errs_at_most_by_its_class(
    accuracy_class: str, standard: str, conform: bool
) -> None:
    inputs = {
        "displayed_kWh": "10.000", "standard_kWh": standard, "accuracy_class": accuracy_class
    }  # fmt: skip
    assert answer("ev.working_error", inputs)["conform"] is conform


def test_a_clock_without_time_of_use_tariff_has_no_limit() -> None:
    inputs = {"abs_error_s": 999, "stage": "initial", "time_of_use_tariff": False}
    assert answer("ev.clock_error", inputs)["limit_s"] is None


@pytest.mark.parametrize(
    "shown, conform", [("0.960", True), ("0.9599", False), ("1.010", True), ("1.0101", False)]
)
def test_a_taximeter_may_err_far_only_in_the_passengers_favour(shown: str, conform: bool) -> None:
    inputs = {"indicated_km": shown, "true_km": "1.000", "stage": "installed"}
    assert answer("taxi.distance_error", inputs)["conform"] is conform


@pytest.mark.parametrize(
    "stage, error, conform",
    [("initial", "2.0", True), ("initial", "-2.1", False), ("in_use", "4.01", False)],
)
def test_a_water_meter_in_use_has_twice_the_limit(stage: str, error: str, conform: bool) -> None:
    inputs = {"class": 2, "stage": stage, "error_pct": error}
    assert answer("meter.water_error_Q3", inputs)["conform"] is conform


@pytest.mark.parametrize(
    "power, shown, limit, conform",
    [
        ("10.00", "10.25", "0.25", True),
        ("-10.00", "-10.26", "0.25", False),
        ("10.01", "10.51", "0.50", True),
        ("-12.50", "-13.01", "0.50", False),
    ],
)
def test_a_refractor_is_judged_by_the_band_of_the_standard(
    power: str, shown: str, limit: str, conform: bool
) -> None:
    inputs = {"standard_D": power, "mean_indication_D": shown}
    found = answer("optical.refractor_sphere", inputs)
    assert (found["limit_abs_D"], found["conform"]) == (limit, conform)


def test_ten_dioptres_themselves_are_marked_as_our_reading() -> None:
    inputs = {"standard_D": "10", "mean_indication_D": "10"}
    assert answer("optical.refractor_sphere", inputs)["legal"] is False


@pytest.mark.parametrize(
    "rule, inputs, expected",
    [
        ("fuel.volume_error", TEN_LITRES | {"VB_L": "0"}, "standard_not_positive"),
        ("fuel.volume_error", TEN_LITRES | {"fluid": "milk"}, "material_unknown"),
        ("fuel.volume_error", TEN_LITRES | {"tJ_C": "400"}, "figure_out_of_range"),
        ("fuel.volume_error", TEN_LITRES | {"tB_C": "-41"}, "figure_out_of_range"),
        ("fuel.volume_error", TEN_LITRES | {"VJ_L": "-10"}, "quantity_negative"),
        ("fuel.volume_error", TEN_LITRES | {"beta_fluid": "-1"}, "quantity_negative"),
        ("fuel.mean_repeatability", {"E_pct": ["0.1", "0.1"], "mpe_pct": "-1"},
         "quantity_negative"),
        ("ev.working_error", {"displayed_kWh": "-1", "standard_kWh": "1", "accuracy_class": 2},
         "quantity_negative"),
        ("nawi.eccentric_load", {"Max": "30", "additive_tare": "-1"}, "load_negative"),
        ("nawi.rolling_load_cap", {"Max": "30", "additive_tare": "-1"}, "load_negative"),
        ("fuel.mean_repeatability", {"E_pct": ["0.1"]}, "too_few_runs"),
        (
            "fuel.mean_repeatability",
            {"E_pct": ["0.00", "0.12"], "repeatability_method": "range_over_dn"},
            "too_few_runs",
        ),
        ("fuel.hb44_5gal", {"error_in3": "1", "phase": "x"}, "phase_unknown"),
        ("ev.payment_error", {"segments": "x", "displayed_amount": "1"}, "not_a_list"),
        ("ev.payment_error", {"segments": [1], "displayed_amount": "1"}, "not_a_list"),
        (
            "fuel.payment_error",
            {"displayed_volume_L": "-1", "unit_price": "1", "displayed_amount": "1"},
            "quantity_negative",
        ),
        ("taxi.distance_error", {"indicated_km": "1", "true_km": "1", "stage": "x"},
         "taximeter_stage_unknown"),
        ("meter.water_error_Q3", {"class": 7, "stage": "initial", "error_pct": "1"},
         "meter_class_unknown"),
    ],
)  # fmt: skip
def test_what_cannot_be_judged_is_refused_in_words(
    rule: str, inputs: Inputs, expected: str
) -> None:
    assert code(rule, inputs) == expected
    assert failures.is_known(expected)


NEW = [name for name in RULES if name.split(".")[0] in {"fuel", "ev", "taxi", "optical"}]


@pytest.mark.parametrize("rule", NEW)
@pytest.mark.parametrize("value", [None, "", "NaN", "1e999", [], {}, True, 1.5, "9" * 5000])
def test_no_input_makes_a_rule_fail_in_another_way(rule: str, value: object) -> None:
    names = ("VJ_L", "VB_L", "E_pct", "segments", "standard_kWh", "true_km", "standard_D", "stage")
    assert (
        "error"
        in evaluate_cases([{"id": "1", "rule": rule, "inputs": dict.fromkeys(names, value)}])[0]
    )
