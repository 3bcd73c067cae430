"""Which editions judge a weighing instrument, and what its weights may err. No kind of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.domain.exceptions import StandardRefused
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.instrument import ReferenceWeightSet, Stage, WeighingInstrument
from inspector_app.domain.judgement import Citation, DecisionRule
from inspector_app.domain.measurement import PlanRow
from inspector_app.domain.quantities import Mass, grams
from inspector_app.domain.remembered import remembered
from inspector_app.metrology import conformity
from inspector_app.metrology.applicable_regulation import applicable_regulation
from inspector_app.metrology.conformity import (
    Decision,
    Uncertainty,
    asked_by,
    decide,
    decision_rule,
    rests_on,
)
from inspector_app.metrology.load_points import Capacity
from inspector_app.metrology.reference_weights import combined_limit
from inspector_app.metrology.regulations import Notes, Regulation, RegulationBook
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
        return _weights_limit(self, tuple(pieces) if isinstance(pieces, list) else pieces)

    def load_limit(self, row: PlanRow) -> Mass:
        """Return the limit error of what a row puts on: of its pieces, unless it says another.

        Raises StandardRefused as `weights_limit` does.
        """
        return self.weights_limit(row.pieces) if row.load_error is None else row.load_error

    def guard(self, row: PlanRow, *, by_flash_point: bool) -> Mass | None:
        """Return the expanded uncertainty U of an error, None where the load's is unknown.

        An indication read directly is as fine as the displayed d.
        """
        return _guard(self, row, by_flash_point)

    def decide(self, error: Mass, limit: Mass, guard: Mass | None) -> Decision:
        """Return the decision on an error between -limit and +limit, by the rule asked for."""
        known = None if guard is None else _uncertainty(guard, self.uncertainty)
        return decide(error, lower=below(limit), upper=limit, uncertainty=known, rule=self.rule)

    @property
    def rule(self) -> DecisionRule:
        """Return how errors are decided on: by the limit itself, or by a guard band."""
        return decision_rule(self.weighing, self.conformity)

    def rests_on(self, decision: Decision, limit: Citation) -> Citation:
        """Return what a decision cites; see `conformity.rests_on`."""
        if decision.rule is DecisionRule.SIMPLE:
            return limit
        return rests_on(decision, limit, asked_by(self.weighing, self.conformity))

    def asked_lines(self) -> tuple[str, ...]:
        """Return who asks for a guard band; nothing where the limit itself decides."""
        if self.rule is DecisionRule.SIMPLE:
            return ()
        asked = asked_by(self.weighing, self.conformity)
        return (f"w = U: {asked.regulation} {asked.clause}",)

    def by_class(self, pieces: Sequence[Mass]) -> list[tuple[str, list[Mass]]]:
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


@remembered(512)
def _weights_limit(rules: WeighingRules, pieces: Sequence[Mass]) -> Mass:
    total = grams(0)
    for accuracy_class, share in rules.by_class(pieces):
        total += combined_limit(share, accuracy_class, rules.weights)[0]
    return total


@remembered(512)
def below(limit: Mass) -> Mass:
    """Return the lower of two limits that lie alike around nought."""
    return -limit


@remembered(512)
def _uncertainty(guard: Mass, rules: Regulation) -> Uncertainty:
    return Uncertainty(expanded=guard, coverage=rules.figure("coverage_factor").decimal())


@remembered(512)
def _guard(rules: WeighingRules, row: PlanRow, by_flash_point: bool) -> Mass | None:  # noqa: FBT001 - asked by position
    try:
        limit = rules.load_limit(row)
    except StandardRefused:
        return None
    return expanded_uncertainty(
        weights_limit=limit,
        e=rules.e if by_flash_point else rules.instrument.actual_scale_interval,
        by_flash_point=by_flash_point,
        rules=rules.weighing,
        uncertainty_rules=rules.uncertainty,
    )


def all_pieces(weight_sets: Sequence[ReferenceWeightSet]) -> tuple[Mass, ...]:
    """Return every piece of the chosen sets."""
    return tuple(piece for chosen in weight_sets for piece in chosen.pieces)


def rules_for(inspection: Inspection, book: RegulationBook) -> WeighingRules | None:
    """Return the rules of this inspection; None without an instrument or for a class not held."""
    instrument = inspection.instrument
    if instrument is None:
        return None
    found, asked = _rules(
        instrument, inspection.weight_sets, inspection.stage, inspection.on, book.plain
    )
    book.note(asked)
    return found


@remembered(32)
def _rules(
    instrument: WeighingInstrument,
    weight_sets: tuple[ReferenceWeightSet, ...],
    stage: Stage,
    on: date,
    plain: RegulationBook,
) -> tuple[WeighingRules | None, Notes]:
    """Return the rules and what was asked of the book for them, to be noted at each judgement."""
    book, notes = plain.noting()
    weighing = applicable_regulation(
        book,
        maximum_capacity=instrument.maximum_capacity,
        accuracy_class=instrument.accuracy_class,
        price_computing=instrument.price_computing,
        on_date=on,
    )
    if weighing is None:
        return None, notes
    found = WeighingRules(
        weighing=weighing,
        weights=book.in_force(WEIGHTS, on),
        uncertainty=book.in_force(UNCERTAINTY, on),
        conformity=book.in_force(conformity.KEY, on),
        instrument=instrument,
        weight_sets=weight_sets,
        stage=stage,
    )
    return found, notes
