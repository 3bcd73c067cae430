"""What kinds made of trials share: rows of figures, particulars, findings. No kind of its own.

A trial is one row of declared figures: a delivery into a standard measure, a charge, a package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from inspector_app.domain.exceptions import DomainRuleBroken, InputInvalid
from inspector_app.domain.figures import Figure, FigureKind, missing_figures, number_of
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import (
    Assessment,
    Citation,
    DecisionRule,
    Finding,
    Outcome,
    Reason,
    Verdict,
    reason,
)
from inspector_app.domain.measurement import Observation, PlanRow, Shape
from inspector_app.domain.quantities import Quantity, Ratio
from inspector_app.domain.text import Text
from inspector_app.kinds.base import InspectionKind
from inspector_app.kinds.checklist import check_findings, verdict_of
from inspector_app.kinds.decided_errors import UNDECIDED, error_reason
from inspector_app.metrology import conformity
from inspector_app.metrology.regulations import Regulation, RegulationBook, Row
from inspector_app.metrology.rounding import round_to, shown, shown_signed

UNCERTAINTY_RULES = "uncertainty"
Assess = Callable[[PlanRow, Observation], Assessment | None]


def number(
    key: str,
    label: Text,
    unit: str,
    span: tuple[str, str],
    *,
    live: bool = False,
    required: bool = True,
    unit_from: str = "",
) -> Figure:
    """Return a box for a number within `span`, both ends included, in `unit`.

    No unit: a count, so a whole number; but `unit_from` names the choice that says the unit.
    """
    return Figure(
        key=key,
        label=label,
        unit=unit,
        lowest=Decimal(span[0]),
        highest=Decimal(span[1]),
        decimals=None if unit or unit_from else 0,
        live=live,
        required=required,
        unit_from=unit_from,
    )


def words(key: str, label: Text, *, required: bool = True) -> Figure:
    """Return a box for a text."""
    return Figure(key=key, label=label, kind=FigureKind.TEXT, required=required)


def day(key: str, label: Text, *, required: bool = True) -> Figure:
    """Return a box for a date."""
    return Figure(key=key, label=label, kind=FigureKind.DATE, required=required)


def choice(
    key: str, label: Text, choices: tuple[tuple[str, Text], ...], *, required: bool = True
) -> Figure:
    """Return a box that takes one of these keys."""
    return Figure(key=key, label=label, kind=FigureKind.CHOICE, choices=choices, required=required)


UNCERTAINTY = number(
    "error_uncertainty",
    Text(zh="误差的扩展不确定度 U（k=2）", en="expanded uncertainty of the error, U (k = 2)"),
    "%",
    ("0", "10"),
    required=False,
)
"""A particular that a kind may ask for: with it every decision on an error says its risk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownUncertainty:
    """U of the errors of an inspection and the decision rule of the edition judged by.

    of: None while U is not known. asked: the row that asks for the rule.
    """

    of: conformity.Uncertainty | None
    rule: DecisionRule
    asked: Row

    @property
    def lines(self) -> tuple[str, ...]:
        """Return who asks for a guard band; nothing where the limit itself decides."""
        guarded = self.rule is DecisionRule.GUARDED
        return (f"w = U: {self.asked.regulation} {self.asked.clause}",) if guarded else ()


def trial_row(
    row_id: str,
    label: Text,
    figures: tuple[Figure, ...],
    *,
    group: Text | None = None,
    series: Text | None = None,
    optional: bool = False,
    without_error: bool = False,
) -> PlanRow:
    """Return a plan row of figures. row_id begins `trial:`, as the walk by shape expects."""
    return PlanRow(
        row_id=f"{Shape.TRIAL.value}:{row_id}",
        shape=Shape.TRIAL,
        label=label,
        figures=figures,
        group=group,
        series=series,
        optional=optional,
        without_error=without_error,
    )


