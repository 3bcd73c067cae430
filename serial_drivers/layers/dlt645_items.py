"""What is read of a meter by DL/T 645-2007: its identifiers, their names and formats, as data.

The rows stand in resources/instruments/dlt645_2007.toml.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from inspector_app import resource_files
from inspector_app.domain.indication import Extra, Indication
from inspector_app.domain.text import Text
from serial_drivers.layers import bcd, dlt645

ALL = "FF"
"""In an identifier: all rates or phases."""
_DEMAND_BYTES, _TIME_BYTES = 3, 5
_PHASES = {"01": "_a", "02": "_b", "03": "_c"}
_PHASE_WORDS = {
    "_a": ("A相", "of phase A"),
    "_b": ("B相", "of phase B"),
    "_c": ("C相", "of phase C"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One identifier, or a family of them (`xx`), and the format of its value."""

    di: str
    quantity: str
    label: Text
    unit: str
    length: int
    decimals: int
    signed: bool

    def fits(self, di: str) -> bool:
        """Say whether an identifier is of this family."""
        return all(mine in ("x", byte) for mine, byte in zip(self.di, di, strict=True))


@cache
def table() -> tuple[tuple[Item, ...], dict[str, tuple[str, int]]]:
    """Return the formats of values, and the fields of digits that are text by their identifier."""
    data: dict[str, Any] = tomllib.loads(resource_files.read_text("instruments/dlt645_2007.toml"))
    items = tuple(
        Item(di, name, Text(zh=zh, en=en), unit, length, decimals, signed)
        for di, name, zh, en, unit, length, decimals, signed in data["item"]
    )
    return items, {di: (name, length) for di, name, length in data["text"]}


@cache
def _demands_and_letters() -> tuple[tuple[Item, ...], dict[str, str]]:
    """Return the demands, and the fields of letters by their identifier."""
    data: dict[str, Any] = tomllib.loads(resource_files.read_text("instruments/dlt645_2007.toml"))
    demands = tuple(
        Item(di, name, Text(zh=zh, en=en), unit, _DEMAND_BYTES, 4, signed=False)
        for di, name, zh, en, unit in data["demand"]
    )
    return demands, dict(data["letters"])


@cache
def quantities() -> dict[str, tuple[str, Item, Text]]:
    """Return identifier, format and words of each single quantity by its name."""
    found: dict[str, tuple[str, Item, Text]] = {}
    for item in table()[0]:
        phased = "xx" in item.di and item.di.startswith("02")
        if not phased or item.quantity.endswith(("power", "factor")):
            found[item.quantity] = (item.di.replace("x", "0"), item, item.label)
        if phased:
            for code, suffix in _PHASES.items():
                zh, en = _PHASE_WORDS[suffix]
                words = Text(zh=zh + item.label.zh, en=f"{item.label.en} {en}")
                found[item.quantity + suffix] = (item.di.replace("xx", code), item, words)
    return found


def value_of(part: bytes, item: Item) -> Decimal | None:
    """Return the value of these bytes, None where they are no digits."""
    return bcd.number_of(part, item.decimals, signed=item.signed)


def written(
    di: str, body: bytes, extras: tuple[tuple[str, Extra], ...], frame: bytes
) -> Indication | None:
    """Read digits that are text, letters, or a demand with its time; None for other data."""
    digits, length = table()[1].get(di, ("", 0))
    if digits and len(body) == length:
        kept = tuple(extra for extra in extras if extra[0] != digits)
        return Indication(extras=((digits, dlt645.digits(body)), *kept), raw=frame)
    demands, letters = _demands_and_letters()
    demand = next((item for item in demands if item.fits(di)), None)
    if demand is not None and len(body) == _DEMAND_BYTES + _TIME_BYTES and ALL not in di[2:]:
        value, at = value_of(body[:_DEMAND_BYTES], demand), bcd.digits_of(body[_DEMAND_BYTES:])
        if value is None or at is None:
            return None
        when = f"20{at[:2]}-{at[2:4]}-{at[4:6]}T{at[6:8]}:{at[8:]}"
        return Indication(
            value=value, unit=demand.unit, extras=(("demand_at", when), *extras), raw=frame
        )
    text = body[::-1].strip(b"\x00 ")
    if di not in letters or not text.isascii() or not text.decode("latin-1").isprintable():
        return None
    return Indication(extras=((letters[di], text.decode()), *extras), raw=frame)
