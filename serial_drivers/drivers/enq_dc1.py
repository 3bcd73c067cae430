"""Retail scales with the ENQ, ACK, DC1 handshake: CAS SW and AD, Pinnacle (顶尖) OS2, Gram, Elzab.

Wire: the host sends ENQ (05), the scale ACK (06), the host DC1 (11), the scale fifteen bytes: SOH,
STX, state (S stable, U moving, F abnormal), sign, six characters of weight, two of unit, the
exclusive or, ETX, EOT; some makers send five of weight or one of unit. They differ in what the
exclusive or covers, too: from the state on, or from SOH on. Both are taken until two frames have
shown which it is. OS2 knows keys as text between `<` and `>` and a TAB: TK tare, ZK zero; AL, PB
and DB change the protocol and are never sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from inspector_app.domain.indication import Indication, StabilityBasis
from inspector_app.domain.text import Text
from serial_drivers.declaring import by_groups, card, columns, scale_number
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
from serial_drivers.framing import Broken, Complete, FixedLayout, ScanShape
from serial_drivers.layers.checksums import xor_of
from serial_drivers.units import unit_of

_SOH, _STX, _ENQ, _ACK, _DC1, _DC2, _NAK = 0x01, 0x02, 0x05, 0x06, 0x11, 0x12, 0x15
_HOST = {_ENQ: "ENQ", _DC1: "DC1", _DC2: "DC2"}
_SHORTEST, _LENGTH = 13, 15
_LAYOUT = re.compile(
    rb"\x01\x02(?P<status>[SUF])(?P<sign>[ -])(?P<value>[ \d.]{5,6})(?P<unit>[A-Za-z][A-Za-z ]?)"
    rb"(?P<check>.)\x03\x04",
    re.DOTALL,
)
_KEY = re.compile(rb"<(?P<cmd>TK|ZK|AL|PB|DB)>\t")
_KEYS = {"TK": "tare", "ZK": "zero", "AL": "on_request", "PB": "stream", "DB": "digit_op_box"}
_KEY_MARK, _KEY_LENGTH = ord("<"), 5
_KEY_WORDS = tuple(f"<{key}>\t".encode() for key in _KEYS)
_ACTIONS = {"tare": Action.TARE, "zero": Action.ZERO}
_NUMBER = re.compile(rb" *\d+(?:\.\d+)?")
_SURE = 2


@dataclass(slots=True)
class _Check:
    """Judges the exclusive or by either range, and by the seen one once two frames showed it."""

    start: int | None = None
    seen: int = 0

    def __call__(self, frame: bytes) -> str | None:
        received, end = frame[-3], len(frame) - 3
        if self.seen >= _SURE and self.start is not None:
            starts: tuple[int, ...] = (self.start,)
        else:
            starts = (2, 0)
        for start in starts:
            if xor_of(frame[start:end]) == received:
                self.seen = self.seen + 1 if start == self.start else 1
                self.start = start
                return None
        return f"computed {xor_of(frame[starts[0] : end]):02X}, in frame {received:02X}"


def new_shape() -> ScanShape:
    """Return the frame shape, with its own memory of what the check covers."""
    sizes = tuple((length, _LAYOUT) for length in range(_SHORTEST, _LENGTH + 1))
    layout = FixedLayout(sizes, _Check(), _SOH)

    def measure(window: bytes) -> Complete | Broken | None:
        if window[0] == _SOH:
            return layout.measure(window)
        if window[0] != _KEY_MARK:
            return Complete(1)
        return Complete(_KEY_LENGTH) if len(window) >= _KEY_LENGTH else None

    return ScanShape(_begins, measure, _surely)


def _begins(window: bytes) -> bool:
    if window[0] == _SOH:
        return window[1:2] in (b"", b"\x02")
    if window[0] == _KEY_MARK:
        head = window[:_KEY_LENGTH]
        return any(word.startswith(head) for word in _KEY_WORDS)
    return window[0] in (_ACK, _NAK, *_HOST)


def _surely(window: bytes) -> bool:
    return window.startswith(b"\x01\x02")


def decode(frame: bytes) -> Decoded:
    """Return the weight, or one byte of the handshake by its name."""
    if frame[0] in _HOST:
        return (Indication(extras=(("cmd", _HOST[frame[0]]),), raw=frame),)
    key = _KEY.fullmatch(frame)
    if key:
        return (Indication(extras=(("cmd", _KEYS[key["cmd"].decode()]),), raw=frame),)
    if frame[0] == _ACK:
        return (Indication(extras=(("ack", True),), raw=frame),)
    if frame[0] == _NAK:
        return (Indication(error="not_ready", raw=frame),)
    match = _LAYOUT.fullmatch(frame)
    if match is None:
        return malformed(frame, "no weight frame")
    if match["status"] == b"F":
        return (Indication(error="range", raw=frame),)
    if not _NUMBER.fullmatch(match["value"]):
        return malformed(frame, "no complete value")
    return (
        Indication(
            value=scale_number(match["sign"] + match["value"]),
            unit=unit_of(match["unit"]),
            stable=match["status"] == b"S",
            raw=frame,
            stability_basis=StabilityBasis.WIRE,
        ),
    )


def follow_up(said: Indication) -> bytes | None:
    """Ask for the frame once the scale is ready."""
    return bytes([_DC1]) if said.extra("ack") is True else None


def answer(asked: Indication, shown: Display) -> Answer | None:
    """Return ACK to ENQ and the frame to DC1; the keys of an OS2 are obeyed in silence."""
    if asked.extra("cmd") in _ACTIONS:
        return Answer(action=_ACTIONS[str(asked.extra("cmd"))])
    if asked.extra("cmd") == "ENQ":
        return Answer(reply=bytes([_ACK]))
    if asked.extra("cmd") != "DC1":
        return None
    if shown.value is None:
        body = b"\x01\x02F 00.000kg"
    else:
        sign, state = "-" if shown.value.is_signed() else " ", "S" if shown.stable else "U"
        figure = f"{state}{sign}{columns(shown.value, 6, '0')}{shown.unit:<2}"
        body = b"\x01\x02" + figure.encode()
    return Answer(reply=body + bytes([xor_of(body[2:]), 0x03, 0x04]))


DRIVER = Driver(
    key="enq-dc1",
    title=Text(
        zh="ENQ/DC1 收银秤(CAS、顶尖 OS2 等)", en="ENQ/DC1 retail scales (CAS, Pinnacle OS2)"
    ),
    manual="CAS SW-II manual p. 15; Pinnacle OS2CX manual pp. 19 to 23 (keys, protocol change); "
    "Gram ZFOC manual p. 42",
    unconfirmed=(
        Text(zh="状态 F（异常）表示超出量程还是无零点", en="state F (abnormal): range or no zero"),
        Text(
            zh="除 OS2 外是否接受置零、去皮键", en="whether others than OS2 take zero and tare keys"
        ),
        Text(zh="带单价的 DC2 应答", en="DC2 with prices"),
    ),
    lines=(SerialLine(), SerialLine(baudrate=4800), SerialLine(baudrate=19200)),
    new_shape=new_shape,
    decode=decode,
    explain=by_groups(_LAYOUT, _KEY),
    card=card(
        ("15 字节", "15 bytes"),
        "01 02 / 03 04",
        Text(zh="异或, 两种范围", en="XOR, either range"),
        Text(zh="S 稳定, U 变动", en="S stable, U moving"),
    ),
    voice=Voice(answer=answer),
    longest_frame=_LENGTH,
    has_checksum=True,
    commands=Commands(read=bytes([_ENQ]), zero=b"<ZK>\t", tare=b"<TK>\t"),
    follow_up=follow_up,
    polled=True,
    silence_s=3.0,
    lone=bytes([_ENQ]),
)
