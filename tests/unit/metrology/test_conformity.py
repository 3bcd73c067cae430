"""Decisions with an uncertainty: the band, the rule, the probability of being wrong (JCGM 106)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.domain.judgement import Band, DecisionRule
from inspector_app.domain.quantities import Ratio, grams
from inspector_app.metrology.conformity import (
    Uncertainty,
    decide,
    decision_rule,
    percent,
    probability_of_a_wrong_decision,
)
from tests.unit.metrology.tables import BOOK, SCALES

TWO = Decimal(2)
GENERAL = BOOK.newest("conformity")
VALUES = st.decimals(-30, 30, places=2)
POSITIVE = st.decimals("0.01", 20, places=2)


def known(expanded: str) -> Uncertainty:
    return Uncertainty(expanded=grams(expanded), coverage=TWO)


@pytest.mark.parametrize(
    "error,u,risk",
    [
        # By the table of the normal distribution: Q(0)=.5, Q(1)=.1587, Q(2)=.0228, Q(3)=.0013
        ("10", "1", "0.5000"),
        ("9", "2", "0.1587"),
        ("8", "2", "0.0228"),
        ("7", "2", "0.0013"),
        ("-8", "2", "0.0228"),
        ("0", "2", "0.0000"),
    ],
)
def test_the_risk_of_accepting_is_the_tail_beyond_the_limit(error: str, u: str, risk: str) -> None:
    found = decide(grams(error), lower=grams(-10), upper=grams(10), uncertainty=known(u))
    assert found.accepted
    assert found.risk == Decimal(risk)


@pytest.mark.parametrize("error,risk", [("11", "0.1587"), ("12", "0.0228"), ("-12", "0.0228")])
def test_the_risk_of_refusing_is_the_part_within_the_limits(error: str, risk: str) -> None:
    found = decide(grams(error), lower=grams(-10), upper=grams(10), uncertainty=known("2"))
    assert not found.accepted
    assert found.risk == Decimal(risk)


@pytest.mark.parametrize(
    "error,band,simple,guarded",
    [
        ("8", Band.INSIDE, True, True),
        ("8.01", Band.GUARD, True, False),
        ("10", Band.GUARD, True, False),
        ("10.01", Band.OVER, False, False),
        ("-8.01", Band.GUARD, True, False),
    ],
)
def test_the_guard_band_accepts_only_what_is_within_by_u(
    error: str, band: Band, simple: bool, guarded: bool
) -> None:
    for rule, accepted in ((DecisionRule.SIMPLE, simple), (DecisionRule.GUARDED, guarded)):
        found = decide(
            grams(error), lower=grams(-10), upper=grams(10), uncertainty=known("2"), rule=rule
        )
        assert (found.band, found.accepted, found.rule) == (band, accepted, rule)


def test_without_an_uncertainty_nothing_is_said_of_the_risk() -> None:
    found = decide(grams("9.9"), lower=grams(-10), upper=grams(10))
    assert (found.band, found.risk, found.lines) == (Band.INSIDE, None, ())


@given(VALUES, POSITIVE, POSITIVE, st.sampled_from(DecisionRule))
def test_simple_acceptance_is_wrong_at_most_half_of_the_time_and_a_guard_less_often(
    error: Decimal, limit: Decimal, expanded: Decimal, rule: DecisionRule
) -> None:
    bound = grams(str(limit))
    found = decide(
        grams(str(error)),
        lower=-bound,
        upper=bound,
        uncertainty=Uncertainty(expanded=grams(str(expanded)), coverage=TWO),
        rule=rule,
    )
    assert found.risk is not None
    assert 0 <= found.risk <= 1
    if found.accepted and rule is DecisionRule.GUARDED:
        assert found.risk <= Decimal("0.0456")  # two tails of two standard deviations
    if found.band is Band.OVER:
        assert found.risk <= Decimal("0.5")


@given(VALUES, VALUES, POSITIVE, POSITIVE)
def test_the_probability_agrees_with_another_calculation(
    value: Decimal, lower: Decimal, width: Decimal, u: Decimal
) -> None:
    upper = lower + width
    accepted = lower <= value <= upper
    normal = NormalDist(float(value), float(u))
    inside = normal.cdf(float(upper)) - normal.cdf(float(lower))
    found = probability_of_a_wrong_decision(value, lower, upper, u, accepted=accepted)
    assert abs(float(found) - (1 - inside if accepted else inside)) <= 0.000051


@given(VALUES, POSITIVE, POSITIVE)
def test_a_value_and_its_mirror_image_bear_the_same_risk(
    error: Decimal, limit: Decimal, u: Decimal
) -> None:
    accepted = abs(error) <= limit
    one = probability_of_a_wrong_decision(error, -limit, limit, u, accepted=accepted)
    assert one == probability_of_a_wrong_decision(-error, -limit, limit, u, accepted=accepted)


def test_a_value_without_uncertainty_is_certain() -> None:
    zero = Decimal(0)
    at_the_limit = probability_of_a_wrong_decision(TWO, -TWO, TWO, zero, accepted=True)
    assert at_the_limit == 0
    assert probability_of_a_wrong_decision(Decimal(3), -TWO, TWO, zero, accepted=False) == 0
    assert probability_of_a_wrong_decision(Decimal(3), -TWO, TWO, zero, accepted=True) == 1


@pytest.mark.parametrize("tiny", ["1E-400", "1E-30"])
def test_a_tiny_uncertainty_is_no_failure(tiny: str) -> None:
    assert probability_of_a_wrong_decision(TWO, None, Decimal(3), Decimal(tiny), accepted=True) == 0


@pytest.mark.parametrize("expanded,coverage", [("-1", "2"), ("1", "0"), ("1", "-2")])
def test_an_impossible_uncertainty_is_refused(expanded: str, coverage: str) -> None:
    odd = Uncertainty(expanded=grams(expanded), coverage=Decimal(coverage))
    with pytest.raises(OutOfRange):
        decide(grams(1), lower=grams(-10), upper=grams(10), uncertainty=odd)


@pytest.mark.parametrize(
    "error,lower,upper,said",
    [
        ("1", "-2", "2", "P(|E| > 2 %)"),
        ("3", "-2", "2", "P(|E| ≤ 2 %)"),
        ("0", "-4", "1", "P(E < −4 %) + P(E > +1 %)"),
        ("2", "-4", "1", "P(−4 % ≤ E ≤ +1 %)"),
        ("0", None, "1", "P(E > +1 %)"),
        ("-5", "-4", None, "P(E ≥ −4 %)"),
    ],
)
def test_the_line_says_what_would_make_the_decision_wrong(
    error: str, lower: str | None, upper: str | None, said: str
) -> None:
    found = decide(
        Ratio(Decimal(error), "%"),
        lower=None if lower is None else Ratio(Decimal(lower), "%"),
        upper=None if upper is None else Ratio(Decimal(upper), "%"),
        uncertainty=Uncertainty(expanded=Ratio(Decimal(1), "%"), coverage=TWO),
    )
    assert found.lines[0].startswith("U = 1 %, k = 2, w = 0: ")
    assert said in found.lines[0]


def test_a_probability_too_small_to_write_is_not_written_as_nothing() -> None:
    assert [percent(Decimal(p)) for p in ("0", "0.0001", "0.0228", "0.5")] == [
        "< 0.01 %",
        "0.01 %",
        "2.28 %",
        "50 %",
    ]


def test_simple_acceptance_is_the_default_and_a_regulation_may_ask_for_the_guard_band() -> None:
    assert decision_rule(SCALES, GENERAL) is DecisionRule.SIMPLE
    row = replace(GENERAL.figure("decision_rule"), values={"value": "guarded_acceptance"})
    guarded = replace(SCALES, figures={**SCALES.figures, "decision_rule": row})
    assert decision_rule(guarded, GENERAL) is DecisionRule.GUARDED
    odd = replace(row, values={"value": "perhaps"})
    with pytest.raises(InputInvalid):
        decision_rule(replace(SCALES, figures={"decision_rule": odd}), GENERAL)
