"""The `prepack.*` rules of the evaluate command, by name."""

from __future__ import annotations

from decimal import Decimal

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.metrology import pick_list, prepackaged_goods, prepackaged_sampling
from inspector_app.metrology.case_inputs import CaseInputs
from inspector_app.metrology.case_marks import Result, edition_of, with_mark
from inspector_app.metrology.prepackaged_goods import (
    UNITS,
    Shortage,
    canonical_unit,
)
from inspector_app.metrology.regulations import Regulation
from inspector_app.metrology.rounding import EXACT, Rounding, round_to, tidy

_MEAN = Decimal("0.001")
_SPREAD = Decimal("0.0001")
_WEIGHED = {"mass", "volume"}
# The unit a value's name says (`Qn_g`), and the names of the contents that go with it.
_BY_NAME = {"Qn_g_or_mL": "g", "Qn_g": "g", "Qn_mL": "ml", "Qn_kg": "kg", "Qn_L": "l"}
_CONTENTS = {
    "net_contents_g": Decimal(1),
    "net_contents_mL": Decimal(1),
    "net_contents_g_or_mL": Decimal(1),
    "net_contents_kg": Decimal(1000),
    "net_contents_L": Decimal(1000),
}


def shortage(case: CaseInputs) -> Result:
    """prepack.T; T by GB/T 8170 (or `rounding`), with both other readings of a half."""
    nominal, unit = _nominal(case)
    if UNITS[unit][0] not in _WEIGHED:
        raise InputInvalid("content_unit_unknown", field="unit", value=unit)
    found = prepackaged_goods.permitted_shortage(_in_base(nominal, unit), _goods(case), _mode(case))
    result = {
        "T": _plain(found.value),
        "T_half_even": _plain(found.rounded(Rounding.HALF_EVEN)),
        "T_half_up": _plain(found.rounded(Rounding.HALF_UP)),
        "T_up": _plain(found.rounded(Rounding.UP)),
    }
    return _with_marks(result, found)


def shortage_other(case: CaseInputs) -> Result:
    """prepack.T_other_units; T in the unit of Qn."""
    unit = canonical_unit(case.text("unit"))
    if UNITS[unit][0] in _WEIGHED:
        return shortage(case)
    found = prepackaged_goods.permitted_shortage_other(case.decimal("Qn"), unit, _goods(case))
    return with_mark({"T": tidy(found.value)}, found.row)


def character_height(case: CaseInputs) -> Result:
    """prepack.char_height."""
    unit = canonical_unit(case.text("unit"))
    row = prepackaged_goods.least_height(case.decimal("Qn"), unit, _goods(case))
    least = row.decimal("height_mm" if row.has("height_mm") else "value")
    result: Result = {"min_height_mm": int(least)}
    if case.has("height_mm"):
        result["conform"] = case.decimal("height_mm") >= least
    return with_mark(result, row)


def label_unit(case: CaseInputs) -> Result:
    """prepack.label_unit; whether the content is marked in the unit that its amount asks for."""
    unit = canonical_unit(case.text("unit"))
    row = prepackaged_goods.legal_unit(case.decimal("Qn"), unit, _goods(case))
    units = [str(one) for one in row.values["units"]]
    return with_mark({"units": units, "conform": unit in {u.casefold() for u in units}}, row)


def plan(case: CaseInputs) -> Result:
    """prepack.plan; the plan of 2005 stands in, marked, where that of 2023 is asked for."""
    rules = _sampling(case)
    found = prepackaged_sampling.sampling_plan(case.whole("lot_size"), rules)
    result = {
        "n": found.sample_size,
        "lambda_": None if found.factor is None else f"{found.factor:f}",
        "allowed_T1": found.allowed_t1,
        "allowed_T2": found.allowed_t2,
        "edition": rules.number,
    }
    return with_mark(result, found.row)


def decision(case: CaseInputs) -> Result:
    """prepack.decision; contents in the unit of Qn, or in g or mL as their name says."""
    nominal, unit = _nominal(case)
    contents = _contents(case, unit)
    goods, rules = _goods(case), _sampling(case)
    if UNITS[unit][0] in _WEIGHED:
        nominal = _in_base(nominal, unit)
        allowed = prepackaged_goods.permitted_shortage(nominal, goods, _mode(case))
    else:
        allowed = prepackaged_goods.permitted_shortage_other(nominal, unit, goods)
    sampling = prepackaged_sampling.sampling_plan(case.whole("lot_size"), rules)
    found = prepackaged_sampling.decide_lot(nominal, contents, allowed.value, sampling)
    result = {
        "n": sampling.sample_size,
        "mean_g": f"{round_to(found.mean, _MEAN):f}",
        "s_g": _spread(found.deviation),
        "lambda_s_g": _spread(found.correction),
        "T_g": _plain(allowed.value),
        "T1_count": found.t1_count,
        "T2_count": found.t2_count,
        "average_ok": found.average_ok,
        "accept": found.accept,
        "unit": "g or mL" if UNITS[unit][0] in _WEIGHED else unit,
        "edition": rules.number,
    }
    doubt = allowed.rounding_is_open
    return with_mark(result, sampling.row, allowed.row, doubt=doubt)


