"""Seven data bits with even parity, read through a port of eight: the parity stands in bit 7.

Bit 7 is taken for parity only where every byte of the text carries it rightly. A single byte from
the upper half is noise, or a maker's lamp byte, and stays what it is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from inspector_app.domain.indication import FrameProblem, Indication

if TYPE_CHECKING:
    from collections.abc import Callable

_ODD_ONES = bytes(byte for byte in range(0x80) if byte.bit_count() % 2)
_EVEN = bytes(byte | 0x80 if byte in _ODD_ONES else byte for byte in range(0x80))
_STRIPPED = bytes(byte & 0x7F for byte in range(0x100))

Decoded = tuple[Indication | FrameProblem, ...]


def without_parity(data: bytes) -> bytes | None:
    """Return the seven-bit text; None where bit 7 is not even parity, or set nowhere."""
    if data.isascii() or data.translate(None, _EVEN):
        return None
    return data.translate(_STRIPPED)


def with_tail_stripped(line: bytes) -> bytes:
    """Return the line, of the same length, with parity taken from the tail that carries it."""
    if line.isascii():
        return line
    start = len(line)
    while start and line[start - 1] in _EVEN:
        start -= 1
    return line[:start] + line[start:].translate(_STRIPPED)


def with_parity(data: bytes) -> bytes:
    """Return seven-bit text as a port of eight bits sees it on a line of even parity."""
    return data.translate(_EVEN + bytes(range(0x80, 0x100)))


def in_seven_bits(frame: bytes, decode: Callable[[bytes], Decoded]) -> Decoded:
    """Decode a frame without its parity bits; `raw` keeps what was on the wire."""
    text = without_parity(frame)
    if text is None:
        return decode(frame)
    return tuple(
        said.having(raw=frame) if isinstance(said, Indication) else replace(said, raw=frame)
        for said in decode(text)
    )
