"""Accuracy of tare-setting and the tares to test with (OIML R 76-1:2006 4.6.3, A.4.6)."""

from __future__ import annotations

from inspector_app.domain.judgement import Citation
from inspector_app.domain.quantities import Mass
from inspector_app.metrology.mpe import require_interval
from inspector_app.metrology.regulations import Regulation
from inspector_app.metrology.rounding import part_of


def tare_accuracy_limit(e: Mass, rules: Regulation) -> tuple[Mass, Citation]:
    """Return 0.25 e, the limit of the error after tare-setting, and its clause.

    The net loads weighed afterwards have the MPE of the net value. Raises OutOfRange for e <= 0.
    """
    require_interval(e)
    row = rules.figure("tare_accuracy_in_e")
    return e * row.decimal(), row.citation


def tare_conforms(error: Mass, e: Mass, rules: Regulation) -> bool:
    """Say whether |E| <= 0.25 e with the tared load on the receptor."""
    return abs(error) <= tare_accuracy_limit(e, rules)[0]


def tares_to_test(maximum_tare: Mass, rules: Regulation) -> tuple[Mass, ...]:
    """Return the tares to test net loads with: 1/3 and 2/3 of the maximum tare, not rounded."""
    rows = rules.rows("test_tares")
    return tuple(part_of(maximum_tare, r.ratio("fraction_of_maximum_tare")) for r in rows)
