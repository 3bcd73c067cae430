"""Conformity of a measured value with its uncertainty (JCGM 106:2012).

The decision is exact: Decimals compared, nothing rounded. Only the probability that it is wrong is
computed in binary floating point (the normal distribution has no other), and rounded at once to
four decimals: 0.01 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from math import erfc, sqrt

from inspector_app.domain.exceptions import InputInvalid, OutOfRange
from inspector_app.domain.judgement import Band, Citation, DecisionRule, is_accepted
from inspector_app.domain.quantities import Quantity
from inspector_app.domain.remembered import remembered
from inspector_app.metrology.regulations import Regulation, Row
from inspector_app.metrology.rounding import shown, shown_signed, tidy

KEY = "conformity"
FIGURE = "decision_rule"
_STEP = Decimal("0.0001")
_ROOT_TWO = sqrt(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertainty:
    """Expanded uncertainty U of what is judged, with its coverage factor k: u = U / k."""

    expanded: Quantity
    coverage: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A value decided on. risk: probability that the decision is wrong; None without U.

    lines: U, k, the guard w and that probability, written out; empty without U.
    """

    band: Band
    rule: DecisionRule
    risk: Decimal | None
    lines: tuple[str, ...]

    @property
    def accepted(self) -> bool:
        """Say whether the value is accepted."""
        return is_accepted(self.band, self.rule)


def asked_by(rules: Regulation, general: Regulation) -> Row:
    """Return the row that says how errors are decided on: the regulation's own or the general."""
    return rules.figures.get(FIGURE) or general.figure(FIGURE)


@remembered(64)
def decision_rule(rules: Regulation, general: Regulation) -> DecisionRule:
    """Return the rule that a regulation asks for by its figure `decision_rule`, else the general.

    Raises InputInvalid for a word that is no rule.
    """
    row = asked_by(rules, general)
    try:
        return DecisionRule(row.text())
    except ValueError:
        raise InputInvalid("regulation_row", field=FIGURE, regulation=row.regulation) from None


def rests_on(decision: Decision, limit: Citation, asked: Row) -> Citation:
    """Return what the decision rests on: its limit, but the guard band where that alone refuses."""
    refused = decision.rule is DecisionRule.GUARDED and decision.band is Band.GUARD
    return asked.citation if refused else limit


def decide(
    error: Quantity,
    *,
    lower: Quantity | None,
    upper: Quantity | None,
    uncertainty: Uncertainty | None = None,
    rule: DecisionRule = DecisionRule.SIMPLE,
) -> Decision:
    """Return the decision on `error` between its limits, both included; None is an open side.

    Simple acceptance: within the limits. Guarded (w = U): within them by U at least. A value
    within, but closer to a limit than U, lies in the GUARD band (JCGM 106:2012 8.2, 8.3).
    Raises OutOfRange for a negative U or a coverage factor that is not positive.
    """
    guard = None if uncertainty is None else uncertainty.expanded
    band = band_between(error, lower, upper, guard)
    if uncertainty is None or (lower is None and upper is None):
        return Decision(band=band, rule=rule, risk=None, lines=())
    accepted = is_accepted(band, rule)
    unit = error.unit
    risk = probability_of_a_wrong_decision(
        error.value,
        None if lower is None else lower.in_unit(unit),
        None if upper is None else upper.in_unit(unit),
        standard_uncertainty(uncertainty, unit),
        accepted=accepted,
    )
    wrong = _wrong(lower, upper, accepted)
    line = f"{_known(uncertainty, rule)}: P({wrong}) {'= ' if risk else ''}{percent(risk)}"
    return Decision(band=band, rule=rule, risk=risk, lines=(line,))


@remembered(512)
def _known(uncertainty: Uncertainty, rule: DecisionRule) -> str:
    guarded = "U" if rule is DecisionRule.GUARDED else "0"
    expanded, coverage = shown(uncertainty.expanded), tidy(uncertainty.coverage)
    return f"U = {expanded}, k = {coverage}, w = {guarded}"


def band_between(
    error: Quantity, lower: Quantity | None, upper: Quantity | None, guard: Quantity | None
) -> Band:
    """Return OVER outside the limits, GUARD within `guard` of one, else INSIDE."""
    if (upper is not None and error > upper) or (lower is not None and error < lower):
        return Band.OVER
    if guard is not None and (
        (upper is not None and error > _inside_upper(upper, guard))
        or (lower is not None and error < _inside_lower(lower, guard))
    ):
        return Band.GUARD
    return Band.INSIDE


@remembered(512)
def _inside_upper(upper: Quantity, guard: Quantity) -> Quantity:
    return upper - guard


@remembered(512)
def _inside_lower(lower: Quantity, guard: Quantity) -> Quantity:
    return lower + guard


@remembered(512)
def standard_uncertainty(uncertainty: Uncertainty, unit: str) -> Decimal:
    """Return u = U / k in a unit. Raises OutOfRange for U < 0 or k <= 0."""
    expanded = uncertainty.expanded.in_unit(unit)
    if expanded < 0 or uncertainty.coverage <= 0:
        raise OutOfRange("uncertainty_negative", value=f"{expanded:f}"[:40])
    return expanded / uncertainty.coverage


def probability_of_a_wrong_decision(
    value: Decimal,
    lower: Decimal | None,
    upper: Decimal | None,
    u: Decimal,
    *,
    accepted: bool,
) -> Decimal:
    """Return the probability that the true value is on the other side, 0 to 1, to 0.0001.

    The true value is taken as normal around the measured one with standard deviation u, nothing
    else being known (JCGM 106:2012 7.2). Accepted: P(outside the limits); refused: P(inside).
    With u = 0 it is 0 or 1, limits included. All in one unit.
    """
    if not u:
        within = (lower is None or value >= lower) and (upper is None or value <= upper)
        return Decimal(int(within is not accepted))
    above = 0.0 if upper is None else _tail(upper - value, u)
    below = 0.0 if lower is None else _tail(value - lower, u)
    if accepted:
        wrong = above + below
    elif upper is not None and value > upper:
        # From the near limit outwards: 1 - (above + below) would lose what is small.
        wrong = _tail(value - upper, u) - below
    elif lower is not None and value < lower:
        wrong = _tail(lower - value, u) - above
    else:
        wrong = 1.0 - above - below
    return Decimal(min(max(wrong, 0.0), 1.0)).quantize(_STEP, rounding=ROUND_HALF_EVEN)


def percent(risk: Decimal) -> str:
    """Return a probability in percent: `0.31 %`, and `< 0.01 %` for what rounds to nothing."""
    return f"{tidy(risk * 100)} %" if risk else "< 0.01 %"


def _tail(distance: Decimal, u: Decimal) -> float:
    """Return P(normal deviate > distance / u)."""
    return 0.5 * erfc(float(distance / u) / _ROOT_TWO)


@remembered(512)
def _wrong(lower: Quantity | None, upper: Quantity | None, accepted: bool) -> str:  # noqa: FBT001 - asked by position
    """Write out what would make the decision wrong: `|E| > 10 g`, `E ≥ −15 g`."""
    if lower is not None and upper is not None:
        if (-lower).equals(upper):
            return f"|E| {'>' if accepted else '≤'} {shown(upper)}"
        low, high = shown_signed(lower), shown_signed(upper)
        return f"E < {low}) + P(E > {high}" if accepted else f"{low} ≤ E ≤ {high}"
    if upper is not None:
        return f"E {'>' if accepted else '≤'} {shown_signed(upper)}"
    return f"E {'<' if accepted else '≥'} {shown_signed(lower) if lower is not None else ''}"
