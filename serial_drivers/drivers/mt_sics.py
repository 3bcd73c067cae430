"""MT-SICS level 0 and 1: text lines `ID STATUS VALUE UNIT` that a balance answers to commands.

Wire: ASCII lines ended by CR LF, no checksum. `S S     100.00 g`: the value stands right-aligned
in ten characters, its sign beside the digits. STATUS: S stable, D dynamic, I not executable,
+ and - out of range, L wrong parameter, A done, B more lines follow. ES, ET, EL: errors.
Garbage before a line is survived; a digit changed on the way cannot be noticed (no checksum).
A line of seven bits is read through a port of eight too.
KCP asks for the tare with MM. After power-on and `@` the balance says `I4 A "serial"` unasked.
"""

from __future__ import annotations

import re
from decimal import Decimal

from inspector_app.domain.indication import Indication, StabilityBasis
from inspector_app.domain.quantities import plain
from inspector_app.domain.text import Text
from serial_drivers.driver import (
    Action,
    Answer,
    ByteField,
    ByteRole,
    Commands,
    Decoded,
    Display,
    NamedCommand,
    ScaleDriver,
    SerialLine,
    Voice,
    malformed,
)
from serial_drivers.framing import LineShape
from serial_drivers.parity import in_seven_bits, without_parity
from serial_drivers.units import unit_of

_WEIGHT_IDS = rb"S|SI|SR|SNR|SIR|SU|SIU|SIRU|SNRU|SRU"
_TARE_IDS = rb"T|TI|TA|MM"
_MEASURED = re.compile(
    rb"(?P<id>" + _WEIGHT_IDS + rb"|" + _TARE_IDS + rb"|SIH)"
    rb" +(?P<status>[SDA]) +(?P<value>[+-]? *\d{1,12}(?:\.\d{1,12})?)"
    rb" +(?P<unit>[A-Za-z%\xb5]{1,5}) *\r?\n"
)
_WEIGHT_ERROR = re.compile(rb"(?:" + _WEIGHT_IDS + rb") +[SDI] +Error +(?P<code>\w{1,6})")
_STATUS = re.compile(rb"(?P<id>[A-Z]{1,4}\d{0,3}|@) (?P<status>[ABDILS+-])(?: +(?P<rest>.*))?")
_COMMAND = re.compile(rb"(?P<cmd>[A-Z]{1,4}\d{0,3}|@)(?: +(?P<argument>.*))?")

_ERRORS = {b"ES": "syntax", b"ET": "transmission", b"EL": "logical"}
_STATUS_ERRORS = {b"I": "not_executable", b"L": "wrong_parameter"}
_FACTS = {
    b"I0": "commands",
    b"I1": "levels",
    b"I2": "model",
    b"I3": "software",
    b"I4": "serial",
    b"I5": "software_id",
    b"I10": "name",
    b"I11": "type",
    b"@": "serial",
}
_DONE = {
    b"Z": "zero",
    b"ZI": "zero",
    b"T": "tare",
    b"TI": "tare",
    b"TA": "tare",
    b"TAC": "clear_tare",
    b"D": "display",
    b"DW": "display_weight",
    b"K": "keys",
}


def decode(frame: bytes) -> Decoded:
    """Return one line as an indication; a line outside the grammar is a problem."""
    return in_seven_bits(frame, _decode)


def _decode(frame: bytes) -> Decoded:
    measured = _MEASURED.fullmatch(frame)
    if measured:
        return (_measured(measured, frame),)
    line = frame.strip()
    if line in _ERRORS:
        return (Indication(error=_ERRORS[line], raw=frame),)
    failed = _WEIGHT_ERROR.fullmatch(line)
    if failed:
        return (Indication(error=failed["code"].decode(), raw=frame),)
    status = _STATUS.fullmatch(line)
    if status:
        return _status(status, frame)
    return _command(line, frame)


def _measured(match: re.Match[bytes], frame: bytes) -> Indication:
    value = Decimal(match["value"].replace(b" ", b"").decode())
    unit, dynamic = unit_of(match["unit"]), match["status"] == b"D"
    if match["id"] in _TARE_IDS.split(b"|"):
        tare, stable = (("tare", plain(value)),), None if match["status"] == b"A" else not dynamic
        return Indication(unit=unit, stable=stable, extras=tare, raw=frame)
    fine = (("verified_digits", False),) if match["id"] == b"SIH" else ()
    return Indication(
        value=value,
        unit=unit,
        stable=not dynamic,
        extras=fine,
        raw=frame,
        stability_basis=StabilityBasis.WIRE,
    )


