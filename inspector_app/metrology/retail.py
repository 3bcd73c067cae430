"""Retail weighing: bands, negative deviation, the three checking methods (order 66/2004)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.domain.judgement import Citation, Confirmation
from inspector_app.domain.quantities import Mass
from inspector_app.metrology.regulations import Regulation, Row, first_row
from inspector_app.metrology.rounding import part_of


class Band(StrEnum):
    """Bands of annex 1, from the loosest to the strictest."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Method(StrEnum):
    """Checking methods of article 6."""

    ORIGINAL = "original"
    """原计量器具核称法: the trader's own instrument, proven with weights."""
    HIGH = "high"
    """高准确度称重法: an instrument with MPE at most a third of the limit."""
    EQUAL = "equal"
    """等准确度称重法: an instrument with MPE at most the limit; twice the limit is allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BandChoice:
    """Both bands and the one used unless an officer gives a reason: the stricter.

    excluded: live poultry, live fish, soaked goods; the annex then does not apply and band is None.
    """

    by_category: Band | None
    by_price: Band | None
    band: Band | None
    excluded: bool
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class NegativeDeviation:
    """The limit L at one mass. beyond_annex: m is above the last bound, the last value is kept."""

    limit: Mass
    beyond_annex: bool
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortWeight:
    """A re-weighed lot judged.

    difference: settled minus re-weighed, more than 0 when the buyer got too little. allowed:
    L, or 2 L with an equally accurate instrument. scale_holds: weights on the trader's own
    instrument read within L (method ORIGINAL), None when that was not done or is not asked.
    """

    difference: Mass
    limit: Mass
    allowed: Mass
    scale_holds: bool | None
    citation: Citation

    @property
    def is_short(self) -> bool:
        """Say whether the shortage exceeds what the method allows."""
        return self.difference > self.allowed

    @property
    def agrees(self) -> bool:
        """Say whether the re-weighing confirms the settled mass in both directions (art. 6(1))."""
        return abs(self.difference) <= self.allowed and self.scale_holds is not False


def choose_band(
    category: str | None, unit_price_yuan_per_kg: Decimal | None, rules: Regulation
) -> BandChoice:
    """Return the bands by category and by price; the annex joins them with `or`: the stricter.

    category: a key or other name of table `category` or `excluded`, in any case. Goods that the
    annex does not name (and None) go by their price alone. Raises InputInvalid
    (`band_undecided`) for such goods without a price, OutOfRange for a negative price.
    """
    excluded = _named(rules.rows("excluded"), category)
    if excluded is not None:
        return BandChoice(
            by_category=None, by_price=None, band=None, excluded=True, citation=excluded.citation
        )
    found = _named(rules.rows("category"), category)
    price = None if unit_price_yuan_per_kg is None else _price_row(unit_price_yuan_per_kg, rules)
    rows = [row for row in (found, price) if row is not None]
    if not rows:
        raise InputInvalid("band_undecided", field="category", value=(category or "")[:40])
    strictest = max(rows, key=lambda row: row.text("band"))
    return BandChoice(
        by_category=Band(found.text("band")) if found else None,
        by_price=Band(price.text("band")) if price else None,
        band=Band(strictest.text("band")),
        excluded=False,
        citation=strictest.citation,
    )


def negative_deviation(band: Band, mass: Mass, rules: Regulation) -> NegativeDeviation:
    """Return annex 1's limit in grams for a settled mass; a bound belongs to its row.

    Above the last bound the annex is silent: the last limit is kept, marked inferred.
    Raises OutOfRange unless the mass is more than zero.
    """
    if mass.value <= 0:
        raise OutOfRange("mass_not_positive", mass=mass)
    rows = [r for r in rules.rows("negative_deviation") if r.text("band") == band.value]
    kilograms = mass.in_unit("kg")
    row = next((r for r in rows if kilograms <= r.decimal("up_to_kg")), None)
    last = row or rows[-1]
    citation = last.citation
    if row is None:
        citation = replace(citation, confirmation=Confirmation.INFERRED)
    return NegativeDeviation(
        limit=Mass(last.decimal("limit_g"), "g"), beyond_annex=row is None, citation=citation
    )


def jewellery_deviation(metal: str, mass: Mass, rules: Regulation) -> NegativeDeviation:
    """Return annex 2's limit per piece of gold or silver, in grams.

    Raises InputInvalid for another metal, OutOfRange for a piece above 100 g (no limit there).
    """
    row = _named(rules.rows("jewellery"), metal, column="metal")
    if row is None:
        raise InputInvalid("metal_unknown", field="metal", value=metal)
    if mass.value <= 0:
        raise OutOfRange("mass_not_positive", mass=mass)
    if mass.in_unit("g") > row.decimal("up_to_g"):
        raise OutOfRange("no_annex_limit", mass=mass, up_to=f"{row.text('up_to_g')} g")
    return NegativeDeviation(
        limit=Mass(row.decimal("limit_g"), "g"), beyond_annex=False, citation=row.citation
    )


def is_jewellery(name: str | None, rules: Regulation) -> bool:
    """Say whether the name is one of annex 2: gold or silver, sold by the piece."""
    return _named(rules.rows("jewellery"), name, column="metal") is not None


def judge_reweigh(
    settled: Mass,
    checked: Mass,
    *,
    deviation: NegativeDeviation,
    method: Method,
    rules: Regulation,
    scale_error: Mass | None = None,
) -> ShortWeight:
    """Return the shortage settled - checked against L (2 L for EQUAL), in grams.

    scale_error: indication minus weights on the trader's own instrument, for ORIGINAL.
    Source: articles 6 and annexes. Raises OutOfRange for a negative re-weighed mass.
    """
    if checked.value < 0:
        raise OutOfRange("load_negative", load=checked)
    row = method_row(method.value, rules)
    holds = None
    if method is Method.ORIGINAL and scale_error is not None:
        holds = abs(scale_error) <= deviation.limit
    return ShortWeight(
        difference=settled.to("g") - checked,
        limit=deviation.limit,
        allowed=deviation.limit * row.decimal("factor"),
        scale_holds=holds,
        citation=replace(row.citation, confirmation=_weaker(row.citation, deviation.citation)),
    )


def method_row(name: str, rules: Regulation) -> Row:
    """Return the method's row by key, English or Chinese name. Raises InputInvalid."""
    row = _named(rules.rows("method"), name, column="method")
    if row is None:
        raise InputInvalid("method_unknown", field="method", value=name)
    return row


