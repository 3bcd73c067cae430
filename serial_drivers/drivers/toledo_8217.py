"""Toledo 8217 and 8213: the host sends one letter, the scale answers between STX and CR.

`W`: `01.250` in kilograms or pounds as the scale is set (`N` behind a net weight), but only while
it is valid and at rest; otherwise `?` and a status byte: bit 0 motion, 1 over capacity, 2 under
zero, 3 outside the zero capture, 4 centre of zero. `E` makes the scale echo until `F`: one that a
broken-off probe left echoing sends our `W` back instead of a weight, and is told `F`.
No unit is sent, and there is no checksum beyond the parity bit: two digits changed on the way
cannot be noticed.
"""

from __future__ import annotations

import re

from inspector_app.domain.indication import Extra, Indication, StabilityBasis
from inspector_app.domain.text import Text
from serial_drivers.declaring import NO_CHECK, by_groups, card, columns, scale_number
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

_STX, _CR = 0x02, 0x0D
_LONGEST = 12
_PROBE = b"Ehello"
_WEIGHT = re.compile(rb"\x02(?P<value> *-?\d{1,6}(?:\.\d{1,5})?)(?P<legend>N?)\r")
_STATUS = re.compile(rb"\x02\?(?P<status>.)\r", re.DOTALL)
_ECHO = re.compile(rb"\x02(?P<status>[EF])\r")
_LETTERS = {
    "W": "weight",
    "H": "high_resolution",
    "Z": "zero",
    "T": "tare",
    "C": "clear_tare",
    "E": "echo",
    "F": "echo_off",
    "A": "confidence_test",
    "B": "confidence_result",
}
_HOST = "".join(_LETTERS).encode()
_MOTION, _OVER, _UNDER, _NO_CAPTURE, _AT_ZERO = 0x01, 0x02, 0x04, 0x08, 0x10


def begins(window: bytes) -> bool:
    """Say whether a frame or a host's letter stands here."""
    return window[0] == _STX or window[0] in _HOST


def measure(window: bytes) -> Complete | Broken | None:
    """Return how far the frame reaches."""
    if window[0] != _STX:
        if window[0] != _PROBE[0] or not _PROBE.startswith(window[: len(_PROBE)]):
            return Complete(1)
        return Complete(len(_PROBE)) if len(window) >= len(_PROBE) else None
    again = window.find(_STX, 1, _LONGEST)
    end = window.find(_CR, 0, _LONGEST)
    if 0 < again < (end if end > 0 else _LONGEST):
        return Broken(again, "malformed", "cut short by the next frame")
    if end > 0:
        return Complete(end + 1)
    return None if len(window) < _LONGEST else Broken(_LONGEST, "malformed", "no end")


def _surely(window: bytes) -> bool:
    return window[0] == _STX


def decode(frame: bytes) -> Decoded:
    """Return a weight, a status, or a host's letter by its name."""
    if frame[0] != _STX:
        name = _LETTERS[chr(frame[0])]
        return (Indication(extras=(("cmd", name),), raw=frame),)
    weight = _WEIGHT.fullmatch(frame)
    if weight:
        return (
            Indication(
                value=scale_number(weight["value"]),
                stable=True,
                net=True if weight["legend"] else None,
                raw=frame,
                stability_basis=StabilityBasis.WIRE,
            ),
        )
    status = _STATUS.fullmatch(frame)
    if status:
        return (_told(status["status"][0], frame),)
    if _ECHO.fullmatch(frame):
        return (Indication(extras=(("ack", True),), raw=frame),)
    return malformed(frame, "no 8217 answer")


def _told(status: int, frame: bytes) -> Indication:
    extras: list[tuple[str, Extra]] = [("status", f"{status:02x}")]
    if status & _NO_CAPTURE:
        extras.append(("outside_zero_capture", True))
    if status & _AT_ZERO:
        extras.append(("at_zero", True))
    return Indication(
        stable=not status & _MOTION,
        overload=bool(status & _OVER),
        underload=bool(status & _UNDER),
        extras=tuple(extras),
        raw=frame,
    )


def follow_up(said: Indication) -> bytes | None:
    """End the echo of a scale that sends the question back; to any other `F` means nothing."""
    return b"F" if said.extra("cmd") == "weight" else None


def answer(asked: Indication, shown: Display) -> Answer | None:
    """Return the weight at rest, otherwise the status."""
    match asked.extra("cmd"):
        case "weight" | "high_resolution":
            return Answer(reply=_weight(shown))
        case "zero":
            return Answer(action=Action.ZERO)
        case "tare":
            return Answer(reply=b"", action=Action.TARE) if not shown.net else Answer()
        case "clear_tare":
            return Answer(action=Action.CLEAR_TARE)
        case "echo":
            return Answer(reply=b"\x02E\r" + asked.raw[1:])
        case "echo_off":
            return Answer(reply=b"\x02F\r")
    return None


def _weight(shown: Display) -> bytes:
    if shown.value is not None and shown.stable and not shown.value.is_signed():
        return f"\x02{columns(shown.value, 6, '0')}{'N' if shown.net else ''}\r".encode()
    below = shown.underload or (shown.value is not None and shown.value.is_signed())
    bits = _MOTION * (not shown.stable) | _OVER * shown.overload | _UNDER * below
    return bytes((_STX, ord("?"), 0x60 | bits, _CR))


DRIVER = Driver(
    key="toledo-8217",
    title=Text(zh="托利多 8217/8213", en="Toledo 8217, 8213"),
    manual="Brecknell 810036380263 manual p. 25 (EH-SCP); Rice Lake BenchPro p. 26; Transcell "
    "PC-150 manual B.1.4",
    unconfirmed=(
        Text(zh="状态字第 5 位是否表示净重", en="bit 5 of the status as net"),
        Text(zh="对 A 和 B 的应答", en="answers to A and B"),
    ),
    lines=(SerialLine(data_bits=7, parity="even"), SerialLine(), SerialLine(baudrate=4800)),
    new_shape=lambda: ScanShape(begins, measure, _surely),
    decode=decode,
    explain=by_groups(_WEIGHT, _STATUS, _ECHO),
    card=card(
        ("4–10 字节", "4–10 bytes"),
        "02 / 0D",
        NO_CHECK,
        Text(zh="静止才给重量, 否则给状态", en="a weight only at rest, else a status"),
    ),
    voice=Voice(answer=answer),
    longest_frame=_LONGEST,
    has_checksum=False,
    commands=Commands(read=b"W", zero=b"Z", tare=b"T", clear_tare=b"C"),
    aliases=("toledo-8213",),
    follow_up=follow_up,
    polled=True,
    silence_s=3.0,
)
