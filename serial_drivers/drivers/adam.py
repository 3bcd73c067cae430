"""Adam Equipment: `G     +  2.00 kg` (CPWplus) and lines of 16 columns (Highland).

CPWplus: G gross, N net or T tare, blanks, sign, value, unit; asked with `G` or `N`. Highland: sign,
twelve columns of value, three of unit (` g `, `lb `, `PCS`), or with the word GROSS, NET or Total
in front. PGL: `!KT` tares, `!KP` prints; `!EU` (not K), `!EK` (not T or P), `!EF` (no CR), ended by
CR alone, refuse a command.
The scale prints only what is at rest. Column padding is not legible in the manuals: blanks are
taken as they come. There is no checksum: a changed digit cannot be noticed.
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

_LABELLED = re.compile(
    ALONE + rb"(?=[GNT][ -~]{11,17}\r)(?P<legend>[GNT]) {1,8}(?P<sign>[+-]?) {0,8}"
    rb"(?P<value>\d+(?:\.\d+)?)"
    rb" {1,2}(?P<unit>[A-Za-z]{1,3}) *\r\n"
)
_PLAIN = re.compile(
    ALONE + rb"(?P<value>(?=[ \d.+-]{12}\d[ -~]{3}\r)(?:[+-] *| *[+-]?)\d+(?:\.\d+)?)"
    rb"(?P<unit> [A-Za-z%][A-Za-z% ]|[A-Za-z%]{2}[A-Za-z% ])\r\n"
)
_WORDED = re.compile(
    ALONE + rb"(?=[GNT][ -~]{14,16}\r)(?P<legend>GROSS|NET|Total) +(?P<sign>[+-]?) *"
    rb"(?P<value>\d+(?:\.\d+)?)(?P<unit> ?[A-Za-z]{1,3}) ?\r\n"
)
_ERROR = re.compile(rb"!E(?P<status>[A-Z])")
_COMMAND = re.compile(rb"!?(?P<cmd>[GNPZTRH]|Z[LT]?|(?<=!)K[TP])")
_ERRORS = {b"U": "command_char", b"K": "key_char", b"F": "command_format"}
_NET = {b"G": False, b"N": True, b"GROSS": False, b"NET": True}
_NO_READING = {b"T": "tare", b"Total": "total"}
"""What is no weight of the load on the scale now."""
_LINES = (_LABELLED, _WORDED, _PLAIN)
_MESSAGE = re.compile(
    b"|".join(re.sub(rb"\(\?P<\w+>", b"(?:", each.pattern) for each in _LINES)
    + rb"|!(?:E[A-Z]|K[TP])\r\n?"
)


def decode(frame: bytes) -> Decoded:
    """Return the indication of one line, a refusal, or a host's command."""
    line = next((match for each in _LINES if (match := each.fullmatch(frame))), None)
    if line:
        named = line.groupdict()
        value = scale_number((named.get("sign") or b"") + line["value"])
        unit, legend = unit_of(line["unit"]), named.get("legend") or b""
        if legend in _NO_READING:
            told = ((_NO_READING[legend], plain(value)),)
            return (Indication(unit=unit, extras=told, raw=frame),)
        return (
            Indication(
                value=value,
                unit=unit,
                stable=True,
                net=_NET.get(legend),
                raw=frame,
                stability_basis=StabilityBasis.WIRE,
            ),
        )
    text = frame.strip()
    error = _ERROR.fullmatch(text)
    if error:
        letter = error["status"]
        return (Indication(error=_ERRORS.get(letter, letter.decode()), raw=frame),)
    command = _COMMAND.fullmatch(text)
    if command:
        return (Indication(extras=(("cmd", command["cmd"].decode()),), raw=frame),)
    return malformed(frame, "no Adam line")


def answer(asked: Indication, shown: Display) -> Answer | None:
    """Return gross or net at rest; while it moves or is out of range the scale keeps silent."""
    match asked.extra("cmd"):
        case "G" | "N" as wanted:
            if shown.value is None:
                return None
            if not shown.stable:
                return Answer(wait_for_stable=True)
            value = shown.value + shown.tare if wanted == "G" else shown.value
            figure = f"{sign_of(value)}{columns(value, 6)} {shown.unit}"
            return Answer(reply=f"{wanted}     {figure}\r\n".encode())
        case "Z":
            return Answer(action=Action.ZERO)
        case "T" if not shown.net:
            return Answer(action=Action.TARE)
    return None


DRIVER = Driver(
    key="adam",
    title=Text(zh="艾德姆", en="Adam Equipment"),
    manual="Adam CPWplus manual p. 16; Highland manual pp. 27 and 29; PGL manual p. 28",
    unconfirmed=(
        Text(zh="CPWplus 各列的填充方式", en="column padding of the CPWplus"),
        Text(zh="CPWplus 是否只在稳定时应答", en="whether a CPWplus answers only at rest"),
    ),
    lines=(SerialLine(), SerialLine(baudrate=4800), SerialLine(baudrate=2400)),
    new_shape=lambda: LineShape(_MESSAGE, cr_ends=True, whole_lines=True),
    decode=decode,
    explain=by_groups(*_LINES),
    card=card(
        ("文本行, 18 字节", "text line, 18 bytes"),
        "— / 0D 0A",
        NO_CHECK,
        Text(zh="只在稳定时输出", en="prints only at rest"),
    ),
    voice=Voice(answer=answer),
    longest_frame=24,
    has_checksum=False,
    commands=Commands(read=b"G\r\n", identify=(b"N\r\n",), zero=b"Z\r\n", tare=b"T\r\n"),
    polled=True,
    silence_s=None,
)
