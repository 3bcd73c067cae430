"""Editions in words: what one is on a day, and what a comparison with it says."""

from __future__ import annotations

from typing import Final

from inspector_app.domain.judgement import Confirmation
from inspector_app.metrology.regulations import Regulation, Standing
from inspector_app.services.judge_again import Comparison
from inspector_app.words import gettext as _
from inspector_app.words import marked
from inspector_app.words.reasons import outcome_word

STANDINGS: Final = {
    Standing.IN_FORCE: marked("In force"),
    Standing.NOT_YET: marked("Not in force yet"),
    Standing.REPLACED: marked("Replaced"),
}
CONFIRMATIONS: Final = {
    Confirmation.VERIFIED: marked("read in the published text"),
    Confirmation.VERIFIED_SECONDARY: marked("read in a secondary source"),
    Confirmation.MEMORY: marked("from memory, not confirmed"),
    Confirmation.INFERRED: marked("inferred, not confirmed"),
}
MARKS: Final = {
    Confirmation.VERIFIED: marked("Confirmed"),
    Confirmation.VERIFIED_SECONDARY: marked("Confirmed, secondary"),
    Confirmation.MEMORY: marked("From memory"),
    Confirmation.INFERRED: marked("Inferred"),
}


def standing_word(standing: Standing) -> str:
    """Return `In force`, `Not in force yet` or `Replaced`."""
    return _(STANDINGS[standing])


def mark_word(mark: Confirmation) -> str:
    """Return a mark in a word or two."""
    return _(MARKS[mark])


def mark_sentence(mark: Confirmation) -> str:
    """Return a mark as it is said in a row: `read in the published text`."""
    return _(CONFIRMATIONS[mark])


def period(rules: Regulation) -> str:
    """Return `2017-05-30 – `, or with its last day."""
    until = rules.effective_to.isoformat() if rules.effective_to else ""
    return f"{rules.effective_from.isoformat()} – {until}".rstrip()


def standing_sentence(found: Comparison) -> str:
    """Say whether the other edition applied on the inspection's day."""
    number, on = found.edition.number, found.on.isoformat()
    if found.standing is Standing.NOT_YET:
        text = _("{number} was not in force yet on {on}; its first day is {day}.")
        return text.format(number=number, on=on, day=found.edition.effective_from.isoformat())
    if found.standing is Standing.REPLACED:
        text = _("{number} was no longer in force on {on}; its last day was {day}.")
        until = found.edition.effective_to
        return text.format(number=number, on=on, day=until.isoformat() if until else "")
    text = _("{number} was in force on {on}, but not for this instrument.")
    return text.format(number=number, on=on)


def comparison_sentence(found: Comparison) -> str:
    """Say what the conclusion would have been."""
    text = _("Under {number} the conclusion would have been: {outcome}.")
    word = outcome_word(found.other.outcome, legal=found.other.legal)
    return text.format(number=found.edition.number, outcome=word)
