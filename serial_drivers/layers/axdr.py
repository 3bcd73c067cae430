"""The data of DLMS/COSEM on the wire (A-XDR, IEC 62056-53): exact values and nested structures.

A value is a tag and its content. Whole numbers and floats become Decimal (a float in the digits
that its size surely keeps), an enumeration int, octets bytes, text and bit strings str, arrays and
structures tuples. A compact array names its types once, before the contents.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from decimal import Decimal

from inspector_app.domain.indication import Extra
from inspector_app.domain.quantities import plain
from serial_drivers.layers import bcd
from serial_drivers.layers.modbus_profiles import short_float32

Data = None | bool | int | Decimal | bytes | str | tuple["Data", ...]

_NULL, _ARRAY, _STRUCTURE, _BOOLEAN, _BITS, _COMPACT = 0, 1, 2, 3, 4, 19
_OCTETS, _TEXTS, _BCD, _ENUM = 9, (10, 12), 13, 22
_WHOLE = {5: (4, True), 6: (4, False), 15: (1, True), 16: (2, True), 17: (1, False)}
_WHOLE |= {18: (2, False), 20: (8, True), 21: (8, False)}
_WHOLE |= {28: (1, True), 29: (2, True), 30: (4, True), 31: (1, False), 32: (2, False)}
_WHOLE |= {33: (4, False)}
_FLOAT32, _FLOAT64 = 23, 24
_TIMES = {25: 12, 26: 5, 27: 4}
_DEEPEST = 12
_SURE_DIGITS = 15
"""Decimal digits that every float64 keeps."""


class Cut(Exception):
    """Bytes are missing."""


class Unsound(Exception):
    """The bytes are no such data."""


class Cursor:
    """A place in bytes. take and the readers raise Cut where too few follow."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self._data, self.at = data, at

    @property
    def is_at_end(self) -> bool:
        """Say whether nothing follows."""
        return self.at >= len(self._data)

    def take(self, count: int) -> bytes:
        """Return so many bytes."""
        part = self._data[self.at : self.at + count]
        if len(part) < count:
            raise Cut
        self.at += count
        return part

    def byte(self) -> int:
        """Return one byte."""
        return self.take(1)[0]

    def number(self, count: int) -> int:
        """Return an unsigned whole number."""
        return int.from_bytes(self.take(count), "big")

    def length(self) -> int:
        """Return a length: one byte, or 81h, 82h... and so many bytes."""
        first = self.byte()
        if first < 0x80:
            return first
        if first & 0x7F not in (1, 2, 3, 4):
            raise Unsound
        return self.number(first & 0x7F)

    def octets(self) -> bytes:
        """Return bytes behind their length."""
        return self.take(self.length())


def read(cursor: Cursor, depth: int = 0) -> Data:
    """Return the value at the cursor. Raises Cut and Unsound."""
    return _content(cursor, cursor.byte(), depth)


def _content(cursor: Cursor, tag: int, depth: int) -> Data:
    if depth > _DEEPEST:
        raise Unsound
    if tag in (_ARRAY, _STRUCTURE):
        return tuple(read(cursor, depth + 1) for _ in range(cursor.length()))
    if tag == _COMPACT:
        return _compact(cursor, depth)
    return _simple(cursor, tag)


def _simple(cursor: Cursor, tag: int) -> Data:
    if tag == _NULL:
        return None
    if tag == _BOOLEAN:
        return cursor.byte() != 0
    if tag in _WHOLE:
        count, signed = _WHOLE[tag]
        return Decimal(int.from_bytes(cursor.take(count), "big", signed=signed))
    if tag == _ENUM:
        return cursor.byte()
    if tag == _OCTETS:
        return cursor.octets()
    if tag in _TEXTS:
        return cursor.octets().decode("utf-8", "replace")
    return _special(cursor, tag)


