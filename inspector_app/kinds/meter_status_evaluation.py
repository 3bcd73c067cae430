"""The status of a lot of utility meters in use: a sample, what is on file, a score and a grade.

A score only: the kind cannot pass or fail anything, and its words are never those of a verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from inspector_app.domain.exceptions import DomainRuleBroken, InputInvalid
from inspector_app.domain.figures import missing_figures, number_of
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import (
    Assessment,
    Finding,
    Manner,
    Outcome,
    Score,
    Verdict,
    reason,
)
from inspector_app.domain.measurement import Observation, PlanRow, Shape
from inspector_app.domain.quantities import Ratio
from inspector_app.domain.text import Text
from inspector_app.kinds.base import (
    NO_INSTRUMENT,
    Area,
    Basis,
    Check,
    InspectionKind,
    PhotoRole,
    ShapeUse,
    Step,
)
from inspector_app.kinds.checklist import check_findings
from inspector_app.kinds.trials import (
    advice,
    assessed,
    choice,
    day,
    incomplete,
    number,
    particulars_findings,
    place_findings,
    trial_row,
    words,
)
from inspector_app.metrology import meter_status
from inspector_app.metrology.meter_status import LotFacts, LotScore
from inspector_app.metrology.regulations import RegulationBook, Row
from inspector_app.metrology.rounding import round_to, tidy

TENTH = Decimal("0.1")
METHOD = Text(
    zh="在用计量表批次状态评价方法（本单位，草案）",
    en="Method for the status of lots of meters in use (own, draft)",
)
LAW = Text(
    zh="中华人民共和国计量法实施细则", en="Rules for Implementing the Metrology Law of the PRC"
)
GROUP = Text(zh="档案", en="Files")
SAMPLE = Text(zh="样本", en="sample")
LIMITS = {
    "water": ("jjg_162", "q3"),
    "gas": ("jjg_577", "error"),
    "electricity": ("jjg_596", "load"),
}
"""Where the limit of error in use stands, by kind of meter."""


def _check(key: str, zh: str, en: str) -> Check:
    return Check(
        key=key,
        text=Text(zh=zh, en=en),
        basis=Basis(LAW, "第十一条"),
        group=GROUP,
        decisive=False,
    )


CHECKS = (
    _check(
        "SE01",
        "本批计量表型号、批次、安装年份、区域一致，清单可查",
        "The lot is of one model, batch, year and area; its list is at hand",
    ),
    _check(
        "SE02",
        "故障、投诉、换表记录完整",
        "Faults, complaints and replacements are recorded completely",
    ),
    _check("SE03", "样本随机抽取，抽样过程有记录", "The sample was drawn at random, on record"),
)
_CLASSES = ("1", "2", "1.5", "0.5S", "0.2S")
PARTICULARS = (
    choice(
        "meter",
        Text(zh="计量表种类", en="kind of meter"),
        (
            ("water", Text(zh="水表", en="water meter")),
            ("gas", Text(zh="燃气表", en="gas meter")),
            ("electricity", Text(zh="电能表", en="electricity meter")),
        ),
    ),
    choice(
        "accuracy_class",
        Text(zh="准确度等级", en="accuracy class"),
        tuple((key, Text(zh=f"{key} 级", en=f"class {key}")) for key in _CLASSES),
    ),
    words("model", Text(zh="型号", en="model")),
    words("batch", Text(zh="批次", en="batch")),
    words("area", Text(zh="区域", en="area")),
    day("first_verified", Text(zh="首次检定日期", en="first verified on")),
    number("lot_size", Text(zh="在装数量", en="meters in the lot"), "", ("1", "9999999")),
    number("life", Text(zh="使用期限", en="life"), "a", ("1", "30")),
    number(
        "faults", Text(zh="近 12 个月故障数", en="faults in twelve months"), "", ("0", "9999999")
    ),
    number(
        "complaints",
        Text(zh="近 12 个月投诉数", en="complaints in twelve months"),
        "",
        ("0", "9999999"),
    ),
)
METER = (
    words("serial_number", Text(zh="编号", en="serial number")),
    number("error", Text(zh="示值误差", en="error"), "%", ("-100", "1000")),
    number(
        "first_error",
        Text(zh="首次检定误差", en="error when first verified"),
        "%",
        ("-100", "1000"),
        required=False,
    ),
)


def plan(inspection: Inspection, book: RegulationBook) -> tuple[PlanRow, ...]:
    """Return one row per meter of the sample that the plan asks for; none before the lot's size."""
    lot = number_of(inspection.fields, "lot_size")
    if lot is None or lot != lot.to_integral_value():
        return ()
    try:
        found = meter_status.sampling_plan(int(lot), book.in_force(meter_status.KEY, inspection.on))
    except DomainRuleBroken:
        return ()
    return tuple(
        trial_row(
            f"meter:{n}",
            Text(zh=f"第 {n} 只", en=f"meter {n}"),
            METER,
            series=SAMPLE,
        )
        for n in range(1, found.sample + 1)
    )


