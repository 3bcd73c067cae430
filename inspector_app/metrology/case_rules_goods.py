"""The `overpack.*`, `energy.*` and `label.*` rules of the evaluate command, by name."""

from __future__ import annotations

from dataclasses import dataclass
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
_MOST_ITEMS = 100


def void_ratio(case: CaseInputs) -> Result:
    """overpack.void_ratio; k as given, else by product. One-layer packs may be exempt.

    items: several kinds of goods in one pack, each with its product or k, net content and count;
    the largest single unit then chooses the limit, unless unit_net says another.
    """
    rules = _packaging(case)
    inside = _contents(case, rules)
    unit = max(one.unit_net for one in inside)
    contents = [one.content for one in inside]
    whole = sum((one.net for one in contents), Decimal(0))
    if unit > whole:
        raise InputInvalid(
            "unit_over_whole", field="unit_net_g", unit=tidy(unit), whole=tidy(whole)
        )
    found = packaging.void_ratio(_outer(case), contents, unit, rules)
    single = case.has("layers") and case.whole("layers") == 1
    exempt = rules.figure("single_layer_exempt")
    conform: bool | None = found.conforms
    if single and not found.conforms:
        conform = None  # whether one-layer packs are exempt was not read: no verdict either way
    tables = [one.table for one in inside if one.table is not None]
    result = {
        "Vn_mm3": _whole_or_text(found.outer),
        "X_pct": _percent(found.ratio),
        "limit_pct": int(found.limit.decimal("percent")),
        "conform": conform,
        "max_outer_mm3": f"{found.largest_outer:f}",
        "k": _one_or_all([tidy(one.content.coefficient) for one in inside]),
        "k_by_table": _one_or_all(
            [None if one.table is None else one.table.text("k") for one in inside]
        ),
    }
    rows = [found.limit, *tables, *([exempt] if single else [])]
    doubt = any(one.strange for one in inside) or _units_differ(inside, rules)
    return with_mark(result, rules.figure("mm3_per_gram"), *rows, doubt=doubt)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Inside:
    """One kind of goods of a case. table: its coefficient's row, None where there is none."""

    content: Content
    unit_net: Decimal
    table: Row | None

    @property
    def strange(self) -> bool:
        """Say whether k is not the table's."""
        return self.table is None or self.table.decimal("k") != self.content.coefficient


def _contents(case: CaseInputs, rules: Regulation) -> tuple[_Inside, ...]:
    if not case.has("items"):
        return (_inside(case, case, rules),)
    given = case.values["items"]
    if not isinstance(given, list) or not 1 <= len(given) <= _MOST_ITEMS:
        raise InputInvalid("not_a_list", field="items")
    if not all(isinstance(one, dict) for one in given):
        raise InputInvalid("not_a_list", field="items")
    # what an item does not say, the pack says for all
    usual = {name: case.values[name] for name in ("product", "date") if case.has(name)}
    inside = [CaseInputs({**usual, **one}, case.book) for one in given]
    return tuple(_inside(one, case, rules) for one in inside)


def _inside(item: CaseInputs, pack: CaseInputs, rules: Regulation) -> _Inside:
    factor, table = _coefficient(item, rules)
    unit = _net(item, "unit_net") if _has_net(item, "unit_net") else None
    total = next((_net(item, n) for n in ("total_net", "net") if _has_net(item, n)), None)
    if total is None and unit is not None and item.has("count"):
        total = EXACT.multiply(unit, Decimal(item.whole("count")))
    if unit is None and _has_net(pack, "unit_net"):
        unit = _net(pack, "unit_net")
    if unit is None and total is not None and item.has("count"):
        unit = EXACT.divide(total, Decimal(max(item.whole("count"), 1)))
    if total is None or unit is None:
        raise InputInvalid("missing", field="total_net_g" if total is None else "unit_net_g")
    return _Inside(content=Content(coefficient=factor, net=total), unit_net=unit, table=table)


def _units_differ(inside: tuple[_Inside, ...], rules: Regulation) -> bool:
    """Say whether the kinds of goods would choose different limits: which counts was not read."""
    limits = {packaging.void_limit(one.unit_net, rules).text("percent") for one in inside}
    return len(limits) > 1


def _one_or_all(values: list[str | None]) -> str | list[str | None] | None:
    return values[0] if len(values) == 1 else values


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
    row = energy_metering.required_rates(case.text("energy", may_be_blank=True), rules)
    result: Result = {level.column: int(row.decimal(level.column)) for level in Level}
    return with_mark({**result, "edition": rules.number}, row)


def rate_check(case: CaseInputs) -> Result:
    """energy.rate_check; surplus: how many are installed beyond the need, uncounted."""
    found = energy_metering.check_rate(
        case.text("energy", may_be_blank=True),
        _level(case),
        needed=case.whole("needed"),
        installed=case.whole("installed"),
        rules=_energy(case),
    )
    result = {
        "rate_pct": f"{round_to(found.rate, _TENTH):f}",
        "required_pct": int(found.required),
        "surplus": found.surplus,
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


_UNITS_OF_NET = {"g": 1, "mL": 1, "kg": 1000, "L": 1000}


def _has_net(case: CaseInputs, name: str) -> bool:
    return any(case.has(f"{name}_{unit}") for unit in _UNITS_OF_NET)


def _net(case: CaseInputs, name: str) -> Decimal:
    """Return a net content in g or mL, by the unit that its name says."""
    unit = next((unit for unit in _UNITS_OF_NET if case.has(f"{name}_{unit}")), "g")
    return EXACT.multiply(case.decimal(f"{name}_{unit}"), Decimal(_UNITS_OF_NET[unit]))


_SIDES = {"outer_mm": Decimal(1), "outer_cm": Decimal(10)}
_VOLUMES = {"outer_mm3": Decimal(1), "outer_cm3": Decimal(1000)}


def _outer(case: CaseInputs) -> tuple[Decimal, ...]:
    for name, factor in _SIDES.items():
        if case.has(name):
            sizes = case.decimals(name)
            if len(sizes) != len("LWH"):
                raise InputInvalid("outer_size_count", field=name, count=len(sizes))
            return tuple(EXACT.multiply(size, factor) for size in sizes)
    for name, factor in _VOLUMES.items():
        if case.has(name):
            return (EXACT.multiply(case.decimal(name), factor),)
    return case.decimals("outer_mm")


def _is_fresh(group: str, rules: Regulation) -> bool:
    rows = (row for name in ("layers", "cost") for row in rules.rows(name))
    return any(packaging.named(row, "group", group) for row in rows)


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
