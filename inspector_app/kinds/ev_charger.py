"""EV chargers: working error, clock, payment, marks, signed sessions (JJG 1148 AC, JJG 1149 DC)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from inspector_app.domain.figures import number_of
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Assessment, Finding, Verdict, reason
from inspector_app.domain.measurement import Observation, PlanRow, Shape
from inspector_app.domain.quantities import MINUS, Duration, Ratio
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
from inspector_app.kinds.charging_sessions import (
    COUNT,
    is_session,
    session_findings,
    session_rows,
)
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
from inspector_app.metrology.fuel_dispenser import payment, relative_error
from inspector_app.metrology.regulations import Regulation, RegulationBook, first_row
from inspector_app.metrology.rounding import round_to, tidy

REGULATIONS = {"ac": "jjg_1148", "dc": "jjg_1149"}
MOST_POINTS = 10
STEP = Decimal("0.01")
CLOCK = "trial:clock"
REGULATION = Text(zh="电动汽车充电桩检定规程", en="Verification regulations of charging points")
GROUP = Text(zh="外观与功能", en="Marks and functions")
CHECKS = (
    Check(
        key="EV01",
        text=Text(zh="铭牌、检定标志齐全且在有效期内", en="Nameplate and valid verification mark"),
        basis=Basis(REGULATION, "JJG 1148-2022、JJG 1149-2022"),
        group=GROUP,
    ),
    Check(
        key="EV02",
        text=Text(
            zh="显示电量最小变量不大于 0.001 kWh",
            en="Energy is shown in steps of 0.001 kWh or finer",
        ),
        basis=Basis(REGULATION, "JJG 1148-2022、JJG 1149-2022"),
        group=GROUP,
    ),
    Check(
        key="EV03",
        text=Text(zh="封印完好，无加装装置", en="Seals whole, nothing added"),
        basis=Basis(REGULATION, "JJG 1148-2022、JJG 1149-2022"),
        group=GROUP,
    ),
)
PARTICULARS = (
    choice(
        "current",
        Text(zh="充电方式（空为交流）", en="kind of current (empty: AC)"),
        (("ac", Text(zh="交流", en="AC")), ("dc", Text(zh="直流", en="DC"))),
        required=False,
    ),
    choice(
        "accuracy_class",
        Text(zh="准确度等级", en="accuracy class"),
        (("1", Text(zh="1 级", en="class 1")), ("2", Text(zh="2 级", en="class 2"))),
    ),
    choice(
        "time_of_use",
        Text(zh="是否分时计费", en="time-of-use tariff"),
        (("yes", Text(zh="是", en="yes")), ("no", Text(zh="否", en="no"))),
    ),
    words("standard_number", Text(zh="标准表编号", en="reference meter's number")),
    day("standard_valid_until", Text(zh="标准表有效期至", en="reference meter valid until")),
    UNCERTAINTY,
    number("points", Text(zh="负载点数", en="load points"), "", ("1", "10"), required=False),
    COUNT,
)
RUN = (
    number("displayed", Text(zh="充电桩示值", en="charger's indication"), "kWh", ("0.001", "1000")),
    number(
        "standard",
        Text(zh="标准表电能", en="reference meter's energy"),
        "kWh",
        ("0.001", "1000"),
        live=True,
    ),
    number(
        "unit_price",
        Text(zh="单价（含服务费）", en="price with service"),
        "yuan",
        ("0", "100"),
        required=False,
    ),
    number(
        "amount", Text(zh="显示金额", en="amount shown"), "yuan", ("0", "100000"), required=False
    ),
)
CLOCK_FIGURES = (
    number(
        "clock_error", Text(zh="时钟示值误差", en="error of the clock"), "s", ("-86400", "86400")
    ),
)


def plan(inspection: Inspection, book: RegulationBook) -> tuple[PlanRow, ...]:  # noqa: ARG001 - as declared
    """Return a row per load point, the clock's where the tariff depends on it, and the sessions."""
    points = count_of(inspection, "points", most=MOST_POINTS)
    rows = tuple(
        trial_row(f"load:{n}", Text(zh=f"负载点 {n}", en=f"load point {n}"), RUN)
        for n in range(1, points + 1)
    )
    if inspection.fields.get("time_of_use") != "no":
        rows = (*rows, trial_row("clock", Text(zh="时钟", en="clock"), CLOCK_FIGURES))
    return (*rows, *session_rows(inspection))


