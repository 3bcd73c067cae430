"""Every paper of the house filled in once, for golden trees, archives and pictures.

Rewrite the golden trees: `python -m tests.helpers.papers`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector_app.domain.events import ReportIssued
from inspector_app.domain.inspection import Inspection
from inspector_app.metrology.regulations import RegulationBook, load_book
from inspector_app.reports.base import Document, Report
from inspector_app.reports.catalogue import RECORD_KEY, reports
from inspector_app.reports.entries import Filled, checked_entries, merged
from inspector_app.words import Words
from tests.helpers.documents import MemoryKey
from tests.helpers.golden_reports import UntranslatedWords, as_text
from tests.helpers.inspections import sealed

ON = date(2026, 11, 24)
CONTACT = "林晓敏　0663-8000000"
ENTRIES: dict[str, dict[str, str]] = {
    "case_source_form": {"proposal": "建议立案调查。", "decision": "同意。"},
    "case_transfer_letter": {
        "to": "揭东区市场监督管理局",
        "reason": "当事人的注册地和经营地均在揭东区，不属于本局管辖",
        "basis": "《市场监督管理行政处罚程序规定》",
        "contact": CONTACT,
        "copies": "揭阳市质量计量监督检测所。",
    },
    "criminal_transfer_letter": {
        "to": "揭阳市公安局榕城分局",
        "reason": "当事人使用的计价秤经现场检查示值偏大，且计量封印被破坏",
        "crime": "诈骗罪",
        "approved_by": "局长　黄某",
        "approved_on": "2026-11-24",
        "contact": CONTACT,
    },
    "entrusted_testing": {
        "body": "揭阳市质量计量监督检测所",
        "what": "testing",
        "how_taken": "先行登记保存",
        "due": "2026-12-10",
        "contact": CONTACT,
    },
    "inquiry_record": {
        "begun": "2026-11-24T09:30:00",
        "ended": "2026-11-24T10:15:00",
        "relation": "经营者",
        "identity": "445202********0017",
        "questions.1.question": "请说明这台电子秤的来源和使用情况。",
        "questions.1.answer": "去年年底在网上买的，一直放在摊位上用，没有拆过铅封。",
        "questions.2.question": "铅封断裂是什么时候发现的？",
        "questions.2.answer": "今天检查才知道。",
    },
    "inspection_label": {"until": "2027-03-01"},
    "list_of_items": {
        "belongs_to": "粤市监揭榕登保〔2026〕3号",
        "items.1.name": "电子计价秤",
        "items.1.spec": "ACS-30",
        "items.1.quantity": "1 台",
        "items.1.condition": "铅封断裂，能开机",
        "items.2.name": "塑料秤盘",
        "items.2.quantity": "1 个",
    },
    "on_site_record": {
        "begun": "2026-11-24T09:05:00",
        "ended": "2026-11-24T10:20:00",
        "reply": "清楚，不申请回避。",
        "recording_number": "ZF-20261124-03",
    },
    "order_to_correct": {
        "demand": "停止使用该计量器具，送法定计量检定机构检定合格后方可使用。",
        "deadline": "2026-12-08",
        "check_again": "2026-12-09",
        "review_body": "揭阳市榕城区人民政府",
        "court": "揭阳市榕城区人民法院",
        "contact": CONTACT,
    },
    "prior_registration_notice": {
        "suspicion": "使用不合格的计量器具",
        "keeper": "party",
        "condition": "保持原状，不得通电使用",
        "contact": CONTACT,
    },
    "prior_registration_release": {
        "registered_on": "2026-11-24",
        "handling": "发还当事人。",
    },
    "result_notice": {
        "body": "揭阳市质量计量监督检测所",
        "report": "JYJC-2026-01234",
        "result": "经检定，该计价秤示值误差超过最大允许误差，检定结论为不合格。",
        "objection": "可以自收到本告知书之日起向本局提出书面复检申请。",
        "contact": CONTACT,
    },
    "sampling_record": {
        "product": "袋装大米",
        "spec": "5 kg",
        "batch": "20261101",
        "base": "1200",
        "sample": "80",
        "method": "简单随机抽样",
        "seal_number": "FY-0231",
        "destination": "揭阳市质量计量监督检测所",
    },
    "seal_strip": {"strip_number": "0007"},
    "service_receipt": {
        "served_at": "2026-11-24T10:30:00",
        "mode": "left",
        "refusal": "认为秤是新买的",
        "witness": "市场管理员　林某",
    },
    "visit_slip": {
        "language": "ru",
        "to_do": "停用该秤，送检合格后再用。",
        "by": "2026-12-08",
        "contact": CONTACT,
    },
    "visit_slip_a4": {
        "language": "vi",
        "to_do": "停用该秤，送检合格后再用。",
        "by": "2026-12-08",
        "contact": CONTACT,
    },
}
EXAMPLE_NUMBER = "粤市监揭榕{kind}〔2026〕3号"
_NOTICE_ITEMS = {
    "items.1.name": "电子计价秤",
    "items.1.spec": "ACS-30",
    "items.1.quantity": "1 台",
    "items.1.condition": "铅封断裂",
}


def papers() -> tuple[Report, ...]:
    """Every declared document but the inspection's own record."""
    return tuple(report for report in reports() if report.key != RECORD_KEY)


def with_notice(inspection: Inspection) -> Inspection:
    """The inspection once evidence was registered."""
    notice = ReportIssued(
        report="prior_registration_notice",
        language="zh_CN",
        sha256="a" * 64,
        size=1,
        name="notice.pdf",
        document_number="粤市监揭榕登保〔2026〕3号",
        document_entries=_NOTICE_ITEMS,
    )
    return replace(inspection, reports=(*inspection.reports, notice))


def filled(report: Report, inspection: Inspection, book: RegulationBook, words: Words) -> Filled:
    """What an inspector would have filled in, checked as at issue."""
    known = report.prefill(inspection, book, words)
    number = EXAMPLE_NUMBER.format(kind=report.number_kind) if report.number_kind else ""
    entries = checked_entries(report, merged(known, ENTRIES.get(report.key, {})))
    return Filled(entries=entries, number=number, on=ON)


def paper(
    report: Report, words: Words, book: RegulationBook, key: MemoryKey, kind: str = "market_scale"
) -> tuple[Document, bytes, Inspection]:
    """A paper of the sample inspection, the record behind it and the inspection."""
    inspection, record = sealed(kind, book, key)
    inspection = with_notice(inspection)
    entries = filled(report, inspection, book, words)
    return report.build(inspection, book, words, entries), record, inspection


FOLDER = Path(__file__).parent.parent / "golden" / "papers"
_HEADER = (
    "# A paper of the sample inspection in tests/helpers/inspections.py, filled in by\n"
    "# tests/helpers/papers.py, as a tree. Checked by eye against domain.md 9.5-9.8, 13, 14.\n"
)


def golden_text(report: Report, language: str, book: RegulationBook) -> str:
    """The tree of a paper as the golden file has it: reasons stay English."""
    key = MemoryKey(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
    document, _record, _inspection = paper(report, UntranslatedWords(language), book, key)
    page = document.page
    size = f"page: {page.style} {page.width:g} x {page.height:g} mm, letter {document.letter}\n"
    return as_text(document, _HEADER + size)


def _rewrite() -> None:
    FOLDER.mkdir(exist_ok=True)
    book = load_book()
    for report in papers():
        for language in ("zh_CN", "en"):
            text = golden_text(report, language, book)
            (FOLDER / f"{report.key}-{language}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    _rewrite()
