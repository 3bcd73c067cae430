"""Sentences of packs, packages, labels, lenses and duties; parameters in braces."""

from __future__ import annotations

from inspector_app.words import marked

SENTENCES: dict[str, str] = {
    "value_within": marked("{value} keeps the limit {limit}."),
    "value_over": marked("{value} does not keep the limit {limit}."),
    # lots of packages
    "unit_fits": marked("{marked} is marked in a unit that annex 1 asks for ({units})."),
    "unit_unfit": marked("{marked} is not marked in the unit that annex 1 asks for ({units})."),
    "units_drawn": marked(
        "Drawn: {count} of {lot} packages, by {algorithm} from the seed “{seed}”; anybody can "
        "repeat it."
    ),
    "seed_changed": marked(
        "Look here: packages were measured that this seed does not draw ({units}): lot or seed "
        "was changed after weighing began."
    ),
    "finite_lot_option": marked(
        "With the factor {factor} for a finite lot the corrected mean would be {mean} (nominal "
        "{nominal}): an option to know of, never the verdict."
    ),
    # excessive packaging
    "layers_within": marked("{count} layers count; {limit} are allowed."),
    "layers_over": marked("{count} layers count; only {limit} are allowed."),
    "layers_unread": marked("How many layers these goods may have was not read."),
    "outer_size_missing": marked("Length, width and height (or the volume) are needed."),
    "inner_larger": marked("Look here: this layer is larger than the outermost one."),
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
