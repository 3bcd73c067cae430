"""The `conformity.*`, `weights.*` and `rounding.*` rules, and U of a weighing, by name."""

from __future__ import annotations

from decimal import Decimal

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.judgement import DecisionRule
from inspector_app.domain.quantities import Mass, Ratio, plain
from inspector_app.metrology import conformity
from inspector_app.metrology.case_inputs import CaseInputs
from inspector_app.metrology.case_marks import Result, edition_of, with_mark
from inspector_app.metrology.conformity import Uncertainty, decide
from inspector_app.metrology.reference_weights import combined_limit
from inspector_app.metrology.rounding import Rounding, round_by, tidy
from inspector_app.metrology.uncertainty import expanded_uncertainty

UNCERTAINTY, WEIGHTS, SCALES, ROUNDING = "uncertainty", "jjg_99", "jjg_539", "rounding"
_LARGEST_STEP = 12


def decision(case: CaseInputs) -> Result:
    """conformity.decision; error, limits and U in one unit; rule: by the table unless given."""
    general = edition_of(case, conformity.KEY)
    row = general.figure(conformity.FIGURE)
    factor = edition_of(CaseInputs({}, case.book), UNCERTAINTY).figure("coverage_factor")
    k = case.decimal("k") if case.has("k") else factor.decimal()
    found = decide(
        _ratio(case.decimal("error")),
        lower=_bound(case, "lower"),
        upper=_bound(case, "upper"),
        uncertainty=Uncertainty(expanded=_ratio(case.decimal("U")), coverage=k),
        rule=_rule(case) or DecisionRule(row.text()),
    )
    result = {
        "rule": found.rule.value,
        "band": found.band.value,
        "accepted": found.accepted,
        "probability_of_a_wrong_decision": None if found.risk is None else f"{found.risk:f}",
    }
    return with_mark(result, row, factor)


def weighing_uncertainty(case: CaseInputs) -> Result:
    """nawi.uncertainty; U = k sqrt(w^2/3 + r^2/12), r = e, or 0.1 e with flash-point weights."""
    rules, scales = edition_of(case, UNCERTAINTY), case.book.newest(SCALES)
    found = expanded_uncertainty(
        weights_limit=case.mass("weights_limit_g", "g"),
        e=case.mass("e_g", "g"),
        by_flash_point=case.flag("by_flash_point"),
        rules=scales,
        uncertainty_rules=rules,
    )
    factor, digits = rules.figure("coverage_factor"), rules.figure("significant_digits")
    return with_mark({"U_g": tidy(found.value), "k": tidy(factor.decimal())}, factor, digits)


def weights_limit(case: CaseInputs) -> Result:
    """weights.limit; the sum of the pieces' maximum permissible errors."""
    rules = edition_of(case, WEIGHTS)
    pieces = case.masses("pieces_g", "g")
    found, _citation = combined_limit(pieces, case.text("weights_class"), rules)
    rows = [r for r in rules.rows("weight_mpe") if _is_among(pieces, r.text("nominal"))]
    return with_mark({"limit_g": tidy(found.value)}, *rows)


def rounded(case: CaseInputs) -> Result:
    """rounding.round; to the decimals of `step`, half to even unless `way` says otherwise."""
    row = edition_of(case, ROUNDING).figure("way")
    text = case.optional_text("way") or row.text()
    if text not in set(Rounding):
        raise InputInvalid("rounding_unknown", field="way", value=text[:20])
    step = case.decimal("step")
    if step.as_tuple().digits != (1,) or abs(step.adjusted()) > _LARGEST_STEP or step < 0:
        raise InputInvalid("not_a_number", field="step", value=f"{step:E}"[:20])
    found = round_by(case.decimal("value"), step, Rounding(text))
    return with_mark({"rounded": plain(found)}, row)


def _ratio(value: Decimal) -> Ratio:
    return Ratio(value, "%")


def _bound(case: CaseInputs, name: str) -> Ratio | None:
    return _ratio(case.decimal(name)) if case.has(name) else None


def _rule(case: CaseInputs) -> DecisionRule | None:
    text = case.optional_text("rule") or ""
    try:
        return DecisionRule(text) if text else None
    except ValueError:
        raise InputInvalid("decision_rule_unknown", field="rule", value=text[:40]) from None


def _is_among(pieces: tuple[Mass, ...], nominal: str) -> bool:
    return any(Mass.parse(nominal).equals(piece) for piece in pieces)


RULES = {
    "conformity.decision": decision,
    "nawi.uncertainty": weighing_uncertainty,
    "weights.limit": weights_limit,
    "rounding.round": rounded,
}
