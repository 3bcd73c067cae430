"""Reference weights are refused at the moment of use: expired, without certificate, too coarse."""

from __future__ import annotations

from datetime import date

from inspector_app.domain.exceptions import StandardRefused
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.measurement import PlanRow
from inspector_app.kinds.weighing_rules import rules_for
from inspector_app.metrology.reference_weights import require_usable
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.metrology.rounding import part_of, shown


def require_valid(inspection: Inspection, today: date) -> None:
    """Raise StandardRefused for a set without certificate or expired today."""
    for chosen in inspection.weight_sets:
        require_usable(chosen, today)


def require_fine_enough(inspection: Inspection, row: PlanRow, book: RegulationBook) -> None:
    """Raise StandardRefused(`weights_too_coarse`) if the row's pieces may err by over a third.

    A row without weights or limit asks nothing of them. Material in the place of weights errs as
    they do.
    """
    rules = rules_for(inspection, book)
    if rules is None or not row.pieces or row.limit is None:
        return
    error = rules.load_limit(row)
    share = rules.weighing.figure("weights_part_of_mpe").ratio()
    if error > (allowed := part_of(row.limit, share)):
        raise StandardRefused(
            "weights_too_coarse",
            accuracy_class=", ".join(s.accuracy_class for s in inspection.weight_sets),
            limit=shown(error),
            allowed=shown(allowed),
            mpe=shown(row.limit),
        )
