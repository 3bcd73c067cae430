"""The score of a lot of meters, and the plan it rests on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from math import comb

import pytest

from inspector_app.domain.exceptions import OutOfRange
from inspector_app.metrology.meter_status import (
    LotFacts,
    age_in_years,
    sampling_plan,
    score_lot,
)
from inspector_app.metrology.regulations import load_book
from inspector_app.words.reasons_documents import GRADES

RULES = load_book().newest("meter_status")
GOOD = LotFacts(
    lot=1000,
    errors=(Decimal(1),) * 50,
    drifts=(Decimal(0),) * 50,
    limit=Decimal(4),
    faults=0,
    complaints=0,
    age=Decimal(0),
    life=Decimal(6),
)


def risk(lot: int, sample: int, accept: int, quality: Decimal) -> float:
    """Probability that a lot of this quality is accepted (hypergeometric)."""
    bad = int(lot * quality / 100)
    good = lot - bad
    ways = sum(comb(bad, k) * comb(good, sample - k) for k in range(accept + 1))
    return ways / comb(lot, sample)


@pytest.mark.parametrize("lot", [26, 50, 90, 150, 280, 500, 1200, 3200, 10_000, 50_000])
def test_a_lot_of_limiting_quality_is_seldom_accepted(lot: int) -> None:
    plan = sampling_plan(lot, RULES)
    quality = RULES.figure("limiting_quality_pct").decimal()
    assert risk(lot, plan.sample, plan.accept, quality) < 0.13


def test_a_small_lot_is_looked_at_whole() -> None:
    assert sampling_plan(5, RULES).sample == 5
    assert sampling_plan(1, RULES).sample == 1


@pytest.mark.parametrize("lot", [0, -3, 10_000_000])
def test_a_lot_of_none_or_of_ten_million_is_refused(lot: int) -> None:
    with pytest.raises(OutOfRange) as refused:
        sampling_plan(lot, RULES)
    assert refused.value.code == "meter_lot_out_of_range"


def test_a_lot_without_a_flaw_has_all_points() -> None:
    found = score_lot(GOOD, RULES)
    assert found.points == 100
    assert found.grade.text("grade") == "normal"


def test_weights_add_up_to_a_hundred_and_grades_begin_at_zero() -> None:
    assert sum(r.decimal("weight_pct") for r in RULES.rows("weight")) == 100
    bounds = [r.decimal("from_points") for r in RULES.rows("grade")]
    assert bounds == sorted(bounds, reverse=True)
    assert bounds[-1] == 0


def test_every_grade_has_its_word() -> None:
    assert {r.text("grade"): r.text("en") for r in RULES.rows("grade")} == GRADES


def test_more_beyond_the_limit_than_the_plan_takes_caps_the_grade() -> None:
    errors = (Decimal("4.01"),) * 2 + (Decimal(1),) * 48  # the plan takes one of fifty
    found = score_lot(replace(GOOD, errors=errors), RULES)
    assert (found.beyond, found.plan.accept) == (2, 1)
    assert found.grade.text("grade") == "abnormal"


def test_one_beyond_the_limit_is_taken_and_costs_half_the_error_points() -> None:
    errors = (Decimal("-4.01"),) + (Decimal(1),) * 49
    found = score_lot(replace(GOOD, errors=errors), RULES)
    assert found.components[0].points == 20
    assert not found.capped


def test_no_component_falls_below_nothing() -> None:
    worst = replace(
        GOOD,
        errors=(Decimal(50),) * 50,
        drifts=(Decimal(50),),
        faults=999,
        complaints=999,
        age=Decimal(40),
    )
    found = score_lot(worst, RULES)
    assert found.points == 0
    assert found.grade.text("grade") == "replace"


def test_an_unknown_drift_shares_its_weight() -> None:
    found = score_lot(replace(GOOD, drifts=()), RULES)
    assert found.points == 100
    assert [c.share for c in found.components if c.key == "drift"] == [None]


def test_age_counts_whole_months() -> None:
    assert age_in_years(date(2021, 11, 23), date(2026, 11, 23)) == 5
    assert age_in_years(date(2021, 11, 24), date(2026, 11, 23)) * 12 == 59
    assert age_in_years(date(2027, 1, 1), date(2026, 11, 23)) == 0


def test_nothing_in_the_method_is_called_confirmed() -> None:
    rows = [*RULES.figures.values(), *(r for t in RULES.tables.values() for r in t)]
    assert not any(row.confirmation.is_confirmed for row in rows)
