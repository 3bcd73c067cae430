"""What can be sent: hex or text with escapes as bytes, and the commands a driver names. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from inspector_app.words import current_language
from inspector_app.words import gettext as _
from serial_drivers.driver import Commands, NamedCommand
from serial_drivers.layers.checksums import crc16, sum8, xor_of

LONGEST: Final = 1024
LINE_ENDS: Final[dict[str, bytes]] = {"": b"", "CR": b"\r", "LF": b"\n", "CR LF": b"\r\n"}
CHECKS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "XOR": lambda data: bytes([xor_of(data)]),
    "SUM": lambda data: bytes([sum8(data)]),
    "CRC-16": lambda data: crc16(data).to_bytes(2, "little"),
}
"""Over all bytes that were typed; CRC-16 as Modbus RTU has it, low byte first."""
ENDINGS: Final = (*LINE_ENDS, *CHECKS)
_ESCAPED: Final[dict[str, str]] = {
    "r": "\r",
    "n": "\n",
    "t": "\t",
    "e": "\x1b",
    "0": "\0",
    "\\": "\\",
}
_ESCAPE: Final = re.compile(r"\\(x[0-9A-Fa-f]{2}|.|$)", re.DOTALL)


class NotSendable(ValueError):
    """What was typed is no sequence of bytes."""


def bytes_of(text: str, *, is_hex: bool, ending: str = "") -> bytes:
    r"""Return the bytes of `52 0D 0A`, or of text with the escapes \r \n \t \e \0 \\ \x02.

    ending: one of ENDINGS, put behind: a line end, or a check over the bytes. At most 1024 bytes.
    Raises NotSendable.
    """
    data = _of_hex(text) if is_hex else _of_text(text)
    data += CHECKS[ending](data) if ending in CHECKS else LINE_ENDS[ending]
    if not data or len(data) > LONGEST:
        raise NotSendable(text)
    return data


def _of_hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text.replace("0x", "").replace(",", " "))
    except ValueError:
        raise NotSendable(text) from None


def _of_text(text: str) -> bytes:
    def character(found: re.Match[str]) -> str:
        name = found[1]
        if len(name) == 3:
            return chr(int(name[1:], 16))
        if name not in _ESCAPED:
            raise NotSendable(text)
        return _ESCAPED[name]

    try:
        return _ESCAPE.sub(character, text).encode("latin-1")
    except UnicodeEncodeError:
        raise NotSendable(text) from None


def changing(commands: Commands) -> dict[bytes, str]:
    """Return the commands that change the instrument, with their names."""
    named = (
        (commands.zero, _("Set zero")),
        (commands.tare, _("Tare")),
        (commands.clear_tare, _("Clear tare")),
    )
    return {data: name for data, name in named if data is not None} | _further(commands.acts)


def _further(commands: tuple[NamedCommand, ...]) -> dict[bytes, str]:
    return {command.data: command.name.in_language(current_language()) for command in commands}


def harmless(commands: Commands) -> dict[bytes, str]:
    """Return the commands that change nothing, with their names."""
    named = [(commands.read, _("Read")), (commands.read_stable, _("Read at rest"))]
    found = {data: name for data, name in named if data is not None}
    for number, data in enumerate(commands.identify, start=1):
        name = _("Identify") if number == 1 else _("Identify {n}").format(n=number)
        found.setdefault(data, name)
    return found | _further(commands.asks)
