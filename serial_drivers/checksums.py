"""The checksums of the scale protocols; each is a few lines and stands here once."""

from __future__ import annotations

from functools import reduce


def xor_of(data: bytes) -> int:
    """Return all bytes exclusive-ored, 0..255."""
    return reduce(lambda total, byte: total ^ byte, data, 0)


def xor_as_hex(data: bytes) -> bytes:
    """Return the exclusive or as two ASCII hex digits, high nibble first (Yaohua tF0, tF1).

    A nibble up to 9 becomes 30h + n, above it 37h + n. Source: XK3190-A23p manual p. 26.
    """
    return b"%02X" % xor_of(data)


def sum7_complement(data: bytes) -> int:
    """Return the 7-bit two's complement of the sum of the low seven bits (Toledo continuous).

    With it the low seven bits of all bytes add up to 0. Source: METTLER WILDCAT manual p. 6-4.
    """
    return -sum(byte & 0x7F for byte in data) & 0x7F
