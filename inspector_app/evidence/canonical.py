"""One byte sequence for one value: sorted JSON behind a whitelist, equal to RFC 8785 inside it.

The whitelist is dict with ASCII keys, list, str, int up to 2^53 - 1, bool and None: exactly where
msgspec's sorted encoding and RFC 8785 agree (floats, astral keys and larger ints differ). Decimals,
dates and times travel as strings; so do counts of nanoseconds (fields ending `_ns`), which outgrow
2^53 - 1 after 104 days of uptime.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

import msgspec

from inspector_app.domain.events import EVENT_TYPES, EventBody, UnknownBody
from inspector_app.domain.exceptions import InputInvalid, InspectorError

MAX_INTEGER = 2**53 - 1
MAX_DEPTH = 48
LATER_FIELDS = frozenset(
    {
        "readings",
        "measuring_instrument",
        "document_number",
        "document_entries",
        "voided_reports",
        "merged",
        "kind_version",
        "kind_digest",
        "perceptual_hash",
        "qr_texts",
        "photo_taken_at",
        "photo_position",
        "clock_checked",
        "editions",
        "manner",
        "score",
        "decimal_places",
        "verification_interval",
    }
)
"""Names of fields added later whose emptiness says the same as their absence."""

_encoder = msgspec.json.Encoder(order="sorted")
_plain_decoder = msgspec.json.Decoder()

Value = TypeVar("Value")


def encode(value: object) -> bytes:
    """Return the canonical JSON, UTF-8, of a plain value.

    Raises InputInvalid(`not_canonical`), naming the place, for anything outside the whitelist.
    """
    _require_plain(value, "", 0)
    return _encoded(value)


def decode(data: bytes) -> object:
    """Return the plain value of canonical bytes.

    Raises InputInvalid(`not_canonical`) unless `data` is exactly what `encode` gives for it.
    """
    try:
        value = _plain_decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputInvalid("not_canonical", field="", why=str(error)[:120]) from error
    if encode(value) != data:
        raise InputInvalid("not_canonical", field="", why="not in canonical form")
    return value


def to_plain(value: object) -> object:
    """Return dataclasses, enums, Decimals, dates and times as whitelisted plain values.

    A field that came after the first release is left out while it holds what its absence means
    (`LATER_FIELDS`), so that a record sealed before it existed still has the same bytes.
    """
    return _counts_as_text(msgspec.to_builtins(value, builtin_types=()))


def from_json(data: bytes | msgspec.Raw, kind: type[Value]) -> Value:
    """Return the typed value of JSON that `to_plain` and `encode` made.

    Raises InputInvalid(`not_canonical`) when it does not fit the type.
    """
    try:
        value: Value = _typed_decoder(kind).decode(data)  # type: ignore[arg-type]  # types hash
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise InputInvalid("not_canonical", field=kind.__name__, why=str(error)[:120]) from error
    return value


def to_json(value: object) -> bytes:
    """Return the canonical JSON of a typed value (`encode` of `to_plain`)."""
    return encode(to_plain(value))


def plain_body(body: EventBody) -> tuple[str, int, dict[str, object]]:
    """Return (wire type, version, plain data) of a fact; an UnknownBody gives back its own."""
    if isinstance(body, UnknownBody):
        return body.type, body.type_version, body.data
    plain = to_plain(body)
    if not isinstance(plain, dict):
        raise InputInvalid("not_canonical", field=type(body).__name__, why="not an object")
    return type(body).__name__, body.VERSION, plain


def typed_body(wire_type: str, version: int, data: bytes | msgspec.Raw) -> EventBody:
    """Return the fact; an unknown type or version is kept whole as UnknownBody.

    Raises InputInvalid(`not_canonical`) when a known type's data does not fit it.
    """
    kind = EVENT_TYPES.get(wire_type)
    if kind is None or version != kind.VERSION:
        plain = from_json(data, dict[str, object])
        return UnknownBody(type=wire_type, type_version=version, data=plain)
    return from_json(data, kind)


@cache
def _typed_decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    # Not strict, so that a count of nanoseconds written as text comes back as the int it was.
    return msgspec.json.Decoder(kind, strict=False)


def _encoded(value: object) -> bytes:
    try:
        return _encoder.encode(value)
    except UnicodeEncodeError as error:
        raise InputInvalid("not_canonical", field="", why="lone surrogate") from error


def _counts_as_text(value: object) -> object:
    """Write counts (`..._ns`) as text and tuples as lists; leave out empty later fields."""
    kind = type(value)
    if kind is dict:
        return {
            key: str(item)
            if type(item) is int and key[-3:] == "_ns"
            else (item if type(item) in _SCALARS else _counts_as_text(item))
            for key, item in value.items()  # type: ignore[attr-defined]
            if item or key not in LATER_FIELDS
        }
    if kind is list or kind is tuple:
        return [_counts_as_text(item) for item in value]  # type: ignore[attr-defined]
    return value


_SCALARS = frozenset({str, bool, type(None), int})


def _require_plain(value: object, place: str, depth: int) -> None:
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return
    if kind is int:
        if not -MAX_INTEGER <= value <= MAX_INTEGER:  # type: ignore[operator]
            raise _refusal(place, "integer beyond 2^53 - 1")
    elif depth >= MAX_DEPTH:
        raise _refusal(place, "nested too deep")
    elif kind is dict:
        _require_plain_items(value, place, depth + 1)  # type: ignore[arg-type]
    elif kind is list:
        for index, item in enumerate(value):  # type: ignore[arg-type, var-annotated]
            _require_plain(item, f"{place}[{index}]", depth + 1)
    else:
        raise _refusal(place, f"{kind.__name__} is not allowed")


def _require_plain_items(value: dict[object, object], place: str, depth: int) -> None:
    for key, item in value.items():
        if type(key) is not str or not key.isascii():
            raise _refusal(place, "keys must be ASCII text")
        if type(item) is not str:
            _require_plain(item, f"{place}.{key}", depth)


def _refusal(place: str, why: str) -> InspectorError:
    return InputInvalid("not_canonical", field=place.lstrip("."), why=why)