def _rules(inspection: Inspection, book: RegulationBook) -> Regulation:
    """Return the regulation in force for the kind of current; AC where none is named."""
    current = inspection.fields.get("current", "") or "ac"
    return book.in_force(REGULATIONS[current], inspection.on)


def assess(
    inspection: Inspection, row: PlanRow, observation: Observation, book: RegulationBook
) -> Assessment | None:
    """Return the working error in percent, or the clock's error in seconds, against its limit."""
    if row.row_id == CLOCK:
        return _clock(inspection, observation, book)
    found = numbers_of(observation.figures, "displayed", "standard")
    wanted = inspection.fields.get("accuracy_class", "")
    if found is None or not wanted:
        return None
    displayed, standard = found
    rules = _rules(inspection, book)
    limit = first_row(r for r in rules.rows("working_error") if r.text("accuracy_class") == wanted)
    error, bound = relative_error(displayed, standard), Ratio(limit.decimal("limit_pct"), "%")
    quotient = f"({tidy(displayed)} {MINUS} {tidy(standard)}) / {tidy(standard)}"
    return assessed(
        Ratio(error, "%"),
        lower=-bound,
        upper=bound,
        citation=limit.citation,
        known=standard_uncertainty(inspection, rules, book),
        step=STEP,
        lines=(f"E = {quotient} = {round_to(error, STEP):+f} %",),
    )


def _clock(
    inspection: Inspection, observation: Observation, book: RegulationBook
) -> Assessment | None:
    error = number_of(observation.figures, "clock_error")
    if error is None:
        return None
    rows = _rules(inspection, book).rows("clock")
    limit = first_row(r for r in rows if r.text("stage") == inspection.stage.value)
    bound = Duration(limit.decimal("limit_s"), "s")
    return assessed(
        Duration(error, "s"),
        lower=-bound,
        upper=bound,
        citation=limit.citation,
        lines=(f"|Δt| = {tidy(abs(error))} s, {tidy(bound.value)} s",),
    )


def judge(inspection: Inspection, book: RegulationBook) -> Verdict:
    """Return the conclusion: every load point, the clock, the payment, the marks."""
    findings: list[Finding] = [*standard_findings(inspection, "standard_valid_until")]
    for row in plan(inspection, book):
        if is_session(row):
            findings += session_findings(inspection, row, book)
            continue
        findings += row_finding(inspection, row, lambda r, o: assess(inspection, r, o, book))
        findings += _payment(inspection, row, book)
    number_in_force = _rules(inspection, book).number
    return trial_verdict(inspection, KIND, findings, regulation=number_in_force, book=book)


def _payment(inspection: Inspection, row: PlanRow, book: RegulationBook) -> Iterator[Finding]:
    seen = inspection.observation_at(row.row_id)
    found = numbers_of(seen.figures, "displayed", "unit_price", "amount") if seen else None
    if found is None:
        return
    energy, price, amount = found
    limit = _rules(inspection, book).figure("payment")
    due = payment([(energy, price)])
    within = abs(amount - due) <= limit.decimal()
    said = reason(
        "payment_within" if within else "payment_over",
        amount=tidy(amount),
        due=tidy(due),
        limit=tidy(limit.decimal()),
    )
    line = f"{tidy(energy)} × {tidy(price)} = {tidy(due)}"
    yield decided(row.row_id, within, said, limit.citation, (line,))


KIND = InspectionKind(
    key="ev_charger",
    area=Area.FUEL,
    title=Text(zh="电动汽车充电桩检查", en="EV charger"),
    summary=Text(
        zh="工作误差、时钟、付费、封印与签名读数（OCMF）",
        en="Working error, clock, payment, seals and signed readings (OCMF)",
    ),
    basis=(Basis(REGULATION, "JJG 1148-2022、JJG 1149-2022"),),
    steps=TRIAL_STEPS,
    checks=CHECKS,
    shapes=(ShapeUse(shape=Shape.TRIAL, title=Text(zh="充电试验", en="Charging runs")),),
    photos=(PhotoRole(key="display", title=Text(zh="充电桩示值", en="Charger's display")),),
    signature_roles=("inspector", "party"),
    plan=plan,
    assess=assess,
    judge=judge,
    category="ev_charger",
    plate=(
        words("software_version", Text(zh="软件版本", en="software version"), required=False),
        words("meter_number", Text(zh="电能表编号", en="energy meter's number"), required=False),
    ),
    particulars=PARTICULARS,
)
