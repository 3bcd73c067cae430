"""A field of a register entry as people read and type it, and as the log writes it."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal, InvalidOperation

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.instrument import AccuracyClass
from inspector_app.domain.quantities import Mass
from inspector_app.evidence import canonical
from inspector_app.sync.merge import json_text

_MASSES = frozenset(
    {
        "maximum_capacity",
        "minimum_capacity",
        "maximum_tare",
        "verification_scale_interval",
        "actual_scale_interval",
    }
)
_DATES = frozenset({"verified_on", "verification_valid_until"})
_YES = "yes"
_NO = "no"


def shown(what: str, field: str, text: str) -> str:
    """Return the canonical JSON text of a field in words: `30 kg`, `2027-05-01`, `yes`."""
    value = json.loads(text)
    if value is None:
        return ""
    if isinstance(value, bool):
        return _YES if value else _NO
    if what == "instrument" and field in _MASSES:
        return str(canonical.from_json(text.encode(), Mass))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return " · ".join(str(part) for part in value.values() if part)
    return str(value)


def written(what: str, field: str, typed: str) -> str:
    """Return the canonical JSON text of what a person typed.

    Raises InputInvalid(`field_value_invalid`) for what the field cannot hold.
    """
    bare = typed.strip()
    try:
        value = bare if what == "premises" else _value(field, bare)
    except (ValueError, InvalidOperation, InputInvalid) as error:
        raise InputInvalid("field_value_invalid", field=field, value=bare[:80]) from error
    return json_text(value)


def _value(field: str, typed: str) -> object:
    if field in _MASSES:
        return canonical.to_plain(Mass.parse(typed)) if typed else None
    if field in _DATES:
        return date.fromisoformat(typed).isoformat() if typed else None
    if field == "accuracy_class":
        return AccuracyClass(typed).value
    if field == "supports":
        return int(Decimal(typed))
    if field == "price_computing":
        return _truth(typed.casefold())
    if field == "seal_numbers":
        return [part.strip() for part in typed.split(",") if part.strip()]
    if field == "profile":
        raise ValueError(field)
    return typed or (None if field == "premises_id" else "")


def _truth(typed: str) -> bool:
    if typed not in {_YES, _NO}:
        raise ValueError(typed)
    return typed == _YES
