"""Yaohua XK3190 `=` formats tF1 and tF2: nine characters, no end mark, no checksum.

tF2: `=`, `-` or `0`, then digits with the point, as one reads them: `=-0001.00`.
tF1: the same eight characters in reverse, the sign last: `=00.1000-`.
Which of the two it is shows where the point stands: scales have at most three decimals, so in tF1
it stands among the first four characters and in tF2 behind them. A sign decides it by itself. With
four decimals the two cannot be told apart. Neither unit nor stability is sent.
A digit changed on the way cannot be noticed (no checksum).
"""

from __future__ import annotations

import re
from decimal import Decimal

from inspector_app.domain.indication import Indication
from inspector_app.domain.text import Text
from serial_drivers.declaring import NO_CHECK, NO_FLAG, by_groups, card, columns, sign_of
from serial_drivers.driver import Decoded, Display, Driver, SerialLine, Voice, malformed
from serial_drivers.framing import FixedLayout, MarkedShape

_MARK = ord("=")
_LENGTH = 9
_LAYOUT = re.compile(rb"=(?P<value>(?:-[\d.]{7}|[\d.]{7}[\d.-]))")
_BODY = re.compile(rb"-?\d*\.\d*")
_MOST_PLACES = 3


def new_shape() -> MarkedShape:
    """Return the frame shape."""
    layout = FixedLayout(((_LENGTH, _LAYOUT),), lambda _frame: None, _MARK)
    return MarkedShape(_MARK, layout.measure, layout.measure_end)


def decode(frame: bytes) -> Decoded:
    """Return the indication, its digits put in the order in which one reads them."""
    body = frame[1:]
    point = body.find(b".")
    is_reversed = body.endswith(b"-") or (not body.startswith(b"-") and point <= _MOST_PLACES)
    if is_reversed:
        body = body[::-1]
    if point < 0 or not _BODY.fullmatch(body):
        return malformed(frame, "no decimal point: the order of the digits cannot be told")
    order = (("format", "tF1" if is_reversed else "tF2"),)
    return (Indication(value=Decimal(body.decode()), extras=order, raw=frame),)


def encode(shown: Display) -> bytes:
    """Return the frame in tF2; what does not fit it is not sent."""
    if shown.value is None:
        return b""
    exponent = shown.value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    body = sign_of(shown.value, "0") + columns(shown.value, 7, "0")
    return f"={body}".encode() if 1 <= places <= _MOST_PLACES and len(body) == 8 else b""


DRIVER = Driver(
    key="yaohua-eq",
    title=Text(zh="耀华 XK3190 “=”格式 tF1/tF2", en="Yaohua XK3190 `=` formats tF1, tF2"),
    manual="XK3190-A26 manual, pp. 12 and 13, serial output formats tF=1 and tF=2",
    unconfirmed=("formats with four decimals or none", "what is sent at overload"),
    lines=tuple(SerialLine(baudrate=rate) for rate in (9600, 4800, 2400, 1200, 600)),
    new_shape=new_shape,
    decode=decode,
    explain=by_groups(_LAYOUT),
    card=card(("9 字节", "9 bytes"), "3D / —", NO_CHECK, NO_FLAG),
    voice=Voice(stream=encode),
    longest_frame=_LENGTH,
    has_checksum=False,
    silence_s=1.5,
)
