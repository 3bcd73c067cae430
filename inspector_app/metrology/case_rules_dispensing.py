"""The `fuel.*` and `ev.*` rules of the evaluate command, by name."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.metrology import fuel_dispenser
from inspector_app.metrology.case_inputs import CaseInputs
from inspector_app.metrology.case_marks import Result, edition_of, with_mark
from inspector_app.metrology.fuel_dispenser import Expansion
from inspector_app.metrology.regulations import Regulation, Row, first_row
from inspector_app.metrology.rounding import EXACT, round_to, tidy

EV = "jjg_1148"
_METHODS = ("range", "range_over_dn")
_VOLUME, _PERCENT = Decimal("0.00001"), Decimal("0.0001")
_MOST_SEGMENTS = 1000
_RUNS_OF_DIVISOR = 3
"""The figure runs_divisor is d_n of three runs."""


def volume_error(case: CaseInputs) -> Result:
    """fuel.volume_error; VB_L, or V0_L with the neck's reading; coefficients given or by name."""
    rules = edition_of(case, fuel_dispenser.KEY)
    volume, fluid = _measured(case), _expansion(case, rules, "fluid")
    measure = _expansion(case, rules, "measure")
    reference, limit = rules.figure("reference_temperature_c"), rules.figure("mpe_pct")
    true = fuel_dispenser.volume_at_nozzle(
        volume,
        nozzle=_temperature(case, "tJ_C"),
        measure=_temperature(case, "tB_C"),
        expansion=Expansion(fluid=fluid[0], measure=measure[0]),
        reference=reference.decimal(),
    )
    error = fuel_dispenser.relative_error(case.not_negative("VJ_L"), true)
    result = {
        "VB_L": f"{volume:f}",
        "VBt_L": f"{round_to(true, _VOLUME):f}",
        "E_pct": f"{round_to(error, _PERCENT):f}",
        "conform_0_30": abs(error) <= limit.decimal(),
    }
    return with_mark(result, limit, reference, *(row for _, row in (fluid, measure) if row))


def mean_repeatability(case: CaseInputs) -> Result:
    """fuel.mean_repeatability; repeatability_method: range (default) or range_over_dn."""
    rules = edition_of(case, fuel_dispenser.KEY)
    mpe, repeatability = rules.figure("mpe_pct"), rules.figure("repeatability_pct")
    divisor = rules.figure("runs_divisor")
    found = fuel_dispenser.series_of(case.decimals("E_pct"), divisor.decimal())
    method = case.text("repeatability_method") if case.has("repeatability_method") else _METHODS[0]
    if method not in _METHODS:
        where = "repeatability_method"
        raise InputInvalid("repeatability_method_unknown", field=where, value=method[:40])
    if method != _METHODS[0] and len(case.decimals("E_pct")) < _RUNS_OF_DIVISOR:
        # d_n grows with the runs: that of three would flatter two (1.13).
        raise InputInvalid("too_few_runs", field="E_pct", least=_RUNS_OF_DIVISOR)
    judged = found.spread if method == _METHODS[0] else found.spread_by_divisor
    limits = (_given(case, "mpe_pct", mpe), _given(case, "repeatability_limit_pct", repeatability))
    result = {
        "mean_pct": f"{round_to(found.mean, Decimal('0.01')):f}",
        "range_pct": f"{round_to(found.spread, _PERCENT):f}",
        "range_over_dn_1_69_pct": f"{round_to(found.spread_by_divisor, _PERCENT):f}",
        "conform": abs(found.mean) <= limits[0] and judged <= limits[1],
    }
    # Which estimator the regulation means was not read.
    return with_mark(result, mpe, repeatability, doubt=True)


def minimum_quantity(case: CaseInputs) -> Result:
    """fuel.minimum_quantity; the limit of the smallest quantity, unconfirmed for 2023."""
    row = edition_of(case, fuel_dispenser.KEY).figure("minimum_quantity_mpe_pct")
    conform = abs(case.decimal("error_pct")) <= row.decimal()
    return with_mark({"limit_abs_pct": tidy(row.decimal()), "conform": conform}, row)


def fuel_payment(case: CaseInputs) -> Result:
    """fuel.payment_error; min_payment_variable defaults to the usual 0.01 yuan."""
    row = edition_of(case, fuel_dispenser.KEY).figure("payment")
    quantity = (case.not_negative("displayed_volume_L"), case.not_negative("unit_price"))
    result = _paid(case, [quantity], row)
    return with_mark({"computed_amount": result.pop("computed"), **result}, row)


def five_gallons(case: CaseInputs) -> Result:
    """fuel.hb44_5gal; a foreign reference for comparison."""
    phase = case.text("phase").strip().casefold()
    rows = case.book.newest(fuel_dispenser.FOREIGN).rows("five_gallons")
    row = next((row for row in rows if row.text("phase") == phase), None)
    if row is None:
        raise InputInvalid("phase_unknown", field="phase", value=phase[:20])
    tolerance = row.decimal("in3")
    share = EXACT.divide(tolerance * 100, fuel_dispenser.CUBIC_INCHES_OF_FIVE_GALLONS)
    millilitres = tolerance * fuel_dispenser.ML_PER_CUBIC_INCH
    result = {
        "tolerance_in3": tidy(tolerance),
        "tolerance_mL": f"{round_to(millilitres, Decimal('0.1')):f}",
        "tolerance_pct_of_5gal": f"{round_to(share, Decimal('0.001')):f}",
        "conform": abs(case.decimal("error_in3")) <= tolerance,
    }
    return with_mark(result, row)


