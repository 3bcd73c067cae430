"""Water meters in use: life or cycle, and the error at the permanent flow (JJG 162)."""

from __future__ import annotations

from dataclasses import replace

from inspector_app.domain.figures import number_of
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Assessment, Verdict
from inspector_app.domain.measurement import Observation, PlanRow, Shape
from inspector_app.domain.quantities import MINUS
from inspector_app.domain.text import Text
from inspector_app.kinds.base import (
    TRIAL_STEPS,
    Area,
    Basis,
    InspectionKind,
    PhotoRole,
    ShapeUse,
)
from inspector_app.kinds.meter_lives import (
    FIRST_VERIFIED,
    REPLACE_BY,
    marks,
    meter_verdict,
    run_assessment,
)
from inspector_app.kinds.trials import (
    UNCERTAINTY,
    choice,
    count_of,
    day,
    number,
    numbers_of,
    standard_uncertainty,
    trial_row,
    words,
)
from inspector_app.metrology.regulations import Regulation, RegulationBook, first_row
from inspector_app.metrology.rounding import tidy
from inspector_app.metrology.verification_due import Cycle, water_meter_cycle

KEY = "jjg_162"
MOST_RUNS = 10
REGULATION = Text(
    zh="饮用冷水水表检定规程", en="Verification regulation of cold potable water meters"
)
GROUP = Text(zh="在用水表", en="Meter in use")

CHECKS = marks("UM", GROUP)
PARTICULARS = (
    choice(
        "accuracy_class",
        Text(zh="准确度等级", en="accuracy class"),
        (("2", Text(zh="2 级", en="class 2")), ("1", Text(zh="1 级", en="class 1"))),
    ),
    day(REPLACE_BY, Text(zh="到期轮换日期", en="to be replaced by"), required=False),
    day(FIRST_VERIFIED, Text(zh="首次检定日期", en="first verified on"), required=False),
    number(
        "diameter_mm",
        Text(zh="公称口径", en="nominal diameter"),
        "mm",
        ("6", "2000"),
        required=False,
    ),
    number(
        "q3_m3h",
        Text(zh="常用流量 Q3", en="permanent flow Q3"),
        "m³/h",
        ("0.1", "10000"),
        required=False,
    ),
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
    limit = first_row(
        r
        for r in rules.rows("q3")
        if r.text("accuracy_class") == wanted and r.text("stage") == inspection.stage.value
    )
    litres = run_assessment(
        (start * 1000, stop * 1000, standard),
        limit,
        unit="L",
        symbol="V",
        known=standard_uncertainty(inspection, rules, book),
    )
    shown = f"V = ({tidy(stop)} {MINUS} {tidy(start)}) m³ = {tidy((stop - start) * 1000)} L"
    return replace(litres, lines=(shown, *litres.lines[1:]))


def judge(inspection: Inspection, book: RegulationBook) -> Verdict:
    """Return the conclusion: life, every run, and the marks."""
    return meter_verdict(inspection, KIND, KEY, lambda cycles: _cycle(inspection, cycles), book)


def _cycle(inspection: Inspection, cycles: Regulation) -> Cycle | None:
    """Return life or cycle by diameter and flow; None while the diameter is not filled in."""
    diameter = number_of(inspection.fields, "diameter_mm")
    if diameter is None:
        return None
    return water_meter_cycle(diameter, number_of(inspection.fields, "q3_m3h"), cycles)


KIND = InspectionKind(
    key="utility_meter",
    area=Area.METERS,
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
    version=2,
    category="water_meter",
    plate=(
        words("nominal_diameter", Text(zh="公称口径", en="nominal diameter"), required=False),
        words("q3", Text(zh="常用流量 Q3", en="permanent flow Q3"), required=False),
    ),
    particulars=PARTICULARS,
)
