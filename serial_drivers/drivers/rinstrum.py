"""Rinstrum R300 and R400 indicators: `AACCRRRR:data`, registers read as text.

Wire: address, command and register in hex, colon, data, CR LF or `;`. Address bits: 80h an
answer, 40h an error, 20h an answer is wanted. Command 05 reads a register as the display shows it
(with unit and G or N), 11 reads its final value in hex without decimal places, 10 executes, 12
writes.
With a checksum the message stands between SOH and four hex digits and EOT: CRC-16 of polynomial
1021h from FFFFh on, as the maker's own Lua library reckons it. Otherwise there is no checksum, and
a changed digit cannot be noticed.
"""

from __future__ import annotations

import re
from binascii import crc_hqx

from inspector_app.domain.indication import Extra, Indication, StabilityBasis
from inspector_app.domain.text import Text
from serial_drivers.declaring import (
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
from serial_drivers.framing import Broken, Complete, ScanShape
from serial_drivers.units import unit_of

_HEX = b"0123456789ABCDEF"
_LINE = re.compile(
    rb"(?P<soh>\x01)?(?P<address>[0-9A-F]{2})(?P<cmd>[0-9A-F]{2})(?P<reg>[0-9A-F]{4})"
    rb"(?::(?P<value>[ -:<-~]{0,60}?))?(?(soh)(?P<check>[0-9A-F]{4})\x04|(?:\r\n|;))"
)
_BEGUN = re.compile(rb"\x01?[0-9A-F]{8}(?::[ -:<-~]{0,60}|[0-9A-F]{0,4})\r?")
_SHOWN = re.compile(
    rb" *(?P<sign>[+-]?) *(?P<digits>\d+(?:\.\d+)?) *(?P<unit>[A-Za-z]{1,3})"
    rb"(?: +(?P<legend>[GN]))?(?: +(?P<moving>M))? *"
)
_BEYOND = re.compile(rb" *(?P<way>[OU])(?:VER|NDER|-LOAD|L) *")
_SOH = 0x01
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


def begins(window: bytes) -> bool:
    """Say whether a message may begin here: eight hex digits, then a colon or the end."""
    head = window.removeprefix(b"\x01")[:9]
    if not all(byte in _HEX for byte in head[:8]):
        return False
    return len(head) < 9 or head[8] in (b":" if window[0] != _SOH else b":" + _HEX) + b"\r;"


def measure(window: bytes) -> Complete | Broken | None:
    """Return how far the message reaches; its check digits are judged where there are any."""
    line = _LINE.match(window)
    if line is None:
        begun = _BEGUN.match(window)
        reach = begun.end() if begun else len(window)
        return None if reach == len(window) else Broken(reach, "malformed", "no end")
    if line["soh"]:
        covered = window[1 : line.start("check")]
        computed, received = b"%04X" % crc_hqx(covered, 0xFFFF), line["check"]
        if computed != received:
            detail = f"computed {computed.decode()}, in frame {received.decode()}"
            return Broken(line.end(), "checksum_error", detail)
    return Complete(line.end())


def _surely(window: bytes) -> bool:
    return window[0] == _SOH and len(window) > 9 and begins(window)


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
        said = (line["value"] or b"").decode().strip() or "refused"
        return (Indication(error=said, extras=(("error", True), ("code", said), *who), raw=frame),)
    if named == "read_literal":
        return _shown(line["value"] or b"", who, frame)
    kept = (line["value"] or b"").decode().strip()
    return (Indication(extras=(("data", kept), ("answers", named), *who), raw=frame),)


def _shown(text: bytes, who: tuple[tuple[str, Extra], ...], frame: bytes) -> Decoded:
    match = _SHOWN.fullmatch(text)
    beyond = _BEYOND.fullmatch(text)
    if beyond:
        low = beyond["way"] == b"U"
        return (Indication(overload=not low, underload=low, extras=who, raw=frame),)
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
    unconfirmed=(
        Text(zh="寄存器编号", en="register numbers"),
        Text(zh="文本应答中的不稳定标志", en="mark of motion in a literal answer"),
        Text(zh="超载时的文本", en="overload texts"),
    ),
    lines=(SerialLine(), SerialLine(baudrate=4800), SerialLine(baudrate=19200)),
    new_shape=lambda: ScanShape(begins, measure, _surely),
    decode=decode,
    explain=by_groups(_LINE),
    card=card(
        ("文本行, 20–30 字节", "text line, 20–30 bytes"),
        "— / 0D 0A",
        Text(zh="无, 或 CRC-16", en="none, or CRC-16"),
        Text(zh="文本含状态", en="in the text"),
    ),
    voice=Voice(answer=answer),
    longest_frame=64,
    has_checksum=False,
    commands=Commands(read=b"20050026:\r\n"),
    polled=True,
    silence_s=3.0,
)
