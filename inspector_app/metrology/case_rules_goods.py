"""The `overpack.*`, `energy.*` and `label.*` rules of the evaluate command, by name."""

from __future__ import annotations

from decimal import Decimal

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.metrology import energy_metering, packaging, water_label
from inspector_app.metrology.case_inputs import CaseInputs
from inspector_app.metrology.case_marks import Result, day_of, edition_of, with_mark
from inspector_app.metrology.energy_metering import Level
from inspector_app.metrology.packaging import Content, CostRatio
from inspector_app.metrology.regulations import Regulation, Row, bare_name
from inspector_app.metrology.rounding import EXACT, round_to, tidy

_HUNDREDTH = Decimal("0.01")
_TENTH = Decimal("0.1")
_DEVICE = "electric_device"


def void_ratio(case: CaseInputs) -> Result:
    """overpack.void_ratio; k as given, else by product. One-layer packs may be exempt."""
    rules = _packaging(case)
    factor, table = _coefficient(case, rules)
    content = Content(coefficient=factor, net=_net(case, "total_net"))
    found = packaging.void_ratio(_outer(case), [content], _net(case, "unit_net"), rules)
    single = case.has("layers") and case.whole("layers") == 1
    exempt = rules.figure("single_layer_exempt")
    conform: bool | None = found.conforms
    if single and not found.conforms:
        conform = None  # whether one-layer packs are exempt was not read: no verdict either way
    result = {
        "Vn_mm3": _whole_or_text(found.outer),
        "X_pct": _percent(found.ratio),
        "limit_pct": int(found.limit.decimal("percent")),
        "conform": conform,
        "max_outer_mm3": f"{found.largest_outer:f}",
        "k": tidy(factor),
        "k_by_table": None if table is None else table.text("k"),
    }
    strange = table is None or table.decimal("k") != factor
    rows = [found.limit, *([] if table is None else [table]), *([exempt] if single else [])]
    return with_mark(result, rules.figure("mm3_per_gram"), *rows, doubt=strange)


def k_shrink(case: CaseInputs) -> Result:
    """overpack.k_shrink; official_statement_pct: the whole percent of the published sentence."""
    found = packaging.volume_shrink(case.decimal("k_old"), case.decimal("k_new"))
    result = {
        "volume_shrink_pct": f"{round_to(found, _TENTH):f}",
        "official_statement_pct": int(round_to(found, Decimal(1))),
    }
    return with_mark(result, _packaging(case).figure("mm3_per_gram"))


def layers(case: CaseInputs) -> Result:
    """overpack.layers; foods and cosmetics."""
    rules = _packaging(case)
    return _layers(case, packaging.layer_limit(case.text("product"), rules, day_of(case)))


def fresh_layers(case: CaseInputs) -> Result:
    """overpack.fresh_layers."""
    rules = edition_of(case, packaging.FRESH_KEY)
    return _layers(case, packaging.layer_limit(case.text("group"), rules, column="group"))


def cost_ratio(case: CaseInputs) -> Result:
    """overpack.cost_ratio; a product without a rule of its own has the general limit."""
    found = packaging.cost_ratio(
        case.text("product"),
        case.decimal("packaging_cost_ex_first_layer"),
        case.decimal("sale_price"),
        _packaging(case),
        on_date=day_of(case),
    )
    return _cost(found)


def fresh_cost(case: CaseInputs) -> Result:
    """overpack.fresh_cost; a group that is not listed has the general limit."""
    rules, group = edition_of(case, packaging.FRESH_KEY), case.text("group")
    found = packaging.cost_ratio(
        group, case.decimal("packaging_cost"), case.decimal("sale_price"), rules, column="group"
    )
    return _cost(found, doubt=not _is_fresh(group, rules))


def special_rules(case: CaseInputs) -> Result:
    """overpack.special_rules; precious_material, mixed_pack, mixed_with_dearer_goods as flags."""
    rows = packaging.special_rules(case.text("product"), _packaging(case), day_of(case))
    if not rows:
        raise InputInvalid("product_unknown", field="product", value=case.text("product")[:40])
    breaches = [row.text("breach") for row in rows if case.flag(row.text("breach"))]
    result = {
        "asked": [row.text("breach") for row in rows],
        "breaches": breaches,
        "conform": not breaches,
    }
    return with_mark(result, *rows)


def tea_mass(case: CaseInputs) -> Result:
    """overpack.mass_ratio; tea: packaging mass at most so many times the content."""
    row = _packaging(case).figure("tea_mass_multiple")
    found = packaging.mass_multiple(case.decimal("packaging_g"), case.decimal("content_g"))
    result = {
        "multiple": f"{round_to(found, _HUNDREDTH):f}",
        "limit": row.text(),
        "conform": found <= row.decimal(),
    }
    return with_mark(result, row)


def express_rule_active(case: CaseInputs) -> Result:
    """overpack.express_rule_active."""
    rules = case.book.newest("gb_45186")
    active = rules.is_in_force(case.day("date"))
    return {"active": active, "regulation": rules.number, "confirmation": rules.confirmation.value}


def required_rate(case: CaseInputs) -> Result:
    """energy.required_rate; refused for an edition whose table was not read."""
    rules = _energy(case)
    row = energy_metering.required_rates(case.text("energy"), rules)
    result: Result = {level.column: int(row.decimal(level.column)) for level in Level}
    return with_mark({**result, "edition": rules.number}, row)


