"""What may stand in a column of a regulation's row, and when a new value can stand for an old one.

A judgement reads its columns as the shipped file has them: a number written as text, a flag, a
date, a list of names, a table by class or language. What is of another make would be stumbled over
by every record, so it is refused where it comes in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.judgement import Confirmation
from inspector_app.domain.quantities import exact_decimal

MOST_ENTRIES = 200
MOST_TEXT = 2000
_SCALARS = (bool, int, date)


def is_scalar(value: object) -> bool:
    """Say whether this is a text, flag, whole number or day; binary fractions are none."""
    if isinstance(value, str):
        return len(value) <= MOST_TEXT
    return isinstance(value, _SCALARS) and not isinstance(value, datetime)


def is_writable(value: object) -> bool:
    """Say whether this may be a column: a scalar, a table of texts, a list of texts or tables."""
    if isinstance(value, list):
        return len(value) <= MOST_ENTRIES and all(
            _is_name(one) or (isinstance(one, dict) and _is_table(one)) for one in value
        )
    return _is_table(value) if isinstance(value, dict) else is_scalar(value)


def is_alike(old: Any, new: Any) -> bool:
    """Say whether `new` can stand where `old` stands.

    A number stays a number, a table keeps its entries, a list that says something says something
    and holds what the old one holds: names, each once, or tables of the same entries.
    """
    if isinstance(old, list):
        return isinstance(new, list) and _is_list_alike(old, new)
    if isinstance(old, dict):
        return _is_table_alike(old, new)
    return type(old) is type(new) and (not is_number(old) or is_number(new))


def is_number(value: object) -> bool:
    """Say whether a text is a number, or two as `1/3`."""
    if not isinstance(value, str):
        return False
    top, _, bottom = value.partition("/")
    try:
        return exact_decimal(bottom or "1") != 0 and exact_decimal(top).is_finite()
    except InputInvalid:
        return False


def written(value: object) -> str:
    """Return a column's value for people: `[a, b]`, `{zh = …, en = …}`, else as it is."""
    if isinstance(value, list):
        return f"[{', '.join(written(one) for one in value)}]"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key} = {written(one)}' for key, one in value.items())}}}"
    return str(value)


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and len(value) <= MOST_TEXT


def _is_table(value: Mapping[str, Any]) -> bool:
    return 0 < len(value) <= MOST_ENTRIES and all(_is_name(one) for one in value.values())


def _is_list_alike(old: list[Any], new: list[Any]) -> bool:
    # Lists that are empty today are lists of names that nobody has needed yet.
    tables = [one for one in old if isinstance(one, dict)]
    if tables:
        return bool(new) and all(_is_entry_alike(tables[0], one) for one in new)
    names = [one for one in new if isinstance(one, str)]
    return len(names) == len(new) == len(set(names)) and (bool(new) or not old)


def _is_entry_alike(old: Mapping[str, Any], new: object) -> bool:
    if not isinstance(new, dict) or set(new) != set(old):
        return False
    return "confirmation" not in old or new["confirmation"] in set(Confirmation)


def _is_table_alike(old: Mapping[str, Any], new: object) -> bool:
    return (
        isinstance(new, dict)
        and set(new) == set(old)
        and all(is_alike(value, new[key]) for key, value in old.items())
    )
