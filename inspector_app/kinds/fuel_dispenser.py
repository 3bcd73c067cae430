"""Fuel dispensers at a station: deliveries into a standard measure, identity, seals (JJG 443)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from inspector_app.domain.exceptions import DomainRuleBroken
from inspector_app.domain.figures import Figure, FigureKind, number_of
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Assessment, DecisionRule, Finding, Verdict, reason
from inspector_app.domain.measurement import Observation, PlanRow, Shape
from inspector_app.domain.quantities import Ratio
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
from inspector_app.kinds.dispenser_runs import (
    AMOUNT,
    DELIVERED,
    FLOW_POINTS,
    MOST_NOZZLES,
    NOZZLES,
    PARTICULARS,
    PRESET,
    PRICE,
    SMALLEST,
    UNANNOUNCED,
    Delivery,
    assess_delivery,
    delivery_of,
    group_of,
    is_delivery,
    left_out,
    nozzles_of,
    runs_of,
    single,
)
from inspector_app.kinds.trials import (
    KnownUncertainty,
    advice,
    assessed,
    assessment_finding,
    decided,
    incomplete,
    row_finding,
    standard_findings,
    standard_uncertainty,
    trial_row,
    trial_verdict,
)
from inspector_app.metrology import fuel_dispenser as rule
from inspector_app.metrology.conformity import percent
from inspector_app.metrology.regulations import Regulation, RegulationBook
from inspector_app.metrology.rounding import round_to, shown, tidy

REGULATION = Text(zh="燃油加油机检定规程", en="Verification regulation of fuel dispensers")
STATION = Text(
    zh="加油站计量监督管理办法", en="Measures for Metrology Supervision of Petrol Stations"
)
LOOK = Text(zh="外观与防作弊", en="Marks and cheating devices")

PLATE = tuple(
    Figure(key=key, label=Text(zh=zh, en=en), kind=FigureKind.TEXT, required=False)
    for key, zh, en in (
        ("board_number", "主板编号", "control board no."),
        ("encoder_number", "编码器编号", "encoder no."),
        ("software_version", "软件版本", "software version"),
        ("seal_adjuster", "封印①（流量调整）", "seal 1 (adjuster)"),
        ("seal_encoder", "封印②（编码器与流量计）", "seal 2 (encoder to meter)"),
        ("seal_board", "封印③（主板与机壳）", "seal 3 (board to cabinet)"),
    )
)
TOTALS = tuple(
    Figure(
        key=key,
        label=Text(zh=zh, en=en),
        unit="L",
        lowest=Decimal(0),
        highest=Decimal(10**12),
        decimals=3,
    )
    for key, zh, en in (
        ("monitor_total", "监控微处理器累计", "monitoring processor's total"),
        ("display_total", "显示累计", "displayed total"),
        ("tax_total", "税控累计", "tax memory's total"),
    )
)
IDENTITY = "identity"


def _check(key: str, zh: str, en: str, basis: Basis, *, decisive: bool = True) -> Check:
    return Check(key=key, text=Text(zh=zh, en=en), basis=basis, group=LOOK, decisive=decisive)


_JJG = Basis(REGULATION, "JJG 443-2023")
CHECKS = (
    _check(
        "FD01",
        "检定合格标志在显著位置且在有效期内",
        "The verification mark is displayed and valid",
        Basis(STATION, "第五条（四）"),
    ),
    _check(
        "FD02",
        "无额外接线（飞线）、加装电路板或遥控装置",
        "No added wiring, board or remote control",
        Basis(STATION, "第五条（七）"),
    ),
    _check(
        "FD03",
        "自锁功能正常（脉冲或体积异常即锁机）",
        "Self-lock works: an abnormal pulse count or volume locks the dispenser",
        _JJG,
    ),
    _check(
        "FD04",
        "输入按键序列不改变计量结果",
        "No key sequence changes the measured result",
        Basis(STATION, "第五条（七）"),
    ),
    _check(
        "FD05",
        "后台计算机无控制计量的软件",
        "The back-office computer holds no software that controls the measurement",
        Basis(STATION, "第五条（七）"),
    ),
    _check(
        "FD06",
        "按示值结算，使用法定计量单位",
        "Sales are settled by the indication, in legal units",
        Basis(STATION, "第五条（六）、（八）"),
    ),
    _check(
        "FD07",
        "有标准金属量器自校记录",
        "A log of own checks with a standard measure is kept",
        _JJG,
        decisive=False,
    ),
)


def plan(inspection: Inspection, book: RegulationBook) -> tuple[PlanRow, ...]:
    """Return identity, deliveries and totals of each nozzle named in the particulars."""
    rules = book.in_force(rule.KEY, inspection.on)
    runs = int(rules.figure("runs").decimal())
    return tuple(row for nozzle in nozzles_of(inspection) for row in _rows(nozzle, runs))


def _rows(nozzle: str, runs: int) -> Iterator[PlanRow]:
    group = group_of(nozzle)
    yield trial_row(
        f"{nozzle}:{IDENTITY}", Text(zh="身份与封印", en="identity and seals"), PLATE, group=group
    )
    for flow in FLOW_POINTS:
        yield from runs_of(nozzle, flow, runs)
    yield single(nozzle, (SMALLEST, Text(zh="最小被测量", en="minimum measured quantity")))
    yield single(nozzle, PRESET)
    for test in UNANNOUNCED:
        yield single(nozzle, test)
    yield trial_row(
        f"{nozzle}:totals",
        Text(zh="累计数", en="totals"),
        TOTALS,
        group=group,
        optional=True,
        without_error=True,
    )


def assess(
    inspection: Inspection, row: PlanRow, observation: Observation, book: RegulationBook
) -> Assessment | None:
    """Return a delivery's error in percent against its limits; None for what is no delivery."""
    return assess_delivery(inspection, row, observation, book)


