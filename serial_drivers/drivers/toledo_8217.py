"""Toledo 8217 and 8213: the host sends one letter, the scale answers between STX and CR.

`W`: `01.250` in kilograms or pounds as the scale is set (`N` behind a net weight), but only while
it is valid and at rest; otherwise `?` and a status byte: bit 0 motion, 1 over capacity, 2 under
zero, 3 outside the zero capture, 4 centre of zero. `A` tests the memories, `B` asks what came of
it: bit 3 RAM, 4 ROM at fault. `E` makes the scale echo until `F`: one that a broken-off probe left
echoing sends our `W` back instead of a weight, and is told `F`. The word `hello` of a probe, sent
back, is an echo and no weight. What `H` was heard to ask for is finer than e.
A line of seven bits is read through a port of eight too. No unit is sent, and there is no checksum
beyond the parity bit: two digits changed on the way cannot be noticed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from inspector_app.domain.indication import Extra, Indication, StabilityBasis
from inspector_app.domain.text import Text
from serial_drivers.declaring import (
    NO_CHECK,
    by_groups,
    card,
    columns,
    fine_after_question,
    scale_number,
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
from serial_drivers.framing import Broken, Complete, Outcome, ScanShape
from serial_drivers.parity import in_seven_bits, without_parity

_STX, _CR = 0x02, 0x0D
_STX_OF_SEVEN, _CR_OF_SEVEN = 0x82, 0x8D  # with even parity in bit 7
_STARTS = re.compile(rb"[\x02\x82]")
_LONGEST = 12
_WORD = b"hello"
_PROBE = b"E" + _WORD
_ECHOING = b"\x02E\r"
_WEIGHT = re.compile(rb"\x02(?P<value> *-?\d{1,7}(?:\.\d{1,5})?)(?P<legend>N?)\r")
_STATUS = re.compile(rb"\x02\?(?P<status>.)\r", re.DOTALL)
_CONFIDENCE = re.compile(rb"\x02(?P<status>[\x00\x08\x10\x18\x88\x90])\r")
_ECHO = re.compile(rb"\x02(?P<status>[EF])\r(?P<value>hello)?|hello")
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
_RAM, _ROM = 0x08, 0x10


def begins(window: bytes) -> bool:
    """Say whether a frame, a host's letter or a probe's word, sent back, stands here."""
    return _surely(window) or window[0] in _HOST or _may_be(_WORD, window)


def _may_be(word: bytes, window: bytes) -> bool:
    return word.startswith(window[: len(word)])


def measure(window: bytes) -> Complete | Broken | None:
    """Return how far the frame reaches."""
    if not _surely(window):
        word = next((word for word in (_PROBE, _WORD) if _may_be(word, window)), window[:1])
        return Complete(len(word)) if len(window) >= len(word) else None
    if window[0] == _STX_OF_SEVEN:
        return _framed(window, _STX_OF_SEVEN, _CR_OF_SEVEN)
    if window.startswith(_ECHOING) and _may_be(_WORD, window[len(_ECHOING) :]):
        whole = len(_ECHOING) + len(_WORD)
        return Complete(whole) if len(window) >= whole else None
    return _framed(window, _STX, _CR)


def _framed(window: bytes, start: int, stop: int) -> Complete | Broken | None:
    end = window.find(stop, 0, _LONGEST)
    again = _STARTS.search(window, 1, end if end > 0 else _LONGEST)
    if again:
        return Broken(again.start(), "malformed", "cut short by the next frame")
    if end > 0:
        if start == _STX_OF_SEVEN and without_parity(window[: end + 1]) is None:
            return Broken(end + 1, "malformed", "parity bits that are wrong")
        return Complete(end + 1)
    return None if len(window) < _LONGEST else Broken(_LONGEST, "malformed", "no end")


def _surely(window: bytes) -> bool:
    return window[0] in (_STX, _STX_OF_SEVEN)


_SCAN = ScanShape(begins, measure, _surely, skip=b"\r\n")


@dataclass(frozen=True, slots=True)
class _Shape:
    """Frames and letters; the word behind an `E` may never come."""

    scan: ScanShape = _SCAN

    def examine(self, window: bytes) -> Outcome | None:
        return self.scan.examine(window)

    def examine_end(self, window: bytes) -> Outcome:
        if window.startswith(_ECHOING):
            return Complete(len(_ECHOING))
        return Complete(1) if window[0] == _PROBE[0] else self.scan.examine_end(window)


def decode(frame: bytes) -> Decoded:
    """Return a weight, a status, an echo, or a host's letter by its name."""
    return in_seven_bits(frame, _decode)


def _decode(frame: bytes) -> Decoded:
    if frame == _WORD:
        return (Indication(extras=(("echo", _WORD.decode()),), raw=frame),)
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
        return (_told(status["status"][0] & 0x7F, frame),)
    tested = _CONFIDENCE.fullmatch(frame)
    if tested:
        return (_tested(tested["status"][0] & 0x7F, frame),)
    echo = _ECHO.fullmatch(frame)
    if echo:
        sent_back = (("echo", echo["value"].decode()),) if echo["value"] else ()
        return (Indication(extras=(("ack", True), *sent_back), raw=frame),)
    return malformed(frame, "no 8217 answer")


def _tested(result: int, frame: bytes) -> Indication:
    faults = [name for bit, name in ((_RAM, "ram"), (_ROM, "rom")) if result & bit]
    error = "_".join((*faults, "error")) if faults else None
    return Indication(error=error, extras=(("confidence", f"{result:02x}"),), raw=frame)


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
            return Answer(reply=_ECHOING + asked.raw[1:])
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
    manual="Brecknell 810036380263 manual p. 25 (EH-SCP); Rice Lake BenchPro p. 26 (status and "
    "test result); Brecknell 3700LP manual p. 11 (8213); Transcell PC-150 manual B.1.4",
    unconfirmed=(
        Text(zh="E、F 回显（仅见于收银软件）", en="the echo of E and F (a till program shows it)"),
        Text(zh="状态字第 5 位是否表示净重", en="bit 5 of the status as net"),
        Text(zh="对 A 的应答（按不应答处理）", en="the answer to A (silence is assumed)"),
    ),
    lines=(SerialLine(data_bits=7, parity="even"), SerialLine(), SerialLine(baudrate=4800)),
    new_shape=_Shape,
    decode=decode,
    new_decode=fine_after_question(decode),
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
