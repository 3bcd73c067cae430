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
from inspector_app.metrology.rounding import quotient

WEIGHT_CLASSES = ("E1", "E2", "F1", "F2", "M1", "M1-2", "M2", "M2-3", "M3")
"""From the finest to the coarsest (OIML R 111-1)."""


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


def fair_scale_load(maximum_capacity: Mass, rules: Regulation) -> Mass:
    """Return the load to use: about 50 % Max."""
    return maximum_capacity * rules.figure("fair_scale_load_of_max").decimal()


def is_about_half(load: Mass, maximum_capacity: Mass, rules: Regulation) -> bool:
    """Say whether a load still is about 50 % Max: 40 % to 60 %, both included (chosen here)."""
    half = rules.figure("fair_scale_load_of_max").decimal()
    away = abs(quotient(load, maximum_capacity) - half)
    return away <= rules.figure("fair_scale_load_span").decimal()


def weights_class_suffices(accuracy_class: str, rules: Regulation) -> bool:
    """Say whether weights of this class (`F2`, `M1`) are M1 or finer."""
    wanted = rules.figure("fair_scale_weights_class").text()
    if accuracy_class not in WEIGHT_CLASSES:
        return False
    return WEIGHT_CLASSES.index(accuracy_class) <= WEIGHT_CLASSES.index(wanted)