def assess(
    inspection: Inspection,
    row: PlanRow,  # noqa: ARG001 - as declared
    observation: Observation,
    book: RegulationBook,
) -> Assessment | None:
    """Return one meter's error beside the limit in use; the lot is scored, no meter is judged."""
    error = number_of(observation.figures, "error")
    limit = _limit(inspection, book)
    if error is None or limit is None:
        return None
    bound = Ratio(limit.decimal("limit_pct"), "%")
    return assessed(
        Ratio(error, "%"),
        lower=-bound,
        upper=bound,
        citation=limit.citation,
        lines=(f"E = {tidy(error)} %",),
    )


def _limit(inspection: Inspection, book: RegulationBook) -> Row | None:
    """Return the limit in use of meter and class, None while there is none."""
    wanted = inspection.fields.get("accuracy_class", "")
    key, table = LIMITS.get(inspection.fields.get("meter", ""), ("", ""))
    if not key:
        return None
    rows = book.in_force(key, inspection.on).rows(table)
    return next((row for row in rows if _is_wanted(row, wanted)), None)


def _is_wanted(row: Row, accuracy_class: str) -> bool:
    in_use = row.values.get("stage", "in_use") == "in_use"
    ordinary = row.values.get("ordinary", True) is True
    return row.text("accuracy_class") == accuracy_class and in_use and ordinary


def judge(inspection: Inspection, book: RegulationBook) -> Verdict:
    """Return the score with what it is made of; nothing passes and nothing fails."""
    rules = book.in_force(meter_status.KEY, inspection.on)
    findings = [
        *place_findings(inspection, with_instrument=False),
        *check_findings(inspection, CHECKS),
        *particulars_findings(inspection, PARTICULARS),
        *_unmeasured(inspection, book),
    ]
    found = None
    if not any(f.outcome is Outcome.INCOMPLETE for f in findings):
        try:
            found = meter_status.score_lot(_facts(inspection, book), rules)
        except DomainRuleBroken as broken:
            said = reason(broken.code, **broken.parameters)
            findings.append(incomplete("score", said))
    if found is not None:
        findings += _explained(found)
    findings += [
        advice("score", reason("score_is_no_verdict")),
        advice("statement", reason("screening")),
    ]
    return Verdict(
        outcome=Outcome.INCOMPLETE if found is None else Outcome.NOT_APPLICABLE,
        findings=tuple(findings),
        regulation=rules.number,
        rules_digest=book.digest,
        legal=False,
        manner=Manner.SCORE,
        score=None if found is None else _score(found, rules.number),
    )


def _unmeasured(inspection: Inspection, book: RegulationBook) -> Iterator[Finding]:
    rows = plan(inspection, book)
    done = [row for row in rows if inspection.observation_at(row.row_id) is not None]
    if len(done) < len(rows) or not rows:
        said = reason("sample_small", count=len(done), wanted=len(rows))
        yield incomplete("trial", said)
    for row in rows:
        seen = inspection.observation_at(row.row_id)
        if seen is not None and missing_figures(row.figures, seen.figures):
            yield incomplete(row.row_id, reason("row_unmeasured"))


