"""A declared figure: what may be written into one box of a form, and what is refused there."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.quantities import exact_decimal, plain
from inspector_app.domain.text import Text

LONGEST = 400
LONGEST_NAME = 8
LONGEST_DOCUMENT = 65_536
"""Characters of a DOCUMENT: a signed charging session has one to five thousand."""


class FigureKind(StrEnum):
    """What a figure is made of."""

    NUMBER = "number"
    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    """ISO 8601, `2026-11-24`."""
    MOMENT = "moment"
    """ISO 8601 local time to the second, `2026-11-24T09:30:00`."""
    DOCUMENT = "document"
    """A whole text of another maker's, signed perhaps: kept letter by letter, never typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One box of a form: a measured value, a printed number, a choice.

    key: ASCII identifier, unique in its form. unit: of a NUMBER, empty for a bare count.
    unit_from: key of the choice that names the unit, where a person chooses it.
    lowest, highest: the range that makes physical sense, both included; outside it the figure is
    refused, never judged. decimals: the most a NUMBER may carry, None for any. choices: (key,
    words) of a CHOICE. live: an instrument on a port may fill it, if it speaks a unit of the same
    kind of quantity. group: boxes of one group stand together under its title. most_names: a TEXT
    that lists the names of so many parts at most (`1,2,5`), by which each has rows of its own.
    """

    key: str
    label: Text
    kind: FigureKind = FigureKind.NUMBER
    unit: str = ""
    lowest: Decimal | None = None
    highest: Decimal | None = None
    decimals: int | None = None
    required: bool = True
    choices: tuple[tuple[str, Text], ...] = ()
    live: bool = False
    group: Text | None = None
    hint: Text | None = None
    unit_from: str = ""
    longest: int = LONGEST
    most_names: int | None = None


def checked_figure(figure: Figure, text: str) -> str:
    """Return the figure as it is kept; an empty optional one stays empty.

    Raises InputInvalid with the field named: `figure_missing`, `not_a_number`,
    `figure_out_of_range`, `figure_too_fine`, `figure_not_offered`, `not_a_date`, `text_too_long`,
    `text_not_writable`.
    """
    text = text.strip()
    if not text:
        if figure.required:
            raise InputInvalid("figure_missing", field=figure.key, **_named(figure))
        return ""
    return _CHECKS[figure.kind](figure, text)


def checked_figures(declared: Iterable[Figure], given: Mapping[str, str]) -> dict[str, str]:
    """Return every declared figure as it is kept, empty ones left out.

    Raises InputInvalid as `checked_figure` does, and `figure_unknown` for one not declared.
    """
    wanted = tuple(declared)
    known = {figure.key for figure in wanted}
    for key in given:
        if key not in known:
            raise InputInvalid("figure_unknown", field=key[:40])
    kept = {figure.key: checked_figure(figure, given.get(figure.key, "")) for figure in wanted}
    return {key: text for key, text in kept.items() if text}


def missing_figures(declared: Iterable[Figure], given: Mapping[str, str]) -> tuple[Figure, ...]:
    """Return the required figures that are still empty."""
    return tuple(f for f in declared if f.required and not given.get(f.key, "").strip())


def number_of(given: Mapping[str, str], key: str) -> Decimal | None:
    """Return a kept number, None while it is empty. Raises InputInvalid(`not_a_number`)."""
    text = given.get(key, "").strip()
    return exact_decimal(text, field=key) if text else None


def _named(figure: Figure) -> dict[str, str]:
    return {"name": figure.label.zh, "name_en": figure.label.en}


def _number(figure: Figure, text: str) -> str:
    value = exact_decimal(text, field=figure.key)
    low, high = figure.lowest, figure.highest
    if (low is not None and value < low) or (high is not None and value > high):
        raise InputInvalid(
            "figure_out_of_range",
            field=figure.key,
            value=plain(value),
            low="−∞" if low is None else plain(low),
            high="∞" if high is None else plain(high),
        )
    exponent = value.as_tuple().exponent
    if figure.decimals is not None and isinstance(exponent, int) and -exponent > figure.decimals:
        raise InputInvalid(
            "figure_too_fine", field=figure.key, decimals=figure.decimals, **_named(figure)
        )
    return plain(value)


def _text(figure: Figure, text: str) -> str:
    if len(text) > figure.longest:
        limit = figure.longest
        raise InputInvalid("text_too_long", field=figure.key, length=len(text), limit=limit)
    if not is_writable(text):
        raise InputInvalid("text_not_writable", field=figure.key)
    return text if figure.most_names is None else _list_of_names(figure, text, figure.most_names)


def is_writable(text: str) -> bool:
    """Say whether paper and file can hold a text: no control character, no half of a character."""
    return not any(c not in "\n\r\t" and unicodedata.category(c) in ("Cc", "Cs") for c in text)


def names_in(text: str) -> tuple[str, ...]:
    """Return the names of a list, each once: full-width letters, digits and commas count too."""
    told = unicodedata.normalize("NFKC", text).replace("、", ",").split(",")
    return tuple(dict.fromkeys(filter(None, (name.strip() for name in told))))


def is_plain_name(name: str) -> bool:
    """Say whether a name can be part of a row's id: ASCII letters and digits, at most eight."""
    return name.isascii() and name.isalnum() and len(name) <= LONGEST_NAME


def _list_of_names(figure: Figure, text: str, most: int) -> str:
    names = names_in(text)
    for name in names:
        if not is_plain_name(name):
            raise InputInvalid(
                "name_not_plain", field=figure.key, value=name[:40], longest=LONGEST_NAME
            )
    if len(names) > most:
        raise InputInvalid(
            "names_too_many", field=figure.key, count=len(names), most=most, first=names[most]
        )
    return ",".join(names)


def _document(figure: Figure, text: str) -> str:
    if len(text) > LONGEST_DOCUMENT:
        raise InputInvalid(
            "text_too_long", field=figure.key, length=len(text), limit=LONGEST_DOCUMENT
        )
    return text


def _choice(figure: Figure, text: str) -> str:
    if text not in {key for key, _words in figure.choices}:
        raise InputInvalid("figure_not_offered", field=figure.key, value=text[:40])
    return text


def _date(figure: Figure, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise InputInvalid("not_a_date", field=figure.key, value=text[:40]) from None


def _moment(figure: Figure, text: str) -> str:
    try:
        return datetime.fromisoformat(text).isoformat()
    except ValueError:
        raise InputInvalid("not_a_date", field=figure.key, value=text[:40]) from None


_CHECKS = {
    FigureKind.NUMBER: _number,
    FigureKind.TEXT: _text,
    FigureKind.CHOICE: _choice,
    FigureKind.DATE: _date,
    FigureKind.MOMENT: _moment,
    FigureKind.DOCUMENT: _document,
}
