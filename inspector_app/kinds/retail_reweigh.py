"""Goods sold by weight are weighed again (零售商品称重计量监督管理办法, orders 66 and 31)."""

from __future__ import annotations

from inspector_app.domain.exceptions import DomainRuleBroken
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Assessment, Finding, Outcome, Reason, Verdict, reason
from inspector_app.domain.measurement import Observation, PlanRow, Shape
from inspector_app.domain.text import Text
from inspector_app.kinds.base import (
    WEIGHING_STEPS,
    Area,
    Basis,
    Check,
    InspectionKind,
    PhotoRole,
    ShapeUse,
)
from inspector_app.kinds.checklist import check_findings, verdict_of
from inspector_app.kinds.reweigh_lots import RETAIL, Lot, assessment_of, lot_of, scale_limit
from inspector_app.kinds.weighing_rules import all_pieces, rules_for
from inspector_app.metrology import retail
from inspector_app.metrology.consumer_law import compensation
from inspector_app.metrology.load_points import nearest_with_kit
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.metrology.rounding import shown, shown_signed

RETAIL_RULES = Text(
    zh="零售商品称重计量监督管理办法",
    en="Measures for the Supervision of Retail Weighing (orders 66/2004, 31/2020)",
)
GROUP = Text(zh="复核前提", en="Before re-weighing")
MOST_LOTS = 20

CHECKS = (
    Check(
        key="RW01",
        text=Text(
            zh="复核商品与结算时状态一致（未失水、未增减）",
            en="The goods are as they were when settled: nothing dripped, added or taken",
        ),
        basis=Basis(RETAIL_RULES, "第六条"),
        group=GROUP,
        may_not_apply=False,
    ),
    Check(
        key="RW02",
        text=Text(zh="容器、包装等皮重已扣除", en="Containers and wrapping were deducted as tare"),
        basis=Basis(RETAIL_RULES, "第四条"),
        group=GROUP,
    ),
    Check(
        key="RW03",
        text=Text(zh="按计量器具显示的量值结算", en="The sale was settled by the displayed value"),
        basis=Basis(RETAIL_RULES, "第四条"),
        group=GROUP,
        may_not_apply=False,
    ),
)


def plan(inspection: Inspection, book: RegulationBook) -> tuple[PlanRow, ...]:  # noqa: ARG001 - as declared
    """Return one row per lot; field `lots` says how many, 1 unless it is a number up to 20."""
    text = inspection.fields.get("lots", "").strip()
    count = min(max(int(text), 1), MOST_LOTS) if text.isascii() and text.isdigit() else 1
    return tuple(
        PlanRow(
            row_id=f"reweigh:{number}",
            shape=Shape.REWEIGH,
            label=Text(zh=f"第 {number} 份", en=f"lot {number}"),
        )
        for number in range(1, count + 1)
    )


def assess(
    inspection: Inspection,
    row: PlanRow,  # noqa: ARG001 - as declared
    observation: Observation,
    book: RegulationBook,
) -> Assessment | None:
    """Return the shortage against what the method allows; None while figures are missing."""
    lot = lot_of(inspection, observation, book)
    return assessment_of(lot) if lot else None


def judge(inspection: Inspection, book: RegulationBook) -> Verdict:
    """Return the conclusion: every lot, the means it was weighed with, the checks."""
    findings: tuple[Finding, ...] = ()
    if inspection.premises is None:
        findings += (_incomplete("premises", reason("premises_missing")),)
    if inspection.instrument is None:
        findings += (_incomplete("instrument", reason("instrument_missing")),)
    findings += check_findings(inspection, CHECKS)
    for row in plan(inspection, book):
        findings += _row_findings(inspection, row, book)
    findings += (
        Finding(subject="statement", outcome=Outcome.ADVISORY, reason=reason("screening")),
    )
    number = book.in_force(RETAIL, inspection.on).number
    return verdict_of(findings, regulation=number, book=book)


def _row_findings(
    inspection: Inspection, row: PlanRow, book: RegulationBook
) -> tuple[Finding, ...]:
    seen = inspection.observation_at(row.row_id)
    if seen is None:
        return (_incomplete(row.row_id, reason("reweigh_missing")),)
    try:
        lot = lot_of(inspection, seen, book)
        if lot is None:
            return (_incomplete(row.row_id, reason("reweigh_figures_missing")),)
        means = _means_findings(inspection, row, lot, book)
    except DomainRuleBroken as broken:
        return (_incomplete(row.row_id, reason(broken.code, **broken.parameters)),)
    return (_lot_finding(row, lot), *means, *_aid(inspection, row, lot, book))


def _lot_finding(row: PlanRow, lot: Lot) -> Finding:
    return Finding(
        subject=row.row_id,
        outcome=Outcome.PASS if lot.conforms else Outcome.FAIL,
        reason=_lot_reason(lot),
        citation=lot.judged.citation,
        lines=assessment_of(lot).lines,
        about=_about(lot),
    )


def _lot_reason(lot: Lot) -> Reason:
    judged = lot.judged
    allowed, difference = shown(judged.allowed), shown_signed(judged.difference)
    if judged.scale_holds is False:
        return reason(
            "own_scale_wrong", reading=lot.reading, weight=lot.weight, allowed=shown(judged.limit)
        )
    if judged.is_short or lot.conforms:
        code = "short_weight" if judged.is_short else "not_short"
        return reason(
            code, settled=lot.settled, checked=lot.checked, difference=difference, allowed=allowed
        )
    return reason("over_weight", difference=difference, allowed=allowed)


