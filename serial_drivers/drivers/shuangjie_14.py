"""双杰 (Shuangjie) balances: fourteen bytes, `   123.45 g `, asked with ESC p.

Wire: sign, eight columns of value, three of unit, CR LF. The sign may stand apart from the digits.
What the display does not show is a blank, the unit too. ESC p prints, ESC q calibrates, ESC r
counts, ESC s changes the unit, ESC t tares. Stability is not sent, and
there is no checksum: a changed digit cannot be noticed.
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
from serial_drivers.driver import (
    Action,
    Answer,
    Commands,
    Decoded,
    Display,
    Driver,
    SerialLine,
    Voice,
    malformed,
)
from serial_drivers.framing import LineShape
from serial_drivers.units import unit_of

_LINE = re.compile(
    ALONE + rb"(?P<sign>[ +-])(?P<value>(?=[ \d.]{8}[ A-Za-z%]{3}\r) *\d+(?:\.\d+)?)"
    rb"(?P<unit> {0,2}[A-Za-z%]{1,3} {0,2}| {3})\r\n"
)
_ESC = re.compile(rb"\x1b(?P<cmd>[pqrst])")
_NAMES = {b"p": "print", b"q": "calibrate", b"r": "count", b"s": "unit", b"t": "tare"}


def decode(frame: bytes) -> Decoded:
    """Return the indication of one line, or a host's command by its name."""
    line = _LINE.fullmatch(frame)
    if line:
        value = scale_number(line["sign"] + line["value"])
        return (Indication(value=value, unit=unit_of(line["unit"]), raw=frame),)
    command = _ESC.fullmatch(frame.rstrip(b"\r\n"))
    if command:
        return (Indication(extras=(("cmd", _NAMES[command["cmd"]]),), raw=frame),)
    return malformed(frame, "no line of 14 bytes")


def answer(asked: Indication, shown: Display) -> Answer | None:
    """Return the line a balance prints; out of range it prints none."""
    if asked.extra("cmd") == "tare" and not shown.net:
        return Answer(action=Action.TARE)
    if asked.extra("cmd") != "print" or shown.value is None:
        return None
    figure = f"{sign_of(shown.value, ' ')}{columns(shown.value, 8)}"
    unit = f" {shown.unit}"
    return Answer(reply=f"{figure}{unit:<3}\r\n".encode())


DRIVER = Driver(
    key="shuangjie-14",
    title=Text(zh="双杰天平", en="Shuangjie balances"),
    manual="protocol text of the maker's dealer (taobaoboshi.net/hyzx/706.html): 14 bytes, 600 to "
    "9600 bit/s, 8N1, commands behind ESC",
    unconfirmed=(
        Text(zh="出厂波特率", en="factory speed"),
        Text(zh="超载时发送的内容", en="what is sent at overload"),
    ),
    lines=tuple(SerialLine(baudrate=rate) for rate in (9600, 4800, 2400, 1200, 600)),
    new_shape=lambda: LineShape(
        re.compile(re.sub(rb"\(\?P<\w+>", b"(?:", _LINE.pattern) + rb"|\x1b[pqrst]\r?\n"),
        also=b"\x1b",
        bare=_ESC,
        whole_lines=True,
    ),
    decode=decode,
    explain=by_groups(_LINE),
    card=card(("14 字节", "14 bytes"), "— / 0D 0A", NO_CHECK, NO_FLAG),
    voice=Voice(answer=answer),
    longest_frame=14,
    has_checksum=False,
    commands=Commands(read=b"\x1bp", tare=b"\x1bt"),
    polled=True,
    silence_s=3.0,
)
