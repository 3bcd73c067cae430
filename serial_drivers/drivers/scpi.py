"""SCPI instruments on a serial line: one number or a list of them to a query.

Wire: text lines ended by LF, commands likewise. IEEE 488.2 knows three forms of numbers: NR1 `23`,
NR2 `+23.456`, NR3 `+2.50341000E+01`; several are parted by commas, some instruments add a unit.
A whole number by itself (NR1) is shown and not kept: noise makes such a thing too soon.
9.9E+37 stands for overload, 9.91E+37 for no number. Without a unit on the wire it comes from the
instrument's profile. Trailing zeros of NR3 are the instrument's padding, not its resolution, and
are dropped; those of NR2 are kept. There is no checksum: a changed digit cannot be noticed. Any
scale's line could be such a number, so detection asks `*IDN?` and believes the name alone.
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

_NR = rb"[+-]?(?:\d{1,15}(?:\.\d{1,12})?|\.\d{1,12})(?:[Ee][+-]?\d{1,3})?"
_BARE = re.compile(rb"\d+")
_UNIT = rb"[A-Za-z%\xb0]{1,8}"
_NUMBER = re.compile(
    ALONE + rb" {0,8}(?P<value>%b(?: ?, ?%b){0,63})(?: ?(?P<unit>%b))? *\r?\n" % (_NR, _NR, _UNIT)
)
_UNITS = {
    "V": "V",
    "VDC": "V",
    "VAC": "V",
    "A": "A",
    "ADC": "A",
    "AAC": "A",
    "OHM": "ohm",
    "HZ": "Hz",
    "W": "W",
    "S": "s",
    "C": "C",
    "CEL": "C",
    "DEGC": "C",
    "\xb0C": "C",
    "FAR": "F",
    "DEGF": "F",
    "\xb0F": "F",
    "K": "K",
    "PCT": "%",
    "%": "%",
    "%RH": "%RH",
    "PA": "Pa",
    "BAR": "bar",
}
"""Units behind a number, in the project's spelling. `F` alone is farad or Fahrenheit: not read."""
_WORDS = {
    b"NAN": Decimal("9.91E+37"),
    b"INF": Decimal("9.9E+37"),
    b"+INF": Decimal("9.9E+37"),
    b"NINF": Decimal("-9.9E+37"),
    b"-INF": Decimal("-9.9E+37"),
}
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
    """Return numbers as an indication, other answers as facts, a command by its name."""
    number = _NUMBER.fullmatch(frame)
    if number:
        return _measured(number["value"], number["unit"], frame)
    word = _WORDS.get(frame.strip().upper())
    return _said(frame.strip(), frame) if word is None else (_one(word, None, frame),)


def _measured(digits: bytes, mark: bytes | None, frame: bytes) -> Decoded:
    unit = _UNITS.get(mark.decode("latin-1").upper()) if mark else None
    if mark and unit is None:
        return malformed(frame, "a unit that is not known")
    values = [_number(each.decode().strip()) for each in digits.split(b",")]
    if any(_is_absurd(value) and not _is_special(value) for value in values):
        return malformed(frame, "a number beyond all measure")
    if len(values) == 1:
        return (_one(values[0], unit, frame),)
    told = tuple(None if _is_special(value) else plain(value) for value in values)
    over = any(_is_over(value) and value > 0 for value in values)
    under = any(_is_over(value) and value < 0 for value in values)
    said = Indication(
        unit=unit, overload=over, underload=under, extras=(("values", told),), raw=frame
    )
    return (said,)


def _one(value: Decimal, unit: str | None, frame: bytes) -> Indication:
    if _is_over(value):
        return Indication(overload=value > 0, underload=value < 0, unit=unit, raw=frame)
    if _is_special(value):
        return Indication(error="no_value", unit=unit, raw=frame)
    # A few digits by themselves are soon made of noise, at a wrong parity for instance.
    is_bare = unit is None and _BARE.fullmatch(frame.strip()) is not None
    extras: tuple[tuple[str, Extra], ...] = (("inferred", True),) if is_bare else ()
    return Indication(value=value, unit=unit, extras=extras, raw=frame)


def _number(text: str) -> Decimal:
    """Return the number; of NR3 without the zeros that pad it."""
    value = Decimal(text)
    is_plain = _is_special(value) or _is_absurd(value) or "E" not in text.upper()
    return value if is_plain else _short(value)


def _is_special(value: Decimal) -> bool:
    return abs(value) >= _OVERLOAD


def _is_over(value: Decimal) -> bool:
    return _is_special(value) and abs(value) != _NO_NUMBER


def _is_absurd(value: Decimal) -> bool:
    return bool(value) and abs(value.adjusted()) > _MOST_EXPONENT


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
    manual="IEEE 488.2-1992, 8.7.2 to 8.7.4 (NR1 to NR3), 10.14 (*IDN?); "
    "SCPI-1999 volume 1, chapters 7.2 (numbers) and 21.8",
    unconfirmed=(
        Text(
            zh="哪些仪器在读数前需要 SYST:REM",
            en="which instruments need SYST:REM before a reading",
        ),
    ),
    lines=(SerialLine(), SerialLine(baudrate=19200), SerialLine(baudrate=2400)),
    new_shape=lambda: LineShape(_NUMBER, whole_lines=True),
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
    commands=Commands(read=b"READ?\n", identify=(b"*IDN?\n",), probe=b"*IDN?\n"),
    known_by_name=True,
    polled=True,
    silence_s=5.0,
)
