"""What many driver declarations have in common: the card, and bytes explained by a pattern."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from inspector_app.domain.indication import Extra, FrameProblem, Indication
from inspector_app.domain.quantities import plain
from inspector_app.domain.text import Text
from serial_drivers.driver import ByteField, ByteRole, Decoded
from serial_drivers.parity import without_parity

if TYPE_CHECKING:
    import re

START = Text(zh="帧头", en="Start")
FRAME = Text(zh="帧", en="Framing")
LINE_END = Text(zh="行尾", en="Line end")
VALUE = Text(zh="示值", en="Value")
UNIT = Text(zh="单位", en="Unit")
STATUS = Text(zh="状态", en="Status")
COMMAND = Text(zh="命令", en="Command")
ADDRESS = Text(zh="地址", en="Address")
CHECK = Text(zh="校验", en="Check")
TARE = Text(zh="皮重", en="Tare")

NAMES: Mapping[str, tuple[ByteRole, Text]] = {
    "sign": (ByteRole.VALUE, Text(zh="符号", en="Sign")),
    "value": (ByteRole.VALUE, VALUE),
    "unit": (ByteRole.UNIT, UNIT),
    "status": (ByteRole.STATUS, STATUS),
    "legend": (ByteRole.STATUS, Text(zh="毛净", en="Gross or net")),
    "cmd": (ByteRole.COMMAND, COMMAND),
    "address": (ByteRole.ADDRESS, ADDRESS),
    "check": (ByteRole.CHECK, CHECK),
    "tare": (ByteRole.TARE, TARE),
    "price": (ByteRole.VALUE, Text(zh="单价", en="Unit price")),
    "amount": (ByteRole.VALUE, Text(zh="金额", en="Amount")),
    "length": (ByteRole.FRAMING, Text(zh="长度", en="Length")),
    "date": (ByteRole.STATUS, Text(zh="日期", en="Date")),
    "fields": (ByteRole.STATUS, Text(zh="记录内容", en="Record")),
}
"""Names of groups in a frame's pattern, and what the bytes of such a group are."""

ALONE = rb"(?<![ -~])"
"""Before a layout of columns: no printable byte, for the tail of a wider line is another layout."""


def scale_number(text: bytes) -> Decimal:
    """Return the number of digits as a scale pads them: blanks and zeros before, sign detached."""
    return Decimal(text.replace(b" ", b"").replace(b",", b".").decode())


def titled(title: Text, more: Text) -> Text:
    """Return the title of a driver for one quantity."""
    return Text(zh=f"{title.zh} · {more.zh}", en=f"{title.en} · {more.en}")


def columns(value: Decimal, width: int, fill: str = " ") -> str:
    """Return the magnitude of a value right-aligned in so many columns."""
    return f"{plain(abs(value)):{fill}>{width}}"


def sign_of(value: Decimal, positive: str = "+") -> str:
    """Return the sign column of a value."""
    return "-" if value.is_signed() else positive


def fine_after_question(
    decode: Callable[[bytes], Decoded],
) -> Callable[[], Callable[[bytes], Decoded]]:
    """Return a `new_decode`: the answer to `high_resolution` has digits that are not verified.

    The answer itself does not say so; the question was heard right before it.
    """

    def new_decode() -> Callable[[bytes], Decoded]:
        asked: Extra = None

        def decode_asked(frame: bytes) -> Decoded:
            nonlocal asked
            said, before = decode(frame), asked
            asked = next((i.extra("cmd") for i in said if isinstance(i, Indication)), None)
            return tuple(map(_finer, said)) if before == "high_resolution" else said

        return decode_asked

    return new_decode


def _finer(said: Indication | FrameProblem) -> Indication | FrameProblem:
    if not isinstance(said, Indication) or said.value is None:
        return said
    return said.having(extras=(*said.extras, ("verified_digits", False)))


NO_FLAG = Text(zh="无标志, 由连续 3 帧推定", en="no flag, derived from 3 frames")
NO_CHECK = Text(zh="无", en="none")


def by_groups(*patterns: re.Pattern[bytes]) -> Callable[[bytes], tuple[ByteField, ...]]:
    """Return an `explain` that names the bytes by the groups of the first pattern that matches.

    What lies in no group is framing; a frame that matches none is one field.
    """

    def explain(frame: bytes) -> tuple[ByteField, ...]:
        text = without_parity(frame) or frame
        for pattern in patterns:
            match = pattern.fullmatch(text)
            if match:
                return _fields(match, len(frame))
        return (ByteField(0, len(frame), ByteRole.COMMAND, COMMAND),)

    return explain


def _fields(match: re.Match[bytes], length: int) -> tuple[ByteField, ...]:
    spans = sorted((match.span(name), name) for name in match.re.groupindex if name in NAMES)
    fields, at = [], 0
    for (start, stop), name in spans:
        if start < at or start == stop:
            continue
        if start > at:
            fields.append(ByteField(at, start, ByteRole.FRAMING, FRAME))
        fields.append(ByteField(start, stop, *NAMES[name]))
        at = stop
    if at < length:
        fields.append(ByteField(at, length, ByteRole.FRAMING, FRAME))
    return tuple(fields)


def card(
    length: tuple[str, str], ends: str, check: Text, stable: Text
) -> tuple[tuple[Text, Text], ...]:
    """Return the four lines of a frame's card. length: Chinese and English. ends: start / end."""
    return (
        (Text(zh="帧长", en="Length"), Text(zh=length[0], en=length[1])),
        (Text(zh="头 / 尾", en="Start / end"), Text(zh=ends, en=ends)),
        (CHECK, check),
        (Text(zh="稳定", en="Stable"), stable),
    )
