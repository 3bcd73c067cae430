"""A weighbridge in service: weights and material, each support, a vehicle rolled over (JJG 539)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Finding
from inspector_app.domain.measurement import PlanRow, Shape
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
from inspector_app.kinds.large_scales import (
    SUBSTITUTION,
    loads_of,
    rolling_findings,
    rolling_rows,
    substitution_findings,
)
from inspector_app.kinds.scale_checks import (
    ANTI_CHEAT,
    JJG_539,
    LAW_DETAILS,
    LEGAL_MARKS,
    NAMEPLATE,
)
from inspector_app.kinds.scale_judgement import ScaleTests
from inspector_app.kinds.trials import choice, number
from inspector_app.kinds.weighing_plan import (
    Rows,
    discrimination_rows,
    eccentricity_rows,
    planned,
    repeatability_rows,
    zero_rows,
)
from inspector_app.kinds.weighing_rules import WeighingRules
from inspector_app.metrology.eccentricity import number_of_positions
from inspector_app.metrology.regulations import RegulationBook

FOUNDATION = Text(zh="承载器与基础", en="Platform and foundation")

CHECKS = (
    Check(
        key="WB01",
        text=Text(
            zh="指示器和接线盒的铅封完好",
            en="The seals of indicator and junction box are intact",
        ),
        basis=Basis(JJG_539, "6.4"),
        group=LEGAL_MARKS,
        may_not_apply=False,
        hint=Text(
            zh="逐个打开井盖看接线盒：封号与检定证书核对，封线不得剪断后再扣。",
            en="Open each cover to the junction boxes: compare the seal numbers with the "
            "certificate; the wire must not be cut and hooked together again.",
        ),
    ),
    Check(
        key="WB02",
        text=Text(zh="检定合格标志在有效期内", en="The verification mark is present and valid"),
        basis=Basis(LAW_DETAILS, "第二十二条"),
        group=LEGAL_MARKS,
        may_not_apply=False,
    ),
    Check(
        key="WB03",
        text=Text(
            zh="铭牌齐全：名称、等级、型号、编号、Max、Min、e、厂名、CPA 标志",
            en="The nameplate is complete: name, class, model, number, Max, Min, e, maker, CPA",
        ),
        basis=Basis(JJG_539, "6.4.2"),
        group=NAMEPLATE,
        may_not_apply=False,
    ),
    Check(
        key="WB04",
        text=Text(
            zh="称重传感器和指示器与型式批准证书一致",
            en="Load cells and indicator agree with the type-approval certificate",
        ),
        basis=Basis(JJG_539, "6.4"),
        group=NAMEPLATE,
        decisive=False,
        hint=Text(
            zh="抄录指示器和每只传感器的型号、编号，与证书附件逐项核对；数字传感器看地址数。",
            en="Copy model and number of the indicator and of each cell and compare them with the "
            "certificate's annex; of digital cells count the addresses.",
        ),
    ),
    Check(
        key="WB05",
        text=Text(
            zh="承载器四周间隙均匀、无卡阻，限位不抵死，坑内无积水杂物",
            en="The platform is free all round, its stops do not bind, the pit is dry and empty",
        ),
        basis=Basis(JJG_539, "6"),
        group=FOUNDATION,
        decisive=False,
    ),
    Check(
        key="WB06",
        text=Text(
            zh="引道与承载器平直相接，车辆能停稳",
            en="The approach is level with the platform; a vehicle can stand still on it",
        ),
        basis=Basis(JJG_539, "6"),
        group=FOUNDATION,
        decisive=False,
    ),
    Check(
        key="WB07",
        text=Text(
            zh="不破封不能改变分度值或进入标定状态",
            en="Neither interval nor adjustment can be reached without breaking the seal",
        ),
        basis=Basis(JJG_539, "6.4"),
        group=ANTI_CHEAT,
        may_not_apply=False,
        hint=Text(
            zh="不拆封：1. 关机重开，看自检显示的版本和分度；2. 按住设置、置零、皮重键各开机一次；"
            "3. 输入说明书上的标定口令。任何一步进入标定或改动分度，即为否，并拍照。",
            en="Without breaking a seal: 1. switch off and on, read version and interval of the "
            "self-test; 2. switch on holding the set, zero and tare keys, one after the other; "
            "3. enter the manual's password. If one of them reaches adjustment or changes the "
            "interval, answer no and take a photo.",
        ),
    ),
    Check(
        key="WB08",
        text=Text(
            zh="传感器电缆、接线盒和指示器内无外加电路、遥控接收器或短接线",
            en="No added circuit, remote receiver or bridge in cables, junction boxes or indicator",
        ),
        basis=Basis(LAW_DETAILS, "第四十六条"),
        group=ANTI_CHEAT,
        may_not_apply=False,
        hint=Text(
            zh="1. 沿电缆走一遍，看接头、焊点、多出的盒子；2. 秤上停一辆车，记下示值；"
            "3. 请人走近、离开、开关手机和遥控器，示值不得变动；4. 拔掉对讲机和手机充电器再看。",
            en="1. Walk along the cables: joints, solder, boxes too many; 2. leave a vehicle on "
            "the scale and note the indication; 3. let people come and go, switch phones and "
            "remote controls: it must not move; 4. unplug radios and chargers and look again.",
        ),
    ),
    Check(
        key="WB09",
        text=Text(
            zh="空秤为零，显示屏在场各方均能看见",
            en="Empty it shows zero; the display can be seen by everyone concerned",
        ),
        basis=Basis(JJG_539, "6"),
        group=ANTI_CHEAT,
        may_not_apply=False,
    ),
)

SHAPES = (
    ShapeUse(shape=Shape.ZERO, title=Text(zh="零点", en="Zero")),
    ShapeUse(shape=Shape.REPEATABILITY, title=Text(zh="重复性", en="Repeatability")),
    ShapeUse(shape=Shape.ECCENTRICITY, title=Text(zh="偏载与滚动载荷", en="Supports, rolling")),
    ShapeUse(shape=Shape.LOAD_POINTS, title=Text(zh="示值误差", en="Error of indication")),
    ShapeUse(
        shape=Shape.DISCRIMINATION, title=Text(zh="鉴别阈", en="Discrimination"), optional=True
    ),
)

PARTICULARS = (
    choice(
        SUBSTITUTION,
        Text(zh="使用替代物", en="material in place of weights"),
        (("no", Text(zh="否", en="no")), ("yes", Text(zh="是", en="yes"))),
        required=False,
    ),
    number(
        "usual_heaviest",
        Text(zh="通常最重车辆", en="usual heaviest vehicle"),
        "kg",
        ("1", "500000"),
        required=False,
    ),
    number(
        "rolling_load",
        Text(zh="滚动载荷质量", en="mass of the rolling load"),
        "kg",
        ("1", "500000"),
        required=False,
    ),
    number(
        "rolling_load_error",
        Text(zh="滚动载荷质量的极限误差", en="its limit error"),
        "kg",
        ("0", "10000"),
        required=False,
    ),
)


def tests(inspection: Inspection) -> tuple[Rows, ...]:
    """Return the tests: the vehicle rolls over after every support was loaded."""
    return (
        zero_rows,
        repeatability_rows,
        eccentricity_rows,
        _rolling(inspection),
        loads_of(inspection),
        discrimination_rows,
    )


def _rolling(inspection: Inspection) -> Rows:
    def rows(rules: WeighingRules) -> Iterable[PlanRow]:
        supports = number_of_positions(rules.instrument.supports, rules.weighing)
        return rolling_rows(inspection, rules, first=supports + 1)

    return rows


def own_findings(
    inspection: Inspection, rules: WeighingRules, book: RegulationBook
) -> Iterator[Finding]:
    """Yield what is said of the material and of the vehicle."""
    rows = planned(inspection, book, tests(inspection))
    if rows:
        yield from substitution_findings(inspection, rows, rules, book)
        yield from rolling_findings(inspection, rules)


REST = Rest(seconds=Decimal(3), frames=5)
"""A vehicle rocks on its springs, and an indicator may call the turning point of it stable."""

TESTS = ScaleTests(
    checks=CHECKS,
    shapes=SHAPES,
    photos=(
        PhotoRole(key="nameplate", title=Text(zh="铭牌", en="Nameplate")),
        PhotoRole(key="junction_box", title=Text(zh="接线盒与铅封", en="Junction box and seal")),
        PhotoRole(
            key="overall", title=Text(zh="承载器与砝码", en="Platform and weights"), required=False
        ),
    ),
    tests=tests,
    particulars=PARTICULARS,
    own=own_findings,
)

KIND = InspectionKind(
    key="weighbridge",
    area=Area.MARKET,
    title=Text(zh="汽车衡检查", en="Weighbridge in service"),
    summary=Text(
        zh="砝码与替代物、各支承点、滚动载荷和重复性现场检查",
        en="Weights and material, every support, rolling load and repeatability, on site",
    ),
    basis=(Basis(JJG_539, "使用中检查"), Basis(LAW_DETAILS, "第二十四条")),
    steps=weighing_steps(Step.PARTICULARS),
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
