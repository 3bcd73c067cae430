"""Water meters in use: life or cycle, and the error at the permanent flow (JJG 162)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Assessment, Finding, Verdict, reason
from inspector_app.domain.measurement import Observation, PlanRow, Shape
from inspector_app.domain.quantities import MINUS, Ratio
from inspector_app.domain.text import Text
from inspector_app.kinds.base import TRIAL_STEPS, Basis, Check, InspectionKind, PhotoRole, ShapeUse
from inspector_app.kinds.trials import (
    UNCERTAINTY,
    assessed,
    choice,
    count_of,
    day,
    decided,
    number,
    numbers_of,
    row_finding,
    standard_findings,
    standard_uncertainty,
    trial_row,
    trial_verdict,
    words,
)
from inspector_app.metrology.fuel_dispenser import relative_error
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.metrology.rounding import round_to, tidy

KEY = "jjg_162"
MOST_RUNS = 10
STEP = Decimal("0.01")
"""Of the error in percent, where it is written down."""
REGULATION = Text(
    zh="饮用冷水水表检定规程", en="Verification regulation of cold potable water meters"
)
LAW = Text(
    zh="中华人民共和国计量法实施细则", en="Rules for Implementing the Metrology Law of the PRC"
)
GROUP = Text(zh="在用水表", en="Meter in use")

CHECKS = (
    Check(
        key="UM01",
        text=Text(zh="铭牌、编号清晰，封印完好", en="Nameplate legible, seal whole"),
        basis=Basis(LAW, "第二十二条"),
        group=GROUP,
    ),
    Check(
        key="UM02",
        text=Text(zh="首次强制检定证明可查", en="The initial verification can be shown"),
        basis=Basis(LAW, "第十一条"),
        group=GROUP,
    ),
)
PARTICULARS = (
    choice(
        "accuracy_class",
        Text(zh="准确度等级", en="accuracy class"),
        (("2", Text(zh="2 级", en="class 2")), ("1", Text(zh="1 级", en="class 1"))),
    ),
    day("replace_by", Text(zh="到期轮换日期", en="to be replaced by")),
    words("standard_number", Text(zh="标准器编号", en="standard's number")),
    day("standard_valid_until", Text(zh="标准器有效期至", en="standard valid until")),
    UNCERTAINTY,
    number("runs", Text(zh="试验次数", en="number of runs"), "", ("1", "10"), required=False),
)
RUN = (
    number("start", Text(zh="水表起始示值", en="meter before"), "m³", ("0", "99999999")),
    number("stop", Text(zh="水表终止示值", en="meter after"), "m³", ("0", "99999999")),
    number("standard", Text(zh="标准体积", en="standard volume"), "L", ("1", "100000"), live=True),
)


def plan(inspection: Inspection, book: RegulationBook) -> tuple[PlanRow, ...]:  # noqa: ARG001 - as declared
    """Return one row per run at the permanent flow Q3."""
    runs = count_of(inspection, "runs", most=MOST_RUNS)
    return tuple(
        trial_row(f"q3:{run}", Text(zh=f"Q3 第 {run} 次", en=f"Q3, run {run}"), RUN)
        for run in range(1, runs + 1)
    )


def assess(
    inspection: Inspection,
    row: PlanRow,  # noqa: ARG001 - as declared
    observation: Observation,
    book: RegulationBook,
) -> Assessment | None:
    """Return the relative error at Q3 against the limit of class and stage (JJG 162)."""
    found = numbers_of(observation.figures, "start", "stop", "standard")
    wanted = inspection.fields.get("accuracy_class", "")
    if found is None or not wanted:
        return None
    start, stop, standard = found
    rules = book.in_force(KEY, inspection.on)
    limit = next(
        r
        for r in rules.rows("q3")
        if r.text("accuracy_class") == wanted and r.text("stage") == inspection.stage.value
    )
    indicated = (stop - start) * 1000
    error = relative_error(indicated, standard)
    bound = Ratio(limit.decimal("limit_pct"), "%")
    shown = round_to(error, STEP)
    return assessed(
        Ratio(error, "%"),
        lower=-bound,
        upper=bound,
        citation=limit.citation,
        known=standard_uncertainty(inspection, rules, book),
        step=STEP,
        lines=(
            f"V = ({tidy(stop)} {MINUS} {tidy(start)}) m³ = {tidy(indicated)} L",
            f"E = ({tidy(indicated)} {MINUS} {tidy(standard)}) / {tidy(standard)} = {shown:+f} %",
        ),
    )


def judge(inspection: Inspection, book: RegulationBook) -> Verdict:
    """Return the conclusion: life, every run, and the marks."""
    findings: list[Finding] = [
        *standard_findings(inspection, "standard_valid_until"),
        *_life(inspection),
    ]
    for row in plan(inspection, book):
        findings += row_finding(inspection, row, lambda r, o: assess(inspection, r, o, book))
    number_in_force = book.in_force(KEY, inspection.on).number
    return trial_verdict(inspection, KIND, findings, regulation=number_in_force, book=book)


def _life(inspection: Inspection) -> Iterator[Finding]:
    until = inspection.fields.get("replace_by", "")
    if not until:
        return
    within = inspection.on <= date.fromisoformat(until)
    said = reason("life_within" if within else "life_over", until=until)
    yield decided("field:replace_by", within, said, None)


KIND = InspectionKind(
    key="utility_meter",
    title=Text(zh="在用水表检查", en="Water meter in use"),
    summary=Text(zh="使用期限与常用流量误差", en="Life and error at the permanent flow"),
    basis=(Basis(REGULATION, "JJG 162-2019"),),
    steps=TRIAL_STEPS,
    checks=CHECKS,
    shapes=(ShapeUse(shape=Shape.TRIAL, title=Text(zh="流量试验", en="Flow runs")),),
    photos=(PhotoRole(key="meter", title=Text(zh="水表示值与铭牌", en="Reading and nameplate")),),
    signature_roles=("inspector", "party"),
    plan=plan,
    assess=assess,
    judge=judge,
    category="water_meter",
    plate=(
        words("nominal_diameter", Text(zh="公称口径", en="nominal diameter"), required=False),
        words("q3", Text(zh="常用流量 Q3", en="permanent flow Q3"), required=False),
    ),
    particulars=PARTICULARS,
)
