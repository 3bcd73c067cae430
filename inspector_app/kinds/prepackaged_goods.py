"""Prepackaged goods: a drawn sample weighed package by package, the lot decided (JJF 1070)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from inspector_app.domain.exceptions import DomainRuleBroken
from inspector_app.domain.figures import number_of
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Assessment, Finding, Verdict, reason
from inspector_app.domain.measurement import Observation, PlanRow, Shape
from inspector_app.domain.quantities import MINUS, Mass, Quantity, Volume
from inspector_app.domain.text import Text
from inspector_app.kinds.base import (
    NO_INSTRUMENT,
    Basis,
    Check,
    InspectionKind,
    PhotoRole,
    ShapeUse,
    Step,
)
from inspector_app.kinds.trials import (
    assessed,
    choice,
    day,
    decided,
    incomplete,
    number,
    standard_findings,
    trial_row,
    trial_verdict,
    words,
)
from inspector_app.metrology import pick_list, prepackaged_goods, prepackaged_sampling
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.metrology.rounding import EXACT, round_to, tidy

LARGEST_SAMPLE = 125
"""What a plan can ask for at most; more would be a slip of the pen."""
STEP = Decimal("0.001")
MEASURES = Text(
    zh="定量包装商品计量监督管理办法",
    en="Measures for Metrology Supervision of Prepackaged Goods",
)
RULES = Text(
    zh="定量包装商品净含量计量检验规则", en="Rules of metrological testing for net quantity"
)
GROUP = Text(zh="标注", en="Marking")


def _check(key: str, zh: str, en: str, article: str) -> Check:
    return Check(key=key, text=Text(zh=zh, en=en), basis=Basis(MEASURES, article), group=GROUP)


CHECKS = (
    _check(
        "PG01",
        "净含量由中文、数字和法定计量单位组成",
        "Net content is marked in words, figures and a legal unit",
        "第五条",
    ),
    _check("PG02", "字符高度符合附表 2", "The characters are as high as annex 2 asks", "第六条"),
    _check(
        "PG03",
        "多件包装标注单件净含量、总件数或总净含量",
        "Multipacks state the single content and the count, or the total",
        "第七条",
    ),
)
PARTICULARS = (
    words("product", Text(zh="商品名称、规格", en="product and size")),
    words("batch", Text(zh="批号", en="batch number"), required=False),
    number("lot_size", Text(zh="检验批量 N", en="lot size N"), "", ("1", "9999999")),
    number(
        "nominal",
        Text(zh="标注净含量 Qn", en="nominal content Qn"),
        "",
        ("0.1", "50000"),
        unit_from="unit",
    ),
    choice(
        "unit",
        Text(zh="标注单位", en="its unit"),
        (("g", Text(zh="克", en="gram")), ("mL", Text(zh="毫升", en="millilitre"))),
    ),
    number("density", Text(zh="密度", en="density"), "g/mL", ("0.1", "25"), required=False),
    words("seed", Text(zh="抽样种子（公开）", en="seed of the draw (public)")),
    words("scale_number", Text(zh="检验用秤编号", en="check scale's number")),
    day("scale_valid_until", Text(zh="检验用秤有效期至", en="check scale valid until")),
)
TARE = (number("tare", Text(zh="皮重", en="tare"), "g", ("0", "50000"), live=True),)
PACKAGE = (number("gross", Text(zh="实际总重", en="gross mass"), "g", ("0", "100000"), live=True),)


def plan(inspection: Inspection, book: RegulationBook) -> tuple[PlanRow, ...]:
    """Return the tares and the drawn packages, by their numbers in the lot.

    Empty while the lot size or the seed is missing, or cannot be a lot (`judge` says so).
    """
    try:
        sampling, drawn = _draw(inspection, book)
    except DomainRuleBroken:
        return ()
    if sampling is None:
        return ()
    tares = prepackaged_sampling.tares_needed(
        large_spread=False, rules=book.in_force(prepackaged_sampling.KEY, inspection.on)
    )[0]
    count = min(tares, len(drawn))
    return (
        *(
            trial_row(f"tare:{n}", Text(zh=f"皮重 {n}", en=f"tare {n}"), TARE, group=_TARES)
            for n in range(1, count + 1)
        ),
        *(
            trial_row(
                f"unit:{unit}",
                Text(zh=f"第 {unit} 件", en=f"package {unit}"),
                PACKAGE,
                group=_PACKAGES,
            )
            for unit in drawn
        ),
    )


_TARES = Text(zh="皮重", en="tares")
_PACKAGES = Text(zh="样本单位", en="sample")


def _draw(
    inspection: Inspection, book: RegulationBook
) -> tuple[prepackaged_sampling.Plan | None, tuple[int, ...]]:
    """Return the plan and the drawn numbers. Raises OutOfRange for what cannot be a lot."""
    lot, seed = number_of(inspection.fields, "lot_size"), inspection.fields.get("seed", "")
    if lot is None or not seed or lot != lot.to_integral_value():
        return None, ()
    rules = book.in_force(prepackaged_sampling.KEY, inspection.on)
    found = prepackaged_sampling.sampling_plan(int(lot), rules)
    count = min(found.sample_size, LARGEST_SAMPLE)
    return found, tuple(sorted(pick_list.draw_units(int(lot), count, seed)))


def _mean_tare(inspection: Inspection) -> Decimal | None:
    tares = [
        number_of(o.figures, "tare")
        for o in inspection.observations_of(Shape.TRIAL)
        if o.row_id.startswith("trial:tare:")
    ]
    known = [tare for tare in tares if tare is not None]
    return EXACT.divide(sum(known, Decimal(0)), Decimal(len(known))) if known else None


def _content(inspection: Inspection, seen: Observation) -> Decimal | None:
    """Return the net content in the unit of the mark; mL by the density. None while unknown."""
    gross, tare = number_of(seen.figures, "gross"), _mean_tare(inspection)
    if gross is None or tare is None:
        return None
    net = prepackaged_sampling.net_contents([gross], [tare])[0]
    if inspection.fields.get("unit") != "mL":
        return net
    density = number_of(inspection.fields, "density")
    return None if density is None else prepackaged_sampling.volume_from_mass(net, density)


def _quantity(value: Decimal, unit: str) -> Quantity:
    return Volume(value, "mL") if unit == "mL" else Mass(value, "g")


def assess(
    inspection: Inspection, row: PlanRow, observation: Observation, book: RegulationBook
) -> Assessment | None:
    """Return q - Qn of one package; below -T it is short, which the lot may have few of."""
    nominal = number_of(inspection.fields, "nominal")
    if not row.row_id.startswith("trial:unit:") or nominal is None:
        return None
    content = _content(inspection, observation)
    if content is None:
        return None
    unit = inspection.fields.get("unit", "g")
    goods = book.in_force(prepackaged_goods.KEY, inspection.on)
    allowed = prepackaged_goods.permitted_shortage(nominal, goods)
    difference = f"{_shown(content)} {MINUS} {tidy(nominal)} = {_shown(content - nominal)}"
    return assessed(
        _quantity(content - nominal, unit),
        lower=_quantity(-allowed.value, unit),
        upper=None,
        citation=allowed.row.citation,
        step=STEP,
        lines=(f"q {MINUS} Qn = {difference} {unit}, T = {tidy(allowed.value)} {unit}",),
    )


def judge(inspection: Inspection, book: RegulationBook) -> Verdict:
    """Return the conclusion over the lot: counts of T1 and T2 errors, corrected mean, marking."""
    findings: list[Finding] = [*standard_findings(inspection, "scale_valid_until")]
    try:
        findings += _lot(inspection, book)
    except DomainRuleBroken as broken:
        findings.append(incomplete("trial", reason(broken.code, **broken.parameters)))
    number_in_force = book.in_force(prepackaged_sampling.KEY, inspection.on).number
    return trial_verdict(inspection, KIND, findings, regulation=number_in_force, book=book)


def _lot(inspection: Inspection, book: RegulationBook) -> Iterator[Finding]:
    sampling, _drawn = _draw(inspection, book)
    nominal = number_of(inspection.fields, "nominal")
    if sampling is None or nominal is None:
        return
    rows = plan(inspection, book)
    open_rows = [row for row in rows if inspection.observation_at(row.row_id) is None]
    for row in open_rows:
        yield incomplete(row.row_id, reason("row_unmeasured"))
    if inspection.fields.get("unit") == "mL" and not inspection.fields.get("density"):
        yield incomplete("field:density", reason("density_missing"))
        return
    if open_rows:
        return
    packages = [row for row in rows if row.row_id.startswith("trial:unit:")]
    seen = [inspection.observation_at(row.row_id) for row in packages]
    contents = [_content(inspection, one) for one in seen if one is not None]
    yield from _decision(
        inspection, book, nominal, [c for c in contents if c is not None], sampling
    )


def _decision(
    inspection: Inspection,
    book: RegulationBook,
    nominal: Decimal,
    contents: list[Decimal],
    sampling: prepackaged_sampling.Plan,
) -> Iterator[Finding]:
    goods = book.in_force(prepackaged_goods.KEY, inspection.on)
    allowed = prepackaged_goods.permitted_shortage(nominal, goods)
    found = prepackaged_sampling.decide_lot(nominal, contents, allowed.value, sampling)
    unit = inspection.fields.get("unit", "g")
    citation = sampling.row.citation
    shortage = f"{tidy(allowed.value)} {unit}"
    few, none = found.t1_count <= sampling.allowed_t1, found.t2_count <= sampling.allowed_t2
    t1 = reason(
        "t1_within" if few else "t1_over",
        count=found.t1_count,
        allowed=sampling.allowed_t1,
        shortage=shortage,
    )
    t2 = reason("t2_within" if none else "t2_over", count=found.t2_count, shortage=shortage)
    line = f"{found.t1_count} {'≤' if few else '>'} {sampling.allowed_t1}"
    yield decided("trial:t1", few, t1, citation, (line,))
    line = f"{found.t2_count} {'≤' if none else '>'} {sampling.allowed_t2}"
    yield decided("trial:t2", none, t2, citation, (line,))
    if found.average_ok is None or found.correction is None:
        return
    corrected = found.mean + found.correction
    sign = "≥" if found.average_ok else "<"
    line = (
        f"q̄ + λs = {_shown(found.mean)} + {_shown(found.correction)} = {_shown(corrected)}"
        f" {sign} {tidy(nominal)} {unit}"
    )
    said = reason(
        "mean_content_enough" if found.average_ok else "mean_content_short",
        mean=f"{_shown(corrected)} {unit}",
        nominal=f"{tidy(nominal)} {unit}",
    )
    yield decided("trial:mean", found.average_ok, said, citation, (line,))


def _shown(value: Decimal) -> str:
    return tidy(round_to(value, STEP)).replace("-", MINUS)


KIND = InspectionKind(
    key="prepackaged_goods",
    title=Text(zh="定量包装商品检查", en="Prepackaged goods"),
    summary=Text(
        zh="抽样、去皮、净含量、短缺件数与平均值", en="Sample, tare, net content, shortages, mean"
    ),
    basis=(Basis(MEASURES, "第五条至第九条"), Basis(RULES, "JJF 1070")),
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
    shapes=(ShapeUse(shape=Shape.TRIAL, title=Text(zh="净含量检验", en="Net contents")),),
    photos=(PhotoRole(key="label", title=Text(zh="净含量标注", en="Marking")),),
    signature_roles=("inspector", "second_inspector", "party"),
    plan=plan,
    assess=assess,
    judge=judge,
    category=NO_INSTRUMENT,
    particulars=PARTICULARS,
)
