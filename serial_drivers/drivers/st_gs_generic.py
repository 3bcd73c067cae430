"""The ST/GS family: `ST,GS,   245.6 g` and its cousins of A&D, CAS, Kern, T-Scale, Jadever.

Wire: text lines ended by LF, mostly CR LF, no checksum. First header: ST stable, US unstable,
OL overload, UL underload, QT counted pieces, WT weight, SD dynamic, SI overload of the MT dump, PT
preset tare, EC error.
Second header where there is one: GS, GW, G gross; NT, NW, N net; TR tare. CAS adds two bytes, the
device id (`1` is 1, `=` is 13) and a lamp byte whose top bit is set: eight data bits are needed
and the line is never text. The header is judged before the number: an overload may be written
`+9999999E+19`. A line of seven bits is read through a port of eight too.
A&D can put an id, date and time before the header. Garbage before a line is survived; a digit
changed on the way cannot be noticed (no checksum).
"""

from __future__ import annotations

import re
from decimal import Decimal

from inspector_app.domain.indication import Indication, StabilityBasis
from inspector_app.domain.quantities import plain
from inspector_app.domain.text import Text
from serial_drivers.driver import (
    Answer,
    ByteField,
    ByteRole,
    Commands,
    Decoded,
    Display,
    ScaleDriver,
    SerialLine,
    Voice,
    malformed,
)
from serial_drivers.framing import LineShape
from serial_drivers.parity import in_seven_bits, without_parity
from serial_drivers.units import unit_of

_ACK = b"\x06"
_HEAD = (
    rb"(?P<prefix>(?:[ -+\--:<-~]{0,40}[,;]){0,4}?) ?"
    rb"(?P<header>ST|US|OL|UL|QT|WT|SD|SI|PT(?=,))(?:(?P<mark>[,;])|(?=[ +-]|\r?\n))"
    rb"(?: ?(?P<second>GS|NT|TR|GW|NW|G|N)(?: ?[,;]|(?=[ +=-])))?"
    rb"(?:(?P<device>[^\n])(?P<lamp>[\x80-\xff])[,;])?"
)
_UNIT = rb"(?:tl\.[A-Z]|[A-Za-z%]{0,4})"
_FIGURE = rb"[+-]?[ =]{0,16}\d{1,12}(?:[.,]\d{1,12})?[,;]? {0,8}" + _UNIT + rb" {0,8}"
_BLANK_FIGURE = rb"[+-]? {0,16}(?:9999999E\+19)? {0,8}[A-Za-z%]{0,4} {0,8}"
_MESSAGE = re.compile(_HEAD + rb" {0,8}(?:" + _FIGURE + rb"|" + _BLANK_FIGURE + rb")\r?\n")
_LINE = re.compile(_HEAD + rb"(?P<body>[ -~]*)\r?\n")
_NUMBER = re.compile(
    rb"(?P<sign>[+-]?)[ =]*(?P<digits>\d{1,12}(?:[.,]\d{1,12})?)[,;]? *"
    rb"(?P<unit>tl\.[A-Z]|[A-Za-z%]{0,4})"
)
_OUT_OF_RANGE = re.compile(rb"(?P<sign>[+-]?)(?:9999999E\+19|[ =_^.\d-]*)[A-Za-z%]{0,4}")
_ERROR = re.compile(rb"(?:EC *[,;]|ERR) *(?P<code>\w{1,5})")
_FACT = re.compile(rb"(?P<name>SN|ID|MN) *,(?P<value>[\w -]{1,24})")
_FACTS = {b"SN": "serial", b"ID": "id", b"MN": "model"}
_COMMAND = re.compile(
    rb"(?P<cmd>\?[A-Z]{2}|S|Q|SI|SIR|C|Z|R|T|P|U|ON|OFF|CAL|PRT|[#%]?R[WGNT]|M[ZT]|CT|S[CAMO]|U[A-Z]"
    rb"|K[TW]|ZE|TR|HD|PR)"
)

_NET = {b"GS": False, b"GW": False, b"G": False, b"NT": True, b"NW": True, b"N": True}
_LAMP_HOLD = 0x10
_PREFIXED = {"#": "stable", "%": "continuous"}
"""How the `RW` command set (英展) asks: at rest, over and over."""


def decode(frame: bytes) -> Decoded:
    """Return one line as an indication; a line outside the grammar is a problem."""
    return in_seven_bits(frame, _decode)


