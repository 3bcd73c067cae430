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
    # labels of efficiency
    "label_missing": marked("{model}: no label on product or package."),
    "label_unread": marked("Model and grade on the label are not written down yet."),
    "label_not_due": marked("Made on {made}: no label is due yet."),
    "label_grace_unread": marked(
        "Made on {made}, before the duty began; until when such goods may go without a label was "
        "not read."
    ),
    "model_agrees": marked("The label's model is that of the product ({model})."),
    "model_differs": marked("The label names {label}, the product is {model}."),
    "grade_agrees": marked("Grade {grade} as on file."),
    "grade_differs": marked("The label says grade {grade}, the file grade {filed}."),
    "grade_not_looked_up": marked("The grade was not compared with the file."),
    "qr_silent": marked("The QR code was not scanned, or it does not resolve."),
    "qr_of_another": marked("Look here: the QR code does not name {model}: {text}"),
    "web_without_label": marked("The web page that sells it does not show the label."),
    # pledges
    "pledge_text": marked("{name}"),
    "pledge_own_text": marked(
        "Pledged in the trader's own wording: see that it promises no less than the standard text: "
        "{name}"
    ),
    "pledge_backwards": marked("Valid until {until}, but only from {start} on."),
    "pledge_over": marked("The pledge was valid until {until}: it is over."),
    "pledge_long": marked("Valid until {until}: longer than three years; consider a shorter one."),
}
