"""A gold shop's balance: is it right, is it fit for gold and silver, is a sold piece right."""

from __future__ import annotations

from decimal import Decimal

from inspector_app.domain.measurement import Shape
from inspector_app.domain.rest import Rest
from inspector_app.domain.text import Text
from inspector_app.kinds.base import (
    Area,
    Basis,
    Check,
    InspectionKind,
    PhotoRole,
    ShapeUse,
    Step,
    weighing_steps,
)
from inspector_app.kinds.jewellery_pieces import (
    GOLD,
    SILVER,
    assess_piece,
    jewellery_findings,
    trials,
)
from inspector_app.kinds.scale_checks import ANTI_CHEAT, LAW_DETAILS, LEGAL_MARKS, NAMEPLATE
from inspector_app.kinds.scale_judgement import ScaleTests
from inspector_app.kinds.trials import choice, number
from inspector_app.kinds.weighing_plan import MARKET_TESTS

JJG_1036 = Text(
    zh="JJG 1036-2022 电子天平检定规程",
    en="JJG 1036-2022 Verification regulation of electronic balances",
)
RETAIL_RULES = Text(
    zh="零售商品称重计量监督管理办法",
    en="Measures for the Supervision of Retail Weighing (orders 66/2004, 31/2020)",
)
SELLING = Text(zh="销售过程", en="Selling")

CHECKS = (
    Check(
        key="JS01",
        text=Text(zh="检定合格标志在有效期内", en="The verification mark is present and valid"),
        basis=Basis(LAW_DETAILS, "第二十二条"),
        group=LEGAL_MARKS,
        may_not_apply=False,
    ),
    Check(
        key="JS02",
        text=Text(
            zh="铭牌齐全：等级、型号、编号、Max、Min、e、d、厂名",
            en="The nameplate is complete: class, model, number, Max, Min, e, d, maker",
        ),
        basis=Basis(JJG_1036, "6.1"),
        group=NAMEPLATE,
        may_not_apply=False,
    ),
    Check(
        key="JS03",
        text=Text(
            zh="放置平稳，水平指示居中，避开风口和振动",
            en="It stands firm and level, out of draught and vibration",
        ),
        basis=Basis(JJG_1036, "6.4"),
        group=SELLING,
        decisive=False,
    ),
    Check(
        key="JS04",
        text=Text(
            zh="称量前空盘为零，未设皮重", en="Before a weighing the empty pan is zero, no tare set"
        ),
        basis=Basis(JJG_1036, "6.5"),
        group=SELLING,
        may_not_apply=False,
    ),
    Check(
        key="JS05",
        text=Text(
            zh="当着消费者称量，按显示的量值结算",
            en="It is weighed before the buyer, and settled by the displayed value",
        ),
        basis=Basis(RETAIL_RULES, "第四条"),
        group=SELLING,
        may_not_apply=False,
    ),
    Check(
        key="JS06",
        text=Text(
            zh="标签、挂绳、包装不计入饰品质量",
            en="Label, string and box are not weighed with the piece",
        ),
        basis=Basis(RETAIL_RULES, "第四条"),
        group=SELLING,
    ),
    Check(
        key="JS07",
        text=Text(
            zh="按键组合、遥控或周边装置均不改变示值",
            en="Neither keys, remote controls nor anything near it change the indication",
        ),
        basis=Basis(LAW_DETAILS, "第四十六条"),
        group=ANTI_CHEAT,
        may_not_apply=False,
        hint=Text(
            zh="1. 放 20 g 砝码，记下示值；2. 逐一按键和组合键，再看；"
            "3. 移开柜台内磁铁、手机、对讲机；4. 请店员离开柜台再看。示值任何变动都拍照。",
            en="1. Put on 20 g and note the indication; 2. press the keys, singly and together; "
            "3. take magnets, phones and radios out of the counter; 4. let the staff step back. "
            "Photograph any change.",
        ),
    ),
)

SHAPES = (
    ShapeUse(shape=Shape.ZERO, title=Text(zh="零点", en="Zero")),
    ShapeUse(shape=Shape.LOAD_POINTS, title=Text(zh="示值误差", en="Error of indication")),
    ShapeUse(shape=Shape.ECCENTRICITY, title=Text(zh="偏载", en="Eccentricity")),
    ShapeUse(shape=Shape.REPEATABILITY, title=Text(zh="重复性", en="Repeatability")),
    ShapeUse(
        shape=Shape.DISCRIMINATION, title=Text(zh="鉴别阈", en="Discrimination"), optional=True
    ),
    ShapeUse(shape=Shape.TARE, title=Text(zh="除皮", en="Tare"), optional=True),
    ShapeUse(shape=Shape.TRIAL, title=Text(zh="饰品复称", en="Pieces weighed again")),
)

PARTICULARS = (
    choice(
        "metals",
        Text(zh="经营品种", en="sold here"),
        (
            ("gold", GOLD),
            ("silver", SILVER),
            ("both", Text(zh="黄金和白银", en="gold and silver")),
        ),
    ),
    number(
        "heaviest_gold",
        Text(zh="最重黄金饰品", en="heaviest gold piece"),
        "g",
        ("0.01", "10000"),
        required=False,
    ),
    number(
        "heaviest_silver",
        Text(zh="最重白银饰品", en="heaviest silver piece"),
        "g",
        ("0.01", "10000"),
        required=False,
    ),
    number(
        "pieces", Text(zh="复称件数", en="pieces to weigh again"), "", ("1", "20"), required=False
    ),
    number(
        "check_scale_error",
        Text(zh="复核天平的极限误差", en="limit error of the check balance"),
        "g",
        ("0", "10"),
        required=False,
    ),
)

TESTS = ScaleTests(
    checks=CHECKS,
    shapes=SHAPES,
    photos=(
        PhotoRole(key="nameplate", title=Text(zh="铭牌", en="Nameplate")),
        PhotoRole(
            key="piece", title=Text(zh="饰品与示值", en="Piece and indication"), required=False
        ),
    ),
    tests=lambda _inspection: MARKET_TESTS,
    particulars=PARTICULARS,
    trials=trials,
    assess_trial=assess_piece,
    own=jewellery_findings,
)

REST = Rest(seconds=Decimal(2), frames=4)
"""A breath moves a balance of this fineness, and it calls itself stable between two of them."""

KIND = InspectionKind(
    key="jewellery_scale",
    area=Area.MARKET,
    title=Text(zh="金银饰品天平检查", en="Gold and silver scale"),
    summary=Text(
        zh="天平示值、是否适合称量金银饰品、饰品复称",
        en="Errors of the balance, its fitness for gold and silver, pieces weighed again",
    ),
    basis=(
        Basis(JJG_1036, "使用中检查"),
        Basis(RETAIL_RULES, "第三条、第六条、附表2"),
    ),
    steps=weighing_steps(Step.PARTICULARS, Step.TRIALS),
    checks=CHECKS,
    shapes=SHAPES,
    photos=TESTS.photos,
    signature_roles=("inspector", "party"),
    plan=TESTS.plan,
    assess=TESTS.assess,
    judge=TESTS.judge,
    particulars=PARTICULARS,
    rest=REST,
)
