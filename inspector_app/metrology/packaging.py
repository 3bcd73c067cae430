"""Excessive packaging: void ratio, layers, cost, mass (GB 23350-2021, GB 43284-2023)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.metrology.regulations import Regulation, Row, first_row
from inspector_app.metrology.rounding import EXACT

KEY = "gb_23350"
FRESH_KEY = "gb_43284"
_HUNDRED = Decimal(100)
_ANY = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One kind of goods in a pack: coefficient k and total net content in g or mL."""

    coefficient: Decimal
    net: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidRatio:
    """Void ratio of a sales pack. Volumes in mm3, ratio and limit in percent.

    ratio may be negative: goods fuller than the necessary space. largest_outer: the greatest outer
    volume that conforms, rounded to 1 mm3.
    """

    outer: Decimal
    necessary: Decimal
    ratio: Decimal
    limit: Row
    largest_outer: Decimal

    @property
    def conforms(self) -> bool:
        """Say whether X <= limit, compared without rounding."""
        return self.ratio <= self.limit.decimal("percent")


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRatio:
    """Cost of packaging against the price, percent.

    at_bound: the price is exactly where the limit changes and the sources do not say which side
    the bound is on; then `row` is the reading used and `other` that of the other reading.
    """

    ratio: Decimal
    row: Row
    at_bound: bool = False
    other: Row | None = None

    @property
    def conforms(self) -> bool:
        """Say whether ratio <= limit, compared without rounding."""
        return self.ratio <= self.row.decimal("percent")


def coefficient(product: str, rules: Regulation, on_date: date | None = None) -> Row | None:
    """Return the row with the necessary space coefficient `k`, None for a product without one."""
    return _row_of("coefficient", "product", product, rules, on_date)


def void_ratio(
    outer_mm: Sequence[Decimal], contents: Sequence[Content], unit_net: Decimal, rules: Regulation
) -> VoidRatio:
    """Return X = (Vn - sum k V0) / Vn x 100 % with V0 = 1000 mm3 per g or mL (GB 23350-2021).

    outer_mm: the three outer dimensions, or one outer volume in mm3. unit_net: net content of the
    single unit, g or mL, which chooses the limit. Raises OutOfRange for what is not positive.
    """
    outer = _product(outer_mm)
    per_gram = rules.figure("mm3_per_gram").decimal()
    necessary = Decimal(0)
    for content in contents:
        if content.coefficient <= 0 or content.net <= 0:
            raise OutOfRange("content_not_positive", content=content.net)
        volume = EXACT.multiply(content.net, per_gram)
        necessary = EXACT.add(necessary, EXACT.multiply(content.coefficient, volume))
    limit = void_limit(unit_net, rules)
    room = EXACT.divide(_HUNDRED - limit.decimal("percent"), _HUNDRED)
    return VoidRatio(
        outer=outer,
        necessary=necessary,
        ratio=EXACT.divide(EXACT.multiply(outer - necessary, _HUNDRED), outer),
        limit=limit,
        largest_outer=EXACT.divide(necessary, room).quantize(
            Decimal(1), rounding=ROUND_HALF_EVEN, context=EXACT
        ),
    )


def void_limit(unit_net: Decimal, rules: Regulation) -> Row:
    """Return the row with `percent` for a single unit of so many g or mL, upper bound included."""
    if unit_net <= 0:
        raise OutOfRange("content_not_positive", content=unit_net)
    rows = rules.rows("void_limit")
    return first_row(r for r in rows if not r.has("up_to") or unit_net <= r.decimal("up_to"))


def volume_shrink(k_old: Decimal, k_new: Decimal) -> Decimal:
    """Return by how many percent the largest pack shrinks when k falls: (old - new) / old."""
    if k_old <= 0 or k_new <= 0:
        raise OutOfRange("coefficient_not_positive", coefficient=min(k_old, k_new))
    return EXACT.divide(EXACT.multiply(k_old - k_new, _HUNDRED), k_old)


def layer_limit(
    product: str, rules: Regulation, on_date: date | None = None, *, column: str = "product"
) -> Row:
    """Return the row with `layers`. column: `group` for fresh produce. Raises InputInvalid."""
    row = _row_of("layers", column, product, rules, on_date)
    if row is None:
        raise InputInvalid("product_unknown", field=column, value=product[:40])
    return row


def cost_ratio(
    product: str,
    cost_yuan: Decimal,
    price_yuan: Decimal,
    rules: Regulation,
    *,
    on_date: date | None = None,
    column: str = "product",
) -> CostRatio:
    """Return cost of all packaging but the first layer in percent of the price, with its limit.

    Raises OutOfRange for a price that is not positive or a negative cost.
    """
    if price_yuan <= 0 or cost_yuan < 0:
        raise OutOfRange("price_not_positive", price=price_yuan)
    fitting = [
        row
        for row in rules.rows("cost")
        if _is_of(row, column, product, on_date) or row.text(column) == _ANY
    ]
    row = first_row(r for r in fitting if _dear_enough(r, price_yuan))
    bounds = [r for r in fitting if price_yuan in _bounds(r)]
    other = next((r for r in fitting if r is not row), None) if bounds else None
    return CostRatio(
        ratio=EXACT.divide(EXACT.multiply(cost_yuan, _HUNDRED), price_yuan),
        row=row,
        at_bound=bool(bounds),
        other=other,
    )


def special_rules(product: str, rules: Regulation, on_date: date | None = None) -> tuple[Row, ...]:
    """Return the rows with `breach` that these goods may not commit; none for other goods."""
    return tuple(r for r in rules.rows("special") if _is_of(r, "product", product, on_date))


def mass_multiple(packaging_g: Decimal, content_g: Decimal) -> Decimal:
    """Return packaging mass / content mass (tea: at most 8). Raises OutOfRange."""
    if content_g <= 0 or packaging_g < 0:
        raise OutOfRange("content_not_positive", content=content_g)
    return EXACT.divide(packaging_g, content_g)


def named(row: Row, column: str, name: str) -> bool:
    """Say whether a row is of goods of this name, however spaced: `Aquatic products`."""
    wanted = "_".join(name.strip().casefold().replace("-", " ").split())
    return not row.names(column).isdisjoint({wanted, wanted.removesuffix("s"), wanted + "s"})


def _row_of(
    table: str, column: str, name: str, rules: Regulation, on_date: date | None
) -> Row | None:
    return next((r for r in rules.rows(table) if _is_of(r, column, name, on_date)), None)


def _is_of(row: Row, column: str, name: str, on_date: date | None) -> bool:
    """Say whether a row is of this product on that day; without a day, whether it has no end."""
    if not named(row, column, name):
        return False
    if on_date is None:
        return not row.has("to")
    after = not row.has("from") or on_date >= row.values["from"]
    return after and (not row.has("to") or on_date <= row.values["to"])


def _bounds(row: Row) -> set[Decimal]:
    return {row.decimal(name) for name in ("above_yuan", "from_yuan") if row.has(name)}


def _dear_enough(row: Row, price: Decimal) -> bool:
    if row.has("above_yuan") and price <= row.decimal("above_yuan"):
        return False
    return not (row.has("from_yuan") and price < row.decimal("from_yuan"))


def _product(sizes: Sequence[Decimal]) -> Decimal:
    if len(sizes) not in {1, 3}:
        raise OutOfRange("outer_size_count", count=len(sizes))
    volume = Decimal(1)
    for size in sizes:
        if size <= 0:
            raise OutOfRange("outer_size_not_positive", size=size)
        volume = EXACT.multiply(volume, size)
    return volume
