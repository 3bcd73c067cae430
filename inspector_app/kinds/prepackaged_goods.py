"""Prepackaged goods: a drawn sample weighed package by package, the lot decided (JJF 1070)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from inspector_app.domain.exceptions import DomainRuleBroken
from inspector_app.domain.figures import number_of
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Assessment, Finding, Verdict, reason
from inspector_app.domain.measurement import Observation, PlanRow, Shape
from inspector_app.domain.quantities import MINUS, Length
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
from inspector_app.kinds.package_chart import drawings
from inspector_app.kinds.package_decision import lot_findings
from inspector_app.kinds.package_lot import (
    MARKED_IN,
    Marking,
    content_of,
    drawn_sample,
    marking_of,
    mean_tare,
    shortage_citation,
    shortage_of,
)
from inspector_app.kinds.trials import (
    as_value,
    assessed,
    choice,
    day,
    decided,
    incomplete,
    number,
    row_finding,
    standard_findings,
    trial_row,
    trial_verdict,
    words,
)
from inspector_app.metrology import prepackaged_goods, prepackaged_sampling
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.metrology.rounding import round_to, tidy

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
        ("0.001", "50000"),
        unit_from="unit",
    ),
    choice("unit", Text(zh="标注单位", en="its unit"), MARKED_IN),
    number("density", Text(zh="密度", en="density"), "g/mL", ("0.1", "25"), required=False),
    words("seed", Text(zh="抽样种子（公开）", en="seed of the draw (public)")),
    words("scale_number", Text(zh="检验用秤编号", en="check scale's number")),
    day("scale_valid_until", Text(zh="检验用秤有效期至", en="check scale valid until")),
)
TARE = (number("tare", Text(zh="皮重", en="tare"), "g", ("0", "50000"), live=True),)
LABEL = (
    number("height_mm", Text(zh="字符高度", en="height of the characters"), "mm", ("0.1", "200")),
)
CONTENT = (
    number(
        "content", Text(zh="实际含量", en="content found"), "", ("0", "1000000"), unit_from="unit"
    ),
)
PACKAGE = (number("gross", Text(zh="实际总重", en="gross mass"), "g", ("0", "100000"), live=True),)


def plan(inspection: Inspection, book: RegulationBook) -> tuple[PlanRow, ...]:
    """Return the label, the tares and the drawn packages, by their numbers in the lot.

    Empty while the lot size or the seed is missing, or cannot be a lot (`judge` says so).
    """
    try:
        sampling, drawn = drawn_sample(inspection, book)
        marking = marking_of(inspection)
    except DomainRuleBroken:
        return ()
    if sampling is None:
        return ()
    weighed = marking is None or marking.is_weighed
    tares = _tares_wanted(inspection, book, len(drawn)) if weighed else 0
    return (
        trial_row(HEIGHT, Text(zh="净含量字符高度", en="height of the characters"), LABEL,
                  group=GROUP, optional=True),
        *(
            trial_row(f"tare:{n}", Text(zh=f"皮重 {n}", en=f"tare {n}"), TARE, group=_TARES,
                      without_error=True)
            for n in range(1, tares + 1)
        ),
        *(
            trial_row(
                f"unit:{unit}",
                Text(zh=f"第 {unit} 件", en=f"package {unit}"),
                PACKAGE if weighed else CONTENT,
                group=_PACKAGES,
            )
            for unit in drawn
        ),
    )  # fmt: skip


HEIGHT = "label:height"
_TARES = Text(zh="皮重", en="tares")
_PACKAGES = Text(zh="样本单位", en="sample")


def _tares_wanted(inspection: Inspection, book: RegulationBook, drawn: int) -> int:
    rules = book.in_force(prepackaged_sampling.KEY, inspection.on)
    return min(prepackaged_sampling.tares_needed(large_spread=False, rules=rules)[0], drawn)


def assess(
    inspection: Inspection, row: PlanRow, observation: Observation, book: RegulationBook
) -> Assessment | None:
    """Return q - Qn of one package; below -T it is short, which the lot may have few of.

    The height of the label's characters is held against annex 2.
    """
    marking = marking_of(inspection)
    if marking is None:
        return None
    if row.row_id.endswith(HEIGHT):
        return _height(inspection, observation, marking, book)
    if not row.row_id.startswith("trial:unit:"):
        return None
    content = content_of(inspection, observation, marking, mean_tare(inspection))
    if content is None:
        return None
    allowed = shortage_of(marking, inspection, book)
    short, limit = marking.quantity(content - marking.nominal), marking.quantity(-allowed.value)
    if short is None:
        return None
    unit = marking.shown_base
    difference = f"{_shown(content)} {MINUS} {tidy(marking.nominal)} = "
    difference += _shown(content - marking.nominal)
    return assessed(
        short,
        lower=limit,
        upper=None,
        citation=shortage_citation(allowed),
        step=STEP,
        lines=(f"q {MINUS} Qn = {difference} {unit}, T = {tidy(allowed.value)} {unit}",),
    )


def _height(
    inspection: Inspection, observation: Observation, marking: Marking, book: RegulationBook
) -> Assessment | None:
    height = number_of(observation.figures, "height_mm")
    if height is None:
        return None
    goods = book.in_force(prepackaged_goods.KEY, inspection.on)
    row = prepackaged_goods.least_height(marking.marked, marking.unit.casefold(), goods)
    least = row.decimal("height_mm" if row.has("height_mm") else "value")
    sign = "≥" if height >= least else "<"
    return assessed(
        Length(height, "mm"),
        lower=Length(least, "mm"),
        upper=None,
        citation=row.citation,
        lines=(f"h = {tidy(height)} mm {sign} {tidy(least)} mm",),
    )


def judge(inspection: Inspection, book: RegulationBook) -> Verdict:
    """Return the conclusion over the lot: counts of T1 and T2 errors, corrected mean, marking."""
    findings: list[Finding] = [*standard_findings(inspection, "scale_valid_until")]
    try:
        rows = plan(inspection, book)
        findings += _label(inspection, book, rows)
        findings += lot_findings(inspection, book, rows)
    except DomainRuleBroken as broken:
        findings.append(incomplete("trial", reason(broken.code, **broken.parameters)))
    return trial_verdict(
        inspection, KIND, findings, regulation=_number(inspection, book), book=book
    )


def _number(inspection: Inspection, book: RegulationBook) -> str:
    try:
        return book.in_force(prepackaged_sampling.KEY, inspection.on).number
    except DomainRuleBroken:  # a day before the first edition: the findings say so
        return "JJF 1070"


def _label(
    inspection: Inspection, book: RegulationBook, rows: tuple[PlanRow, ...]
) -> Iterator[Finding]:
    """Yield whether the marked unit is the one annex 1 asks for, and the height if measured."""
    marking = marking_of(inspection)
    if marking is None:
        return
    goods = book.in_force(prepackaged_goods.KEY, inspection.on)
    row = prepackaged_goods.legal_unit(marking.marked, marking.unit.casefold(), goods)
    units = [str(unit) for unit in row.values["units"]]
    fits = marking.unit.casefold() in {unit.casefold() for unit in units}
    marked = f"{tidy(marking.marked)} {marking.unit}"
    said = reason("unit_fits" if fits else "unit_unfit", marked=marked, units=", ".join(units))
    yield decided("trial:label", fits, said, row.citation, (f"{marked}: {', '.join(units)}",))
    for planned in rows[:1]:
        for one in row_finding(inspection, planned, lambda r, o: assess(inspection, r, o, book)):
            yield as_value(one)


def _shown(value: Decimal) -> str:
    return tidy(round_to(value, STEP)).replace("-", MINUS)


KIND = InspectionKind(
    key="prepackaged_goods",
    area=Area.GOODS,
    title=Text(zh="定量包装商品检查", en="Prepackaged goods"),
    summary=Text(
        zh="抽样、标注、去皮、净含量、短缺件数与平均值",
        en="Sample, marking, tare, net content, shortages, mean",
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
    drawing=drawings,
)
