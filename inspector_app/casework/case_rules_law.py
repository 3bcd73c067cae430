"""The `law.*`, `complaint.*`, `doc.*` and `id.*` rules of the evaluate command, by name."""

from __future__ import annotations

from decimal import Decimal

from inspector_app.casework import complaints, document_number, penalties
from inspector_app.casework.official_layout import KEY as LAYOUT
from inspector_app.casework.official_layout import official_layout
from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.metrology.case_inputs import CaseInputs
from inspector_app.metrology.case_marks import Result, day_of, with_mark

_PROCEDURE = "penalty_procedure"
_GROUNDS = (
    "not_our_duty", "handled_elsewhere", "not_consumption", "material_missing",
    "identity_refused", "other_law",
)  # fmt: skip
_PERSONS = (
    "person", "natural_person", "individual", "citizen", "个人", "自然人", "公民",
)  # fmt: skip
_ORGANISATIONS = (
    "organisation", "organization", "firm", "company", "enterprise", "legal_person", "unit",
    "企业", "公司", "法人", "单位", "组织", "其他组织",
)  # fmt: skip
_PARTIES = dict.fromkeys(_PERSONS, True) | dict.fromkeys(_ORGANISATIONS, False)


def fine_cap(case: CaseInputs) -> Result:
    """law.fine_cap; bounds_yuan where they do not hang on gains, or `gains` is given."""
    row = penalties.fine_row(case.text("violation"), case.book, day_of(case))
    gains = case.decimal("gains") if case.has("gains") else None
    result = {
        "fine_yuan": penalties.amount_in_words(row),
        "kind": row.text("kind"),
        "basis": row.text("basis"),
        "bounds_yuan": penalties.shown_bounds(penalties.fine_bounds(row, gains)),
    }
    return with_mark(result, row)


def late_surcharge(case: CaseInputs) -> Result:
    """law.late_surcharge; days_overdue, or the days `due` and `paid`."""
    rules = case.book.newest(_PROCEDURE)
    found = penalties.late_surcharge(case.decimal("fine"), _overdue(case), rules)
    return with_mark({"surcharge": f"{found.amount:f}", "capped": found.capped}, found.row)


def food_safety_claim(case: CaseInputs) -> Result:
    """law.food_safety_art148; a harmless flaw of the label gives no claim."""
    loss = case.decimal("loss") if case.has("loss") else Decimal(0)
    rules = case.book.newest("food_safety_law")
    found = penalties.food_claim(case.decimal("price_paid"), loss, rules)
    due = not case.flag("label_flaw_only")
    result = {
        "by_price": f"{found.by_price:f}",
        "by_loss": f"{found.by_loss:f}",
        "punitive": f"{found.punitive:f}" if due else "0.00",
    }
    return with_mark(result, found.row)


def simple_procedure(case: CaseInputs) -> Result:
    """law.simple_procedure; whether a fine may be decided on the spot."""
    fine = _fine(case)
    limit = penalties.simple_procedure_limit(
        person=_is_person(case), rules=case.book.newest(_PROCEDURE)
    )
    return with_mark({"limit_yuan": limit.text(), "allowed": fine <= limit.decimal()}, limit)


def hearing_right(case: CaseInputs) -> Result:
    """law.hearing_right; the amount is unconfirmed and differs locally."""
    fine = _fine(case)
    limit = penalties.hearing_limit(person=_is_person(case), rules=case.book.newest(_PROCEDURE))
    return with_mark({"from_yuan": limit.text(), "hearing": fine >= limit.decimal()}, limit)


def decision_level(case: CaseInputs) -> Result:
    """law.decision_level; fines by the law of metrology only."""
    limit = case.book.newest("metrology_rules").figure("provincial_decision_from_yuan")
    level = "provincial" if _fine(case) >= limit.decimal() else "county"
    return with_mark({"level": level, "from_yuan": limit.text()}, limit)


def complaint_accept(case: CaseInputs) -> Result:
    """complaint.accept; other grounds are flags that default to false."""
    complained = case.day("complaint_date")
    rules = case.book.in_force(complaints.KEY, complained)
    grounds = [name for name in _GROUNDS if case.flag(name)]
    unknown = [name for name in grounds if name not in complaints.ground_names(rules)]
    if unknown:
        raise InputInvalid("ground_unknown", field=unknown[0], regulation=rules.number)
    found = complaints.judge_complaint(case.day("knew_of_harm"), complained, grounds, rules)
    result: Result = {"accept": found.accept, "order": rules.edition}
    if not found.accept:
        result["ground"] = found.ground
    return with_mark(result, found.row)


def complaint_edition(case: CaseInputs) -> Result:
    """complaint.rule_edition."""
    rules = case.book.in_force(complaints.KEY, case.day("received"))
    return {
        "order": rules.edition,
        "regulation": rules.number,
        "confirmation": rules.confirmation.value,
    }


def margins(case: CaseInputs) -> Result:
    """doc.margins_gbt9704."""
    found = official_layout(case.text("paper"), case.book.newest(LAYOUT))
    result = {
        "top_mm": found.top,
        "left_mm": found.left,
        "type_area_mm": list(found.type_area),
        "right_mm": found.right,
        "bottom_mm": found.bottom,
        "lines": found.lines,
        "chars": found.chars,
    }
    return with_mark(result, found.row)


def region(case: CaseInputs) -> Result:
    """id.region; the divisions of the pilot city."""
    code = case.text("code").strip()
    rows = case.book.newest("divisions").rows("division")
    row = next((r for r in rows if r.text("code") == code), None)
    if row is None:
        return {"known": False}
    result = {"known": True, "name": row.text("name"), "current": not row.has("ended")}
    if row.has("now"):
        result["now"] = row.text("now")
    return with_mark(result, row)


def paper_number(case: CaseInputs) -> Result:
    """id.document_number; builds a number from its parts, or takes `number` apart."""
    if case.has("number"):
        found = document_number.parse_document_number(case.text("number"))
    else:
        found = document_number.document_number(
            province=case.optional_text("province") or "",
            place=case.text("place"),
            kind=case.text("kind"),
            year=case.whole("year"),
            sequence=case.whole("sequence"),
            digits=case.whole("digits", 0),
            ordinal=case.flag("ordinal"),
        )
    return {
        "number": str(found),
        "prefix": found.prefix,
        "year": found.year,
        "sequence": found.sequence,
    }


RULES = {
    "law.fine_cap": fine_cap,
    "law.late_surcharge": late_surcharge,
    "law.food_safety_art148": food_safety_claim,
    "law.simple_procedure": simple_procedure,
    "law.hearing_right": hearing_right,
    "law.decision_level": decision_level,
    "complaint.accept": complaint_accept,
    "complaint.rule_edition": complaint_edition,
    "doc.margins_gbt9704": margins,
    "id.region": region,
    "id.document_number": paper_number,
}


def _overdue(case: CaseInputs) -> int:
    if case.has("days_overdue") or not case.has("due"):
        return case.whole("days_overdue")
    return max((case.day("paid") - case.day("due")).days, 0)


def _fine(case: CaseInputs) -> Decimal:
    fine = case.decimal("fine")
    if fine < 0:
        raise OutOfRange("amount_negative", price=fine)
    return fine


def _is_person(case: CaseInputs) -> bool:
    text = "_".join(case.text("party").replace("-", " ").split()).casefold()
    if text not in _PARTIES:
        raise InputInvalid("party_unknown", field="party", value=text[:20])
    return _PARTIES[text]
