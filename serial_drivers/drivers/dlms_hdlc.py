"""Meters that speak DLMS/COSEM over HDLC: read as the public client, without password or cipher.

Wire, in serial_drivers/layers/: hdlc.py (frames), cosem.py (messages), axdr.py (data).
One reading is a talk: SNRM, UA, AARQ, AARE, GET of scaler and unit, GET of the value, DISC, UA.
Values have the meaning of scaler and unit only where both came in one talk: such questions
carry numbers of their own, and the kept bytes are of both answers. Segments and blocks are joined.
Over TCP the same messages stand in a wrapper (dlms_wrapper.py) and no link is opened: AARQ, AARE,
GET, GET, RLRQ, RLRE. It has no checksum, TCP has. Nothing is ever set or acted.
A name says meter and quantity: `dlms-hdlc@1#energy`, `dlms-hdlc@1_17#1_0_1_8_0_255`;
`dlms-hdlc/tcp` for the wrapper, on a port like `socket://192.168.1.9:4059`; `dlms-hdlc/e` for an
optical head, whose meter is led into HDLC by mode E (mode_e.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.indication import Extra, Indication
from inspector_app.domain.text import Text
from serial_drivers.declaring import ADDRESS, CHECK, COMMAND, FRAME, VALUE, card, titled
from serial_drivers.driver import (
    Answer,
    ByteField,
    ByteRole,
    Commands,
    Decoded,
    Display,
    Driver,
    SerialLine,
    Target,
    Turn,
    Voice,
)
from serial_drivers.framing import Complete
from serial_drivers.layers import axdr, cosem, dlms_blocks, dlms_wrapper, hdlc, mode_e
from serial_drivers.layers.dlms_conversation import (
    ASKS_SCALER,
    ASKS_VALUE,
    FROM_METER,
    PUBLIC_CLIENT,
    TO_METER,
    Conversation,
    asks,
    ends,
)
from serial_drivers.layers.dlms_items import ITEMS, Item, item_of

_SERVER = "1"
_SNRM, _DISC, _UA = 0x93, 0x53, 0x73
_RELEASED = b"\x63\x00"
_UA_PARAMETERS = bytes.fromhex("818012050180060180070400000001080400000001")


_ADDRESS = re.compile(r"(?:0*)(\d{1,5})(?:_0*(\d{1,5}))?")
_HIGHEST_ADDRESS = 0x3FFF
_TCP, _MODE_E = "tcp", "e"


def decode(kept: bytes) -> Decoded:
    """Return what a frame says, or the frames of which an answer was put together."""
    conversation = Conversation()
    said: Decoded = ()
    for start, stop in _frames(kept):
        said = conversation.decode(kept[start:stop])
    return said


def _frames(kept: bytes) -> list[tuple[int, int]]:
    """Return where each frame lies; what is none (a message without a frame) is one piece."""
    spans, at = [], 0
    while at < len(kept):
        wrapped = dlms_wrapper.measure(kept[at:]) if _is_wrapped(kept[at:]) else None
        if wrapped is not None:
            spans.append((at, at + wrapped.length))
            at += wrapped.length
            continue
        shared = 0 if kept[at : at + 1] == hdlc.FLAG else 1
        outcome = hdlc.measure(hdlc.FLAG * shared + kept[at:])
        length = outcome.length - shared if isinstance(outcome, Complete) else len(kept) - at
        spans.append((at, at + length))
        at += length
    return spans


def _is_wrapped(frame: bytes) -> bool:
    return frame[:2] == dlms_wrapper.VERSION


# --- what is said -----------------------------------------------------------------------------


def follow_up(said: Indication, *, item: Item) -> bytes | None:
    """Return what the client says upon an answer of the meter, None when the talk is over."""
    frame, server = said.extra("frame"), said.extra("address")
    if said.extra("cmd") is not None or not isinstance(server, str):
        return None
    if said.extra("wrapper"):
        return _wrapped(server, _next_wrapped(said, frame, item))
    if ends(said):
        return hdlc.built(server, PUBLIC_CLIENT, _DISC)
    if frame == "UA" and not said.extra("closed"):
        return _message(server, (0, 0), cosem.association_request())
    sent, received = said.extra("ns"), said.extra("nr")
    if not isinstance(sent, int) or not isinstance(received, int):
        return None
    if frame == "segment":
        ready = hdlc.ready_control(sent + 1)
        return hdlc.built(server, PUBLIC_CLIENT, ready) if said.extra("waits") else None
    request = _next_request(said, frame, item)
    return _message(server, (received, sent + 1), request) if request is not None else None


def _next_wrapped(said: Indication, frame: Extra, item: Item) -> bytes | None:
    if ends(said):
        return cosem.RELEASE if frame != cosem.REFUSED else None
    return _next_request(said, frame, item)


def _wrapped(server: str, apdu: bytes | None) -> bytes | None:
    return dlms_wrapper.built(PUBLIC_CLIENT, server, apdu) if apdu is not None else None


def _next_request(said: Indication, frame: Extra, item: Item) -> bytes | None:
    if frame == cosem.AARE:
        if item.scaler_unit is not None:
            return cosem.get_request(item.scaler_unit, ASKS_SCALER)
        return cosem.get_request(item.value, ASKS_VALUE)
    part, turn = said.extra("general_block"), said.extra("turn")
    if isinstance(part, int) and isinstance(turn, int):
        return dlms_blocks.acknowledgement(turn, part) if said.extra("waits") else None
    block, invoke = said.extra("block"), said.extra("invoke")
    if isinstance(block, int) and isinstance(invoke, int):
        return cosem.next_block(block, invoke)
    if frame == cosem.GET and invoke == ASKS_SCALER:
        return cosem.get_request(item.value, ASKS_VALUE)
    return None


def _message(server: str, numbers: tuple[int, int], apdu: bytes) -> bytes:
    control = hdlc.information_control(*numbers)
    return hdlc.built(server, PUBLIC_CLIENT, control, TO_METER + apdu)


def answer(asked: Indication, shown: Display, *, own: str, item: Item) -> Answer | None:
    """Return what the simulated meter at `own` says; other meters keep silent."""
    client, command = asked.extra("client"), asked.extra("cmd")
    if asked.extra("address") != own or not isinstance(client, str):
        return None
    if command in hdlc.ASKING:
        parameters = _UA_PARAMETERS if command == "SNRM" else b""
        return Answer(reply=hdlc.built(client, own, _UA, parameters))
    reply = _reply(asked, shown, item)
    if asked.extra("wrapper") and reply is not None:
        return Answer(reply=dlms_wrapper.built(own, client, reply))
    sent, received = asked.extra("ns"), asked.extra("nr")
    if reply is None or not isinstance(sent, int) or not isinstance(received, int):
        return None
    control = hdlc.information_control(received, sent + 1)
    return Answer(reply=hdlc.built(client, own, control, FROM_METER + reply))


def _reply(asked: Indication, shown: Display, item: Item) -> bytes | None:
    if asked.extra("cmd") == "AARQ":
        return cosem.association_answer()
    if asked.extra("cmd") == "RLRQ":
        return _RELEASED
    invoke = asked.extra("invoke")
    if asked.extra("cmd") != "GET.request" or not isinstance(invoke, int):
        return None
    if asked.extra("obis") != item.obis or shown.value is None:
        return cosem.get_failure(invoke, 4)
    if asked.extra("attribute") == 3:
        return cosem.get_response(invoke, axdr.scaler_unit(item.scaler, item.unit))
    if item.scaler_unit is None:
        return cosem.get_response(invoke, axdr.octets(shown.serial_number.encode()))
    number = int(shown.value.scaleb(-item.scaler).to_integral_value())
    return cosem.get_response(invoke, axdr.whole(number))


# --- the declaration --------------------------------------------------------------------------


def explain(frame: bytes) -> tuple[ByteField, ...]:
    """Return the fields of a frame, or of the frames of which an answer was put together."""
    fields: list[ByteField] = []
    for start, stop in _frames(frame):
        if _is_wrapped(frame[start:stop]):
            fields += dlms_wrapper.explain(frame[start:stop], start)
            continue
        whole = hdlc.with_flag(frame[start:stop])
        if isinstance(hdlc.measure(whole), Complete):
            fields += _fields(whole, stop - len(whole), start)
        else:
            fields.append(ByteField(start, stop, ByteRole.VALUE, VALUE))
    return tuple(fields)


def _fields(frame: bytes, start: int, first: int) -> list[ByteField]:
    control, end = hdlc.control_at(frame) or 0, len(frame)
    inside = end - 3 > control + 1
    parts = (
        (1, ByteRole.FRAMING, FRAME),
        (3, ByteRole.FRAMING, Text(zh="格式与长度", en="Format and length")),
        (control, ByteRole.ADDRESS, ADDRESS),
        (control + 1, ByteRole.COMMAND, COMMAND),
        (control + 3 if inside else 0, ByteRole.CHECK, CHECK),
        (end - 3, ByteRole.VALUE, VALUE),
        (end - 1, ByteRole.CHECK, CHECK),
        (end, ByteRole.FRAMING, FRAME),
    )
    fields, at = [], 0
    for stop, role, name in parts:
        if stop > at:
            fields.append(ByteField(max(start + at, first), start + stop, role, name))
            at = stop
    return [field for field in fields if field.start < field.stop]


def checked_address(text: str) -> str:
    """Return a meter's address, `upper` or `upper_lower`. Raises InputInvalid(`bad_address`)."""
    match = _ADDRESS.fullmatch(text)
    if match is None or any(int(part) > _HIGHEST_ADDRESS for part in match.groups(default="0")):
        raise InputInvalid("bad_address", field="address", value=text[:40])
    return "_".join(str(int(part)) for part in match.groups() if part is not None)


