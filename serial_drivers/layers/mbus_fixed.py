"""The fixed data of older M-Bus meters (EN 1434-3, CI 73): two counters, their units by a table.

Sixteen bytes: identification, access number, status, two bytes of medium and units, two counters
of four bytes, least significant byte first. Status bit 0 says that the counters are binary and not
packed digits. The six low bits of a unit byte are its unit; 3Eh repeats the first unit for a value
of the past.
"""

from __future__ import annotations

from decimal import Decimal

from serial_drivers.layers import bcd
from serial_drivers.layers.mbus_records import Quantity

_LENGTH = 16
_BINARY = 0x01
_AS_FIRST = 0x3E
# First code of three (times 1, 10, 100), quantity, unit.
_UNITS = (
    (0x02, "energy", "Wh"),
    (0x05, "energy", "kWh"),
    (0x08, "energy", "MWh"),
    (0x0B, "heat", "kJ"),
    (0x0E, "heat", "MJ"),
    (0x11, "heat", "GJ"),
    (0x14, "power", "W"),
    (0x17, "power", "kW"),
    (0x1A, "power", "MW"),
    (0x1D, "heat_power", "kJ/h"),
    (0x20, "heat_power", "MJ/h"),
    (0x23, "heat_power", "GJ/h"),
    (0x26, "volume", "mL"),
    (0x29, "volume", "L"),
    (0x2C, "volume", "m3"),
    (0x2F, "flow", "mL/h"),
    (0x32, "flow", "L/h"),
    (0x35, "flow", "m3/h"),
)
_THOUSANDTHS_OF_DEGREE = 0x38


def fixed_counters(data: bytes) -> tuple[Quantity | None, Quantity | None] | None:
    """Return both counters, None for one whose unit or digits say nothing; None for other data."""
    if len(data) != _LENGTH:
        return None
    codes = [byte & 0x3F for byte in data[6:8]]
    if codes[1] == _AS_FIRST:
        codes[1] = codes[0]
    first, second = (
        _counter(code, data[at : at + 4], is_binary=bool(data[5] & _BINARY))
        for code, at in zip(codes, (8, 12), strict=True)
    )
    return first, second


def _counter(code: int, part: bytes, *, is_binary: bool) -> Quantity | None:
    number = Decimal(int.from_bytes(part, "little", signed=True)) if is_binary else None
    if number is None:
        number = bcd.number_of(part, 0)
    if number is None:
        return None
    if code == _THOUSANDTHS_OF_DEGREE:
        return Quantity("temperature", number.scaleb(-3), "C")
    for first, name, unit in _UNITS:
        if first <= code < first + 3:
            return Quantity(name, number * 10 ** (code - first), unit)
    return None
