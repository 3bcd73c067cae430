"""Water efficiency labels on goods for sale (水效标识管理办法, order 6/2017)."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.exceptions import DomainRuleBroken
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Finding, Verdict, reason
from inspector_app.domain.measurement import PlanRow, Shape
from inspector_app.domain.text import Text
from inspector_app.kinds.base import NO_INSTRUMENT, Area, Basis, InspectionKind, PhotoRole, ShapeUse
from inspector_app.kinds.duties import MEASURED_DUTY_STEPS, duty, no_assessment
from inspector_app.kinds.labelled_goods import (
    LABEL,
    PRODUCTS,
    Rules,
    label_findings,
    missing_label,
    product_rows,
)
from inspector_app.kinds.trials import advice, choice, date_of, day, incomplete, trial_verdict
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.metrology.water_label import KEY, water_label_duty

MEASURES = Text(zh="水效标识管理办法", en="Measures for Water Efficiency Labels")
GROUP = Text(zh="水效标识", en="Water label")
CHECKS = (
    duty(
        "WL01",
        ("标识有“中国水效标识”名称、生产者、型号、等级、用水指标、标准编号、二维码",
         "Name, maker, model, grade, consumption, standard and QR code stand on the label"),
        (MEASURES, "标识内容"), GROUP,
    ),
    duty(
        "WL02",
        ("标识样式、规格符合备案，无遮挡、无覆盖", "Style and size as filed, nothing covers it"),
        (MEASURES, "标识样式"), GROUP, decisive=False,
    ),
    duty(
        "WL03",
        ("无伪造、冒用标识，无利用标识虚假宣传",
         "No label is forged or misused, none advertises falsely"),
        (MEASURES, "罚则"), GROUP,
    ),
)  # fmt: skip
PRODUCTS_LISTED = (
    ("tap", Text(zh="水嘴", en="tap")),
    ("shower", Text(zh="淋浴器", en="shower")),
    ("water_purifier", Text(zh="净水机", en="water purifier")),
    ("toilet", Text(zh="坐便器", en="toilet")),
    ("smart_toilet", Text(zh="智能坐便器", en="smart toilet")),
    ("dishwasher", Text(zh="洗碗机", en="dishwasher")),
)
PRODUCT = (
    choice("type", Text(zh="产品种类", en="sort of product"), PRODUCTS_LISTED),
    day("made_on", Text(zh="出厂或进口日期", en="made or imported on")),
    *LABEL,
)


def plan(inspection: Inspection, book: RegulationBook) -> tuple[PlanRow, ...]:  # noqa: ARG001 - as declared
    """Return a row for each product."""
    return product_rows(inspection, PRODUCT)


def judge(inspection: Inspection, book: RegulationBook) -> Verdict:
    """Return the conclusion over the list: label there where it is due, model and grade true."""
    findings = tuple(_findings(inspection, book))
    return trial_verdict(inspection, KIND, findings, regulation=MEASURES.zh, book=book)


def _findings(inspection: Inspection, book: RegulationBook) -> Iterator[Finding]:
    for row in plan(inspection, book):
        seen = inspection.observation_at(row.row_id)
        if seen is None:
            yield incomplete(row.row_id, reason("row_unmeasured"))
            continue
        try:
            yield from _product(inspection, row.row_id, seen.figures, book)
        except DomainRuleBroken as broken:
            yield incomplete(row.row_id, reason(broken.code, **broken.parameters))


def _product(
    inspection: Inspection, row_id: str, figures: dict[str, str], book: RegulationBook
) -> Iterator[Finding]:
    table = book.in_force(KEY, inspection.on)
    made = date_of(figures, "made_on")
    if made is None:
        yield incomplete(row_id, reason("row_unmeasured"))
        return
    due = water_label_duty(figures.get("type", ""), made, inspection.on, table)
    rules = Rules(missing=due.row.citation, false=table.figure("label_items").citation)
    if figures.get("label") != "no":
        yield from label_findings(row_id, figures, rules)
    elif due.required:
        yield missing_label(row_id, figures, rules)
    elif due.settled:
        yield advice(row_id, reason("label_not_due", made=made), due.row.citation)
    else:
        yield advice(row_id, reason("label_grace_unread", made=made), due.row.citation)


KIND = InspectionKind(
    key="water_label",
    area=Area.GOODS,
    title=Text(zh="水效标识检查", en="Water labels"),
    summary=Text(
        zh="产品清单：应标日期、标识、型号、等级与备案、二维码、网页",
        en="A list of products: due date, label, model, grade and file, QR code, web page",
    ),
    basis=(Basis(MEASURES, "目录、标识内容"),),
    steps=MEASURED_DUTY_STEPS,
    checks=CHECKS,
    shapes=(ShapeUse(shape=Shape.TRIAL, title=Text(zh="产品清单", en="Products")),),
    photos=(PhotoRole(key="label", title=Text(zh="标识与铭牌", en="Label and nameplate")),),
    signature_roles=("inspector", "second_inspector", "party"),
    plan=plan,
    assess=no_assessment,
    judge=judge,
    category=NO_INSTRUMENT,
    particulars=(PRODUCTS,),
)