def _status(match: re.Match[bytes], frame: bytes) -> Decoded:
    name, status, rest = match["id"], match["status"], (match["rest"] or b"").strip()
    if status in b"+-":
        return (Indication(overload=status == b"+", underload=status == b"-", raw=frame),)
    if status in _STATUS_ERRORS:
        return (Indication(error=_STATUS_ERRORS[status], raw=frame),)
    if name in _FACTS and rest and status in b"AB":
        extras: tuple[tuple[str, str | bool], ...] = ((_FACTS[name], _unquoted(rest)),)
        return (Indication(extras=extras, raw=frame),)
    if (name in _WEIGHT_IDS.split(b"|") and (rest or status != b"A")) or (
        rest and name in _TARE_IDS.split(b"|")
    ):
        return malformed(frame, "no complete value")
    if status == b"B":
        extras = (("started", _done_name(name)),)
    elif name in _DONE or status == b"A":
        extras = (("ack", _done_name(name)),)
    else:
        return malformed(frame, "unknown answer")
    return (Indication(stable=_at_rest(name, status), extras=extras, raw=frame),)


def _at_rest(name: bytes, status: bytes) -> bool | None:
    """`ZI S` and `ZI D` say whether zero was set at rest."""
    return status == b"S" if name in {b"ZI", b"TI"} and status in b"SD" else None


def _done_name(name: bytes) -> str:
    return _DONE.get(name, name.decode())


def _unquoted(rest: bytes) -> str:
    text = rest.decode("latin-1")
    return text[1:-1] if text.count('"') == 2 and text[0] == text[-1] == '"' else text


def _command(line: bytes, frame: bytes) -> Decoded:
    match = _COMMAND.fullmatch(line)
    if not match:
        return malformed(frame, "no MT-SICS line")
    extras: tuple[tuple[str, str | bool], ...] = (("cmd", match["cmd"].decode()),)
    if match["argument"]:
        extras += (("argument", match["argument"].decode("latin-1")),)
    return (Indication(extras=extras, raw=frame),)


def explain(frame: bytes) -> tuple[ByteField, ...]:
    """Return the fields of a line: identification, status, value, unit, line end."""
    frame = without_parity(frame) or frame
    end = len(frame.rstrip(b"\r\n"))
    words = [(word.start(), word.end()) for word in re.finditer(rb"\S+", frame[:end])]
    roles = (
        (ByteRole.COMMAND, Text(zh="命令", en="Command")),
        (ByteRole.STATUS, Text(zh="状态", en="Status")),
        (ByteRole.VALUE, Text(zh="示值", en="Value")),
        (ByteRole.UNIT, Text(zh="单位", en="Unit")),
    )
    fields, start = [], 0
    for (_, stop), (role, name) in zip(words, roles, strict=False):
        fields.append(ByteField(start, stop, role, name))
        start = stop
    fields.append(ByteField(start, len(frame), ByteRole.FRAMING, Text(zh="行尾", en="Line end")))
    return tuple(fields)


def _weight_line(shown: Display) -> bytes:
    if shown.value is None:
        return b"S +\r\n" if shown.overload else b"S -\r\n" if shown.underload else b"S I\r\n"
    status = "S" if shown.stable else "D"
    return f"S {status} {plain(shown.value):>10} {shown.unit}\r\n".encode()


def _tare_line(shown: Display, *, stable: bool = True) -> bytes:
    status = "S" if stable else "D"
    return f"T {status} {plain(shown.tare):>10} {shown.unit}\r\n".encode()


_LEVELS = {"0": "I0 I1 I2 I3 I4 I5 S SI SIR Z ZI @", "1": "SR T TA TAC TI"}
_LISTED = [(level, name) for level, names in _LEVELS.items() for name in names.split()]
_COMMAND_LIST = b"".join(
    f'I0 {"A" if (level, name) == _LISTED[-1] else "B"} {level} "{name}"\r\n'.encode()
    for level, name in _LISTED
)