def instrument_fits(mpe: Mass, limit: Mass, rules: Regulation) -> bool:
    """Say whether an instrument's |MPE| is no worse than the goods' limit (article 3)."""
    return abs(mpe) <= part_of(limit, rules.figure("instrument_part_of_limit").ratio())


def check_instrument_fits(mpe: Mass, limit: Mass, method: Method, rules: Regulation) -> bool:
    """Say whether the inspector's instrument is good enough for HIGH (L/3) or EQUAL (L).

    ORIGINAL uses no second instrument: its weights are judged, see `weights_fit`.
    """
    row = method_row(method.value, rules)
    if not row.has("instrument_part"):
        return True
    return abs(mpe) <= part_of(limit, row.ratio("instrument_part"))


def weights_fit(weights_limit: Mass, limit: Mass, rules: Regulation) -> bool:
    """Say whether the weights put on the trader's instrument err by at most L/3 (art. 6(1))."""
    row = method_row(Method.ORIGINAL.value, rules)
    return abs(weights_limit) <= part_of(limit, row.ratio("weights_part"))


def _price_row(price: Decimal, rules: Regulation) -> Row:
    if price < 0:
        raise OutOfRange("price_negative", price=price)
    rows = rules.rows("price_band")
    column = "up_to_yuan_per_kg"
    return first_row(r for r in rows if not r.has(column) or price <= r.decimal(column))


def _named(rows: tuple[Row, ...], name: str | None, *, column: str = "key") -> Row | None:
    if name is None:
        return None
    wanted = name.strip().casefold()
    return next((row for row in rows if wanted in row.names(column)), None)


_WEAKEST_LAST = tuple(Confirmation)


def _weaker(*citations: Citation) -> Confirmation:
    return max((c.confirmation for c in citations), key=_WEAKEST_LAST.index)
