"""Kinds say which decision rule they applied and how likely the decision is wrong."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Confirmation, DecisionRule, Finding, Outcome
from inspector_app.domain.measurement import Shape
from inspector_app.kinds.catalogue import kind_of
from inspector_app.metrology.regulations import RegulationBook, load_book
from tests.helpers.golden_inspections import golden_cases, inspection_from

BOOK = load_book()
RISK = ("within_guard_risk", "over_limit_risk", "guard_band_entered")


def inspected(key: str, rows: dict[str, dict[str, str]], **fields: str) -> Inspection:
    """The golden base of the kind with these rows and particulars."""
    base = next(base for kind, base, _case in golden_cases() if kind == key)
    case = {"rows": rows, "fields": fields}
    return inspection_from(key, base, case, BOOK)


def asking_for_the_guard_band(book: RegulationBook, key: str) -> RegulationBook:
    """The book as an office would send it: this regulation asks for guarded acceptance."""
    row = replace(
        book.newest("conformity").figure("decision_rule"), values={"value": "guarded_acceptance"}
    )
    taught = tuple(
        replace(r, figures={**r.figures, "decision_rule": row}) if r.key == key else r
        for r in book.regulations
    )
    return RegulationBook(regulations=taught, digest=book.digest)


def run(book: RegulationBook, indicated: str, expanded: str = "0.4") -> Finding:
    """A taximeter 1 % above its limit at most: 10.000 km true, U as given in percent."""
    row = {"indicated": indicated, "true": "10.000"}
    found = inspected("taximeter", {"trial:distance:1": row}, error_uncertainty=expanded)
    verdict = kind_of("taximeter").judge(found, book)
    return next(f for f in verdict.findings if f.subject == "trial:distance:1")


@pytest.mark.parametrize(
    "indicated,outcome,code",
    [
        ("10.050", Outcome.PASS, "within_limit"),
        ("10.080", Outcome.PASS, "within_guard_risk"),
        ("10.100", Outcome.PASS, "within_guard_risk"),
        ("10.101", Outcome.FAIL, "over_limit_risk"),
        ("10.150", Outcome.FAIL, "over_limit"),
    ],
)
def test_near_the_limit_the_reason_says_the_risk(
    indicated: str, outcome: Outcome, code: str
) -> None:
    found = run(BOOK, indicated)
    assert (found.outcome, found.reason.code) == (outcome, code)
    assert found.lines[-1].startswith("U = 0.4 %, k = 2, w = 0: P(")


def test_exactly_at_the_limit_either_decision_is_an_even_bet() -> None:
    assert dict(run(BOOK, "10.100").reason.parameters)["risk"] == "50 %"


def test_a_regulation_that_asks_for_the_guard_band_refuses_what_is_within_it() -> None:
    guarded = asking_for_the_guard_band(BOOK, "jjg_517")
    inside, near = run(guarded, "10.060"), run(guarded, "10.061")
    assert (inside.outcome, inside.reason.code) == (Outcome.PASS, "within_by_guard")
    assert (near.outcome, near.reason.code) == (Outcome.FAIL, "guard_band_entered")
    assert "w = U" in near.lines[-1]


def test_without_an_uncertainty_a_trial_says_nothing_of_risk() -> None:
    found = run(BOOK, "10.100", expanded="")
    assert found.reason.code == "within_limit"
    assert not any(line.startswith("U =") for line in found.lines)


def test_every_loaded_point_of_a_scale_says_rule_and_risk() -> None:
    inspection = inspected("market_scale", {})
    kind = kind_of("market_scale")
    for row in kind.plan(inspection, BOOK):
        seen = inspection.observation_at(row.row_id)
        if seen is None or row.shape not in {Shape.LOAD_POINTS, Shape.ECCENTRICITY}:
            continue
        found = kind.assess(inspection, row, seen, BOOK)
        assert found is not None
        assert found.rule is DecisionRule.SIMPLE
        assert found.risk is not None
        assert 0 <= found.risk <= Decimal("0.5")
        assert found.lines[-1].startswith("U = ")


def test_a_nozzle_whose_mean_is_nearer_to_the_limit_than_u_is_noted() -> None:
    plain = inspected("fuel_dispenser", {})
    wide = inspected("fuel_dispenser", {}, error_uncertainty="0.5")
    kind = kind_of("fuel_dispenser")
    codes = [[f.reason.code for f in kind.judge(i, BOOK).findings] for i in (plain, wide)]
    assert "mean_near_limit" not in codes[0]
    assert "mean_near_limit" in codes[1]


@pytest.mark.parametrize(
    "way,outcome,line",
    [
        ("range", Outcome.FAIL, "Emax − Emin = 0.1331 % > 0.1 %"),
        ("range_over_dn", Outcome.PASS, "(Emax − Emin) / 1.69 = 0.0788 % ≤ 0.1 %"),
    ],
)
def test_the_office_chooses_the_estimator_of_repeatability_by_a_row(
    way: str, outcome: Outcome, line: str
) -> None:
    rules = BOOK.newest("jjg_443")
    row = replace(
        rules.figure("repeatability_estimator"),
        values={"value": way},
        confirmation=Confirmation.VERIFIED,
    )
    chosen = replace(rules, figures={**rules.figures, "repeatability_estimator": row})
    book = RegulationBook(
        regulations=tuple(chosen if r is rules else r for r in BOOK.regulations), digest=""
    )
    found = inspected("fuel_dispenser", {"trial:1:q1:3": {"delivered": "50.18"}})
    findings = kind_of("fuel_dispenser").judge(found, book).findings
    spread = next(f for f in findings if f.subject == "trial:1:q1" and line in f.lines)
    assert spread.outcome is outcome
    assert spread.citation is not None
    assert spread.citation.confirmation.is_confirmed
