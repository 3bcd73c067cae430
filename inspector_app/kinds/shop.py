"""Shops and supermarkets: scales, prices, labels, jewellery; three lots weighed again."""

from __future__ import annotations

from decimal import Decimal

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Assessment, Verdict
from inspector_app.domain.measurement import Observation, PlanRow, Shape
from inspector_app.domain.quantities import MINUS, Mass
from inspector_app.domain.text import Text
from inspector_app.kinds.base import NO_INSTRUMENT, Area, Basis, InspectionKind, PhotoRole, ShapeUse
from inspector_app.kinds.duties import (
    COMPULSORY,
    CONSUMER_LAW,
    INSTRUMENTS,
    MEASURED_DUTY_STEPS,
    METROLOGY_LAW,
    PREPACKAGED,
    QUANTITY,
    RETAIL,
    SALE,
    duty,
)
from inspector_app.kinds.sold_lots import KEY, LOTS, assess_lot, lot_rows
from inspector_app.kinds.trials import (
    assessed,
    choice,
    count_of,
    number,
    numbers_of,
    row_findings,
    trial_row,
    trial_verdict,
    words,
)
from inspector_app.metrology import retail
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.metrology.rounding import tidy

MOST_PIECES = 10
MILLIGRAM = Decimal("0.001")
CHECKS = (
    duty(
        "SH01",
        ("强制检定计量器具登记造册、备案并经检定合格",
         "Instruments under compulsory verification are listed, filed and verified"),
        (COMPULSORY, "第五条、第七条"), INSTRUMENTS,
    ),
    duty(
        "SH02",
        ("未破坏计量器具准确度，铅封完好", "Seals are whole, nothing spoils the accuracy"),
        (METROLOGY_LAW, "第十六条"), INSTRUMENTS,
    ),
    duty(
        "SH03",
        ("称重器具的最大允许误差不大于所售商品的负偏差（金银饰品另按附表 2）",
         "The scale's error is no worse than the goods' deviation (jewellery: annex 2)"),
        (RETAIL, "第三条"), INSTRUMENTS,
    ),
    duty(
        "SH04",
        ("价签、标识使用法定计量单位", "Price tags and labels use legal units"),
        (METROLOGY_LAW, "第三条"), SALE,
    ),
    duty(
        "SH05",
        ("散装商品按去皮后的净重结算，以称重显示值为准",
         "Loose goods are settled net, by the value shown"),
        (RETAIL, "第四条"), SALE,
    ),
    duty(
        "SH06",
        ("自行包装、称重打码的商品标签重量与实物相符",
         "Labels printed in the shop state the true mass"),
        (QUANTITY, "第五条"), SALE,
    ),
    duty(
        "SH07",
        ("所售定量包装商品有净含量标注", "Prepackaged goods on sale state their net content"),
        (PREPACKAGED, "第五条"), SALE,
    ),
    duty(
        "SH08",
        ("提供复核用的计量器具并便于消费者使用",
         "A scale to check with is at the customers' hand"),
        (CONSUMER_LAW, "第十条"), SALE, decisive=False,
    ),
    duty(
        "SH09",
        ("按规定出具购货凭证", "A receipt is given"),
        (CONSUMER_LAW, "第二十二条"), SALE, decisive=False,
    ),
)  # fmt: skip
PARTICULARS = (
    LOTS,
    number("pieces", Text(zh="金银饰品件数", en="pieces of gold or silver"), "",
           ("0", str(MOST_PIECES)), required=False),
    words("check_scale", Text(zh="复称用秤编号", en="check scale's number"), required=False),
)  # fmt: skip
PIECE = (
    choice(
        "metal",
        Text(zh="材质", en="metal"),
        (("gold", Text(zh="金", en="gold")), ("silver", Text(zh="银", en="silver"))),
    ),
    number("settled", Text(zh="标注或结算质量", en="mass settled"), "g", ("0.01", "1000")),
    number("checked", Text(zh="复称质量", en="mass re-weighed"), "g", ("0", "1000"), live=True),
)
_PIECES = Text(zh="金银饰品", en="gold and silver")


def plan(inspection: Inspection, book: RegulationBook) -> tuple[PlanRow, ...]:  # noqa: ARG001 - as declared
    """Return the lots to be weighed again, and the pieces of jewellery where there are any."""
    pieces = count_of(inspection, "pieces", most=MOST_PIECES, otherwise=0)
    if inspection.fields.get("pieces", "").strip() == "0":
        pieces = 0
    return (
        *lot_rows(inspection),
        *(
            trial_row(f"piece:{n}", Text(zh=f"饰品 {n}", en=f"piece {n}"), PIECE, group=_PIECES)
            for n in range(1, pieces + 1)
        ),
    )


def assess(
    inspection: Inspection, row: PlanRow, observation: Observation, book: RegulationBook
) -> Assessment | None:
    """Return re-weighed minus settled against annex 1, or annex 2 for jewellery."""
    if not row.row_id.startswith("trial:piece:"):
        return assess_lot(inspection, observation, book)
    given = numbers_of(observation.figures, "settled", "checked")
    if given is None:
        return None
    settled, checked = given
    rules = book.in_force(KEY, inspection.on)
    limit = retail.jewellery_deviation(
        observation.figures.get("metal", ""), Mass(settled, "g"), rules
    )
    difference = f"{tidy(checked - settled)} g".replace("-", MINUS)
    return assessed(
        Mass(checked - settled, "g"),
        lower=-limit.limit,
        upper=None,
        citation=limit.citation,
        step=MILLIGRAM,
        lines=(f"{tidy(checked)} g {MINUS} {tidy(settled)} g = {difference}",),
    )


def judge(inspection: Inspection, book: RegulationBook) -> Verdict:
    """Return the conclusion over duties, lots and pieces."""
    findings = row_findings(inspection, KIND, book)
    return trial_verdict(inspection, KIND, findings, regulation=RETAIL.zh, book=book)


KIND = InspectionKind(
    key="shop",
    area=Area.PLACES,
    title=Text(zh="商店计量检查", en="Shop"),
    summary=Text(
        zh="秤具、价签、净重、金银饰品，复称三批",
        en="Scales, price tags, net weight, jewellery; three lots weighed again",
    ),
    basis=(Basis(RETAIL, "第三条、第四条、第六条"), Basis(QUANTITY, "第五条、第六条")),
    steps=MEASURED_DUTY_STEPS,
    checks=CHECKS,
    shapes=(ShapeUse(shape=Shape.TRIAL, title=Text(zh="复称", en="Weighing again")),),
    photos=(
        PhotoRole(key="scale", title=Text(zh="秤具与标志", en="Scale and marks"), required=False),
        PhotoRole(key="tags", title=Text(zh="价签与标签", en="Price tags"), required=False),
    ),
    signature_roles=("inspector", "second_inspector", "party"),
    plan=plan,
    assess=assess,
    judge=judge,
    category=NO_INSTRUMENT,
    particulars=PARTICULARS,
)