def _special(cursor: Cursor, tag: int) -> Data:
    if tag == _BCD:
        digits = bcd.digits_of(cursor.take(1))
        if digits is None:
            raise Unsound
        return Decimal(digits)
    if tag == _BITS:
        count = cursor.length()
        return "".join(f"{byte:08b}" for byte in cursor.take((count + 7) // 8))[:count]
    if tag == _FLOAT32:
        return short_float32(cursor.take(4))
    if tag == _FLOAT64:
        return _short_float64(cursor.take(8))
    if tag in _TIMES:
        return cursor.take(_TIMES[tag])
    raise Unsound


def _short_float64(data: bytes) -> Decimal | None:
    (number,) = struct.unpack(">d", data)
    if not math.isfinite(number):
        return None
    exact = Decimal(number)
    if exact == 0:
        return Decimal(0)
    if abs(exact.adjusted()) > _SURE_DIGITS:
        raise Unsound
    rounded = round(exact, _SURE_DIGITS - 1 - exact.adjusted()).normalize()
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded


@dataclass(frozen=True, slots=True)
class _Kind:
    """A type that a compact array describes; parts of a structure, or `count` times of an array."""

    tag: int
    parts: tuple[_Kind, ...] = ()
    count: int = 1


def _compact(cursor: Cursor, depth: int) -> Data:
    kind = _kind(cursor, depth)
    contents = Cursor(cursor.octets())
    rows: list[Data] = []
    try:
        while not contents.is_at_end:
            rows.append(_of_kind(contents, kind))
    except Cut:
        raise Unsound from None
    return tuple(rows)


def _kind(cursor: Cursor, depth: int) -> _Kind:
    tag = cursor.byte()
    if depth > _DEEPEST:
        raise Unsound
    if tag == _ARRAY:
        return _Kind(tag, count=cursor.number(2), parts=(_kind(cursor, depth + 1),))
    if tag == _STRUCTURE:
        return _Kind(tag, tuple(_kind(cursor, depth + 1) for _ in range(cursor.length())))
    return _Kind(tag)


def _of_kind(contents: Cursor, kind: _Kind) -> Data:
    if kind.parts:
        return tuple(_of_kind(contents, part) for _ in range(kind.count) for part in kind.parts)
    if kind.tag == _NULL:
        raise Unsound  # it would take no bytes, however many of it are declared
    return _simple(contents, kind.tag)


def data_of(content: bytes) -> Data:
    """Return the value that is all of these bytes. Raises Cut and Unsound."""
    cursor = Cursor(content)
    data = read(cursor)
    if not cursor.is_at_end:
        raise Unsound
    return data


def whole(number: int) -> bytes:
    """Return a whole number as it is sent: four signed bytes, or eight."""
    size, tag = (4, 5) if abs(number) < 1 << 31 else (8, 20)
    return bytes([tag]) + number.to_bytes(size, "big", signed=True)


def octets(content: bytes) -> bytes:
    """Return up to 127 octets as they are sent."""
    return bytes([_OCTETS, len(content)]) + content


def scaler_unit(scaler: int, unit: int) -> bytes:
    """Return the pair that gives a register's number its meaning, as it is sent."""
    return bytes([_STRUCTURE, 2, 15, scaler & 0xFF, _ENUM, unit])


def told(data: Data) -> Extra:
    """Return a value as a further field: numbers as text, octets as text or in hex."""
    if isinstance(data, tuple):
        return tuple(told(part) for part in data)
    if isinstance(data, Decimal):
        return plain(data)
    if isinstance(data, bytes):
        text = data.decode("latin-1")
        return text if text.isascii() and text.isprintable() and text else data.hex().upper()
    return data


def moment(data: Data) -> str | None:
    """Return the date and time of twelve octets as `2026-11-23T08:30:00`; None if they are none."""
    if not isinstance(data, bytes) or len(data) != _TIMES[25]:
        return None
    year, (month, day) = int.from_bytes(data[:2], "big"), data[2:4]
    hour, minute, second = data[5:8]
    is_date = 1 <= month <= 12 and 1 <= day <= 31 and 1990 <= year <= 2199
    if not is_date or hour > 23 or minute > 59 or second > 59:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}"
