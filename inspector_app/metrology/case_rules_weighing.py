"""The `nawi.*` rules of the evaluate command: a case's inputs to a result, by name."""

from __future__ import annotations

import re
from typing import Any

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.instrument import AccuracyClass
from inspector_app.domain.quantities import Mass
from inspector_app.metrology.applicable_regulation import (
    BALANCES,
    DIGITAL_SCALES,
    applicable_regulation,
    interval_is_suspect,
    price_scale_transition,
)
from inspector_app.metrology.case_inputs import CaseInputs
from inspector_app.metrology.classes import check_class
from inspector_app.metrology.discrimination import additional_load, discriminates
from inspector_app.metrology.eccentricity import LoadReceptor, eccentric_load, rolling_load
from inspector_app.metrology.error_of_indication import PointReading, calculate_error
from inspector_app.metrology.fair_scale import check_fair_scale, is_about_half
from inspector_app.metrology.load_points import Capacity, load_points
from inspector_app.metrology.mpe import maximum_permissible_error
from inspector_app.metrology.regulations import Regulation
from inspector_app.metrology.repeatability import judge_repeatability
from inspector_app.metrology.rounding import tidy
from inspector_app.metrology.substitution import (
    may_substitute,
    required_share,
    share_of,
    share_suffices,
)
from inspector_app.metrology.tare import tare_accuracy_limit, tare_conforms, tares_to_test
from inspector_app.metrology.zero import zero_accuracy_limit, zero_conforms

Result = dict[str, Any]
_RECEPTORS = {
    LoadReceptor.SUPPORTS: ("supports", "platform", "承载器", "秤台"),
    LoadReceptor.TANK_OR_HOPPER: ("tank_or_hopper", "tank", "hopper", "罐", "料斗", "料罐"),
}


def mpe(case: CaseInputs) -> Result:
    """nawi.mpe."""
    found = maximum_permissible_error(
        case.mass("load_g", "g"),
        case.mass("e_g", "g"),
        case.accuracy_class(),
        case.stage(),
        _rules(case),
    )
    return {"mpe_abs_g": _grams(found.limit)}


def error(case: CaseInputs) -> Result:
    """nawi.error; without delta_L_g the indication is taken as it stands."""
    reading = PointReading(
        indication=case.mass("indication_g", "g"),
        load=case.mass("load_g", "g"),
        error_at_zero=case.mass("E0_g", "g"),
        changeover_load=case.optional_mass("delta_L_g", "g"),
    )
    found = calculate_error(
        reading,
        e=case.mass("e_g", "g"),
        accuracy_class=case.accuracy_class(),
        stage=case.stage(),
        rules=_rules(case),
    )
    return {
        "P_g": _grams(found.before_rounding),
        "E_g": _grams(found.error),
        "Ec_g": _grams(found.corrected_error),
        "mpe_abs_g": _grams(found.mpe.limit),
        "conform": found.conforms,
        "lines": list(found.lines),
    }


def zero_accuracy(case: CaseInputs) -> Result:
    """nawi.zero_accuracy."""
    e, rules = case.mass("e_g", "g"), _rules(case)
    return {
        "limit_abs_g": _grams(zero_accuracy_limit(e, rules)[0]),
        "conform": zero_conforms(case.mass("E0_g", "g"), e, rules),
    }


def tare_accuracy(case: CaseInputs) -> Result:
    """nawi.tare_accuracy."""
    e, rules = case.mass("e_g", "g"), _rules(case)
    return {
        "limit_abs_g": _grams(tare_accuracy_limit(e, rules)[0]),
        "conform": tare_conforms(case.mass("E_g", "g"), e, rules),
    }


def eccentric(case: CaseInputs) -> Result:
    """nawi.eccentric_load; Max, additive_tare and load are in one unit of the caller's choice."""
    load, row = eccentric_load(
        case.mass("Max", "kg"),
        supports=case.whole("supports", 1),
        rules=_rules(case),
        additive_tare=case.optional_mass("additive_tare", "kg"),
        receptor=_receptor(case.optional_text("type")),
    )
    return {"load": tidy(load.value), "rule": row.text("formula")}


def rolling(case: CaseInputs) -> Result:
    """nawi.rolling_load_cap; all in one unit of the caller's choice, the cap without a vehicle."""
    maximum, tare = case.mass("Max", "kg"), case.optional_mass("additive_tare", "kg")
    usual = case.optional_mass("usual_heaviest", "kg")
    rules = _rules(case)
    whole = maximum + tare if tare else maximum
    cap, _ = rolling_load(maximum, usual_heaviest=whole, rules=rules, additive_tare=tare)
    load, _ = rolling_load(maximum, usual_heaviest=usual or cap, rules=rules, additive_tare=tare)
    return {"load": tidy(load.value), "cap": tidy(cap.value), "capped": bool(usual and usual > cap)}


def repeatability(case: CaseInputs) -> Result:
    """nawi.repeatability."""
    found = judge_repeatability(case.masses("errors_g", "g"), case.positive_mass("mpe_abs_g", "g"))
    return {
        "range_g": _grams(found.spread),
        "range_ok": found.spread_within,
        "each_ok": found.each_within,
        "conform": found.conforms,
    }


def class_limits(case: CaseInputs) -> Result:
    """nawi.class_limits; Min_g may be given to be judged too."""
    found = check_class(
        case.mass("Max_g", "g"), case.mass("e_g", "g"), case.accuracy_class(), _rules(case)
    )
    minimum = case.optional_mass("Min_g", "g")
    result = {
        "n": tidy(found.number_of_intervals),
        "n_within_limits": found.n_within_limits,
        "Min_lower_limit_g": _grams(found.minimum_lower_limit),
    }
    if minimum is not None:
        result["Min_within_limits"] = found.accepts_minimum(minimum)
    return result


