"""Which editions judge a weighing instrument, and what its weights may err. No kind of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspector_app.domain.exceptions import StandardRefused
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.instrument import ReferenceWeightSet, Stage, WeighingInstrument
from inspector_app.domain.measurement import PlanRow
from inspector_app.domain.quantities import Mass, grams
from inspector_app.metrology import conformity
from inspector_app.metrology.applicable_regulation import applicable_regulation
from inspector_app.metrology.conformity import Decision, Uncertainty, decide, decision_rule
from inspector_app.metrology.load_points import Capacity
from inspector_app.metrology.reference_weights import combined_limit
from inspector_app.metrology.regulations import Regulation, RegulationBook
from inspector_app.metrology.uncertainty import expanded_uncertainty

WEIGHTS = "jjg_99"
UNCERTAINTY = "uncertainty"


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighingRules:
    """The editions in force on the inspection's day for its instrument, and what they apply to."""

    weighing: Regulation
    weights: Regulation
    uncertainty: Regulation
    conformity: Regulation
    instrument: WeighingInstrument
    weight_sets: tuple[ReferenceWeightSet, ...]
    stage: Stage

    @property
    def e(self) -> Mass:
        """Return the verification scale interval."""
        return self.instrument.verification_scale_interval

    @property
    def capacity(self) -> Capacity:
        """Return the nameplate figures that choose the test loads."""
        return Capacity(
            accuracy_class=self.instrument.accuracy_class,
            maximum=self.instrument.maximum_capacity,
            e=self.e,
            minimum=self.instrument.minimum_capacity,
        )

    def weights_limit(self, pieces: Sequence[Mass]) -> Mass:
        """Return the sum of the pieces' own limits in grams; 0 g for an empty load.

        Raises StandardRefused for a piece that no chosen set holds or the table does not know.
        """
        total = grams(0)
        for accuracy_class, share in self._by_class(pieces):
            total += combined_limit(share, accuracy_class, self.weights)[0]
        return total

    def load_limit(self, row: PlanRow) -> Mass:
        """Return the limit error of what a row puts on: of its pieces, unless it says another.

        Raises StandardRefused as `weights_limit` does.
        """
        return self.weights_limit(row.pieces) if row.load_error is None else row.load_error

    def guard(self, row: PlanRow, *, by_flash_point: bool) -> Mass | None:
        """Return the expanded uncertainty U of an error, None where the load's is unknown.

        An indication read directly is as fine as the displayed d.
        """
        try:
            limit = self.load_limit(row)
        except StandardRefused:
            return None
        return expanded_uncertainty(
            weights_limit=limit,
            e=self.e if by_flash_point else self.instrument.actual_scale_interval,
            by_flash_point=by_flash_point,
            rules=self.weighing,
            uncertainty_rules=self.uncertainty,
        )

    def decide(self, error: Mass, limit: Mass, guard: Mass | None) -> Decision:
        """Return the decision on an error between -limit and +limit, by the rule asked for."""
        known = None
        if guard is not None:
            k = self.uncertainty.figure("coverage_factor").decimal()
            known = Uncertainty(expanded=guard, coverage=k)
        rule = decision_rule(self.weighing, self.conformity)
        return decide(error, lower=-limit, upper=limit, uncertainty=known, rule=rule)

    def _by_class(self, pieces: Sequence[Mass]) -> list[tuple[str, list[Mass]]]:
        waiting = list(pieces)
        found: list[tuple[str, list[Mass]]] = []
        for chosen in self.weight_sets:
            share: list[Mass] = []
            for piece in chosen.pieces:
                taken = next((w for w in waiting if w.equals(piece)), None)
                if taken is not None:
                    waiting.remove(taken)
                    share.append(taken)
            if share:
                found.append((chosen.accuracy_class, share))
        if waiting:
            raise StandardRefused("no_weights", pieces=len(waiting))
        return found


def all_pieces(weight_sets: Sequence[ReferenceWeightSet]) -> tuple[Mass, ...]:
    """Return every piece of the chosen sets."""
    return tuple(piece for chosen in weight_sets for piece in chosen.pieces)


def rules_for(inspection: Inspection, book: RegulationBook) -> WeighingRules | None:
    """Return the rules of this inspection; None without an instrument or for a class not held."""
    instrument = inspection.instrument
    if instrument is None:
        return None
    weighing = applicable_regulation(
        book,
        maximum_capacity=instrument.maximum_capacity,
        accuracy_class=instrument.accuracy_class,
        price_computing=instrument.price_computing,
        on_date=inspection.on,
    )
    if weighing is None:
        return None
    return WeighingRules(
        weighing=weighing,
        weights=book.in_force(WEIGHTS, inspection.on),
        uncertainty=book.in_force(UNCERTAINTY, inspection.on),
        conformity=book.in_force(conformity.KEY, inspection.on),
        instrument=instrument,
        weight_sets=inspection.weight_sets,
        stage=inspection.stage,
    )
