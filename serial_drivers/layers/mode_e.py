r"""Mode E of IEC 62056-21: how an optical head's meter is led to speak DLMS over HDLC.

Wire, at 300 baud with seven bits and even parity: the host `/?!`, the meter its identification with
`\2` behind the maker and speed (`/ISk5\2MT382`), the host ACK `2` speed `2` (protocol HDLC, mode
binary), which the meter repeats at the speed chosen; from then on eight bits without parity. A port
that stays at eight bits all the time sends and hears the parity as the top bit of each byte.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from inspector_app.domain.indication import Extra, Indication
from serial_drivers.declaring import by_groups
from serial_drivers.driver import ByteField, Decoded, Turn
from serial_drivers.framing import Broken, Complete, FrameShape, Outcome

_SEVEN_BITS, _PARITY = 0x7F, 0x80
_SLASH, _ACK = 0x2F, 0x06
_LONGEST_LINE = 80
_SIGN_ON = re.compile(rb"/\?(?P<address>[0-9A-Za-z ]{0,32})!\r\n")
_IDENTITY = re.compile(
    rb"/(?P<address>[A-Za-z]{3})(?P<status>[ \"-.0-~])(?P<legend>\\2)?(?P<value>[ -.0-~]{0,40})\r\n"
)
_OPTION = re.compile(rb"\x06(?P<cmd>2)(?P<status>[0-6])2\r\n")
SPEEDS = {digit: 300 << at for at, digit in enumerate("0123456")}
"""Speeds by the digit of an identification, in bit/s."""


def with_parity(text: bytes) -> bytes:
    """Return bytes of seven bits with even parity in the top bit."""
    return bytes(byte | _PARITY if byte.bit_count() % 2 else byte for byte in text)


def without_parity(data: bytes) -> bytes:
    """Return the seven bits of each byte."""
    return bytes(byte & _SEVEN_BITS for byte in data)


def option(speed: str) -> bytes:
    """Return the words that choose HDLC at a speed, which the meter repeats."""
    return with_parity(b"\x062%s2\r\n" % speed.encode())


SIGN_ON = with_parity(b"/?!\r\n")
OPTIONS = tuple(map(option, SPEEDS))


def is_line(frame: bytes) -> bool:
    """Say whether a frame is a line of the opening and not one of HDLC."""
    return frame[0] & _SEVEN_BITS in (_SLASH, _ACK)


def _measure(window: bytes) -> Complete | Broken | None:
    text = without_parity(window[:_LONGEST_LINE])
    end = text.find(b"\n") + 1
    if not end:
        return None if len(window) < _LONGEST_LINE else Broken(1, "malformed", "no line end")
    line = window[:end]
    if line not in (text[:end], with_parity(text[:end])):
        return Broken(end, "checksum_error", "parity")
    if any(pattern.fullmatch(text[:end]) for pattern in (_SIGN_ON, _IDENTITY, _OPTION)):
        return Complete(end)
    return Broken(end, "malformed", "no such line")


@dataclass(slots=True)
class LinesThenFrames:
    """Lines of the opening, and the frames of another shape."""

    new_frames: Callable[[], FrameShape]
    _frames: FrameShape = field(init=False)

    def __post_init__(self) -> None:
        """Make the shape of the frames."""
        self._frames = self.new_frames()

    def examine(self, window: bytes) -> Outcome | None:
        """Judge what stands at the cursor."""
        return _measure(window) if is_line(window) else self._frames.examine(window)

    def examine_end(self, window: bytes) -> Outcome:
        """Judge the last bytes."""
        if is_line(window):
            return _measure(window) or Broken(len(window), "incomplete")
        return self._frames.examine_end(window)


def decode(line: bytes) -> Decoded:
    """Return what a line of the opening says.

    The chosen option reads the same in both directions: it is a `cmd`, and the meter's consent.
    """
    text = without_parity(line)
    if _SIGN_ON.fullmatch(text):
        return (Indication(extras=(("cmd", "sign_on"),), raw=line),)
    identity = _IDENTITY.fullmatch(text)
    if identity is None:
        chosen: tuple[tuple[str, Extra], ...] = (("cmd", "select"), ("mode", "hdlc"))
        return (Indication(extras=(*chosen, ("baud_id", chr(text[2]))), raw=line),)
    told: tuple[tuple[str, Extra], ...] = (
        ("manufacturer", identity["address"].decode().upper()),
        ("baud_id", identity["status"].decode()),
        ("ident", identity["value"].decode()),
        ("mode_e", identity["legend"] is not None),
    )
    error = None if identity["legend"] else "mode_e_not_offered"
    return (Indication(error=error, extras=told, raw=line),)


def follow_up(said: Indication) -> Turn | None:
    """Choose HDLC at the speed offered, where the meter offers it."""
    offered = said.extra("baud_id")
    if said.extra("mode_e") is not True or not isinstance(offered, str) or offered not in SPEEDS:
        return None
    return Turn(option(offered), SPEEDS[offered])


def has_consented(said: Indication) -> bool:
    """Say whether the meter now waits for HDLC."""
    return said.extra("cmd") == "select"


_explained = by_groups(_SIGN_ON, _IDENTITY, _OPTION)


def explain(line: bytes) -> tuple[ByteField, ...]:
    """Return the fields of a line."""
    return _explained(without_parity(line))
