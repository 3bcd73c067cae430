"""Prepackaged goods (orders 75/2005 and 70/2023): permitted shortage, figures' height, units."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_UP, Decimal

from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.metrology.regulations import Regulation, Row
from inspector_app.metrology.rounding import EXACT, Rounding, round_by

KEY = "prepackaged_goods"
_HUNDRED = Decimal(100)


# Unit as written -> quantity and how many base units (g, mL, m, m2, piece) it is.
UNITS: dict[str, tuple[str, Decimal]] = {
    "mg": ("mass", Decimal("0.001")), "g": ("mass", Decimal(1)), "kg": ("mass", Decimal(1000)),
    "ml": ("volume", Decimal(1)), "cl": ("volume", Decimal(10)), "l": ("volume", Decimal(1000)),
    "mm": ("length", Decimal("0.001")), "cm": ("length", Decimal("0.01")),
    "dm": ("length", Decimal("0.1")), "m": ("length", Decimal(1)),
    "mm2": ("area", Decimal("0.000001")), "cm2": ("area", Decimal("0.0001")),
    "dm2": ("area", Decimal("0.01")), "m2": ("area", Decimal(1)),
    "count": ("count", Decimal(1)),
}  # fmt: skip
_ALSO = {
    "克": "g", "千克": "kg", "公斤": "kg", "毫升": "ml", "升": "l", "米": "m", "厘米": "cm",
    "毫米": "mm", "m²": "m2", "㎡": "m2", "平方米": "m2", "平方分米": "dm2", "平方厘米": "cm2",
    "cm²": "cm2", "dm²": "dm2", "mm²": "mm2", "m^2": "m2", "cm^2": "cm2", "dm^2": "dm2",
    "gram": "g", "grams": "g", "kilogram": "kg", "millilitre": "ml", "milliliter": "ml",
    "litre": "l", "liter": "l", "metre": "m", "meter": "m", "sqm": "m2",
    # the quantity alone means its base unit
    "mass": "g", "volume": "ml", "length": "m", "area": "m2",
}  # fmt: skip
_COUNTED = (
    "piece pc ea each unit item sheet pair set bag pack tablet capsule roll stick bottle box card "
    "wipe tissue 个 件 片 支 只 枚 张 粒 抽 套 双 对 卷 块 袋 包 瓶 盒 条 根 把 本 头 丸"
)
_ALSO |= dict.fromkeys(_COUNTED.split(), "count")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """Permitted shortage T of a single package, in the unit of the nominal content.

    exact: before rounding. row: the figure; step: its rounding, None where there is none. way: the
    row that says how it is rounded, None where the annex itself says it.
    """

    value: Decimal
    exact: Decimal
    row: Row
    step: Row | None = None
    way: Row | None = None

    @property
    def rounding_is_open(self) -> bool:
        """Say whether the ways of rounding differ here, and none of them is confirmed."""
        confirmed = self.way is not None and self.way.confirmation.is_confirmed
        return not confirmed and len({self.rounded(way) for way in Rounding}) > 1

    def rounded(self, way: Rounding) -> Decimal:
        """Return T rounded in another way."""
        if self.step is None:
            return self.value
        return round_by(self.exact, self.step.decimal("step"), way)


def canonical_unit(text: str) -> str:
    """Return `g`, `kg`, `ml`, `m2`, `count`... Raises InputInvalid for another unit."""
    unit = text.strip().casefold()
    unit = next((_ALSO[name] for name in (unit, unit.removesuffix("s")) if name in _ALSO), unit)
    if unit not in UNITS:
        raise InputInvalid("content_unit_unknown", field="unit", value=text[:20])
    return unit


def permitted_shortage(
    nominal: Decimal, rules: Regulation, way: Rounding | None = None
) -> Shortage:
    """Return T for a nominal content in g or mL, 0 < Qn <= 50 000 (annex 3).

    T in percent of Qn or an amount, rounded once: to 0.1 up to 1 kg (L), to 1 above, in the way of
    the figure `shortage_rounding` unless `way` is given. Raises OutOfRange for a content that is
    not positive or beyond the annex, InputInvalid where the figure names no way.
    """
    row = _up_to(rules.rows("shortage"), _positive(nominal))
    if row is None:
        last = rules.rows("shortage")[-1].text("up_to")
        raise OutOfRange("no_annex_limit", up_to=f"{last} g (mL)")
    step = _up_to(rules.rows("shortage_step"), nominal)
    exact = row.decimal("amount") if row.has("amount") else _percent(nominal, row)
    if step is None:
        raise InputInvalid("regulation_row", field="shortage_step", regulation=rules.number)
    said = rules.figure("shortage_rounding")
    value = round_by(exact, step.decimal("step"), way or _way_of(said))
    return Shortage(value=value, exact=exact, row=row, step=step, way=None if way else said)


def permitted_shortage_other(nominal: Decimal, unit: str, rules: Regulation) -> Shortage:
    """Return T for a content marked by length, area or count, in its own unit (annex 3).

    Length: none up to 5 m, then 2 %. Area: 3 %. Count: none up to 50, then 1 %, rounded up to
    the next whole number. Raises OutOfRange or InputInvalid (no whole count, unknown unit).
    """
    quantity, factor = UNITS[unit]
    row = next((r for r in rules.rows("shortage_other") if r.text("quantity") == quantity), None)
    if row is None:
        raise InputInvalid("content_unit_unknown", field="unit", value=unit)
    if quantity == "count" and nominal != nominal.to_integral_value():
        raise InputInvalid("not_whole", field="Qn", value=str(nominal)[:20])
    in_base = EXACT.multiply(_positive(nominal), factor)
    if row.has("none_up_to") and in_base <= row.decimal("none_up_to"):
        return Shortage(value=Decimal(0), exact=Decimal(0), row=row)
    exact = _percent(nominal, row)
    up = row.has("rounding") and row.text("rounding") == "up"
    value = exact.quantize(Decimal(1), rounding=ROUND_UP, context=EXACT) if up else exact
    return Shortage(value=value, exact=exact, row=row)


def least_height(nominal: Decimal, unit: str, rules: Regulation) -> Row:
    """Return the row with `height_mm` for a content marked in a unit (annex 2).

    Qn <= 50 g (mL): 2 mm, <= 200: 3 mm, <= 1000: 4 mm, above: 6 mm; other quantities 2 mm.
    """
    quantity, factor = UNITS[unit]
    if quantity not in {"mass", "volume"}:
        _positive(nominal)
        return rules.figure("char_height_other_mm")
    found = _up_to(rules.rows("char_height"), EXACT.multiply(_positive(nominal), factor))
    if found is None:
        raise InputInvalid("regulation_row", field="char_height", regulation=rules.number)
    return found


def legal_unit(nominal: Decimal, unit: str, rules: Regulation) -> Row:
    """Return the row with the `units` this content must be marked in (annex 1)."""
    quantity, factor = UNITS[unit]
    in_base = EXACT.multiply(_positive(nominal), factor)
    for row in rules.rows("legal_unit"):
        if row.text("quantity") != quantity:
            continue
        value = EXACT.divide(in_base, UNITS[row.text("base").casefold()][1])
        above = not row.has("from") or value >= row.decimal("from")
        if above and (not row.has("below") or value < row.decimal("below")):
            return row
    raise InputInvalid("regulation_row", field="legal_unit", regulation=rules.number)


def _positive(nominal: Decimal) -> Decimal:
    if nominal <= 0:
        raise OutOfRange("content_not_positive", content=nominal)
    return nominal


def _up_to(rows: tuple[Row, ...], value: Decimal) -> Row | None:
    return next((r for r in rows if not r.has("up_to") or value <= r.decimal("up_to")), None)


def _percent(nominal: Decimal, row: Row) -> Decimal:
    return EXACT.divide(EXACT.multiply(nominal, row.decimal("percent")), _HUNDRED)


def _way_of(row: Row) -> Rounding:
    try:
        return Rounding(row.text())
    except ValueError:
        raise InputInvalid("rounding_unknown", field="rounding", value=row.text()[:20]) from None
