"""Rinstrum R300 and R400 indicators: `AACCRRRR:data`, registers read as text.

Wire: address and command and register in hex, colon, data, CR LF. Address bits: 80h an answer, 40h
an error, 20h an answer is wanted. Command 05 reads a register as the display shows it (with unit
and G or N), 11 reads its final value in hex without decimal places, 10 executes, 12 writes.
The optional check bytes of the SOH form are not read. There is no checksum here: a changed digit
cannot be noticed.
"""

from __future__ import annotations

import re

from inspector_app.domain.indication import Extra, Indication, StabilityBasis
from inspector_app.domain.text import Text
from serial_drivers.declaring import (
    NO_CHECK,
    by_groups,
    card,
    columns,
    scale_number,
    sign_of,
)
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
from serial_drivers.units import unit_of

_LINE = re.compile(
    rb"(?P<address>[0-9A-F]{2})(?P<cmd>[0-9A-F]{2})(?P<reg>[0-9A-F]{4}):(?P<value>[ -~]{0,60})\r\n"
)
_SHOWN = re.compile(
    rb" *(?P<sign>[+-]?) *(?P<digits>\d+(?:\.\d+)?) +(?P<unit>[A-Za-z]{1,3})"
    rb"(?: +(?P<legend>[GN]))?(?: +(?P<moving>M))? *"
)
_ANSWER, _ERROR, _ADDRESS = 0x80, 0x40, 0x1F
_COMMANDS = {
    "04": "read_type",
    "05": "read_literal",
    "10": "execute",
    "11": "read_final",
    "12": "write_final",
    "16": "read_final_decimal",
    "17": "write_final_decimal",
}
_NET = {b"G": False, b"N": True}
_GROSS = "0026"


def decode(frame: bytes) -> Decoded:
    """Return a register's text as an indication, an error, or a host's request."""
    line = _LINE.fullmatch(frame)
    if line is None:
        return malformed(frame, "no register line")
    address, code, register = int(line["address"], 16), line["cmd"].decode(), line["reg"].decode()
    named = _COMMANDS.get(code, code)
    who: tuple[tuple[str, Extra], ...] = (("address", address & _ADDRESS), ("reg", register))
    if not address & _ANSWER:
        return (Indication(extras=(("cmd", named), *who), raw=frame),)
    if address & _ERROR:
        said = line["value"].decode().strip() or "refused"
        return (Indication(error=said, extras=(("error", True), ("code", said), *who), raw=frame),)
    if named == "read_literal":
        return _shown(line["value"], who, frame)
    kept = line["value"].decode().strip()
    return (Indication(extras=(("data", kept), ("answers", named), *who), raw=frame),)


def _shown(text: bytes, who: tuple[tuple[str, Extra], ...], frame: bytes) -> Decoded:
    match = _SHOWN.fullmatch(text)
    if match is None:
        return (Indication(extras=(("text", text.decode().strip()), *who), raw=frame),)
    return (
        Indication(
            value=scale_number(match["sign"] + match["digits"]),
            unit=unit_of(match["unit"]),
            stable=match["moving"] is None,
            net=_NET.get(match["legend"]),
            extras=who,
            raw=frame,
            stability_basis=StabilityBasis.WIRE,
        ),
    )


def answer(asked: Indication, shown: Display) -> Answer | None:
    """Return the gross register as text; zero and tare by the registers' keys are not simulated."""
    if asked.extra("cmd") != "read_literal":
        return None
    if asked.extra("reg") != _GROSS or shown.value is None:
        return Answer(reply=f"C105{asked.extra('reg')}:0001\r\n".encode())
    figure = f"{sign_of(shown.value, ' ')}{columns(shown.value, 7)} {shown.unit}"
    tail = f" {'N' if shown.net else 'G'}{'' if shown.stable else ' M'}"
    return Answer(reply=f"8105{_GROSS}:{figure}{tail}\r\n".encode())


DRIVER = Driver(
    key="rinstrum",
    title=Text(zh="Rinstrum 仪表", en="Rinstrum indicators"),
    manual="Rinstrum R320 communications manual p. 14; R420 manual p. 92; C530 manual p. 78",
    unconfirmed=("register numbers", "mark of motion in a literal answer"),
    lines=(SerialLine(), SerialLine(baudrate=4800), SerialLine(baudrate=19200)),
    new_shape=lambda: LineShape(_LINE),
    decode=decode,
    explain=by_groups(_LINE),
    card=card(
        ("文本行, 20–30 字节", "text line, 20–30 bytes"),
        "— / 0D 0A",
        NO_CHECK,
        Text(zh="文本含状态", en="in the text"),
    ),
    voice=Voice(answer=answer),
    longest_frame=64,
    has_checksum=False,
    commands=Commands(read=b"20050026:\r\n"),
    polled=True,
    silence_s=3.0,
)
