"""Whether an indication is so far from the row's load that another load may lie on the scale."""

from __future__ import annotations

from collections.abc import Sequence

from inspector_app.domain.measurement import PlanRow
from inspector_app.domain.quantities import Mass

TIMES_LIMIT = 20
"""A bad scale errs by a few limits, a tampered one by more, and both must be kept at once."""


def is_far(seen: Mass, row: PlanRow, rows: Sequence[PlanRow]) -> bool:
    """Say whether it is better to ask before keeping `seen` at `row`.

    rows: of the same test. Far means nearer to another load of the test, or to the empty pan, than
    to the row's own load: then the likely reason is the load, not the scale. Where loads lie close
    together 20 times the limit must be exceeded too, so that a scale that errs is never doubted.
    A row without a load (a re-weighed lot) is never far.
    """
    if row.load is None:
        return False
    others = [other.load for other in rows if other.load is not None]
    nothing = row.load - row.load
    gaps = [abs(other - row.load) for other in (nothing, *others) if not other.equals(row.load)]
    if not gaps:
        return False
    distance = abs(seen - row.load)
    if row.limit is not None and distance <= row.limit * TIMES_LIMIT:
        return False
    return distance * 2 > min(gaps)
