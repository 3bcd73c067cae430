"""The reason of an error decided on, with the risk of the decision where U is known.

No kind of its own.
"""

from __future__ import annotations

from inspector_app.domain.judgement import Assessment, Band, DecisionRule, Reason, reason
from inspector_app.metrology.conformity import band_between, percent
from inspector_app.metrology.rounding import shown

UNDECIDED = frozenset({"uncertainty_needed", "guard_band_too_wide"})
"""Reasons for which an error within its limits is neither accepted nor refused."""


def error_reason(found: Assessment, error: str, limit: str) -> Reason:
    """Return why an error was accepted or refused; error, limit: it and its limits in words.

    Or, with a code in `UNDECIDED`, why a guard band that is asked for decides nothing.
    """
    if found.rule is DecisionRule.GUARDED:
        return _guarded_reason(found, error, limit)
    if found.guard is None or found.risk is None or not _is_near(found):
        code = "within_limit" if found.conforms else "over_limit"
        return reason(code, error=error, limit=limit)
    code = "within_guard_risk" if found.band is Band.GUARD else "over_limit_risk"
    return reason(
        code, error=error, limit=limit, guard=shown(found.guard), risk=percent(found.risk)
    )


def _guarded_reason(found: Assessment, error: str, limit: str) -> Reason:
    if found.guard is None or found.risk is None:
        code = "over_limit" if found.band is Band.OVER else "uncertainty_needed"
        return reason(code, error=error, limit=limit)
    if not found.is_decided:
        return reason("guard_band_too_wide", error=error, limit=limit, guard=shown(found.guard))
    code = {Band.INSIDE: "within_by_guard", Band.GUARD: "guard_band_entered"}.get(
        found.band, "over_limit_guarded"
    )
    return reason(
        code, error=error, limit=limit, guard=shown(found.guard), risk=percent(found.risk)
    )


def _is_near(found: Assessment) -> bool:
    """Say whether the error lies within U of a limit, on either side of it."""
    if found.guard is None or found.band is not Band.OVER:
        return found.band is Band.GUARD
    lower = None if found.lower is None else found.lower - found.guard
    upper = None if found.upper is None else found.upper + found.guard
    return band_between(found.error, lower, upper, None) is not Band.OVER
