"""Sartorius SBI: lines of 16 or 22 characters, asked for with ESC commands.

Wire: 22 characters begin with an identification of six (`N     ` net, `G     ` gross, `T1    `
tare, `Qnt   ` pieces, `Stat  `). Then sign, nine columns of value, a blank, three of unit, CR LF.
A blank unit means the balance is not at rest. Digits in brackets are finer than e and no legal
indication. Instead of a value: High, Low, `--`, calibration texts and error numbers.
Identifications of what an application was set to (`nRef`...) come without a value.
`ESC Z` calibrates some balances and zeroes others: it is never sent.
There is no checksum: a changed digit cannot be noticed.
"""

from __future__ import annotations

import re

from inspector_app.domain.indication import Extra, Indication, StabilityBasis
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

_ID = rb"(?P<legend>(?!(?:S|SI|SU|SUI|C1|CU1) )[A-Za-z][A-Za-z0-9#]{0,5} *)?"
_VALUE = (
    rb"(?P<sign>[ +-])(?P<value>(?:(?=[ \d.\[\]]{9} ) *\d+(?:\.\d*)?(?:\[\d\.?\d?\])? * "
    rb"|(?=[ \d.\[]{9}\]) *\d+(?:\.\d*)?\[\d\.?\d?\]))"
)
_MEASURED = re.compile(
    ALONE
    + rb"(?=[ -~]{14}\r|[A-Za-z][ -~]{19}\r)"
    + _ID
    + _VALUE
    + rb"(?P<unit>[A-Za-z%/ ]{3})\r\n"
)
_SAID = re.compile(
    ALONE + rb"(?=[ -~]{14}\r|Stat[ -~]{8,18}\r)(?P<legend>Stat *)? *"
    rb"(?P<status>High|H|Low|L|-{2,}|C|[Cc]al\.? ?[\w.]*|E(?:RR|rr\.?)? *\d+"
    rb"|(?:APP|DIS|PRT|BAL)\.? ?ERR?\.?)"
    rb" *\r\n"
)
_ESC = re.compile(rb"\x1b(?P<cmd>[A-Za-z](?:\w_)?)(?:\r\n)?")
_COMMAND = re.compile(rb"\x1b(?P<cmd>[A-Za-z](?:\w_)?)\r\n")
_NAMES = {
    "P": "print",
    "V": "zero",
    "U": "tare",
    "T": "zero_tare",
    "Z": "calibrate",
    "W": "calibrate_external",
    "S": "restart",
    "x1_": "model",
    "x2_": "serial",
    "x3_": "software",
}
_NET = {b"N": True, b"N1": True, b"G": False, b"G#": False}
_PARAMETERS = frozenset((b"nRef", b"pRef", b"wRef", b"mDef", b"Setp", b"Min", b"Max", b"Nom"))
"""Identifications of what the application was set to: no weight of the load."""


def decode(frame: bytes) -> Decoded:
    """Return the indication of one line, a text it says instead, or a host's command."""
    command = _COMMAND.fullmatch(frame) or _ESC.fullmatch(frame)
    if command:
        letter = command["cmd"].decode()
        return (Indication(extras=(("cmd", _NAMES.get(letter, letter)),), raw=frame),)
    measured = _MEASURED.fullmatch(frame)
    if measured:
        return (_measured(measured, frame),)
    said = _SAID.fullmatch(frame)
    if said:
        word = said["status"].decode()
        over, under = word.startswith("H"), word.startswith("L")
        error = None if over or under else " ".join(word.split())
        return (Indication(overload=over, underload=under, error=error, raw=frame),)
    if frame.strip() == b"OK!":
        return (Indication(extras=(("ack", True),), raw=frame),)
    return malformed(frame, "no SBI line")


def _measured(match: re.Match[bytes], frame: bytes) -> Indication:
    digits = match["value"].replace(b"[", b"").replace(b"]", b"")
    value = scale_number(match["sign"] + digits)
    legend = (match["legend"] or b"").strip()
    unit = unit_of(match["unit"])
    extras: tuple[tuple[str, Extra], ...] = ()
    if b"[" in match["value"]:
        extras = (("verified_digits", False),)
    if legend.startswith(b"T"):
        return Indication(
            unit=unit, stable=unit is not None, extras=(("tare", plain(value)),), raw=frame
        )
    if legend in _PARAMETERS:
        set_to = (("id", legend.decode()), ("data", plain(value)))
        return Indication(unit=unit, extras=set_to, raw=frame)
    if legend and legend not in _NET:
        extras += (("id", legend.decode()),)
    return Indication(
        value=value,
        unit=unit,
        stable=unit is not None,
        net=_NET.get(legend),
        extras=extras,
        raw=frame,
        stability_basis=StabilityBasis.WIRE,
    )


def encode(shown: Display) -> bytes:
    """Return the line of 22 characters."""
    if shown.value is None:
        word = "High" if shown.overload else "Low"
        return f"Stat  {word:>10}    \r\n".encode()
    unit = shown.unit if shown.stable else ""
    legend = "N" if shown.net else "G"
    return f"{legend:<6}{sign_of(shown.value)}{columns(shown.value, 9)} {unit:<3}\r\n".encode()


def answer(asked: Indication, shown: Display) -> Answer | None:
    """Return a line for print; zero and tare are done in silence, as balances do."""
    match asked.extra("cmd"):
        case "print":
            return Answer(reply=encode(shown))
        case "zero":
            return Answer(action=Action.ZERO)
        case "tare" | "zero_tare" if not shown.net:
            return Answer(action=Action.TARE)
    return None


DRIVER = Driver(
    key="sartorius-sbi",
    title=Text(zh="赛多利斯 SBI", en="Sartorius SBI"),
    manual="Sartorius Entris II manual p. 3; WZA224 manual p. 24; Master series manual p. 79; "
    "spoken with labmcp-sartorius 0.1.2",
    unconfirmed=(
        Text(zh="对标识命令的应答", en="answers to the identification commands"),
        Text(zh="带方括号示值的长度", en="length of an indication in brackets"),
        Text(
            zh="除 N、G、T、Qnt、Stat 外的标识", en="identifications besides N, G, T, Qnt and Stat"
        ),
    ),
    lines=(
        SerialLine(),
        SerialLine(parity="odd"),
        SerialLine(baudrate=1200, data_bits=7, parity="odd"),
        SerialLine(baudrate=4800),
    ),
    new_shape=lambda: LineShape(
        re.compile(
            rb"(?:" + _MEASURED.pattern + rb")|" + _COMMAND.pattern.replace(b"?P<cmd>", b"?:")
        ),
        also=b"\x1b",
        bare=_ESC,
        whole_lines=True,
    ),
    decode=decode,
    explain=by_groups(_MEASURED, _SAID, _COMMAND),
    card=card(
        ("16 或 22 字节", "16 or 22 bytes"),
        "— / 0D 0A",
        NO_CHECK,
        Text(zh="单位为空即不稳定", en="blank unit: not at rest"),
    ),
    voice=Voice(answer=answer),
    longest_frame=22,
    has_checksum=False,
    commands=Commands(read=b"\x1bP\r\n", zero=b"\x1bV\r\n", tare=b"\x1bU\r\n"),
    polled=True,
    silence_s=3.0,
)
