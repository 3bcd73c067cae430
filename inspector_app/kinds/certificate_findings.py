"""The findings of a certificate check, each with its own reason. No kind of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from inspector_app.domain.exceptions import OutOfRange
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Finding, Outcome, reason
from inspector_app.domain.text import Text
from inspector_app.kinds.base import Basis
from inspector_app.kinds.checklist import citation_of
from inspector_app.kinds.meter_lives import CYCLES
from inspector_app.kinds.trials import advice, decided
from inspector_app.metrology import certificates
from inspector_app.metrology.certificates import DateFault, Match
from inspector_app.metrology.regulations import Regulation, RegulationBook
from inspector_app.metrology.verification_due import (
    Cycle,
    cycle_of,
    electricity_meter_cycle,
    gas_meter_cycle,
)

LAW = Text(
    zh="中华人民共和国计量法实施细则", en="Rules for Implementing the Metrology Law of the PRC"
)
IDENTITY = citation_of(Basis(LAW, "第二十二条"))
FORGERY = citation_of(Basis(LAW, "第五十一条"))
NAMES = {
    "serial_number": Text(zh="出厂编号", en="Serial number"),
    "model": Text(zh="型号规格", en="Model"),
    "manufacturer": Text(zh="制造单位", en="Manufacturer"),
    "mark_number": Text(zh="合格标志编号", en="Number of the mark"),
    "certificate_number": Text(zh="证书编号", en="Certificate number"),
    "verified_on": Text(zh="检定日期", en="Day of verification"),
    "issued_on": Text(zh="签发日期", en="Day of issue"),
}
OTHER = "other"
_REPLIES = {
    "confirmed": ("certificate_confirmed", Outcome.PASS),
    "denied": ("certificate_denied", Outcome.FAIL),
    "no_reply": ("certificate_no_reply", Outcome.ADVISORY),
    "not_asked": ("certificate_not_asked", Outcome.ADVISORY),
}


def certificate_findings(inspection: Inspection, book: RegulationBook) -> Iterator[Finding]:
    """Yield what is found of number, issuer, dates, cycle, instrument, mark and QR code."""
    fields = inspection.fields
    yield from _issuer(fields)
    yield from _dates(inspection)
    yield from _cycle(inspection, book)
    for key in ("serial_number", "model", "manufacturer"):
        yield from _identity(fields, key, f"found_{key}", Outcome.FAIL)
        yield from _identity(fields, key, f"ledger_{key}", Outcome.FAIL)
    yield from _identity(fields, "mark_number", "found_mark_number", Outcome.FAIL)
    # A register may still hold the certificate of the year before: look, do not accuse.
    yield from _identity(
        fields, "certificate_number", "ledger_certificate_number", Outcome.ADVISORY
    )
    yield from _qr(fields)


def _issuer(fields: dict[str, str]) -> Iterator[Finding]:
    number, issuer = fields.get("certificate_number", ""), fields.get("issuer", "")
    if number:
        reply = fields.get("issuer_reply", "") or "not_asked"
        code, outcome = _REPLIES[reply]
        yield Finding(
            subject="field:certificate_number",
            outcome=outcome,
            reason=reason(code, number=number),
            citation=FORGERY,
        )
    if not issuer:
        return
    licence, until = fields.get("authorisation_number", ""), fields.get("authorisation_until", "")
    holder, verified = fields.get("authorisation_holder", ""), fields.get("verified_on", "")
    named = {"issuer": issuer, "number": licence, "until": until or "—"}
    if not licence:
        yield advice("field:issuer", reason("issuer_authorisation_unknown", issuer=issuer), FORGERY)
    elif certificates.compared(issuer, holder) is Match.DIFFERENT:
        said = reason("issuer_not_the_authorised", issuer=issuer, number=licence, holder=holder)
        yield decided("field:issuer", conforms=False, said=said, citation=FORGERY)
    elif until and verified and until < verified:
        said = reason("issuer_authorisation_over", verified_on=verified, **named)
        yield decided("field:authorisation_until", conforms=False, said=said, citation=FORGERY)
    else:
        said = reason("issuer_authorised", **named)
        yield decided("field:issuer", conforms=True, said=said, citation=FORGERY)


def _day(fields: dict[str, str], key: str) -> date | None:
    text = fields.get(key, "")
    return date.fromisoformat(text) if text else None


def _dates(inspection: Inspection) -> Iterator[Finding]:
    fields = inspection.fields
    verified, issued, until = (_day(fields, k) for k in ("verified_on", "issued_on", "valid_until"))
    if verified is None:
        return
    days = {"verified_on": verified, "issued_on": issued or verified, "until": until or ""}
    faults = tuple(certificates.date_faults(verified, issued, until, inspection.on))
    for fault in faults:
        yield _date_fault(fault, days, inspection.on)
    wrong = {_dated(fault) for fault in faults}
    for key, on in (("verified_on", verified), ("issued_on", issued)):
        if on is not None and key not in wrong:
            said = reason("date_in_order", date=on, today=inspection.on, **days, **_named(key))
            yield decided(f"field:{key}", conforms=True, said=said, citation=IDENTITY)
    if until is not None and "valid_until" not in wrong:
        said = reason("certificate_valid", **days)
        yield decided("field:valid_until", conforms=True, said=said, citation=IDENTITY)


def _dated(fault: DateFault) -> str:
    """Return the date that a fault is told of."""
    return {
        DateFault.VERIFIED_IN_FUTURE: "verified_on",
        DateFault.ISSUED_IN_FUTURE: "issued_on",
        DateFault.ISSUED_BEFORE_VERIFIED: "issued_on",
    }.get(fault, "valid_until")


def _date_fault(fault: DateFault, days: Mapping[str, object], today: date) -> Finding:
    key = _dated(fault)
    if fault in {DateFault.VERIFIED_IN_FUTURE, DateFault.ISSUED_IN_FUTURE}:
        name = NAMES[key]
        said = reason("dated_in_future", name=name.zh, name_en=name.en, date=days[key], today=today)
    elif fault is DateFault.ISSUED_BEFORE_VERIFIED:
        said = reason("issued_before_verified", **days)
    elif fault is DateFault.ENDS_BEFORE_VERIFIED:
        said = reason("certificate_ends_before_verified", **days)
    else:
        said = reason("certificate_expired", until=days["until"])
    return decided(f"field:{key}", conforms=False, said=said, citation=IDENTITY)


def _cycle(inspection: Inspection, book: RegulationBook) -> Iterator[Finding]:
    """Yield whether the validity fits the cycle of this kind of instrument."""
    fields = inspection.fields
    verified, until = _day(fields, "verified_on"), _day(fields, "valid_until")
    kind = fields.get("instrument_kind", "")
    if verified is None or kind in {"", OTHER}:
        return
    cycle = _cycle_of(kind, book.in_force(CYCLES, inspection.on))
    if until is None:
        first = cycle.mode == "first_only"
        code = "certificate_endless" if first else "certificate_end_missing"
        yield advice("field:valid_until", reason(code), cycle.row.citation)
        return
    try:
        latest = certificates.latest_end(verified, cycle)
    except OutOfRange as broken:
        yield advice("cycle", reason(broken.code, **broken.parameters))
        return
    fits = until <= latest
    said = reason(
        "cycle_fits" if fits else "cycle_too_long", until=until, months=cycle.months, latest=latest
    )
    lines = (f"{verified} + {cycle.months} × 1/12 a = {latest}",)
    yield decided("cycle", fits, said, cycle.row.citation, lines)


def _cycle_of(kind: str, rules: Regulation) -> Cycle:
    if kind == "gas_meter":
        return gas_meter_cycle("natural", rules)
    return (
        electricity_meter_cycle("2", rules)
        if kind == "electricity_meter"
        else cycle_of(kind, rules)
    )


def _identity(
    fields: dict[str, str], key: str, other: str, when_different: Outcome
) -> Iterator[Finding]:
    """Yield whether certificate and other source name the same; nothing if both are open."""
    certificate, found = fields.get(key, ""), fields.get(other, "")
    match = certificates.compared(certificate, found)
    if match is Match.SILENT:
        if certificate and not other.startswith("ledger_"):
            said = reason("certificate_silent", certificate=certificate, **_named(key))
            yield advice(f"field:{other}", said)
        return
    said = reason(
        "certificate_same" if match is Match.SAME else "certificate_differs",
        found=found,
        certificate=certificate,
        **_named(key),
    )
    outcome = Outcome.PASS if match is Match.SAME else when_different
    yield Finding(subject=f"field:{other}", outcome=outcome, reason=said, citation=IDENTITY)


def _named(key: str) -> dict[str, str]:
    return {"name": NAMES[key].zh, "name_en": NAMES[key].en}


def _qr(fields: dict[str, str]) -> Iterator[Finding]:
    text, number = fields.get("qr_text", ""), fields.get("certificate_number", "")
    if not text:
        yield advice("field:qr_text", reason("qr_none"))
        return
    found = certificates.read_qr(text, number)
    if found.names_it:
        said = reason("qr_agrees", number=number)
        yield decided("field:qr_text", conforms=True, said=said, citation=FORGERY)
    elif not found.host:
        said = reason("qr_differs", number=number, qr=text[:80])
        yield decided("field:qr_text", conforms=False, said=said, citation=FORGERY)
    if found.host:
        yield advice("field:qr_text", reason("qr_leads_to", host=found.host))
