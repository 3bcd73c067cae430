"""Electricity meters by DL/T 645-2007: asked by address and data identifier.

Wire: see serial_drivers/layers/dlt645.py. Control 11h reads an identifier, 12h asks for the rest
of an answer, 13h for the address (only one meter may be on the line); answers have bit 7 set, bit 6
for a refusal, bit 5 when more follows; such parts are joined. Which identifiers are read, and their
formats, are data (resources/instruments/dlt645_2007.toml). Nothing here writes, sets a clock or
freezes.
A name says meter and quantity: `dlt645-2007@000000000161#voltage_a`. Without an address the
meter is asked for it first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.indication import Extra, FrameProblem, Indication
from inspector_app.domain.quantities import plain
from inspector_app.domain.text import Text
from serial_drivers.driver import (
    Answer,
    Commands,
    Decoded,
    Display,
    Driver,
    SerialLine,
    Target,
    Voice,
    malformed,
)
from serial_drivers.layers import bcd, dlt645, dlt645_parts
from serial_drivers.layers.dlt645 import ANSWER, EVERYONE, FAILED, MORE, Message
from serial_drivers.layers.dlt645_items import ALL, quantities, table, value_of, written
from serial_drivers.layers.dlt645_parts import Edition, Joined

_READ, _NEXT, _ADDRESS = 0x11, 0x12, 0x13
_EDITION = Edition(first=_READ, rest=_NEXT, identifier=4, is_numbered=True)
_COMMANDS = {
    0x03: "security",
    0x08: "broadcast_time",
    _READ: "read",
    _NEXT: "read_next",
    _ADDRESS: "read_address",
    0x14: "write",
    0x15: "write_address",
    0x16: "freeze",
    0x17: "set_speed",
    0x18: "set_password",
    0x19: "clear_demand",
    0x1A: "clear_meter",
    0x1B: "clear_events",
    0x1C: "switch",
}
_REFUSALS = ("other", "no_data", "password", "baud", "year_zones", "day_slots", "rates")
_ENERGY, _NOW = "00", "00"
"""First byte of an energy's identifier, and its last for now and not a settlement day before."""
_USUAL = {"voltage": "220.0", "current": "1.000", "frequency": "50.00", "power_factor": "1.000"}
_SIMULATED = "000000000001"


def decode(kept: bytes, *, wanted: str = "", address: str = "") -> Decoded:
    """Return what a frame says, or the frames of which an answer was put together.

    wanted: the identifier asked for; address: of which meter.
    """
    return dlt645_parts.reread(kept, new_session(partial(_alone, wanted=wanted, address=address)))


def new_session(alone: Callable[[bytes], Decoded]) -> Joined:
    """Return a session's decoder. alone: decodes one frame by itself."""
    return Joined(_EDITION, alone, _whole)


def _alone(frame: bytes, *, wanted: str = "", address: str = "") -> Decoded:
    message = dlt645.taken_apart(frame)
    if message.control & ~(ANSWER | FAILED | MORE) not in _COMMANDS:
        return malformed(frame, "no control code of the 2007 edition")
    if not message.control & ANSWER:
        return (Indication(extras=_asked(message), raw=frame),)
    if address and message.address != address:
        return (FrameProblem(kind="wrong_address", raw=frame, detail=message.address),)
    if message.control & FAILED:
        return _refused(message, frame)
    command = message.control & ~(ANSWER | MORE)
    if command == _ADDRESS and len(message.data) == 6:
        extras: tuple[tuple[str, Extra], ...] = (("address", dlt645.digits(message.data)),)
        return (Indication(extras=extras, raw=frame),)
    if command not in (_READ, _NEXT):
        return (
            Indication(
                extras=(("ack", _COMMANDS[command]), ("address", message.address)), raw=frame
            ),
        )
    di = dlt645.identifier(message.data, 4)
    if len(message.data) < 4 or (wanted and di != wanted):
        return malformed(frame, f"answers {di or 'nothing'}, not what was asked")
    return _read(message, di, frame) if command == _READ else _rest(message, di, frame)


def _asked(message: Message) -> tuple[tuple[str, Extra], ...]:
    command = _COMMANDS.get(message.control & ~MORE, f"{message.control:02X}")
    extras: tuple[tuple[str, Extra], ...] = (("cmd", command), ("address", message.address))
    if message.control in (_READ, _NEXT, 0x14) and len(message.data) >= 4:
        extras += (("di", dlt645.identifier(message.data, 4)),)
    if message.control == _NEXT and len(message.data) == 5:
        extras += (("sequence", message.data[4]),)
    return extras


