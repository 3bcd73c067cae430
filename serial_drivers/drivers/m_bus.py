"""M-Bus meters (EN 13757-2 and -3): water, gas, heat, electricity, room sensors.

Wire: E5 acknowledges; 10 C A CS 16 is short; 68 L L 68 C A CI ... CS 16 is long, its sum from C on.
The host initialises the link (SND_NKE, control 40h) and asks for data (REQ_UD2, 5Bh or 7Bh); the
first question after it always carries 7Bh, so an old answer can never be taken for a new one.
CI 72h, 7Ah and 78h are variable data with a long, a short or no header, 73h is fixed, 70h an error
of the meter, 71h an alarm. Exact values come by the power of
ten of each record; float32 records have the six digits a float32 surely has.
An answer too long for one telegram goes on in the next (DIF 1Fh): a wanted quantity is looked
for there too.
A name says which meter and quantity: `m-bus@5#volume`; 254 reaches the only meter on the line. A
quantity may name a storage, tariff, part or phase: `#energy_t1`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.indication import Extra, FrameProblem, Indication
from inspector_app.domain.quantities import plain
from inspector_app.domain.text import Text
from serial_drivers.declaring import ADDRESS, CHECK, COMMAND, FRAME, VALUE, card
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
    Voice,
    malformed,
)
from serial_drivers.framing import Broken, Complete, ScanShape
from serial_drivers.layers import bcd
from serial_drivers.layers.checksums import mismatch, sum8
from serial_drivers.layers.mbus_fixed import fixed_counters
from serial_drivers.layers.mbus_records import Cut, Quantity, read_records

_ACK, _SHORT, _LONG, _END = 0xE5, 0x10, 0x68, 0x16
_FROM_HOST = 0x40
_NAMES = {0x40: "SND_NKE", 0x53: "SND_UD", 0x73: "SND_UD", 0x5B: "REQ_UD2", 0x7B: "REQ_UD2"}
_NAMES |= {0x5A: "REQ_UD1", 0x7A: "REQ_UD1"}
_ERROR, _ALARM, _VARIABLE, _FIXED = 0x70, 0x71, 0x72, 0x73
_HEADERS = {_VARIABLE: 12, 0x7A: 4, 0x78: 0}
_STATUS_AT = {12: 9, 4: 1}
_ANYONE, _LAST = 254, 250
_ERRORS = (
    "unspecified",
    "unknown_ci",
    "buffer_too_long",
    "too_many_records",
    "premature_end",
    "too_many_difes",
    "too_many_vifes",
    "reserved",
    "busy",
    "too_many_readouts",
)
_SIMULATED = 1
_PLACE = re.compile(r"(?:_(?:[stu]\d{1,4}|l[123]|n|backward))+\Z", re.ASCII)
"""How the name of a quantity ends that is of a storage, tariff, part or phase."""
_MOST_TELEGRAMS = 16
"""A meter that always says that more follow is not asked for ever."""
_QUANTITIES = {
    "volume": Text(zh="体积", en="volume"),
    "voltage": Text(zh="电压", en="voltage"),
    "current": Text(zh="电流", en="current"),
    "energy": Text(zh="电能或热量", en="energy"),
    "flow": Text(zh="流量", en="flow"),
    "power": Text(zh="功率", en="power"),
    "temperature": Text(zh="温度", en="temperature"),
    "rh": Text(zh="相对湿度", en="relative humidity"),
    "flow_temp": Text(zh="供水温度", en="flow temperature"),
    "return_temp": Text(zh="回水温度", en="return temperature"),
    "pressure": Text(zh="压力", en="pressure"),
}


Extras = tuple[tuple[str, Extra], ...]


def begins(window: bytes) -> bool:
    """Say whether a frame may begin with these bytes."""
    if window[0] == _ACK:
        return True
    if window[0] == _SHORT:
        return len(window) < 5 or window[4] == _END
    return (
        window[0] == _LONG
        and (len(window) < 3 or window[1] == window[2] >= 3)
        and (len(window) < 4 or window[3] == _LONG)
    )


def measure(window: bytes) -> Complete | Broken | None:
    """Judge length, end and sum."""
    if window[0] == _ACK:
        return Complete(1)
    if window[0] == _SHORT:
        return None if len(window) < 5 else _summed(window, 1, 5)
    if len(window) < 4 or len(window) < window[1] + 6:
        return None
    return _summed(window, 4, window[1] + 6)


def _summed(window: bytes, start: int, length: int) -> Complete | Broken:
    if window[length - 1] != _END:
        return Broken(length, "malformed", "no 16 at the end")
    wrong = mismatch(bytes([sum8(window[start : length - 2])]), window[length - 2 : length - 1])
    return Complete(length) if wrong is None else Broken(length, "checksum_error", wrong)


def _surely(window: bytes) -> bool:
    return window[0] == _LONG and len(window) >= 4 and begins(window)


def _is_request(frame: bytes) -> bool:
    return frame[0] != _ACK and bool(_control(frame) & _FROM_HOST)


def _control(frame: bytes) -> int:
    return frame[1] if frame[0] == _SHORT else frame[4]


def new_shape() -> ScanShape:
    """Return the frame shape."""
    return ScanShape(begins, measure, _surely, is_request=_is_request)


def short(control: int, address: int) -> bytes:
    """Return a short frame."""
    return bytes([_SHORT, control, address, (control + address) & 0xFF, _END])


def long(control: int, address: int, ci: int, data: bytes) -> bytes:
    """Return a long frame."""
    body = bytes([control, address, ci]) + data
    return bytes([_LONG, len(body), len(body), _LONG]) + body + bytes([sum8(body), _END])


def decode(frame: bytes, *, address: int | None = None, quantity: str = "") -> Decoded:
    """Return one frame's content. address: of which meter; quantity: which value is wanted."""
    if frame[0] == _ACK:
        return (Indication(extras=(("ack", True),), raw=frame),)
    control = _control(frame)
    sender = frame[2] if frame[0] == _SHORT else frame[5]
    who: Extras = (("primary", sender),)
    if control & _FROM_HOST:
        named = _NAMES.get(control, f"{control:02X}")
        return (Indication(extras=(("cmd", named), *who), raw=frame),)
    if address is not None and address != sender:
        return (FrameProblem(kind="wrong_address", raw=frame, detail=str(sender)),)
    if frame[0] == _SHORT:
        return malformed(frame, "a short frame of a meter")
    return _answered(frame[6], frame[7:-2], who, frame, quantity)


