"""One observed point of a weighing instrument against its limits. No kind of its own."""

from __future__ import annotations

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Assessment, Band, DecisionRule
from inspector_app.domain.measurement import Observation, PlanRow, Shape
from inspector_app.domain.quantities import MINUS, Mass
from inspector_app.domain.remembered import remembered
from inspector_app.kinds.weighing_rules import WeighingRules, below, rules_for
from inspector_app.metrology import discrimination, tare, zero
from inspector_app.metrology.error_of_indication import (
    PointReading,
    calculate_error,
    error_free_indication,
)
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.metrology.rounding import quotient, shown, shown_signed, tidy

TARE_ZERO = "tare:1"


def assess_weighing(
    inspection: Inspection, row: PlanRow, observation: Observation, book: RegulationBook
) -> Assessment | None:
    """Return where this observation, kept or live, lies against the limits of its row.

    None while it cannot be said: no rules, no zero recorded yet for a loaded point, no `before`
    figure for discrimination. Raises OutOfRange for a changeover load outside 0..e and
    UnitMismatch for an indication that is no mass.
    """
    rules = rules_for(inspection, book)
    return assess_by(rules, inspection, row, observation) if rules else None


def assess_by(
    rules: WeighingRules, inspection: Inspection, row: PlanRow, observation: Observation
) -> Assessment | None:
    """Return the same by rules that are known already."""
    if row.shape is Shape.ZERO or row.row_id == TARE_ZERO:
        return _zero(rules, row, observation)
    if row.shape is Shape.DISCRIMINATION:
        return _discrimination(rules, observation)
    error_at_zero = _error_at_zero(inspection, row, rules)
    return _loaded(rules, row, observation, error_at_zero) if error_at_zero else None


def _zero(rules: WeighingRules, row: PlanRow, observation: Observation) -> Assessment:
    limit, citation = (
        tare.tare_accuracy_limit(rules.e, rules.weighing)
        if row.row_id == TARE_ZERO
        else zero.zero_accuracy_limit(rules.e, rules.weighing)
    )
    error, line = _empty_error(rules, observation)
    guard = rules.guard(row, by_flash_point=observation.changeover_load is not None)
    # Without flash-point weights U is wider than 0.25 e: a band that hides every pass says nothing.
    if rules.rule is DecisionRule.SIMPLE:
        guard = guard if guard and guard < limit else None
    decision = rules.decide(error, limit, guard)
    sign = ">" if decision.band is Band.OVER else "≤"
    part = tidy(quotient(limit, rules.e))
    comparison = f"|E₀| = {shown(abs(error))} {sign} {part} e = {shown(limit)}"
    return Assessment(
        error=error,
        lower=below(limit),
        upper=limit,
        guard=guard,
        band=decision.band,
        lines=(line, comparison, *decision.lines, *rules.asked_lines()),
        citation=rules.rests_on(decision, citation),
        interval=rules.e,
        rule=decision.rule,
        risk=decision.risk,
    )


@remembered(64)
def _empty_error(rules: WeighingRules, observation: Observation) -> tuple[Mass, str]:
    reading = PointReading(
        indication=observation.shown.mass,
        load=rules.e * 0,
        error_at_zero=rules.e * 0,
        changeover_load=observation.changeover_load,
    )
    error, line = error_free_indication(reading, rules.e, rules.weighing)
    return error.to(rules.e.unit), line.replace("P = ", "E₀ = ", 1)


def _error_at_zero(inspection: Inspection, row: PlanRow, rules: WeighingRules) -> Mass | None:
    """Return E0: after tare-setting for the net load, else of the empty instrument."""
    tared = inspection.observation_at(TARE_ZERO) if row.shape is Shape.TARE else None
    observation = tared or _zero_recorded(inspection.observations)
    return _empty_error(rules, observation)[0] if observation else None


@remembered(8)
def _zero_recorded(observations: tuple[Observation, ...]) -> Observation | None:
    """Return the last zero that counts: every loaded point asks for the same one."""
    counting = (o for o in reversed(observations) if o.shape is Shape.ZERO and not o.withdrawn)
    return next(counting, None)


def _loaded(
    rules: WeighingRules, row: PlanRow, observation: Observation, error_at_zero: Mass
) -> Assessment | None:
    load = observation.load or row.load
    if load is None:
        return None
    found = calculate_error(
        PointReading(
            indication=observation.shown.mass,
            load=load,
            error_at_zero=error_at_zero,
            changeover_load=observation.changeover_load,
        ),
        e=rules.e,
        accuracy_class=rules.instrument.accuracy_class,
        stage=rules.stage,
        rules=rules.weighing,
    )
    limit = found.mpe.limit
    guard = rules.guard(row, by_flash_point=observation.changeover_load is not None)
    decision = rules.decide(found.corrected_error, limit, guard)
    return Assessment(
        error=found.corrected_error,
        lower=below(limit),
        upper=limit,
        guard=guard,
        band=decision.band,
        lines=(*found.lines, *decision.lines, *rules.asked_lines()),
        citation=rules.rests_on(decision, found.mpe.citation),
        interval=rules.e,
        rule=decision.rule,
        risk=decision.risk,
    )


def _discrimination(rules: WeighingRules, observation: Observation) -> Assessment | None:
    before_text = observation.figures.get("before", "")
    if not before_text:
        return None
    d = rules.instrument.actual_scale_interval
    after = observation.shown.mass
    before = Mass.parse(before_text, unit=after.unit)
    added, citation = discrimination.additional_load(d, rules.weighing)
    change = (after - before).to(d.unit)
    holds = discrimination.discriminates(before, after, d)
    return Assessment(
        error=change,
        lower=d,
        upper=None,
        guard=None,
        band=Band.INSIDE if holds else Band.OVER,
        lines=(
            f"{tidy(quotient(added, d))} d = {shown(added)}",
            f"I₂ {MINUS} I₁ = {after} {MINUS} {before} = {shown_signed(change)}",
            f"{shown(change)} {'≥' if holds else '<'} d = {shown(d)}",
        ),
        citation=citation,
        interval=rules.e,
    )
