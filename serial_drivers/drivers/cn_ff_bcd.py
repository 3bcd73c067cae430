"""FF-BCD of Chinese retail scales (凯丰, 香川, 英展 ACS): five bytes, over and over.

Wire: FF, status, three bytes of packed digits, least significant first. Status: bits 0-2 the
decimal places plus one, 3-4 mode, 5 negative, 6 stable, 7 overflow. No unit is sent, and there is
no checksum: a changed digit cannot be noticed.
"""

from __future__ import annotations

import re

from inspector_app.domain.indication import Indication, StabilityBasis
from inspector_app.domain.text import Text
from serial_drivers.declaring import NO_CHECK, by_groups, card
from serial_drivers.driver import Decoded, Display, Driver, SerialLine, Voice, malformed
from serial_drivers.framing import FixedLayout, MarkedShape
from serial_drivers.layers import bcd

_MARK = 0xFF
_DIGITS = (
    b"[" + b"".join(b"\\x%02x-\\x%02x" % (tens << 4, tens << 4 | 9) for tens in range(10)) + b"]"
)
_LAYOUT = re.compile(rb"\xff(?P<status>[^\xff])(?P<value>" + _DIGITS + rb"{3})", re.DOTALL)
_PLACES, _NEGATIVE, _STABLE, _OVER = 0x07, 0x20, 0x40, 0x80
_PACKED = bytes(tens << 4 | ones for tens in range(10) for ones in range(10))


def new_shape() -> MarkedShape:
    """Return the frame shape."""
    layout = FixedLayout(((5, _LAYOUT),), lambda _frame: None, _MARK)
    return MarkedShape(_MARK, layout.measure, layout.measure_end)


def decode(frame: bytes) -> Decoded:
    """Return the indication of one frame."""
    status, places = frame[1], (frame[1] & _PLACES) - 1
    stable = bool(status & _STABLE)
    if status & _OVER:
        return (Indication(overload=True, stable=stable, raw=frame),)
    value = bcd.number_of(frame[2:], places)
    if value is None or places < 0:
        return malformed(frame, "no decimal places")
    if status & _NEGATIVE:
        value = value.copy_negate()
    return (Indication(value=value, stable=stable, raw=frame, stability_basis=StabilityBasis.WIRE),)


def encode(shown: Display) -> bytes:
    """Return the frame a scale sends."""
    stable = _STABLE if shown.stable else 0
    if shown.value is None:
        return bytes((_MARK, _OVER | stable | 4, 0, 0, 0))
    exponent = shown.value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    body = bcd.packed(abs(shown.value), 3, places)
    if body is None or not 0 <= places < _PLACES:
        return b""
    sign = _NEGATIVE if shown.value.is_signed() else 0
    return bytes((_MARK, stable | sign | (places + 1))) + body


DRIVER = Driver(
    key="cn-ff-bcd",
    title=Text(
        zh="FF-BCD 计价秤(凯丰、香川、英展)", en="FF-BCD retail scales (Kaifeng, Camry, Excell)"
    ),
    manual="published format text of a 5-byte protocol (blog.gitcode.com); no manual page",
    unconfirmed=(
        Text(zh="哪些厂家使用本协议", en="which makers speak it"),
        Text(zh="方式位", en="mode bits"),
        Text(zh="串口参数", en="line settings"),
    ),
    lines=(SerialLine(), SerialLine(baudrate=4800), SerialLine(baudrate=2400)),
    new_shape=new_shape,
    decode=decode,
    explain=by_groups(_LAYOUT),
    card=card(
        ("5 字节", "5 bytes"), "FF / —", NO_CHECK, Text(zh="状态第 6 位", en="status, bit 6")
    ),
    voice=Voice(stream=encode),
    longest_frame=5,
    has_checksum=False,
    silence_s=1.5,
    lone=bytes([_MARK, 0x7F]) + _PACKED,
)