def test_loads(case: CaseInputs) -> Result:
    """nawi.test_loads."""
    capacity = Capacity(
        accuracy_class=case.accuracy_class(),
        maximum=case.mass("Max_g", "g"),
        e=case.mass("e_g", "g"),
        minimum=case.optional_mass("Min_g", "g"),
    )
    return {"loads_g": [_grams(point.target) for point in load_points(capacity, _rules(case))]}


def discrimination(case: CaseInputs) -> Result:
    """nawi.discrimination."""
    d, rules = case.mass("d_g", "g"), _rules(case)
    before, after = case.mass("before_g", "g"), case.mass("after_g", "g")
    return {
        "additional_load_g": _grams(additional_load(d, rules)[0]),
        "conform": discriminates(before, after, d),
    }


def regulation(case: CaseInputs) -> Result:
    """nawi.applicable_regulation."""
    found = applicable_regulation(
        case.book,
        maximum_capacity=case.positive_mass("Max_g", "g"),
        accuracy_class=case.accuracy_class(),
        price_computing=case.flag("price_computing"),
        on_date=case.day("verification_date"),
    )
    # Classes I and II were answered so before JJG 1036 was held; its number stands beside it now.
    named = found is not None and found.key != BALANCES
    return {
        "regulation": found.number if found and named else "not JJG 1204",
        "applies": found.number if found else None,
    }


def transition(case: CaseInputs) -> Result:
    """nawi.price_scale_transition."""
    act = re.sub(r"[\s-]+", "_", case.text("act").strip().casefold())
    found = price_scale_transition(
        act, case.day("date"), networked=case.flag("networked"), book=case.book
    )
    return {"result": found.result}


def e_equals_d(case: CaseInputs) -> Result:
    """nawi.e_equals_d; a balance (accuracy_class I or II) may show d finer than e."""
    e, d = case.mass("nameplate_e_g", "g"), case.mass("displayed_d_g", "g")
    balance = case.accuracy_class(AccuracyClass.III) in {AccuracyClass.I, AccuracyClass.II}
    rules = case.book.newest(BALANCES) if balance else None
    suspect = interval_is_suspect(e, d, rules)
    return {"e_equals_d": e.equals(d), "suspect_altered": suspect}


def fair_scale(case: CaseInputs) -> Result:
    """nawi.fair_scale_check."""
    found = check_fair_scale(
        case.masses("readings_g", "g"),
        load=case.positive_mass("load_g", "g"),
        e=case.mass("e_g", "g"),
        rules=_rules(case),
        accuracy_class=case.accuracy_class(AccuracyClass.III),
    )
    result = {
        "range_g": _grams(found.spread),
        "mpe_abs_g": _grams(found.limit),
        "normal": found.normal,
    }
    if case.has("Max_g"):
        load, maximum = case.mass("load_g", "g"), case.positive_mass("Max_g", "g")
        result["load_about_half_max"] = is_about_half(load, maximum, _rules(case))
    return result


def substitution_share(case: CaseInputs) -> Result:
    """nawi.substitution_share; spread: Emax - Emin at the load that is replaced, if it is known."""
    maximum, weights, rules = case.mass("Max_g", "g"), case.mass("weights_g", "g"), _rules(case)
    row = required_share(case.optional_mass("spread_g", "g"), case.mass("e_g", "g"), rules)
    return {
        "required_share": row.text("share_of_max"),
        "required_g": _grams(maximum * row.decimal("share_of_max")),
        "share": tidy(share_of(weights, maximum)),
        "allowed": may_substitute(maximum, rules) and share_suffices(weights, maximum, row, rules),
        "confirmation": row.confirmation.value,
    }


def test_tares(case: CaseInputs) -> Result:
    """nawi.test_tares: with which tares net loads are weighed."""
    return {"tares_g": [_grams(t) for t in tares_to_test(case.mass("T_g", "g"), _rules(case))]}


RULES = {
    "nawi.mpe": mpe,
    "nawi.error": error,
    "nawi.zero_accuracy": zero_accuracy,
    "nawi.tare_accuracy": tare_accuracy,
    "nawi.eccentric_load": eccentric,
    "nawi.rolling_load_cap": rolling,
    "nawi.repeatability": repeatability,
    "nawi.class_limits": class_limits,
    "nawi.test_loads": test_loads,
    "nawi.discrimination": discrimination,
    "nawi.applicable_regulation": regulation,
    "nawi.price_scale_transition": transition,
    "nawi.e_equals_d": e_equals_d,
    "nawi.fair_scale_check": fair_scale,
    "nawi.substitution_share": substitution_share,
    "nawi.test_tares": test_tares,
}


def _rules(case: CaseInputs) -> Regulation:
    if case.has("date"):
        return case.book.in_force(DIGITAL_SCALES, case.day("date"))
    return case.book.newest(DIGITAL_SCALES)


def _receptor(name: str | None) -> LoadReceptor:
    if name is None:
        return LoadReceptor.SUPPORTS
    wanted = re.sub(r"[\s-]+", "_", name.strip().casefold())
    for receptor, known in _RECEPTORS.items():
        if wanted in known:
            return receptor
    raise InputInvalid("receptor_unknown", field="type", value=name[:40])


def _grams(mass: Mass) -> str:
    return tidy(mass.in_unit("g"))