def rate_check(case: CaseInputs) -> Result:
    """energy.rate_check."""
    found = energy_metering.check_rate(
        case.text("energy"),
        _level(case),
        needed=case.whole("needed"),
        installed=case.whole("installed"),
        rules=_energy(case),
    )
    result = {
        "rate_pct": f"{round_to(found.rate, _TENTH):f}",
        "required_pct": int(found.required),
        "conform": found.conforms,
    }
    return with_mark(result, found.row)


def energy_edition(case: CaseInputs) -> Result:
    """energy.edition; figures_read says whether its table is held here."""
    rules = case.book.in_force(energy_metering.KEY, case.day("date"))
    return {
        "edition": rules.number,
        "figures_read": bool(rules.tables),
        "confirmation": rules.confirmation.value,
    }


def water_required(case: CaseInputs) -> Result:
    """label.water_required; made: day of making or import."""
    return _duty(case, case.text("product"))


def tap_required(case: CaseInputs) -> Result:
    """label.water_tap_required."""
    return _duty(case, "tap")


_LEVELS = {
    Level.UNIT: {"unit", "organisation", "organization", "用能单位", "进出用能单位"},
    Level.SUB_UNIT: {
        "subunit",
        "subunits",
        "mainsubunit",
        "mainsubunits",
        "次级用能单位",
        "主要次级用能单位",
        "进出主要次级用能单位",
    },
    Level.EQUIPMENT: {"equipment", "mainequipment", "用能设备", "主要用能设备"},
}

RULES = {
    "overpack.void_ratio": void_ratio,
    "overpack.k_shrink": k_shrink,
    "overpack.layers": layers,
    "overpack.fresh_layers": fresh_layers,
    "overpack.cost_ratio": cost_ratio,
    "overpack.fresh_cost": fresh_cost,
    "overpack.mass_ratio": tea_mass,
    "overpack.special_rules": special_rules,
    "overpack.express_rule_active": express_rule_active,
    "energy.required_rate": required_rate,
    "energy.rate_check": rate_check,
    "energy.edition": energy_edition,
    "label.water_required": water_required,
    "label.water_tap_required": tap_required,
}


def _packaging(case: CaseInputs) -> Regulation:
    return edition_of(case, packaging.KEY)


def _energy(case: CaseInputs) -> Regulation:
    """Return the edition asked for; the two differ, so none is taken for granted."""
    if not case.has("edition") and day_of(case) is None:
        raise InputInvalid("missing", field="edition")
    return edition_of(case, energy_metering.KEY)


def _coefficient(case: CaseInputs, rules: Regulation) -> tuple[Decimal, Row | None]:
    """Return k and the table's row, with the factor for an electric device packed in."""
    product = case.optional_text("product")
    row = None if product is None else packaging.coefficient(product, rules, day_of(case))
    if case.has("k"):
        return case.decimal("k"), row
    if row is None:
        raise InputInvalid("missing", field="k")
    factor = row.decimal("k")
    if case.flag(_DEVICE):
        factor = EXACT.multiply(factor, rules.figure("electric_device_factor").decimal())
    return factor, row


def _net(case: CaseInputs, name: str) -> Decimal:
    given = next((f"{name}_{unit}" for unit in ("g", "mL") if case.has(f"{name}_{unit}")), None)
    return case.decimal(given or f"{name}_g")


def _outer(case: CaseInputs) -> tuple[Decimal, ...]:
    if case.has("outer_mm"):
        sizes = case.decimals("outer_mm")
        if len(sizes) != len("LWH"):
            raise InputInvalid("outer_size_count", field="outer_mm", count=len(sizes))
        return sizes
    return (case.decimal("outer_mm3"),) if case.has("outer_mm3") else case.decimals("outer_mm")


def _is_fresh(group: str, rules: Regulation) -> bool:
    wanted = group.strip().casefold()
    return any(
        wanted in row.names("group") for name in ("layers", "cost") for row in rules.rows(name)
    )


def _layers(case: CaseInputs, row: Row) -> Result:
    count, limit = case.whole("layers"), int(row.decimal("layers"))
    if count < 1:
        raise InputInvalid("layer_count", field="layers", count=count)
    return with_mark({"limit": limit, "conform": count <= limit}, row)


def _cost(found: CostRatio, *, doubt: bool = False) -> Result:
    result: Result = {
        "ratio_pct": _percent(found.ratio),
        "limit_pct": found.row.text("percent"),
        "conform": found.conforms,
    }
    if found.at_bound and found.other is not None:
        result["limit_pct_other_reading"] = found.other.text("percent")
    return with_mark(result, found.row, doubt=doubt or found.at_bound)


def _level(case: CaseInputs) -> Level:
    wanted = bare_name(case.text("level"))
    found = next((level for level, names in _LEVELS.items() if wanted in names), None)
    if found is None:
        raise InputInvalid("level_unknown", field="level", value=case.text("level").strip()[:20])
    return found


def _duty(case: CaseInputs, product: str) -> Result:
    rules = case.book.newest(water_label.KEY)
    found = water_label.water_label_duty(product, case.day("made"), case.day("check_date"), rules)
    return with_mark({"required": found.required}, found.row, doubt=not found.settled)


def _percent(value: Decimal) -> str:
    return f"{round_to(value, _HUNDREDTH):f}"


def _whole_or_text(value: Decimal) -> int | str:
    return int(value) if value == value.to_integral_value() else tidy(value)
