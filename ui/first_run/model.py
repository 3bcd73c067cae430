"""What the first run asks, and what is wrong with an answer. No widgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from inspector_app.words import marked

SCOPE_DIGITS: Final = 6
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstRunAnswers:
    """The answers of the page.

    name: of the inspector. card_number: of the law-enforcement card, may be empty. unit: bureau or
    office. scope: administrative division code, six digits (GB/T 2260). language: `zh_CN` or `en`.
    theme: `system`, `light`, `dark` or `sunlight`. with_example: fill in the example market.
    """

    name: str
    unit: str
    scope: str
    language: str
    theme: str
    card_number: str = ""
    with_example: bool = True


def problems(answers: FirstRunAnswers) -> dict[str, str]:
    """Return by field an English msgid saying what is wrong; empty when all is well."""
    found: dict[str, str] = {}
    for field, value in (("name", answers.name), ("unit", answers.unit)):
        if not value.strip():
            found[field] = marked("Needed: it stands on every record.")
        elif len(value) > _LONGEST:
            found[field] = marked("Too long: 60 characters at most.")
    scope = answers.scope.strip()
    if len(scope) != SCOPE_DIGITS or not (scope.isascii() and scope.isdigit()):
        found["scope"] = marked("Six digits, such as 445202.")
    return found