def _voice(own: str, item: Item) -> Voice:
    return Voice(
        answer=partial(answer, own=own, item=item),
        unit=cosem.UNITS.get(item.unit, ""),
        interval=Decimal(1).scaleb(item.scaler),
        lowest=Decimal(0),
        highest=Decimal(900),
    )


def configure(target: Target) -> Driver:
    """Return the driver for one meter and one quantity of it."""
    if target.profile not in ("", _TCP, _MODE_E):
        raise InputInvalid("unknown_profile", field="profile", value=target.profile[:40])
    item = item_of(target.quantity or "energy")
    address = checked_address(target.address) if target.address else ""
    changed = replace(
        DRIVER,
        key=replace(target, address=address).name(DRIVER.key),
        title=titled(DRIVER.title, item.label),
        aliases=(),
        new_decode=partial(_new_decode, address),
        voice=_voice(address or _SERVER, item),
        commands=_commands(address or _SERVER),
        follow_up=partial(follow_up, item=item),
    )
    if target.profile == _TCP:
        return _over_tcp(changed, address or _SERVER)
    return _by_mode_e(changed, address, item) if target.profile else changed


def _over_tcp(driver: Driver, server: str) -> Driver:
    """Return the driver for the same meter, asked in the wrapper of TCP."""
    if "_" in server:
        raise InputInvalid("bad_address", field="address", value=server)
    association = cosem.association_request(dlms_wrapper.LONGEST_MESSAGE)
    return replace(
        driver,
        title=titled(driver.title, dict(DRIVER.profiles)[f"/{_TCP}"]),
        new_shape=dlms_wrapper.new_shape,
        commands=Commands(read=dlms_wrapper.built(PUBLIC_CLIENT, server, association)),
    )