def judge(inspection: Inspection, book: RegulationBook) -> Verdict:
    """Return the conclusion over all nozzles: flow points by their means, the rest row by row."""
    rules = book.in_force(rule.KEY, inspection.on)
    findings: list[Finding] = [*standard_findings(inspection, "measure_valid_until")]
    rows = plan(inspection, book)
    if not rows:
        findings.append(incomplete("trial", reason("nozzles_missing")))
    if unheard := left_out(inspection):
        names = ", ".join(name[:40] for name in unheard[:8])
        said = reason("nozzles_left_out", names=names, count=len(unheard), most=MOST_NOZZLES)
        findings.append(incomplete(f"field:{NOZZLES}", said))
    for nozzle in nozzles_of(inspection):
        findings += _nozzle(inspection, nozzle, rows, rules, book)
    return trial_verdict(inspection, KIND, findings, regulation=rules.number, book=book)


def _nozzle(
    inspection: Inspection,
    nozzle: str,
    rows: tuple[PlanRow, ...],
    rules: Regulation,
    book: RegulationBook,
) -> Iterator[Finding]:
    own = [row for row in rows if row.row_id.startswith(f"trial:{nozzle}:")]
    yield from _identity(inspection, nozzle, rules)
    for key, _words in FLOW_POINTS:
        points = [row for row in own if f":{key}:" in row.row_id]
        known = standard_uncertainty(inspection, rules, book)
        yield from _flow_point(inspection, f"{nozzle}:{key}", points, (rules, known))
    flows = {f":{key}:" for key, _words in FLOW_POINTS}
    for row in own:
        if is_delivery(row) and not any(flow in row.row_id for flow in flows):
            yield from row_finding(
                inspection, row, lambda r, o: assess_delivery(inspection, r, o, book)
            )
        yield from _payment(inspection, row, rules)
    yield from _totals(inspection, nozzle, rules)
    yield from _preset(inspection, nozzle, rules)


