"""The checksums of the scale protocols; each is a few lines and stands here once."""

from __future__ import annotations

from functools import cache, reduce
from operator import xor


def xor_of(data: bytes) -> int:
    """Return all bytes exclusive-ored, 0..255."""
    return reduce(xor, data, 0)


def xor_as_hex(data: bytes) -> bytes:
    """Return the exclusive or as two ASCII hex digits, high nibble first (Yaohua tF0, tF1).

    A nibble up to 9 becomes 30h + n, above it 37h + n. Source: XK3190-A23p manual p. 26.
    """
    return b"%02X" % xor_of(data)


def xor_faults(frames: bytes, length: int, covered: range, digits: int) -> bytes:
    """Return one byte for each of the frames: 0 where its two hex digits are right.

    frames: frames of `length` bytes in a row. covered: the places that are exclusive-ored.
    digits: the place of the high digit, the low one behind it. Place by place for all frames at
    once, as in `crc16_faults`.
    """
    total = 0
    for place in covered:
        total ^= int.from_bytes(frames[place::length], "big")
    count = len(frames) // length
    xors, faults = total.to_bytes(count, "big"), 0
    for place, table in ((digits, _HIGH_DIGITS), (digits + 1, _LOW_DIGITS)):
        came = int.from_bytes(frames[place::length], "big")
        faults |= came ^ int.from_bytes(xors.translate(table), "big")
    return faults.to_bytes(count, "big")


_HIGH_DIGITS = b"".join(b"%X" % (value >> 4) for value in range(256))
_LOW_DIGITS = b"".join(b"%X" % (value & 0xF) for value in range(256))


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


def crc_x25(data: bytes) -> bytes:
    """Return the CRC-16/X-25 (polynomial 1021h reflected) as HDLC sends it, low byte first."""
    table, total = _crc_table(0x8408), 0xFFFF
    for byte in data:
        total = (total >> 8) ^ table[(total ^ byte) & 0xFF]
    return (total ^ 0xFFFF).to_bytes(2, "little")


@cache
def _crc_tables_after(count: int) -> tuple[int, ...]:
    """Return what each byte value adds to the CRC when so many bytes come after it."""
    table = _crc_table(0xA001)
    if not count:
        return table
    return tuple((total >> 8) ^ table[total & 0xFF] for total in _crc_tables_after(count - 1))


@cache
def _crc_bytes_after(count: int) -> tuple[bytes, bytes]:
    """Return low and high bytes of `_crc_tables_after`, for bytes.translate."""
    totals = _crc_tables_after(count)
    return bytes(total & 0xFF for total in totals), bytes(total >> 8 for total in totals)


@cache
def _crc_start(length: int) -> tuple[bytes, bytes]:
    """Return low and high byte of what the start value alone makes of so many bytes."""
    total = crc16(bytes(length))
    return bytes([total & 0xFF]), bytes([total >> 8])


def crc16_faults(frames: bytes, length: int) -> bytes:
    """Return one byte for each of the frames: 0 where its two check bytes are right.

    frames: frames of `length` bytes in a row, each with its CRC-16 (start FFFFh) low byte first.
    The CRC of a frame is the exclusive or of what its bytes add by their places; so all frames
    are judged place by place, each place for all frames at once. Over a whole frame it is 0.
    """
    count = len(frames) // length
    low, high = (int.from_bytes(part * count, "big") for part in _crc_start(length))
    for place in range(length):
        column = frames[place::length]
        low_table, high_table = _crc_bytes_after(length - 1 - place)
        low ^= int.from_bytes(column.translate(low_table), "big")
        high ^= int.from_bytes(column.translate(high_table), "big")
    return (low | high).to_bytes(count, "big")


def mismatch(computed: bytes, received: bytes) -> str | None:
    """Return None if both are equal, else what was computed and what came, in hex."""
    if computed == received:
        return None
    return f"computed {computed.hex().upper()}, in frame {received.hex().upper()}"
