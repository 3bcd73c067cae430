"""A price-computing scale: JJG 539, from 2027-01-08 JJG 1204; the anti-cheat list, tried."""

from __future__ import annotations

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Finding
from inspector_app.domain.measurement import Shape
from inspector_app.domain.text import Text
from inspector_app.kinds.base import (
    Area,
    Basis,
    InspectionKind,
    PhotoRole,
    ShapeUse,
    Step,
    weighing_steps,
)
from inspector_app.kinds.nameplate import nameplate_findings, plate_findings
from inspector_app.kinds.price_trials import (
    PARTICULARS,
    assess_price_trial,
    judge_price_trial,
    own_findings,
    trials,
)
from inspector_app.kinds.scale_checks import JJF_2184, JJG_539, JJG_1204, LAW_DETAILS, with_hints
from inspector_app.kinds.scale_judgement import ScaleTests
from inspector_app.kinds.weighing_plan import MARKET_TESTS
from inspector_app.kinds.weighing_rules import WeighingRules
from inspector_app.metrology.regulations import RegulationBook

HINTS = {
    "PS04": Text(
        zh="看封线是否剪断后再扣、封泥有无二次压痕；封号与检定证书、台账核对。",
        en="Was the wire cut and hooked together, the lead pressed twice? Compare the number with "
        "certificate and ledger.",
    ),
    "PS05": Text(
        zh="1. 空秤归零；2. 一枚一枚加 e/10 的小砝码，直到示值跳动；3. 再加到下一次跳动；"
        "4. 两次示值之差即显示分度 d，填入“试验”中 PS05 一行，与铭牌 e 比对。",
        en="1. Zero the empty scale; 2. add weights of e/10, one by one, until the indication "
        "jumps; 3. go on to the next jump; 4. the difference of the two is d: enter it under "
        "Trials, PS05, where it is compared with the plate's e.",
    ),
    "PS06": Text(
        zh="不拆封，秤上放 1 kg：1. 按住置零、去皮、累计、设置各键开机；2. 依次长按各键 5 秒；"
        "3. 输入常见口令（如 000000、123456、机型号）；4. 出现 CAL、SPAN、跳字或示值改变，即为否，"
        "拍下全过程，并在“试验”中填试探前后示值。",
        en="Without breaking the seal, 1 kg on the pan: 1. switch on holding zero, tare, total and "
        "set; 2. hold each key for 5 s; 3. enter usual passwords (000000, 123456, the model); "
        "4. if CAL, SPAN or another indication appears, answer no, film it, and enter the "
        "indications before and after under Trials.",
    ),
    "PS08": Text(
        zh="抄录生产码、维修码、检定码和封号，填入“试验”中 PS08 一行。",
        en="Copy the three codes and the seal number into Trials, PS08.",
    ),
    "PS09": Text(
        zh="扫秤身二维码或碰 NFC：型号、编号、检定日期须与本机一致。",
        en="Scan the code or touch the NFC tag: model, number and date must be this scale's.",
    ),
    "PS10": Text(
        zh="输入说明书上的查询代码，显示的软件标识填入“试验”，与 CPA 证书核对。",
        en="Enter the manual's query code and compare the identification with the certificate.",
    ),
    "PS11": Text(
        zh="不自行开壳：查自锁记录或由维修人员演示，须凭动态密码解锁。",
        en="Do not open it yourself: read the lock record, or let the repairer show it; only a "
        "one-time password may unlock.",
    ),
    "PS12": Text(
        zh="空秤看示值和皮重是否都为零；掀开秤盘，看盘下有无垫物、磁铁、弹簧。",
        en="Empty, both indication and tare are zero; lift the pan: nothing, no magnet, no spring "
        "under it.",
    ),
    "PS13": Text(
        zh="秤上放 1 kg 并记下示值：1. 连续快按数字键和功能键组合；2. 请摊主离开，收走手机、"
        "钥匙遥控；3. 沿电源线摸一遍，拔电改用电池再看；4. 摸台面下、秤底有无开关、拉线；"
        "5. 每步之后再看示值，变动超过一个分度即为否，填入“试验”。",
        en="1 kg on the pan, note the indication: 1. press figures and function keys in quick "
        "sequences; 2. let the trader step back, phones and key fobs away; 3. follow the mains "
        "lead, unplug it and look again on battery; 4. feel under table and scale for switches and "
        "wires; 5. look after each step: more than one division is a no; enter it under Trials.",
    ),
    "PS14": Text(
        zh="加载超过 Max 应提示超载；取下秤盘应提示欠载；按“试验”中的三组单价核对金额。",
        en="Above Max it must show overload, without its pan underload; check the amounts of three "
        "prices under Trials.",
    ),
}
CHECKS = with_hints(HINTS)

SHAPES = (
    ShapeUse(shape=Shape.ZERO, title=Text(zh="零点", en="Zero")),
    ShapeUse(shape=Shape.LOAD_POINTS, title=Text(zh="示值误差", en="Error of indication")),
    ShapeUse(shape=Shape.ECCENTRICITY, title=Text(zh="偏载", en="Eccentricity")),
    ShapeUse(shape=Shape.REPEATABILITY, title=Text(zh="重复性", en="Repeatability")),
    ShapeUse(
        shape=Shape.DISCRIMINATION, title=Text(zh="鉴别阈", en="Discrimination"), optional=True
    ),
    ShapeUse(shape=Shape.TARE, title=Text(zh="除皮", en="Tare"), optional=True),
    ShapeUse(shape=Shape.TRIAL, title=Text(zh="防作弊试验", en="Anti-cheating trials")),
)


def plate(
    inspection: Inspection, rules: WeighingRules, book: RegulationBook
) -> tuple[Finding, ...]:
    """Return what plate and file say; only an older type is warned of the change of rules."""
    if inspection.fields.get("generation") == "new":
        return plate_findings(inspection, rules)
    networked = inspection.fields.get("networked") == "yes"
    return nameplate_findings(inspection, rules, book, networked=networked)


TESTS = ScaleTests(
    checks=CHECKS,
    shapes=SHAPES,
    photos=(
        PhotoRole(key="nameplate", title=Text(zh="铭牌", en="Nameplate")),
        PhotoRole(key="seal", title=Text(zh="铅封", en="Seal")),
        PhotoRole(key="probe", title=Text(zh="试探过程", en="What a probe showed"), required=False),
    ),
    tests=lambda _inspection: MARKET_TESTS,
    particulars=PARTICULARS,
    trials=trials,
    assess_trial=assess_price_trial,
    judge_trial=judge_price_trial,
    plate=plate,
    own=own_findings,
)

KIND = InspectionKind(
    key="price_computing_scale",
    area=Area.MARKET,
    title=Text(zh="电子计价秤检查", en="Price-computing scale"),
    summary=Text(
        zh="示值误差与防作弊逐项试探：分度、按键、遥控、金额、软件标识",
        en="Errors, and the ways of cheating tried one by one: division, keys, remotes, amount",
    ),
    basis=(
        Basis(JJG_539, "使用中检查（至 2027-01-07）"),
        Basis(JJG_1204, "2027-01-08 起"),
        Basis(JJF_2184, "三码一封、一秤一码"),
        Basis(LAW_DETAILS, "第二十四条"),
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
)
