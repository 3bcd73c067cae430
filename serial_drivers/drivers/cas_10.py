"""CAS 10-byte display data: what the display shows, eight characters, CR LF, and nothing else.

Neither unit nor stability is sent, and there is no checksum: a changed digit cannot be noticed.
"""

from __future__ import annotations

import re

from inspector_app.domain.indication import Indication
from inspector_app.domain.text import Text
from serial_drivers.declaring import (
    ALONE,
    NO_CHECK,
    NO_FLAG,
    by_groups,
    card,
    columns,
    scale_number,
    sign_of,
)
from serial_drivers.driver import Decoded, Display, Driver, SerialLine, Voice, malformed
from serial_drivers.framing import LineShape

_LINE = re.compile(ALONE + rb"(?P<value>(?=[-+ \d.]{8}\r) *[-+]?[ \d.]*\d)\r\n")
_NUMBER = re.compile(rb" *[-+]? *\d+(?:\.\d+)?")


def decode(frame: bytes) -> Decoded:
    """Return the indication of one line."""
    line = _LINE.fullmatch(frame)
    if line is None or not _NUMBER.fullmatch(line["value"]):
        return malformed(frame, "no eight characters of a display")
    return (Indication(value=scale_number(line["value"]), raw=frame),)


def encode(shown: Display) -> bytes:
    """Return the line a scale sends; out of range it sends none."""
    if shown.value is None:
        return b""
    return (sign_of(shown.value, "0") + columns(shown.value, 7, "0") + "\r\n").encode()


DRIVER = Driver(
    key="cas-10",
    title=Text(zh="CAS 10 字节显示数据", en="CAS 10-byte display data"),
    manual="CAS CI-600D manual p. 74; CI-400 p. 103; NT-200 p. 48",
    unconfirmed=(Text(zh="超载时发送的内容", en="what is sent at overload"),),
    lines=(SerialLine(), SerialLine(baudrate=4800), SerialLine(baudrate=2400)),
    new_shape=lambda: LineShape(_LINE, whole_lines=True),
    decode=decode,
    explain=by_groups(_LINE),
    card=card(("10 字节", "10 bytes"), "— / 0D 0A", NO_CHECK, NO_FLAG),
    voice=Voice(stream=encode),
    longest_frame=10,
    has_checksum=False,
    silence_s=1.5,
)
