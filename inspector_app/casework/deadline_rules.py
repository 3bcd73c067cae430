"""Which happening begins which deadline, which end it, and whose deadline it is. Figures are rows.

`name` is the deadline's name in the tables (`[[table.deadline]]`), where its length, article and
confirmation stand. Nothing here counts days.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inspector_app.casework.happening_base import What
from inspector_app.domain.text import Text


class Whose(StrEnum):
    """Who must act. Past somebody else's time nothing is overdue: something may follow."""

    OURS = "ours"
    PARTY = "party"
    POLICE = "police"
    COURSE = "course"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Time that a rule may leave out. word: how the rule's row names it in `excludes`."""

    word: str
    begins: tuple[What, ...]
    ends: tuple[What, ...]


SPANS = (
    Span(word="检测", begins=(What.TESTING_SENT,), ends=(What.TESTING_RETURNED,)),
    Span(word="中止", begins=(What.SUSPENDED,), ends=(What.RESUMED,)),
    Span(
        word="听证",
        begins=(What.HEARING_ASKED,),
        ends=(What.HEARING_HELD, What.RIGHTS_WAIVED),
    ),
    Span(
        word="公告",
        begins=(What.PUBLIC_NOTICE,),
        ends=(What.NOTICE_SERVED, What.DECISION_SERVED),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRule:
    """One deadline of a case.

    then: what may follow when somebody else's time is over. extended: the deadline's name in the
    tables once it is extended. also: further rows that say the same, for their articles. given: one
    of these must have happened too. only_if: (detail, value) that the starting happening (or the
    given one) must carry; `!yes`: anything but yes; `*`: anything. outlives: it runs on after the
    case is closed.
    """

    name: str
    title: Text
    starts: tuple[What, ...]
    ends: tuple[What, ...]
    whose: Whose = Whose.OURS
    then: Text | None = None
    extended: str = ""
    also: tuple[str, ...] = ()
    given: tuple[What, ...] = ()
    only_if: tuple[str, str] | None = None
    outlives: bool = False


_W = What
_NOT_MINOR, _MINOR = ("minor", "!yes"), ("minor", "yes")
_OTHER_PROVINCE, _SAME_PROVINCE = ("other_province", "yes"), ("other_province", "!yes")
_DECISIONS = (_W.DECIDED, _W.DECIDED_ON_SPOT, _W.NOT_PUNISHED)

DEADLINE_RULES: tuple[DeadlineRule, ...] = (
    # finding and filing
    DeadlineRule(
        name="time_bar",
        title=Text("追责时效", "Time bar"),
        starts=(_W.ACT_ENDED,),
        ends=(_W.LEAD_FOUND, _W.REPORT_RECEIVED, _W.COMPLAINT_RECEIVED),
        only_if=("health_or_finance", "!yes"),
    ),
    DeadlineRule(
        name="time_bar_life_health_finance",
        title=Text("追责时效（生命健康、金融安全）", "Time bar (life, health, finance)"),
        starts=(_W.ACT_ENDED,),
        ends=(_W.LEAD_FOUND, _W.REPORT_RECEIVED, _W.COMPLAINT_RECEIVED),
        only_if=("health_or_finance", "yes"),
    ),
    DeadlineRule(
        name="filing_review",
        title=Text("核查线索、决定是否立案", "Check the lead: file or not"),
        starts=(_W.LEAD_FOUND,),
        ends=(_W.FILED, _W.NOT_FILED, _W.REFERRED_OUT, _W.DECIDED_ON_SPOT),
        extended="filing_review_extended",
    ),
    DeadlineRule(
        name="lead_check",
        title=Text("核查举报、决定是否立案", "Check the report: file or not"),
        starts=(_W.REPORT_RECEIVED,),
        ends=(_W.FILED, _W.NOT_FILED, _W.REFERRED_OUT, _W.DECIDED_ON_SPOT),
        extended="filing_review_extended",
    ),
    DeadlineRule(
        name="report_result_notice",
        title=Text("告知实名举报人", "Tell the reporter the result"),
        starts=(_W.FILED, _W.NOT_FILED),
        ends=(_W.REPORTER_TOLD,),
        given=(_W.REPORT_RECEIVED,),
        only_if=("real_name", "!no"),
        outlives=True,
    ),
    DeadlineRule(
        name="complaint_accept",
        title=Text("决定是否受理投诉", "Accept the complaint or not"),
        starts=(_W.COMPLAINT_RECEIVED,),
        ends=(_W.COMPLAINT_ACCEPTED, _W.COMPLAINT_REFUSED),
    ),
    DeadlineRule(
        name="complaint_jurisdiction_dispute",
        title=Text("指定投诉管辖", "Settle the competence for the complaint"),
        starts=(_W.COMPLAINT_DISPUTED,),
        ends=(_W.COMPLAINT_ASSIGNED,),
    ),
    DeadlineRule(
        name="complaint_mediation",
        title=Text("终止调解", "End the mediation"),
        starts=(_W.COMPLAINT_ACCEPTED,),
        ends=(_W.MEDIATION_ENDED,),
    ),
    DeadlineRule(
        name="mediation_end_notice",
        title=Text("告知终止调解", "Tell that mediation ended"),
        starts=(_W.MEDIATION_ENDED,),
        ends=(_W.MEDIATION_TOLD,),
        outlives=True,
    ),
    DeadlineRule(
        name="jurisdiction_dispute",
        title=Text("报请指定管辖", "Ask for designation of jurisdiction"),
        starts=(_W.JURISDICTION_DISPUTED,),
        ends=(_W.JURISDICTION_REFERRED,),
    ),
    DeadlineRule(
        name="jurisdiction_designation",
        title=Text("作出指定管辖决定", "Designate jurisdiction"),
        starts=(_W.JURISDICTION_REFERRED,),
        ends=(_W.JURISDICTION_DESIGNATED,),
    ),
    # evidence and coercive measures
    DeadlineRule(
        name="prior_registration_report",
        title=Text("先行登记保存补办批准", "Approve the registration afterwards"),
        starts=(_W.REGISTERED,),
        ends=(_W.REGISTRATION_APPROVED,),
        only_if=("urgent", "yes"),
    ),
    DeadlineRule(
        name="prior_registration",
        title=Text("先行登记保存期限", "Deal with registered evidence"),
        starts=(_W.REGISTERED,),
        ends=(_W.REGISTRATION_HANDLED, _W.SEIZED),
    ),
    DeadlineRule(
        name="seizure",
        title=Text("查封、扣押期限", "Sealing and seizure"),
        starts=(_W.SEIZED,),
        ends=(_W.SEIZURE_LIFTED, _W.DECIDED, _W.NOT_PUNISHED),
        extended="seizure_extended",
    ),
    DeadlineRule(
        name="arbitration_appeal",
        title=Text("对检定结果申请仲裁检定", "Ask for an arbitration test"),
        starts=(_W.TEST_RESULT_TOLD,),
        ends=(_W.ARBITRATION_ASKED,),
        whose=Whose.PARTY,
        then=Text("申请期满", "Time to ask is over"),
    ),
    # review, notice, hearing
    DeadlineRule(
        name="internal_review",
        title=Text("审核、法制审核", "Review of the case"),
        starts=(_W.REVIEW_ASKED,),
        ends=(_W.REVIEWED,),
    ),
    DeadlineRule(
        name="statement_hearing_request",
        title=Text("陈述、申辩和要求听证", "Statement, defence, hearing"),
        starts=(_W.NOTICE_SERVED,),
        ends=(_W.RIGHTS_WAIVED, _W.HEARING_ASKED, *_DECISIONS),
        whose=Whose.PARTY,
        then=Text("可作决定", "A decision may follow"),
        also=("hearing_request",),
    ),
    DeadlineRule(
        name="hearing_notice",
        title=Text("通知听证", "Give notice of the hearing"),
        starts=(_W.HEARING_SET,),
        ends=(_W.HEARING_NOTICE,),
    ),
    DeadlineRule(
        name="case_decision",
        title=Text("作出处理决定", "Decide the case"),
        starts=(_W.FILED,),
        ends=(*_DECISIONS, _W.REFERRED_OUT),
        extended="case_decision_extended",
    ),
    # service, money, publication
    DeadlineRule(
        name="service_of_decision",
        title=Text("送达决定书", "Serve the decision"),
        starts=(_W.DECIDED, _W.NOT_PUNISHED),
        ends=(_W.DECISION_SERVED, _W.PUBLIC_NOTICE),
    ),
    DeadlineRule(
        name="public_notice_service",
        title=Text("公告送达", "Service by public notice"),
        starts=(_W.PUBLIC_NOTICE,),
        ends=(_W.NOTICE_SERVED, _W.DECISION_SERVED),
        whose=Whose.COURSE,
        then=Text("视为送达", "Counts as served"),
    ),
    DeadlineRule(
        name="pay_fine",
        title=Text("缴纳罚款", "Pay the fine"),
        starts=(_W.DECISION_SERVED,),
        ends=(_W.FINE_PAID, _W.PERFORMED),
        whose=Whose.PARTY,
        then=Text("逾期未缴，可加处罚款", "Not paid: a surcharge may follow"),
        given=(_W.DECIDED, _W.DECIDED_ON_SPOT),
        only_if=("fine_yuan", "*"),
    ),
    DeadlineRule(
        name="court_action",
        title=Text("向法院起诉（计量法）", "Go to court (law of metrology)"),
        starts=(_W.DECISION_SERVED,),
        ends=(_W.SUED,),
        whose=Whose.PARTY,
        then=Text("起诉期满", "Time to sue is over"),
    ),
    DeadlineRule(
        name="hand_in_fine",
        title=Text("当场收缴的罚款交至机关", "Hand in the fine taken"),
        starts=(_W.FINE_TAKEN,),
        ends=(_W.FINE_HANDED_IN,),
    ),
    DeadlineRule(
        name="bank_fine",
        title=Text("罚款缴付银行", "Pay the fine into the bank"),
        starts=(_W.FINE_HANDED_IN,),
        ends=(_W.FINE_BANKED,),
    ),
    DeadlineRule(
        name="demand_performance",
        title=Text("催告后履行", "Perform after the demand"),
        starts=(_W.DEMAND_SERVED,),
        ends=(_W.FINE_PAID, _W.PERFORMED, _W.ENFORCEMENT_ASKED),
        whose=Whose.PARTY,
        then=Text("可申请强制执行", "Enforcement may be asked for"),
    ),
    DeadlineRule(
        name="apply_enforcement",
        title=Text("申请法院强制执行", "Ask the court to enforce"),
        starts=(_W.REMEDIES_ENDED,),
        ends=(_W.ENFORCEMENT_ASKED, _W.FINE_PAID, _W.PERFORMED),
    ),
    DeadlineRule(
        name="publish_penalty_same_province",
        title=Text("公示处罚信息", "Publish the penalty"),
        starts=(_W.DECIDED, _W.DECIDED_ON_SPOT),
        ends=(_W.PUBLISHED,),
        only_if=_SAME_PROVINCE,
        outlives=True,
    ),
    DeadlineRule(
        name="push_penalty_cross_province",
        title=Text("向登记地推送处罚信息", "Push the penalty to its province"),
        starts=(_W.DECIDED, _W.DECIDED_ON_SPOT),
        ends=(_W.PUSHED,),
        only_if=_OTHER_PROVINCE,
        outlives=True,
    ),
    DeadlineRule(
        name="publish_penalty_cross_province",
        title=Text("登记地公示处罚信息", "Publication by the registering province"),
        starts=(_W.PUSHED,),
        ends=(_W.PUBLISHED,),
        outlives=True,
    ),
    DeadlineRule(
        name="withdraw_publication",
        title=Text("撤回公示", "Withdraw the publication"),
        starts=(_W.DECISION_CHANGED,),
        ends=(_W.PUBLICATION_WITHDRAWN,),
        outlives=True,
    ),
    DeadlineRule(
        name="end_publication",
        title=Text("停止公示", "End the publication"),
        starts=(_W.PUBLISHED,),
        ends=(_W.PUBLICATION_ENDED, _W.PUBLICATION_WITHDRAWN),
        only_if=_NOT_MINOR,
        outlives=True,
    ),
    DeadlineRule(
        name="end_publication_minor",
        title=Text("停止公示（较轻处罚）", "End the publication (minor)"),
        starts=(_W.PUBLISHED,),
        ends=(_W.PUBLICATION_ENDED, _W.PUBLICATION_WITHDRAWN),
        only_if=_MINOR,
        outlives=True,
    ),
    DeadlineRule(
        name="publish_inspection_result",
        title=Text("公示抽查结果", "Publish the check's result"),
        starts=(_W.CHECK_FINISHED,),
        ends=(_W.CHECK_PUBLISHED,),
        outlives=True,
    ),
    DeadlineRule(
        name="false_publication_report",
        title=Text("核查虚假公示举报", "Check a report of false data"),
        starts=(_W.FALSE_DATA_REPORTED,),
        ends=(_W.FALSE_DATA_ANSWERED,),
    ),
    # to the police
    DeadlineRule(
        name="criminal_transfer_approval",
        title=Text("决定是否移送公安机关", "Decide on transfer to the police"),
        starts=(_W.TRANSFER_PROPOSED,),
        ends=(_W.TRANSFER_APPROVED, _W.TRANSFER_DECLINED),
    ),
    DeadlineRule(
        name="criminal_transfer_after_approval",
        title=Text("批准后移送公安机关", "Transfer to the police once approved"),
        starts=(_W.TRANSFER_APPROVED,),
        ends=(_W.SENT_TO_POLICE,),
    ),
    DeadlineRule(
        name="police_decision",
        title=Text("公安机关决定是否立案", "The police decide to file or not"),
        starts=(_W.SENT_TO_POLICE,),
        ends=(_W.POLICE_FILED, _W.POLICE_DECLINED),
        whose=Whose.POLICE,
        then=Text("公安机关逾期未答复", "The police have not answered in time"),
    ),
    DeadlineRule(
        name="police_reconsideration_request",
        title=Text("提请公安机关复议", "Ask the police to reconsider"),
        starts=(_W.POLICE_DECLINED,),
        ends=(_W.POLICE_ASKED_AGAIN, _W.PROSECUTOR_ASKED),
    ),
    DeadlineRule(
        name="police_reconsideration",
        title=Text("公安机关复议", "The police reconsider"),
        starts=(_W.POLICE_ASKED_AGAIN,),
        ends=(_W.POLICE_FILED, _W.POLICE_UPHELD),
        whose=Whose.POLICE,
        then=Text("公安机关逾期未复议", "The police have not reconsidered in time"),
    ),
    DeadlineRule(
        name="prosecutor_supervision_request",
        title=Text("建议检察院立案监督", "Ask the prosecutor to supervise"),
        starts=(_W.POLICE_UPHELD,),
        ends=(_W.PROSECUTOR_ASKED,),
    ),
    DeadlineRule(
        name="hand_over_to_police",
        title=Text("移交涉案物品和材料", "Hand over items and files"),
        starts=(_W.POLICE_FILED,),
        ends=(_W.ITEMS_HANDED_OVER,),
    ),
    # the end
    DeadlineRule(
        name="simple_archive",
        title=Text("当场处罚归档", "Archive the on-the-spot penalty"),
        starts=(_W.DECIDED_ON_SPOT,),
        ends=(_W.ARCHIVED,),
        outlives=True,
    ),
    DeadlineRule(
        name="close_case",
        title=Text("结案", "Close the case"),
        starts=(_W.PERFORMED, _W.NOT_PUNISHED),
        ends=(_W.CLOSED,),
    ),
)


def rule_of(name: str) -> DeadlineRule | None:
    """Return the rule of a deadline's name, None for one of a newer program."""
    return next((rule for rule in DEADLINE_RULES if rule.name == name), None)