def _about(lot: Lot) -> tuple[tuple[str, str], ...]:
    bands = lot.bands
    return (
        ("settled", str(lot.settled)),
        ("indication", str(lot.checked)),
        ("error", shown_signed(lot.judged.difference)),
        ("limit", shown(lot.judged.allowed)),
        ("method", lot.method.value),
        ("basis", lot.basis),
        ("band_by_category", bands.by_category or "" if bands else ""),
        ("band_by_price", bands.by_price or "" if bands else ""),
    )


def _means_findings(
    inspection: Inspection, row: PlanRow, lot: Lot, book: RegulationBook
) -> tuple[Finding, ...]:
    """Say whether what the lot was weighed with is good enough for the method."""
    if lot.method is retail.Method.ORIGINAL:
        return (_own_scale_finding(inspection, row, lot, book),)
    mpe = scale_limit(inspection, lot.settled, book)
    if mpe is None:
        return ()
    rules = book.in_force(RETAIL, inspection.on)
    limit = lot.judged.limit
    fits = retail.check_instrument_fits(mpe.limit, limit, lot.method, rules)
    allowed = "L/3" if lot.method is retail.Method.HIGH else "L"
    said = reason(
        "check_instrument_fits" if fits else "check_instrument_unfit",
        mpe=f"±{shown(mpe.limit)}",
        allowed=f"{allowed}, L = {shown(limit)}",
    )
    citation = retail.method_row(lot.method.value, rules).citation
    outcome = Outcome.PASS if fits else Outcome.INCOMPLETE
    return (Finding(subject=row.row_id, outcome=outcome, reason=said, citation=citation),)


def _own_scale_finding(
    inspection: Inspection, row: PlanRow, lot: Lot, book: RegulationBook
) -> Finding:
    if lot.weight is None or lot.reading is None:
        return _incomplete(row.row_id, reason("own_scale_weight_missing"))
    rules = rules_for(inspection, book)
    if rules is None or not inspection.weight_sets:
        return _incomplete(row.row_id, reason("weights_missing"))
    retail_rules = book.in_force(RETAIL, inspection.on)
    made = nearest_with_kit([lot.weight], all_pieces(inspection.weight_sets))[0]
    names = ", ".join(chosen.name for chosen in inspection.weight_sets)
    if not made.is_exact:
        said = reason("weight_not_makeable", weight=shown(lot.weight), name=names)
        return _incomplete(row.row_id, said)
    error = rules.weights_limit(made.pieces)
    fits = retail.weights_fit(error, lot.judged.limit, retail_rules)
    said = reason(
        "weights_fit" if fits else "weights_too_coarse",
        name=names,
        error=shown(error),
        limit=shown(lot.judged.limit),
    )
    outcome = Outcome.PASS if fits else Outcome.INCOMPLETE
    citation = retail.method_row(lot.method.value, retail_rules).citation
    return Finding(subject=row.row_id, outcome=outcome, reason=said, citation=citation)


def _aid(
    inspection: Inspection, row: PlanRow, lot: Lot, book: RegulationBook
) -> tuple[Finding, ...]:
    """Advise on a band chosen by the officer and on the buyer's claim; both decide nothing."""
    found: list[Finding] = []
    bands = lot.bands
    if bands and bands.band and lot.basis not in {bands.band.value, "scale"}:
        seen = inspection.observation_at(row.row_id)
        why = seen.figures.get("band_reason", "") if seen else ""
        said = reason("band_chosen", band=lot.basis, stricter=bands.band.value, why=why)
        found.append(_advice(row, said))
    if bands and bands.excluded:
        found.append(_advice(row, reason("goods_excluded", goods=_goods(inspection, row))))
    if lot.judged.is_short and lot.unit_price is not None:
        law = book.in_force("consumer_law", inspection.on)
        claim = compensation(lot.unit_price, lot.settled, lot.checked, fraud=True, rules=law)
        found.append(_advice(row, reason("compensation", amount=f"{claim.total:f}")))
    return tuple(found)


def _goods(inspection: Inspection, row: PlanRow) -> str:
    seen = inspection.observation_at(row.row_id)
    return seen.figures.get("category", "") if seen else ""


def _advice(row: PlanRow, said: Reason) -> Finding:
    return Finding(subject=row.row_id, outcome=Outcome.ADVISORY, reason=said)


def _incomplete(subject: str, said: Reason) -> Finding:
    return Finding(subject=subject, outcome=Outcome.INCOMPLETE, reason=said)


KIND = InspectionKind(
    key="retail_reweigh",
    area=Area.MARKET,
    title=Text(zh="零售商品称重复核", en="Retail re-weighing"),
    summary=Text(
        zh="原计量器具、高准确度、等准确度三种方法复核结算重量",
        en="The settled mass checked by one of the three methods of article 6",
    ),
    basis=(Basis(RETAIL_RULES, "第三条、第六条、附表1、附表2"),),
    steps=WEIGHING_STEPS,
    checks=CHECKS,
    shapes=(ShapeUse(shape=Shape.REWEIGH, title=Text(zh="称重复核", en="Re-weighing")),),
    photos=(
        PhotoRole(key="goods", title=Text(zh="商品与示值", en="Goods and indication")),
        PhotoRole(key="receipt", title=Text(zh="结算凭证", en="Receipt"), required=False),
    ),
    signature_roles=("inspector", "party"),
    plan=plan,
    assess=assess,
    judge=judge,
)
