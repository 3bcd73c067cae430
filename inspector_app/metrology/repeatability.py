"""Repeatability: several weighings of one load (OIML R 76-1:2006 3.6.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspector_app.domain.exceptions import OutOfRange
from inspector_app.domain.instrument import AccuracyClass
from inspector_app.domain.quantities import Mass
from inspector_app.metrology.regulations import Regulation, first_row


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeatability:
    """spread: Emax - Emin. The set conforms when the spread and each single error do."""

    spread: Mass
    spread_within: bool
    each_within: bool

    @property
    def conforms(self) -> bool:
        """Say whether the spread and every single result are within the MPE."""
        return self.spread_within and self.each_within


def judge_repeatability(errors: Sequence[Mass], mpe: Mass) -> Repeatability:
    """Return the spread Emax - Emin against |MPE| of the load, and each E against it too.

    errors: of weighings of the same load, two or more. Raises OutOfRange for fewer.
    """
    if len(errors) < 2:
        raise OutOfRange("too_few_weighings", count=len(errors), least=2)
    spread = max(errors) - min(errors)
    limit = abs(mpe)
    return Repeatability(
        spread=spread,
        spread_within=spread <= limit,
        each_within=all(abs(error) <= limit for error in errors),
    )


def repeatability_runs(accuracy_class: AccuracyClass, rules: Regulation) -> int:
    """Return how many weighings the class asks for: 3, or 6 for I and II."""
    rows = rules.rows("repeatability_runs")
    row = first_row(r for r in rows if r.text("accuracy_class") == accuracy_class.value)
    return int(row.decimal("runs"))
