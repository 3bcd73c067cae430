"""Sentences of packs, packages, labels, lenses and duties; parameters in braces."""

from __future__ import annotations

from inspector_app.words import marked

SENTENCES: dict[str, str] = {
    # excessive packaging
    "layers_within": marked("{count} layers count; {limit} are allowed."),
    "layers_over": marked("{count} layers count; only {limit} are allowed."),
    "layers_unread": marked("How many layers these goods may have was not read."),
    "outer_size_missing": marked("Length, width and height (or the volume) are needed."),
    "coefficient_unread": marked(
        "The void ratio is not judged: the coefficient k of these goods was not read. Enter k of "
        "table A.1 if you have the standard at hand."
    ),
    "void_limit_unread": marked(
        "The void ratio is not judged: the limits of GB 43284-2023 by kind and mass were not read."
    ),
    "single_layer_exempt": marked(
        "The void ratio is over its limit, but packs of one layer are said to be exempt: not "
        "judged either way."
    ),
    "cost_not_asked": marked("The cost of the packaging was not asked for."),
    "special_kept": marked("Kept: {name}."),
    "special_broken": marked("Not kept: {name}."),
    "made_under_older": marked(
        "Made on {made}, when k was {then}; today's k = {now} was used. Consider which applies."
    ),
}
