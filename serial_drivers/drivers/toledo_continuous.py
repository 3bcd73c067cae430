"""Toledo continuous output (8142, 8530, IND and their clones): status bits and six digits.

Wire: STX SWA SWB SWC, six characters of weight, six of tare, CR, and a check byte if it is
switched on (18 or 17 bytes). The short form has no tare (12 or 11 bytes); some clones add LF
after CR. The low seven bits of all bytes add up to 0 with the check byte. Lines run at 7E1 or
8N1: the top bit is always stripped. A host may send Z, T, C or P, with or without a line end: heard
between frames they are commands. Constant bits of the status bytes differ between makers and
are not looked at.
SWA bits 0-2 decimal places (0 = X00, 1 = X0, 2 = X, 3 = .X ...), 3-4 increment 1, 2, 5.
SWB bit 0 net, 1 negative, 2 out of range, 3 motion, 4 kg, 6 zero not captured since power-up.
SWC bits 0-2 unit unless kg or lb, 3 print request, 4 expanded by ten.
A bad check byte never gives a value. Without a check byte a changed digit cannot be noticed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from inspector_app.domain.indication import FrameProblem, Indication, StabilityBasis
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
    ScaleDriver,
    SerialLine,
    Voice,
    malformed,
)
from serial_drivers.framing import Blank, Broken, Complete, MarkedShape, Noise, Outcome
from serial_drivers.layers.checksums import sum7_complement

_STX, _CR, _LF = 0x02, 0x0D, 0x0A
_HEAD, _DIGITS = 4, 6
_SHORT, _LONG = _HEAD + _DIGITS, _HEAD + 2 * _DIGITS
_FIELD = re.compile(rb" *\d*[ ]*")
_UNITS = ("", "g", "t", "oz", "ozt", "dwt", "ton", "")
_UNIT_CODES = {unit: code for code, unit in enumerate(_UNITS) if unit}
_INCREMENTS = {1: "1", 2: "2", 3: "5"}
_NET, _NEGATIVE, _OUT_OF_RANGE, _MOTION, _KG, _NO_ZERO = 0x01, 0x02, 0x04, 0x08, 0x10, 0x40
_EXPANDED = 0x10
_PLAIN_CODE = 2
_LETTERS = {"Z": "zero", "T": "tare", "C": "clear_tare", "P": "print"}
_SAID_OR_LF = re.compile(rb"[ZTCP\xd4\xc3][\r\x8d]\n|\n")
"""A host's letter with its line end; parity may stand in bit 7."""
_SAID_IN_PART = re.compile(rb"[ZTCP\xd4\xc3][\r\x8d]?\Z")
_SAID_BARE = re.compile(rb"[ZTCP]\r?")
_SURE = 2
"""Checked frames after which a frame without a right check byte is refused."""


def _stripped(frame: bytes) -> bytes:
    return bytes(byte & 0x7F for byte in frame)


@dataclass(slots=True)
class _Measure:
    """Tells long from short frames and checked from unchecked ones, and remembers the latter.

    The check byte can have any value, STX and LF included, so a right sum is tried first; once
    two frames were checked, a frame without a right sum is broken and not merely unchecked.
    """

    checked_frames: int = 0

    def __call__(self, window: bytes) -> Complete | Broken | None:
        frame = _stripped(window[: _LONG + 4])
        end = self._end_of_body(frame)
        if isinstance(end, Broken) or end is None:
            return end
        return self._with_check(frame, end)

    def at_end(self, window: bytes) -> Complete | Broken:
        """Accept a body whose check byte was never sent, unless this scale sends them."""
        found = self(window)
        if found is not None:
            return found
        end = self._end_of_body(_stripped(window[: _LONG + 4]))
        if isinstance(end, int) and len(window) >= end and self.checked_frames < _SURE:
            return Complete(len(window))
        return Broken(len(window), "incomplete")

    def _end_of_body(self, frame: bytes) -> int | Broken | None:
        for index in range(_HEAD, min(len(frame), _LONG + 1)):
            if frame[index] == _CR and index in {_SHORT, _LONG}:
                return index + 1
            if index == _LONG or frame[index] not in b" 0123456789":
                cut = index if frame[index] == _STX else index + 1
                return Broken(cut, "malformed", "bytes that have no place in the layout")
        return None

    def _with_check(self, frame: bytes, end: int) -> Complete | Broken | None:
        following = frame[end : end + 2]
        if not following:
            return None
        for checked in (end, end + 1) if following[0] == _LF else (end,):
            if checked >= len(frame):
                return None
            if frame[checked] == sum7_complement(frame[:checked]):
                return self._checked(frame, checked)
        unchecked = end + (following[0] == _LF)
        if frame[unchecked] == _STX and self.checked_frames < _SURE:
            return Complete(unchecked)
        computed, received = sum7_complement(frame[:end]), frame[end]
        detail = f"computed {computed:02X}, in frame {received:02X}"
        length = end if received == _STX else end + 1
        return Broken(length, "checksum_error", detail)

    def _checked(self, frame: bytes, at: int) -> Complete | None:
        """A right sum that is also STX may be the next frame's beginning: the byte after tells."""
        if frame[at] == _STX and self.checked_frames < _SURE:
            after = frame[at + 1 : at + 2]
            if after != b"\x02":
                return Complete(at) if after else None
        self.checked_frames += 1
        return Complete(at + 1)


