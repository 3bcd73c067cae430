"""The checks of price-computing and other market scales, PS01 to PS14. No kind of its own.

Source: domain_updates.md §10.3 (JJG 539-2016 6.4, JJF 2184-2025, JJG 1204-2025, order 94).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from inspector_app.domain.text import Text
from inspector_app.kinds.base import Basis, Check

JJG_539 = Text(
    zh="JJG 539-2016 数字指示秤检定规程",
    en="JJG 539-2016 Verification regulation of digital indicating weighing instruments",
)
JJG_1204 = Text(
    zh="JJG 1204-2025 电子计价秤检定规程（试行）",
    en="JJG 1204-2025 Verification regulation of electronic price-computing scales (trial)",
)
JJF_2184 = Text(
    zh="JJF 2184-2025 电子计价秤型式评价大纲（试行）",
    en="JJF 2184-2025 Type evaluation outline of electronic price-computing scales (trial)",
)
LAW_DETAILS = Text(
    zh="中华人民共和国计量法实施细则", en="Rules for Implementing the Metrology Law of the PRC"
)
MARKET_RULES = Text(
    zh="集贸市场计量监督管理办法",
    en="Measures for Metrology Supervision of Markets (SAMR order 94)",
)
LEGAL_MARKS = Text(zh="法制标志", en="Legal marks")
NAMEPLATE = Text(zh="铭牌与标识", en="Nameplate and identity")
ANTI_CHEAT = Text(zh="防作弊", en="Anti-cheating")

CHECKS = (
    Check(
        key="PS04",
        text=Text(
            zh="铅封完好（须铅封，不得纸封）", en="The seal is intact (a lead seal, not paper)"
        ),
        basis=Basis(JJG_539, "6.4"),
        group=LEGAL_MARKS,
        may_not_apply=False,
    ),
    Check(
        key="PS07",
        text=Text(zh="检定合格标志在有效期内", en="The verification mark is present and valid"),
        basis=Basis(LAW_DETAILS, "第二十二条"),
        group=LEGAL_MARKS,
        may_not_apply=False,
    ),
    Check(
        key="PS02",
        text=Text(
            zh="型式批准（CPA）标志和编号齐全",
            en="The type-approval (CPA) mark and number are present",
        ),
        basis=Basis(JJG_539, "6.4"),
        group=LEGAL_MARKS,
        may_not_apply=False,
    ),
    Check(
        key="PS01",
        text=Text(
            zh="铭牌齐全：名称、等级、型号、编号、Max、Min、e、d、n、厂名",
            en="The nameplate is complete: name, class, model, number, Max, Min, e, d, n, maker",
        ),
        basis=Basis(JJG_539, "6.4.2"),
        group=NAMEPLATE,
        may_not_apply=False,
    ),
    Check(
        key="PS03",
        text=Text(
            zh="制造声明“不具备欺骗性使用的特征”",
            en="The maker declares that it has no features of fraudulent use",
        ),
        basis=Basis(JJG_539, "6.4"),
        group=NAMEPLATE,
        decisive=False,
    ),
    Check(
        key="PS05",
        text=Text(
            zh="显示分度 d 与铭牌 e 一致（不一致按疑似改芯片处理）",
            en="The displayed interval d equals e on the plate (else a changed chip is suspected)",
        ),
        basis=Basis(JJG_539, "6.4"),
        group=NAMEPLATE,
        may_not_apply=False,
    ),
    Check(
        key="PS06",
        text=Text(
            zh="不破封、仅用键盘不能进入标定状态",
            en="Adjustment cannot be reached from the keys without breaking the seal",
        ),
        basis=Basis(JJG_539, "6.4"),
        group=ANTI_CHEAT,
        may_not_apply=False,
    ),
    Check(
        key="PS08",
        text=Text(
            zh="生产码、维修码、检定码和铅封“三码一封”完整",
            en="Production, repair and verification codes and the seal are complete",
        ),
        basis=Basis(JJF_2184, "三码一封"),
        group=ANTI_CHEAT,
        decisive=False,
    ),
    Check(
        key="PS09",
        text=Text(
            zh="“一秤一码”扫码信息与本机一致",
            en="The scale's own code, scanned, tells of this very scale",
        ),
        basis=Basis(JJF_2184, "一秤一码"),
        group=ANTI_CHEAT,
        decisive=False,
    ),
    Check(
        key="PS10",
        text=Text(
            zh="软件标识与型式批准证书一致",
            en="The software identification agrees with the type-approval certificate",
        ),
        basis=Basis(JJG_1204, "6.3"),
        group=ANTI_CHEAT,
        decisive=False,
    ),
    Check(
        key="PS11",
        text=Text(
            zh="开壳即锁，仅动态密码授权解锁",
            en="Opening the case locks it; only a one-time password unlocks it",
        ),
        basis=Basis(JJG_1204, "6.4"),
        group=ANTI_CHEAT,
        decisive=False,
    ),
    Check(
        key="PS12",
        text=Text(
            zh="空秤为零，秤盘在位，去皮值为零",
            en="Empty it shows zero, the pan is in place, no tare is set",
        ),
        basis=Basis(MARKET_RULES, "第九条"),
        group=ANTI_CHEAT,
        may_not_apply=False,
    ),
    Check(
        key="PS13",
        text=Text(
            zh="快按组合键、遥控、拉线、附加开关均不改变示值",
            en="Key combinations, remote controls, wires and switches do not change the indication",
        ),
        basis=Basis(MARKET_RULES, "第十六条"),
        group=ANTI_CHEAT,
        may_not_apply=False,
    ),
    Check(
        key="PS14",
        text=Text(
            zh="超载、欠载有提示，单价和金额计算正确",
            en="Overload and underload are shown; price and amount are computed right",
        ),
        basis=Basis(JJG_1204, "6.9"),
        group=ANTI_CHEAT,
    ),
)


def with_hints(hints: Mapping[str, Text]) -> tuple[Check, ...]:
    """Return the checks, each with the hint that its key has here."""
    return tuple(replace(check, hint=hints.get(check.key)) for check in CHECKS)
