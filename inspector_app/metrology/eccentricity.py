"""Eccentric loading: the load to use and the judgement per position (R 76-1:2006 3.6.2)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

from inspector_app.domain.exceptions import OutOfRange
from inspector_app.domain.judgement import Citation
from inspector_app.domain.quantities import Mass
from inspector_app.metrology.regulations import Regulation, Row, first_row
from inspector_app.metrology.rounding import part_of


class LoadReceptor(StrEnum):
    """What the load is put on or into."""

    SUPPORTS = "supports"
    TANK_OR_HOPPER = "tank_or_hopper"


def eccentric_load(
    maximum_capacity: Mass,
    *,
    supports: int,
    rules: Regulation,
    additive_tare: Mass | None = None,
    receptor: LoadReceptor = LoadReceptor.SUPPORTS,
) -> tuple[Mass, Row]:
    """Return the test load in the unit of Max, unrounded, and the row it came from.

    Up to 4 supports 1/3, above 1/(n-1), tanks and hoppers 1/10, each of (Max + additive tare).
    Raises OutOfRange for fewer than one support, Max <= 0 or a tare below 0.
    """
    if supports < 1 or maximum_capacity.value <= 0:
        raise OutOfRange("eccentric_load", supports=supports, capacity=maximum_capacity)
    whole = _with_tare(maximum_capacity, additive_tare)
    row = first_row(r for r in rules.rows("eccentricity") if r.text("receptor") == receptor.value)
    many = row.has("supports_up_to") and supports > row.decimal("supports_up_to")
    divisor = Decimal(supports - 1) if many else row.decimal("fraction_of")
    return part_of(whole, (Decimal(1), divisor)), row


def rolling_load(
    maximum_capacity: Mass, *, usual_heaviest: Mass, rules: Regulation, additive_tare: Mass | None
) -> tuple[Mass, Citation]:
    """Return the usual heaviest rolling load, at most 0.8 (Max + additive tare).

    Raises OutOfRange for a Max or a load of 0 or less, or a tare below 0.
    """
    for mass in (maximum_capacity, usual_heaviest):
        if mass.value <= 0:
            raise OutOfRange("mass_not_positive", mass=mass)
    whole = _with_tare(maximum_capacity, additive_tare)
    row = rules.figure("rolling_load_cap")
    cap = whole * row.decimal()
    load = usual_heaviest.to(cap.unit) if usual_heaviest <= cap else cap
    return load, row.citation


def _with_tare(maximum_capacity: Mass, additive_tare: Mass | None) -> Mass:
    if additive_tare is None:
        return maximum_capacity
    if additive_tare.value < 0:
        raise OutOfRange("load_negative", load=additive_tare)
    return maximum_capacity + additive_tare


def number_of_positions(supports: int, rules: Regulation) -> int:
    """Return how many positions are loaded: the four quarters, or each of more supports."""
    return max(supports, int(rules.figure("eccentricity_positions").decimal()))


def judge_positions(corrected_errors: Sequence[Mass], mpe: Mass) -> tuple[bool, ...]:
    """Say for each position whether |Ec| <= MPE of the eccentric load, in the given order."""
    limit = abs(mpe)
    return tuple(abs(error) <= limit for error in corrected_errors)