def _facts(inspection: Inspection, book: RegulationBook) -> LotFacts:
    """Return what was filled in. Raises InputInvalid or OutOfRange for what cannot be scored."""
    fields = inspection.fields
    limit = _limit(inspection, book)
    if limit is None:
        raise InputInvalid(
            "meter_class_unknown", field="accuracy_class", value=fields.get("accuracy_class", "")
        )
    seen = inspection.observations_of(Shape.TRIAL)
    errors = [number_of(one.figures, "error") for one in seen]
    firsts = [number_of(one.figures, "first_error") for one in seen]
    pairs = zip(errors, firsts, strict=True)
    return LotFacts(
        lot=_whole(inspection, "lot_size"),
        errors=tuple(e for e in errors if e is not None),
        drifts=tuple(e - first for e, first in pairs if e is not None and first is not None),
        limit=limit.decimal("limit_pct"),
        faults=_whole(inspection, "faults"),
        complaints=_whole(inspection, "complaints"),
        age=meter_status.age_in_years(_first_verified(inspection), inspection.on),
        life=_number(inspection, "life"),
    )


def _first_verified(inspection: Inspection) -> date:
    return date.fromisoformat(inspection.fields["first_verified"])


def _number(inspection: Inspection, key: str) -> Decimal:
    return number_of(inspection.fields, key) or Decimal(0)


def _whole(inspection: Inspection, key: str) -> int:
    number = _number(inspection, key)
    if number != number.to_integral_value():
        raise InputInvalid("not_whole", field=key, value=tidy(number))
    return int(number)


def _explained(found: LotScore) -> Iterator[Finding]:
    """Yield each component with its arithmetic, the sample against its plan, and the sum."""
    for part in found.components:
        said = (
            reason("score_left_out")
            if part.share is None
            else reason(
                "score_component",
                share=round_to(part.share, TENTH),
                weight=tidy(part.weight),
                points=round_to(part.points, TENTH),
            )
        )
        yield Finding(
            subject=f"score:{part.key}",
            outcome=Outcome.ADVISORY,
            reason=said,
            citation=part.row.citation,
            lines=(part.line,) if part.line else (),
        )
    grade = {"grade": found.grade.text("zh"), "grade_en": found.grade.text("en")}
    counted = {"count": found.beyond, "allowed": found.plan.accept}
    code = "lot_exceeds" if found.capped else "lot_keeps"
    yield advice("score:sample", reason(code, **counted, **grade), found.plan.row.citation)
    total = reason("score_total", points=round_to(found.points, TENTH), **grade)
    yield advice("score:total", total, found.grade.citation)


def _score(found: LotScore, method: str) -> Score:
    return Score(
        points=f"{round_to(found.points, TENTH):f}", grade=found.grade.text("grade"), method=method
    )


KIND = InspectionKind(
    key="meter_status_evaluation",
    area=Area.METERS,
    title=Text(zh="在用计量表批次状态评价", en="Status of a lot of meters in use"),
    summary=Text(
        zh="抽样误差、漂移、故障、投诉、年限综合评分，不作结论",
        en="A score from sample, drift, faults, complaints and age; no verdict",
    ),
    basis=(Basis(METHOD, "全文"),),
    steps=(
        Step.PREMISES,
        Step.CHECKS,
        Step.PARTICULARS,
        Step.TRIALS,
        Step.EVIDENCE,
        Step.CONCLUSION,
        Step.SIGNATURES,
    ),
    checks=CHECKS,
    shapes=(ShapeUse(shape=Shape.TRIAL, title=Text(zh="样本误差", en="Errors of the sample")),),
    photos=(
        PhotoRole(key="list", title=Text(zh="批次清单", en="List of the lot"), required=False),
    ),
    signature_roles=("inspector", "second_inspector"),
    plan=plan,
    assess=assess,
    judge=judge,
    category=NO_INSTRUMENT,
    particulars=PARTICULARS,
)