def _identity(inspection: Inspection, nozzle: str, rules: Regulation) -> Iterator[Finding]:
    """Compare what was found with ledger and type certificate; what the ledger lacks is noted."""
    subject = f"trial:{nozzle}:{IDENTITY}"
    seen = inspection.observation_at(subject)
    if seen is None:
        yield incomplete(subject, reason("row_unmeasured"))
        return
    entry = inspection.measuring_instrument_of(seen)
    ledger = entry.particulars if entry else {}
    for figure in PLATE:
        found, kept = seen.figures.get(figure.key, ""), ledger.get(figure.key, "")
        name = {"name": figure.label.zh, "name_en": figure.label.en}
        if not kept:
            yield advice(subject, reason("ledger_silent", found=found or "—", **name))
        else:
            same = found.strip() == kept.strip()
            code = "ledger_agrees" if same else "ledger_differs"
            said = reason(code, found=found or "—", ledger=kept, **name)
            line = f"{found or '—'} {'=' if same else '≠'} {kept}"
            yield decided(subject, same, said, rules.figure("identity").citation, (line,))


def _deliveries(
    inspection: Inspection, rows: list[PlanRow], rules: Regulation
) -> Iterator[tuple[PlanRow, Delivery | None]]:
    for row in rows:
        seen = inspection.observation_at(row.row_id)
        yield row, delivery_of(inspection, seen, rules) if seen is not None else None


def _flow_point(
    inspection: Inspection,
    subject: str,
    rows: list[PlanRow],
    by: tuple[Regulation, KnownUncertainty | None],
) -> Iterator[Finding]:
    """Judge a flow point by its mean error and its repeatability."""
    rules = by[0]
    try:
        found = tuple(_deliveries(inspection, rows, rules))
    except DomainRuleBroken as broken:
        yield incomplete(f"trial:{subject}", reason(broken.code, **broken.parameters))
        return
    missing = [row for row, delivery in found if delivery is None]
    for row in missing:
        yield incomplete(row.row_id, reason("row_unmeasured"))
    if missing:
        return
    runs = [delivery for _row, delivery in found if delivery is not None]
    series = rule.series_of([d.error for d in runs], rules.figure("runs_divisor").decimal())
    errors = ", ".join(_percent(d.error, "0.0001") for d in runs)
    mean = f"mean E = ({errors})/{len(runs)} = {_percent(series.mean, '0.0001')} %"
    lines = (*(line for d in runs for line in d.lines), mean)
    yield from _mean_findings(f"trial:{subject}", series, by, lines)
    yield _spread_finding(f"trial:{subject}", series, rules)


def _mean_findings(
    subject: str,
    series: rule.Series,
    by: tuple[Regulation, KnownUncertainty | None],
    lines: tuple[str, ...],
) -> Iterator[Finding]:
    """Judge the mean error, and note where the decision is closer than its uncertainty."""
    rules, known = by
    mpe = rules.figure("mpe_pct")
    limit = Ratio(mpe.decimal(), "%")
    found = assessed(
        Ratio(series.mean, "%"),
        lower=-limit,
        upper=limit,
        citation=mpe.citation,
        lines=lines,
        known=known,
    )
    about = {"error": f"{_percent(series.mean)} %", "limit": f"±{tidy(mpe.decimal())} %"}
    if found.rule is DecisionRule.GUARDED:
        yield assessment_finding(subject, found, error=about["error"])
        return
    said = reason("mean_within" if found.conforms else "mean_over", **about)
    yield decided(subject, found.conforms, said, mpe.citation, found.lines, about)
    if found.guard is None or found.risk is None:
        return
    if abs(abs(found.error) - limit) < found.guard:
        near = reason(
            "mean_near_limit", guard=shown(found.guard), risk=percent(found.risk), **about
        )
        yield advice(subject, near, mpe.citation)


def _spread_finding(subject: str, series: rule.Series, rules: Regulation) -> Finding:
    """Judge the repeatability by the estimator that the regulation's row names.

    Which one it means (range, or range over d_n) was not confirmed: where the two disagree, the
    finding rests on that row until the office confirms it.
    """
    limit, way = rules.figure("repeatability_pct"), rules.figure("repeatability_estimator")
    judged, other = rule.by_estimator(series, way)
    within = judged <= limit.decimal()
    agreed = within is (other <= limit.decimal())
    row = limit if agreed or way.confirmation.is_confirmed else way
    spread, shown_limit = _percent(judged, "0.0001").lstrip("+"), tidy(limit.decimal())
    said = reason(
        "repeatability_within" if within else "repeatability_over",
        range=f"{spread} %",
        limit=f"{shown_limit} %",
    )
    sign = "≤" if within else ">"
    term = "Emax − Emin"
    if judged is not series.spread:
        term = f"({term}) / {tidy(rules.figure('runs_divisor').decimal())}"
    line = f"{term} = {spread} % {sign} {shown_limit} %"
    return decided(subject, within, said, row.citation, (line,))


