"""Ohaus lines: number, unit, `?` while moving, legend; asked with `IP` (now) or `SP` (at rest).

Column widths differ by series, so the layouts are many: Scout and Navigator (11 or 12 columns of
number; then unit in 5 columns, mark and legend, or the unit as long as it is, or right-aligned for
cash registers; further series with other gaps, taken only where a mark or a legend shows that it is
Ohaus), Defender (sign, blank, 7, unit 5, mark, legend 3; a captured shorter form), Ranger (sign,
2 blanks, 7, unit 2, mark, legend 3). Legends: G and B/G gross, NET and N net, T and PT tare, TOTAL
a sum, WET WT and AIR WT in a density run. Errors: `ES`, `Err n`; `OL` and `UL` beyond the range.
There is no checksum: a changed digit cannot be noticed.
"""

from __future__ import annotations

import re

from inspector_app.domain.indication import Indication, StabilityBasis
from inspector_app.domain.quantities import plain
from inspector_app.domain.text import Text
from serial_drivers.declaring import (
    ALONE,
    NO_CHECK,
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

_UNIT = rb"(?P<unit>[A-Za-z%][A-Za-z%/]{0,4})"
_REST = rb"(?P<status>[? ])"
_LEGEND = rb"(?P<legend>B/G|NET|TOTAL|PT|WET WT|AIR WT|[GNT])"
_NUMBER = rb"(?=[ \d.+-]{11,12} [A-Za-z%])(?P<value> *[+-]?\d+(?:\.\d+)?)"


def _layout(number: bytes, tail: bytes) -> re.Pattern[bytes]:
    return re.compile(ALONE + number + b" " + tail + rb"\r\n")


_SCOUT = _layout(
    _NUMBER,
    rb"(?=[A-Za-z%/ ]{5} {0,2}[? ])"
    + _UNIT
    + rb" {0,4}(?<=[A-Za-z%/ ]{5}) ?"
    + _REST
    + rb"(?: {0,2}"
    + _LEGEND
    + rb")? *",
)
_NAVIGATOR = _layout(_NUMBER, _UNIT + rb"(?P<legend>)(?: (?P<status>\?) ?|   )?")
_REGISTER = _layout(
    rb"(?=[ \d.+-]{11} [ A-Za-z%/]{5}[? ]\r)(?P<value> *[+-]?\d+(?:\.\d+)?)",
    rb" {0,4}" + _UNIT + _REST + rb"(?P<legend>)",
)
_SPACED = _layout(
    _NUMBER,
    _UNIT + rb" +(?=[^\r]*(?:\?|" + _LEGEND.replace(b"?P<legend>", b"?:") + rb") *\r)"
    rb"(?P<status>\?)? *(?:" + _LEGEND + rb" *)?",
)
_DEFENDER = _layout(
    rb"(?=[ -] [ \d.]{7} )(?P<sign>[ -]) (?P<value> *\d+(?:\.\d+)?)",
    rb"(?=[A-Za-z%/ ]{5}[? ][A-Z/ ]{3}\r)"
    + _UNIT
    + rb" *(?P<status>\?)? *(?:"
    + _LEGEND
    + rb" *)?",
)
_SHORT = _layout(
    rb"(?=[ -][ \d.]{7} )(?P<sign>[ -])(?P<value> *\d+(?:\.\d+)?)",
    rb"(?=[A-Za-z%/ ]{5}[? ][A-Z]\r)" + _UNIT + rb" *(?P<status>\?)? *(?P<legend>[GNT])",
)
_RANGER = _layout(
    rb"(?=[ -]  [ \d.]{7} )(?P<sign>[ -])  (?P<value> *\d+(?:\.\d+)?)",
    rb"(?=[A-Za-z%][A-Za-z% ] [? ] (?:[A-Z][A-Z/]{2}|   )\r)"
    + _UNIT
    + rb" *(?P<status>\?)? *(?:"
    + _LEGEND
    + rb" *)?",
)
_LAYOUTS = (_SCOUT, _DEFENDER, _SHORT, _RANGER, _NAVIGATOR, _REGISTER, _SPACED)
_MESSAGE = re.compile(
    b"|".join(re.sub(rb"\(\?P<\w+>", b"(?:", layout.pattern) for layout in _LAYOUTS)
)
_ERROR = re.compile(rb"ES|\[?Err(?:or)? ?[\w.]{1,6}\]?")
_COMMAND = re.compile(
    rb"(?P<cmd>\?|[IC]P|SL?Z?P|C[AS]|SA|LE|ON|OFF|P(?:SN|SI|OH|[VUMT])?|[CLMTVZ]|\x1bR"
    rb"|\d{1,4}[AIMPSU])"
)
_NO_READING = {b"T": "tare", b"PT": "tare", b"TOTAL": "total"}
"""What is no weight of the load on the scale now."""
_NET = {b"G": False, b"B/G": False, b"NET": True, b"N": True}


def decode(frame: bytes) -> Decoded:
    """Return the indication of one line; commands and errors by their names."""
    for layout in _LAYOUTS:
        line = layout.fullmatch(frame)
        if line:
            return (_measured(line, frame),)
    text = frame.strip()
    if _ERROR.fullmatch(text):
        return (Indication(error=text.strip(b"[]").decode(), raw=frame),)
    command = _COMMAND.fullmatch(text)
    if command:
        return (Indication(extras=(("cmd", command["cmd"].decode()),), raw=frame),)
    if text in (b"OL", b"UL"):
        return (Indication(overload=text == b"OL", underload=text == b"UL", raw=frame),)
    if text in (b"OK!", b"OK"):
        return (Indication(extras=(("ack", True),), raw=frame),)
    return malformed(frame, "no Ohaus line")


def _measured(line: re.Match[bytes], frame: bytes) -> Indication:
    named = line.groupdict()
    value = scale_number((named.get("sign") or b"") + line["value"])
    unit, stable, legend = unit_of(line["unit"]), line["status"] != b"?", line["legend"] or b""
    if legend in _NO_READING:
        told = ((_NO_READING[legend], plain(value)),)
        return Indication(unit=unit, stable=stable, extras=told, raw=frame)
    return Indication(
        value=value,
        unit=unit,
        stable=stable,
        net=_NET.get(legend),
        extras=(("legend", legend.decode()),) if legend and legend not in _NET else (),
        raw=frame,
        stability_basis=StabilityBasis.WIRE,
    )


def encode(shown: Display) -> bytes:
    """Return the line of a Defender."""
    if shown.value is None:
        return b"Err 8.3\r\n" if shown.overload else b"Err 8.4\r\n"
    mark, legend = " " if shown.stable else "?", "NET" if shown.net else "G"
    sign = sign_of(shown.value, " ")
    return f"{sign} {columns(shown.value, 7)} {shown.unit:<5}{mark}{legend:<3}\r\n".encode()


def answer(asked: Indication, shown: Display) -> Answer | None:
    """Return a line at once or at rest; zero and tare are done in silence."""
    match asked.extra("cmd"):
        case "IP" | "P":
            return Answer(reply=encode(shown))
        case "SP":
            return Answer(reply=encode(shown)) if shown.stable else Answer(wait_for_stable=True)
        case "Z":
            return Answer(action=Action.ZERO)
        case "T" if not shown.net:
            return Answer(action=Action.TARE)
    return None


DRIVER = Driver(
    key="ohaus",
    title=Text(zh="奥豪斯", en="Ohaus"),
    manual="Ohaus RS232 interface manual (Scout Pro, Navigator) p. 5; Scout interface manual p. 7; "
    "Defender 3000 manual p. EN-35; Ranger RC manual p. 36; Explorer EX423N manual p. EN-153",
    unconfirmed=(
        Text(zh="此处未列出的系列的字段宽度", en="widths of series not named here"),
        Text(zh="超载时的错误编号", en="error numbers at overload"),
    ),
    lines=(
        SerialLine(),
        SerialLine(baudrate=2400, data_bits=7, parity="none", stop_bits=2),
        SerialLine(baudrate=4800),
        SerialLine(baudrate=19200),
    ),
    new_shape=lambda: LineShape(_MESSAGE, also=b"\x1b", whole_lines=True),
    decode=decode,
    explain=by_groups(*_LAYOUTS),
    card=card(
        ("文本行, 18–25 字节", "text line, 18–25 bytes"),
        "— / 0D 0A",
        NO_CHECK,
        Text(zh="? 变动, 空白稳定", en="? moving, blank stable"),
    ),
    voice=Voice(answer=answer),
    longest_frame=32,
    has_checksum=False,
    commands=Commands(read=b"IP\r\n", read_stable=b"SP\r\n", zero=b"Z\r\n", tare=b"T\r\n"),
    polled=True,
    silence_s=3.0,
)
