"""NCI SCP-01 and its ECR variants: letter and CR asked, text between LF and ETX answered.

Wire: LF, weight and unit, CR, LF, two to four status characters, CR, ETX; the status alone while
there is no weight to give. ECR variants put an `S` before the status. Status 1: bit 0 motion, 1 at
zero, 2 RAM error, 3 EEPROM error. Status 2: bit 0 under capacity, 1 over, 2 ROM error, 3 bad
calibration, 6 a third follows. Status 3: bits 0-1 range, 2 net, 3 initial zero error, 6 a fourth
follows. Pounds and ounces (`1lb 10.5oz`) are told in ounces, exactly, and kept as they came; raw
counts (unit MM) are no weight, and what `H` was heard to ask for is finer than e. `U` is answered
by the new unit without a weight. `X` switches some scales off: it is never sent. A line of seven
bits is read through a port of eight too.
There is no checksum beyond the parity bit: two digits changed on the way cannot be noticed.
"""

from __future__ import annotations

import re
from decimal import Decimal

from inspector_app.domain.indication import Extra, Indication, StabilityBasis
from inspector_app.domain.text import Text
from serial_drivers.declaring import (
    NO_CHECK,
    by_groups,
    card,
    columns,
    fine_after_question,
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
from serial_drivers.framing import Broken, Complete, ScanShape
from serial_drivers.parity import in_seven_bits, without_parity
from serial_drivers.units import unit_of

Told = tuple[str, Extra]
_LF, _CR, _ETX = 0x0A, 0x0D, 0x03
_LONGEST = 36
_OUNCES_A_POUND = 16
_FRAME = re.compile(
    rb"\n(?:(?:(?P<pounds>[ -]?[ \d]{1,4})(?:lb|LB) ?(?P<ounces>\d{1,2}(?:\.\d{1,3})?)(?:oz|OZ)"
    rb"|(?P<value>[ -]?[ \d.]{4,9}|[\^_-]{4,8})(?P<unit> ?[A-Za-z]{1,3}(?::[a-z]{2})? ?)"
    rb"|(?P<legend>[A-Za-z]{1,3}(?::[a-z]{2})?))\r\n)?"
    rb"S?(?P<status>[0-?][0-?]|[0-?][p-\x7f][0-?]|[0-?][p-\x7f]{2}[0-?])\r\x03"
)
_REFUSED = re.compile(rb"\n(?P<status>\?)\r\x03")
_NUMBER = re.compile(rb" *-? *\d+(?:\.\d+)?")
_COUNTS = b"MM"
_COMMANDS = {
    "W": "weight",
    "H": "high_resolution",
    "S": "status",
    "Z": "zero",
    "T": "tare",
    "U": "unit",
    "M": "raw_counts",
    "L": "hold",
    "X": "switch_off",
}
_HOST = "".join(_COMMANDS).encode()
_FAULTS = ((0, 2, "ram"), (0, 3, "eeprom"), (1, 2, "rom"), (1, 3, "calibration"), (2, 3, "zero"))


def begins(window: bytes) -> bool:
    """Say whether a frame, or a host's letter with its CR, may stand here."""
    return window[0] == _LF or (window[0] in _HOST and window[1:2] in (b"", b"\r"))


def measure(window: bytes) -> Complete | Broken | None:
    """Return the frame up to ETX if its layout is right."""
    if window[0] != _LF:
        return Complete(2) if len(window) > 1 else None
    end = window.find(_ETX, 0, _LONGEST)
    if end < 0:
        return None if len(window) < _LONGEST else Broken(_LONGEST, "malformed", "no end")
    if _is_whole(window[: end + 1]):
        return Complete(end + 1)
    return Broken(end + 1, "malformed", "bytes that have no place in the layout")


def _is_whole(frame: bytes) -> bool:
    text = without_parity(frame) or frame
    return bool(_FRAME.fullmatch(text) or _REFUSED.fullmatch(text))


def decode(frame: bytes) -> Decoded:
    """Return weight and status, a status alone, or a host's letter by its name."""
    return in_seven_bits(frame, _decode)


def _decode(frame: bytes) -> Decoded:
    if frame[0] != _LF:
        return (Indication(extras=(("cmd", _COMMANDS[chr(frame[0])]),), raw=frame),)
    if _REFUSED.fullmatch(frame):
        return (Indication(error="unknown_command", raw=frame),)
    match = _FRAME.fullmatch(frame)
    if match is None:
        return malformed(frame, "no SCP-01 frame")
    bits = [*match["status"], 0][:3]
    faults = [name for at, bit, name in _FAULTS if bits[at] & 1 << bit]
    extras: tuple[tuple[str, Extra], ...] = (("status", match["status"].hex()),)
    if bits[0] & 0x02:
        extras += (("at_zero", True),)
    text = (match["value"] or b"").rstrip()
    value, unit, told = _weight_in(match)
    extras += told
    if value is None and text[:1] == b"-" and text.strip(b"-") == b"":
        faults.append("zero")
    over = bool(bits[1] & 0x02) or text[:1] == b"^"
    under = bool(bits[1] & 0x01) or text[:1] == b"_"
    return (
        Indication(
            value=None if over or under or faults else value,
            unit=unit,
            stable=not bits[0] & 0x01,
            net=bool(bits[2] & 0x04) if len(match["status"]) > 2 else None,
            overload=over,
            underload=under,
            error="_".join((*dict.fromkeys(faults), "error")) if faults else None,
            extras=extras,
            raw=frame,
            stability_basis=StabilityBasis.WIRE,
        ),
    )


def _weight_in(match: re.Match[bytes]) -> tuple[Decimal | None, str | None, tuple[Told, ...]]:
    """Return value, unit and further fields: a compound weight in ounces, counts, a new unit."""
    if match["pounds"]:
        shown = f"{match['pounds'].decode().strip()} lb {match['ounces'].decode()} oz"
        whole = match["pounds"].replace(b" ", b"")
        if not whole.removeprefix(b"-").isdigit():
            return None, None, ()
        ounces = abs(Decimal(whole.decode())) * _OUNCES_A_POUND + Decimal(match["ounces"].decode())
        value = ounces.copy_negate() if whole.startswith(b"-") else ounces
        return value, "oz", (("shown", shown),)
    if match["legend"]:
        return None, None, (("unit_now", match["legend"].decode()),)
    unit = unit_of(match["unit"]) if match["unit"] else None
    if not match["value"] or not _NUMBER.fullmatch(match["value"].rstrip()):
        return None, unit, ()
    if match["unit"].strip() == _COUNTS:
        return None, None, (("raw_counts", match["value"].strip().decode()),)
    return scale_number(match["value"].rstrip()), unit, ()


def answer(asked: Indication, shown: Display) -> Answer | None:
    """Return the weight with its status, or the status alone."""
    match asked.extra("cmd"):
        case "weight" | "high_resolution":
            return Answer(reply=_weight(shown))
        case "status":
            return Answer(reply=b"\n" + _status(shown) + b"\r\x03")
        case "zero":
            return Answer(reply=b"\n" + _status(shown) + b"\r\x03", action=Action.ZERO)
        case "tare" if not shown.net:
            return Answer(reply=b"\n" + _status(shown) + b"\r\x03", action=Action.TARE)
    return Answer(reply=b"\n" + _status(shown) + b"\r\x03")


def _status(shown: Display) -> bytes:
    first = 0x30 | (not shown.stable) | (0x02 if shown.value == 0 else 0)
    second = 0x30 | shown.underload | (0x02 if shown.overload else 0) | 0x40
    return bytes((first, second, 0x30 | (0x04 if shown.net else 0)))


def _weight(shown: Display) -> bytes:
    if shown.value is None:
        figure = ("_" if shown.underload else "^") * 6
    else:
        figure = sign_of(shown.value, "0") + columns(shown.value, 6, "0")
    return f"\n{figure}{shown.unit}\r\n".encode() + _status(shown) + b"\r\x03"


DRIVER = Driver(
    key="nci-scp01",
    title=Text(zh="NCI SCP-01", en="NCI SCP-01"),
    manual="NCI 7800 manual p. 32; Avery WT 7821 p. 25; Ohaus Aviator 7000 service manual pp. 47 "
    "and 49 (ECR, status); Ohaus Courier 7000 manual p. 45 (U, L, X, lb:oz); Fairbanks PC2250 "
    "p. 61; Adam MDW manual p. 15",
    unconfirmed=(Text(zh="第三、四状态字符（因厂家而异）", en="status 3 and 4 by maker"),),
    lines=(SerialLine(data_bits=7, parity="even"), SerialLine(), SerialLine(baudrate=4800)),
    new_shape=lambda: ScanShape(begins, measure, _is_whole),
    decode=decode,
    new_decode=fine_after_question(decode),
    explain=by_groups(_FRAME, _REFUSED),
    card=card(
        ("5–17 字节", "5–17 bytes"),
        "0A / 03",
        NO_CHECK,
        Text(zh="状态字 1 第 0 位", en="status 1, bit 0"),
    ),
    voice=Voice(answer=answer),
    longest_frame=_LONGEST,
    has_checksum=False,
    commands=Commands(read=b"W\r", identify=(b"S\r",), zero=b"Z\r", tare=b"T\r"),
    polled=True,
    silence_s=3.0,
)
