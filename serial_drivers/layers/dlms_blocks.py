"""General block transfer of DLMS/COSEM (IEC 62056-5-3): any message, cut into numbered blocks.

Wire: E0, control (bit 7 the last block, bit 6 more come without asking, six bits of window),
number of the block, number of the block acknowledged (two bytes each), octets. The receiver
acknowledges by a block of its own without octets.
"""

from __future__ import annotations

from dataclasses import dataclass

from serial_drivers.layers.axdr import Cursor, Unsound

GENERAL = "general block"
_TAG = 0xE0
_LAST, _STREAMS, _WINDOW_OF_ONE = 0x80, 0x40, 1


@dataclass(frozen=True, slots=True)
class GeneralBlock:
    """A block taken apart. streams: the next one comes without being asked for."""

    number: int
    is_last: bool
    streams: bool
    content: bytes


def general_block(message: bytes) -> GeneralBlock | None:
    """Return the block that these bytes are, None for another message. Raises Cut and Unsound."""
    if message[:1] != bytes([_TAG]):
        return None
    cursor = Cursor(message, 1)
    control, number = cursor.byte(), cursor.number(2)
    cursor.take(2)
    block = GeneralBlock(number, bool(control & _LAST), bool(control & _STREAMS), cursor.octets())
    if not cursor.is_at_end:
        raise Unsound
    return block


def acknowledgement(own: int, received: int) -> bytes:
    """Return the block by which a client asks for the next. own: 1 for its first one."""
    numbers = (own & 0xFFFF).to_bytes(2, "big") + received.to_bytes(2, "big")
    return bytes([_TAG, _LAST | _WINDOW_OF_ONE]) + numbers + b"\0"
