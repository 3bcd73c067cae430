"""爱华 (Aihua) ACS-P215: CR, blank, four digits in grams, over and over.

Neither sign, unit nor stability is sent, and there is no checksum: a changed digit cannot be
noticed. Grams are the maker's convention, given here in kilograms.
"""

from __future__ import annotations

import re
from decimal import Decimal

from inspector_app.domain.indication import Indication
from inspector_app.domain.text import Text
from serial_drivers.declaring import NO_CHECK, NO_FLAG, by_groups, card
from serial_drivers.driver import Decoded, Display, Driver, SerialLine, Voice
from serial_drivers.framing import FixedLayout, MarkedShape

_CR = 0x0D
_LAYOUT = re.compile(rb"\r (?P<value>\d{4})")
_LARGEST = Decimal("9.999")


def new_shape() -> MarkedShape:
    """Return the frame shape."""
    layout = FixedLayout(((6, _LAYOUT),), lambda _frame: None, _CR)
    return MarkedShape(_CR, layout.measure, layout.measure_end)


def decode(frame: bytes) -> Decoded:
    """Return the indication of one frame."""
    value = Decimal(frame[2:].decode()).scaleb(-3)
    by_convention = (("unit_basis", "convention"),)
    return (Indication(value=value, unit="kg", extras=by_convention, raw=frame),)


def encode(shown: Display) -> bytes:
    """Return the frame a scale sends; what does not fit it is not sent."""
    if shown.value is None or not 0 <= shown.value <= _LARGEST:
        return b""
    return f"\r {int(shown.value.scaleb(3)):04d}".encode()


DRIVER = Driver(
    key="aihua-acs-p215",
    title=Text(zh="爱华 ACS-P215", en="Aihua ACS-P215"),
    manual="capture of a cash-register program (AHScaleHelper), 6 bytes; no manual found",
    unconfirmed=(
        Text(zh="串口参数", en="line settings"),
        Text(zh="负值", en="negative values"),
        Text(zh="P 和 $ 方式", en="modes P and $"),
        Text(zh="超载时发送的内容", en="what is sent at overload"),
    ),
    lines=(SerialLine(), SerialLine(baudrate=4800), SerialLine(baudrate=2400)),
    new_shape=new_shape,
    decode=decode,
    explain=by_groups(_LAYOUT),
    card=card(("6 字节", "6 bytes"), "0D / —", NO_CHECK, NO_FLAG),
    voice=Voice(stream=encode, highest=_LARGEST),
    longest_frame=6,
    has_checksum=False,
    silence_s=1.5,
)
