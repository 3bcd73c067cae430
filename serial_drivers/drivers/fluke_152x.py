"""Fluke (Hart) 1521 and 1522 thermometers: `t: 25.587 C`, printed by themselves or when asked.

Wire: text lines ended by CR LF: label, colon, value, unit C, F, K or O (ohms); no checksum, no
flag of stability. The host's commands end with CR: `t`, `FETCH?` (what is shown), `READ?` (a new
measurement), `*IDN?`. The line is half duplex: the thermometer sends each command back.
Garbage before a line is survived; a digit changed on the way cannot be noticed (no checksum).
"""

from __future__ import annotations

import re
from decimal import Decimal

from inspector_app.domain.indication import Indication
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

_MEASURED = re.compile(
    rb"(?P<status>[A-Za-z]\w{0,7}) ?: {0,8}(?P<value>[+-]? ?\d{1,7}(?:\.\d{1,6})?)"
    rb" {0,4}(?P<unit>[CFKO]|[Oo]hms?)? *(?:\r\n?|\n)"
)
_FACT = re.compile(rb"(?P<status>ver|sn|Ser|ident)[\w. ]{0,12}: *(?P<value>[ -~]{1,60})")
_IDENTITY = re.compile(rb"(?P<value>(?:HART|FLUKE|ver\.?) ?[\w.]*(?: ?, ?[\w. -]{1,20}){1,3})")
_SETTING = re.compile(rb"(?P<cmd>[A-Za-z]{2,3}) ?= ?[\w.]{1,10}")
_COMMAND = re.compile(rb"(?P<cmd>READ\?|FETCH?\?|\*IDN\?|IDN\?|\*VER|MEAS\?|[tT])", re.IGNORECASE)
_NAMES = {
    b"T": "read",
    b"READ?": "read",
    b"MEAS?": "read",
    b"FETC?": "fetch",
    b"FETCH?": "fetch",
    b"*IDN?": "idn",
    b"IDN?": "idn",
    b"*VER": "version",
}


def decode(frame: bytes) -> Decoded:
    """Return the measured value of a line; a command is known by its name."""
    measured = _MEASURED.fullmatch(frame)
    if measured:
        value = Decimal(measured["value"].replace(b" ", b"").decode())
        unit = measured["unit"].decode() if measured["unit"] else None
        label = (("label", measured["status"].decode()),)
        return (Indication(value=value, unit=unit, extras=label, raw=frame),)
    text = frame.strip()
    command = _COMMAND.fullmatch(text)
    if command:
        return (Indication(extras=(("cmd", _NAMES[command["cmd"].upper()]),), raw=frame),)
    setting = _SETTING.fullmatch(text)
    if setting:
        return (Indication(extras=(("cmd", setting["cmd"].decode().upper()),), raw=frame),)
    fact = _FACT.fullmatch(text) or _IDENTITY.fullmatch(text)
    if fact:
        return (Indication(extras=(("model", fact["value"].decode()),), raw=frame),)
    return malformed(frame, "no thermometer line")


def encode(shown: Display) -> bytes:
    """Return the line a thermometer prints; out of range it prints none."""
    return b"" if shown.value is None else f"t: {plain(shown.value)} C\r\n".encode()


def answer(asked: Indication, shown: Display) -> Answer | None:
    """Return the line for the commands that read."""
    if asked.extra("cmd") in ("read", "fetch"):
        return Answer(reply=encode(shown))
    return Answer(reply=b"ident: 1522\r\n") if asked.extra("cmd") == "idn" else None


DRIVER = Driver(
    key="fluke-152x",
    title=Text(zh="福禄克 152x 测温仪", en="Fluke 152x thermometer"),
    manual="Fluke 1521/1522 users manual p. 48 (Hart Scientific Handheld Thermometer)",
    unconfirmed=(
        Text(zh="传感器开路时的输出", en="what is printed with an open sensor"),
        Text(zh="对 *IDN? 的应答", en="answer to *IDN?"),
    ),
    lines=(SerialLine(baudrate=2400), SerialLine(baudrate=9600)),
    new_shape=lambda: LineShape(_MEASURED, cr_ends=True),
    decode=decode,
    explain=by_groups(_MEASURED),
    card=card(("文本行", "text line"), "— / 0D 0A", NO_CHECK, NO_FLAG),
    voice=Voice(
        answer=answer,
        unit="°C",
        interval=Decimal("0.001"),
        lowest=Decimal(-200),
        highest=Decimal(962),
    ),
    longest_frame=32,
    has_checksum=False,
    commands=Commands(read=b"READ?\r", identify=(b"FETCH?\r",)),
    aliases=("fluke-1521", "fluke-1522"),
    polled=True,
    silence_s=5.0,
)
