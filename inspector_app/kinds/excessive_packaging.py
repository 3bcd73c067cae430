"""Excessive packaging: void ratio, layers, cost, special rules (GB 23350-2021, GB 43284-2023)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from inspector_app.domain.exceptions import DomainRuleBroken
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Finding, Outcome, Verdict, reason
from inspector_app.domain.measurement import Shape
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
from inspector_app.kinds.packaging_drawing import drawings
from inspector_app.kinds.packaging_judgement import (
    assess,
    is_exempt,
    layer_findings,
    older_edition,
    size_findings,
    special_findings,
    void_findings,
)
from inspector_app.kinds.packaging_plan import (
    FOODS,
    FRESH,
    MOST_ITEMS,
    MOST_LAYERS,
    is_fresh,
    outermost,
    plan,
    rules_of,
)
from inspector_app.kinds.trials import (
    advice,
    as_value,
    choice,
    day,
    incomplete,
    number,
    row_finding,
    trial_verdict,
    words,
)
from inspector_app.metrology.regulations import RegulationBook

WASTE_LAW = Text(
    zh="中华人民共和国固体废物污染环境防治法",
    en="Law on the Prevention of Environmental Pollution by Solid Waste",
)
FOOD_STANDARD = Text(
    zh="限制商品过度包装要求 食品和化妆品",
    en="Restrictions on excessive packaging: foods and cosmetics",
)
FRESH_STANDARD = Text(
    zh="限制商品过度包装要求 生鲜食用农产品",
    en="Restrictions on excessive packaging: fresh edible farm produce",
)
GROUP = Text(zh="销售包装", en="The sales pack")

CHECKS = (
    Check(
        key="XP01",
        text=Text(
            zh="所测为销售包装，不含运输防护及冷却、气调、防潮等保鲜用品",
            en="What is measured is the sales pack, without transport protection or cooling, "
            "gas-control and moisture items",
        ),
        basis=Basis(FRESH_STANDARD, "GB 43284-2023"),
        group=GROUP,
        decisive=False,
    ),
    Check(
        key="XP02",
        text=Text(
            zh="净含量、生产日期标注清楚",
            en="Net content and date of production are clearly marked",
        ),
        basis=Basis(FOOD_STANDARD, "GB 23350-2021"),
        group=GROUP,
        decisive=False,
    ),
    Check(
        key="XP03",
        text=Text(
            zh="此前未因同一商品过度包装被责令改正而逾期未改",
            en="No earlier order to correct this product's packaging was left undone",
        ),
        basis=Basis(WASTE_LAW, "第一百零五条"),
        group=GROUP,
    ),
)
PARTICULARS = (
    words("product", Text(zh="商品名称、规格", en="product and size")),
    words("maker", Text(zh="生产者", en="maker"), required=False),
    choice("group", Text(zh="品类", en="product group"), (*FOODS, *FRESH)),
    number("layers", Text(zh="包装层数（含最外层）", en="layers, the outermost included"), "",
           ("1", str(MOST_LAYERS))),
    number("items", Text(zh="内装物种类数", en="kinds of goods in the pack"), "",
           ("1", str(MOST_ITEMS)), required=False),
    day("made_on", Text(zh="生产日期", en="day of production"), required=False),
    words("ruler", Text(zh="量具编号", en="ruler's or calliper's number"), required=False),
)  # fmt: skip


def judge(inspection: Inspection, book: RegulationBook) -> Verdict:
    """Return the conclusion over everything measured.

    Where the void ratio cannot be judged (its limit or its coefficient was not read), a pack with
    nothing found is no legal conformity.
    """
    try:
        findings = tuple(_findings(inspection, book))
    except DomainRuleBroken as broken:
        findings = (incomplete("trial", reason(broken.code, **broken.parameters)),)
    verdict = trial_verdict(
        inspection, KIND, findings, regulation=_number(inspection, book), book=book
    )
    unjudged = any(f.subject == "trial:void" for f in findings)
    if unjudged and verdict.outcome is Outcome.PASS:
        return replace(verdict, legal=False)
    return verdict


def _number(inspection: Inspection, book: RegulationBook) -> str:
    try:
        return rules_of(inspection, book).number
    except DomainRuleBroken:
        return FOOD_STANDARD.zh


def _findings(inspection: Inspection, book: RegulationBook) -> Iterator[Finding]:
    for row in plan(inspection, book):
        if row.row_id.startswith("trial:special:"):
            continue
        seen = inspection.observation_at(row.row_id)
        found = assess(inspection, row, seen, book) if seen is not None else None
        if row.row_id == outermost(inspection) and found and is_exempt(inspection, found, book):
            exempt = rules_of(inspection, book).figure("single_layer_exempt")
            yield advice("trial:void", reason("single_layer_exempt"), exempt.citation)
            continue
        for finding in row_finding(inspection, row, lambda r, o: assess(inspection, r, o, book)):
            yield as_value(finding)
    yield from void_findings(inspection, book)
    yield from layer_findings(inspection, book)
    yield from size_findings(inspection)
    yield from special_findings(inspection, book)
    yield from older_edition(inspection, book)
    if is_fresh(inspection):
        return
    if plan(inspection, book) and inspection.observation_at("trial:cost") is None:
        yield advice("trial:cost", reason("cost_not_asked"))


KIND = InspectionKind(
    key="excessive_packaging",
    area=Area.GOODS,
    title=Text(zh="商品过度包装检查", en="Excessive packaging"),
    summary=Text(
        zh="空隙率、层数、成本，月饼、粽子、茶叶专项要求",
        en="Void ratio, layers, cost; mooncakes, zongzi and tea",
    ),
    basis=(
        Basis(WASTE_LAW, "第六十八条、第一百零五条"),
        Basis(FOOD_STANDARD, "GB 23350-2021"),
        Basis(FRESH_STANDARD, "GB 43284-2023"),
    ),
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
    shapes=(
        ShapeUse(
            shape=Shape.TRIAL,
            title=Text(zh="包装测量", en="Measuring the pack"),
            judged=Text(zh="计算值", en="Value"),
        ),
    ),
    photos=(
        PhotoRole(key="pack", title=Text(zh="整体包装", en="The whole pack")),
        PhotoRole(key="layers", title=Text(zh="逐层拆开", en="Layer by layer"), required=False),
    ),
    signature_roles=("inspector", "second_inspector", "party"),
    plan=plan,
    assess=assess,
    judge=judge,
    category=NO_INSTRUMENT,
    particulars=PARTICULARS,
    drawing=drawings,
)
