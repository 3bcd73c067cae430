"""Substitution material on large scales: what it weighs, and how much must be weights (R 76 3.7.3).

Weights are put on and the indication is noted; they are taken off, and material is put on until the
indication (with its changeover point) is the same. Then the material weighs what the weights did.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

from inspector_app.domain.exceptions import OutOfRange
from inspector_app.domain.quantities import Mass
from inspector_app.metrology.regulations import Regulation, Row
from inspector_app.metrology.rounding import quotient


def fillings(target: Mass, weights: Mass) -> int:
    """Return how many times the weights are replaced before they, on top, reach the target.

    0 where they reach it themselves. Raises OutOfRange for weights of 0 or less.
    """
    if weights.value <= 0:
        raise OutOfRange("mass_not_positive", mass=weights)
    times = quotient(target, weights).to_integral_value(rounding=ROUND_CEILING)
    return max(int(times) - 1, 0)


def may_substitute(maximum_capacity: Mass, rules: Regulation) -> bool:
    """Say whether material may stand for weights at all: on a scale with Max above 1 t."""
    return maximum_capacity > Mass.parse(rules.figure("substitution_least").text())


def required_share(spread: Mass | None, e: Mass, rules: Regulation) -> Row:
    """Return the row with the smallest part of Max that must be weights.

    spread: Emax - Emin of the repeatability test, None while it is not known finely enough.
    50 %; 35 % for a spread up to 0.3 e, 20 % up to 0.2 e; each bound belongs to its row.
    """
    rows = rules.rows("substitution")
    allowed = [
        row
        for row in rows
        if not row.has("spread_to_e")
        or (spread is not None and spread <= e * row.decimal("spread_to_e"))
    ]
    return min(allowed, key=lambda row: row.decimal("share_of_max"))


def could_suffice(weights: Mass, maximum_capacity: Mass, rules: Regulation) -> bool:
    """Say whether the weights would be enough with the best repeatability that the table knows."""
    smallest = min(rules.rows("substitution"), key=lambda row: row.decimal("share_of_max"))
    return share_suffices(weights, maximum_capacity, smallest, rules)


def share_suffices(weights: Mass, maximum_capacity: Mass, row: Row, rules: Regulation) -> bool:
    """Say whether the weights are the row's part of Max, and at least 1 t."""
    least = Mass.parse(rules.figure("substitution_least").text())
    return weights >= least and share_of(weights, maximum_capacity) >= row.decimal("share_of_max")


def share_of(weights: Mass, maximum_capacity: Mass) -> Decimal:
    """Return weights / Max."""
    return quotient(weights, maximum_capacity)
