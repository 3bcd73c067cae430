"""The measured trials of a price-computing scale: division, amount, probes. No kind of its own.

Fields of the inspection: `generation` (`old`, `new`: conforms to JJF 2184), `networked`,
`amount_step` in yuan, `certificate_software`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from inspector_app.domain.figures import number_of
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import (
    Assessment,
    Band,
    Finding,
    Outcome,
    Reason,
    reason,
)
from inspector_app.domain.measurement import Observation, PlanRow
from inspector_app.domain.quantities import MINUS, Mass, Money
from inspector_app.domain.text import Text
from inspector_app.kinds.base import Basis
from inspector_app.kinds.checklist import citation_of
from inspector_app.kinds.nameplate import interval_citation
from inspector_app.kinds.scale_checks import JJF_2184, JJG_1204, MARKET_RULES
from inspector_app.kinds.trials import (
    advice,
    assessed,
    choice,
    decided,
    incomplete,
    number,
    row_finding,
    trial_row,
    words,
)
from inspector_app.kinds.weighing_rules import WeighingRules, rules_for
from inspector_app.metrology.applicable_regulation import interval_is_suspect
from inspector_app.metrology.price_computing import amount_due, amount_limit, probe_limit
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.metrology.rounding import shown, shown_signed, tidy

INTERVAL, EMPTY, SOFTWARE, SEAL = "trial:interval", "trial:empty", "trial:software", "trial:seal"
AMOUNT, PROBE = "trial:amount:", "trial:probe:"
PER = {"kg": Mass(Decimal(1), "kg"), "jin": Mass(Decimal(500), "g")}
NEW_SCALE_CHECKS = ("PS08", "PS09", "PS10", "PS11")

PARTICULARS = (
    choice(
        "generation",
        Text(zh="是否符合 JJF 2184-2025", en="conforms to JJF 2184-2025"),
        (
            ("old", Text(zh="否（旧型）", en="no (older type)")),
            ("new", Text(zh="是（新型）", en="yes (new type)")),
        ),
    ),
    choice(
        "networked",
        Text(zh="联网秤", en="networked"),
        (("no", Text(zh="否", en="no")), ("yes", Text(zh="是", en="yes"))),
    ),
    choice(
        "amount_step",
        Text(zh="金额最小变动单位", en="step of the amount"),
        (
            ("0.01", Text(zh="0.01 元（分）", en="0.01 yuan")),
            ("0.1", Text(zh="0.1 元（角）", en="0.1 yuan")),
        ),
    ),
    words(
        "certificate_software",
        Text(zh="证书上的软件标识", en="software identification of the certificate"),
        required=False,
    ),
)

_KG = ("0", "200")
_AMOUNT = (
    number("mass", Text(zh="显示质量", en="mass shown"), "kg", _KG, live=True),
    number("unit_price", Text(zh="单价", en="unit price"), "yuan", ("0", "99999")),
    number("amount", Text(zh="显示金额", en="amount shown"), "yuan", ("0", "9999999")),
    choice(
        "per",
        Text(zh="计价单位", en="price per"),
        (("kg", Text(zh="每千克", en="kg")), ("jin", Text(zh="每 500 克（斤）", en="500 g"))),
    ),
)
_PROBE = (
    number("load", Text(zh="秤上载荷", en="load on the scale"), "kg", _KG),
    number("before", Text(zh="试探前示值", en="indication before"), "kg", _KG, live=True),
    number("after", Text(zh="试探后示值", en="indication after"), "kg", _KG, live=True),
)
_PROBES = (
    ("keys", Text(zh="PS06 按键组合", en="PS06 key sequences")),
    ("remote", Text(zh="PS13 遥控、手机", en="PS13 remote controls, phones")),
    ("wires", Text(zh="PS13 拉线、附加开关", en="PS13 wires, hidden switches")),
)
_AMOUNT_ROWS = 3


def trials(inspection: Inspection) -> tuple[PlanRow, ...]:  # noqa: ARG001 - as declared
    """Return division, empty scale, amounts, probes, software and seal; the last ones optional."""
    return (
        trial_row(
            "interval",
            Text(zh="PS05 显示分度", en="PS05 displayed division"),
            (
                number(
                    "displayed_d",
                    Text(zh="示值跳动一次的步长", en="step by which the indication jumps"),
                    "g",
                    ("0.0001", "100000"),
                ),
            ),
        ),
        trial_row(
            "empty",
            Text(zh="PS12 空秤", en="PS12 empty scale"),
            (
                number(
                    "shown", Text(zh="空秤示值", en="indication"), "kg", ("-10", "200"), live=True
                ),
                number("tare", Text(zh="皮重示值", en="tare shown"), "kg", ("-200", "200")),
            ),
        ),
        *(
            trial_row(f"amount:{n}", Text(zh=f"PS14 金额 {n}", en=f"PS14 amount {n}"), _AMOUNT)
            for n in range(1, _AMOUNT_ROWS + 1)
        ),
        *(trial_row(f"probe:{key}", name, _PROBE, optional=True) for key, name in _PROBES),
        trial_row(
            "software",
            Text(zh="PS10 软件标识", en="PS10 software identification"),
            (words("software", Text(zh="显示的软件标识", en="identification shown")),),
            optional=True,
        ),
        trial_row(
            "seal",
            Text(zh="PS08 三码一封", en="PS08 three codes, one seal"),
            (
                words("made_code", Text(zh="生产码", en="production code"), required=False),
                words("repair_code", Text(zh="维修码", en="repair code"), required=False),
                words("verify_code", Text(zh="检定码", en="verification code"), required=False),
                words("seal", Text(zh="铅封编号", en="seal number")),
            ),
            optional=True,
        ),
    )


def assess_price_trial(
    inspection: Inspection, row: PlanRow, observation: Observation, book: RegulationBook
) -> Assessment | None:
    """Return where a measured trial lies; None for software and seal, and while figures miss."""
    rules = rules_for(inspection, book)
    if rules is None:
        return None
    figures = observation.figures
    if row.row_id == INTERVAL:
        return _interval(rules, figures)
    if row.row_id == EMPTY:
        return _empty(figures)
    if row.row_id.startswith(AMOUNT):
        return _amount(inspection, rules, figures)
    return _probe(rules, figures) if row.row_id.startswith(PROBE) else None


def _interval(rules: WeighingRules, figures: Mapping[str, str]) -> Assessment | None:
    displayed = _mass(figures, "displayed_d", "g")
    if displayed is None:
        return None
    e = rules.e.to("g")
    suspect = interval_is_suspect(e, displayed, rules.weighing)
    sign = "≠" if suspect else "="
    nothing = Mass(Decimal(0), "g")
    return Assessment(
        error=displayed - e,
        lower=nothing,
        upper=nothing,
        guard=None,
        band=Band.OVER if suspect else Band.INSIDE,
        lines=(f"d = {shown(displayed)} {sign} e = {shown(rules.e)}",),
        citation=interval_citation(rules.weighing, equal=not suspect),
    )


def _empty(figures: Mapping[str, str]) -> Assessment | None:
    seen, tare = _mass(figures, "shown", "kg"), _mass(figures, "tare", "kg")
    if seen is None or tare is None:
        return None
    larger = max((seen, tare), key=abs)
    nothing = Mass(Decimal(0), "kg")
    lines = (f"I = {shown_signed(seen)}, T = {shown_signed(tare)}",)
    citation = citation_of(Basis(MARKET_RULES, "第九条"))
    return assessed(larger, lower=nothing, upper=nothing, citation=citation, lines=lines)


def _amount(
    inspection: Inspection, rules: WeighingRules, figures: Mapping[str, str]
) -> Assessment | None:
    mass = _mass(figures, "mass", "kg")
    price, amount = number_of(figures, "unit_price"), number_of(figures, "amount")
    step = inspection.fields.get("amount_step", "")
    per = PER.get(figures.get("per", ""))
    if mass is None or price is None or amount is None or per is None or not step:
        return None
    limit, citation = amount_limit(Money(Decimal(step), "yuan"), rules.weighing)
    due = amount_due(mass, Money(price, "yuan"), per)
    error = Money(amount, "yuan") - due
    signed = shown_signed(error).removesuffix(" yuan")  # the lines are kept without a language
    return assessed(
        error,
        lower=-limit,
        upper=limit,
        citation=citation,
        lines=(
            f"{shown(mass)} × {tidy(price)} / {shown(per)} = {tidy(due.value)}",
            f"{tidy(amount)} {MINUS} {tidy(due.value)} = {signed}",
        ),
    )


def _probe(rules: WeighingRules, figures: Mapping[str, str]) -> Assessment | None:
    before, after = _mass(figures, "before", "kg"), _mass(figures, "after", "kg")
    if before is None or after is None:
        return None
    limit, citation = probe_limit(rules.instrument.actual_scale_interval, rules.weighing)
    change = (after - before).to(limit.unit)
    line = f"I₂ {MINUS} I₁ = {shown(after)} {MINUS} {shown(before)} = {shown_signed(change)}"
    return assessed(change, lower=-limit, upper=limit, citation=citation, lines=(line,))


def _mass(figures: Mapping[str, str], key: str, unit: str) -> Mass | None:
    found = number_of(figures, key)
    return Mass(found, unit) if found is not None else None


# --- findings ---------------------------------------------------------------------------------


def judge_price_trial(
    inspection: Inspection, row: PlanRow, book: RegulationBook
) -> tuple[Finding, ...]:
    """Return the finding of one trial, in the words of what was tried."""
    seen = inspection.observation_at(row.row_id)
    if row.row_id == SOFTWARE:
        return tuple(_software(inspection, seen)) if seen is not None else ()
    if row.row_id == SEAL:
        return tuple(_seal(inspection, seen)) if seen is not None else ()
    found = row_finding(
        inspection, row, lambda each, one: assess_price_trial(inspection, each, one, book)
    )
    if seen is None or inspection.instrument is None:
        return found
    return tuple(_reworded(finding, inspection, row, seen) for finding in found)


def _reworded(finding: Finding, inspection: Inspection, row: PlanRow, seen: Observation) -> Finding:
    """Say a finding in the words of its trial; one that judges nothing stays as it is."""
    if finding.outcome not in {Outcome.PASS, Outcome.FAIL}:
        return finding
    holds = finding.outcome is Outcome.PASS
    said = _words(inspection, row, seen, finding, holds=holds)
    return decided(row.row_id, holds, said, finding.citation, finding.lines, dict(finding.about))


def _words(
    inspection: Inspection, row: PlanRow, seen: Observation, finding: Finding, *, holds: bool
) -> Reason:
    figures = seen.figures
    if row.row_id == INTERVAL:
        plate = inspection.instrument
        e = shown(plate.verification_scale_interval) if plate else ""
        code = "e_equals_d" if holds else "d_differs_from_e"
        return reason(code, d=f"{figures['displayed_d']} g", e=e)
    if row.row_id == EMPTY:
        code = "scale_is_empty" if holds else "scale_is_not_empty"
        return reason(code, shown=f"{figures['shown']} kg", tare=f"{figures['tare']} kg")
    if row.row_id.startswith(AMOUNT):
        due = finding.lines[0].rpartition(" = ")[2]
        limit = dict(finding.about)["limit"].removeprefix("±").removesuffix(" yuan")
        code = "payment_within" if holds else "payment_over"
        return reason(code, amount=figures["amount"], due=due, limit=limit)
    about = dict(finding.about)
    code = "probe_changes_nothing" if holds else "probe_changes_indication"
    return reason(code, change=about["error"], limit=about["limit"])


def _software(inspection: Inspection, seen: Observation) -> Iterator[Finding]:
    found = seen.figures["software"].strip()
    kept = inspection.fields.get("certificate_software", "").strip()
    name = {"name": "软件标识", "name_en": "software identification"}
    citation = citation_of(Basis(JJG_1204, "6.3"))
    if not kept:
        yield advice(SOFTWARE, reason("ledger_silent", found=found, **name), citation)
        return
    same = found.casefold() == kept.casefold()
    said = reason("ledger_agrees" if same else "ledger_differs", found=found, ledger=kept, **name)
    if not same and inspection.fields.get("generation") != "new":
        # Older scales need show no software; one that shows another than certified is looked at.
        yield advice(SOFTWARE, said, citation)
        return
    yield decided(SOFTWARE, same, said, citation, (f"{found} {'=' if same else '≠'} {kept}",))


def _seal(inspection: Inspection, seen: Observation) -> Iterator[Finding]:
    found = seen.figures["seal"].strip()
    kept = inspection.instrument.seal_numbers if inspection.instrument else ()
    name = {"name": "铅封编号", "name_en": "seal number"}
    citation = citation_of(Basis(JJF_2184, "三码一封"))
    if not kept:
        yield advice(SEAL, reason("ledger_silent", found=found, **name), citation)
        return
    same = found.casefold() in {seal.strip().casefold() for seal in kept}
    ledger = "、".join(kept)
    said = reason("ledger_agrees" if same else "ledger_differs", found=found, ledger=ledger, **name)
    yield decided(SEAL, same, said, citation, (f"{found} {'∈' if same else '∉'} {{{ledger}}}",))


def own_findings(
    inspection: Inspection,
    rules: WeighingRules,
    book: RegulationBook,  # noqa: ARG001 - as declared
) -> Iterator[Finding]:
    """Yield what is said of the scale as a price-computing one, and of a new scale's duties."""
    if not rules.instrument.price_computing:
        yield incomplete("instrument", reason("not_price_computing"))
    if inspection.fields.get("generation") != "new":
        return
    lacking = [
        key
        for key in NEW_SCALE_CHECKS
        if (given := inspection.answers.get(key)) is not None and given.answer == "no"
    ]
    citation = citation_of(Basis(JJF_2184, "三码一封、一秤一码、自锁"))
    said = reason("new_scale_lacks" if lacking else "new_scale_complete", checks="、".join(lacking))
    yield decided("generation", not lacking, said, citation)
