"""The `retail.*`, `id.*`, `law.*` and `meter.*` rules of the evaluate command, by name."""

from __future__ import annotations

import re
from typing import Any

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.quantities import Mass
from inspector_app.metrology import retail
from inspector_app.metrology.applicable_regulation import DIGITAL_SCALES
from inspector_app.metrology.case_inputs import CaseInputs
from inspector_app.metrology.consumer_law import compensation, presume_fraud
from inspector_app.metrology.credit_code import check_credit_code
from inspector_app.metrology.mpe import maximum_permissible_error
from inspector_app.metrology.regulations import Regulation
from inspector_app.metrology.retail import Band, Method, NegativeDeviation
from inspector_app.metrology.rounding import shown, tidy
from inspector_app.metrology.verification_due import (
    Cycle,
    due_on,
    gas_meter_cycle,
    water_meter_cycle,
)

Result = dict[str, Any]


def negative_deviation(case: CaseInputs) -> Result:
    """retail.negative_deviation."""
    found = retail.negative_deviation(_band(case), case.mass("weight_kg", "kg"), _retail(case))
    return {"limit_g": _grams(found.limit), "beyond_annex": found.beyond_annex}


def price_band(case: CaseInputs) -> Result:
    """retail.price_band; band null where the annex does not apply at all."""
    found = _band_choice(case)
    return {
        "band": found.band,
        "by_category": found.by_category,
        "by_price": found.by_price,
        "excluded": found.excluded,
    }


def short_weight(case: CaseInputs) -> Result:
    """retail.short_weight; scale_error_g: indication minus weights on the trader's own scale."""
    settled = case.mass("settled_kg", "kg")
    deviation = retail.negative_deviation(_band(case), settled, _retail(case))
    found = _judged(case, settled, case.mass("checked_kg", "kg"), deviation)
    return {
        "difference_g": _grams(found.difference),
        "limit_g": _grams(found.limit),
        "allowed_g": _grams(found.allowed),
        "short_weight": found.is_short,
        "agrees": found.agrees,
    }


def jewellery_short(case: CaseInputs) -> Result:
    """retail.jewellery_short."""
    settled = case.mass("settled_g", "g")
    deviation = retail.jewellery_deviation(case.text("metal"), settled, _retail(case))
    found = _judged(case, settled, case.mass("checked_g", "g"), deviation)
    return {
        "difference_g": _grams(found.difference),
        "limit_g": _grams(found.limit),
        "allowed_g": _grams(found.allowed),
        "short_weight": found.is_short,
    }


def instrument_fit(case: CaseInputs) -> Result:
    """retail.instrument_fit; goods: a metal, or a category judged by annex 1 at the load."""
    load = case.positive_mass("load_g", "g")
    maximum = case.positive_mass("Max_g", "g") if case.has("Max_g") else load
    if load > maximum:
        raise InputInvalid(
            "load_over_maximum", field="load_g", load=shown(load), capacity=shown(maximum)
        )
    mpe = maximum_permissible_error(
        load,
        case.mass("e_g", "g"),
        case.accuracy_class(),
        case.stage(),
        case.book.newest(DIGITAL_SCALES),
    )
    limit = _goods_limit(case, load)
    return {
        "mpe_abs_g": _grams(mpe.limit),
        "limit_g": _grams(limit),
        "fit": retail.instrument_fits(mpe.limit, limit, _retail(case)),
    }


def credit_code(case: CaseInputs) -> Result:
    """id.uscc."""
    found = check_credit_code(case.text("code", may_be_blank=True), case.book.newest("credit_code"))
    if found.valid:
        return {
            "valid": True,
            "check_char": found.code[-1],
            "org_code": found.organisation_code,
            "org_check_ok": found.organisation_check_ok,
            "region": found.region,
        }
    if found.expected_check_char:
        return {
            "valid": False,
            "expected_check_char": found.expected_check_char,
            "reason": found.reason,
        }
    return {"valid": False, "reason": found.reason}


def consumer_art55(case: CaseInputs) -> Result:
    """law.consumer_art55."""
    found = compensation(
        case.decimal("unit_price"),
        case.mass("settled_kg", "kg"),
        case.mass("actual_kg", "kg"),
        fraud=case.flag("fraud"),
        rules=case.book.newest("consumer_law"),
    )
    return {
        "price_paid": f"{found.price_paid:f}",
        "refund": f"{found.refund:f}",
        "punitive": f"{found.punitive:f}",
        "total": f"{found.total:f}",
    }


