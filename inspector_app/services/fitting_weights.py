"""Which of the laptop's weight sets an instrument can be tested with, so that nobody is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from inspector_app.domain.exceptions import StandardRefused
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.instrument import ReferenceWeightSet
from inspector_app.domain.measurement import Shape
from inspector_app.kinds.catalogue import kind_of
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.services.standards import require_fine_enough, require_valid

LEAST_REACH = Decimal("0.15")
"""Of Max. A set that reaches less was made for other scales; it may still be chosen by hand."""


def fitting_sets(
    inspection: Inspection, sets: Iterable[ReferenceWeightSet], today: date, book: RegulationBook
) -> tuple[ReferenceWeightSet, ...]:
    """Return the sets that are valid, fine enough and heavy enough for the instrument."""
    return tuple(one for one in sets if _fits(inspection, one, today, book))


def _fits(
    inspection: Inspection, weights: ReferenceWeightSet, today: date, book: RegulationBook
) -> bool:
    instrument = inspection.instrument
    if instrument is None:
        return False
    chosen = replace(inspection, weight_sets=(weights,))
    rows = kind_of(inspection.kind).plan(chosen, book)
    loads = [row.load for row in rows if row.pieces and row.load is not None]
    if not loads:
        # A kind that plans no loads (a re-weighed lot) takes any valid set.
        return weights.valid_until >= today and {row.shape for row in rows} == {Shape.REWEIGH}
    if max(loads) < instrument.maximum_capacity * LEAST_REACH:
        return False
    try:
        require_valid(chosen, today)
        for row in rows:
            require_fine_enough(chosen, row, book)
    except StandardRefused:
        return False
    return True