def _answered(ci: int, data: bytes, who: Extras, frame: bytes, quantity: str) -> Decoded:
    if ci == _ERROR:
        code = data[0] if data else 0
        named = _ERRORS[code] if code < len(_ERRORS) else f"{code:02X}"
        return (Indication(error=named, extras=who, raw=frame),)
    if ci == _ALARM and len(data) == 1:
        return (Indication(error=f"alarm {data.hex()}", extras=who, raw=frame),)
    if ci == _FIXED:
        return _fixed(data, who, frame, quantity)
    header = _HEADERS.get(ci)
    if header is None or len(data) < header:
        return malformed(frame, f"control information {ci:02X} is not read")
    return _variable(data[:header], data[header:], who, frame, quantity)


def _fixed(data: bytes, who: Extras, frame: bytes, wanted: str) -> Decoded:
    counters = fixed_counters(data)
    if counters is None:
        return malformed(frame, "no fixed data")
    told = tuple(None if each is None else f"{plain(each.value)} {each.unit}" for each in counters)
    serial = bcd.digits_of(data[:4]) or ""
    extras: Extras = (("serial", serial.lstrip("0") or "0"), ("counters", told), *who)
    present = counters[0]
    if wanted and (present is None or present.name != wanted):
        return (Indication(error="no_such_quantity", extras=extras, raw=frame),)
    if present is None:
        return (Indication(extras=extras, raw=frame),)
    return (Indication(value=present.value, unit=present.unit, extras=extras, raw=frame),)


def _variable(header: bytes, records: bytes, who: Extras, frame: bytes, wanted: str) -> Decoded:
    try:
        read = read_records(records)
    except Cut:
        return malformed(frame, "a record is cut")
    is_long = len(header) == _HEADERS[_VARIABLE]
    number = bcd.digits_of(header[:4]) if is_long else None
    found, named = read.values, read.values | read.further
    serial = read.serial or (number.lstrip("0") or "0" if number else None)
    chosen: Quantity | None = named.get(wanted) if wanted else next(iter(found.values()), None)
    extras: Extras = (("serial", serial),) if serial else ()
    extras += tuple((each.name, plain(each.value)) for each in named.values())
    if read.meter_time:
        extras += (("meter_time", read.meter_time),)
    if is_long:
        extras += (("manufacturer", _maker(header[4:6])), ("medium", f"{header[7]:02X}"))
    status = header[_STATUS_AT[len(header)]] if header else 0
    if status:
        extras += (("status", f"{status:02X}"),)
    if read.has_more:
        extras += (("more_follows", True),)
    extras += who
    if chosen is None:
        error = "no_such_quantity" if wanted else None
        return (Indication(error=error, extras=extras, raw=frame),)
    return (Indication(value=chosen.value, unit=chosen.unit, extras=extras, raw=frame),)


def _maker(data: bytes) -> str:
    code = int.from_bytes(data, "little")
    return "".join(chr(64 + (code >> shift & 0x1F)) for shift in (10, 5, 0))


def explain(frame: bytes) -> tuple[ByteField, ...]:
    """Return the fields of a frame."""
    end = len(frame)
    if end == 1:
        return (ByteField(0, 1, ByteRole.STATUS, Text(zh="确认", en="Acknowledged")),)
    head = 1 if frame[0] == _SHORT else 4
    fields = (
        ByteField(0, head, ByteRole.FRAMING, FRAME),
        ByteField(head, head + 1, ByteRole.COMMAND, COMMAND),
        ByteField(head + 1, head + 2, ByteRole.ADDRESS, ADDRESS),
        ByteField(head + 2, end - 2, ByteRole.VALUE, VALUE),
        ByteField(end - 2, end - 1, ByteRole.CHECK, CHECK),
        ByteField(end - 1, end, ByteRole.FRAMING, FRAME),
    )
    return tuple(field for field in fields if field.start < field.stop)


