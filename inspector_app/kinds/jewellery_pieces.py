"""What a gold shop's balance is fit for, and pieces weighed again. No kind of its own.

Fields of the inspection: `metals` (`gold`, `silver`, `both`), in g `heaviest_gold`,
`heaviest_silver` and `check_scale_error`, and `pieces`: how many rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from inspector_app.domain.exceptions import DomainRuleBroken
from inspector_app.domain.figures import number_of
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Assessment, Finding, Outcome, reason
from inspector_app.domain.measurement import Observation, PlanRow
from inspector_app.domain.quantities import MINUS, Mass
from inspector_app.domain.text import Text
from inspector_app.kinds.trials import (
    advice,
    assessed,
    choice,
    count_of,
    decided,
    incomplete,
    number,
    trial_row,
)
from inspector_app.kinds.weighing_rules import WeighingRules
from inspector_app.metrology import retail
from inspector_app.metrology.jewellery import JewelleryFit, jewellery_fit
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.metrology.rounding import shown, shown_signed

RETAIL = "retail_weighing"
MOST_PIECES = 20
GOLD, SILVER = Text(zh="黄金", en="gold"), Text(zh="白银", en="silver")

PIECE = (
    choice("metal", Text(zh="材质", en="metal"), (("gold", GOLD), ("silver", SILVER))),
    number("settled", Text(zh="结算质量", en="settled mass"), "g", ("0.001", "10000")),
    number("checked", Text(zh="复称质量", en="mass found"), "g", ("0", "10000"), live=True),
    choice(
        "method",
        Text(zh="复核方法", en="method"),
        (
            ("high", Text(zh="高准确度称重法", en="on a more accurate balance")),
            ("equal", Text(zh="等准确度称重法", en="on an equally accurate balance")),
            ("original", Text(zh="原计量器具核称法", en="on the shop's own balance")),
        ),
    ),
    number(
        "weight",
        Text(zh="放上的砝码", en="weight put on"),
        "g",
        ("0.001", "10000"),
        required=False,
    ),
    number(
        "weight_reading",
        Text(zh="砝码示值", en="its indication"),
        "g",
        ("0", "10000"),
        live=True,
        required=False,
    ),
)


def trials(inspection: Inspection) -> tuple[PlanRow, ...]:
    """Return one optional row per piece; field `pieces` says how many, else one."""
    return tuple(
        trial_row(
            f"piece:{number}",
            Text(zh=f"第 {number} 件", en=f"piece {number}"),
            PIECE,
            optional=True,
        )
        for number in range(1, count_of(inspection, "pieces", most=MOST_PIECES) + 1)
    )


def assess_piece(
    inspection: Inspection, _row: PlanRow, observation: Observation, book: RegulationBook
) -> Assessment | None:
    """Return the shortage of a piece against what its method allows (annex 2, article 6).

    None while figures are missing. Raises OutOfRange for a piece above 100 g: annex 2 ends there.
    """
    figures = observation.figures
    settled, checked = _grams(figures, "settled"), _grams(figures, "checked")
    metal, method = figures.get("metal", ""), figures.get("method", "")
    if settled is None or checked is None or not metal or not method:
        return None
    rules = book.in_force(RETAIL, inspection.on)
    weight, reading = _grams(figures, "weight"), _grams(figures, "weight_reading")
    judged = retail.judge_reweigh(
        settled,
        checked,
        deviation=retail.jewellery_deviation(metal, settled, rules),
        method=retail.Method(method),
        rules=rules,
        scale_error=reading - weight if reading and weight else None,
    )
    both_ways = method == retail.Method.ORIGINAL
    lines = [
        f"L = {shown(judged.limit)}",
        f"Δ = {shown(settled)} {MINUS} {shown(checked)} = {shown_signed(judged.difference)}",
    ]
    error = judged.difference
    if judged.scale_holds is False and reading is not None and weight is not None:
        # The balance itself is off by more than L: that is what the row is judged by.
        error = reading - weight
        lines.append(f"{shown(reading)} {MINUS} {shown(weight)} = {shown_signed(error)}")
    return assessed(
        error,
        lower=-judged.allowed if both_ways else None,
        upper=judged.allowed,
        citation=judged.citation,
        lines=lines,
    )


def _grams(figures: Mapping[str, str], key: str) -> Mass | None:
    found = number_of(figures, key)
    return Mass(found, "g") if found is not None else None


def jewellery_findings(
    inspection: Inspection, rules: WeighingRules, book: RegulationBook
) -> Iterator[Finding]:
    """Yield what the balance is fit for, and what each piece was weighed again with."""
    sold = inspection.fields.get("metals", "")
    for metal, name in (("gold", GOLD), ("silver", SILVER)):
        if sold in {metal, "both"}:
            yield _fit_finding(inspection, metal, name, rules, book)
    for row in trials(inspection):
        seen = inspection.observation_at(row.row_id)
        if seen is not None:
            yield from _means(inspection, row, seen, book)


def _fit_finding(
    inspection: Inspection, metal: str, name: Text, rules: WeighingRules, book: RegulationBook
) -> Finding:
    fit = jewellery_fit(
        metal,
        rules.instrument,
        stage=rules.stage,
        rules=rules.weighing,
        retail=book.in_force(RETAIL, inspection.on),
    )
    said = {"metal": name.zh, "metal_en": name.en, "limit": shown(fit.limit), "mpe": shown(fit.mpe)}
    heaviest = _grams(inspection.fields, f"heaviest_{metal}")
    subject = f"fit:{metal}"
    if fit.up_to is None:
        return decided(subject, False, reason("unfit_for_metal", **said), fit.citation)
    up_to = shown(fit.up_to)
    if heaviest is None and not fit.is_whole:
        return advice(subject, reason("fit_up_to", **said, up_to=up_to), fit.citation)
    return _by_heaviest(subject, fit, heaviest or fit.whole, said)


def _by_heaviest(subject: str, fit: JewelleryFit, heaviest: Mass, said: dict[str, str]) -> Finding:
    piece = min(
        heaviest, fit.whole
    )  # above 100 g the annex sets no limit, above Max none can be weighed
    holds = fit.holds(piece)
    up_to = shown(fit.up_to) if fit.up_to is not None else ""
    code = "fit_for_metal" if holds else "too_heavy_for_scale"
    words = reason(code, **said, up_to=up_to, piece=shown(heaviest))
    return decided(subject, holds, words, fit.citation)


def _means(
    inspection: Inspection, row: PlanRow, seen: Observation, book: RegulationBook
) -> Iterator[Finding]:
    """Yield INCOMPLETE where the means of the method are not proven good enough."""
    figures = seen.figures
    method, metal, settled = figures["method"], figures["metal"], _grams(figures, "settled")
    if method == retail.Method.ORIGINAL:
        if _grams(figures, "weight") is None or _grams(figures, "weight_reading") is None:
            yield incomplete(row.row_id, reason("own_scale_weight_missing"))
        return
    rules = book.in_force(RETAIL, inspection.on)
    error = _grams(inspection.fields, "check_scale_error")
    if error is None:
        yield incomplete(row.row_id, reason("check_scale_error_missing"))
        return
    try:
        limit = retail.jewellery_deviation(metal, settled or error, rules).limit
    except DomainRuleBroken:
        return  # the row's own finding says it
    fits = retail.check_instrument_fits(error, limit, retail.Method(method), rules)
    allowed = "L/3" if method == retail.Method.HIGH else "L"
    said = reason(
        "check_instrument_fits" if fits else "check_instrument_unfit",
        mpe=f"±{shown(error)}",
        allowed=f"{allowed}, L = {shown(limit)}",
    )
    yield Finding(
        subject=row.row_id,
        outcome=Outcome.PASS if fits else Outcome.INCOMPLETE,
        reason=said,
        citation=retail.method_row(method, rules).citation,
    )