def _decode(frame: bytes) -> Decoded:
    line = _LINE.fullmatch(frame)
    if line and not (line["header"] == b"SI" and not line["body"].strip()):
        return _headed(line, frame)
    text = frame.strip()
    failed = _ERROR.fullmatch(text)
    if failed:
        return (Indication(error=failed["code"].decode(), raw=frame),)
    fact = _FACT.fullmatch(text)
    if fact:
        name, said = _FACTS[fact["name"]], fact["value"].decode()
        return (Indication(extras=((name, said),), raw=frame),)
    if text == _ACK:
        return (Indication(extras=(("ack", True),), raw=frame),)
    command = _COMMAND.fullmatch(text)
    if command:
        name = command["cmd"].decode()
        asked: tuple[tuple[str, str | bool], ...] = (("cmd", _PREFIXED.get(name[0], name)),)
        if name[0] in _PREFIXED:
            asked += (("asked", name[1:]),)
        return (Indication(extras=asked, raw=frame),)
    return malformed(frame, "no ST/GS line")


def _headed(line: re.Match[bytes], frame: bytes) -> Decoded:
    header, net = line["header"], _NET.get(line["second"])
    if header in {b"OL", b"UL", b"SI"}:
        return _out_of_range(line, frame)
    number = _NUMBER.fullmatch(line["body"].strip())
    if number is None:
        return malformed(frame, "no complete value")
    digits = number["digits"].replace(b",", b".")
    value, unit = Decimal((number["sign"] + digits).decode()), unit_of(number["unit"])
    stable = header not in {b"US", b"SD"}
    extras = _extras(line)
    if line["second"] == b"TR" or header == b"PT":
        extras = (("tare", plain(value)), *extras)
        return (Indication(unit=unit, stable=stable, extras=extras, raw=frame),)
    if header == b"QT":
        unit = unit or "pcs"
    basis = StabilityBasis.WIRE
    return (
        Indication(
            value=value,
            unit=unit,
            stable=stable,
            net=net,
            extras=extras,
            raw=frame,
            stability_basis=basis,
        ),
    )


def _out_of_range(line: re.Match[bytes], frame: bytes) -> Decoded:
    extent = _OUT_OF_RANGE.fullmatch(line["body"].strip())
    is_figure = line["header"] == b"SI" and _NUMBER.fullmatch(line["body"].strip())
    if extent is None or is_figure:  # `SI` with a figure is another maker's answer to SI
        return malformed(frame, "no overload line")
    body = line["body"].strip()
    is_filler = body.startswith(b"--")  # dashes all over are no sign
    low = line["header"] == b"UL" or (extent["sign"] == b"-" and not is_filler)
    net = _NET.get(line["second"])
    return (Indication(overload=not low, underload=low, net=net, extras=_extras(line), raw=frame),)


def _extras(line: re.Match[bytes]) -> tuple[tuple[str, str | bool], ...]:
    extras: list[tuple[str, str | bool]] = []
    if line["lamp"]:
        device, lamp = line["device"], line["lamp"]
        number = device[0] - ord("0") if device[0] >= ord("0") else device[0]
        extras = [("device_id", str(number)), ("lamp", lamp.hex())]
        if lamp[0] & _LAMP_HOLD:
            extras.append(("hold", True))
    prefix = line["prefix"].strip(b",; ")
    if prefix:
        extras.append(("prefix", prefix.decode()))
    return tuple(extras)


def explain(frame: bytes) -> tuple[ByteField, ...]:
    """Return the fields of a line; an unknown line is one field."""
    frame = without_parity(frame) or frame
    line = _LINE.fullmatch(frame)
    if line is None:
        return (ByteField(0, len(frame), ByteRole.COMMAND, Text(zh="命令", en="Command")),)
    end = len(frame.rstrip(b"\r\n"))
    body = line["body"].rstrip()
    unit_length = len(body) - len(body.rstrip(b"abcdefghijklmnopqrstuvwxyzPCKGTLB%"))
    unit_at = line.start("body") + len(body) - unit_length
    bounds = (
        (line.start("header"), ByteRole.ADDRESS, Text(zh="前缀", en="Prefix")),
        (line.end("header") + 1, ByteRole.STATUS, Text(zh="状态", en="Status")),
        (line.start("body"), ByteRole.STATUS, Text(zh="毛净与灯号", en="Gross, net, lamps")),
        (unit_at, ByteRole.VALUE, Text(zh="示值", en="Value")),
        (end, ByteRole.UNIT, Text(zh="单位", en="Unit")),
        (len(frame), ByteRole.FRAMING, Text(zh="行尾", en="Line end")),
    )
    fields, start = [], 0
    for stop, role, name in bounds:
        if stop > start:
            fields.append(ByteField(start, stop, role, name))
            start = stop
    return tuple(fields)


