"""Electricity meters by DL/T 645-1997: the same frame as of 2007, identifiers of two bytes.

Wire: see serial_drivers/layers/dlt645.py. Control 01 reads, 81 answers, C1 refuses. The address of
nines reaches the only meter on the line. Bit 5 of an answer says that more follows: control 02 asks
for it, 03 for the last part again; parts have no numbers and are joined. Nothing here writes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
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
from serial_drivers.layers.dlt645 import ANSWER, FAILED, MORE, Message
from serial_drivers.layers.dlt645_parts import Edition, Joined

_READ, _NEXT, _AGAIN = 0x01, 0x02, 0x03
_EDITION = Edition(first=_READ, rest=_NEXT, again=_AGAIN, identifier=2, is_numbered=False)
_COMMANDS = {
    _READ: "read",
    _NEXT: "read_next",
    _AGAIN: "read_again",
    0x04: "write",
    0x08: "broadcast_time",
    0x0A: "write_address",
    0x0C: "set_speed",
    0x0F: "set_password",
    0x10: "clear_demand",
}
_READS = frozenset((_READ, _NEXT, _AGAIN))
_REFUSALS = ("bad_data", "no_data", "password", "", "year_zones", "day_slots", "rates")
_ANYONE = "999999999999"
_SIMULATED = "000000000001"


@dataclass(frozen=True, slots=True)
class _Item:
    quantity: str
    label: Text
    unit: str
    length: int
    decimals: int


_ITEMS = {
    "9010": _Item("energy", Text(zh="正向有功电能", en="forward active energy"), "kWh", 4, 2),
    "9020": _Item("energy_reverse", Text(zh="反向有功电能", en="reverse energy"), "kWh", 4, 2),
    "9110": _Item("reactive", Text(zh="正向无功电能", en="forward reactive"), "kvarh", 4, 2),
    "9120": _Item("reactive_reverse", Text(zh="反向无功", en="reverse reactive"), "kvarh", 4, 2),
    "B611": _Item("voltage_a", Text(zh="A相电压", en="voltage of phase A"), "V", 2, 0),
    "B612": _Item("voltage_b", Text(zh="B相电压", en="voltage of phase B"), "V", 2, 0),
    "B613": _Item("voltage_c", Text(zh="C相电压", en="voltage of phase C"), "V", 2, 0),
    "B621": _Item("current_a", Text(zh="A相电流", en="current of phase A"), "A", 2, 2),
    "B622": _Item("current_b", Text(zh="B相电流", en="current of phase B"), "A", 2, 2),
    "B623": _Item("current_c", Text(zh="C相电流", en="current of phase C"), "A", 2, 2),
    "B630": _Item("power", Text(zh="瞬时有功功率", en="active power"), "kW", 3, 4),
    "B631": _Item("power_a", Text(zh="A相有功功率", en="power of phase A"), "kW", 3, 4),
    "B632": _Item("power_b", Text(zh="B相有功功率", en="power of phase B"), "kW", 3, 4),
    "B633": _Item("power_c", Text(zh="C相有功功率", en="power of phase C"), "kW", 3, 4),
    "B640": _Item("reactive_power", Text(zh="瞬时无功功率", en="reactive power"), "kvar", 2, 2),
    "B650": _Item("power_factor", Text(zh="功率因数", en="power factor"), "1", 2, 3),
}
_BLOCKS = {"901F": "9010", "902F": "9020", "911F": "9110", "912F": "9120"}
_BLOCKS |= {"B61F": "B611", "B62F": "B621"}
_RATES = {
    f"{di[:3]}{rate:X}": di for di in ("9010", "9020", "9110", "9120") for rate in range(1, 15)
}
"""Energies of the single rates have the format of the total."""
_TEXTS = {"C032": "meter_number", "C010": "date", "C011": "time"}
_BY_NAME = {item.quantity: di for di, item in _ITEMS.items()}


def decode(kept: bytes, *, wanted: str = "", address: str = "") -> Decoded:
    """Return what a frame says, or the frames of which an answer was put together.

    wanted: the identifier asked for; address: of which meter.
    """
    return dlt645_parts.reread(kept, new_session(wanted=wanted, address=address))


def new_session(*, wanted: str = "", address: str = "") -> Joined:
    """Return a session's decoder."""
    return Joined(_EDITION, partial(_alone, wanted=wanted, address=address), _whole)


def _alone(frame: bytes, *, wanted: str = "", address: str = "") -> Decoded:
    message = dlt645.taken_apart(frame)
    command = message.control & ~(ANSWER | FAILED | MORE)
    if command not in _COMMANDS:
        return malformed(frame, "no control code of the 1997 edition")
    who: tuple[tuple[str, Extra], ...] = (("address", message.address),)
    di = dlt645.identifier(message.data, 2) if len(message.data) >= 2 else ""
    if not message.control & ANSWER:
        named = (("di", di),) if di else ()
        return (Indication(extras=(("cmd", _COMMANDS[command]), *who, *named), raw=frame),)
    if address and message.address != address:
        return (FrameProblem(kind="wrong_address", raw=frame, detail=message.address),)
    if message.control & FAILED:
        bits = message.data[0] if message.data else 0
        names = [name for at, name in enumerate(_REFUSALS) if name and bits & 1 << at]
        return (Indication(error=", ".join(names) or "refused", extras=who, raw=frame),)
    if command not in _READS:
        return (Indication(extras=(("ack", _COMMANDS[command]), *who), raw=frame),)
    if not di or (wanted and di != wanted):
        return malformed(frame, f"answers {di or 'nothing'}, not what was asked")
    return _read(message, di, frame)


