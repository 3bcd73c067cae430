"""An office's package asks for the guard band; the verdict says so, whose word it is, and the risk."""

from __future__ import annotations

import pytest

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Confirmation, DecisionRule, Finding, Outcome, Verdict
from inspector_app.kinds.catalogue import kind_of
from inspector_app.metrology.conformity import decision_rule
from inspector_app.metrology.regulations import RegulationBook, load_book
from inspector_app.packages.contents import rule_set
from inspector_app.words import Words
from inspector_app.words.reasons import SENTENCES
from tests.helpers.golden_inspections import golden_cases, inspection_from
from tests.helpers.packages import EDITION, example_files, override

WHAT = 'figure = "decision_rule"'
GUARDED = '{ value = "guarded_acceptance" }'
BOOK = load_book()


def guarded(key: str, confirmation: str = "verified") -> RegulationBook:
    """The book once the office's package says that this regulation asks for a guard band."""
    files = override(WHAT, GUARDED, key, BOOK.newest(key).edition)
    text = files["overrides/x.toml"].replace('"verified"', f'"{confirmation}"')
    return rule_set({"overrides/x.toml": text}).book


def inspected(key: str, rows: dict[str, dict[str, str]], **fields: str) -> Inspection:
    base = next(base for kind, base, _case in golden_cases() if kind == key)
    return inspection_from(key, base, {"rows": rows, "fields": fields}, BOOK)


def taximeter(book: RegulationBook, indicated: str, expanded: str = "0.4") -> Verdict:
    row = {"indicated": indicated, "true": "10.000"}
    found = inspected("taximeter", {"trial:distance:1": row}, error_uncertainty=expanded)
    return kind_of("taximeter").judge(found, book)


def run_of(verdict: Verdict) -> Finding:
    return next(f for f in verdict.findings if f.subject == "trial:distance:1")


def test_an_error_within_the_guard_band_is_refused_on_the_words_of_the_package() -> None:
    verdict = taximeter(guarded("jjg_517"), "10.061")
    found = run_of(verdict)
    assert (found.outcome, found.reason.code) == (Outcome.FAIL, "guard_band_entered")
    assert dict(found.reason.parameters)["risk"] == "97.44 %"
    assert found.citation is not None
    assert found.citation.regulation == "JJG 517-2016"
    assert (found.citation.clause, found.citation.confirmation) == ("5.1", Confirmation.VERIFIED)
    assert found.lines[-2].startswith("U = 0.4 %, k = 2, w = U: P(")
    assert found.lines[-1] == "w = U: JJG 517-2016 5.1"
    assert verdict.outcome is Outcome.FAIL


def test_an_unconfirmed_guard_band_gives_no_legal_words() -> None:
    assert taximeter(guarded("jjg_517"), "10.061").legal
    assert not taximeter(guarded("jjg_517", "memory"), "10.061").legal


@pytest.mark.parametrize(
    "indicated, expanded, outcome, code",
    [
        ("10.060", "0.4", Outcome.PASS, "within_by_guard"),
        ("10.000", "0.4", Outcome.PASS, "within_by_guard"),
        ("10.061", "0.4", Outcome.FAIL, "guard_band_entered"),
        ("10.101", "0.4", Outcome.FAIL, "over_limit_guarded"),
        ("10.300", "0.4", Outcome.FAIL, "over_limit_guarded"),
        ("10.100", "0", Outcome.PASS, "within_by_guard"),
        ("10.000", "", Outcome.INCOMPLETE, "uncertainty_needed"),
        ("10.101", "", Outcome.FAIL, "over_limit"),
        ("9.850", "2.5", Outcome.PASS, "within_by_guard"),  # the middle of -4 % to +1 %
        ("9.851", "2.5", Outcome.FAIL, "guard_band_entered"),
        ("9.850", "2.501", Outcome.INCOMPLETE, "guard_band_too_wide"),
        ("10.101", "2.501", Outcome.FAIL, "over_limit_guarded"),
    ],
)
def test_every_decision_says_the_rule(
    indicated: str, expanded: str, outcome: Outcome, code: str
) -> None:
    verdict = taximeter(guarded("jjg_517"), indicated, expanded)
    found = run_of(verdict)
    assert (found.outcome, found.reason.code) == (outcome, code)
    assert verdict.outcome is outcome
    if expanded and outcome is not Outcome.INCOMPLETE:
        said = SENTENCES[code].format(**dict(found.reason.parameters))
        assert "Guard band (JCGM 106)" in said
        assert "probability" in said
    assert Words("zh_CN").gettext(SENTENCES[code]) != SENTENCES[code]


