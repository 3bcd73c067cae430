"""What a price-computing scale shows: mass times unit price, and a load at rest that rests."""

from __future__ import annotations

from inspector_app.domain.exceptions import OutOfRange
from inspector_app.domain.judgement import Citation
from inspector_app.domain.quantities import Mass, Money
from inspector_app.metrology.regulations import Regulation
from inspector_app.metrology.rounding import EXACT


def amount_due(mass: Mass, unit_price: Money, per: Mass) -> Money:
    """Return mass / per x unit price, exact, not rounded.

    per: the mass that the price is for (1 kg, 500 g). Raises OutOfRange for one of 0 or less, for a
    negative mass or price.
    """
    if per.value <= 0:
        raise OutOfRange("mass_not_positive", mass=per)
    if mass.value < 0:
        raise OutOfRange("load_negative", load=mass)
    if unit_price.value < 0:
        raise OutOfRange("price_negative", price=unit_price.value)
    product = EXACT.multiply(mass.in_unit(per.unit), unit_price.value)
    return Money(EXACT.divide(product, per.value), "yuan")


def amount_limit(step: Money, rules: Regulation) -> tuple[Money, Citation]:
    """Return what rounding to the nearest step of the price display may change: half a step."""
    row = rules.figure("amount_part_of_step")
    top, bottom = row.ratio()
    return Money(EXACT.divide(step.value * top, bottom), step.unit), row.citation


def probe_limit(d: Mass, rules: Regulation) -> tuple[Mass, Citation]:
    """Return by how much a load at rest may flicker while keys and remote controls are tried."""
    row = rules.figure("probe_change_in_d")
    return d * row.decimal(), row.citation