def _by_mode_e(driver: Driver, address: str, item: Item) -> Driver:
    """Return the driver for the same meter behind an optical head, opened by mode E."""
    server = address or _SERVER

    def lead(said: Indication) -> bytes | Turn | None:
        if mode_e.has_consented(said):
            return hdlc.built(server, PUBLIC_CLIENT, _SNRM)
        return mode_e.follow_up(said) or follow_up(said, item=item)

    return replace(
        driver,
        title=titled(driver.title, dict(DRIVER.profiles)[f"/{_MODE_E}"]),
        lines=tuple(SerialLine(baudrate=rate) for rate in (300, 2400, 9600)),
        new_shape=lambda: mode_e.LinesThenFrames(_new_shape),
        decode=_decode_by_mode_e,
        new_decode=partial(_new_decode_by_mode_e, address),
        explain=lambda frame: mode_e.explain(frame) if mode_e.is_line(frame) else explain(frame),
        voice=replace(driver.voice, answer=partial(_answer_by_mode_e, own=server, item=item)),
        commands=Commands(read=mode_e.SIGN_ON, mirrored=mode_e.OPTIONS),
        follow_up=lead,
    )


def _decode_by_mode_e(kept: bytes) -> Decoded:
    return mode_e.decode(kept) if mode_e.is_line(kept) else decode(kept)


