"""SCPI instruments on a serial line: one number to a query, in the NR3 form `+2.50341000E+01`.

Wire: text lines ended by LF, commands likewise. 9.9E+37 stands for overload, 9.91E+37 for no
number. Other forms of numbers are not read: the rest of a line in which bytes were lost would be
one too. The number has no
unit: it comes from the instrument's profile. Trailing zeros are the instrument's padding, not its
resolution, and are dropped. There is no checksum: a changed digit cannot be noticed.
"""

from __future__ import annotations

import re
from decimal import Decimal

from inspector_app.domain.indication import Indication
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

_NUMBER = re.compile(ALONE + rb"(?P<value>[+-]?\d{1,3}\.\d{1,15}[Ee][+-]?\d{1,3}) *\r?\n")
_FAULT = re.compile(rb'(?P<status>[+-]?\d{1,4}),"(?P<value>[ -!#-~]{0,80})"')
_IDENTITY = re.compile(rb"[ -+\--~]{1,40}(?:,[ -+\--~]{0,40}){3}")
_COMMAND = re.compile(rb"(?P<cmd>[*:]?[A-Za-z][A-Za-z0-9:]{1,40}\??)(?: [ -~]{1,60})?")
_NAMES = {
    "*IDN?": "idn",
    "*CLS": "cls",
    "*RST": "reset",
    "SYST:REM": "remote",
    "SYST:LOC": "local",
    "*OPC?": "complete_query",
    "SYST:ERR?": "error_query",
    "READ?": "read",
    "MEAS?": "measure",
    "FETC?": "fetch",
    "FETCH?": "fetch",
    "MEASURE?": "measure",
}
_OVERLOAD, _NO_NUMBER = Decimal("9.9E+37"), Decimal("9.91E+37")
_MOST_EXPONENT = 15


def decode(frame: bytes) -> Decoded:
    """Return a number as an indication, other answers as facts, a command by its name."""
    number = _NUMBER.fullmatch(frame)
    if number:
        return _measured(number["value"], frame)
    return _said(frame.strip(), frame)


def _measured(digits: bytes, frame: bytes) -> Decoded:
    value = Decimal(digits.decode())
    if abs(value) == _NO_NUMBER:
        return (Indication(error="no_value", raw=frame),)
    if abs(value) >= _OVERLOAD:
        return (Indication(overload=value > 0, underload=value < 0, raw=frame),)
    if value and abs(value.adjusted()) > _MOST_EXPONENT:
        return malformed(frame, "a number beyond all measure")
    return (Indication(value=_short(value), raw=frame),)


def _said(text: bytes, frame: bytes) -> Decoded:
    fault = _FAULT.fullmatch(text)
    if fault:
        code = str(int(fault["status"]))
        said = fault["value"].decode()
        return (
            Indication(error=None if code == "0" else said, extras=(("code", code),), raw=frame),
        )
    if _IDENTITY.fullmatch(text):
        return (Indication(extras=(("model", text.decode()),), raw=frame),)
    command = _COMMAND.fullmatch(text)
    if command:
        name = command["cmd"].decode()
        known = _NAMES.get(name.upper().lstrip(":"), name)
        return (Indication(extras=(("cmd", known),), raw=frame),)
    return malformed(frame, "no SCPI answer")


def _short(value: Decimal) -> Decimal:
    short = value.normalize()
    exponent = short.as_tuple().exponent
    return short.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else short


def answer(asked: Indication, shown: Display) -> Answer | None:
    """Return the number, or who the instrument is."""
    match asked.extra("cmd"):
        case "read" | "measure" | "fetch":
            value = _OVERLOAD if shown.value is None else shown.value
            return Answer(reply=f"{_nr3(value)}\r\n".encode())
        case "idn":
            return Answer(reply=f"HENGPING,SIM,{shown.serial_number},1.0\r\n".encode())
        case "error_query":
            return Answer(reply=b'+0,"No error"\r\n')
    return None


def _nr3(value: Decimal) -> str:
    power = value.adjusted() if value else 0
    return f"{value.scaleb(-power):+.8f}E{power:+03d}"


DRIVER = Driver(
    key="scpi",
    title=Text(zh="SCPI 仪器", en="SCPI instruments"),
    manual="IEEE 488.2-1992, 10.14 (*IDN?); SCPI-1999 volume 1, chapters 7.2 (numbers) and 21.8",
    unconfirmed=(
        Text(
            zh="哪些仪器在读数前需要 SYST:REM",
            en="which instruments need SYST:REM before a reading",
        ),
    ),
    lines=(SerialLine(), SerialLine(baudrate=19200), SerialLine(baudrate=2400)),
    new_shape=lambda: LineShape(_NUMBER, stands_alone=True),
    decode=decode,
    explain=by_groups(_NUMBER),
    card=card(("文本行", "text line"), "— / 0A", NO_CHECK, NO_FLAG),
    voice=Voice(
        answer=answer,
        unit="°C",
        interval=Decimal("0.001"),
        lowest=Decimal(-200),
        highest=Decimal(850),
    ),
    longest_frame=64,
    has_checksum=False,
    commands=Commands(read=b"READ?\n", identify=(b"*IDN?\n",)),
    polled=True,
    silence_s=5.0,
)
