"""Patterns as sentences: what is alike, and by which statistics. They ask for a look, no more."""

from __future__ import annotations

from inspector_app import words as current
from inspector_app.insights.patterns import Look, Weight
from inspector_app.words import Words, marked

TITLES: dict[str, str] = {
    "same_photo": marked("The same photo in two records"),
    "alike_photo": marked("Photos that look alike in two records"),
    "instrument_at_two_places": marked("One instrument at several places: {instrument}"),
    "identical_series": marked("Identical readings of two instruments"),
    "uneven_last_digits": marked("Last digits of typed figures: {name}"),
}
DETAILS: dict[str, str] = {
    "same_photo": marked("The files are equal, bit for bit."),
    "alike_photo": marked("{bits} of 64 bits differ; unrelated photos differ in about 32."),
    "instrument_at_two_places": marked("Same maker and serial number at: {places}."),
    "identical_series": marked(
        "All {count} readings that differ from the nominal load are equal, at different places."
    ),
    "uneven_last_digits": marked(
        "{digit} ends {share} % of {count} figures, 10 % expected; χ² = {chi_square}, P = "
        "{probability}. Look here; rounding by eye may explain it."
    ),
}
WEIGHTS: dict[Weight, str] = {
    Weight.HIGH: marked("High"),
    Weight.MIDDLE: marked("Middle"),
    Weight.LOW: marked("Low"),
}


def title_of(look: Look, words: Words | None = None) -> str:
    """Return what is alike."""
    say = words.gettext if words else current.gettext
    return say(TITLES[look.code]).format_map(dict(look.parameters))


def detail_of(look: Look, words: Words | None = None) -> str:
    """Return by which statistics, and in which records."""
    say = words.gettext if words else current.gettext
    said = say(DETAILS[look.code]).format_map(dict(look.parameters))
    return " ".join((said, *(number for _key, number in look.records))).strip()
