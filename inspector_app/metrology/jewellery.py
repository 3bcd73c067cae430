"""Whether a scale is fit to sell gold and silver by (retail order 66, article 3 and annex 2)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from inspector_app.domain.instrument import Stage, WeighingInstrument
from inspector_app.domain.judgement import Citation, Confirmation
from inspector_app.domain.quantities import Mass
from inspector_app.metrology.mpe import maximum_permissible_error, step_bounds
from inspector_app.metrology.regulations import Regulation, first_row
from inspector_app.metrology.retail import instrument_fits, jewellery_deviation


@dataclass(frozen=True, slots=True, kw_only=True)
class JewelleryFit:
    """How heavy a piece may be that is sold by this scale.

    limit: annex 2's per piece. up_to: the heaviest load at which the scale's limit error is no
    worse, None where it is worse at every load. whole: the heaviest piece there can be, by annex
    and Max. mpe: the scale's limit error at the lightest loads.
    """

    limit: Mass
    mpe: Mass
    up_to: Mass | None
    whole: Mass
    citation: Citation

    @property
    def is_whole(self) -> bool:
        """Say whether every piece that the annex covers may be sold by it."""
        return self.up_to is not None and self.up_to >= self.whole

    def holds(self, piece: Mass) -> bool:
        """Say whether a piece of this mass may be sold by it."""
        return self.up_to is not None and piece <= self.up_to


def jewellery_fit(
    metal: str, scale: WeighingInstrument, *, stage: Stage, rules: Regulation, retail: Regulation
) -> JewelleryFit:
    """Return up to which load |MPE| at this stage is within annex 2's limit for the metal.

    Marked inferred: article 3 does not say whether the limit of verification or the doubled one of
    service is meant; the stage decides. Raises InputInvalid for another metal.
    """
    e, accuracy_class = scale.verification_scale_interval, scale.accuracy_class
    annex = first_row(r for r in retail.rows("jewellery") if metal in r.names("metal"))
    whole = min(Mass(annex.decimal("up_to_g"), "g"), scale.maximum_capacity).to("g")
    limit = jewellery_deviation(metal, whole, retail).limit
    steps = [e * bound for bound in step_bounds(accuracy_class, rules)]
    loads = [step for step in steps if step < whole] + [whole]
    up_to: Mass | None = None
    for load in loads:
        mpe = maximum_permissible_error(load, e, accuracy_class, stage, rules)
        if instrument_fits(mpe.limit, limit, retail):
            up_to = load.to("g")
    least = maximum_permissible_error(e * 0, e, accuracy_class, stage, rules).limit
    citation = retail.figure("instrument_part_of_limit").citation
    return JewelleryFit(
        limit=limit,
        mpe=least,
        up_to=up_to,
        whole=whole,
        citation=replace(citation, confirmation=Confirmation.INFERRED),
    )
