"""A market's fair scale: its duties (order 94) and the self-check of one load, weighed again."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.exceptions import DomainRuleBroken
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Finding, Outcome, reason
from inspector_app.domain.measurement import PlanRow, Shape
from inspector_app.domain.quantities import MINUS, Mass
from inspector_app.domain.text import Text
from inspector_app.kinds.base import (
    WEIGHING_STEPS,
    Area,
    Basis,
    Check,
    InspectionKind,
    PhotoRole,
    ShapeUse,
)
from inspector_app.kinds.scale_checks import LAW_DETAILS, MARKET_RULES
from inspector_app.kinds.scale_judgement import ScaleTests
from inspector_app.kinds.weighing_plan import Rows, made_loads, made_row, planned, zero_rows
from inspector_app.kinds.weighing_points import assess_weighing
from inspector_app.kinds.weighing_rules import WeighingRules
from inspector_app.metrology.applicable_regulation import DIGITAL_SCALES
from inspector_app.metrology.fair_scale import (
    check_fair_scale,
    fair_scale_load,
    is_about_half,
    weights_class_suffices,
)
from inspector_app.metrology.regulations import Regulation, RegulationBook
from inspector_app.metrology.rounding import quotient, shown, shown_signed

SPECIFICATION = Text(
    zh="集贸市场公平秤管理规范", en="Management specification of a market's fair scale"
)
PLACE = Text(zh="设置与标识", en="Place and marking")
CARE = Text(zh="检定与维护", en="Verification and care")
LEDGER = Text(zh="台账与记录", en="Ledger and records")
_ORDER_94 = Basis(MARKET_RULES, "第五条（六）")
_RECORDS = Basis(SPECIFICATION, "附录 A–D")

CHECKS = (
    Check(
        key="FS01",
        text=Text(
            zh="公平秤设在显著、便捷的位置，消费者可自行使用",
            en="The fair scale stands where it is seen and at hand; anyone may use it",
        ),
        basis=_ORDER_94,
        group=PLACE,
        may_not_apply=False,
    ),
    Check(
        key="FS02",
        text=Text(
            zh="有醒目的“公平秤”标识",
            en="It is marked as the fair scale, so that none overlooks it",
        ),
        basis=_ORDER_94,
        group=PLACE,
        may_not_apply=False,
    ),
    Check(
        key="FS03",
        text=Text(
            zh="检定合格标志在有效期内，铅封完好",
            en="The verification mark is valid and the seal intact",
        ),
        basis=Basis(LAW_DETAILS, "第二十二条"),
        group=CARE,
        may_not_apply=False,
    ),
    Check(
        key="FS04",
        text=Text(
            zh="市场开办者指定专人维护和监督公平秤",
            en="The market's operator has named who maintains and watches the fair scale",
        ),
        basis=_ORDER_94,
        group=CARE,
        may_not_apply=False,
    ),
    Check(
        key="FS05",
        text=Text(
            zh="定期用砝码自校，有核查记录",
            en="It is checked with a weight again and again, and the checks are written down",
        ),
        basis=_RECORDS,
        group=LEDGER,
        decisive=False,
        hint=Text(
            zh="翻看最近三次核查记录：日期、砝码证书号、三次示值、极差和结论是否齐全。",
            en="Look at the last three checks: date, certificate of the weight, three indications, "
            "range and result.",
        ),
    ),
    Check(
        key="FS06",
        text=Text(
            zh="公平秤已列入强检器具台账",
            en="It stands in the ledger of instruments to be verified",
        ),
        basis=_RECORDS,
        group=LEDGER,
        decisive=False,
    ),
    Check(
        key="FS07",
        text=Text(
            zh="复秤和短斤缺两纠纷有登记、有处理结果",
            en="Re-weighings and disputes over short weight are entered, with their outcome",
        ),
        basis=_RECORDS,
        group=LEDGER,
        decisive=False,
    ),
    Check(
        key="FS08",
        text=Text(zh="维修保养有记录", en="Repair and care are written down"),
        basis=_RECORDS,
        group=LEDGER,
        decisive=False,
    ),
)

SHAPES = (
    ShapeUse(shape=Shape.ZERO, title=Text(zh="零点", en="Zero")),
    ShapeUse(shape=Shape.REPEATABILITY, title=Text(zh="半量程核查", en="Check at half of Max")),
)


def tests(inspection: Inspection) -> tuple[Rows, ...]:  # noqa: ARG001 - as declared
    """Return the zero, and one load in the centre as often as the specification says."""
    return (zero_rows, _half_rows)


def _half_rows(rules: WeighingRules) -> list[PlanRow]:
    maximum = rules.instrument.maximum_capacity
    made = made_loads(rules, [fair_scale_load(maximum, rules.weighing)])[0]
    runs = int(rules.weighing.figure("fair_scale_runs").decimal())
    return [
        made_row(
            rules,
            f"{Shape.REPEATABILITY.value}:{run}",
            Shape.REPEATABILITY,
            Text(zh=f"中心 · 第 {run} 次", en=f"centre, weighing {run}"),
            made,
        )
        for run in range(1, runs + 1)
    ]


def own_findings(
    inspection: Inspection, rules: WeighingRules, book: RegulationBook
) -> Iterator[Finding]:
    """Yield what is said of the load, of the weights and of the range of its weighings."""
    rows = [
        row
        for row in planned(inspection, book, tests(inspection))
        if row.shape is Shape.REPEATABILITY
    ]
    load = rows[0].load if rows else None
    if load is None:
        return
    figures = book.in_force(DIGITAL_SCALES, inspection.on)
    yield from _means(inspection, load, rules, figures)
    errors = [_error(inspection, row, book) for row in rows]
    known = [error for error in errors if error is not None]
    if len(known) == len(rows):
        yield _range(known, load, rules, figures)


def _means(
    inspection: Inspection, load: Mass, rules: WeighingRules, figures: Regulation
) -> Iterator[Finding]:
    maximum = rules.instrument.maximum_capacity
    part = f"{quotient(load, maximum) * 100:.1f} %"
    if not is_about_half(load, maximum, figures):
        said = reason("fair_load_not_half", load=shown(load), part=part)
        span = figures.figure("fair_scale_load_span").citation
        yield Finding(subject="half", outcome=Outcome.INCOMPLETE, reason=said, citation=span)
    wanted = figures.figure("fair_scale_weights_class")
    for chosen in inspection.weight_sets:
        if not weights_class_suffices(chosen.accuracy_class, figures):
            said = reason("fair_weights_coarse", name=chosen.name, wanted=wanted.text())
            yield Finding(
                subject="standards",
                outcome=Outcome.INCOMPLETE,
                reason=said,
                citation=wanted.citation,
            )


def _error(inspection: Inspection, row: PlanRow, book: RegulationBook) -> Mass | None:
    seen = inspection.observation_at(row.row_id)
    if seen is None:
        return None
    try:
        found = assess_weighing(inspection, row, seen, book)
    except DomainRuleBroken:
        return None  # the row's own finding says it
    error = found.error if found is not None else None
    return error if isinstance(error, Mass) else None


def _range(errors: list[Mass], load: Mass, rules: WeighingRules, figures: Regulation) -> Finding:
    found = check_fair_scale(
        [load + error for error in errors],
        load=load,
        e=rules.e,
        rules=figures,
        accuracy_class=rules.instrument.accuracy_class,
    )
    spread, limit = found.spread.to(rules.e.unit), found.limit
    sign = "≤" if found.normal else ">"
    high, low = shown_signed(max(errors)), shown_signed(min(errors))
    range_line = f"Emax {MINUS} Emin = {high} {MINUS} ({low}) = {shown(spread)}"
    return Finding(
        subject=Shape.REPEATABILITY.value,
        outcome=Outcome.PASS if found.normal else Outcome.FAIL,
        reason=reason(
            "fair_range_within" if found.normal else "fair_range_over",
            range=shown(spread),
            limit=shown(limit),
        ),
        citation=found.citation,
        lines=(f"{range_line} {sign} |MPE| = {shown(limit)}",),
    )


TESTS = ScaleTests(
    checks=CHECKS,
    shapes=SHAPES,
    photos=(
        PhotoRole(key="overall", title=Text(zh="公平秤及标识", en="The fair scale and its sign")),
        PhotoRole(key="ledger", title=Text(zh="台账", en="Ledger"), required=False),
    ),
    tests=tests,
    own=own_findings,
    own_spread=True,
)

KIND = InspectionKind(
    key="fair_scale",
    area=Area.MARKET,
    title=Text(zh="公平秤核查", en="Fair scale check"),
    summary=Text(
        zh="设置、标识、检定、维护和台账，半量程三次核查",
        en="Place, marking, verification, care and ledger; half of Max weighed three times",
    ),
    basis=(_ORDER_94, _RECORDS, Basis(LAW_DETAILS, "第二十二条")),
    steps=WEIGHING_STEPS,
    checks=CHECKS,
    shapes=SHAPES,
    photos=TESTS.photos,
    signature_roles=("inspector", "party"),
    plan=TESTS.plan,
    assess=TESTS.assess,
    judge=TESTS.judge,
)
