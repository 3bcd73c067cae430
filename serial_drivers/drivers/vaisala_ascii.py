"""Vaisala transmitters: `RH= 98.4 %RH T= 31.1 'C`, sent when asked with SEND or by themselves.

Wire: text lines ended by CR LF: names, `=`, values, units. RH relative humidity, T temperature, Td
and Tdp dew point, Tw wet bulb, x mixing ratio, h enthalpy. The value is the temperature.
There is no checksum: a changed digit cannot be noticed. A line has to begin with `RH=`
or a temperature.
"""

from __future__ import annotations

import re
from decimal import Decimal

from inspector_app.domain.indication import Extra, Indication
from inspector_app.domain.quantities import plain
from inspector_app.domain.text import Text
from serial_drivers.declaring import ALONE, NO_CHECK, NO_FLAG, by_groups, card
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

_PART = (
    rb"(?:RH|Tdp?|Tdf|Ta?|Tw|x|h|a|dT|pw)= *(?:-?\d{1,4}(?:\.\d{1,3})?|\*+) *[%'A-Za-z/0-9]{0,6}"
)
_LINE = re.compile(
    ALONE + rb">?(?=RH=|T[ad]?[pf]?=)(?P<value>" + _PART + rb"(?: +" + _PART + rb"){0,8}) *\r\n"
)
_FIGURE = re.compile(r"(\w+)= *(-?\d+(?:\.\d+)?) *([%'A-Za-z/0-9]*)")
_DEGREES = {"C": "C", "F": "F"}
_COMMAND = re.compile(
    rb"(?P<cmd>SEND|R|S|\?|ERRS|OPEN|CLOSE)(?: +(?P<address>\d{1,3}))?", re.IGNORECASE
)
_NAMES = {
    "RH": "rh",
    "T": "temperature",
    "Ta": "temperature",
    "Td": "dewpoint",
    "Tdp": "dewpoint",
    "Tdf": "frostpoint",
    "Tw": "wet_bulb",
    "x": "mixing_ratio",
    "h": "enthalpy",
    "a": "absolute_humidity",
    "pw": "vapour_pressure",
    "dT": "dewpoint_depression",
}
_COMMANDS = {"SEND": "send", "R": "run", "S": "stop", "?": "settings", "ERRS": "errors"}


def decode(frame: bytes) -> Decoded:
    """Return the temperature as value and every figure by its name."""
    line = _LINE.fullmatch(frame)
    if line:
        figures = _FIGURE.findall(line["value"].decode())
        told: tuple[tuple[str, Extra], ...] = tuple(
            (_NAMES[name], plain(Decimal(text))) for name, text, _unit in figures if name in _NAMES
        )
        found = next((each for each in figures if _NAMES.get(each[0]) == "temperature"), None)
        value = Decimal(found[1]) if found else None
        unit = _DEGREES.get(found[2].strip("'")) if found else None
        error = None if told else "no_value"
        return (Indication(value=value, unit=unit, error=error, extras=told, raw=frame),)
    command = _COMMAND.fullmatch(frame.strip())
    if command:
        name = command["cmd"].decode().upper()
        return (Indication(extras=(("cmd", _COMMANDS.get(name, name.lower())),), raw=frame),)
    return malformed(frame, "no Vaisala line")


def answer(asked: Indication, shown: Display) -> Answer | None:
    """Return the line of a thermo-hygrometer at 50 %."""
    if asked.extra("cmd") != "send" or shown.value is None:
        return None
    return Answer(reply=f"RH= 50.0 %RH T= {plain(shown.value)} 'C\r\n".encode())


DRIVER = Driver(
    key="vaisala-ascii",
    title=Text(zh="维萨拉温湿度变送器", en="Vaisala humidity transmitters"),
    manual="Vaisala HMT330 manual p. 104; HMP230 manual p. 93; HMP240 manual p. 79",
    unconfirmed=(
        Text(zh="各列的填充方式", en="column padding"),
        Text(zh="RH、T、Tdp 以外的量名", en="names beyond RH, T, Tdp"),
    ),
    lines=(SerialLine(baudrate=4800, data_bits=7, parity="even"), SerialLine(baudrate=19200)),
    new_shape=lambda: LineShape(_LINE, whole_lines=True),
    decode=decode,
    explain=by_groups(_LINE),
    card=card(("文本行", "text line"), "— / 0D 0A", NO_CHECK, NO_FLAG),
    voice=Voice(
        answer=answer,
        unit="°C",
        interval=Decimal("0.1"),
        lowest=Decimal(-70),
        highest=Decimal(180),
    ),
    longest_frame=96,
    has_checksum=False,
    commands=Commands(read=b"SEND\r\n"),
    polled=True,
    silence_s=5.0,
)
