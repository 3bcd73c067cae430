"""Diaphragm gas meters in use: life by the gas, error by zone of flow (JJG 577)."""

from __future__ import annotations

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Assessment, Verdict
from inspector_app.domain.measurement import Observation, PlanRow, Shape
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
    day,
    number,
    numbers_of,
    standard_uncertainty,
    trial_row,
    words,
)
from inspector_app.metrology.regulations import Regulation, RegulationBook, first_row
from inspector_app.metrology.verification_due import Cycle, gas_meter_cycle

KEY = "jjg_577"
REGULATION = Text(zh="膜式燃气表检定规程", en="Verification regulation of diaphragm gas meters")
GROUP = Text(zh="在用燃气表", en="Meter in use")
ZONES = {"qmax": "upper", "q02": "upper", "qmin": "lower"}
_FLOWS = (
    ("qmax", Text(zh="最大流量 qmax", en="maximum flow qmax"), False),
    ("q02", Text(zh="0.2 qmax", en="0.2 qmax"), False),
    ("qmin", Text(zh="最小流量 qmin", en="minimum flow qmin"), True),
)

CHECKS = marks("UG", GROUP)
PARTICULARS = (
    choice(
        "gas",
        Text(zh="燃气种类", en="gas"),
        (
            ("natural", Text(zh="天然气", en="natural gas")),
            ("artificial", Text(zh="人工煤气", en="manufactured gas")),
            ("lpg", Text(zh="液化石油气", en="liquefied petroleum gas")),
        ),
    ),
    choice(
        "accuracy_class",
        Text(zh="准确度等级", en="accuracy class"),
        (("1.5", Text(zh="1.5 级", en="class 1.5")), ("1", Text(zh="1.0 级", en="class 1.0"))),
    ),
    day(FIRST_VERIFIED, Text(zh="首次检定日期", en="first verified on"), required=False),
    day(REPLACE_BY, Text(zh="到期轮换日期", en="to be replaced by"), required=False),
    words("standard_number", Text(zh="标准器编号", en="standard's number")),
    day("standard_valid_until", Text(zh="标准器有效期至", en="standard valid until")),
    UNCERTAINTY,
)
RUN = (
    number("start", Text(zh="燃气表起始示值", en="meter before"), "m³", ("0", "99999999")),
    number("stop", Text(zh="燃气表终止示值", en="meter after"), "m³", ("0", "99999999")),
    number(
        "standard", Text(zh="标准体积", en="standard volume"), "m³", ("0.0001", "1000"), live=True
    ),
)


def plan(inspection: Inspection, book: RegulationBook) -> tuple[PlanRow, ...]:  # noqa: ARG001 - as declared
    """Return one row per flow; the least flow may stay open on site."""
    return tuple(
        trial_row(f"flow:{key}", label, RUN, optional=optional) for key, label, optional in _FLOWS
    )


def assess(
    inspection: Inspection, row: PlanRow, observation: Observation, book: RegulationBook
) -> Assessment | None:
    """Return the relative error against the limit of class, zone and stage (JJG 577)."""
    found = numbers_of(observation.figures, "start", "stop", "standard")
    wanted = inspection.fields.get("accuracy_class", "")
    if found is None or not wanted:
        return None
    rules = book.in_force(KEY, inspection.on)
    zone = ZONES[row.row_id.rpartition(":")[2]]
    limit = first_row(
        r
        for r in rules.rows("error")
        if (r.text("accuracy_class"), r.text("zone"), r.text("stage"))
        == (wanted, zone, inspection.stage.value)
    )
    start, stop, standard = found
    return run_assessment(
        (start, stop, standard),
        limit,
        unit="m³",
        symbol="V",
        known=standard_uncertainty(inspection, rules, book),
    )


def judge(inspection: Inspection, book: RegulationBook) -> Verdict:
    """Return the conclusion: life, every flow, and the marks."""

    def cycle_of(cycles: Regulation) -> Cycle | None:
        return gas_meter_cycle(inspection.fields.get("gas", ""), cycles)

    return meter_verdict(inspection, KIND, KEY, cycle_of, book)


KIND = InspectionKind(
    key="gas_meter",
    area=Area.METERS,
    title=Text(zh="在用燃气表检查", en="Gas meter in use"),
    summary=Text(zh="使用期限与流量点误差", en="Life and error at the flows"),
    basis=(Basis(REGULATION, "JJG 577-2012"),),
    steps=TRIAL_STEPS,
    checks=CHECKS,
    shapes=(ShapeUse(shape=Shape.TRIAL, title=Text(zh="流量试验", en="Flow runs")),),
    photos=(PhotoRole(key="meter", title=Text(zh="燃气表示值与铭牌", en="Reading and nameplate")),),
    signature_roles=("inspector", "party"),
    plan=plan,
    assess=assess,
    judge=judge,
    category="gas_meter",
    plate=(
        words("size", Text(zh="规格（如 G2.5）", en="size (as G2.5)"), required=False),
        words("q_max", Text(zh="最大流量 qmax", en="maximum flow qmax"), required=False),
    ),
    particulars=PARTICULARS,
)
