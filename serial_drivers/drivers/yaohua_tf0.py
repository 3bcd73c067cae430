"""Yaohua XK3190 continuous format tF0: twelve bytes, many times a second.

Wire: STX, sign, six digits, decimal places `0`..`4`, exclusive or of the eight bytes between as
two hex characters, ETX. Neither unit nor stability is sent: stability is derived from equal
frames, the unit comes from the instrument's profile. Frames without decimals are those of vehicle
scales, which show kilograms by convention; such an indication says `unit_basis: convention` and
still has to be confirmed once.
"""

from __future__ import annotations

import re
from decimal import Decimal

from inspector_app.domain.indication import Indication
from inspector_app.domain.text import Text
from serial_drivers.driver import (
    ByteField,
    ByteRole,
    Decoded,
    Display,
    ScaleDriver,
    SerialLine,
    Voice,
)
from serial_drivers.framing import FixedLayout, MarkedShape, Row
from serial_drivers.layers.checksums import xor_as_hex, xor_faults

_STX = 0x02
_LENGTH = 12
_LAYOUT = re.compile(rb"\x02[+-]\d{6}[0-4][^\x02\x03]{2}\x03")
_FEWEST = 4
"""Fewer frames in a row are judged sooner one by one."""
_ROW = re.compile(rb"(?:\x02[+-]\d{6}[0-4][^\x02\x03]{2}\x03){%d,}" % _FEWEST)


def check(frame: bytes) -> str | None:
    """Return None if the exclusive or is right, else what was computed and what came."""
    computed, received = xor_as_hex(frame[1:9]), frame[9:11]
    if computed == received:
        return None
    return f"computed {computed.decode()}, in frame {received.decode('latin-1')}"


def new_shape() -> MarkedShape:
    """Return the frame shape."""
    layout = FixedLayout(((_LENGTH, _LAYOUT),), check, _STX)
    return MarkedShape(_STX, layout.measure, layout.measure_end, row=frames_in_row)


def frames_in_row(window: bytes) -> Row | None:
    """Return how many good frames follow one another, for a stream that is read in one go."""
    laid_out = _ROW.match(window) if len(window) >= _FEWEST * _LENGTH else None
    if laid_out is None or check(laid_out[0][:_LENGTH]) is not None:
        return None
    faults = xor_faults(laid_out[0], _LENGTH, range(1, 9), 9)
    good = len(faults) - len(faults.lstrip(b"\0"))
    return Row(_LENGTH, good) if good else None


def decode(frame: bytes) -> Decoded:
    """Return the indication of one checked frame; value has as many decimals as the frame says."""
    value = Decimal(f"{frame[1:8].decode()}E-{frame[8:9].decode()}")
    if frame[8:9] != b"0":
        return (Indication(value=value, raw=frame),)
    by_convention = (("unit_basis", "convention"),)
    return (Indication(value=value, unit="kg", extras=by_convention, raw=frame),)


def explain(frame: bytes) -> tuple[ByteField, ...]:
    """Return the fields of a frame."""
    return (
        ByteField(0, 1, ByteRole.FRAMING, Text(zh="帧头", en="Start")),
        ByteField(1, 8, ByteRole.VALUE, Text(zh="符号与数值", en="Sign and value")),
        ByteField(8, 9, ByteRole.DECIMAL_POINT, Text(zh="小数点位", en="Decimal places")),
        ByteField(9, 11, ByteRole.CHECK, Text(zh="校验", en="Check")),
        ByteField(11, len(frame), ByteRole.FRAMING, Text(zh="帧尾", en="End")),
    )


def encode(shown: Display) -> bytes:
    """Return the frame a scale would send; beyond six digits or out of range it sends nothing."""
    if shown.value is None:
        return b""
    sign, digits, exponent = shown.value.as_tuple()
    text = "".join(map(str, digits))
    places = -exponent if isinstance(exponent, int) else 0
    if not 0 <= places <= 4 or len(text) > 6:
        return b""
    body = f"{'-' if sign else '+'}{text:0>6}{places}".encode()
    return b"\x02" + body + xor_as_hex(body) + b"\x03"


DRIVER = ScaleDriver(
    key="yaohua-tf0",
    title=Text(zh="耀华 XK3190 连续方式 tF0", en="Yaohua XK3190 continuous tF0"),
    manual="XK3190-A26 and XK3190-A23p manuals, serial output format tF=0, p. 26 "
    "(easymanua.ls/yaohua-weighing-system/xk3190-a23p); truck-scale captures at 1200 baud",
    unconfirmed=(Text(zh="超载时发送的内容", en="what is sent at overload"),),
    lines=tuple(SerialLine(baudrate=rate) for rate in (9600, 4800, 2400, 1200, 600)),
    new_shape=new_shape,
    decode=decode,
    explain=explain,
    card=(
        (Text(zh="帧长", en="Length"), Text(zh="12 字节", en="12 bytes")),
        (Text(zh="头 / 尾", en="Start / end"), Text(zh="02 / 03", en="02 / 03")),
        (Text(zh="校验", en="Check"), Text(zh="异或, 第 2–9 字节", en="XOR of bytes 2–9")),
        (
            Text(zh="稳定", en="Stable"),
            Text(zh="无标志, 由连续 3 帧推定", en="no flag, derived from 3 frames"),
        ),
    ),
    voice=Voice(stream=encode, frames_per_second=10),
    longest_frame=_LENGTH,
    has_checksum=True,
    silence_s=1.5,
)
