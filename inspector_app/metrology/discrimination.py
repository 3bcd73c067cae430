"""Discrimination of a digital instrument: 1.4 d must move the indication by d (R 76 3.8.2)."""

from __future__ import annotations

from inspector_app.domain.judgement import Citation
from inspector_app.domain.quantities import Mass
from inspector_app.metrology.mpe import require_interval
from inspector_app.metrology.regulations import Regulation


def additional_load(d: Mass, rules: Regulation) -> tuple[Mass, Citation]:
    """Return 1.4 d, gently put on at equilibrium, and its clause. Raises OutOfRange for d <= 0."""
    require_interval(d)
    row = rules.figure("discrimination_in_d")
    return d * row.decimal(), row.citation


def discriminates(before: Mass, after: Mass, d: Mass) -> bool:
    """Say whether the indication rose by at least d when 1.4 d was put on.

    before: at equilibrium; after: with the additional load. Source: OIML R 76-1:2006 A.4.8.
    """
    return after - before >= d
