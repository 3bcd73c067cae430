"""What a Modbus answer may hold that nobody here asked for: a guess, marked `inferred`."""

from __future__ import annotations

from decimal import Decimal

from inspector_app.domain.indication import Extra, Indication
from inspector_app.domain.quantities import plain
from serial_drivers.layers.modbus_profiles import (
    ORDERS,
    Profile,
    Register,
    is_clean_float32,
    ordered,
    profiles,
    short_float32,
    values_of,
)

_NO_NUMBERS = frozenset(map(bytes.fromhex, ("7fc00000", "ffc00000", "7f800000", "ff800000")))
"""Float32 of no value and of the infinities: a sensor's way to say that it has none."""


def inferred(frame: bytes, who: tuple[tuple[str, Extra], ...]) -> Indication:
    """Return what an answer most likely says: floats first, then a shipped profile, else integers.

    who: function and address, as they are told of every answer.
    """
    data = frame[3:-2]
    marked: tuple[tuple[str, Extra], ...] = (("inferred", True), *who)
    found = _as_floats(data)
    if found is not None:
        order, values = found
        if len(values) == 1:
            return Indication(value=values[0], extras=(("order", order), *marked), raw=frame)
        told = tuple(plain(value) for value in values)
        return Indication(extras=(("values", told), ("order", order), *marked), raw=frame)
    for profile in profiles().values():
        block = _fitting_block(profile, frame[1], data) if profile.is_recognised else ()
        if block:
            named = values_of(block, data)
            kept = tuple((name, plain(v)) for name, v in named.items() if v is not None)
            first, value = block[0], named[block[0].quantity]
            extras = (*kept, ("profile", profile.key), *marked)
            return Indication(value=value, unit=first.unit, extras=extras, raw=frame)
    words = tuple(int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2))
    if len(data) == 4 and any(ordered(data, order) in _NO_NUMBERS for order in ORDERS):
        return Indication(error="no_value", extras=(("registers", words), *marked), raw=frame)
    whole = int.from_bytes(data, "big", signed=True) if len(words) <= 2 else None
    value = None if whole is None else Decimal(whole)
    return Indication(value=value, extras=(("registers", words), *marked), raw=frame)


def _as_floats(data: bytes) -> tuple[str, list[Decimal]] | None:
    """Return the order in which all groups of four bytes are clean decimal numbers."""
    if not data or len(data) % 4:
        return None
    for order in ORDERS:
        groups = [ordered(data[at : at + 4], order) for at in range(0, len(data), 4)]
        if all(is_clean_float32(group) for group in groups):
            return order, [value for value in map(short_float32, groups) if value is not None]
    return None


def _fitting_block(profile: Profile, function: int, data: bytes) -> tuple[Register, ...]:
    """Return the first registers of a block that fill the answer with possible values."""
    for register in profile.registers:
        block = profile.block(register)
        for end in range(len(block), 0, -1):
            part = block[:end]
            fits = part[0].function == function and 2 * sum(r.words for r in part) == len(data)
            if fits and None not in values_of(part, data).values():
                return part
    return ()
