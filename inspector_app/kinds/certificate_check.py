"""Is this certificate or mark genuine: number, issuer, dates, cycle, instrument, QR code.

What does not fit is a lead for a case (manner LEAD); the kind decides nothing and says so.
"""

from __future__ import annotations

from dataclasses import replace

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Assessment, Manner, Verdict, reason
from inspector_app.domain.measurement import Observation, PlanRow
from inspector_app.domain.text import Text
from inspector_app.kinds.base import NO_INSTRUMENT, Basis, Check, InspectionKind, PhotoRole, Step
from inspector_app.kinds.certificate_findings import NAMES, OTHER, certificate_findings
from inspector_app.kinds.trials import advice, choice, day, trial_verdict, words
from inspector_app.metrology.regulations import RegulationBook

MEASURES = Text(
    zh="强制检定的工作计量器具检定管理办法",
    en="Measures on Compulsory Verification of Working Measuring Instruments",
)
LAW = Text(
    zh="中华人民共和国计量法实施细则", en="Rules for Implementing the Metrology Law of the PRC"
)
_SEEN = Text(zh="证书与标志外观", en="Certificate and marks as they are")


def _check(key: str, zh: str, en: str, *, document: Text, article: str) -> Check:
    return Check(key=key, text=Text(zh=zh, en=en), basis=Basis(document, article), group=_SEEN)


CHECKS = (
    _check(
        "CC01",
        "证书载有检定机构印章（或有效电子签章）和检定、核验人员签名",
        "The certificate bears the body's stamp (or a valid electronic one) and both signatures",
        document=MEASURES,
        article="第九条",
    ),
    _check(
        "CC02",
        "检定合格标志完好，无涂改、无移贴痕迹",
        "The mark of verification is whole, not altered and not moved from elsewhere",
        document=MEASURES,
        article="第九条",
    ),
    _check(
        "CC03",
        "检定印、封印与证书记载相符，未见破坏",
        "Stamps and seals are as the certificate says, none is broken",
        document=LAW,
        article="第二十二条",
    ),
    _check(
        "CC04",
        "未发现伪造、盗用、倒卖强制检定印、证的其他线索",
        "No other sign that marks or certificates were forged, stolen or sold",
        document=LAW,
        article="第五十一条",
    ),
)


_NUMBERS = ("serial_number", "model", "manufacturer")
_KINDS = {
    "weighing": Text(zh="衡器", en="weighing instrument"),
    "fuel_dispenser": Text(zh="燃油加油机", en="fuel dispenser"),
    "ev_charger": Text(zh="充电桩", en="EV charger"),
    "taximeter": Text(zh="出租汽车计价器", en="taximeter"),
    "weights": Text(zh="砝码", en="weights"),
    "gas_meter": Text(zh="天然气表", en="natural gas meter"),
    "electricity_meter": Text(zh="电能表（1、2 级）", en="electricity meter, class 1 or 2"),
    OTHER: Text(zh="其他", en="other"),
}
_REPLIES = (
    ("not_asked", Text(zh="尚未查询", en="not asked yet")),
    ("no_reply", Text(zh="已查询，未答复", en="asked, no answer")),
    ("confirmed", Text(zh="出具机构确认", en="the issuer confirms it")),
    ("denied", Text(zh="出具机构否认", en="the issuer denies it")),
)


def _of(source: Text, name: Text) -> Text:
    return Text(zh=f"{name.zh}（{source.zh}）", en=f"{name.en.lower()}, {source.en}")


_CERTIFICATE = Text(zh="证书", en="certificate")
_FOUND = Text(zh="实物", en="instrument")
_LEDGER = Text(zh="台账", en="register")

PARTICULARS = (
    words("certificate_number", NAMES["certificate_number"]),
    choice("instrument_kind", Text(zh="器具种类", en="instrument"), tuple(_KINDS.items())),
    words("issuer", Text(zh="出具机构（证书）", en="issuer, certificate")),
    words("authorisation_number", Text(zh="授权证书编号", en="authorisation"), required=False),
    words("authorisation_holder", Text(zh="被授权机构", en="authorised body"), required=False),
    day("authorisation_until", Text(zh="授权有效期至", en="authorised until"), required=False),
    choice("issuer_reply", Text(zh="向出具机构查询", en="asked of the issuer"), _REPLIES),
    day("verified_on", NAMES["verified_on"]),
    day("issued_on", NAMES["issued_on"], required=False),
    day("valid_until", Text(zh="有效期至", en="valid until"), required=False),
    words("instrument_name", Text(zh="器具名称（证书）", en="instrument, certificate")),
    *(words(key, _of(_CERTIFICATE, NAMES[key]), required=key == _NUMBERS[0]) for key in _NUMBERS),
    *(
        words(f"found_{key}", _of(_FOUND, NAMES[key]), required=key == _NUMBERS[0])
        for key in _NUMBERS
    ),
    *(words(f"ledger_{key}", _of(_LEDGER, NAMES[key]), required=False) for key in _NUMBERS),
    words("ledger_certificate_number", _of(_LEDGER, NAMES["certificate_number"]), required=False),
    words("mark_number", _of(_CERTIFICATE, NAMES["mark_number"]), required=False),
    words("found_mark_number", _of(_FOUND, NAMES["mark_number"]), required=False),
    words("qr_text", Text(zh="二维码读出内容", en="what the QR code says"), required=False),
    words("dcc_sha256", Text(zh="数字校准证书 SHA-256", en="DCC, SHA-256"), required=False),
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
    """Return what was found; a failure is a suspicion for a case to settle."""
    findings = [*certificate_findings(inspection, book), advice("lead", reason("lead_only"))]
    found = trial_verdict(inspection, KIND, findings, regulation=MEASURES.zh, book=book)
    return replace(found, manner=Manner.LEAD)


KIND = InspectionKind(
    key="certificate_check",
    title=Text(zh="检定证书与标志核查", en="Certificates and marks"),
    summary=Text(
        zh="证书、标志的编号、机构、日期、器具、二维码逐项核对",
        en="Number, issuer, dates, instrument and QR code of a certificate or mark",
    ),
    basis=(Basis(LAW, "第二十二条、第五十一条"), Basis(MEASURES, "第九条")),
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
        PhotoRole(key="certificate", title=Text(zh="证书", en="The certificate")),
        PhotoRole(key="mark", title=Text(zh="合格标志与铭牌", en="Mark and nameplate")),
    ),
    signature_roles=("inspector", "party"),
    plan=plan,
    assess=assess,
    judge=judge,
    category=NO_INSTRUMENT,
    particulars=PARTICULARS,
    fills_from_dcc=True,
)
