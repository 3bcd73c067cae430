"""Where a figure was read, in Chinese: what is said about a source; names and numbers stay.

A source is kept as it was written, parts by `; `. A part of the table is replaced whole, else the
turns of phrase in it; what is neither is a name (a page, a book, a case) and the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from inspector_app.words import current_language

CHINESE: Final[Mapping[str, str]] = {
    "360docs 5f15523904 says about 50 % Max; 40 % to 60 % chosen here": (
        "360docs 5f15523904 写作约 50 % Max；此处取 40 % 至 60 %"
    ),
    "91zxmr half-yearly practice": "91zxmr（半年检惯例）",
    "FairScale only": "仅见于 FairScale",
    "GB/T 2828.2-2008 unread": "GB/T 2828.2-2008 未读到原文",
    "GB/T 8170-2008 3.2 taken as the meaning of 修约": "“修约”按 GB/T 8170-2008 3.2 理解",
    "JJG 1036-2008 by bzxz.net 1a97c1535f9a6314: balances, performance of R 76": (
        "JJG 1036-2008（bzxz.net 1a97c1535f9a6314）：天平，性能同 R 76"
    ),
    "JJG 1148-2018 list of contents": "JJG 1148-2018 目录",
    "JJG 443-2006 (315online.com 408277) has ±0.5 %": (
        "JJG 443-2006（315online.com 408277）为 ±0.5 %"
    ),
    "JJG 596-2012 unread": "JJG 596-2012 未读到原文",
    "JJG 1204-2025 6.9 by its title only (guifanku 866428)": (
        "JJG 1204-2025 6.9 仅见标题（guifanku 866428）"
    ),
    "Jiangsu market regulator's notice 2023-06-05, diaochadi.com 1082353": (
        "江苏省市场监管部门 2023-06-05 通知，diaochadi.com 1082353"
    ),
    "NDRC/MWR/SAMR notice 2023-11-10, ehs.cn/law/125590": (
        "国家发展改革委、水利部、市场监管总局 2023-11-10 通知，ehs.cn/law/125590"
    ),
    "OIML R 49: subsequent as initial": "OIML R 49：后续检定同首次检定",
    "SAFE e.V., Open Charge Metering Format 1.4.1 (2025-01-15): a format, not a legal norm here": (
        "SAFE e.V.，充电计量开放格式 1.4.1（2025-01-15）：是数据格式，在我国不是法定标准"
    ),
    "amending text cut off": "修改文本不全",
    "chinesestandards.org record": "chinesestandards.org 条目",
    "code index 57443279225 (one unverified app)": "代码索引 57443279225（一个未经核实的应用）",
    "code index 56758835212 (copy of form 6, 8)": "代码索引 56758835212（文书式样 6、8 的副本）",
    "d_n of three observations": "三次观测的 d_n",
    "date from memory (JJG 99-2022 of the same day: guifan.net 371701)": (
        "日期凭记忆（同日发布的 JJG 99-2022：guifan.net 371701）"
    ),
    "case DL2-30: order 121 art.23(1)(5), form 8 copy (code index 56758835212)": (
        "算例 DL2-30：第 121 号令第二十三条第一款第五项，文书式样 8 副本（代码索引 56758835212）"
    ),
    "case FUEL-ERR-02: JJG 443 formula VBt=VB[1+bY(tJ-tB)+bB(tB-20)], E=(VJ-VBt)/VBt "
    "(xljd888.com 167; ppkao.com worked example)": (
        "算例 FUEL-ERR-02：JJG 443 公式 VBt=VB[1+bY(tJ-tB)+bB(tB-20)]，E=(VJ-VBt)/VBt"
        "（xljd888.com 167；ppkao.com 例题）"
    ),
    "case FUEL-HB44-01: NIST HB44 3.30 T.2 note via texasagriculture.gov definitions page": (
        "算例 FUEL-HB44-01：NIST HB44 3.30 T.2 注，见 texasagriculture.gov 定义页"
    ),
    "case ID-USCC-02: GB 32100-2015 algorithm (Rockyzsu/social_code_validation; USCIValidator "
    "regex ^[0-9A-HJ-NPQRTUWXY]{18}$)": (
        "算例 ID-USCC-02：GB 32100-2015 算法（Rockyzsu/social_code_validation；USCIValidator "
        "正则 ^[0-9A-HJ-NPQRTUWXY]{18}$）"
    ),
    **{
        f"case LAW-FINE-{n}: LawRefBook texts / 7ep8.com news + FairScale for order 94": (
            f"算例 LAW-FINE-{n}：LawRefBook 文本；第 94 号令据 7ep8.com 新闻与 FairScale"
        )
        for n in ("01", "09", "10")
    },
    "case LAW-FINE-21: 商品量计量违法行为处罚规定 2020 rev. (SAMR order 31), law.foodmate.net "
    "show-163946": (
        "算例 LAW-FINE-21：商品量计量违法行为处罚规定 2020 年修订（总局第 31 号令），"
        "law.foodmate.net show-163946"
    ),
    "case LAW-FRAUD-01: LawRefBook text": "算例 LAW-FRAUD-01：LawRefBook 文本",
    "case MTR2-W-03: shuibiao.com.cn 1861 (quality institute)": (
        "算例 MTR2-W-03：shuibiao.com.cn 1861（质检院）"
    ),
    "case NAWI-ERR-06: R76-1 A.4.4.3 flash-point method; klmyctpj.com News-730582; "
    "wuxiflower.com 432": (
        "算例 NAWI-ERR-06：R76-1 A.4.4.3 闪变点法；klmyctpj.com News-730582；wuxiflower.com 432"
    ),
    "case PCS-REG-02: JJG 1204-2025 in force 2027-01-08, Max <= 100 kg, III/IIII (guifanku "
    "866428; reportify 1211450750132162560)": (
        "算例 PCS-REG-02：JJG 1204-2025，2027-01-08 施行，Max ≤ 100 kg，III、IIII 级"
        "（guifanku 866428；reportify 1211450750132162560）"
    ),
    "case PKG-DEC-01: JJF 1070-2005 / 办法 附表4 (777doc.com doc-3868916) + "
    "定量包装商品计量监督管理办法 附表3 (shkps.cn 89423, 2005 text; same table carried into "
    "order 70/2023 [M])": (
        "算例 PKG-DEC-01：JJF 1070-2005／办法附表 4（777doc.com doc-3868916）及"
        "定量包装商品计量监督管理办法附表 3（shkps.cn 89423，2005 年文本；第 70 号令沿用此表 [M]）"
    ),
    "case PKG-T-04: 定量包装商品计量监督管理办法 附表3 (shkps.cn 89423, 2005 text; same table "
    "carried into order 70/2023 [M])": (
        "算例 PKG-T-04：定量包装商品计量监督管理办法附表 3"
        "（shkps.cn 89423，2005 年文本；第 70 号令沿用此表 [M]）"
    ),
    "case RET-CHK-01: 零售商品称重计量监督管理办法 附表1 (order 66/2004 rev. order 31/2020); "
    "values via FairScale core.js (GitHub id 67397683871) art.5-6 (equal-accuracy method: 2x)": (
        "算例 RET-CHK-01：零售商品称重计量监督管理办法附表 1（第 66 号令，2020 年第 31 号令修订）；"
        "数值据 FairScale core.js（GitHub 67397683871）第五、六条（等准确度称重法：2 倍）"
    ),
    "case TAXI-01: aqrzj doc 417345 (JJG(京)177-2025 on JJG 517-2016); ppdoc (2009)": (
        "算例 TAXI-01：aqrzj 417345（JJG(京)177-2025 引 JJG 517-2016）；ppdoc（2009）"
    ),
    "case XP-VOID-01: GB 23350-2021 Table 1 limits (wangyinboy.com 15575, toutiao tea note), "
    "k: mooncake 7, zongzi 5 (17096.cn), tea 13/9/20/60 (ywpdd.com); X=(Vn-k*V0)/Vn with "
    "1 g=1000 mm3 - form confirmed by published 42 %/58 % shrink for k 12->7/12->5": (
        "算例 XP-VOID-01：GB 23350-2021 表 1 限值（wangyinboy.com 15575，toutiao 茶叶说明），"
        "k：月饼 7、粽子 5（17096.cn），茶叶 13/9/20/60（ywpdd.com）；X=(Vn-k·V0)/Vn，"
        "1 g=1000 mm³；公式由已公布的体积缩减 42 %/58 %（k 12→7、12→5）印证"
    ),
    "case XP2-LAY-02: GB 43284-2023 via ipaiban 6642de08": (
        "算例 XP2-LAY-02：GB 43284-2023，据 ipaiban 6642de08"
    ),
    "dates not read": "日期未读到",
    "domain.md §1.4: each quarter of the load receptor": "领域资料 §1.4：承载器的每个四分之一",
    "domain.md §12: score design, to configure": "领域资料 §12：评分设计，可配置",
    "domain.md §3.1, as in 2006": "领域资料 §3.1，同 2006 版",
    "domain.md §5.1: GB/T 8170 half to even": "领域资料 §5.1：GB/T 8170 四舍六入五成双",
    "domain.md §5.3, low": "领域资料 §5.3，可信度低",
    "domain.md §7 status model": "领域资料 §7 状态评价模型",
    "domain_updates.md §10.1: at different points": "领域资料更正 §10.1：在不同的点",
    "beginning, middle, end from memory": "首、中、末凭记忆",
    "domain_updates.md §10.3 PS13 says no change": "领域资料更正 §10.3 PS13 要求不变",
    "first day not read": "施行日未读到",
    "first day from memory": "施行日凭记忆",
    "follows from the meaning of an energy register": "由电能计度器的含义得出",
    "in force 2026-01-08, published 2025-01-08": "2025-01-08 发布，2026-01-08 施行",
    "issue 4 §1: simple acceptance by default, guard band where the kind asks": (
        "任务书 4 §1：默认简单接受，检查种类要求时用防护带"
    ),
    "issue 2 §4": "任务书 2 §4",
    "larger than any charger sold to the public": "大于任何公开销售的充电桩",
    "month of publication from memory": "发布月份凭记忆",
    "a week": "取一周",
    "no source": "无出处",
    "not confirmed as this regulation's estimator": "未确认为本规程采用的估计方法",
    "not confirmed for 2023": "2023 版未确认",
    "not found again in domain_updates.md §10.1": "领域资料更正 §10.1 未再查到",
    "number: psx.gov.cn 2026-03-16": "编号：psx.gov.cn 2026-03-16",
    "one step of flicker allowed here": "此处允许跳动一个分度",
    "own choice": "本程序自定",
    "own knowledge": "凭自有知识",
    "own knowledge (day of issue": "凭自有知识（发布日",
    "own knowledge (day of issue; general application from 2023-09-01)": (
        "凭自有知识（发布日；2023-09-01 起普遍适用）"
    ),
    "published example, domain.md §3.2": "已公布的算例，领域资料 §3.2",
    "recomputed from t0.995(n-1)/sqrt n": "按 t0.995(n-1)/√n 重新计算",
    "seven real codes": "七个真实代码",
    "ssfb86.com 8206 (arts 1-6)": "ssfb86.com 8206（第一至六条）",
    "ssfb86.com 8206: the instrument's MPE is no worse than the negative deviation": (
        "ssfb86.com 8206：器具的最大允许误差不大于负偏差"
    ),
    "table of the normal distribution": "正态分布表",
    "text not read here": "未读到原文",
    "the first product by gxdcqvnv 551": "首批产品据 gxdcqvnv 551",
    "the format recommends two decimals of a kilowatt hour": "该格式建议千瓦时取两位小数",
    "the range is the stricter of the two": "两者中极差较严",
    "the third from memory": "第三项凭记忆",
    "toutiao tea note": "toutiao 茶叶说明",
    "worked by hand": "手工计算",
    "worked out by hand from the rows of this table": "由本表各行手工算出",
    "edition and date from memory": "版次、日期凭记忆",
    "edition ftdb.com.cn 3798450": "版次据 ftdb.com.cn 3798450",
    "edition weighment.cn 20210702": "版次据 weighment.cn 20210702",
    "the direction is not said": "未说明修约方向",
}
_TURNS: Final = (
    (r"\bcode index\b", "代码索引"),
    (r"\blook\.md\b", "界面规范"),
    (r"State Council notices", "国务院办公厅通知"),
    (r" via 代码索引", "，代码索引"),
    (r"\bfoodmate law\b", "foodmate 法规"),
    (r"\bcode tables\b", "代码表"),
    (r"\bdomain_updates\.md\b", "领域资料更正"),
    (r"\bdomain\.md\b", "领域资料"),
    (r"^case ([A-Z0-9-]+): ", r"算例 \1："),
    (r"^case ", "算例 "),
    (r",? from memory\b", "（凭记忆）"),
    (r"\bdate（凭记忆）", "日期凭记忆"),
    (r"\(amending text\)", "（修改文本）"),
    (r"\(last day\)", "（末日）"),
    (r"\(figures\)", "（数值）"),
    (r"\bschedule (\d+)", r"附表 \1"),
    (r"\bpara (\d)", r"第 \1"),
    (r"\bby 领域资料更正", "据领域资料更正"),
    (r" by (?=[a-z]+\.(?:cn|com|net))", "，据 "),
    (r"\bart\.(\d+)", r"第 \1 条"),
)
# A row that another edition lends says whose it is: `JJF 1070-2005: own choice`.
_OF_ANOTHER: Final = re.compile(r"(?P<number>(?:JJ[GF]|GB|[一-鿿])[^:;]*): (?P<source>.+)")


def source_words(source: str, language: str = "") -> str:
    """Return a source as it is shown in this language, by default the window's."""
    if (language or current_language()) != "zh_CN":
        return source
    if source in CHINESE:
        return CHINESE[source]
    if found := _OF_ANOTHER.fullmatch(source):
        return f"{found['number']}：{source_words(found['source'], 'zh_CN')}"
    return "；".join(_part(part) for part in source.split("; "))


def _part(part: str) -> str:
    if part in CHINESE:
        return CHINESE[part]
    for turn, words in _TURNS:
        part = re.sub(turn, words, part)
    return part
