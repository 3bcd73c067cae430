"""The data records of an M-Bus answer (EN 13757-3): what each value is, exact.

A record is DIF (how long, which storage), VIF (which quantity, which power of ten), data. Read are
instantaneous values, the first of each quantity; those of a storage, tariff, part of the meter or
phase carry it in their name (`energy_t1`, `volume_s1`, `voltage_u2`, `voltage_l3`).
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
_SERIAL, _DATE_AND_TIME = 0x78, 0x6D
_FORWARD, _BACKWARD = 0x3B, 0x3C
"""VIFE of counters that take one direction only."""
_PHASES_FOLLOW, _PHASES = 0x7C, {1: "_l1", 2: "_l2", 3: "_l3", 4: "_n"}
_NO_DATE = 0x80

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
    (0x6E, 1, "hca", "HCA", 0),
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
        if last & _EXTENDED:
            raise Cut
        return found


@dataclass(frozen=True, slots=True)
class Records:
    """The present values by name, those of storages, tariffs and parts by longer names.

    serial: the fabrication number where a record holds one. meter_time: date and time of the meter.
    has_more: the meter has further records for another telegram.
    """

    values: dict[str, Quantity]
    further: dict[str, Quantity]
    serial: str | None
    meter_time: str | None
    has_more: bool


@dataclass(frozen=True, slots=True)
class _Record:
    """One record.

    suffix: what its name says of storage, tariff and part. is_known: are all of its extensions.
    code: VIF, with table of an extension in the upper byte. exponent: of the corrections.
    """

    dif: int
    suffix: str
    is_known: bool
    code: int
    exponent: int
    text: str
    raw: bytes


def read_records(data: bytes) -> Records:
    """Return what the records say. Raises Cut when one is cut."""
    found: dict[str, Quantity] = {}
    further: dict[str, Quantity] = {}
    serial = meter_time = None
    cursor = _Cursor(data)
    for record in _records(cursor):
        number = _number(record.dif, record.raw)
        is_plain = record.is_known and not record.suffix
        if record.code == _SERIAL and number is not None and is_plain:
            serial = serial or str(int(number))
        if record.code == _DATE_AND_TIME and is_plain:
            meter_time = meter_time or _moment(record.raw)
        named = _named(record.code, record.text)
        if not record.is_known or named is None or number is None or not _is_instant(record.dif):
            continue
        name, unit, power = named
        value = _scaled(number, power + record.exponent, is_float=record.dif & 0x0F == _FLOAT)
        kept = further if record.suffix else found
        name += record.suffix
        kept.setdefault(name, Quantity(name, value, unit))
    return Records(found, further, serial, meter_time, cursor.says_more)


def _is_instant(dif: int) -> bool:
    return not dif & 0x30


def _records(cursor: _Cursor) -> Iterator[_Record]:
    while not cursor.is_at_end:
        dif = cursor.take(1)[0]
        if dif == _FILLER:
            continue
        if dif in _MAKERS_OWN:
            cursor.says_more = dif == _MORE
            return
        where = _where(dif, cursor.chain(dif))
        vif = cursor.take(1)[0]
        text = ""
        if vif & 0x7F == _PLAIN_TEXT:
            text = cursor.take(cursor.take(1)[0])[::-1].decode("latin-1").strip()
        extensions = cursor.chain(vif)
        code = vif & 0x7F
        if code in _EXTENDED_RANGES and extensions:
            code = code << 8 | extensions.pop(0) & 0x7F
        raw = cursor.take(_length(dif, cursor))
        exponent, suffix, is_known = _meaning([each & 0x7F for each in extensions])
        yield _Record(dif, suffix + where, is_known, code, exponent, text, raw)


def _where(dif: int, further: list[int]) -> str:
    """Return storage, tariff and part of the meter as a name ends with them, empty for none."""
    storage, tariff, part = dif >> 6 & 1, 0, 0
    for place, byte in enumerate(further):
        storage |= (byte & 0x0F) << (1 + 4 * place)
        tariff |= (byte >> 4 & 0x03) << (2 * place)
        part |= (byte >> 6 & 0x01) << place
    return "".join(
        f"_{letter}{number}"
        for letter, number in zip("stu", (storage, tariff, part), strict=True)
        if number
    )


def _meaning(extensions: list[int]) -> tuple[int, str, bool]:
    """Return power of ten, end of the name, and whether all extensions of a VIF are known."""
    exponent, suffix, is_known = 0, "", True
    rest = iter(extensions)
    for each in rest:
        if each in _CORRECTIONS:
            exponent += each - 0x76
        elif each == _PHASES_FOLLOW:
            phase = _PHASES.get(next(rest, 0))
            suffix, is_known = suffix + (phase or ""), is_known and phase is not None
        elif each == _BACKWARD:
            suffix += "_backward"
        elif each != _FORWARD:
            is_known = False
    return exponent, suffix, is_known


def _moment(raw: bytes) -> str | None:
    """Return date and time of type F (four bytes), None where the meter calls it invalid."""
    if len(raw) != 4 or raw[0] & _NO_DATE:
        return None
    year, month = raw[2] >> 5 | (raw[3] & 0xF0) >> 1, raw[3] & 0x0F
    day, hour, minute = raw[2] & 0x1F, raw[1] & 0x1F, raw[0] & 0x3F
    if not (1 <= month <= 12 and day >= 1 and hour < 24 and minute < 60):
        return None
    return f"20{year:02d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}" if year < 100 else None


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