def count_of(inspection: Inspection, key: str, *, most: int, otherwise: int = 1) -> int:
    """Return a whole number of the particulars, within 1..most; `otherwise` while it is none."""
    text = inspection.fields.get(key, "").strip()
    return min(max(int(text), 1), most) if text.isascii() and text.isdigit() else otherwise


def date_of(values: Mapping[str, str], key: str) -> date | None:
    """Return a kept date, None while it is empty. Raises InputInvalid(`not_a_date`)."""
    text = values.get(key, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InputInvalid("not_a_date", field=key, value=text[:40]) from None


def numbers_of(values: Mapping[str, str], *keys: str) -> tuple[Decimal, ...] | None:
    """Return these figures as numbers, None while one of them is empty."""
    found = [number_of(values, key) for key in keys]
    return None if None in found else tuple(number for number in found if number is not None)


def standard_uncertainty(
    inspection: Inspection, rules: Regulation, book: RegulationBook
) -> KnownUncertainty | None:
    """Return U of an error in percent as the particular `UNCERTAINTY` says.

    With it comes the decision rule that `rules`, the edition judged by, asks for. None while the
    particular is empty and the limit itself decides.
    """
    expanded = number_of(inspection.fields, UNCERTAINTY.key)
    # Looked at without a note: where no U is known and the limit decides, nothing rests on it.
    decides = conformity.decision_rule(rules, book.plain.in_force(conformity.KEY, inspection.on))
    if expanded is None and decides is DecisionRule.SIMPLE:
        return None
    asked = conformity.asked_by(rules, book.in_force(conformity.KEY, inspection.on))
    if expanded is None:
        return KnownUncertainty(of=None, rule=decides, asked=asked)
    k = book.in_force(UNCERTAINTY_RULES, inspection.on).figure("coverage_factor").decimal()
    return KnownUncertainty(
        of=conformity.Uncertainty(expanded=Ratio(expanded, "%"), coverage=k),
        rule=decides,
        asked=asked,
    )


def assessed(
    error: Quantity,
    *,
    lower: Quantity | None,
    upper: Quantity | None,
    citation: Citation,
    lines: Sequence[str],
    known: KnownUncertainty | None = None,
    step: Decimal | None = None,
) -> Assessment:
    """Return where an error lies: outside its limits OVER, within U of one GUARD.

    It is judged as computed; step: to what it is rounded then, where it has no end of its own.
    """
    decision = conformity.decide(
        error,
        lower=lower,
        upper=upper,
        uncertainty=known.of if known else None,
        rule=known.rule if known else DecisionRule.SIMPLE,
    )
    return Assessment(
        error=error if step is None else type(error)(round_to(error.value, step), error.unit),
        lower=lower,
        upper=upper,
        guard=known.of.expanded if known and known.of else None,
        band=decision.band,
        lines=(*lines, *decision.lines, *(known.lines if known else ())),
        citation=conformity.rests_on(decision, citation, known.asked) if known else citation,
        rule=decision.rule,
        risk=decision.risk,
    )


def incomplete(subject: str, said: Reason) -> Finding:
    """Return what is missing before anything can be concluded."""
    return Finding(subject=subject, outcome=Outcome.INCOMPLETE, reason=said)


def advice(subject: str, said: Reason, citation: Citation | None = None) -> Finding:
    """Return something to note that decides nothing."""
    return Finding(subject=subject, outcome=Outcome.ADVISORY, reason=said, citation=citation)


def decided(
    subject: str,
    conforms: bool,  # noqa: FBT001 - the judgement itself, never a switch
    said: Reason,
    citation: Citation | None,
    lines: Sequence[str] = (),
    about: Mapping[str, str] | None = None,
) -> Finding:
    """Return a PASS or a FAIL with its arithmetic."""
    return Finding(
        subject=subject,
        outcome=Outcome.PASS if conforms else Outcome.FAIL,
        reason=said,
        citation=citation,
        lines=tuple(lines),
        about=tuple((about or {}).items()),
    )


def place_findings(inspection: Inspection, *, with_instrument: bool = True) -> tuple[Finding, ...]:
    """Return what is missing of premises and instrument."""
    found: list[Finding] = []
    if inspection.premises is None:
        found.append(incomplete("premises", reason("premises_missing")))
    if with_instrument and inspection.measuring_instrument is None:
        found.append(incomplete("instrument", reason("instrument_missing")))
    return tuple(found)


def particulars_findings(
    inspection: Inspection, particulars: Iterable[Figure]
) -> tuple[Finding, ...]:
    """Return one INCOMPLETE finding for each required particular still empty."""
    return tuple(
        incomplete(
            f"field:{figure.key}",
            reason("particular_missing", name=figure.label.zh, name_en=figure.label.en),
        )
        for figure in missing_figures(particulars, inspection.fields)
    )


def row_finding(inspection: Inspection, row: PlanRow, assess: Assess) -> tuple[Finding, ...]:
    """Return the finding of one trial: unmeasured, refused by a rule, within or over its limits.

    An optional row that was left empty says nothing; so does one that has nothing to be judged.
    """
    seen = inspection.observation_at(row.row_id)
    if seen is None:
        return () if row.optional else (incomplete(row.row_id, reason("row_unmeasured")),)
    try:
        found = assess(row, seen)
    except DomainRuleBroken as broken:
        return (incomplete(row.row_id, reason(broken.code, **broken.parameters)),)
    return (assessment_finding(row.row_id, found),) if found is not None else ()


def row_findings(
    inspection: Inspection, kind: InspectionKind, book: RegulationBook
) -> list[Finding]:
    """Return the findings of every row of the kind's plan, in its order."""
    return [
        finding
        for row in kind.plan(inspection, book)
        for finding in row_finding(
            inspection, row, lambda r, o: kind.assess(inspection, r, o, book)
        )
    ]


def assessment_finding(subject: str, found: Assessment, *, error: str = "") -> Finding:
    """Return an assessment as a finding with error and limits in words.

    error: as it is written, '' for all digits that it has.
    """
    error, limit = error or shown_signed(found.error), limits_text(found)
    about, said = {"error": error, "limit": limit}, error_reason(found, error, limit)
    if said.code in UNDECIDED:
        return incomplete(subject, said)
    return decided(subject, found.conforms, said, found.citation, found.lines, about)


_VALUES = {"within_limit": "value_within", "over_limit": "value_over"}


def as_value(finding: Finding) -> Finding:
    """Return the finding of a row in words for a value that is no error: without its plus."""
    code = _VALUES.get(finding.reason.code)
    if code is None:
        return finding
    about = {key: text.replace("+", "") for key, text in finding.about}
    said = reason(code, value=about["error"], limit=about["limit"])
    return replace(finding, reason=said, about=tuple(about.items()))


def limits_text(found: Assessment) -> str:
    """Return `±0.30 %`, or the sides that there are."""
    lower, upper = found.lower, found.upper
    if lower is not None and upper is not None and (-lower).equals(upper):
        return f"±{shown(upper)}"
    sides = (("≥ ", lower), ("≤ ", upper))
    return ", ".join(sign + shown_signed(side) for sign, side in sides if side is not None)


def standard_findings(inspection: Inspection, key: str) -> tuple[Finding, ...]:
    """Return INCOMPLETE where the standard's certificate (a date of the particulars) ran out."""
    until = inspection.fields.get(key, "")
    if not until or until >= inspection.on.isoformat():
        return ()
    return (incomplete(f"field:{key}", reason("standard_expired", until=until)),)


def trial_verdict(
    inspection: Inspection,
    kind: InspectionKind,
    findings: Iterable[Finding],
    *,
    regulation: str,
    book: RegulationBook,
) -> Verdict:
    """Return the conclusion: place, checks and particulars of the kind, then its own findings."""
    said = (
        *place_findings(inspection, with_instrument=bool(kind.category)),
        *check_findings(inspection, kind.checks),
        *particulars_findings(inspection, kind.particulars),
        *findings,
        advice("statement", reason("screening")),
    )
    return verdict_of(said, regulation=regulation, book=book)