@dataclass(frozen=True, slots=True)
class _Shape:
    """Frames at their mark, and between them a host's letters; an LF behind a check byte is blank.

    A letter counts with its line end, or where nothing more comes: the rest of a frame that was cut
    at its start may hold the same bytes.
    """

    frames: MarkedShape

    def examine(self, window: bytes) -> Outcome | None:
        outcome = self._between(window, self.frames.examine(window))
        if isinstance(outcome, Noise) and _SAID_IN_PART.match(window):
            return None
        if isinstance(outcome, Noise) and outcome.length == len(window):
            begun = _SAID_IN_PART.search(window)
            return Noise(begun.start()) if begun else outcome
        return outcome

    def examine_end(self, window: bytes) -> Outcome:
        bare = _SAID_BARE.fullmatch(window)
        if bare:
            return Complete(len(window))
        outcome = self._between(window, self.frames.examine_end(window))
        return outcome if outcome is not None else Broken(len(window), "incomplete")

    def _between(self, window: bytes, outcome: Outcome | None) -> Outcome | None:
        if not isinstance(outcome, Noise):
            return outcome
        found = _SAID_OR_LF.search(window, 0, outcome.length)
        if found is None:
            return outcome
        if found.start():
            return Noise(found.start())
        return Blank(1) if found[0] == b"\n" else Complete(found.end())


def new_shape() -> _Shape:
    """Return the frame shape, with its own memory of whether this scale sends check bytes."""
    measure = _Measure()
    return _Shape(MarkedShape(_STX, measure, measure.at_end, mask=0x7F))


def decode(frame: bytes) -> Decoded:
    """Return the indication; resolution codes X00, X0 and expanded data come with a problem.

    Vendors read X0 frames without the zero, the layout says with it: the value here follows the
    layout, `value_raw` and `dp_code` keep what came, and a person has to compare the display.
    """
    masked = _stripped(frame)
    if masked[0] != _STX:
        said = (("cmd", _LETTERS[chr(masked[0])]),)
        return (Indication(extras=said, raw=frame),)
    long_form = len(masked) > _LONG and masked[_LONG] == _CR
    weight = masked[_HEAD:_SHORT]
    tare = masked[_SHORT:_LONG] if long_form else b""
    if not (_FIELD.fullmatch(weight) and _FIELD.fullmatch(tare)):
        return malformed(frame, "gap between digits")
    code, status, units = masked[1] & 0x07, masked[2], masked[3]
    blank_or_out = bool(status & _OUT_OF_RANGE) or not weight.strip()
    below = bool(status & _NEGATIVE)
    value = None if blank_or_out else _scaled(weight, code, negative=below)
    indication = Indication(
        value=value,
        unit=_UNITS[units & 0x07] or _pounds_or_kilograms(status, units),
        stable=not status & _MOTION,
        net=bool(status & _NET),
        overload=blank_or_out and not below,
        underload=blank_or_out and below,
        extras=_extras(masked, weight.strip(), tare.strip()),
        raw=frame,
        stability_basis=StabilityBasis.WIRE,
    )
    doubt = _doubt(code, expanded=bool(units & _EXPANDED))
    return (indication, *(FrameProblem(kind=k, raw=frame, detail=d) for k, d in doubt))


def _scaled(digits: bytes, code: int, *, negative: bool) -> Decimal:
    number = Decimal(plain(Decimal(digits.strip().decode()).scaleb(_PLAIN_CODE - code)))
    return number.copy_negate() if negative else number


def _pounds_or_kilograms(status: int, units: int) -> str | None:
    if units & 0x07:
        return None
    return "kg" if status & _KG else "lb"


def _extras(masked: bytes, weight: bytes, tare: bytes) -> tuple[tuple[str, str | bool], ...]:
    code = masked[1] & 0x07
    extras: list[tuple[str, str | bool]] = []
    if tare:
        extras.append(("tare", plain(_scaled(tare, code, negative=False))))
    if masked[2] & _NO_ZERO:
        extras.append(("zero_not_captured", True))
    if masked[3] & _EXPANDED:
        extras.append(("expanded", True))
    if code < _PLAIN_CODE or masked[3] & _EXPANDED or masked[2] & _OUT_OF_RANGE:
        extras += [("value_raw", weight.decode()), ("dp_code", str(code))]
    increment = _INCREMENTS.get(masked[1] >> 3 & 0x03)
    return (*extras, ("increment", increment)) if increment else tuple(extras)


def _doubt(code: int, *, expanded: bool) -> list[tuple[str, str]]:
    if code < _PLAIN_CODE:
        return [("ambiguous_resolution", f"decimal code {code}: zeros may be sent or implied")]
    if expanded:
        return [("ambiguous_resolution", "data expanded by ten: no legal indication")]
    return []


