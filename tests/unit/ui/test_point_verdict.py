"""A point is shown as the verdict will take it: accepted, refused, or neither."""

from __future__ import annotations

import pytest

from inspector_app.domain.judgement import Assessment, Band, Citation, DecisionRule
from inspector_app.domain.quantities import Ratio, exact_decimal
from inspector_app.metrology.conformity import Uncertainty, decide
from ui.inspect.model import gauge_state, point_verdict
from ui.widgets.gauge import verdict_word

SIMPLE, GUARDED = DecisionRule.SIMPLE, DecisionRule.GUARDED
CITED = Citation(regulation="JJG 517-2016", clause="5.1")


def found(error: str, expanded: str, rule: DecisionRule) -> Assessment:
    """An error in % between -1 % and +1 %; expanded: U in %, empty where it is not known."""
    value, limit = (
        Ratio(exact_decimal(error, field="e"), "%"),
        Ratio(exact_decimal("1", field="l"), "%"),
    )
    guard = Ratio(exact_decimal(expanded, field="u"), "%") if expanded else None
    known = Uncertainty(expanded=guard, coverage=exact_decimal("2", field="k")) if guard else None
    decided = decide(value, lower=-limit, upper=limit, uncertainty=known, rule=rule)
    return Assessment(
        error=value,
        lower=-limit,
        upper=limit,
        guard=guard,
        band=decided.band,
        lines=(),
        citation=CITED,
        rule=rule,
        risk=decided.risk,
    )


@pytest.mark.parametrize(
    "error, expanded, rule, verdict",
    [
        ("0.5", "", SIMPLE, "pass"),
        ("0.5", "0.6", SIMPLE, "guard"),
        ("1.5", "", SIMPLE, "over"),
        ("0.5", "", GUARDED, "open"),
        ("0.5", "1.1", GUARDED, "open"),
        ("0.5", "0.6", GUARDED, "over"),
        ("0.5", "0.5", GUARDED, "pass"),
        ("1.5", "", GUARDED, "over"),
        ("1.5", "1.1", GUARDED, "over"),
    ],
)
def test_a_guard_band_that_cannot_decide_shows_the_point_as_undecided(
    error: str, expanded: str, rule: DecisionRule, verdict: str
) -> None:
    point = found(error, expanded, rule)
    assert point_verdict(point) == verdict
    assert gauge_state(("Error", "E"), point, "%", None).verdict == verdict
    assert point.is_decided is (verdict != "open")
    assert point.band is not Band.OVER or point.is_decided


def test_undecided_has_a_word_of_its_own() -> None:
    words = {verdict_word(each) for each in ("pass", "guard", "over", "open")}
    assert len(words) == 4
