"""Sentences of the kinds of scales: weighbridges, price-computing, jewellery and fair scales."""

from __future__ import annotations

from inspector_app.words import marked

SENTENCES: dict[str, str] = {
    "d_finer_than_e": marked(
        "d = {d} is finer than e = {e}, as an auxiliary indicating device may show."
    ),
    # material in place of weights, a vehicle rolled over
    "substitution_allowed": marked(
        "The weights make {weights}, {share} of Max; with Emax − Emin = {spread} at least "
        "{required} is needed for material in their place."
    ),
    "substitution_share_short": marked(
        "The weights make {weights}, only {share} of Max; with Emax − Emin = {spread} at least "
        "{required} (and {least}) is needed for material in their place."
    ),
    "substitution_spread_unknown": marked(
        "The weights make {weights}, {share} of Max. Less than {required} needs a repeatability "
        "test with added weights (ΔL), so that Emax − Emin is known finely enough."
    ),
    "substitution_not_for": marked(
        "Max = {maximum}: material may stand for weights only on scales with Max above {least}."
    ),
    "rolling_not_tested": marked("No vehicle was rolled over; its mass is not given."),
    "rolling_load_above_cap": marked(
        "The rolling load of {load} is above {part} Max = {cap}: take a lighter vehicle."
    ),
    "rolling_load_error_missing": marked(
        "How well is the mass of the rolling load known? Its limit error is missing."
    ),
    "rolling_load_known": marked(
        "The rolling load is known to {error}, at most a third of the limit {limit}."
    ),
    "rolling_load_too_coarse": marked(
        "The rolling load is known to {error} only, more than a third of the limit {limit}."
    ),
    "rolling_load_light": marked(
        "The rolling load of {load} is lighter than the {wanted} that the rule asks for."
    ),
    # fair scales
    "fair_load_not_half": marked(
        "The weights make {load}, {part} of Max; the check wants about half of Max."
    ),
    "fair_weights_coarse": marked("Weights {name}: the check wants class {wanted} or finer."),
    "fair_range_within": marked("Range of the weighings {range}, not over |MPE| = {limit}."),
    "fair_range_over": marked(
        "Range of the weighings {range} exceeds |MPE| = {limit}: stop its use, have it verified."
    ),
    # gold and silver
    "unfit_for_metal": marked(
        "Not fit for {metal}: its limit error is {mpe} at least, the annex allows {limit} a piece."
    ),
    "fit_for_metal": marked("Fit for {metal}: up to {up_to} its limit error is within {limit}."),
    "fit_up_to": marked(
        "Fit for {metal} only up to {up_to}: above, its limit error is over {limit}."
    ),
    "too_heavy_for_scale": marked(
        "Pieces of {metal} up to {piece} are sold here; it is fit only up to {up_to} ({limit})."
    ),
    "check_scale_error_missing": marked(
        "The limit error of the check balance is missing, so the method cannot be proven."
    ),
    # price-computing scales
    "not_price_computing": marked(
        "By its entry this scale computes no price: correct the entry, or use the market check."
    ),
    "scale_is_empty": marked("Empty it shows {shown}, tare {tare}."),
    "scale_is_not_empty": marked(
        "Empty it shows {shown}, tare {tare}: both must be zero before goods are put on."
    ),
    "probe_changes_nothing": marked("The indication moved by {change}, within {limit}."),
    "probe_changes_indication": marked(
        "The indication moved by {change} with the same load on: more than {limit}. A cheating "
        "device is suspected; keep scale, film and photos as evidence."
    ),
    "new_scale_complete": marked("A new type has its codes, its seal and its lock."),
    "new_scale_lacks": marked("A new type must have what is missing here: {checks}."),
}