def _payment(inspection: Inspection, row: PlanRow, rules: Regulation) -> Iterator[Finding]:
    seen = inspection.observation_at(row.row_id)
    if seen is None or not is_delivery(row):
        return
    found = [number_of(seen.figures, figure.key) for figure in (DELIVERED, PRICE, AMOUNT)]
    if None in found:
        return
    volume, price, amount = (n for n in found if n is not None)
    limit = rules.figure("payment")
    due = rule.payment([(volume, price)])
    error = abs(amount - due)
    within = error <= limit.decimal()
    said = reason(
        "payment_within" if within else "payment_over",
        amount=tidy(amount),
        due=tidy(due),
        limit=tidy(limit.decimal()),
    )
    line = f"{tidy(volume)} × {tidy(price)} = {tidy(due)}"
    yield decided(row.row_id, within, said, limit.citation, (line,))


def _totals(inspection: Inspection, nozzle: str, rules: Regulation) -> Iterator[Finding]:
    subject = f"trial:{nozzle}:totals"
    seen = inspection.observation_at(subject)
    if seen is None:
        return
    values = {figure.key: number_of(seen.figures, figure.key) for figure in TOTALS}
    known = {value for value in values.values() if value is not None}
    shown = {key: tidy(value) if value is not None else "—" for key, value in values.items()}
    code = "totals_agree" if len(known) == 1 else "totals_differ"
    yield advice(subject, reason(code, **shown), rules.figure("identity").citation)


def _preset(inspection: Inspection, nozzle: str, rules: Regulation) -> Iterator[Finding]:
    """Say by how much a preset delivery differs from the free flow; it is where cheats show."""
    preset = inspection.observation_at(f"trial:{nozzle}:{PRESET[0]}:1")
    free = inspection.observation_at(f"trial:{nozzle}:{FLOW_POINTS[0][0]}:1")
    if preset is None or free is None:
        return
    one, other = (delivery_of(inspection, seen, rules) for seen in (preset, free))
    if one is None or other is None:
        return
    limit = rules.figure("repeatability_pct")
    difference = one.error - other.error
    code = "preset_like_free" if abs(difference) <= limit.decimal() else "preset_unlike_free"
    said = reason(code, difference=f"{_percent(difference)} %", limit=f"{tidy(limit.decimal())} %")
    yield advice(f"trial:{nozzle}:{PRESET[0]}:1", said, limit.citation)


def _percent(value: Decimal, step: str = "0.01") -> str:
    return f"{round_to(value, Decimal(step)):+f}".replace("-", "−")


KIND = InspectionKind(
    key="fuel_dispenser",
    area=Area.FUEL,
    title=Text(zh="燃油加油机检查", en="Fuel dispenser"),
    summary=Text(
        zh="标准量器量值误差、重复性、付费、封印与防作弊",
        en="Volume error, repeatability, payment, seals and cheating devices",
    ),
    basis=(Basis(REGULATION, "JJG 443-2023"), Basis(STATION, "第五条")),
    steps=TRIAL_STEPS,
    checks=CHECKS,
    shapes=(ShapeUse(shape=Shape.TRIAL, title=Text(zh="油枪试验", en="Nozzle tests")),),
    photos=(
        PhotoRole(key="measure", title=Text(zh="标准量器读数", en="Measure's reading")),
        PhotoRole(key="seals", title=Text(zh="三处封印", en="The three seals")),
        PhotoRole(key="nameplate", title=Text(zh="铭牌", en="Nameplate"), required=False),
    ),
    signature_roles=("inspector", "second_inspector", "party"),
    plan=plan,
    assess=assess,
    judge=judge,
    category="fuel_dispenser",
    plate=PLATE,
    particulars=PARTICULARS,
    merges_by=NOZZLES,
)
