"""All findings about a weighing instrument's measurements. No kind of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from inspector_app.domain.exceptions import DomainRuleBroken, StandardRefused
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import (
    Assessment,
    DecisionRule,
    Finding,
    Outcome,
    Reason,
    reason,
)
from inspector_app.domain.measurement import Observation, PlanRow, Shape
from inspector_app.domain.quantities import MINUS, Mass, Quantity
from inspector_app.domain.remembered import remembered
from inspector_app.kinds.base import ShapeUse
from inspector_app.kinds.decided_errors import UNDECIDED, error_reason
from inspector_app.kinds.weighing_points import assess_by
from inspector_app.kinds.weighing_rules import WeighingRules
from inspector_app.metrology.reference_weights import require_usable
from inspector_app.metrology.repeatability import judge_repeatability
from inspector_app.metrology.rounding import part_of, shown, shown_signed

OPTIONAL = ("optional", "yes")


def standards_findings(
    inspection: Inspection, rows: Sequence[PlanRow], rules: WeighingRules
) -> tuple[Finding, ...]:
    """Return one finding per refused weight set and per row whose weights are too coarse.

    A refused standard leaves the inspection INCOMPLETE: nothing measured with it counts.
    """
    refused = tuple(_refused_sets(inspection))
    coarse, fit = _fineness(rows, rules)
    return (*refused, *coarse) if refused or coarse else fit


@remembered(32)
def _fineness(
    rows: Sequence[PlanRow], rules: WeighingRules
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return what says that weights are too coarse, and what says that all are fine enough."""
    coarse = tuple(finding for row in rows for finding in _coarse(row, rules))
    used = [row for row in rows if row.pieces and row.limit]
    return coarse, () if coarse or not used else (_weights_fit(used, rules),)


def _refused_sets(inspection: Inspection) -> Iterator[Finding]:
    for chosen in inspection.weight_sets:
        try:
            require_usable(chosen, inspection.on)
        except StandardRefused as refused:
            said = reason(refused.code, name=chosen.name, until=chosen.valid_until.isoformat())
            yield Finding(subject="standards", outcome=Outcome.INCOMPLETE, reason=said)


def _coarse(row: PlanRow, rules: WeighingRules) -> Iterator[Finding]:
    if not row.pieces or row.limit is None:
        return
    names = ", ".join(chosen.name for chosen in rules.weight_sets)
    share = rules.weighing.figure("weights_part_of_mpe")
    try:
        error = rules.load_limit(row)
    except StandardRefused:
        said = reason("weights_limit_unknown", name=names)
        yield Finding(subject=row.row_id, outcome=Outcome.INCOMPLETE, reason=said)
        return
    if error > part_of(row.limit, share.ratio()):
        said = reason("weights_too_coarse", name=names, error=shown(error), limit=shown(row.limit))
        yield Finding(
            subject=row.row_id, outcome=Outcome.INCOMPLETE, reason=said, citation=share.citation
        )


def _weights_fit(rows: Sequence[PlanRow], rules: WeighingRules) -> Finding:
    """Say how close the worst row comes to the third."""
    worst = max(rows, key=lambda row: _share(row, rules))
    said = reason(
        "weights_fit",
        name=", ".join(chosen.name for chosen in rules.weight_sets),
        error=shown(rules.load_limit(worst)),
        limit=shown(worst.limit or rules.e),
    )
    return Finding(
        subject="standards",
        outcome=Outcome.PASS,
        reason=said,
        citation=rules.weighing.figure("weights_part_of_mpe").citation,
    )


def _share(row: PlanRow, rules: WeighingRules) -> Decimal:
    error = rules.load_limit(row)
    return error.value / (row.limit or rules.e).in_unit(error.unit)


def shape_findings(
    inspection: Inspection,
    use: ShapeUse,
    rows: Sequence[PlanRow],
    rules: WeighingRules,
    *,
    with_spread: bool = True,
) -> tuple[Finding, ...]:
    """Return a finding per row of one shape, and (`with_spread`) what the rows say together.

    An optional shape nobody measured gives one NOT_APPLICABLE finding; where some of its rows
    were measured, those are judged and marked optional.
    """
    found = [(row, inspection.observation_at(row.row_id)) for row in rows]
    measured = [(row, seen) for row, seen in found if seen is not None]
    if use.optional and not measured:
        nothing = reason("not_tested")
        return (Finding(subject=use.shape.value, outcome=Outcome.NOT_APPLICABLE, reason=nothing),)
    missing = () if use.optional else tuple(row for row, seen in found if seen is None)
    judged = [_judged(inspection, row, seen, rules) for row, seen in measured]
    findings = [
        _row_finding(row, seen, found) for (row, seen), found in zip(measured, judged, strict=True)
    ]
    findings += [_unmeasured(row) for row in missing]
    together = with_spread and use.shape is Shape.REPEATABILITY
    if together and len(measured) > 1 and not missing:
        findings += _spread([row for row, _seen in measured], judged, rules)
    return tuple(_marked_optional(f) if use.optional else f for f in findings)


