"""Expanded uncertainty of an error of indication; `conformity` decides with it."""

from __future__ import annotations

from decimal import Decimal

from inspector_app.domain.quantities import Mass
from inspector_app.metrology.regulations import Regulation
from inspector_app.metrology.rounding import EXACT, round_up_to_digits


def expanded_uncertainty(
    *,
    weights_limit: Mass,
    e: Mass,
    by_flash_point: bool,
    rules: Regulation,
    uncertainty_rules: Regulation,
) -> Mass:
    """Return U = k sqrt(w^2/3 + r^2/12) in the unit of e, rounded up to two digits.

    w: limit error of the weights on the receptor (rectangular). r: width of the resolution, 0.1 e
    with flash-point weights, else e (the displayed d, where it is finer; rectangular, half width
    r/2). k = 2 (JJF 1059.1-2012).
    """
    step = rules.figure("changeover_step_in_e").decimal() if by_flash_point else Decimal(1)
    weights, resolution = weights_limit.in_unit(e.unit), e.value * step
    variance = EXACT.divide(weights**2, Decimal(3)) + EXACT.divide(resolution**2, Decimal(12))
    k = uncertainty_rules.figure("coverage_factor").decimal()
    digits = int(uncertainty_rules.figure("significant_digits").decimal())
    return Mass(round_up_to_digits(k * EXACT.sqrt(variance), digits), e.unit)