def finite_lot_factor(case: CaseInputs) -> Result:
    """prepack.finite_lot_factor_option; derived, never a legal verdict."""
    rules = _sampling(case)
    found = prepackaged_sampling.finite_lot_factor(case.whole("lot_size"), case.whole("n"), rules)
    row = rules.figure("confidence_percent")
    return with_mark({"factor": f"{round_to(found, _SPREAD):f}"}, row, doubt=True)


def picked_units(case: CaseInputs) -> Result:
    """prepack.pick_list; n by the plan unless given."""
    lot = case.whole("lot_size")
    found = prepackaged_sampling.sampling_plan(lot, _sampling(case))
    count = case.whole("n", found.sample_size)
    drawn = pick_list.draw_units(lot, count, case.text("seed"))
    return with_mark(
        {
            "n": count,
            "drawn": list(drawn),
            "units": sorted(drawn),
            "algorithm": pick_list.ALGORITHM,
        },
        found.row,
    )


def net_contents(case: CaseInputs) -> Result:
    """prepack.net_contents; gross less mean tare, in mL where a density (g/mL) is given."""
    rules = _sampling(case)
    found = prepackaged_sampling.net_contents(case.decimals("gross_g"), case.decimals("tare_g"))
    row = rules.figure("tare_sample")
    if not case.has("density_g_per_mL"):
        return with_mark({"net_contents_g": [_shown(one) for one in found]}, row)
    density = case.decimal("density_g_per_mL")
    volumes = [prepackaged_sampling.volume_from_mass(one, density) for one in found]
    temperature = rules.figure("reference_temperature_c")
    return with_mark({"net_contents_mL": [_shown(one) for one in volumes]}, row, temperature)


RULES = {
    "prepack.T": shortage,
    "prepack.T_other_units": shortage_other,
    "prepack.char_height": character_height,
    "prepack.label_unit": label_unit,
    "prepack.plan": plan,
    "prepack.decision": decision,
    "prepack.finite_lot_factor_option": finite_lot_factor,
    "prepack.pick_list": picked_units,
    "prepack.net_contents": net_contents,
}


def _goods(case: CaseInputs) -> Regulation:
    return _one_of_two(case, prepackaged_goods.KEY, prepackaged_sampling.KEY)


def _sampling(case: CaseInputs) -> Regulation:
    return _one_of_two(case, prepackaged_sampling.KEY, prepackaged_goods.KEY)


def _one_of_two(case: CaseInputs, key: str, other: str) -> Regulation:
    """Return the edition of `key`; an `edition` that is the other table's alone leaves it open."""
    try:
        return edition_of(case, key)
    except InputInvalid as unknown:
        if unknown.code != "edition_unknown":
            raise
        edition_of(case, other)
        return edition_of(CaseInputs({**case.values, "edition": None}, case.book), key)


def _nominal(case: CaseInputs) -> tuple[Decimal, str]:
    for name, unit in _BY_NAME.items():
        if case.has(name):
            return case.decimal(name), unit
    if case.has("Qn"):
        return case.decimal("Qn"), canonical_unit(case.text("unit"))
    raise InputInvalid("missing", field="Qn_g" if case.has("lot_size") else "Qn_g_or_mL")


def _contents(case: CaseInputs, unit: str) -> tuple[Decimal, ...]:
    """Return the contents in g or mL, or in the unit of a content that is not weighed."""
    for name, factor in _CONTENTS.items():
        if case.has(name):
            return tuple(EXACT.multiply(one, factor) for one in case.decimals(name))
    if not case.has("net_contents"):
        raise InputInvalid("missing", field=next(iter(_CONTENTS)))
    found = case.decimals("net_contents")
    if UNITS[unit][0] in _WEIGHED:
        return tuple(_in_base(one, unit) for one in found)
    return found


def _in_base(value: Decimal, unit: str) -> Decimal:
    return EXACT.multiply(value, UNITS[unit][1])


def _mode(case: CaseInputs) -> Rounding | None:
    """Return the way of rounding asked for, None for that of the regulation."""
    text = case.optional_text("rounding") or ""
    try:
        return Rounding(text) if text else None
    except ValueError:
        raise InputInvalid("rounding_unknown", field="rounding", value=text[:20]) from None


def _with_marks(result: Result, found: Shortage) -> Result:
    steps = () if found.step is None else (found.step,)
    return with_mark(result, found.row, *steps, doubt=found.rounding_is_open)


def _spread(value: Decimal | None) -> str | None:
    return None if value is None else f"{round_to(value, _SPREAD):f}"


def _plain(value: Decimal) -> str:
    return f"{value:f}"


def _shown(value: Decimal) -> str:
    return tidy(round_to(value, _SPREAD))