def _telegrams(*, address: int | None, quantity: str) -> Callable[[bytes], Decoded]:
    """Return a session's decoder, which counts the telegrams of one answer until the quantity came.

    A telegram without it is no refusal while the meter says that more follow.
    """
    count = 0

    def counted(seen: Indication | FrameProblem) -> Indication | FrameProblem:
        nonlocal count
        if isinstance(seen, FrameProblem) or seen.value is not None:
            return seen
        if seen.extra("ack") is True:
            count = 0
        if seen.extra("more_follows") is not True or count + 1 >= _MOST_TELEGRAMS:
            return seen
        count += 1
        return replace(seen, error=None, extras=(*seen.extras, ("telegram", count)))

    return lambda frame: tuple(map(counted, decode(frame, address=address, quantity=quantity)))


def _ask_on(said: Indication, *, address: int) -> bytes | None:
    """Ask for data once the link is initialised, and for the telegram after this one.

    The frame count bit is turned with each question: left as it was, it asks for the same again.
    """
    count = said.extra("telegram")
    if said.extra("ack") is True:
        count = 0
    return short(0x5B if count % 2 else 0x7B, address) if isinstance(count, int) else None


def answer(asked: Indication, shown: Display, *, own: int) -> Answer | None:
    """Return what the simulated water meter says; other meters keep silent."""
    if asked.extra("primary") not in (own, _ANYONE):
        return None
    if asked.extra("cmd") == "SND_NKE":
        return Answer(reply=bytes([_ACK]))
    body = bcd.packed(shown.value, 4, 3) if shown.value is not None else None
    if asked.extra("cmd") != "REQ_UD2" or body is None:
        return None
    header = bytes.fromhex("78563412") + b"\x24\x40\x01\x07\x00\x00\x00\x00"
    return Answer(reply=long(0x08, own, _VARIABLE, header + b"\x0c\x13" + body))


def configure(target: Target) -> Driver:
    """Return the driver for one meter and one quantity of it."""
    if target.profile:
        raise InputInvalid("unknown_profile", field="profile", value=target.profile[:40])
    if target.quantity and _PLACE.sub("", target.quantity) not in _QUANTITIES:
        raise InputInvalid("unknown_quantity", field="quantity", value=target.quantity[:40])
    address = int(target.address) if target.address.isdigit() else -1 if target.address else _ANYONE
    if not (0 <= address <= _LAST or address == _ANYONE):
        raise InputInvalid("bad_address", field="address", value=target.address[:40])
    own, words = DRIVER.title, _QUANTITIES.get(target.quantity)
    only = None if address == _ANYONE else address
    return replace(
        DRIVER,
        key=target.name(DRIVER.key),
        title=Text(zh=f"{own.zh} · {words.zh}", en=f"{own.en} · {words.en}") if words else own,
        aliases=(),
        decode=partial(decode, address=only, quantity=target.quantity),
        voice=replace(DRIVER.voice, answer=partial(answer, own=only or _SIMULATED)),
        commands=Commands(read=short(0x40, address), probe=short(0x7B, address)),
        follow_up=partial(_ask_on, address=address),
        new_decode=(
            partial(_telegrams, address=only, quantity=target.quantity) if target.quantity else None
        ),
    )


DRIVER = Driver(
    key="m-bus",
    title=Text(zh="M-Bus 仪表", en="M-Bus meter"),
    manual="EN 13757-2:2018, 5; EN 13757-3:2018, 6; frames of rscada/libmbus as pyMeterBus reads "
    "them",
    unconfirmed=(
        Text(
            zh="公开示例以外的固定数据结构（CI 73）",
            en="fixed data (CI 73) beyond the published example",
        ),
        Text(zh="报警（CI 71）", en="alarms (CI 71)"),
    ),
    lines=(
        SerialLine(baudrate=2400, parity="even"),
        SerialLine(baudrate=9600, parity="even"),
        SerialLine(baudrate=300, parity="even"),
    ),
    new_shape=new_shape,
    decode=decode,
    explain=explain,
    card=card(
        ("1, 5 或 9 字节以上", "1, 5, or 9 bytes and more"),
        "68 / 16",
        Text(zh="和, 模 256", en="sum modulo 256"),
        Text(zh="无此标志", en="no such flag"),
    ),
    voice=Voice(
        answer=partial(answer, own=_SIMULATED),
        unit="m³",
        interval=Decimal("0.001"),
        lowest=Decimal(0),
        highest=Decimal(900),
    ),
    longest_frame=261,
    has_checksum=True,
    commands=Commands(read=short(0x40, _ANYONE), probe=short(0x7B, _ANYONE)),
    follow_up=partial(_ask_on, address=_ANYONE),
    polled=True,
    silence_s=4.0,
    configure=configure,
    address_form=Text(zh="0 至 250", en="0 to 250"),
    profiles=tuple(("#" + name, words) for name, words in _QUANTITIES.items()),
    lone=bytes([_ACK]),
)