def fraud_presumed(case: CaseInputs) -> Result:
    """law.consumer_fraud_presumed."""
    found = presume_fraud(
        case.text("act"),
        proves_no_intent=case.flag("proves_no_intent"),
        rules=case.book.newest("consumer_infringement"),
    )
    return {"fraud": found.fraud, "basis": found.basis}


def water_life(case: CaseInputs) -> Result:
    """meter.water_life; a periodically verified meter has a cycle and a next date instead."""
    cycle = _water_cycle(case)
    until = due_on(case.day("first_verified"), cycle.months).isoformat()
    if cycle.mode == "periodic":
        return {"mode": cycle.mode_words, "cycle_years": cycle.years, "next_due": until}
    return {"mode": cycle.mode_words, "life_years": cycle.years, "replace_by": until}


def water_cycle(case: CaseInputs) -> Result:
    """meter.water_cycle."""
    cycle = _water_cycle(case)
    years = "cycle_years" if cycle.mode == "periodic" else "life_years"
    return {"mode": cycle.mode_words, years: cycle.years}


def gas_life(case: CaseInputs) -> Result:
    """meter.gas_life; replace_by only where first_verified is given; type: read by people only."""
    case.optional_text("type")
    cycle = gas_meter_cycle(case.text("gas"), case.book.newest("verification_cycles"))
    found: Result = {"life_years": cycle.years, "mode": cycle.mode_words}
    if case.has("first_verified"):
        found["replace_by"] = due_on(case.day("first_verified"), cycle.months).isoformat()
    return found


RULES = {
    "retail.negative_deviation": negative_deviation,
    "retail.price_band": price_band,
    "retail.short_weight": short_weight,
    "retail.jewellery_short": jewellery_short,
    "retail.instrument_fit": instrument_fit,
    "id.uscc": credit_code,
    "law.consumer_art55": consumer_art55,
    "law.consumer_fraud_presumed": fraud_presumed,
    "meter.water_life": water_life,
    "meter.water_cycle": water_cycle,
    "meter.gas_life": gas_life,
}


def _retail(case: CaseInputs) -> Regulation:
    return case.book.newest("retail_weighing")


def _band(case: CaseInputs) -> Band:
    if not case.has("price_band"):
        chosen = _band_choice(case).band
        if chosen is None:
            raise InputInvalid("goods_excluded", field="category")
        return chosen
    text = case.text("price_band")
    letter = re.sub(r"^BAND|[类档]$", "", text.strip().upper()).strip()
    try:
        return Band(letter)
    except ValueError:
        raise InputInvalid("band_unknown", field="price_band", value=text[:20]) from None


def _band_choice(case: CaseInputs) -> retail.BandChoice:
    price = "unit_price_yuan_per_kg"
    category = case.optional_text("category")
    if retail.is_jewellery(category, _retail(case)):
        # Annex 1 is for food by the kilogram; a piece of gold has its limit in annex 2.
        raise InputInvalid("goods_by_piece", field="category")
    return retail.choose_band(
        category,
        case.decimal(price) if case.has(price) else None,
        _retail(case),
    )


def _judged(
    case: CaseInputs, settled: Mass, checked: Mass, deviation: NegativeDeviation
) -> retail.ShortWeight:
    rules = _retail(case)
    return retail.judge_reweigh(
        settled,
        checked,
        deviation=deviation,
        method=Method(retail.method_row(case.text("method"), rules).text("method")),
        rules=rules,
        scale_error=case.optional_mass("scale_error_g", "g"),
    )


def _goods_limit(case: CaseInputs, load: Mass) -> Mass:
    rules, goods = _retail(case), case.optional_text("goods")
    if goods is not None and any(
        goods.strip().casefold() in r.names("metal") for r in rules.rows("jewellery")
    ):
        return retail.jewellery_deviation(goods, load, rules).limit
    if goods is not None and not case.has("price_band"):
        price = "unit_price_yuan_per_kg"
        number = case.decimal(price) if case.has(price) else None
        band = retail.choose_band(goods, number, rules).band
        if band is None:
            raise InputInvalid("goods_excluded", field="goods")
        return retail.negative_deviation(band, load, rules).limit
    return retail.negative_deviation(_band(case), load, rules).limit


def _water_cycle(case: CaseInputs) -> Cycle:
    name = next((n for n in ("Q3", "q3", "Q3_m3h", "q3_m3h", "Q3_m3_h") if case.has(n)), None)
    q3 = case.decimal(name) if name is not None else None
    return water_meter_cycle(case.decimal("DN_mm"), q3, case.book.newest("verification_cycles"))


def _grams(mass: Mass) -> str:
    return tidy(mass.in_unit("g"))