def _refused(message: Message, frame: bytes) -> Decoded:
    bits = message.data[0] if message.data else 0
    names = [name for at, name in enumerate(_REFUSALS) if bits & 1 << at]
    said = (("address", message.address),)
    return (Indication(error=", ".join(names) or "refused", extras=said, raw=frame),)


def _read(message: Message, di: str, frame: bytes) -> Decoded:
    extras: tuple[tuple[str, Extra], ...] = (("di", di), ("address", message.address))
    if message.control & MORE:
        extras += (("more_follows", True),)
    if di[:2] == _ENERGY and di[6:] != _NOW:
        extras += (("settlement", int(di[6:], 16)),)
    body = message.data[4:]
    told_as = None if message.control & MORE else written(di, body, extras, frame)
    if told_as is not None:
        return (told_as,)
    item = next((item for item in table()[0] if item.fits(di)), None)
    if item is None:
        return (Indication(extras=(*extras, ("data", body[::-1].hex().upper())), raw=frame),)
    if message.control & MORE and len(body) % item.length:  # a value is cut between two answers
        return (Indication(extras=(*extras, ("data", body[::-1].hex().upper())), raw=frame),)
    parts = [body[at : at + item.length] for at in range(0, len(body), item.length)]
    if not parts or len(parts[-1]) != item.length:
        return malformed(frame, "length does not fit the identifier")
    values = [value_of(part, item) for part in parts]
    if any(
        value is None and part != b"\xff" * item.length
        for value, part in zip(values, parts, strict=True)
    ):
        return malformed(frame, "no digits")
    if len(values) > 1 or ALL in (di[2:4], di[4:6]):
        told = tuple(None if value is None else plain(value) for value in values)
        return (Indication(unit=item.unit, extras=(("values", told), *extras), raw=frame),)
    if values[0] is None:
        return (Indication(unit=item.unit, extras=(*extras, ("absent", True)), raw=frame),)
    return (Indication(value=values[0], unit=item.unit, extras=extras, raw=frame),)


def _rest(message: Message, di: str, frame: bytes) -> Decoded:
    """Return a part by itself; of a block as bytes, for a value may have begun before it."""
    if len(message.data) < 5:
        return malformed(frame, "the rest of an answer without its number")
    body, has_more = message.data[4:-1], bool(message.control & MORE)
    extras: tuple[tuple[str, Extra], ...] = (("di", di), ("address", message.address))
    extras += (("more_follows", True),) if has_more else ()
    extras += (("sequence", message.data[-1]),)
    item = next((item for item in table()[0] if item.fits(di)), None)
    value = value_of(body, item) if item is not None and len(body) == item.length else None
    if item is None or value is None or has_more or ALL in (di[2:4], di[4:6]):
        return (Indication(extras=(*extras, ("data", body[::-1].hex().upper())), raw=frame),)
    return (Indication(value=value, unit=item.unit, extras=extras, raw=frame),)


def _whole(message: Message, kept: bytes) -> Decoded:
    """Return the content of an answer of which all parts came."""
    return _read(message, dlt645.identifier(message.data, 4), kept)


def request(di: str, address: str) -> bytes:
    """Return the frame that reads an identifier of a meter, with the preamble that wakes it."""
    return dlt645.PREAMBLE * 4 + dlt645.built(address, _READ, bytes.fromhex(di)[::-1])


def read_next(said: Indication) -> bytes | None:
    """Ask for the rest of an answer that told of more; the first rest has number 1."""
    address, di, number = (said.extra(name) for name in ("address", "di", "sequence"))
    is_answer = said.extra("cmd") is None and said.extra("more_follows") is True
    if not is_answer or not isinstance(address, str) or not isinstance(di, str):
        return None
    following = (number if isinstance(number, int) else 0) + 1 & 0xFF
    data = bytes.fromhex(di)[::-1] + bytes([following])
    return dlt645.PREAMBLE * 4 + dlt645.built(address, _NEXT, data)


ASK_ADDRESS = dlt645.PREAMBLE * 4 + dlt645.built(EVERYONE, _ADDRESS)


def _read_on(di: str, said: Indication) -> bytes | None:
    """Ask the meter that told its address for the quantity."""
    address = said.extra("address")
    if len(said.extras) == 1 and isinstance(address, str) and address.isdigit():
        return request(di, address)
    return read_next(said)


