"""A pushed record, read just as far as the office must: its place in a chain, its form.

Hot path: decoding and encoding once in C is enough to know the form, and the header is taken from
what was decoded; the slow walk over every value is left for what the office does not know or what
looks odd.
"""

from __future__ import annotations

import hashlib

import msgspec

from inspector_app.domain.events import EVENT_TYPES
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.evidence import canonical

_MOST_TEXT = 100
_NUMBERS = bytes.maketrans(b"0123456789-:[", b"0" * 11 + b",,")
_LONG_NUMBER = b"," + b"0" * 16
_NUL = rb"\u0000"


class Header(msgspec.Struct, frozen=True):
    """The fields of a record that decide where it goes."""

    event_id: str
    device_id: str
    device_seq: int
    previous_hash: str
    stream_id: str
    scope: str
    type: str
    dependencies: tuple[str, ...]


class Link(msgspec.Struct, frozen=True):
    """A record with its hash. header: None when it is no canonical record of an event."""

    device_seq: int
    hash: bytes
    record: bytes
    header: Header | None


def read(device_seq: int, record: bytes) -> Link:
    """Return the link; what cannot be read has no header."""
    return Link(device_seq, hashlib.sha256(record).digest(), record, _header(record))


def _header(record: bytes) -> Header | None:
    try:
        plain = _plain.decode(record)
        if _encoder.encode(plain) != record:
            return None
        header = msgspec.convert(plain, Header)
        if header.type not in EVENT_TYPES or _may_hold_a_large_number(record):
            canonical.decode(record)
    except (msgspec.DecodeError, UnicodeError, RecursionError, InputInvalid):
        return None
    is_short = (
        len(header.event_id) <= _MOST_TEXT
        and len(header.device_id) <= _MOST_TEXT
        and len(header.stream_id) <= _MOST_TEXT
        and len(header.scope) <= _MOST_TEXT
    )
    return header if is_short and not _has_nul(header, record) else None


def _may_hold_a_large_number(record: bytes) -> bool:
    """Say whether 16 digits begin a value: quick, and wrong only towards the slow check."""
    return _LONG_NUMBER in record.translate(_NUMBERS)


def _has_nul(header: Header, record: bytes) -> bool:
    """Say whether a place holds U+0000, which PostgreSQL's text cannot; rare, so found cheaply."""
    if _NUL not in record:
        return False
    return "\0" in header.event_id + header.device_id + header.stream_id + header.scope


def _no_floats(_text: str) -> object:
    raise InputInvalid("not_canonical", field="", why="a float")


_plain = msgspec.json.Decoder(float_hook=_no_floats)
_encoder = msgspec.json.Encoder(order="sorted")
