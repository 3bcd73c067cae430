"""Older KERN balances: lines of 14, 15 or 18 bytes, asked with one small letter and no line end.

14 and 15 bytes: sign, 7 or 8 of value, two of unit, state 1 (L, G, H of a tolerance), state 2: S
stable, U moving, E out of range, blank where it does not say. 18 bytes (rE CR): blank or M,
sign, ten columns of value, a blank, three of unit; a blank unit means moving; `Error` instead of a
value. A short line without sign has to give its state: the end of a long one, whose minus was lost,
looks the same.
`s` asks at rest, `w` at once, `t` tares. There is no checksum: a changed digit cannot be noticed.
"""

from __future__ import annotations

import re

from inspector_app.domain.indication import Indication, StabilityBasis
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

_SHORT = re.compile(
    ALONE + rb"(?P<sign>[+-]|[ ](?=[ -~]{10,11}[SUE]\r))"
    rb"(?:(?P<value>(?=[ \d.]{7,8}[ A-Za-z%][A-Za-z%])[ ]*\d+(?:\.\d+)?)"
    rb"(?P<unit>[ A-Za-z%][A-Za-z%])(?P<legend>[LGH ])(?P<status>[SUE ])"
    rb"|(?=[ ]{7,8}[ A-Za-z%][A-Za-z%]..\r) +[A-Za-z%]{1,2}[LGH ](?P<out>E))\r\n"
)
_LONG = re.compile(
    ALONE + rb"(?=[M ][ -~]{15}\r)[M ](?P<sign>[ +-])(?P<value>(?=[ \d.]{10} ) *\d+(?:\.\d+)?)"
    rb" (?P<unit>[A-Za-z% ]{3})\r\n"
)
_ERROR = re.compile(ALONE + rb"(?=[ -~]{16}\r) *(?P<status>[Ee]rror) *\r\n")
_LETTER = re.compile(rb"[swt]")
_NAMES = {b"s": "stable", b"w": "weight", b"t": "tare"}
_SHORT_UNITS = {b"OT": "ozt", b"DW": "dwt", b"GR": "gn", b"to": "tola"}
"""Marks of two characters that mean something here and nothing elsewhere."""
_AT_REST = {b"S": True, b"U": False}


def decode(frame: bytes) -> Decoded:
    """Return the indication of one line, or a host's letter by its name."""
    short = _SHORT.fullmatch(frame)
    if short and b"E" in (short["status"], short["out"]):
        return (Indication(error="range", raw=frame),)
    measured = short or _LONG.fullmatch(frame)
    if measured:
        unit = _SHORT_UNITS.get(measured["unit"]) or unit_of(measured["unit"])
        stable = _AT_REST.get(short["status"]) if short else unit is not None
        return (
            Indication(
                value=scale_number(measured["sign"] + measured["value"]),
                unit=unit,
                stable=stable,
                raw=frame,
                stability_basis=None if stable is None else StabilityBasis.WIRE,
            ),
        )
    if _ERROR.fullmatch(frame):
        return (Indication(error=frame.strip().decode(), raw=frame),)
    if frame.strip() in _NAMES:
        return (Indication(extras=(("cmd", _NAMES[frame.strip()]),), raw=frame),)
    return malformed(frame, "no KERN line")


def encode(shown: Display) -> bytes:
    """Return the line of 18 bytes."""
    if shown.value is None:
        return b"           Error\r\n"
    unit = shown.unit if shown.stable else ""
    return f" {sign_of(shown.value, ' ')}{columns(shown.value, 10)} {unit:<3}\r\n".encode()


def encode_short(shown: Display) -> bytes:
    """Return the line of 14 bytes that the EW series repeats; the value is padded with zeros."""
    unit = {"ozt": "OT", "dwt": "DW", "gn": "GR"}.get(shown.unit, shown.unit.upper())
    if shown.value is None:
        return f" {'':7}{unit:>2} E\r\n".encode()
    state = "S" if shown.stable else "U"
    figures = columns(shown.value, 7, "0")
    return f"{sign_of(shown.value, ' ')}{figures}{unit:>2} {state}\r\n".encode()


def answer(asked: Indication, shown: Display) -> Answer | None:
    """Return a line at once or at rest; the tare is taken in silence."""
    match asked.extra("cmd"):
        case "w":
            return Answer(reply=encode(shown))
        case "s":
            return Answer(reply=encode(shown)) if shown.stable else Answer(wait_for_stable=True)
        case "t" if not shown.net:
            return Answer(action=Action.TARE)
    return None


DRIVER = Driver(
    key="kern-legacy",
    title=Text(zh="科恩(旧式)", en="KERN (older)"),
    manual="KERN PCB manual p. 35 (18 bytes); libsigrok kern scale family (14 and 15 bytes), "
    "which read the simulated scale (0.5.2)",
    aliases=("kern-ew",),
    unconfirmed=(
        Text(zh="短行的填充方式", en="padding of the short lines"),
        Text(zh="状态 E 时示值处的内容", en="what stands for the value in state E"),
        Text(zh="14、15 字节的手册原文", en="a manual's own text of the 14 and 15 bytes"),
    ),
    lines=(SerialLine(), SerialLine(baudrate=4800), SerialLine(baudrate=1200)),
    new_shape=lambda: LineShape(
        re.compile(
            b"|".join(re.sub(rb"\(\?P<\w+>", b"(?:", p.pattern) for p in (_SHORT, _LONG, _ERROR))
        ),
        bare=_LETTER,
        whole_lines=True,
    ),
    decode=decode,
    explain=by_groups(_SHORT, _LONG, _ERROR),
    card=card(
        ("14、15 或 18 字节", "14, 15 or 18 bytes"),
        "— / 0D 0A",
        NO_CHECK,
        Text(zh="S/U, 或单位为空即变动", en="S or U; or blank unit: moving"),
    ),
    voice=Voice(answer=answer, letters=b"swt"),
    longest_frame=18,
    has_checksum=False,
    commands=Commands(read=b"w", read_stable=b"s", tare=b"t"),
    polled=True,
    silence_s=3.0,
)
