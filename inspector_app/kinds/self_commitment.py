"""诚信计量自我承诺: a trader checks himself, pledges honest metrology, and signs."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.exceptions import DomainRuleBroken
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Finding, Verdict, reason
from inspector_app.domain.text import Text
from inspector_app.kinds.base import NO_INSTRUMENT, Area, Basis, InspectionKind, PhotoRole, Step
from inspector_app.kinds.duties import (
    LAW_DETAILS,
    METROLOGY_LAW,
    PREPACKAGED,
    QUANTITY,
    RETAIL,
    duty,
    no_assessment,
    no_rows,
)
from inspector_app.kinds.trials import (
    advice,
    choice,
    date_of,
    day,
    incomplete,
    trial_verdict,
    words,
)
from inspector_app.metrology.regulations import RegulationBook

CODE = Text(
    zh="商业及服务业诚信计量行为规范",
    en="Code of Honest Metrology in Trade and Services",
)
MARKET = Text(
    zh="集贸市场计量监督管理办法",
    en="Measures for Metrology Supervision of Markets (SAMR order 94)",
)
SELF_CHECK = Text(zh="自查", en="Own check")
PLEDGE = Text(
    zh="本单位郑重承诺：遵守计量法律法规，使用经检定合格的计量器具，不破坏计量器具准确度，"
    "不短斤缺两，计量过程和结果公开，接受监督，对消费者的计量投诉及时处理。",
    en="We pledge to obey the metrology laws, to use verified instruments, never to tamper with "
    "them nor to give short weight, to weigh in the open, to accept supervision and to settle "
    "complaints at once.",
)
STANDARD, OWN = "standard", "own"
TEXTS = (
    (STANDARD, Text(zh="标准文本", en="standard text")),
    (OWN, Text(zh="自拟文本", en="own wording")),
)
LONGEST_YEARS = 3
"""A pledge valid for longer is looked at; no text says how long one may be."""

CHECKS = (
    duty(
        "SC01",
        ("在用强制检定计量器具均经检定合格并在有效期内",
         "All instruments in use are verified and valid"),
        (LAW_DETAILS, "第二十二条"), SELF_CHECK, may_not_apply=False,
    ),
    duty(
        "SC02",
        ("未破坏计量器具准确度，无作弊功能", "No instrument is tampered with or made to cheat"),
        (METROLOGY_LAW, "第十六条"), SELF_CHECK, may_not_apply=False,
    ),
    duty(
        "SC03",
        ("商品量计量准确，按净重结算，偏差在允许范围内",
         "Quantities are right, settled net, within the permitted deviation"),
        (RETAIL, "第三条、第四条"), SELF_CHECK,
    ),
    duty(
        "SC04",
        ("定量包装商品净含量标注真实", "Stated net contents are true"),
        (PREPACKAGED, "第五条、第八条"), SELF_CHECK,
    ),
    duty(
        "SC05",
        ("计量过程和结果向消费者明示，使用法定计量单位",
         "Weighing and result are shown to the buyer, in legal units"),
        (METROLOGY_LAW, "第三条"), SELF_CHECK, may_not_apply=False,
    ),
    duty(
        "SC06",
        ("明确计量管理责任人，计量投诉及时处理并留存记录",
         "Somebody answers for metrology; complaints are settled and recorded"),
        (CODE, "管理要求"), SELF_CHECK,
    ),
    duty(
        "SC07",
        ("承诺内容在经营场所显著位置公示", "The pledge is posted where buyers see it"),
        (CODE, "公示"), SELF_CHECK, decisive=False,
    ),
)  # fmt: skip
PARTICULARS = (
    words("pledger", Text(zh="承诺人（单位）", en="who pledges")),
    choice("text", Text(zh="承诺书文本", en="text of the pledge"), TEXTS),
    day("valid_from", Text(zh="承诺起始日期", en="valid from")),
    day("valid_until", Text(zh="承诺截止日期", en="valid until")),
)


def judge(inspection: Inspection, book: RegulationBook) -> Verdict:
    """Return whether the pledge may stand: every item of the own check, and its days."""
    try:
        findings = tuple(_days(inspection))
    except DomainRuleBroken as broken:
        findings = (incomplete("field:valid_until", reason(broken.code, **broken.parameters)),)
    return trial_verdict(inspection, KIND, findings, regulation=CODE.zh, book=book)


def _days(inspection: Inspection) -> Iterator[Finding]:
    if text := inspection.fields.get("text"):
        # Own wording is kept with its photo; it is read beside the standard text, never judged.
        code = "pledge_own_text" if text == OWN else "pledge_text"
        yield advice("field:text", reason(code, name=PLEDGE.zh, name_en=PLEDGE.en))
    start, end = (date_of(inspection.fields, key) for key in ("valid_from", "valid_until"))
    if start is None or end is None:
        return
    if end < start:
        yield incomplete("field:valid_until", reason("pledge_backwards", until=end, start=start))
    elif end < inspection.on:
        yield incomplete("field:valid_until", reason("pledge_over", until=end))
    elif end > start.replace(year=start.year + LONGEST_YEARS, day=min(start.day, 28)):
        yield advice("field:valid_until", reason("pledge_long", until=end))


KIND = InspectionKind(
    key="self_commitment",
    area=Area.PLACES,
    title=Text(zh="诚信计量自我承诺", en="Honest-metrology pledge"),
    summary=Text(
        zh="经营者自查、承诺、签名，由主管部门公示",
        en="A trader checks himself, pledges and signs; the office publishes it",
    ),
    basis=(Basis(CODE, "自我承诺"), Basis(MARKET, "第五条（八）"), Basis(QUANTITY, "第五条")),
    steps=(
        Step.PREMISES,
        Step.CHECKS,
        Step.PARTICULARS,
        Step.EVIDENCE,
        Step.CONCLUSION,
        Step.SIGNATURES,
    ),
    checks=CHECKS,
    shapes=(),
    photos=(
        PhotoRole(
            key="posted", title=Text(zh="公示的承诺书", en="The pledge as posted"), required=False
        ),
    ),
    signature_roles=("party", "inspector"),
    plan=no_rows,
    assess=no_assessment,
    judge=judge,
    category=NO_INSTRUMENT,
    particulars=PARTICULARS,
)
