"""Yaohua XK3190 command format tF1: the host asks by address and letter, the indicator answers.

Wire, host: STX, address `A`..`Z`, command, exclusive or as two hex characters, ETX (6 bytes).
Commands: A handshake, B gross, C tare, D net, E unit price, F amount.
Wire, indicator: STX, address, command, sign, six digits, decimal places, exclusive or, ETX
(14 bytes); the handshake is answered by the same six bytes. A wrong address is met with silence.
Neither unit nor stability is sent. `yaohua-cmd@B#net` is the net weight of the indicator at B;
without an address A is asked.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import partial

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.indication import FrameProblem, Indication
from inspector_app.domain.quantities import plain
from inspector_app.domain.text import Text
from serial_drivers.driver import (
    Answer,
    ByteField,
    ByteRole,
    Commands,
    Decoded,
    Display,
    NamedCommand,
    ScaleDriver,
    SerialLine,
    Target,
    Voice,
)
from serial_drivers.framing import FixedLayout, MarkedShape
from serial_drivers.layers.checksums import xor_as_hex

_STX = 0x02
_REQUEST = re.compile(rb"\x02[A-Z][A-Z][^\x02\x03]{2}\x03")
_REPLY = re.compile(rb"\x02[A-Z][B-F][+-]\d{6}[0-4][^\x02\x03]{2}\x03")
_FIELDS = {"C": "tare", "E": "unit_price", "F": "amount"}
_USUAL = "A"
_NET = Text(zh="净重", en="net")
_QUANTITIES = {"gross": "B", "net": "D"}


def check(frame: bytes) -> str | None:
    """Return None if the exclusive or is right, else what was computed and what came."""
    computed, received = xor_as_hex(frame[1:-3]), frame[-3:-1]
    if computed == received:
        return None
    return f"computed {computed.decode()}, in frame {received.decode('latin-1')}"


def new_shape() -> MarkedShape:
    """Return the frame shape: requests of 6 bytes, replies of 14."""
    layout = FixedLayout(((6, _REQUEST), (14, _REPLY)), check, _STX)
    return MarkedShape(_STX, layout.measure, layout.measure_end)


def decode(frame: bytes) -> Decoded:
    """Return a request as `cmd` and `address` without a value, a reply with its figure."""
    address, command = frame[1:2].decode(), frame[2:3].decode()
    asked: tuple[tuple[str, str | bool], ...] = (("address", address), ("cmd", command))
    if len(frame) == len(b"\x02AB03\x03"):
        return (Indication(extras=asked, raw=frame),)
    value = Decimal(frame[3:10].decode()).scaleb(-int(frame[10:11]))
    if command in _FIELDS:
        return (Indication(extras=((_FIELDS[command], plain(value)), *asked), raw=frame),)
    return (Indication(value=value, net=command == "D", extras=asked, raw=frame),)


def explain(frame: bytes) -> tuple[ByteField, ...]:
    """Return the fields of a request or a reply."""
    end = len(frame)
    head = (
        ByteField(0, 1, ByteRole.FRAMING, Text(zh="帧头", en="Start")),
        ByteField(1, 2, ByteRole.ADDRESS, Text(zh="地址", en="Address")),
        ByteField(2, 3, ByteRole.COMMAND, Text(zh="命令", en="Command")),
    )
    figure = (
        ByteField(3, 10, ByteRole.VALUE, Text(zh="符号与数值", en="Sign and value")),
        ByteField(10, 11, ByteRole.DECIMAL_POINT, Text(zh="小数点位", en="Decimal places")),
    )
    tail = (
        ByteField(end - 3, end - 1, ByteRole.CHECK, Text(zh="校验", en="Check")),
        ByteField(end - 1, end, ByteRole.FRAMING, Text(zh="帧尾", en="End")),
    )
    return head + (figure if end > len(b"\x02AB03\x03") else ()) + tail


def _of_one(frame: bytes, address: str) -> Decoded:
    """Return what the indicator at this address is asked or says; of another one, a problem."""
    if frame[1:2] == address.encode():
        return decode(frame)
    return (FrameProblem(kind="wrong_address", raw=frame, detail=frame[1:2].decode()),)


def request(command: str, address: str = _USUAL) -> bytes:
    """Return the six bytes that ask `command` of the indicator at `address`."""
    body = f"{address}{command}".encode()
    return b"\x02" + body + xor_as_hex(body) + b"\x03"


def _figure(value: Decimal) -> str | None:
    sign, digits, exponent = value.as_tuple()
    text = "".join(map(str, digits))
    places = -exponent if isinstance(exponent, int) else 0
    if not 0 <= places <= 4 or len(text) > 6:
        return None
    return f"{'-' if sign else '+'}{text:0>6}{places}"


def answer(asked: Indication, shown: Display, own: str = _USUAL) -> Answer | None:
    """Return the reply of the indicator at address `own`; None where it keeps silent."""
    named = dict(asked.extras)
    command, address = named.get("cmd"), named.get("address")
    if address != own or asked.value is not None:
        return None
    if command == "A":
        return Answer(reply=request("A", own))
    gross = None if shown.value is None else shown.value + shown.tare
    figures = {"B": gross, "C": shown.tare, "D": shown.value}
    value = figures.get(str(command))
    figure = None if value is None else _figure(value)
    if figure is None:
        return None
    body = f"{address}{command}{figure}".encode()
    return Answer(reply=b"\x02" + body + xor_as_hex(body) + b"\x03")


def commands(address: str = _USUAL, read: str = "B") -> Commands:
    """Return the questions to one indicator; it takes none that changes it."""
    return Commands(
        read=request(read, address),
        identify=(request("A", address),),
        asks=(
            NamedCommand(request("B", address), Text(zh="毛重", en="Gross")),
            NamedCommand(request("D", address), Text(zh="净重", en="Net")),
            NamedCommand(request("C", address), Text(zh="皮重", en="Tare value")),
            NamedCommand(request("E", address), Text(zh="单价", en="Unit price")),
            NamedCommand(request("F", address), Text(zh="金额", en="Amount")),
        ),
    )


def configure(target: Target) -> ScaleDriver:
    """Return the driver for the indicator at one address, for its gross or net weight."""
    if target.profile:
        raise InputInvalid("unknown_profile", field="profile", value=target.profile[:40])
    if target.quantity and target.quantity not in _QUANTITIES:
        raise InputInvalid("unknown_quantity", field="quantity", value=target.quantity[:40])
    address = target.address.upper() or _USUAL
    if not re.fullmatch(r"[A-Z]", address):
        raise InputInvalid("bad_address", field="address", value=target.address[:40])
    title, is_net = DRIVER.title, target.quantity == "net"
    return replace(
        DRIVER,
        key=target.name(DRIVER.key),
        title=Text(zh=f"{title.zh} · {_NET.zh}", en=f"{title.en} · {_NET.en}") if is_net else title,
        aliases=(),
        decode=partial(_of_one, address=address),
        voice=Voice(answer=partial(answer, own=address)),
        commands=commands(address, _QUANTITIES.get(target.quantity, "B")),
    )


DRIVER = ScaleDriver(
    key="yaohua-cmd",
    title=Text(zh="耀华 XK3190 指令方式 tF1", en="Yaohua XK3190 command tF1"),
    manual="XK3190-A23p manual, p. 26 (easymanua.ls/yaohua-weighing-system/xk3190-a23p)",
    unconfirmed=(
        Text(
            zh="超载时的应答（按不应答处理）",
            en="what is answered at overload (silence is assumed)",
        ),
    ),
    lines=tuple(SerialLine(baudrate=rate) for rate in (9600, 4800, 2400, 1200, 600)),
    new_shape=new_shape,
    decode=decode,
    explain=explain,
    card=(
        (
            Text(zh="帧长", en="Length"),
            Text(zh="问 6 字节, 答 14 字节", en="ask 6, answer 14 bytes"),
        ),
        (Text(zh="头 / 尾", en="Start / end"), Text(zh="02 / 03", en="02 / 03")),
        (Text(zh="校验", en="Check"), Text(zh="异或, 第 2–11 字节", en="XOR of bytes 2–11")),
        (
            Text(zh="稳定", en="Stable"),
            Text(zh="无标志, 由连续 3 帧推定", en="no flag, derived from 3 frames"),
        ),
    ),
    voice=Voice(answer=answer),
    longest_frame=14,
    has_checksum=True,
    commands=commands(),
    configure=configure,
    profiles=(("#net", _NET),),
    address_form=Text(zh="字母 A 至 Z", en="a letter, A to Z"),
    polled=True,
    silence_s=3.0,
    asked_lines=2,
)
