"""What is wrong with a command line, in the language in use: the parser itself speaks English."""

from __future__ import annotations

import re
from typing import Final

from inspector_app.words import gettext as _
from inspector_app.words import marked

_SENTENCES: Final = tuple(
    (re.compile(pattern, re.DOTALL), sentence)
    for pattern, sentence in (
        (
            r"No such option: (?P<given>\S+) \(Possible options: (?P<like>.+)\)",
            marked("There is no option {given}. Was one of these meant: {like}?"),
        ),
        (r"No such option: (?P<given>\S+)", marked("There is no option {given}.")),
        (
            r"No such command '(?P<given>.*)'\. Did you mean (?P<like>.+)\?",
            marked("There is no command “{given}”. Was {like} meant?"),
        ),
        (r"No such command '(?P<given>.*)'\.", marked("There is no command “{given}”.")),
        (r"Missing command\.", marked("Which command? It is missing.")),
        (r"Missing option '(?P<given>[^']+)'\..*", marked("The option {given} is missing.")),
        (r"Missing argument '(?P<name>[^']+)'\..*", marked("The argument {name} is missing.")),
        (
            r"Got unexpected extra argument\(s\) \((?P<given>.*)\)",
            marked("Too much was given: {given}"),
        ),
        (
            r"Option '(?P<given>.+)' requires an argument\.",
            marked("The option {given} needs a value behind it."),
        ),
        (
            r"Option '(?P<given>.+)' does not take a value\.",
            marked("The option {given} takes no value."),
        ),
        (
            r"Invalid value for '(?P<given>.+?)'(?: / '.+?')*: (?P<why>.+)",
            marked("{given} is not right: {why}"),
        ),
        (r"Invalid value: (?P<why>.+)", "{why}"),
        (r"Input should be a valid integer.*", marked("a whole number is needed")),
        (
            r"Input should be greater than or equal to (?P<least>.+)",
            marked("it must be {least} or more"),
        ),
        (
            r"Input should be less than or equal to (?P<most>.+)",
            marked("it must be {most} or less"),
        ),
        (
            r"(?:Value error, )?'(?P<given>.*)' is not one of (?P<choices>.+)\.",
            marked("“{given}” is none of {choices}"),
        ),
    )
)


def usage_sentence(said: str) -> str:
    """Return what the parser said; a sentence that is unknown here, as it is."""
    for pattern, sentence in _SENTENCES:
        if found := pattern.fullmatch(said):
            facts = {name: text or "" for name, text in found.groupdict().items()}
            if "name" in facts:  # as the page of help writes it
                facts["name"] = facts["name"].upper()
            if "why" in facts:
                facts["why"] = usage_sentence(facts["why"])
            return (_(sentence) if sentence != "{why}" else sentence).format(**facts)
    return said
