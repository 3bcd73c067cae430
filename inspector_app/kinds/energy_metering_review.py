"""Energy measuring instruments of a key energy user: rates of equipment (GB 17167, by edition)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from inspector_app.domain.exceptions import DomainRuleBroken
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Assessment, Confirmation, Finding, Verdict, reason
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
from inspector_app.kinds.trials import (
    advice,
    assessed,
    decided,
    incomplete,
    number,
    numbers_of,
    trial_row,
    trial_verdict,
    words,
)
from inspector_app.metrology.energy_metering import KEY, TABLE, Level, check_rate
from inspector_app.metrology.regulations import Regulation, RegulationBook
from inspector_app.metrology.rounding import round_to, tidy

TENTH = Decimal("0.1")
STANDARD = Text(
    zh="用能单位能源计量器具配备和管理通则",
    en="General principle for equipping and managing of the measuring instrument of energy",
)
LAW = Text(
    zh="中华人民共和国节约能源法", en="Energy Conservation Law of the People's Republic of China"
)
MANAGEMENT = Text(zh="能源计量管理", en="Management of energy measuring")

ENERGIES = (
    ("electricity", Text(zh="电力", en="electricity")),
    ("coal", Text(zh="煤炭、焦炭", en="coal and coke")),
    ("refined_oil", Text(zh="成品油", en="refined oil")),
    ("heavy_oil", Text(zh="重油、渣油", en="heavy oil and residue")),
    ("natural_gas", Text(zh="天然气、液化气", en="natural gas and LPG")),
    ("coal_gas", Text(zh="煤气", en="coal gas")),
    ("steam", Text(zh="蒸汽", en="steam")),
    ("hot_water", Text(zh="热水", en="hot water")),
    ("recoverable", Text(zh="可回收利用的余能", en="recoverable energy")),
    ("other", Text(zh="其他能源", en="other energy")),
)
"""As the table of the standard names them; a test holds both together."""
LEVELS = {
    Level.UNIT: Text(zh="进出用能单位", en="in and out of the unit"),
    Level.SUB_UNIT: Text(zh="进出主要次级用能单位", en="in and out of main sub-units"),
    Level.EQUIPMENT: Text(zh="主要用能设备", en="main equipment"),
}


def _check(key: str, zh: str, en: str, *, document: Text, article: str) -> Check:
    return Check(key=key, text=Text(zh=zh, en=en), basis=Basis(document, article), group=MANAGEMENT)


CHECKS = (
    _check(
        "EM01",
        "建立能源计量管理制度，有专人负责",
        "Energy measuring has its rules and a person in charge",
        document=LAW,
        article="第二十七条",
    ),
    _check(
        "EM02",
        "能源计量器具有一览表，账、卡、物相符",
        "The list of energy measuring instruments agrees with what is installed",
        document=STANDARD,
        article="GB 17167-2006 4.3、5",
    ),
    _check(
        "EM03",
        "配备的能源计量器具经依法检定或校准，在有效期内",
        "Energy measuring instruments are verified or calibrated, and the dates are good",
        document=LAW,
        article="第二十七条",
    ),
    _check(
        "EM04",
        "按照能源种类、分级分项采集数据，原始记录可追溯",
        "Data are collected by kind of energy and level; original records can be traced",
        document=STANDARD,
        article="GB 17167-2006 5",
    ),
)
PARTICULARS = (
    words("organisation", Text(zh="用能单位名称", en="energy user")),
    number(
        "consumption",
        Text(zh="年综合能耗（标准煤）", en="energy a year, coal equivalent"),
        "t",
        ("0", "999999999"),
        required=False,
    ),
    words("period", Text(zh="审查期", en="period reviewed"), required=False),
)
COUNTS = (
    number("needed", Text(zh="应配数量", en="needed"), "", ("1", "99999")),
    number("installed", Text(zh="实配数量", en="installed"), "", ("0", "99999")),
)


def plan(inspection: Inspection, book: RegulationBook) -> tuple[PlanRow, ...]:  # noqa: ARG001 - as declared
    """Return one row per energy and level; those that the unit does not have stay open."""
    return tuple(
        trial_row(f"{energy}:{level.value}", label, COUNTS, group=title, optional=True)
        for energy, title in ENERGIES
        for level, label in LEVELS.items()
    )


def assess(
    inspection: Inspection, row: PlanRow, observation: Observation, book: RegulationBook
) -> Assessment | None:
    """Return the rate installed / needed in percent, with the least that is required (GB 17167).

    What is installed beyond the need is not counted.

    Where the edition in force was not read, the older table is shown as an inferred one.
    """
    found = numbers_of(observation.figures, "needed", "installed")
    if found is None:
        return None
    needed, installed = found
    rules, is_pending = _rules(inspection, book)
    _shape, energy, level = row.row_id.split(":")
    rate = check_rate(
        energy, Level(level), needed=int(needed), installed=int(installed), rules=rules
    )
    counted = installed - rate.surplus
    citation = rate.row.citation
    if is_pending:
        citation = replace(citation, confirmation=Confirmation.INFERRED)
    return assessed(
        Ratio(rate.rate, "%"),
        lower=Ratio(rate.required, "%"),
        upper=None,
        citation=citation,
        step=TENTH,
        lines=(f"Rp = {tidy(counted)} / {tidy(needed)} = {round_to(rate.rate, TENTH):f} %",),
    )


def _rules(inspection: Inspection, book: RegulationBook) -> tuple[Regulation, bool]:
    """Return the edition in force, or the newest that was read and True."""
    in_force = book.in_force(KEY, inspection.on)
    if TABLE in in_force.tables:
        return in_force, False
    return next(r for r in reversed(book.editions(KEY)) if TABLE in r.tables), True


def judge(inspection: Inspection, book: RegulationBook) -> Verdict:
    """Return the conclusion: the rate of every energy and level that was filled in."""
    rules, is_pending = _rules(inspection, book)
    in_force = book.in_force(KEY, inspection.on)
    findings: list[Finding] = []
    rows = [r for r in plan(inspection, book) if inspection.observation_at(r.row_id) is not None]
    if not rows:
        findings.append(incomplete("trial", reason("rates_missing")))
    for row in rows:
        findings += _rate_finding(inspection, row, book)
    if is_pending:
        said = reason("rates_pending", regulation=in_force.number, older=rules.number)
        findings.append(advice("rates", said))
    return trial_verdict(inspection, KIND, findings, regulation=in_force.number, book=book)


def _rate_finding(inspection: Inspection, row: PlanRow, book: RegulationBook) -> Iterator[Finding]:
    seen = inspection.observation_at(row.row_id)
    if seen is None:
        return
    try:
        found = assess(inspection, row, seen, book)
    except DomainRuleBroken as broken:
        yield incomplete(row.row_id, reason(broken.code, **broken.parameters))
        return
    if found is None or found.lower is None:
        yield incomplete(row.row_id, reason("row_unmeasured"))
        return
    counts = {"needed": seen.figures["needed"], "installed": seen.figures["installed"]}
    said = reason(
        "rate_enough" if found.conforms else "rate_short",
        rate=f"{found.error.value:f}",
        required=tidy(found.lower.value),
        **counts,
    )
    yield decided(row.row_id, found.conforms, said, found.citation, found.lines)
    if int(counts["installed"]) > int(counts["needed"]):
        yield advice(row.row_id, reason("more_than_needed", **counts))


KIND = InspectionKind(
    key="energy_metering_review",
    area=Area.METERS,
    title=Text(zh="重点用能单位能源计量审查", en="Energy metering review"),
    summary=Text(
        zh="能源计量器具配备率与管理", en="Rates of equipment with energy meters, and management"
    ),
    basis=(Basis(LAW, "第二十七条"), Basis(STANDARD, "4.3")),
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
    shapes=(ShapeUse(shape=Shape.TRIAL, title=Text(zh="配备率", en="Rates of equipment")),),
    photos=(
        PhotoRole(
            key="list", title=Text(zh="器具一览表", en="List of instruments"), required=False
        ),
    ),
    signature_roles=("inspector", "party"),
    plan=plan,
    assess=assess,
    judge=judge,
    category=NO_INSTRUMENT,
    particulars=PARTICULARS,
)
