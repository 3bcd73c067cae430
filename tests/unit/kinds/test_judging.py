"""A verdict names its editions; judged again by other tables it is compared by what it decides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector_app.domain.judgement import Outcome, Verdict, reason
from inspector_app.kinds.catalogue import kind_of
from inspector_app.kinds.judging import is_same_conclusion, judged
from inspector_app.metrology.regulations import load_book
from tests.helpers.golden_inspections import golden_cases, inspection_from

BOOK = load_book()
FIRST = {key: (base, case) for key, base, case in reversed(golden_cases())}


def verdict_of(key: str) -> Verdict:
    base, case = FIRST[key]
    return judged(kind_of(key), inspection_from(key, base, case, BOOK), BOOK)


HELD = {rules.number: rules.digest for rules in BOOK.regulations}
BY_AN_ACT = {
    "certificate_check",
    "market_duties",
    "fuel_station_duties",
    "self_commitment",
    "farm_supplies",
    "optical_shop",
    "water_label",
}
"""Kinds whose verdict names an act; what they measure is judged by the tables of others."""


@pytest.mark.parametrize("key", sorted(FIRST))
def test_a_verdict_names_the_editions_that_it_used(key: str) -> None:
    verdict = verdict_of(key)
    held = HELD
    named = {used.number for used in verdict.editions}
    assert (verdict.regulation in named) is (key not in BY_AN_ACT)
    for used in verdict.editions:
        assert used.digest == held[used.number]


def test_a_checklist_without_figures_names_no_edition() -> None:
    assert verdict_of("market_duties").editions == ()


def test_an_older_record_that_names_no_edition_still_says_the_same() -> None:
    again = verdict_of("market_scale")
    assert is_same_conclusion(replace(again, editions=()), again)


def test_by_the_same_tables_every_word_counts() -> None:
    again = verdict_of("market_scale")
    findings = list(again.findings)
    findings[0] = replace(findings[0], reason=reason("something_else"))
    assert not is_same_conclusion(replace(again, findings=tuple(findings)), again)


def test_by_other_tables_what_is_decided_counts() -> None:
    again = verdict_of("market_scale")
    stated = replace(again, rules_digest="of another day", editions=())
    worded = replace(again.findings[0], reason=reason("something_else"))
    assert is_same_conclusion(replace(stated, findings=(worded, *again.findings[1:])), again)
    turned = next(f for f in again.findings if f.outcome in {Outcome.PASS, Outcome.FAIL})
    other = Outcome.FAIL if turned.outcome is Outcome.PASS else Outcome.PASS
    forged = tuple(replace(f, outcome=other) if f is turned else f for f in again.findings)
    assert not is_same_conclusion(replace(stated, findings=forged), again)
    assert not is_same_conclusion(replace(stated, legal=not again.legal), again)
    assert not is_same_conclusion(replace(stated, findings=stated.findings[1:]), again)
