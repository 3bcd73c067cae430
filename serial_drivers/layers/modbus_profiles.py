"""Register profiles of Modbus instruments: data in resources/instruments/modbus (its README)."""

from __future__ import annotations

import math
import struct
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from inspector_app import resource_files
from inspector_app.domain.text import Text
from serial_drivers.driver import SerialLine

ORDERS: Mapping[str, tuple[int, ...]] = {
    "ABCD": (0, 1, 2, 3),
    "CDAB": (2, 3, 0, 1),
    "BADC": (1, 0, 3, 2),
    "DCBA": (3, 2, 1, 0),
}
_FORMATS = {"int16": ">h", "uint16": ">H", "int32": ">i", "uint32": ">I", "float32": ">f"}
MOST_WORDS = 125
"""Words that one answer may carry (Modbus application protocol 1.1b3, 6.3)."""
_LARGEST = 10**15
_SURE_DIGITS = 6
"""Decimal digits that every float32 keeps."""


def ordered(data: bytes, order: str) -> bytes:
    """Return two or four bytes of the wire most significant first, or back again."""
    if len(data) == 4:
        return bytes(data[at] for at in ORDERS[order])
    return data[::-1] if order in ("BADC", "DCBA") else data


def exact_float32(data: bytes) -> Decimal | None:
    """Return the exact value of four bytes, None for what is no number or beyond 10^15."""
    (number,) = struct.unpack(">f", data)
    if not math.isfinite(number) or abs(number) > _LARGEST:
        return None
    return Decimal(number)


def short_float32(data: bytes) -> Decimal | None:
    """Return the value in the six digits a float32 surely has, trailing zeros dropped."""
    exact = exact_float32(data)
    if exact is None:
        return None
    if exact == 0:
        return Decimal(0)
    rounded = round(exact, _SURE_DIGITS - 1 - exact.adjusted()).normalize()
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded


def is_clean_float32(data: bytes) -> bool:
    """Say whether six digits say all: a figure a person would have written, of a usual size."""
    short = short_float32(data)
    if short is None or not -3 <= short.adjusted() <= _SURE_DIGITS:
        return False
    return short != 0 and struct.pack(">f", short) == data


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """One quantity of an instrument, in one or two words."""

    quantity: str
    label: Text
    function: int
    address: int
    type: str
    order: str
    unit: str
    lowest: Decimal
    highest: Decimal
    usual: Decimal
    exponent: int = 0
    decimals: int = 0

    @property
    def words(self) -> int:
        """Return how many 16-bit words it takes."""
        return 2 if self.type.endswith("32") else 1

    @property
    def places(self) -> int:
        """Return the decimals of its values."""
        return self.decimals if self.type == "float32" else max(0, -self.exponent)

    def value(self, data: bytes) -> Decimal | None:
        """Return the value of its bytes, exact or rounded as declared; None if impossible."""
        straight = ordered(data, self.order)
        if self.type == "float32":
            exact = exact_float32(straight)
            value = None if exact is None else round(exact, self.decimals) + 0
        else:
            (number,) = struct.unpack(_FORMATS[self.type], straight)
            value = Decimal(number).scaleb(self.exponent)
            if self.exponent > 0:
                value = value.quantize(Decimal(1))
        return value if value is not None and self.lowest <= value <= self.highest else None

    def data(self, value: Decimal) -> bytes:
        """Return the bytes of a value, for simulated instruments; b"" if it does not fit."""
        number: Any = value if self.type == "float32" else int(value.scaleb(-self.exponent))
        try:
            return ordered(struct.pack(_FORMATS[self.type], number), self.order)
        except struct.error:
            return b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One instrument: its registers, and the line it leaves the factory with."""

    key: str
    title: Text
    source: str
    is_confirmed: bool
    is_recognised: bool
    line: SerialLine
    registers: tuple[Register, ...]

    def register(self, quantity: str) -> Register | None:
        """Return the register of a quantity, the first for an empty name."""
        if not quantity:
            return self.registers[0]
        return next((one for one in self.registers if one.quantity == quantity), None)

    def block(self, register: Register) -> tuple[Register, ...]:
        """Return the registers around this one that lie without a gap: one question reads them.

        No more than an answer can hold; those behind the asked one give way first.
        """
        alike = [one for one in self.registers if one.function == register.function]
        alike.sort(key=lambda one: one.address)
        block = [register]
        at = alike.index(register)
        for before in reversed(alike[:at]):
            if before.address + before.words == block[0].address:
                block.insert(0, before)
        for after in alike[at + 1 :]:
            if after.address == block[-1].address + block[-1].words:
                block.append(after)
        while block[-1].address + block[-1].words - block[0].address > MOST_WORDS:
            block.pop(-1 if block[-1] is not register else 0)
        return tuple(block)


def values_of(block: tuple[Register, ...], data: bytes) -> dict[str, Decimal | None]:
    """Return the value of each register of a block; data: the answer's bytes, all of them."""
    found: dict[str, Decimal | None] = {}
    at = 0
    for register in block:
        found[register.quantity] = register.value(data[at : at + 2 * register.words])
        at += 2 * register.words
    return found


@cache
def profiles() -> Mapping[str, Profile]:
    """Return every profile by key."""
    names = resource_files.list_names("instruments/modbus", ".toml")
    read = (_profile(tomllib.loads(resource_files.read_text(name))) for name in names)
    return {profile.key: profile for profile in read}


def _profile(data: Mapping[str, Any]) -> Profile:
    line = SerialLine(baudrate=data["baudrate"], parity=data["parity"], stop_bits=data["stop_bits"])
    return Profile(
        key=data["key"],
        title=Text(**data["title"]),
        source=data["source"],
        is_confirmed=data["confirmed"],
        is_recognised=data["recognise"],
        line=line,
        registers=tuple(_register(row) for row in data["register"]),
    )


def _register(row: Mapping[str, Any]) -> Register:
    figures = {name: Decimal(row[name]) for name in ("lowest", "highest", "usual")}
    return Register(**{**row, **figures, "label": Text(**row["label"])})
