"""Fuel dispensers: volume through the standard measure, error, repeatability (JJG 443)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.metrology.regulations import Regulation, Row
from inspector_app.metrology.rounding import EXACT

KEY = "jjg_443"
FOREIGN = "nist_hb44"
ML_PER_CUBIC_INCH = Decimal("16.387064")
"""Exact: the inch is 25.4 mm."""
RANGE, RANGE_OVER_DIVISOR = "range", "range_over_dn"
"""Estimators of repeatability, as the figure `repeatability_estimator` names them."""
_LITRES_PER_ML = Decimal("0.001")
LOWEST_C, HIGHEST_C = Decimal(-40), Decimal(70)
"""Between these a fuel may have been measured; a thermometer that says else is no thermometer."""
LARGEST_EXPANSION = Decimal("0.01")
"""A degree: ten times what any fuel does, so that a slip of the comma is noticed."""
CUBIC_INCHES_OF_FIVE_GALLONS = Decimal(1155)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """Cubic expansion per degree Celsius: of the fuel, of the standard measure."""

    fluid: Decimal
    measure: Decimal


def measure_volume(nominal: Decimal, *, per_mm: Decimal, read: Decimal, zero: Decimal) -> Decimal:
    """Return V_B in litres of a measure read at its neck. per_mm: mL a millimetre of the neck."""
    return nominal + per_mm * (read - zero) * _LITRES_PER_ML


def volume_at_nozzle(
    volume: Decimal,
    *,
    nozzle: Decimal,
    measure: Decimal,
    expansion: Expansion,
    reference: Decimal = Decimal(20),
) -> Decimal:
    """Return V_Bt = V_B [1 + bY (tJ - tB) + bB (tB - 20)] in litres.

    volume: V_B at 20 degC. nozzle: tJ of the fuel there. measure: tB in the measure; degC.
    """
    factor = 1 + expansion.fluid * (nozzle - measure) + expansion.measure * (measure - reference)
    return volume * factor


def relative_error(indicated: Decimal, true: Decimal) -> Decimal:
    """Return (indicated - true) / true in percent, unrounded. Raises OutOfRange for true <= 0."""
    if true <= 0:
        raise OutOfRange("standard_not_positive", value=f"{true:f}"[:40])
    return EXACT.divide((indicated - true) * 100, true)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Repeated errors in percent: their mean, range, and range over d_n."""

    mean: Decimal
    spread: Decimal
    spread_by_divisor: Decimal


def series_of(errors: Sequence[Decimal], divisor: Decimal) -> Series:
    """Return mean and repeatability of a flow point's runs. Raises InputInvalid(`too_few_runs`)."""
    if len(errors) < 2:
        raise InputInvalid("too_few_runs", field="E_pct", least=2)
    spread = max(errors) - min(errors)
    return Series(
        mean=EXACT.divide(sum(errors, Decimal(0)), Decimal(len(errors))),
        spread=spread,
        spread_by_divisor=EXACT.divide(spread, divisor),
    )


def by_estimator(series: Series, way: Row) -> tuple[Decimal, Decimal]:
    """Return the repeatability by the estimator that a row names, and by the other one.

    Raises InputInvalid(`repeatability_method_unknown`) for a word that is no estimator.
    """
    both = {RANGE: series.spread, RANGE_OVER_DIVISOR: series.spread_by_divisor}
    name = way.text()
    if name not in both:
        raise InputInvalid("repeatability_method_unknown", field="estimator", value=name[:40])
    judged = both.pop(name)
    return judged, both.popitem()[1]


def expansion_of(rules: Regulation, table: str, name: str) -> Row:
    """Return a fuel's or a measure's row with `per_c`. Raises InputInvalid(`material_unknown`)."""
    column = table.partition("_")[0]
    wanted = name.strip().casefold()
    row = next((row for row in rules.rows(table) if wanted in row.names(column)), None)
    if row is None:
        raise InputInvalid("material_unknown", field=column, value=name[:40])
    return row


def payment(quantities: Sequence[tuple[Decimal, Decimal]]) -> Decimal:
    """Return the sum of quantity x price, exact and unrounded."""
    return sum((quantity * price for quantity, price in quantities), Decimal(0))