def _sign_and_digits(value: Decimal, width: int, fill: str) -> str:
    return ("-" if value.is_signed() else "+") + f"{plain(abs(value)):{fill}>{width}}"


def encode(shown: Display) -> bytes:
    """Return the usual line, `ST,GS,+ 0245.6  kg`-like with nine characters of value."""
    second = "NT" if shown.net else "GS"
    if shown.value is None:
        return f"OL,{second},{'-' if shown.underload else '+'}{' ' * 12}\r\n".encode()
    header = "ST" if shown.stable else "US"
    figure = _sign_and_digits(shown.value, 8, " ")
    return f"{header},{second},{figure} {shown.unit:>2}\r\n".encode()


def encode_and(shown: Display) -> bytes:
    """Return the A&D standard line of 15 characters, `ST,+00123.45  g`."""
    if shown.value is None:
        return b"OL,-9999999E+19\r\n" if shown.underload else b"OL,+9999999E+19\r\n"
    header = "ST" if shown.stable else "US"
    return f"{header},{_sign_and_digits(shown.value, 8, '0')}{shown.unit:>3}\r\n".encode()


def encode_cas(shown: Display) -> bytes:
    """Return the CAS line of 22 bytes with device id 1 and the lamp byte."""
    second = "NT" if shown.net else "GS"
    at_zero = shown.value is not None and shown.value == 0
    lamp = 0x80 | (0x40 * shown.stable) | (0x02 if shown.net else 0x04) | at_zero
    header, figure = "OL", " " * 8
    if shown.value is not None:
        header = "ST" if shown.stable else "US"
        sign = "-" if shown.value.is_signed() else "0"
        figure = sign + f"{plain(abs(shown.value)):0>7}"
    head = f"{header},{second},1".encode() + bytes([lamp])
    return head + f",{figure} {shown.unit:>2}\r\n".encode()


def answer(request: Indication, shown: Display) -> Answer | None:
    """Return the A&D reply to the commands that read; other commands are met with silence."""
    command = dict(request.extras).get("cmd")
    if command == "S" and not shown.stable:
        return Answer(wait_for_stable=True)
    return Answer(reply=encode_and(shown)) if command in {"S", "SI", "Q"} else None


DRIVER = ScaleDriver(
    key="st-gs-generic",
    title=Text(
        zh="ST,GS 通用格式(A&D、CAS、Kern 等)", en="ST,GS lines (A&D, CAS, Kern and others)"
    ),
    manual="A&D GF-2002A manual p. 16 and GX-300 manual p. 46; CAS CI-600D manual p. 74, "
    "Caston-III p. 21; Excell AM4 p. 12; Kern KXS/KXG-TM manual p. 70; A&D AD-4212D manual "
    "p. 29 (prefix); RW commands: jswjk.com",
    unconfirmed=(
        Text(zh="A&D 的错误代码", en="A&D error codes"),
        Text(zh="WT、SD、SI 帧头", en="WT, SD and SI headers"),
        Text(zh="CAS 指示灯字节第 5 位（因型号而异）", en="CAS lamp bit 5 by model"),
        Text(zh="?PT 应答的格式", en="form of the answer to ?PT"),
        Text(
            zh="RW 命令的应答是无单位的裸数字，列宽未公布，不读取",
            en="RW answers are bare numbers of unpublished width: they are not read",
        ),
    ),
    lines=(
        SerialLine(),
        SerialLine(baudrate=4800),
        SerialLine(baudrate=2400, data_bits=7, parity="even"),
        SerialLine(baudrate=19200),
    ),
    new_shape=lambda: LineShape(_MESSAGE, also=_ACK, seven_bit=True),
    decode=decode,
    explain=explain,
    card=(
        (Text(zh="帧长", en="Length"), Text(zh="文本行, 17–24 字节", en="text line, 17–24 bytes")),
        (Text(zh="头 / 尾", en="Start / end"), Text(zh="ST US OL / 0D 0A", en="ST US OL / 0D 0A")),
        (Text(zh="校验", en="Check"), Text(zh="无", en="none")),
        (Text(zh="稳定", en="Stable"), Text(zh="ST 稳定, US 变动", en="ST stable, US unstable")),
    ),
    voice=Voice(stream=encode, answer=answer, frames_per_second=10),
    longest_frame=64,
    has_checksum=False,
    commands=Commands(read=b"SI\r\n", read_stable=b"S\r\n", identify=(b"?SN\r\n",)),
    aliases=("and-standard", "cas-22", "rw-command"),
)