def test_another_regulation_is_decided_on_as_before() -> None:
    book = guarded("jjg_539")
    assert run_of(taximeter(book, "10.100")).reason.code == "within_guard_risk"
    general = book.newest("conformity")
    assert decision_rule(book.newest("jjg_539"), general) is DecisionRule.GUARDED
    assert decision_rule(book.newest("jjg_517"), general) is DecisionRule.SIMPLE


def test_the_general_rule_turns_every_regulation() -> None:
    found = run_of(taximeter(guarded("conformity"), "10.061"))
    assert (found.outcome, found.reason.code) == (Outcome.FAIL, "guard_band_entered")
    assert found.citation is not None
    assert found.citation.regulation == "JCGM 106:2012"


def test_a_nozzle_is_decided_on_by_its_mean() -> None:
    plain = inspected("fuel_dispenser", {}, error_uncertainty="0.05")
    kind, subject = kind_of("fuel_dispenser"), "trial:1:q1"

    def codes(inspection: Inspection) -> set[str]:
        judged = kind.judge(inspection, guarded("jjg_443"))
        return {f.reason.code for f in judged.findings if f.subject == subject}

    assert "within_by_guard" in codes(plain)
    assert "guard_band_entered" in codes(inspected("fuel_dispenser", {}, error_uncertainty="0.29"))
    assert "guard_band_too_wide" in codes(inspected("fuel_dispenser", {}, error_uncertainty="1"))
    assert "uncertainty_needed" in codes(inspected("fuel_dispenser", {}))


def test_a_scale_is_decided_on_with_the_uncertainty_of_its_weights() -> None:
    inspection, kind = inspected("market_scale", {}), kind_of("market_scale")
    before, after = (
        {f.subject: f for f in kind.judge(inspection, book).findings}
        for book in (BOOK, guarded("jjg_539"))
    )
    loads = [subject for subject in before if subject.startswith("load_points:")]
    assert loads
    for subject in loads:
        assert before[subject].reason.code in {"within_limit", "within_guard_risk"}
        assert after[subject].reason.code in {"within_by_guard", "guard_band_entered"}
        assert after[subject].lines[-1] == "w = U: JJG 539-2016 5.1"


@pytest.mark.parametrize(
    "what, values, code",
    [
        (WHAT, '{ value = "guarded" }', "override_kind"),
        (WHAT, '{ value = "1" }', "override_kind"),
        (WHAT, '{ values = "guarded_acceptance" }', "override_column"),
        ('figure = "decision_rules"', GUARDED, "override_unknown"),
    ],
)
def test_a_rule_that_is_none_is_refused(what: str, values: str, code: str) -> None:
    with pytest.raises(InputInvalid, match=code):
        rule_set(override(what, values))


def test_a_new_edition_may_ask_for_it_by_a_known_word_only() -> None:
    row = '[figure.decision_rule]\nvalue = "{}"\nclause = "8"\nconfirmation = "verified"\nsource = "x"'
    text = example_files()[EDITION]
    good = rule_set({EDITION: f"{text}\n{row.format('guarded_acceptance')}"}).book
    edition = good.newest("example_rule")
    assert decision_rule(edition, good.newest("conformity")) is DecisionRule.GUARDED
    with pytest.raises(InputInvalid, match="regulation_file"):
        rule_set({EDITION: f"{text}\n{row.format('guarded')}"})