def answer(request: Indication, shown: Display) -> Answer | None:
    """Return what a balance says to one command, `ES` to one it does not know."""
    command = str(dict(request.extras).get("cmd", ""))
    if command in {"S", "Z", "T"} and not shown.stable:
        return Answer(wait_for_stable=True)
    replies = {
        "S": Answer(reply=_weight_line(shown)),
        "SI": Answer(reply=_weight_line(shown), action=Action.STOP_REPEAT),
        "SIR": Answer(reply=_weight_line(shown), action=Action.REPEAT),
        "SR": Answer(reply=_weight_line(shown), action=Action.REPEAT),
        "Z": Answer(reply=b"Z A\r\n", action=Action.ZERO),
        "ZI": Answer(reply=b"ZI S\r\n" if shown.stable else b"ZI D\r\n", action=Action.ZERO),
        "T": Answer(reply=_tare_line(shown), action=Action.TARE),
        "TI": Answer(reply=b"TI" + _tare_line(shown, stable=shown.stable)[1:], action=Action.TARE),
        "TA": Answer(reply=f"TA A {plain(shown.tare):>10} {shown.unit}\r\n".encode()),
        "TAC": Answer(reply=b"TAC A\r\n", action=Action.CLEAR_TARE),
        "I0": Answer(reply=_COMMAND_LIST),
        "I1": Answer(reply=b'I1 A "01" "2.20" "2.20" "" ""\r\n'),
        "I3": Answer(reply=b'I3 A "1.00 SIM"\r\n'),
        "I5": Answer(reply=b'I5 A "SIM0000A"\r\n'),
        "I2": Answer(reply=f'I2 A "{shown.model}"\r\n'.encode()),
        "I4": Answer(reply=f'I4 A "{shown.serial_number}"\r\n'.encode()),
        "@": Answer(reply=f'I4 A "{shown.serial_number}"\r\n'.encode(), action=Action.STOP_REPEAT),
    }
    return replies.get(command, Answer(reply=b"ES\r\n")) if command else None


_ASKS = (
    NamedCommand(b"SIR\r\n", Text(zh="连续读数(至再次读数)", en="Repeat until read")),
    NamedCommand(b"SR\r\n", Text(zh="变化时读数(至再次读数)", en="Repeat on change")),
    NamedCommand(b"TA\r\n", Text(zh="读取皮重", en="Tare value")),
    NamedCommand(b"I0\r\n", Text(zh="命令清单 I0", en="List of commands I0")),
    NamedCommand(b"I1\r\n", Text(zh="命令级别 I1", en="Levels I1")),
    NamedCommand(b"I3\r\n", Text(zh="软件版本 I3", en="Software I3")),
    NamedCommand(b"I5\r\n", Text(zh="软件标识 I5", en="Software number I5")),
)
_ACTS = (
    NamedCommand(b"ZI\r\n", Text(zh="立即置零", en="Set zero at once")),
    NamedCommand(b"TI\r\n", Text(zh="立即去皮", en="Tare at once")),
    NamedCommand(b"@\r\n", Text(zh="复位至开机状态", en="Reset as after switching on")),
)


DRIVER = ScaleDriver(
    key="mt-sics",
    title=Text(zh="梅特勒-托利多 MT-SICS", en="Mettler-Toledo MT-SICS"),
    manual="METTLER TOLEDO AL-IC operating instructions, p. 72 (mettler-toledo.manymanuals.com); "
    "JS series p. 30 (@, SR); B-TEK T104 p. 44 (levels); KERN KIB-TM p. 33 (KCP, MM for TA); the "
    "reference 11780711 itself was not available",
    unconfirmed=(
        Text(
            zh="T、TI、TA、TAC、ZI、I0、I1、I3、I5 应答的格式（凭对参考手册的记忆）",
            en="answers to T, TI, TA, TAC, ZI, I0, I1, I3, I5 (the reference manual by memory)",
        ),
        Text(zh="称量错误代码（`S S Error 10b`）", en="weight error codes (`S S Error 10b`)"),
        Text(zh="SIH 作为高分辨力应答", en="SIH as high-resolution reply"),
    ),
    lines=(
        SerialLine(),
        SerialLine(baudrate=4800),
        SerialLine(baudrate=2400, data_bits=7, parity="even"),
        SerialLine(baudrate=19200),
    ),
    new_shape=lambda: LineShape(_MEASURED, seven_bit=True),
    decode=decode,
    explain=explain,
    card=(
        (
            Text(zh="帧长", en="Length"),
            Text(zh="文本行, 约 18 字节", en="text line, about 18 bytes"),
        ),
        (Text(zh="头 / 尾", en="Start / end"), Text(zh="— / 0D 0A", en="— / 0D 0A")),
        (Text(zh="校验", en="Check"), Text(zh="无", en="none")),
        (Text(zh="稳定", en="Stable"), Text(zh="S 稳定, D 变动", en="S stable, D dynamic")),
    ),
    voice=Voice(answer=answer),
    longest_frame=64,
    has_checksum=False,
    commands=Commands(
        read=b"SI\r\n",
        read_stable=b"S\r\n",
        identify=(b"I4\r\n", b"I2\r\n"),
        zero=b"Z\r\n",
        tare=b"T\r\n",
        clear_tare=b"TAC\r\n",
        asks=_ASKS,
        acts=_ACTS,
    ),
    aliases=("kern-kcp",),
    polled=True,
    silence_s=3.0,
    asked_lines=3,
)
