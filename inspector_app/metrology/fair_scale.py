"""Self-check of a market's fair scale: one load, several weighings, their spread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspector_app.domain.exceptions import OutOfRange
from inspector_app.domain.instrument import AccuracyClass, Stage
from inspector_app.domain.judgement import Citation
from inspector_app.domain.quantities import Mass
from inspector_app.metrology.mpe import maximum_permissible_error
from inspector_app.metrology.regulations import Regulation


@dataclass(frozen=True, slots=True, kw_only=True)
class FairScaleCheck:
    """spread: largest minus smallest indication. limit: |MPE| at the load, as in verification."""

    spread: Mass
    limit: Mass
    citation: Citation

    @property
    def normal(self) -> bool:
        """Say whether the spread is within the limit."""
        return self.spread <= self.limit


def check_fair_scale(
    indications: Sequence[Mass],
    *,
    load: Mass,
    e: Mass,
    rules: Regulation,
    accuracy_class: AccuracyClass = AccuracyClass.III,
) -> FairScaleCheck:
    """Return Imax - Imin of three or more weighings of one weight of about 50 % Max.

    Source: fair-scale management specification, annex D. Raises OutOfRange for fewer weighings.
    """
    runs = int(rules.figure("fair_scale_runs").decimal())
    if len(indications) < runs:
        raise OutOfRange("too_few_weighings", count=len(indications), least=runs)
    mpe = maximum_permissible_error(load, e, accuracy_class, Stage.INITIAL, rules)
    return FairScaleCheck(
        spread=max(indications) - min(indications),
        limit=mpe.limit,
        citation=rules.figure("fair_scale_runs").citation,
    )