def working_error(case: CaseInputs) -> Result:
    """ev.working_error; compared without rounding."""
    row = _of_class(case)
    shown, limit = case.not_negative("displayed_kWh"), row.decimal("limit_pct")
    error = fuel_dispenser.relative_error(shown, case.decimal("standard_kWh"))
    result = {
        "error_pct": f"{round_to(error, Decimal('0.01')):f}",
        "limit_abs_pct": tidy(limit),
        "conform": abs(error) <= limit,
    }
    return with_mark(result, row)


def pulse_error(case: CaseInputs) -> Result:
    """ev.pulse_error; (n0 - n) / n with n0 = C W: constant in pulses a kWh, energy of the standard.

    counted: pulses of the charger while the standard measured that energy.
    """
    row = _of_class(case)
    due = EXACT.multiply(case.positive("pulses_per_kWh"), case.positive("standard_kWh"))
    counted, limit = case.positive("counted"), row.decimal("limit_pct")
    error = fuel_dispenser.relative_error(due, counted)
    result = {
        "expected_pulses": tidy(due),
        "error_pct": f"{round_to(error, Decimal('0.01')):f}",
        "limit_abs_pct": tidy(limit),
        "conform": abs(error) <= limit,
    }
    # The formula is from memory: no legal words rest on it.
    return with_mark(result, row, doubt=True)


def clock_error(case: CaseInputs) -> Result:
    """ev.clock_error; a charger without time-of-use tariff has no limit: null."""
    stage = case.stage().value
    row = first_row(r for r in edition_of(case, EV).rows("clock") if r.text("stage") == stage)
    error = case.not_negative("abs_error_s")
    if not case.flag("time_of_use_tariff", default=True):
        return with_mark({"limit_s": None, "conform": None}, row)
    limit = row.decimal("limit_s")
    return with_mark({"limit_s": int(limit), "conform": error <= limit}, row)


def charging_payment(case: CaseInputs) -> Result:
    """ev.payment_error; a check of the price: no item of JJG 1148-2022."""
    row = edition_of(case, EV).figure("payment")
    return with_mark(_paid(case, _segments(case), row), row)


def _of_class(case: CaseInputs) -> Row:
    wanted = str(case.whole("accuracy_class"))
    rows = edition_of(case, EV).rows("working_error")
    row = next((row for row in rows if row.text("accuracy_class") == wanted), None)
    if row is None:
        raise InputInvalid("meter_class_unknown", field="accuracy_class", value=wanted[:20])
    return row


def _measured(case: CaseInputs) -> Decimal:
    if case.has("VB_L"):
        return case.not_negative("VB_L")
    return fuel_dispenser.measure_volume(
        case.positive("V0_L"),
        per_mm=case.not_negative("neck_mL_per_mm"),
        read=case.decimal("h_mm"),
        zero=case.decimal("h0_mm"),
    )


def _expansion(case: CaseInputs, rules: Regulation, what: str) -> tuple[Decimal, Row | None]:
    """Return a coefficient as given, else by the material's name, with the row it came from."""
    if case.has(f"beta_{what}"):
        case.optional_text(what)  # the given coefficient is used, whatever it is called
        return _coefficient(case, f"beta_{what}"), None
    row = fuel_dispenser.expansion_of(rules, f"{what}_expansion", case.text(what))
    return row.decimal("per_c"), row


def _given(case: CaseInputs, name: str, row: Row) -> Decimal:
    return case.positive(name) if case.has(name) else row.decimal()


def _coefficient(case: CaseInputs, name: str) -> Decimal:
    case.not_negative(name)
    return _within(case, name, Decimal(0), fuel_dispenser.LARGEST_EXPANSION)


def _temperature(case: CaseInputs, name: str) -> Decimal:
    return _within(case, name, fuel_dispenser.LOWEST_C, fuel_dispenser.HIGHEST_C)


def _within(case: CaseInputs, name: str, low: Decimal, high: Decimal) -> Decimal:
    found = case.decimal(name)
    if not low <= found <= high:
        raise InputInvalid(
            "figure_out_of_range",
            field=name,
            value=f"{found:f}"[:40],
            low=f"{low:f}",
            high=f"{high:f}",
        )
    return found


def _segments(case: CaseInputs) -> list[tuple[Decimal, Decimal]]:
    """Return energy and whole price of each period of the tariff."""
    if not case.has("segments"):
        raise InputInvalid("missing", field="segments")
    found: Any = case.values["segments"]
    if not isinstance(found, list) or not 0 < len(found) <= _MOST_SEGMENTS:
        raise InputInvalid("not_a_list", field="segments")
    if not all(isinstance(one, dict) for one in found):
        raise InputInvalid("not_a_list", field="segments")
    read = [CaseInputs(one, case.book) for one in found]
    return [
        (
            one.not_negative("kWh"),
            one.not_negative("energy_price") + one.not_negative("service_price"),
        )
        for one in read
    ]


def _paid(case: CaseInputs, quantities: Sequence[tuple[Decimal, Decimal]], row: Row) -> Result:
    computed = fuel_dispenser.payment(quantities)
    error = abs(case.not_negative("displayed_amount") - computed)
    return {
        "computed": tidy(computed),
        "abs_error": tidy(error),
        "conform": error <= _given(case, "min_payment_variable", row),
    }


RULES = {
    "fuel.volume_error": volume_error,
    "fuel.mean_repeatability": mean_repeatability,
    "fuel.minimum_quantity": minimum_quantity,
    "fuel.payment_error": fuel_payment,
    "fuel.hb44_5gal": five_gallons,
    "ev.working_error": working_error,
    "ev.pulse_error": pulse_error,
    "ev.clock_error": clock_error,
    "ev.payment_error": charging_payment,
}
