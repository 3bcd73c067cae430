"""Energy efficiency labels on goods for sale (节约能源法, art. 73)."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.exceptions import DomainRuleBroken
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Citation, Finding, Verdict, reason
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
from inspector_app.kinds.trials import incomplete, trial_verdict, words
from inspector_app.metrology.regulations import RegulationBook, first_row

KEY = "energy_conservation_law"
LAW = Text(zh="中华人民共和国节约能源法", en="Law on Energy Conservation")
MEASURES = Text(zh="能源效率标识管理办法", en="Measures for Energy Efficiency Labels")
GROUP = Text(zh="能效标识", en="Energy label")
CHECKS = (
    duty(
        "EL01",
        ("所查产品列入实行能效标识的产品目录", "The products are in the catalogue of the labels"),
        (LAW, "第十八条、第七十三条"), GROUP, decisive=False, may_not_apply=False,
    ),
    duty(
        "EL02",
        ("标识名称、生产者、型号、等级、能耗指标、标准编号、二维码齐全",
         "Name, maker, model, grade, consumption, standard and QR code stand on the label"),
        (MEASURES, "标识内容"), GROUP,
    ),
    duty(
        "EL03",
        ("标识样式、规格符合备案，无遮挡、无覆盖", "Style and size as filed, nothing covers it"),
        (MEASURES, "标识样式"), GROUP, decisive=False,
    ),
    duty(
        "EL04",
        ("说明书中有能效说明", "The manual states the efficiency"),
        (MEASURES, "标识使用"), GROUP, decisive=False,
    ),
    duty(
        "EL05",
        ("无伪造、冒用标识，无利用标识虚假宣传",
         "No label is forged or misused, none advertises falsely"),
        (LAW, "第七十三条"), GROUP,
    ),
)  # fmt: skip
PRODUCT = (words("type", Text(zh="产品种类", en="sort of product")), *LABEL)


def plan(inspection: Inspection, book: RegulationBook) -> tuple[PlanRow, ...]:  # noqa: ARG001 - as declared
    """Return a row for each product."""
    return product_rows(inspection, PRODUCT)


def judge(inspection: Inspection, book: RegulationBook) -> Verdict:
    """Return the conclusion over the list: label there, model and grade true."""
    try:
        findings = tuple(_findings(inspection, book))
    except DomainRuleBroken as broken:  # a day before the law
        findings = (incomplete("trial", reason(broken.code, **broken.parameters)),)
    return trial_verdict(inspection, KIND, findings, regulation=LAW.zh, book=book)


def _findings(inspection: Inspection, book: RegulationBook) -> Iterator[Finding]:
    rules = Rules(
        missing=_cited("energy_label_missing", inspection, book),
        false=_cited("energy_label_not_filed_or_nonconforming_not_corrected", inspection, book),
    )
    for row in plan(inspection, book):
        seen = inspection.observation_at(row.row_id)
        if seen is None:
            yield incomplete(row.row_id, reason("row_unmeasured"))
        elif seen.figures.get("label") == "no":
            yield missing_label(row.row_id, seen.figures, rules)
        else:
            yield from label_findings(row.row_id, seen.figures, rules)


def _cited(violation: str, inspection: Inspection, book: RegulationBook) -> Citation:
    rows = book.in_force(KEY, inspection.on).rows("fine")
    return first_row(row for row in rows if row.text("violation") == violation).citation


KIND = InspectionKind(
    key="energy_label",
    area=Area.GOODS,
    title=Text(zh="能效标识检查", en="Energy labels"),
    summary=Text(
        zh="产品清单：标识、型号、等级与备案、二维码、网页",
        en="A list of products: label, model, grade and file, QR code, web page",
    ),
    basis=(Basis(LAW, "第十八条、第七十三条"), Basis(MEASURES, "标识管理")),
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
