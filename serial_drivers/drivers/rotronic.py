"""Rotronic HygroClip probes: `{F00RDD}` asked, humidity and temperature answered by semicolons.

Wire: `{`, type and address, `rdd`, then fields separated by `;`: probe type, humidity, its unit,
alarm, trend, temperature, its unit ... serial number, name; a checksum character and CR. How that
character is reckoned no public text confirms, so it is not judged: in effect there is no checksum,
and a changed digit cannot be noticed.
"""

from __future__ import annotations

import re
from decimal import Decimal

from inspector_app.domain.indication import Extra, Indication
from inspector_app.domain.quantities import plain
from inspector_app.domain.text import Text
from serial_drivers.declaring import NO_CHECK, NO_FLAG, by_groups, card
from serial_drivers.driver import (
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

_ASKED = re.compile(rb"\{(?P<address>[A-Z ]\d\d)(?P<cmd>[A-Z]{3})(?P<value>[ -z|~]{0,40})\}\r")
_LINE = re.compile(
    rb"\{(?P<address>[A-Z ]\d\d)(?P<cmd>rdd) (?P<value>\d{3}(?:;[^;\r\n{}]{0,16}){8,24})"
    rb"(?P<check>.)\r",
    re.DOTALL,
)
_NUMBER = re.compile(r" *-?\d+\.\d+")
_SERIAL = re.compile(r"\d{8,12}")
_HUMIDITY, _TEMPERATURE, _UNIT, _COMPUTED = 1, 5, 6, 9
_DEW_POINTS = (["Dp"], ["Fp"])
"""What the probe may compute besides: dew point, frost point; `nc` for nothing."""


def decode(frame: bytes) -> Decoded:
    """Return the temperature as value, humidity and serial number beside it."""
    asked = _ASKED.fullmatch(frame)
    if asked:
        who = (("cmd", asked["cmd"].decode()), ("address", asked["address"].decode()))
        return (Indication(extras=who, raw=frame),)
    line = _LINE.fullmatch(frame)
    if line is None:
        return malformed(frame, "no RDD answer")
    fields = line["value"].decode("latin-1").split(";")
    extras: list[tuple[str, Extra]] = []
    humidity = _number(fields[_HUMIDITY])
    if humidity is not None:
        extras.append(("rh", plain(humidity)))
    value = _number(fields[_TEMPERATURE])
    if value is not None:
        extras.append(("temperature", plain(value)))
    computed = fields[_COMPUTED : _COMPUTED + 2]
    dew_point = _number(computed[-1]) if computed[:1] in _DEW_POINTS else None
    if dew_point is not None:
        extras.append(("dewpoint", plain(dew_point)))
    serial = next((field for field in fields if _SERIAL.fullmatch(field)), None)
    if serial:
        extras.append(("serial", serial))
    unit = fields[_UNIT].strip("\xb0 ") or None
    error = "no_value" if value is None else None
    return (Indication(value=value, unit=unit, error=error, extras=tuple(extras), raw=frame),)


def _number(text: str) -> Decimal | None:
    return Decimal(text.strip()) if _NUMBER.fullmatch(text) else None


def answer(asked: Indication, shown: Display) -> Answer | None:
    """Return the RDD answer of a probe at 50 %."""
    if asked.extra("cmd") != "RDD":
        return None
    figure = "---.-" if shown.value is None else plain(shown.value)
    body = f"{{F00rdd 001; 50.00;%RH;000;=; {figure};\xb0C;000;=;nc;---.-;\xb0C;000; ;001;V1.7-1;"
    return Answer(reply=f"{body}0060056838;SIM         ;000;0\r".encode("latin-1"))


DRIVER = Driver(
    key="rotronic",
    title=Text(zh="罗卓尼克温湿度探头", en="Rotronic HygroClip probes"),
    manual="Campbell HC2S3 manual p. 36; Rotronic E-M-HC2 communication protocol",
    unconfirmed=(
        Text(zh="校验字符", en="the checksum character"),
        Text(zh="温度之后的各字段", en="fields behind the temperature"),
    ),
    lines=(SerialLine(baudrate=19200), SerialLine()),
    new_shape=lambda: LineShape(
        re.compile(
            rb"(?:" + re.sub(rb"\?P<\w+>", b"?:", _LINE.pattern + b"|" + _ASKED.pattern) + b")"
        ),
        cr_at_once=True,
    ),
    decode=decode,
    explain=by_groups(_LINE, _ASKED),
    card=card(("文本行", "text line"), "7B / 0D", NO_CHECK, NO_FLAG),
    voice=Voice(
        answer=answer,
        unit="°C",
        interval=Decimal("0.01"),
        lowest=Decimal(-50),
        highest=Decimal(100),
    ),
    longest_frame=130,
    has_checksum=False,
    commands=Commands(read=b"{F00RDD}\r"),
    polled=True,
    silence_s=5.0,
)
