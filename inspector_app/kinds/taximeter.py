"""Taximeters in the vehicle: distance against a measured road or a standard (JJG 517)."""

from __future__ import annotations

from decimal import Decimal

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Assessment, Finding, Verdict
from inspector_app.domain.measurement import Observation, PlanRow, Shape
from inspector_app.domain.quantities import MINUS, Ratio
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
from inspector_app.kinds.trials import (
    UNCERTAINTY,
    assessed,
    count_of,
    day,
    number,
    numbers_of,
    row_findings,
    standard_findings,
    standard_uncertainty,
    trial_row,
    trial_verdict,
    words,
)
from inspector_app.metrology.fuel_dispenser import relative_error
from inspector_app.metrology.regulations import RegulationBook, first_row
from inspector_app.metrology.rounding import round_to, tidy

KEY = "jjg_517"
INSTALLED = "installed"
MOST_RUNS = 10
STEP = Decimal("0.01")
"""Of the error in percent, where it is written down."""
REGULATION = Text(zh="出租汽车计价器检定规程", en="Verification regulation of taximeters")
LAW = Text(
    zh="中华人民共和国计量法实施细则", en="Rules for Implementing the Metrology Law of the PRC"
)
GROUP = Text(zh="外观与封印", en="Marks and seals")

CHECKS = (
    Check(
        key="TX01",
        text=Text(
            zh="检定合格证在有效期内，封印完好",
            en="The verification certificate is valid and the seals are whole",
        ),
        basis=Basis(LAW, "第二十二条"),
        group=GROUP,
    ),
    Check(
        key="TX02",
        text=Text(
            zh="计价器、传感器之间无加装装置、无额外接线",
            en="Nothing is added and no wire is tapped between sensor and taximeter",
        ),
        basis=Basis(REGULATION, "JJG 517-2016"),
        group=GROUP,
    ),
    Check(
        key="TX03",
        text=Text(
            zh="显示、打印的里程与金额一致", en="Distance and fare shown and printed are the same"
        ),
        basis=Basis(REGULATION, "JJG 517-2016"),
        group=GROUP,
    ),
)
PARTICULARS = (
    words("plate_number", Text(zh="车牌号", en="vehicle's number plate")),
    words("standard_number", Text(zh="标准装置编号", en="standard's number")),
    day("standard_valid_until", Text(zh="标准装置有效期至", en="standard valid until")),
    UNCERTAINTY,
    number("runs", Text(zh="试验次数", en="number of runs"), "", ("1", "10"), required=False),
)
RUN = (
    number("indicated", Text(zh="计价器示值里程", en="distance indicated"), "km", ("0.1", "1000")),
    number("true", Text(zh="标准里程", en="true distance"), "km", ("0.1", "1000"), live=True),
)


def plan(inspection: Inspection, book: RegulationBook) -> tuple[PlanRow, ...]:  # noqa: ARG001 - as declared
    """Return one row per run over the measured distance."""
    runs = count_of(inspection, "runs", most=MOST_RUNS)
    return tuple(
        trial_row(f"distance:{run}", Text(zh=f"里程第 {run} 次", en=f"distance, run {run}"), RUN)
        for run in range(1, runs + 1)
    )


def assess(
    inspection: Inspection,
    row: PlanRow,  # noqa: ARG001 - as declared
    observation: Observation,
    book: RegulationBook,
) -> Assessment | None:
    """Return (indicated - true) / true in percent; the band is not symmetric (JJG 517)."""
    found = numbers_of(observation.figures, "indicated", "true")
    if found is None:
        return None
    indicated, true = found
    rules = book.in_force(KEY, inspection.on)
    limit = first_row(r for r in rules.rows("distance") if r.text("stage") == INSTALLED)
    error = relative_error(indicated, true)
    shown = round_to(error, STEP)
    return assessed(
        Ratio(error, "%"),
        lower=Ratio(limit.decimal("low_pct"), "%"),
        upper=Ratio(limit.decimal("high_pct"), "%"),
        citation=limit.citation,
        known=standard_uncertainty(inspection, rules, book),
        step=STEP,
        lines=(f"E = ({tidy(indicated)} {MINUS} {tidy(true)}) / {tidy(true)} = {shown:+f} %",),
    )


def judge(inspection: Inspection, book: RegulationBook) -> Verdict:
    """Return the conclusion: every run within the band, and the marks."""
    findings: list[Finding] = [*standard_findings(inspection, "standard_valid_until")]
    findings += row_findings(inspection, KIND, book)
    number_in_force = book.in_force(KEY, inspection.on).number
    return trial_verdict(inspection, KIND, findings, regulation=number_in_force, book=book)


KIND = InspectionKind(
    key="taximeter",
    area=Area.FUEL,
    title=Text(zh="出租汽车计价器检查", en="Taximeter"),
    summary=Text(zh="里程误差、封印与防作弊", en="Distance error, seals and cheating devices"),
    basis=(Basis(REGULATION, "JJG 517-2016"),),
    steps=TRIAL_STEPS,
    checks=CHECKS,
    shapes=(ShapeUse(shape=Shape.TRIAL, title=Text(zh="里程试验", en="Distance runs")),),
    photos=(PhotoRole(key="seals", title=Text(zh="计价器与封印", en="Taximeter and seals")),),
    signature_roles=("inspector", "party"),
    plan=plan,
    assess=assess,
    judge=judge,
    category="taximeter",
    plate=(
        words("k_constant", Text(zh="K 值", en="constant K"), required=False),
        words("seal_number", Text(zh="封印编号", en="seal number"), required=False),
    ),
    particulars=PARTICULARS,
)