def explain(frame: bytes) -> tuple[ByteField, ...]:
    """Return the fields of a long or short frame, or of a host's letter."""
    if frame[0] & 0x7F != _STX:
        return (ByteField(0, len(frame), ByteRole.COMMAND, Text(zh="命令", en="Command")),)
    long_form = len(frame) > _LONG and frame[_LONG] & 0x7F == _CR
    end = _LONG if long_form else _SHORT
    fields = [
        ByteField(0, 1, ByteRole.FRAMING, Text(zh="帧头", en="Start")),
        ByteField(1, 2, ByteRole.DECIMAL_POINT, Text(zh="状态 A(小数点位)", en="Status A")),
        ByteField(2, 3, ByteRole.STATUS, Text(zh="状态 B", en="Status B")),
        ByteField(3, 4, ByteRole.UNIT, Text(zh="状态 C(单位)", en="Status C")),
        ByteField(_HEAD, _SHORT, ByteRole.VALUE, Text(zh="示值", en="Value")),
    ]
    if long_form:
        fields.append(ByteField(_SHORT, _LONG, ByteRole.TARE, Text(zh="皮重", en="Tare")))
    fields.append(ByteField(end, end + 1, ByteRole.FRAMING, Text(zh="回车", en="CR")))
    if len(frame) > end + 1:
        check = Text(zh="校验", en="Check")
        fields.append(ByteField(end + 1, len(frame), ByteRole.CHECK, check))
    return tuple(fields)


def encode(shown: Display) -> bytes:
    """Return the 18-byte frame with check byte; nothing if the figure needs over six digits."""
    value = Decimal(0) if shown.value is None else shown.value
    exponent = value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    digits = plain(abs(value).scaleb(max(places, 0)).to_integral_value())
    if not 0 <= places <= 5 or len(digits) > _DIGITS:
        return b""
    status_a = 0x20 | 0x08 | (places + _PLAIN_CODE)
    status_b = (
        0x20
        | (_NET if shown.net else 0)
        | (_NEGATIVE if value.is_signed() or shown.underload else 0)
        | (_OUT_OF_RANGE if shown.overload or shown.underload else 0)
        | (0 if shown.stable else _MOTION)
        | (_KG if shown.unit == "kg" else 0)
        | (_NO_ZERO if shown.zero_not_captured else 0)
    )
    status_c = 0x20 | _UNIT_CODES.get(shown.unit, 0)
    tare = plain(shown.tare.scaleb(places).to_integral_value())
    weight = " " * _DIGITS if shown.value is None else f"{digits:>6}"
    body = bytes((_STX, status_a, status_b, status_c)) + f"{weight}{tare:>6}\r".encode()
    return body + bytes((sum7_complement(body),))


def answer(request: Indication, shown: Display) -> Answer | None:
    """Return the effect of the one-letter commands; the stream goes on and shows the result."""
    del shown
    actions = {"Z": Action.ZERO, "T": Action.TARE, "C": Action.CLEAR_TARE}
    action = actions.get(str(dict(request.extras).get("cmd")))
    return Answer(action=action) if action else None


DRIVER = ScaleDriver(
    key="toledo-continuous",
    title=Text(zh="托利多连续输出", en="Toledo continuous"),
    manual="METTLER WILDCAT manual pp. 6-4 and 6-5, tables 6-9 to 6-11; Rockwell 57C428 App. D; "
    "Fairbanks PC2250 p. 56",
    unconfirmed=(
        Text(zh="1 以上的单位代码", en="unit codes above 1"),
        Text(zh="扩展数据的小数位数", en="decimals of expanded data"),
        Text(zh="X00 和 X0 代码的补零", en="zeros of codes X00 and X0"),
        Text(zh="状态 C 第 6 位（不使用）", en="status C, bit 6 (it is not used)"),
        Text(zh="主机字母 Z T C P 之后的行尾", en="line end behind a host's Z, T, C or P"),
    ),
    lines=(
        SerialLine(),
        SerialLine(data_bits=7, parity="even"),
        SerialLine(baudrate=4800, data_bits=7, parity="even"),
        SerialLine(baudrate=4800),
        SerialLine(baudrate=2400, data_bits=7, parity="even"),
    ),
    new_shape=new_shape,
    decode=decode,
    explain=explain,
    card=(
        (Text(zh="帧长", en="Length"), Text(zh="18 字节(无校验 17)", en="18 bytes (17 unchecked)")),
        (Text(zh="头 / 尾", en="Start / end"), Text(zh="02 / 0D", en="02 / 0D")),
        (Text(zh="校验", en="Check"), Text(zh="低 7 位和的补码", en="7-bit sum, complement")),
        (Text(zh="稳定", en="Stable"), Text(zh="状态 B 第 3 位", en="status B, bit 3")),
    ),
    voice=Voice(stream=encode, answer=answer, frames_per_second=10, letters=b"ZTC"),
    longest_frame=_LONG + 3,
    has_checksum=True,
    commands=Commands(zero=b"Z\r\n", tare=b"T\r\n", clear_tare=b"C\r\n"),
    silence_s=1.5,
)
