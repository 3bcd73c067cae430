"""A pushed record, read just as far as the office must: its place in a chain, its form.

Hot path: decoding and encoding once in C is enough to know the form; the slow walk over every value
is left for what the office does not know or what looks odd.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

import msgspec

from inspector_app.domain.events import EVENT_TYPES
from inspector_app.domain.exceptions import InputInvalid
from inspector_app.evidence import canonical

_MOST_TEXT = 100
_LONG_NUMBER = re.compile(rb"[:,\[]-?[0-9]{16}")


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


@dataclass(frozen=True, slots=True)
class Link:
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
        header = _headers.decode(record)
        if header.type not in EVENT_TYPES or _LONG_NUMBER.search(record):
            canonical.decode(record)
    except (msgspec.DecodeError, UnicodeError, RecursionError, InputInvalid):
        return None
    places = (header.event_id, header.device_id, header.stream_id, header.scope)
    if any(len(text) > _MOST_TEXT or "\0" in text for text in places):
        return None
    return header


def _no_floats(_text: str) -> object:
    raise InputInvalid("not_canonical", field="", why="a float")


_plain = msgspec.json.Decoder(float_hook=_no_floats)
_encoder = msgspec.json.Encoder(order="sorted")
_headers = msgspec.json.Decoder(Header)
