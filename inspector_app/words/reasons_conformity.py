"""Reasons of decisions with a known uncertainty, merged into `reasons.SENTENCES`."""

from __future__ import annotations

from inspector_app.words import marked

SENTENCES: dict[str, str] = {
    "within_guard_risk": marked(
        "Error {error} is within {limit}, but closer to it than U = {guard}. Simple acceptance: "
        "accepted; the probability that the true error is beyond the limit is {risk}."
    ),
    "over_limit_risk": marked(
        "Error {error} exceeds {limit}, by less than U = {guard}. Simple acceptance: refused; the "
        "probability that the true error is within the limit is {risk}."
    ),
    "guard_band_entered": marked(
        "Error {error} is within {limit}, but not by U = {guard}. Guard band (JCGM 106): refused; "
        "the probability that the true error is within the limit is {risk}."
    ),
    "within_by_guard": marked(
        "Error {error} is within {limit} by U = {guard} at least. Guard band (JCGM 106): accepted; "
        "the probability that the true error is beyond the limit is {risk}."
    ),
    "over_limit_guarded": marked(
        "Error {error} exceeds {limit}; U = {guard}. Guard band (JCGM 106): refused; the "
        "probability that the true error is within the limit is {risk}."
    ),
    "uncertainty_needed": marked(
        "Error {error} is within {limit}, but the rules ask for a guard band and U is not entered: "
        "not decided."
    ),
    "guard_band_too_wide": marked(
        "Error {error} is within {limit}, but U = {guard} is so wide that the guard band would "
        "accept nothing: measure with a smaller uncertainty."
    ),
    "mean_near_limit": marked(
        "The decision on the mean error {error} against {limit} is a narrow one: U = {guard}, and "
        "the probability that it is wrong is {risk}."
    ),
}