def _read(message: Message, di: str, frame: bytes) -> Decoded:
    extras: tuple[tuple[str, Extra], ...] = (("di", di), ("address", message.address))
    body, item = message.data[2:], _ITEMS.get(_BLOCKS.get(di) or _RATES.get(di, di))
    has_more = bool(message.control & MORE)
    if has_more:
        extras += (("more_follows", True),)
    is_rest = message.control & ~(ANSWER | MORE) != _READ and di in _BLOCKS
    if item is not None and (is_rest or (has_more and len(body) % item.length)):
        item = None  # a value is cut between two answers, or may have begun in the one before
    if di in _TEXTS and not has_more and bcd.digits_of(body) is not None:
        return (Indication(extras=((_TEXTS[di], dlt645.digits(body)), *extras), raw=frame),)
    if item is None:
        return (Indication(extras=(*extras, ("data", body[::-1].hex().upper())), raw=frame),)
    if di in _BLOCKS:
        body = body.removesuffix(b"\xaa")
    parts = [body[at : at + item.length] for at in range(0, len(body), item.length)]
    values = [bcd.number_of(part, item.decimals) for part in parts]
    if not parts or len(parts[-1]) != item.length or None in values:
        return malformed(frame, "no digits of the identifier's length")
    if di in _BLOCKS or len(values) > 1:
        told = tuple(plain(value) for value in values if value is not None)
        return (Indication(unit=item.unit, extras=(("values", told), *extras), raw=frame),)
    return (Indication(value=values[0], unit=item.unit, extras=extras, raw=frame),)


def _whole(message: Message, kept: bytes) -> Decoded:
    """Return the content of an answer of which all parts came."""
    return _read(message, dlt645.identifier(message.data, 2), kept)


def read_next(said: Indication) -> bytes | None:
    """Ask for the rest of an answer that told of more."""
    address, di = said.extra("address"), said.extra("di")
    is_answer = said.extra("cmd") is None and said.extra("more_follows") is True
    if not is_answer or not isinstance(address, str) or not isinstance(di, str):
        return None
    return dlt645.PREAMBLE * 4 + dlt645.built(address, _NEXT, bytes.fromhex(di)[::-1])


def request(di: str, address: str) -> bytes:
    """Return the frame that reads an identifier of a meter, with the preamble that wakes it."""
    return dlt645.PREAMBLE * 4 + dlt645.built(address, _READ, bytes.fromhex(di)[::-1])


def answer(asked: Indication, shown: Display, *, own: str, di: str) -> Answer | None:
    """Return what the simulated meter at `own` says; other meters keep silent."""
    if asked.extra("address") not in (own, _ANYONE) or asked.extra("cmd") != "read":
        return None
    wanted = str(asked.extra("di"))
    item, value = _ITEMS.get(wanted), shown.value if wanted == di else Decimal(0)
    body = None
    if item is not None and value is not None:
        body = bcd.packed(value, item.length, item.decimals)
    if body is None:
        return Answer(reply=dlt645.built(own, ANSWER | FAILED | _READ, b"\x02"))
    data = bytes.fromhex(wanted)[::-1] + body
    return Answer(reply=dlt645.PREAMBLE * 2 + dlt645.built(own, ANSWER | _READ, data))


def _voice(own: str, di: str) -> Voice:
    item = _ITEMS[di]
    return Voice(
        answer=partial(answer, own=own, di=di),
        unit=item.unit,
        interval=Decimal(1).scaleb(-item.decimals),
        lowest=Decimal(0),
        highest=Decimal(90),
    )


def configure(target: Target) -> Driver:
    """Return the driver for one meter and one quantity of it."""
    if target.profile:
        raise InputInvalid("unknown_profile", field="profile", value=target.profile[:40])
    quantity = target.quantity or "energy"
    if quantity not in _BY_NAME:
        raise InputInvalid("unknown_quantity", field="quantity", value=quantity[:40])
    di = _BY_NAME[quantity]
    address = dlt645.checked_address(target.address) if target.address else ""
    own, words = DRIVER.title, _ITEMS[di].label
    return replace(
        DRIVER,
        key=Target(address=address, quantity=target.quantity).name(DRIVER.key),
        title=Text(zh=f"{own.zh} · {words.zh}", en=f"{own.en} · {words.en}"),
        aliases=(),
        decode=partial(decode, wanted=di, address=address),
        new_decode=partial(new_session, wanted=di, address=address),
        voice=_voice(address or _SIMULATED, di),
        commands=Commands(read=request(di, address or _ANYONE)),
    )


DRIVER = Driver(
    key="dlt645-1997",
    title=Text(zh="DL/T 645-1997 电能表", en="DL/T 645-1997 electricity meter"),
    manual="DL/T 645-1997, 4.2 and Annex A; captured frames of published articles",
    unconfirmed=(
        Text(zh="9010 以外的数据标识", en="identifiers beyond 9010"),
        Text(zh="错误信息字各位的含义", en="bits of the error word"),
        Text(zh="全 9 地址", en="address of nines"),
    ),
    lines=(
        SerialLine(baudrate=1200, parity="even"),
        SerialLine(baudrate=2400, parity="even"),
        SerialLine(baudrate=9600, parity="even"),
    ),
    new_shape=dlt645.new_shape,
    decode=decode,
    new_decode=new_session,
    explain=dlt645_parts.explain,
    card=dlt645.CARD,
    voice=_voice(_SIMULATED, "9010"),
    longest_frame=32,
    has_checksum=True,
    commands=Commands(read=request("9010", _ANYONE)),
    follow_up=read_next,
    polled=True,
    reaction_s=0.5,
    silence_s=4.0,
    configure=configure,
    address_form=Text(zh="至多 12 位数字", en="up to 12 digits"),
    profiles=tuple(("#" + item.quantity, item.label) for item in _ITEMS.values()),
)
