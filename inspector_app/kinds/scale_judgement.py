"""A kind of scale as its tests: plan, assessment and verdict follow from them. No kind of its own.

`ScaleTests` names the questions, the tests and the trials; what only one kind asks (a rolling
load, a fair scale's range) it adds as `own` findings, or in place of `plate`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from inspector_app.domain.exceptions import DomainRuleBroken
from inspector_app.domain.figures import Figure
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Assessment, Finding, Outcome, Verdict, reason
from inspector_app.domain.measurement import Observation, PlanRow, Shape
from inspector_app.domain.remembered import remembered
from inspector_app.kinds.base import Check, PhotoRole, ShapeUse
from inspector_app.kinds.checklist import check_findings, verdict_of
from inspector_app.kinds.nameplate import nameplate_findings
from inspector_app.kinds.trials import particulars_findings, row_finding
from inspector_app.kinds.weighing_judgement import (
    reach_findings,
    shape_findings,
    standards_findings,
)
from inspector_app.kinds.weighing_plan import Rows, planned
from inspector_app.kinds.weighing_points import assess_weighing
from inspector_app.kinds.weighing_rules import WeighingRules, all_pieces, rules_for
from inspector_app.metrology.regulations import RegulationBook

Own = Callable[[Inspection, WeighingRules, RegulationBook], Iterable[Finding]]
Assess = Callable[[Inspection, PlanRow, Observation, RegulationBook], Assessment | None]
JudgeTrial = Callable[[Inspection, PlanRow, RegulationBook], tuple[Finding, ...]]


def no_findings(
    _inspection: Inspection, _rules: WeighingRules, _book: RegulationBook
) -> tuple[Finding, ...]:
    """Return nothing: a kind without findings of its own."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleTests:
    """What a kind of scale asks.

    tests: the tests of the plan for this inspection, in order. trials: rows of declared figures,
    judged by `assess_trial` (by `judge_trial`, where their findings need words of their own); they
    need no weights. plate: what the nameplate and the file say.
    own: findings about the measurements taken together. own_spread: `own` judges the spread of
    the repeatability test too.
    """

    checks: tuple[Check, ...]
    shapes: tuple[ShapeUse, ...]
    photos: tuple[PhotoRole, ...]
    tests: Callable[[Inspection], tuple[Rows, ...]]
    particulars: tuple[Figure, ...] = ()
    trials: Callable[[Inspection], tuple[PlanRow, ...]] | None = None
    assess_trial: Assess | None = None
    judge_trial: JudgeTrial | None = None
    plate: Own = nameplate_findings
    own: Own = no_findings
    own_spread: bool = False

    def plan(self, inspection: Inspection, book: RegulationBook) -> tuple[PlanRow, ...]:
        """Return the rows to measure, then the rows to try."""
        tried = self.trials(inspection) if self.trials is not None else ()
        return (*planned(inspection, book, self.tests(inspection)), *tried)

    def assess(
        self, inspection: Inspection, row: PlanRow, observation: Observation, book: RegulationBook
    ) -> Assessment | None:
        """Return where one observation lies; None while it cannot be said."""
        if row.shape is not Shape.TRIAL:
            return assess_weighing(inspection, row, observation, book)
        return self.assess_trial(inspection, row, observation, book) if self.assess_trial else None

    def judge(self, inspection: Inspection, book: RegulationBook) -> Verdict:
        """Return the conclusion: every check, the nameplate, every point, the standards, photos.

        Limits are those of the inspection's stage (in service: doubled); a point counts by simple
        acceptance, |Ec| <= MPE, and the guard band only warns.
        """
        rules = rules_for(inspection, book)
        findings = (*_missing(inspection, rules), *check_findings(inspection, self.checks))
        findings += particulars_findings(inspection, self.particulars)
        if rules is not None:
            findings += tuple(self.plate(inspection, rules, book))
            findings += self._measured(inspection, rules, book)
            findings += tuple(self.own(inspection, rules, book))
        findings += self._tried(inspection, book)
        findings += _photo_findings(inspection, self.photos)
        findings += (
            Finding(subject="statement", outcome=Outcome.ADVISORY, reason=reason("screening")),
        )
        regulation = rules.weighing.number if rules else ""
        return verdict_of(findings, regulation=regulation, book=book)

    def _measured(
        self, inspection: Inspection, rules: WeighingRules, book: RegulationBook
    ) -> tuple[Finding, ...]:
        tests = self.tests(inspection)
        rows = planned(inspection, book, tests)
        if not rows:
            return _unplanned(inspection, rules, tests)
        findings = standards_findings(inspection, rows, rules)
        for use in self.shapes:
            if use.shape is Shape.TRIAL:
                continue
            own = [row for row in rows if row.shape is use.shape]
            findings += shape_findings(inspection, use, own, rules, with_spread=not self.own_spread)
        return findings + reach_findings(rows, rules)

    def _tried(self, inspection: Inspection, book: RegulationBook) -> tuple[Finding, ...]:
        rows = self.trials(inspection) if self.trials is not None else ()
        judge = self.judge_trial or self._judge_trial
        return tuple(finding for row in rows for finding in judge(inspection, row, book))

    def _judge_trial(
        self, inspection: Inspection, row: PlanRow, book: RegulationBook
    ) -> tuple[Finding, ...]:
        return row_finding(
            inspection, row, lambda each, seen: self.assess(inspection, each, seen, book)
        )


def _unplanned(
    inspection: Inspection, rules: WeighingRules, tests: tuple[Rows, ...]
) -> tuple[Finding, ...]:
    """Say why there is nothing to measure: what of the plate or the weights stands against it."""
    if not all_pieces(inspection.weight_sets):
        return ()
    try:
        for test in tests:
            tuple(test(rules))
    except DomainRuleBroken as broken:
        if broken.code != "no_weights":
            said = reason(broken.code, **broken.parameters)
            return (Finding(subject="measurements", outcome=Outcome.INCOMPLETE, reason=said),)
    return (_incomplete("measurements", "plan_unmakeable"),)


def _missing(inspection: Inspection, rules: WeighingRules | None) -> tuple[Finding, ...]:
    missing: list[Finding] = []
    if inspection.premises is None:
        missing.append(_incomplete("premises", "premises_missing"))
    if inspection.instrument is None:
        missing.append(_incomplete("instrument", "instrument_missing"))
    elif rules is None:
        missing.append(_incomplete("instrument", "regulation_not_held"))
    if not inspection.weight_sets:
        missing.append(_incomplete("standards", "weights_missing"))
    return tuple(missing)


def _incomplete(subject: str, code: str) -> Finding:
    return Finding(subject=subject, outcome=Outcome.INCOMPLETE, reason=reason(code))


def _photo_findings(inspection: Inspection, photos: tuple[PhotoRole, ...]) -> tuple[Finding, ...]:
    taken = {photo.role for photo in inspection.photos_kept()}
    return tuple(_photo_missing(role) for role in photos if role.required and role.key not in taken)


@remembered(64)
def _photo_missing(role: PhotoRole) -> Finding:
    return Finding(
        subject=f"photo:{role.key}",
        outcome=Outcome.ADVISORY,
        reason=reason("photo_missing", photo=role.title.zh, photo_en=role.title.en),
    )
