"""Packed decimal digits, as meters send them: two digits a byte."""

from __future__ import annotations

from decimal import Decimal


def digits_of(data: bytes) -> str | None:
    """Return the digits of bytes that stand least significant first; None if one is no digit."""
    text = data[::-1].hex()
    return text if text.isdigit() else None


def number_of(data: bytes, decimals: int, *, signed: bool = False) -> Decimal | None:
    """Return the value of digits sent least significant first, None if they are no digits.

    signed: the top bit of the most significant byte is the sign.
    """
    if not data:
        return None
    negative = signed and bool(data[-1] & 0x80)
    digits = digits_of(data[:-1] + bytes([data[-1] & 0x7F]) if negative else data)
    if digits is None:
        return None
    value = Decimal(digits).scaleb(-decimals)
    return value.copy_negate() if negative else value


def packed(value: Decimal, length: int, decimals: int, *, signed: bool = False) -> bytes | None:
    """Return the digits of a value, least significant first; None if they do not fit."""
    scaled = value.scaleb(decimals).to_integral_value()
    digits = f"{abs(int(scaled)):0{2 * length}d}"
    if len(digits) > 2 * length or (scaled < 0 and not signed):
        return None
    data = bytearray(bytes.fromhex(digits)[::-1])
    if signed and data[-1] & 0x80:
        return None
    data[-1] |= 0x80 if scaled < 0 else 0
    return bytes(data)