def _unmeasured(row: PlanRow) -> Finding:
    return Finding(subject=row.row_id, outcome=Outcome.INCOMPLETE, reason=reason("row_unmeasured"))


def _marked_optional(finding: Finding) -> Finding:
    return Finding(
        subject=finding.subject,
        outcome=finding.outcome,
        reason=finding.reason,
        citation=finding.citation,
        lines=finding.lines,
        about=(*finding.about, OPTIONAL),
    )


def _judged(
    inspection: Inspection, row: PlanRow, seen: Observation, rules: WeighingRules
) -> Assessment | Reason:
    """Return the assessment, or why there is none."""
    try:
        found = assess_by(rules, inspection, row, seen)
    except DomainRuleBroken as broken:
        return reason(broken.code, **broken.parameters)
    if found is None and row.shape is Shape.DISCRIMINATION:
        return reason("before_missing")
    return reason("zero_missing") if found is None else found


def _row_finding(row: PlanRow, seen: Observation, found: Assessment | Reason) -> Finding:
    if isinstance(found, Reason):
        return Finding(subject=row.row_id, outcome=Outcome.INCOMPLETE, reason=found)
    error, limit = shown_signed(found.error), _limit(found.upper)
    load = seen.load or row.load
    said = _reason_of(row, seen, found, error, limit)
    if said.code in UNDECIDED:
        return Finding(subject=row.row_id, outcome=Outcome.INCOMPLETE, reason=said)
    return Finding(
        subject=row.row_id,
        outcome=Outcome.PASS if found.conforms else Outcome.FAIL,
        reason=said,
        citation=found.citation,
        lines=found.lines,
        about=(
            ("load", shown(load) if load else ""),
            ("indication", str(seen.shown.mass)),
            ("error", error),
            ("limit", limit),
        ),
    )


def _reason_of(
    row: PlanRow, seen: Observation, found: Assessment, error: str, limit: str
) -> Reason:
    if row.shape is Shape.DISCRIMINATION:
        code = "discriminates" if found.conforms else "does_not_discriminate"
        added = found.lines[0].rpartition(" = ")[2]
        least = shown(found.lower) if found.lower else ""
        return reason(code, change=error, added=added, limit=least)
    if row.shape is Shape.ZERO and found.rule is DecisionRule.SIMPLE:
        if found.conforms and seen.changeover_load is None:
            return reason("zero_read_directly")
        return reason("zero_within" if found.conforms else "zero_over", error=error, limit=limit)
    return error_reason(found, error, limit)


@remembered(512)
def _limit(upper: Quantity | None) -> str:
    return f"±{shown(upper)}" if upper else ""


def _spread(
    rows: Sequence[PlanRow], assessed: Sequence[Assessment | Reason], rules: WeighingRules
) -> list[Finding]:
    errors = [found.error for found in assessed if isinstance(found, Assessment)]
    masses = [error for error in errors if isinstance(error, Mass)]
    limit = rows[0].limit
    if limit is None or len(masses) < len(rows):
        return []
    judged = judge_repeatability(masses, limit)
    code = "repeatability_within" if judged.spread_within else "repeatability_over"
    sign = "≤" if judged.spread_within else ">"
    high, low = shown_signed(max(masses)), shown_signed(min(masses))
    line = (
        f"Emax {MINUS} Emin = {high} {MINUS} ({low}) = {shown(judged.spread)} {sign} {shown(limit)}"
    )
    return [
        Finding(
            subject="repeatability",
            outcome=Outcome.PASS if judged.spread_within else Outcome.FAIL,
            reason=reason(code, range=shown(judged.spread), limit=shown(limit)),
            citation=rules.weighing.rows("repeatability_runs")[-1].citation,
            lines=(line,),
        )
    ]


def reach_findings(rows: Sequence[PlanRow], rules: WeighingRules) -> tuple[Finding, ...]:
    """Return an advisory where the heaviest load made stays below the heaviest asked for."""
    points = [row for row in rows if row.shape is Shape.LOAD_POINTS and row.load]
    if not points:
        return ()
    heaviest = points[-1].load
    wanted = rules.instrument.maximum_capacity
    if heaviest is None or heaviest >= wanted:
        return ()
    said = reason("load_not_reached", target=shown(wanted), load=shown(heaviest))
    return (
        Finding(
            subject=points[-1].row_id,
            outcome=Outcome.ADVISORY,
            reason=said,
            citation=rules.weighing.rows("test_loads")[-1].citation,
        ),
    )
