"""Restaurants: weighed at the table and by the glass; three lots weighed again."""

from __future__ import annotations

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Assessment, Verdict
from inspector_app.domain.measurement import Observation, PlanRow, Shape
from inspector_app.domain.text import Text
from inspector_app.kinds.base import NO_INSTRUMENT, Area, Basis, InspectionKind, PhotoRole, ShapeUse
from inspector_app.kinds.duties import (
    CONSUMER_LAW,
    INSTRUMENTS,
    LAW_DETAILS,
    MEASURED_DUTY_STEPS,
    METROLOGY_LAW,
    QUANTITY,
    RETAIL,
    SALE,
    duty,
)
from inspector_app.kinds.sold_lots import LOTS, assess_lot, lot_rows
from inspector_app.kinds.trials import row_findings, trial_verdict, words
from inspector_app.metrology.regulations import RegulationBook

CHECKS = (
    duty(
        "RS01",
        ("称重器具经检定合格，检定标志在有效期内", "Scales are verified and their marks valid"),
        (LAW_DETAILS, "第二十二条"), INSTRUMENTS,
    ),
    duty(
        "RS02",
        ("铅封完好，未破坏计量器具准确度", "Seals are whole, nothing spoils the accuracy"),
        (METROLOGY_LAW, "第十六条"), INSTRUMENTS,
    ),
    duty(
        "RS03",
        ("称重器具的最大允许误差不大于所售商品的负偏差",
         "The scale's permissible error is no worse than the goods' deviation"),
        (RETAIL, "第三条"), INSTRUMENTS,
    ),
    duty(
        "RS04",
        ("活鲜、熟食按净重结算，已扣除容器、冰、水和捆扎物",
         "Live and cooked food is settled net of container, ice, water and ties"),
        (RETAIL, "第四条"), SALE,
    ),
    duty(
        "RS05",
        ("当面称重，称重过程和结果向消费者明示",
         "Goods are weighed before the guest, who sees the result"),
        (RETAIL, "第四条"), SALE,
    ),
    duty(
        "RS06",
        ("菜单、价目使用法定计量单位", "Menus and prices use legal units"),
        (METROLOGY_LAW, "第三条"), SALE,
    ),
    duty(
        "RS07",
        ("菜单标示的净含量与实际相符", "Stated quantities are true"),
        (QUANTITY, "第五条、第六条"), SALE,
    ),
    duty(
        "RS08",
        ("散装酒水使用经检定、有刻度的量具，按升计价",
         "Drinks on draught are sold by a verified measure with a mark, priced by the litre"),
        (METROLOGY_LAW, "第九条"), SALE, decisive=False,
    ),
    duty(
        "RS09",
        ("按规定出具购货凭证或者服务单据", "A receipt is given"),
        (CONSUMER_LAW, "第二十二条"), SALE, decisive=False,
    ),
)  # fmt: skip
PARTICULARS = (
    LOTS,
    words("check_scale", Text(zh="复称用秤编号", en="check scale's number"), required=False),
)


def plan(inspection: Inspection, book: RegulationBook) -> tuple[PlanRow, ...]:  # noqa: ARG001 - as declared
    """Return the lots to be weighed again."""
    return lot_rows(inspection)


def assess(
    inspection: Inspection,
    row: PlanRow,  # noqa: ARG001 - as declared
    observation: Observation,
    book: RegulationBook,
) -> Assessment | None:
    """Return re-weighed minus settled against the annex."""
    return assess_lot(inspection, observation, book)


def judge(inspection: Inspection, book: RegulationBook) -> Verdict:
    """Return the conclusion over duties and lots."""
    findings = row_findings(inspection, KIND, book)
    return trial_verdict(inspection, KIND, findings, regulation=RETAIL.zh, book=book)


KIND = InspectionKind(
    key="restaurant",
    area=Area.PLACES,
    title=Text(zh="餐饮计量检查", en="Restaurant"),
    summary=Text(
        zh="秤具、去皮、法定单位、散装酒水，复称三批",
        en="Scales, net weight, legal units, drinks on draught; three lots weighed again",
    ),
    basis=(Basis(RETAIL, "第三条、第四条、第六条"), Basis(QUANTITY, "第五条、第六条")),
    steps=MEASURED_DUTY_STEPS,
    checks=CHECKS,
    shapes=(ShapeUse(shape=Shape.TRIAL, title=Text(zh="复称", en="Weighing again")),),
    photos=(
        PhotoRole(key="scale", title=Text(zh="秤具与标志", en="Scale and marks"), required=False),
        PhotoRole(key="menu", title=Text(zh="菜单与价目", en="Menu and prices"), required=False),
    ),
    signature_roles=("inspector", "second_inspector", "party"),
    plan=plan,
    assess=assess,
    judge=judge,
    category=NO_INSTRUMENT,
    particulars=PARTICULARS,
)
