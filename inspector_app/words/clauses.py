"""The clauses of the regulation tables in Chinese: data only, read where a citation is shown.

The tables and every kept verdict hold the clause as it was written, in English or as a number;
only what is shown or printed is translated. A clause that is not here is shown as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from inspector_app.domain.judgement import Citation
from inspector_app.domain.text import Text
from inspector_app.words import current_language
from inspector_app.words import gettext as _
from inspector_app.words.articles import article_words, basis_in, english_articles, is_law
from inspector_app.words.law_titles import law_title

CHINESE: Final[Mapping[str, str]] = {
    "10 (older text)": "第十条（旧文本）",
    "18 (+15)": "第十八条（延长 15 个工作日）",
    '23(1)(5); "日" taken as calendar days': "第二十三条第一款第五项；“日”按自然日计",
    "3.30 T.2 note": "3.30 T.2 注",
    "31(2); the 5 days are those of order 20": "第三十一条第二款；5 日系第 20 号令的规定",
    "38 (+30)": "第三十八条（延长 30 日）",
    "4, table 1": "4，表 1",
    "4.3, table of required rates": "4.3，配备率要求表",
    "5, sphere": "5，球镜度",
    "5.2, as at subsequent verification": "5.2，按后续检定",
    "5.6, only where the function exists": "5.6，仅限有此功能者",
    "5: W(i) = 3^(i-1) mod 31": "5：W(i) = 3^(i-1) mod 31",
    "64 (+30)": "第六十四条（延长 30 日）",
    "64(2), 85; counting back is inferred": "第六十四条第二项、第八十五条；倒推起算为推断",
    "6; 国市监信〔2019〕38号 unread": "第六条；国市监信〔2019〕38号未读到原文",
    "8.2; guard bands: 8.3": "8.2；防护带：8.3",
    "Amendment 1": "第 1 号修改单",
    "Amendment 1 (2022)": "第 1 号修改单（2022）",
    "Amendment 1 (2022): no other goods in the pack": "第 1 号修改单（2022）：不与其他产品混装",
    "Amendment 1 (2022): no precious metal or rosewood": (
        "第 1 号修改单（2022）：不使用贵金属、红木"
    ),
    "Amendment 1 (2022): not with goods dearer than themselves": (
        "第 1 号修改单（2022）：不与价格更高的产品混装"
    ),
    "Amendment 2 (2024)": "第 2 号修改单（2024）",
    "Amendment 2 (2024): packaging mass against content": (
        "第 2 号修改单（2024）：包装与内装物质量比"
    ),
    "Amendment 2 (2024): transition of 12 months, its exact end not read": (
        "第 2 号修改单（2024）：过渡期 12 个月，截止日未读到原文"
    ),
    "Amendment 2 (2024); its 12 months of transition are surely over by this day": (
        "第 2 号修改单（2024）；至该日 12 个月过渡期必已届满"
    ),
    "JJG 1148-2018 5.3, no item of 2022: a check of price, not of the charger": (
        "JJG 1148-2018 5.3，2022 版无此项：核对价款，不检桩"
    ),
    "JJG 1148-2022, JJG 1149-2022: verification period": "JJG 1148-2022、JJG 1149-2022：检定周期",
    "JJG 162-2019: verification period": "JJG 162-2019：检定周期",
    "JJG 443-2023: verification period": "JJG 443-2023：检定周期",
    "JJG 539-2016: verification period": "JJG 539-2016：检定周期",
    "JJG 577-2012, JJG 1190-2022: verification period": "JJG 577-2012、JJG 1190-2022：检定周期",
    "JJG 577-2012: verification period": "JJG 577-2012：检定周期",
    "JJG 596-2012: verification period": "JJG 596-2012：检定周期",
    "JJG 99: verification period": "JJG 99：检定周期",
    "JSON based OCMF Format; tables 1 to 8": "OCMF 的 JSON 格式；表 1 至表 8",
    "OIML R 111-1:2004 table 1": "OIML R 111-1:2004 表 1",
    "OIML R 76-1:2006 3.5.1, table 6": "OIML R 76-1:2006 3.5.1，表 6",
    "OIML R 76-1:2006 table 3": "OIML R 76-1:2006 表 3",
    "Readings: a register does not run back": "读数：电量寄存器不得倒走",
    "SAMR notice 2026-09-04": "市场监管总局公告（2026-09-04）",
    "SAMR notice 2026-09-04: no forced replacement": (
        "市场监管总局公告（2026-09-04）：不得强制更换"
    ),
    "Signing and Verification Process; tables 8 and 22": "签名与验签流程；表 8、表 22",
    "amending text": "修改文本",
    "annex 1": "附表 1",
    "annex 1 (row misprinted in the source)": "附表 1（来源中该行误印）",
    "annex 1, note": "附表 1 注",
    "annex 2": "附表 2",
    "annex 2: marked by length, area or count": "附表 2：以长度、面积或计数标注",
    "annex 3": "附表 3",
    "annex 3, note *": "附表 3 注 *",
    "annex 3, note *: 修约, the direction is not said": "附表 3 注 *：修约，未写明方向",
    "annex 3: area": "附表 3：面积",
    "annex 3: count, note **": "附表 3：计数，注 **",
    "annex 3: length": "附表 3：长度",
    "annex A before Amendment 1 (2022)": "附录 A（第 1 号修改单前）",
    "annex A, table A.1 (draft)": "附录 A 表 A.1（征求意见稿）",
    "annex A: V0": "附录 A：V0",
    "annex A: electric device packed in": "附录 A：内装电器装置",
    "annex B": "附录 B",
    "annex D": "附录 D",
    "announcement": "公告",
    "as JJG 1148-2018 5.3, no item of 2022: a check of price, not of the charger": (
        "同 JJG 1148-2018 5.3，2022 版无此项：核对价款，不检桩"
    ),
    "basic error limits, balanced load": "基本误差限，平衡负载",
    "catalogue of products": "产品目录",
    "clock time error": "时钟误差",
    "clock time error, as at subsequent verification": "时钟误差，按后续检定",
    "content of the label": "标识内容",
    "cost": "成本",
    "cost of packaging": "包装成本",
    "county codes": "县级区划代码",
    "county codes; first day from memory": "县级区划代码；施行日凭记忆",
    "cubic expansion of the fuel": "油品体胀系数",
    "cubic expansion of the standard measure": "标准量器体胀系数",
    "distance": "里程",
    "error of distance in the vehicle": "整车里程误差",
    "fair-scale management specification, annex D": "公平秤管理规范附录 D",
    "flow meter alone": "流量计单独检定",
    "flow meter alone: repeatability": "流量计单独检定：重复性",
    "formula of the standard measure": "标准量器计算公式",
    "in use: twice the initial, qmin to qt": "使用中为首次检定的两倍，qmin 至 qt",
    "in use: twice the initial, qt to qmax": "使用中为首次检定的两倍，qt 至 qmax",
    "layers": "包装层数",
    "layers before Amendment 1 (2022)": "包装层数（第 1 号修改单前）",
    "layers before Amendment 2 (2024)": "包装层数（第 2 号修改单前）",
    "layers by group": "按类别的包装层数",
    "layers: an outer film thinner than this is none": "包装层数：薄于此值的外覆膜不计层",
    "maximum permissible error": "最大允许误差",
    "maximum permissible errors, qmin to qt": "最大允许误差，qmin 至 qt",
    "maximum permissible errors, qt to qmax": "最大允许误差，qt 至 qmax",
    "meter, encoder, board and software as type-approved; three seals": (
        "流量测量变换器、编码器、主板、软件与型式批准一致；三处封印"
    ),
    "minimum measured quantity": "最小被测量",
    "minimum measured quantity: repeatability": "最小被测量：重复性",
    "no change of the indication": "示值不变",
    "notes to the catalogue": "目录说明",
    "notice": "通知",
    "notice of 2024-11-12": "2024-11-12 通知",
    "notice of 2025-11-04": "2025-11-04 通知",
    "notice, 中秋节": "通知，中秋节",
    "notice, 元旦": "通知，元旦",
    "notice, 劳动节": "通知，劳动节",
    "notice, 国庆节": "通知，国庆节",
    "notice, 国庆节、中秋节": "通知，国庆节、中秋节",
    "notice, 春节": "通知，春节",
    "notice, 清明节": "通知，清明节",
    "notice, 端午节": "通知，端午节",
    "own check: energy, time and mean power": "自设核对：电量、时间与平均功率",
    "own check: length of a session": "自设核对：充电时长",
    "own check: mean power of a session": "自设核对：平均功率",
    "own check: signed energy against the energy displayed": "自设核对：签名电量与显示电量",
    "own choice of this program, no rule": "本程序自定，非规则规定",
    "own choice of this program: more is taken for a slip of the pen": (
        "本程序自定：超出者视为笔误"
    ),
    "own mapping": "本程序自行对应",
    "payment: not over the minimum payment variable (usual value in yuan)": (
        "付费金额误差：不超过最小付费变量（通常值，元）"
    ),
    "penalty article": "罚则条款",
    "penalty article (number not read)": "罚则条款（条号未读到）",
    "range Emax - Emin, or range over d_n: not confirmed which": (
        "极差 Emax − Emin，或极差除以 d_n：未确认取何者"
    ),
    "range method, n = 3": "极差法，n = 3",
    "repeatability": "重复性",
    "scope: packs of one layer": "适用范围：单层包装",
    "table 19: synchronisation of the time": "表 19：时间同步",
    "table 2 (= annex 4 of order 75)": "表 2（即第 75 号令附表 4）",
    "table 2: counted up by one from data set to data set": "表 2：逐个数据集加一",
    "table 2: t0.995": "表 2：t0.995",
    "table 3; Relation of Serial Numbers": "表 3；序列号对应关系",
    "table 7, TX: begun once, ended once": "表 7 TX：开始、结束各一次",
    "tables 7 and 10: ST, EF": "表 7、表 10：ST、EF",
    "test loads": "试验载荷",
    "three deliveries at each flow point (initial verification)": "每流量点三次（首次检定）",
    "title page": "封面",
    "title page: issued 2023-12-21, in force 2024-05-01": "封面：2023-12-21 发布，2024-05-01 施行",
    "title page; first day from memory": "封面；施行日凭记忆",
    "title page; replaced on 2024-05-01": "封面；2024-05-01 被代替",
    "trader who should measure and does not": "应当计量而未计量的经营者",
    "transition": "过渡期",
    "transition: networked scales": "过渡期：联网秤",
    "transition: new or replaced scales": "过渡期：新增或更换的秤",
    "upper flow zone": "高区流量",
    "upper flow zone, as at initial verification": "高区流量，按首次检定",
    "upper flow zone, in use": "高区流量，使用中",
    "upper flow zone, in use: twice the initial": "高区流量，使用中为首次检定的两倍",
    "vertex power": "顶焦度",
    "void ratio, table 1": "空隙率，表 1",
    "whole document, revision 1.4.1": "全文，1.4.1 版",
    "working error": "工作误差",
    "听证办法 5; local figures differ": "听证办法第五条；各地数额不同",
}


def clause_words(clause: str, language: str = "", *, regulation: str = "") -> str:
    """Return a clause as it is shown in this language, by default the window's.

    regulation: its number; a law's bare numbers are said as articles, a standard's are not.
    """
    chinese = _is_chinese(language)
    if chinese and clause in CHINESE:
        return CHINESE[clause]
    return article_words(clause, regulation, chinese=chinese)


def article_of(document: Text, article: str, language: str = "") -> str:
    """Return `《…办法》第五条` or `… Measures, article 5`; a standard's clause without quotes."""
    if not _is_chinese(language):
        title = document.in_language("en")
        return f"{title}, {english_articles(article)}" if article else title
    if is_law(document.zh):
        return f"《{document.zh.strip('《》')}》{article}"
    return f"{document.zh} {article}".strip()


