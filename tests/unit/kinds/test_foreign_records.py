"""A record of a newer program may hold what no form of this one lets in: it is judged, never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Outcome
from inspector_app.kinds.catalogue import kind_of
from inspector_app.metrology.regulations import RegulationBook, load_book
from inspector_app.services.plan_inspection import view_of
from tests.helpers.golden_inspections import golden_cases, inspection_from

KINDS = (
    "excessive_packaging",
    "prepackaged_goods",
    "energy_label",
    "water_label",
    "optical_shop",
    "restaurant",
    "shop",
    "farm_supplies",
    "fuel_station_duties",
    "self_commitment",
)
ODD = ("∞", "2026-13-45", "", "-1", "９", "drone")


@pytest.fixture(scope="module")
def book() -> RegulationBook:
    return load_book()


def whole(key: str, book: RegulationBook) -> Inspection:
    kind, base, case = next(found for found in golden_cases() if found[0] == key)
    return inspection_from(kind, base, case, book)


@pytest.mark.parametrize("key", KINDS)
@pytest.mark.parametrize("odd", ODD)
def test_odd_particulars_end_in_a_verdict(key: str, odd: str, book: RegulationBook) -> None:
    kind, full = kind_of(key), whole(key, book)
    for figure in kind.particulars:
        spoilt = replace(full, fields={**full.fields, figure.key: odd})
        assert view_of(spoilt, book).verdict.findings


@pytest.mark.parametrize("key", [key for key in KINDS if kind_of(key).shapes])
@pytest.mark.parametrize("odd", ODD)
def test_odd_figures_end_in_a_verdict(key: str, odd: str, book: RegulationBook) -> None:
    full = whole(key, book)
    for at, seen in enumerate(full.observations):
        for name in seen.figures:
            spoilt = replace(seen, figures={**seen.figures, name: odd})
            others = (*full.observations[:at], spoilt, *full.observations[at + 1 :])
            assert view_of(replace(full, observations=others), book).verdict.findings


@pytest.mark.parametrize("key", KINDS)
def test_a_day_before_every_rule_ends_in_a_verdict(key: str, book: RegulationBook) -> None:
    kind, full = kind_of(key), replace(whole(key, book), on=date(1990, 1, 1))
    verdict = view_of(full, book).verdict
    assert verdict.findings
    if kind.shapes:
        assert verdict.outcome is Outcome.INCOMPLETE
