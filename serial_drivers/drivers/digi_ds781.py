"""DIGI (寺冈) DS-781 and its clones: weight, tare, unit price and total in one line.

Wire: two status characters, CR, `0` and six of net weight, CR, `4` and six of tare, CR, `U` and
six of unit price, CR, `T` and seven of total, CR LF. Captures show lines that lost their first
bytes: such a line still tells the weight, but not the state it was taken in (`status_lost`), so it
is no legal indication. The weight is in kilograms by convention.
There is no checksum: a changed digit cannot be noticed.
"""

from __future__ import annotations

import re

from inspector_app.domain.indication import Extra, FrameProblem, Indication
from inspector_app.domain.quantities import plain
from inspector_app.domain.text import Text
from serial_drivers.declaring import (
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

_FIGURE = rb" *-? *\d{1,6}\.\d{1,4}|-?\d{6}"
_LINE = re.compile(
    rb"(?P<status>[@-_]{2})?\r0(?P<value>(?=[\d. -]{6}\r)(?:" + _FIGURE + rb"))"
    rb"\r4(?P<tare>(?=[\d. -]{6}\r)(?:" + _FIGURE + rb"))"
    rb"\rU(?P<price>[\d.]{6})\rT(?P<amount>[\d.]{7})\r\n"
)


def decode(frame: bytes) -> Decoded:
    """Return the weight; tare, unit price and total go into the further fields."""
    line = _LINE.fullmatch(frame)
    if line is None:
        return malformed(frame, "no DS-781 line")
    extras: list[tuple[str, Extra]] = [
        ("tare", plain(scale_number(line["tare"]))),
        ("unit_price", _money(line["price"])),
        ("total", _money(line["amount"])),
        ("unit_basis", "convention"),
    ]
    if line["status"]:
        extras.append(("status", line["status"].decode()))
    else:
        extras.append(("status_lost", True))
    value = scale_number(line["value"])
    if b"." in line["value"]:
        return (Indication(value=value, unit="kg", extras=tuple(extras), raw=frame),)
    told = tuple(extra for extra in extras if extra[0] != "unit_basis")
    doubt = FrameProblem(kind="ambiguous_resolution", raw=frame, detail="no point: which unit?")
    return (Indication(value=value, extras=told, raw=frame), doubt)


def _money(text: bytes) -> str:
    return (
        plain(scale_number(text)) if text.count(b".") <= 1 and text.strip(b".") else text.decode()
    )


def encode(shown: Display) -> bytes:
    """Return the line a scale sends; out of range it sends none."""
    if shown.value is None:
        return b""
    sign = sign_of(shown.value, "0")
    net = sign + columns(shown.value, 5, "0")
    tare = columns(shown.tare, 6, "0")
    return f"@B\r0{net}\r4{tare}\rU000.00\rT0000.00\r\n".encode()


DRIVER = Driver(
    key="digi-ds781",
    title=Text(zh="寺冈 DS-781", en="DIGI DS-781"),
    manual="captures of cash-register programs (SMScaleHelper), 37 bytes; no manual found",
    unconfirmed=(
        Text(zh="状态字符", en="status characters"),
        Text(zh="串口参数", en="line settings"),
        Text(zh="重量前是否以空格填充", en="whether blanks may stand before a weight"),
        Text(zh="超载时发送的内容", en="what is sent at overload"),
    ),
    lines=(SerialLine(), SerialLine(baudrate=4800), SerialLine(baudrate=2400)),
    new_shape=lambda: LineShape(_LINE),
    decode=decode,
    explain=by_groups(_LINE),
    card=card(("37 字节", "37 bytes"), "40 / 0D 0A", NO_CHECK, NO_FLAG),
    voice=Voice(stream=encode),
    longest_frame=48,
    has_checksum=False,
    silence_s=1.5,
)
