"""Electricity meters in use: life by class, error at the loads found on site (JJG 596)."""

from __future__ import annotations

from inspector_app.domain.exceptions import OutOfRange
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Assessment, Verdict
from inspector_app.domain.measurement import Observation, PlanRow, Shape
from inspector_app.domain.text import Text
from inspector_app.kinds.base import (
    TRIAL_STEPS,
    Area,
    Basis,
    Check,
    InspectionKind,
    PhotoRole,
    ShapeUse,
)
from inspector_app.kinds.meter_lives import (
    FIRST_VERIFIED,
    LAW,
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
from inspector_app.metrology.regulations import Regulation, RegulationBook
from inspector_app.metrology.verification_due import Cycle, electricity_meter_cycle

KEY = "jjg_596"
MOST_LOADS = 10
REGULATION = Text(
    zh="电子式交流电能表检定规程", en="Verification regulation of electronic AC energy meters"
)
GROUP = Text(zh="在用电能表", en="Meter in use")

CHECKS = (
    *marks("UE", GROUP),
    Check(
        key="UE03",
        text=Text(
            zh="接线正确，无绕越、分流等异常接线",
            en="Wired correctly; nothing bypasses or shunts the meter",
        ),
        basis=Basis(LAW, "第四十六条"),
        group=GROUP,
    ),
)
PARTICULARS = (
    choice(
        "accuracy_class",
        Text(zh="准确度等级", en="accuracy class"),
        (
            ("2", Text(zh="2 级（A）", en="class 2 (A)")),
            ("1", Text(zh="1 级（B）", en="class 1 (B)")),
            ("0.5S", Text(zh="0.5S 级（C）", en="class 0.5S (C)")),
            ("0.2S", Text(zh="0.2S 级（D）", en="class 0.2S (D)")),
        ),
    ),
    day(FIRST_VERIFIED, Text(zh="首次检定日期", en="first verified on"), required=False),
    day(REPLACE_BY, Text(zh="到期轮换日期", en="to be replaced by"), required=False),
    words("standard_number", Text(zh="标准电能表编号", en="standard's number")),
    day("standard_valid_until", Text(zh="标准电能表有效期至", en="standard valid until")),
    number("loads", Text(zh="负载点数", en="number of loads"), "", ("1", "10"), required=False),
    UNCERTAINTY,
)
RUN = (
    number(
        "current",
        Text(zh="负载电流（占基本电流）", en="load, of the basic current"),
        "%",
        ("0.1", "2000"),
    ),
    choice(
        "power_factor",
        Text(zh="功率因数", en="power factor"),
        (("1", Text(zh="1.0", en="1.0")), ("0.5L", Text(zh="0.5（感性）", en="0.5 inductive"))),
    ),
    number("start", Text(zh="电能表起始示值", en="meter before"), "kWh", ("0", "99999999")),
    number("stop", Text(zh="电能表终止示值", en="meter after"), "kWh", ("0", "99999999")),
    number(
        "standard", Text(zh="标准电能", en="standard energy"), "kWh", ("0.0001", "10000"), live=True
    ),
)


def plan(inspection: Inspection, book: RegulationBook) -> tuple[PlanRow, ...]:  # noqa: ARG001 - as declared
    """Return one row per load found on site."""
    loads = count_of(inspection, "loads", most=MOST_LOADS)
    return tuple(
        trial_row(f"load:{n}", Text(zh=f"负载点 {n}", en=f"load {n}"), RUN)
        for n in range(1, loads + 1)
    )


def assess(
    inspection: Inspection,
    row: PlanRow,  # noqa: ARG001 - as declared
    observation: Observation,
    book: RegulationBook,
) -> Assessment | None:
    """Return the relative error against the limit of class, power factor and load (JJG 596).

    Raises OutOfRange(`meter_load_uncovered`) for a load too small for the table.
    """
    found = numbers_of(observation.figures, "current", "start", "stop", "standard")
    wanted = inspection.fields.get("accuracy_class", "")
    factor = observation.figures.get("power_factor", "")
    if found is None or not wanted or not factor:
        return None
    current, start, stop, standard = found
    rules = book.in_force(KEY, inspection.on)
    covering = [
        r
        for r in rules.rows("load")
        if (r.text("accuracy_class"), r.text("power_factor")) == (wanted, factor)
        and current >= r.decimal("from_pct")
    ]
    if not covering:
        raise OutOfRange("meter_load_uncovered", load=current)
    limit = max(covering, key=lambda r: r.decimal("from_pct"))
    return run_assessment(
        (start, stop, standard),
        limit,
        unit="kWh",
        symbol="W",
        known=standard_uncertainty(inspection, rules, book),
    )


def judge(inspection: Inspection, book: RegulationBook) -> Verdict:
    """Return the conclusion: life, every load, and the marks."""

    def cycle_of(cycles: Regulation) -> Cycle | None:
        return electricity_meter_cycle(inspection.fields.get("accuracy_class", ""), cycles)

    return meter_verdict(inspection, KIND, KEY, cycle_of, book)


KIND = InspectionKind(
    key="electricity_meter",
    area=Area.METERS,
    title=Text(zh="在用电能表检查", en="Electricity meter in use"),
    summary=Text(zh="使用期限与现场负载误差", en="Life and error at the loads found on site"),
    basis=(Basis(REGULATION, "JJG 596-2012"),),
    steps=TRIAL_STEPS,
    checks=CHECKS,
    shapes=(ShapeUse(shape=Shape.TRIAL, title=Text(zh="负载试验", en="Load runs")),),
    photos=(PhotoRole(key="meter", title=Text(zh="电能表示值与铭牌", en="Reading and nameplate")),),
    signature_roles=("inspector", "party"),
    plan=plan,
    assess=assess,
    judge=judge,
    category="electricity_meter",
    plate=(
        words("current_range", Text(zh="电流规格", en="current range"), required=False),
        words("constant", Text(zh="电能表常数", en="meter constant"), required=False),
    ),
    particulars=PARTICULARS,
)