def _new_decode_by_mode_e(address: str) -> Callable[[bytes], Decoded]:
    frames = Conversation(address).decode
    return lambda frame: mode_e.decode(frame) if mode_e.is_line(frame) else frames(frame)


def _answer_by_mode_e(asked: Indication, shown: Display, *, own: str, item: Item) -> Answer | None:
    if asked.extra("cmd") == "sign_on":
        return Answer(reply=mode_e.with_parity(b"/SIM5\\2HENGPING\r\n"))
    if mode_e.has_consented(asked):
        return Answer(reply=asked.raw)
    return answer(asked, shown, own=own, item=item)


def _new_decode(address: str) -> Callable[[bytes], Decoded]:
    return Conversation(address).decode


def _commands(server: str) -> Commands:
    return Commands(read=hdlc.built(server, PUBLIC_CLIENT, _SNRM))


def _is_request(frame: bytes) -> bool:
    return asks(hdlc.taken_apart(hdlc.with_flag(frame)))


def _new_shape() -> dlms_wrapper.WrappedOrOther:
    return dlms_wrapper.WrappedOrOther(lambda: hdlc.HdlcShape(cosem.bare_length, _is_request))


DRIVER = Driver(
    key="dlms-hdlc",
    title=Text(zh="DLMS/COSEM 电能表(HDLC)", en="DLMS/COSEM meter over HDLC"),
    aliases=("dlms-apdu", "dlms-wrapper"),
    manual="IEC 62056-46 (frames), IEC 62056-47 (wrapper), IEC 62056-53 (messages), "
    "Blue Book 12 (registers, units), as public implementations speak them: frames of "
    "pwitab/dlms-cosem; read by gurux-dlms 1.0.203",
    unconfirmed=(
        Text(
            zh="标准条款号（手边无标准原文）；未见过真实电能表的帧",
            en="clauses of the standards, whose text was not at hand; no frame of a real meter "
            "was seen",
        ),
        Text(
            zh="经 IEC 62056-21 模式 E 建立连接：未见过真实电能表",
            en="opening by IEC 62056-21 mode E: no real meter was seen",
        ),
        Text(
            zh="要求公共客户端提供密码的电能表",
            en="meters that ask a password of the public client",
        ),
        Text(zh="大于一帧的窗口", en="windows of more than one frame"),
        Text(
            zh="TCP 包装与通用块传输：未见过真实电能表的报文",
            en="TCP wrapper and general block transfer: no message of a real meter was seen",
        ),
    ),
    lines=(
        SerialLine(),
        SerialLine(baudrate=19200),
        SerialLine(baudrate=2400),
        SerialLine(baudrate=115200),
    ),
    new_shape=_new_shape,
    decode=decode,
    new_decode=partial(_new_decode, ""),
    explain=explain,
    card=card(
        ("9 字节以上", "9 bytes and more"),
        "7E / 7E",
        Text(zh="CRC-16/X-25, 头与整帧", en="CRC-16/X-25 of head and frame"),
        Text(zh="无此标志", en="no such flag"),
    ),
    voice=_voice(_SERVER, ITEMS["energy"]),
    longest_frame=140,
    has_checksum=True,
    commands=_commands(_SERVER),
    follow_up=partial(follow_up, item=ITEMS["energy"]),
    polled=True,
    reaction_s=0.5,
    silence_s=8.0,
    configure=configure,
    address_form=Text(zh="1 或 1_17(逻辑_物理)", en="1, or 1_17 (logical_physical)"),
    profiles=(
        *(("#" + name, item.label) for name, item in ITEMS.items()),
        (f"/{_TCP}", Text(zh="TCP 包装", en="TCP wrapper")),
        (f"/{_MODE_E}", Text(zh="光电头, 模式 E", en="optical head, mode E")),
    ),
)
