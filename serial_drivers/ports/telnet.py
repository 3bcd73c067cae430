"""Telnet marks taken out of what a terminal server sends (RFC 854, RFC 855). Pure, bounded.

pyserial's own reader takes a byte at a time into a queue without an end, and a sub-option without
an end into memory without one: a server may do neither to us.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

IAC, SB, SE = 0xFF, 0xFA, 0xF0
_NEGOTIATIONS: Final = frozenset((0xFB, 0xFC, 0xFD, 0xFE))
"""WILL, WONT, DO, DONT."""
LONGEST: Final = 64
"""Bytes of a sub-option at most; the longest of RFC 2217 that matters here has 6."""


class NoTelnet(ValueError):
    """Marks that no server may send."""


@dataclass(frozen=True, slots=True)
class Negotiation:
    """WILL, WONT, DO or DONT (the byte) with the option it is about."""

    command: bytes
    option: bytes


@dataclass(frozen=True, slots=True)
class SubOption:
    """What stood between IAC SB and IAC SE, IAC undoubled."""

    data: bytes


Piece = bytes | Negotiation | SubOption
"""Bytes of the instrument, or a mark. Other commands (NOP, break) are passed over."""


class TelnetReader:
    """Takes chunks as they come and gives what is whole, in order. Not thread-safe."""

    def __init__(self) -> None:
        self._sub_option: bytearray | None = None
        self._command = b""
        self._saw_mark = False

    def feed(self, chunk: bytes) -> list[Piece]:
        """Return what a chunk completes. Raises NoTelnet: nothing after it can be trusted."""
        found: list[Piece] = []
        start = 0
        while start < len(chunk):
            if self._saw_mark or self._command:
                found += self._marked(chunk[start : start + 1])
                start += 1
                continue
            mark = chunk.find(IAC, start)
            end = len(chunk) if mark < 0 else mark
            found += self._plain(chunk[start:end])
            self._saw_mark = mark >= 0
            start = end + 1
        return found

    def _plain(self, data: bytes) -> list[Piece]:
        if self._sub_option is None:
            return [data] if data else []
        self._sub_option += data
        if len(self._sub_option) > LONGEST:
            raise NoTelnet("a sub-option without an end")
        return []

    def _marked(self, byte: bytes) -> list[Piece]:
        """Take the byte behind IAC, or the option behind WILL, WONT, DO, DONT."""
        if self._command:
            told, self._command = Negotiation(self._command, byte), b""
            return [told]
        self._saw_mark = False
        if byte[0] == IAC:
            return self._plain(byte)
        if byte[0] in _NEGOTIATIONS:
            self._command = byte
        elif byte[0] == SB:
            self._sub_option = bytearray()
        elif byte[0] == SE:
            return [self._ended()]
        return []

    def _ended(self) -> SubOption:
        if self._sub_option is None:
            raise NoTelnet("the end of a sub-option that never began")
        told, self._sub_option = SubOption(bytes(self._sub_option)), None
        return told
