"""Accuracy of zero-setting (OIML R 76-1:2006 4.5.2)."""

from __future__ import annotations

from inspector_app.domain.judgement import Citation
from inspector_app.domain.quantities import Mass
from inspector_app.metrology.mpe import require_interval
from inspector_app.metrology.regulations import Regulation


def zero_accuracy_limit(e: Mass, rules: Regulation) -> tuple[Mass, Citation]:
    """Return 0.25 e in the unit of e, and its clause. Raises OutOfRange for e <= 0."""
    require_interval(e)
    row = rules.figure("zero_accuracy_in_e")
    return e * row.decimal(), row.citation


def zero_conforms(error_at_zero: Mass, e: Mass, rules: Regulation) -> bool:
    """Say whether |E0| <= 0.25 e."""
    return abs(error_at_zero) <= zero_accuracy_limit(e, rules)[0]