def answer(asked: Indication, shown: Display, *, own: str, di: str) -> Answer | None:
    """Return what the simulated meter at `own` says; other meters keep silent.

    `di` shows the display's value, other quantities what is usual.
    """
    address, command, wanted = (asked.extra(name) for name in ("address", "cmd", "di"))
    if address not in (own, EVERYONE):
        return None
    if command == "read_address":
        data = bytes.fromhex(own)[::-1]
        return Answer(reply=dlt645.PREAMBLE * 4 + dlt645.built(own, ANSWER | _ADDRESS, data))
    if command != "read":
        return None
    item = next(
        (one for one in table()[0] if one.fits(str(wanted)) and ALL not in str(wanted)), None
    )
    value = (
        shown.value if wanted == di else Decimal(_USUAL.get(item.quantity, "0")) if item else None
    )
    body = None
    if item is not None and value is not None:
        body = bcd.packed(value, item.length, item.decimals, signed=item.signed)
    if body is None:
        return Answer(reply=dlt645.built(own, ANSWER | FAILED | _READ, b"\x02"))
    data = bytes.fromhex(str(wanted))[::-1] + body
    return Answer(reply=dlt645.PREAMBLE * 4 + dlt645.built(own, ANSWER | _READ, data))


def _voice(own: str, quantity: str) -> Voice:
    di, item, _words = quantities()[quantity]
    return Voice(
        answer=partial(answer, own=own, di=di),
        unit=item.unit,
        interval=Decimal(1).scaleb(-item.decimals),
        lowest=Decimal(-70) if item.signed else Decimal(0),
        highest=Decimal(70) if item.signed else Decimal(900),
    )


def configure(target: Target) -> Driver:
    """Return the driver for one meter and one quantity of it."""
    if target.profile:
        raise InputInvalid("unknown_profile", field="profile", value=target.profile[:40])
    quantity = target.quantity or "energy"
    if quantity not in quantities():
        raise InputInvalid("unknown_quantity", field="quantity", value=quantity[:40])
    di, _item, words = quantities()[quantity]
    address = dlt645.checked_address(target.address) if target.address else ""
    own = DRIVER.title
    title = Text(zh=f"{own.zh} · {words.zh}", en=f"{own.en} · {words.en}")
    key = Target(address=address, quantity=target.quantity).name(DRIVER.key)
    changed = replace(
        DRIVER, key=key, title=title, aliases=(), voice=_voice(address or _SIMULATED, quantity)
    )
    if not address:
        return replace(
            changed,
            decode=partial(_with_address, di=di),
            new_decode=partial(new_session, partial(_with_address, di=di)),
            follow_up=partial(_read_on, di),
        )
    return replace(
        changed,
        decode=partial(decode, wanted=di, address=address),
        new_decode=partial(new_session, partial(_alone, wanted=di, address=address)),
        commands=replace(DRIVER.commands, read=request(di, address)),
        follow_up=read_next,
    )


def _with_address(frame: bytes, *, di: str) -> Decoded:
    """Take the address of whoever answers, and of readings only the one asked for."""
    message = dlt645.taken_apart(frame)
    reads = message.control & ~MORE == ANSWER | _READ
    return _alone(frame, wanted=di if reads else "")


DRIVER = Driver(
    key="dlt645-2007",
    title=Text(zh="DL/T 645-2007 电能表", en="DL/T 645-2007 electricity meter"),
    manual="DL/T 645-2007, 5.2 (frame), 7.1 to 7.4, Annex A; captured logs of published articles; "
    "spoken with the dlt645 package 3.2.0",
    unconfirmed=(
        Text(
            zh="表 A.2 起除电压、电流、功率外的数据格式",
            en="formats from table A.2 on beyond voltage, current and power",
        ),
        Text(zh="错误信息字各位的含义", en="bits of the error word"),
        Text(zh="后续帧的帧序号字节", en="sequence byte of the next frame"),
    ),
    lines=(
        SerialLine(baudrate=2400, parity="even"),
        SerialLine(baudrate=9600, parity="even"),
        SerialLine(baudrate=1200, parity="even"),
        SerialLine(baudrate=4800, parity="even"),
        SerialLine(baudrate=9600),
    ),
    new_shape=dlt645.new_shape,
    decode=decode,
    new_decode=partial(new_session, _alone),
    explain=dlt645_parts.explain,
    card=dlt645.CARD,
    voice=_voice(_SIMULATED, "energy"),
    longest_frame=32,
    has_checksum=True,
    commands=Commands(read=ASK_ADDRESS, identify=(ASK_ADDRESS,)),
    follow_up=partial(_read_on, quantities()["energy"][0]),
    polled=True,
    reaction_s=0.5,
    silence_s=4.0,
    configure=configure,
    address_form=Text(zh="至多 12 位数字", en="up to 12 digits"),
    profiles=tuple(("#" + name, words) for name, (_di, _item, words) in quantities().items()),
)
