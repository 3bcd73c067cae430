"""The data records of an M-Bus answer (EN 13757-3): what each value is, exact.

A record is DIF (how long, which storage), VIF (which quantity, which power of ten), data. Only
present values (storage 0, no tariff, instantaneous) are read, the first of each quantity.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from serial_drivers.layers import bcd
from serial_drivers.layers.modbus_profiles import short_float32

_EXTENDED = 0x80
_LENGTHS = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 4, 6: 6, 7: 8, 8: 0, 9: 1, 10: 2, 11: 3, 12: 4, 14: 6}
_FLOAT, _VARIABLE = 5, 13
_BCD = frozenset((9, 10, 11, 12, 14))
_FILLER, _MAKERS_OWN, _MORE = 0x2F, (0x0F, 0x1F), 0x1F
_PLAIN_TEXT = 0x7C
_CORRECTIONS = range(0x70, 0x78)
_MOST_EXTENSIONS = 10
_SERIAL = 0x78

# First VIF of a range, how many it spans, quantity, unit, power of ten of the first.
_RANGES = (
    (0x00, 8, "energy", "kWh", -6),
    (0x08, 8, "heat", "MJ", -6),
    (0x10, 8, "volume", "m3", -6),
    (0x18, 8, "mass", "kg", -3),
    (0x28, 8, "power", "kW", -6),
    (0x30, 8, "heat_power", "MJ/h", -6),
    (0x38, 8, "flow", "m3/h", -6),
    (0x40, 8, "flow", "m3/min", -7),
    (0x48, 8, "flow", "m3/s", -9),
    (0x50, 8, "mass_flow", "kg/h", -3),
    (0x58, 4, "flow_temp", "C", -3),
    (0x5C, 4, "return_temp", "C", -3),
    (0x60, 4, "temp_difference", "K", -3),
    (0x64, 4, "temperature", "C", -3),
    (0x68, 4, "pressure", "bar", -3),
)
# The same for the VIF that an extension names: table FDh, table FBh.
_EXTENDED_RANGES = {
    0x7D: ((0x40, 16, "voltage", "V", -9), (0x50, 16, "current", "A", -12)),
    0x7B: (
        (0x00, 2, "energy", "kWh", 2),
        (0x08, 2, "heat", "MJ", 2),
        (0x1A, 2, "rh", "%RH", -1),
        (0x28, 2, "power", "kW", 2),
    ),
}
_TEXTS = {"%RH": ("rh", "%RH")}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity by its name, with its value in its unit."""

    name: str
    value: Decimal
    unit: str


class Cut(Exception):
    """A record is cut."""


class _Cursor:
    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0
        self.says_more = False

    @property
    def is_at_end(self) -> bool:
        return self._at >= len(self._data)

    def take(self, count: int) -> bytes:
        part = self._data[self._at : self._at + count]
        if len(part) < count:
            raise Cut
        self._at += count
        return part

    def chain(self, first: int) -> list[int]:
        """Return the extension bytes behind a byte whose top bit is set."""
        found: list[int] = []
        last = first
        while last & _EXTENDED and len(found) < _MOST_EXTENSIONS:
            last = self.take(1)[0]
            found.append(last)
        return found


@dataclass(frozen=True, slots=True)
class Records:
    """The present values by name, the fabrication number where a record holds one.

    has_more: the meter has further records for another telegram.
    """

    values: dict[str, Quantity]
    serial: str | None
    has_more: bool


def read_records(data: bytes) -> Records:
    """Return what the records say. Raises Cut when one is cut."""
    found: dict[str, Quantity] = {}
    serial: str | None = None
    cursor = _Cursor(data)
    for dif, is_present, code, exponent, text, raw in _records(cursor):
        number = _number(dif, raw)
        if code == _SERIAL and number is not None and is_present:
            serial = serial or str(int(number))
        named = _named(code, text)
        if not is_present or named is None or number is None:
            continue
        name, unit, power = named
        is_float = dif & 0x0F == _FLOAT
        value = _scaled(number, power + exponent, is_float=is_float)
        found.setdefault(name, Quantity(name, value, unit))
    return Records(found, serial, cursor.says_more)


def _records(cursor: _Cursor) -> Iterator[tuple[int, bool, int, int, str, bytes]]:
    while not cursor.is_at_end:
        dif = cursor.take(1)[0]
        if dif == _FILLER:
            continue
        if dif in _MAKERS_OWN:
            cursor.says_more = dif == _MORE
            return
        further = cursor.chain(dif)
        is_present = not dif & 0x70 and not any(further)
        vif = cursor.take(1)[0]
        text = ""
        if vif & 0x7F == _PLAIN_TEXT:
            text = cursor.take(cursor.take(1)[0])[::-1].decode("latin-1").strip()
        extensions = cursor.chain(vif)
        code = vif & 0x7F
        if code in _EXTENDED_RANGES and extensions:
            code = code << 8 | extensions.pop(0) & 0x7F
        raw = cursor.take(_length(dif, cursor))
        corrections = [e & 0x7F for e in extensions if e & 0x7F in _CORRECTIONS]
        exponent = sum(correction - 0x76 for correction in corrections)
        known = len(corrections) == len(extensions)
        yield dif, is_present and known, code, exponent, text, raw


def _length(dif: int, cursor: _Cursor) -> int:
    code = dif & 0x0F
    if code != _VARIABLE:
        return _LENGTHS.get(code, 0)
    length = cursor.take(1)[0]
    if length < 0xC0:
        return length
    return length & 0x0F


def _number(dif: int, raw: bytes) -> Decimal | None:
    code = dif & 0x0F
    if code in (0, 8, _VARIABLE) or not raw:
        return None
    if code == _FLOAT:
        return short_float32(raw[::-1])
    if code in _BCD:
        negative = raw[-1] >> 4 == 0xF
        value = bcd.number_of(raw[:-1] + bytes([raw[-1] & 0x0F]) if negative else raw, 0)
        return value.copy_negate() if negative and value is not None else value
    return Decimal(int.from_bytes(raw, "little", signed=True))


def _named(code: int, text: str) -> tuple[str, str, int] | None:
    if text:
        name, unit = _TEXTS.get(text, (text.lower(), text))
        return (name, unit, 0) if name.isascii() and name.isalnum() else None
    for first, count, name, unit, power in _EXTENDED_RANGES.get(code >> 8, _RANGES):
        code &= 0xFF
        if first <= code < first + count:
            return name, unit, power + code - first
    return None


def _scaled(number: Decimal, power: int, *, is_float: bool) -> Decimal:
    value = number.scaleb(power)
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent > 0:
        return value.quantize(Decimal(1))
    if is_float and value == value.to_integral_value():
        return value.quantize(Decimal(1))
    return value
