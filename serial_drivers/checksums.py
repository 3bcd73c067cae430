"""The checksums of the scale protocols; each is a few lines and stands here once."""

from __future__ import annotations

from functools import cache, reduce


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


def sum8(data: bytes) -> int:
    """Return the sum of all bytes modulo 256 (DL/T 645, CJ/T 188, M-Bus)."""
    return sum(data) & 0xFF


@cache
def _crc_table(polynomial: int) -> tuple[int, ...]:
    table = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ polynomial if value & 1 else value >> 1  # noqa: PLW2901 - shifted
        table.append(value)
    return tuple(table)


def crc16(data: bytes, start: int = 0xFFFF) -> int:
    """Return the CRC-16 of polynomial 8005h, bits reflected.

    start FFFFh: Modbus RTU, sent low byte first. start 0: CRC-16/ARC of a DSMR telegram.
    """
    table, total = _crc_table(0xA001), start
    for byte in data:
        total = (total >> 8) ^ table[(total ^ byte) & 0xFF]
    return total


def mismatch(computed: bytes, received: bytes) -> str | None:
    """Return None if both are equal, else what was computed and what came, in hex."""
    if computed == received:
        return None
    return f"computed {computed.hex().upper()}, in frame {received.hex().upper()}"
