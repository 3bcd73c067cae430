"""Duties of a market's operator and traders (集贸市场计量监督管理办法, order 94, 2025-03-01)."""

from __future__ import annotations

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Assessment, Finding, Outcome, Verdict, reason
from inspector_app.domain.measurement import Observation, PlanRow
from inspector_app.domain.text import Text
from inspector_app.kinds.base import Area, Basis, Check, InspectionKind, PhotoRole, Step
from inspector_app.kinds.checklist import check_findings, verdict_of
from inspector_app.metrology.regulations import RegulationBook

MARKET_RULES = Text(
    zh="集贸市场计量监督管理办法",
    en="Measures for Metrology Supervision of Markets (SAMR order 94)",
)
METROLOGY_LAW = Text(zh="中华人民共和国计量法", en="Metrology Law of the PRC")
LAW_DETAILS = Text(
    zh="中华人民共和国计量法实施细则", en="Rules for Implementing the Metrology Law of the PRC"
)
OPERATOR = Text(zh="市场开办者", en="Market operator")
TRADER = Text(zh="市场经营者", en="Traders")


def _duty(
    key: str,
    zh: str,
    en: str,
    article: str,
    *,
    decisive: bool = True,
    document: Text = MARKET_RULES,
) -> Check:
    return Check(
        key=key,
        text=Text(zh=zh, en=en),
        basis=Basis(document, article),
        group=OPERATOR if key.startswith("MK") else TRADER,
        decisive=decisive,
    )


CHECKS = (
    _duty("MK01", "建立并实施集市计量管理制度", "Written metrology rules are in force", "第五条"),
    _duty(
        "MK02",
        "核验、更新并公示经营者信息",
        "The register of traders is checked, current and posted",
        "第五条（一）",
    ),
    _duty(
        "MK03",
        "入场协议写明计量义务与违约责任",
        "Entry contracts carry metrology terms and liability",
        "第五条（三）",
    ),
    _duty(
        "MK04",
        "配备专职或兼职计量管理人员并培训",
        "A metrology officer is named and trained",
        "第五条（四）",
    ),
    _duty(
        "MK05",
        "强制检定计量器具登记造册、备案并及时更新，配合检定",
        "Instruments under compulsory verification are listed, filed and kept current",
        "第五条（五）",
    ),
    _duty(
        "MK06",
        "公平秤设置在显著便捷位置，标识清楚、检定有效、维护监督到位",
        "The fair scale is easy to find, marked, validly verified and maintained",
        "第五条（六）",
    ),
    _duty(
        "MK07",
        "发现使用作弊计量器具即予制止，不包庇、不纵容",
        "Cheating instruments are stopped, neither shielded nor tolerated",
        "第五条（七）",
    ),
    _duty(
        "MK08",
        "组织经营者开展诚信计量自我承诺",
        "Traders' honest-metrology pledges are organised",
        "第五条（八）",
    ),
    _duty(
        "MK09",
        "计量投诉和纠纷及时处理并留存记录",
        "Metrology complaints are settled in time and recorded",
        "第五条（九）",
    ),
    _duty(
        "MK10",
        "配备复核用计量器具并开展督促检查",
        "Check-weighing equipment is kept and checks are made",
        "第六条",
    ),
    _duty(
        "MK11",
        "实行红黄牌警示、公示和清退（鼓励）",
        "Red and yellow cards warn, name and remove (encouraged)",
        "第七条",
        decisive=False,
    ),
    _duty(
        "MK12",
        "消费者受损时先行赔偿并依法追偿",
        "The operator pays a harmed consumer first and recovers later",
        "第十二条",
        decisive=False,
    ),
    _duty(
        "ST01",
        "计量器具新增、减少、更换、维修及时报备",
        "New, removed, replaced or repaired instruments are reported at once",
        "第九条（二）",
    ),
    _duty(
        "ST02",
        "不使用未检定、超周期或检定不合格的计量器具",
        "No unverified, overdue or failed instrument is used",
        "第九条（三）",
    ),
    _duty(
        "ST03",
        "不破坏计量器具准确度，不使用具有作弊功能的计量器具",
        "No tampering and no instrument with a cheating function",
        "第九条、第十六条",
    ),
    _duty(
        "ST04",
        "明示计量过程和结果",
        "The weighing and its result are visible to the buyer",
        "第九条",
    ),
    _duty(
        "ST05",
        "商品量偏差在法定允许范围内",
        "Deviations of sold quantities stay within the legal limits",
        "第九条",
    ),
    _duty(
        "ST06",
        "应当计量的商品使用计量器具计量",
        "Goods to be measured are measured with an instrument",
        "第九条",
    ),
    _duty(
        "ST07",
        "检定标志、铅封和铭牌齐全",
        "Verification mark, seal and nameplate are in place",
        "第二十二条",
        document=LAW_DETAILS,
    ),
)


def plan(inspection: Inspection, book: RegulationBook) -> tuple[PlanRow, ...]:  # noqa: ARG001 - as declared
    """Return no rows: nothing is measured."""
    return ()


def assess(
    inspection: Inspection,  # noqa: ARG001 - as declared
    row: PlanRow,  # noqa: ARG001 - as declared
    observation: Observation,  # noqa: ARG001 - as declared
    book: RegulationBook,  # noqa: ARG001 - as declared
) -> Assessment | None:
    """Return None: nothing is measured."""
    return None


def judge(inspection: Inspection, book: RegulationBook) -> Verdict:
    """Return the conclusion: a failure for every duty answered `no` that is no encouragement."""
    findings = check_findings(inspection, CHECKS)
    if inspection.premises is None:
        missing = Finding(
            subject="premises", outcome=Outcome.INCOMPLETE, reason=reason("premises_missing")
        )
        findings = (missing, *findings)
    return verdict_of(findings, regulation=MARKET_RULES.zh, book=book)


KIND = InspectionKind(
    key="market_duties",
    area=Area.MARKET,
    title=Text(zh="集贸市场计量职责检查", en="Market metrology duties"),
    summary=Text(
        zh="市场开办者和经营者的计量义务逐项检查",
        en="The metrology duties of a market's operator and traders, one by one",
    ),
    basis=(Basis(MARKET_RULES, "第五条至第九条"), Basis(METROLOGY_LAW, "第九条")),
    steps=(Step.PREMISES, Step.CHECKS, Step.EVIDENCE, Step.CONCLUSION, Step.SIGNATURES),
    checks=CHECKS,
    shapes=(),
    photos=(
        PhotoRole(key="fair_scale", title=Text(zh="公平秤", en="The fair scale"), required=False),
        PhotoRole(key="rules", title=Text(zh="制度与公示", en="Rules and notices"), required=False),
    ),
    signature_roles=("inspector", "party"),
    plan=plan,
    assess=assess,
    judge=judge,
)