def basis_words(basis: str, language: str = "") -> str:
    """Return a basis of the tables of fines by its articles: `集贸市场办法（94号）第十三条`."""
    chinese = _is_chinese(language)
    if chinese and basis in CHINESE:
        return CHINESE[basis]
    return basis_in(basis, chinese=chinese)


def cited_words(citation: Citation | None, language: str) -> str:
    """Return `JJG 539-2016 5.4` or `《…规定》第三十五条` as a paper prints it, nothing for None."""
    if citation is None:
        return ""
    clause = clause_words(citation.clause, language, regulation=citation.regulation)
    title = citation.regulation.strip("《》")
    if not is_law(title):
        return f"{citation.regulation} {clause}".strip()
    if language == "zh_CN":
        return f"《{title}》{clause}"
    return ", ".join(filter(None, (law_title(title), clause)))


def cited_line(citation: Citation) -> str:
    """Return `JJG 539-2016, 5.4` or `市场监督管理行政处罚程序规定第三十五条`, for the window."""
    clause = clause_words(citation.clause, regulation=citation.regulation)
    is_chinese = _is_chinese("")
    if is_chinese and is_law(citation.regulation) and clause.startswith("第"):
        return citation.regulation + clause
    title = citation.regulation if is_chinese else law_title(citation.regulation)
    return _("{rule}, {clause}").format(rule=title, clause=clause) if clause else title


def _is_chinese(language: str) -> bool:
    return (language or current_language()) == "zh_CN"
