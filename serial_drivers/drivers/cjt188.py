"""Water, gas and heat meters by CJ/T 188-2004 and 2018.

Wire: FE preamble, 68, type, seven bytes of address, control, length, identifier, sequence, data,
sum of all bytes from 68 on, 16. Least significant byte first; nothing is raised by 33h. Both byte
orders of the identifier are seen (`1F 90` and `90 1F`). Control 01 reads, 03 asks for the address
(only one meter on the line); answers have bit 7 set, refusals bit 6. Valves are moved by control
04, which is never sent. A name says which meter: `cjt188/water@78330011223344`.
"""

from __future__ import annotations

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

_START, _END, _PREAMBLE = 0x68, 0x16, b"\xfe"
_HEAD, _MOST_DATA = 11, 100
_READ, _ADDRESS = 0x01, 0x03
_ANSWER, _FAILED = 0x80, 0x40
_COMMANDS = {
    _READ: "read",
    _ADDRESS: "read_address",
    0x04: "write",
    0x09: "read_key_version",
    0x15: "write_address",
    0x16: "write_position",
}
_ANYONE = "AA" * 7
_SIMULATED = "00000000000001"
_VOLUME, _NUMBER = "901F", "810A"
_TYPES = {"water": 0x10, "heat": 0x20, "gas": 0x30}
_KINDS_OF_DATA = frozenset(("90", "D1", "81", "A0"))
"""First byte of the identifiers: tells in which order the two bytes were sent."""
_UNITS = {
    0x01: "J",
    0x02: "Wh",
    0x05: "kWh",
    0x08: "MWh",
    0x0B: "kJ",
    0x0E: "MJ",
    0x11: "GJ",
    0x14: "W",
    0x17: "kW",
    0x1A: "MW",
    0x29: "L",
    0x2C: "m3",
    0x32: "L/h",
    0x35: "m3/h",
}
_FIGURE, _TIME, _STATUS = 5, 7, 2
_VALVES = {0: "open", 1: "closed", 3: "faulty"}
_CUBIC_METRES = 0x2C


def begins(window: bytes) -> bool:
    """Say whether a frame may begin with these bytes."""
    return (
        window[0] == _START
        and (len(window) < 2 or 0x10 <= window[1] <= 0x49 or window[1] == 0xAA)
        and (len(window) < 10 or window[9] & ~(_ANSWER | _FAILED) in _COMMANDS)
        and (len(window) < _HEAD or window[10] <= _MOST_DATA)
    )


def measure(window: bytes) -> Complete | Broken | None:
    """Judge length, end and sum."""
    if len(window) < _HEAD or len(window) < _HEAD + window[10] + 2:
        return None
    length = _HEAD + window[10] + 2
    if window[length - 1] != _END:
        return Broken(length, "malformed", "no 16 at the end")
    wrong = mismatch(bytes([sum8(window[: length - 2])]), window[length - 2 : length - 1])
    return Complete(length) if wrong is None else Broken(length, "checksum_error", wrong)


def _surely(window: bytes) -> bool:
    return len(window) >= 10 and begins(window)


def _is_request(frame: bytes) -> bool:
    return not frame[9] & _ANSWER


def new_shape() -> ScanShape:
    """Return the frame shape."""
    return ScanShape(begins, measure, _surely, is_request=_is_request, skip=_PREAMBLE)


def built(kind: int, address: str, control: int, data: bytes) -> bytes:
    """Return the frame for these parts."""
    body = bytes([_START, kind]) + bytes.fromhex(address)[::-1] + bytes([control, len(data)]) + data
    return body + bytes([sum8(body), _END])


def _identifier(data: bytes) -> str:
    straight = data[:2][::-1].hex().upper()
    is_turned = straight[:2] not in _KINDS_OF_DATA and straight[2:] in _KINDS_OF_DATA
    return straight[2:] + straight[:2] if is_turned else straight


def decode(frame: bytes, *, address: str = "") -> Decoded:
    """Return one frame's content. address: of which meter answers are wanted."""
    own, control, data = frame[8:1:-1].hex().upper(), frame[9], frame[_HEAD:-2]
    di = _identifier(data) if len(data) >= 2 else ""
    who: tuple[tuple[str, Extra], ...] = (("type", f"{frame[1]:02X}"), ("address", own))
    named: tuple[tuple[str, Extra], ...] = (("di", di),) if di else ()
    command = _COMMANDS[control & ~(_ANSWER | _FAILED)]
    if not control & _ANSWER:
        return (Indication(extras=(("cmd", command), *named, *who), raw=frame),)
    if address and own != address:
        return (FrameProblem(kind="wrong_address", raw=frame, detail=own),)
    if control & _FAILED:
        said = data[-2:].hex().upper()
        return (Indication(error="refused", extras=(("status", said), *who), raw=frame),)
    if command == "read" and di == _VOLUME:
        return _metered(frame[1], data[3:], (*named, *who), frame)
    if command == "read":
        return _other(di, data[3:], (*named, *who), frame)
    if command == "read_address":
        return (Indication(extras=who, raw=frame),)
    return (Indication(extras=(("ack", command), *named, *who), raw=frame),)


def _other(di: str, body: bytes, who: tuple[tuple[str, Extra], ...], frame: bytes) -> Decoded:
    """Return the amount settled in a month before (D120 to D12B); of other data, its digits."""
    amount = bcd.number_of(body[:4], 2)
    if di.startswith("D12") and len(body) == _FIGURE and amount is not None and body[4] in _UNITS:
        told: tuple[str, Extra] = ("settled", f"{plain(amount)} {_UNITS[body[4]]}")
    else:
        told = ("data", body[::-1].hex().upper())
    return (Indication(extras=(told, *who), raw=frame),)


def _metered(kind: int, body: bytes, who: tuple[tuple[str, Extra], ...], frame: bytes) -> Decoded:
    """Read the figures: settled and present amounts; of heat meters the present one is second."""
    is_heat = 0x20 <= kind <= 0x29
    names = ("settled", "present", "power", "flow", "volume") if is_heat else ("present", "settled")
    figures: dict[str, tuple[Decimal, str]] = {}
    for at, name in enumerate(names):
        part = body[at * _FIGURE : (at + 1) * _FIGURE]
        value = bcd.number_of(part[:4], 2)
        if len(part) < _FIGURE or value is None or part[4] not in _UNITS:
            return malformed(frame, f"no figure for {name}")
        figures[name] = (value, _UNITS[part[4]])
    value, unit = figures.pop("present")
    extras: list[tuple[str, Extra]] = [(n, f"{plain(v)} {u}") for n, (v, u) in figures.items()]
    rest = body[len(names) * _FIGURE :]
    if is_heat:
        for name, part in (("flow_temp", rest[:3]), ("return_temp", rest[3:6])):
            degrees = bcd.number_of(part, 2, signed=True)
            if degrees is not None and len(part) == 3:
                extras.append((name, plain(degrees)))
        rest = rest[9:]
    if len(rest) == _TIME + _STATUS:
        extras += _state(rest)
    return (Indication(value=value, unit=unit, extras=(*extras, *who), raw=frame),)


def _state(rest: bytes) -> list[tuple[str, Extra]]:
    digits = bcd.digits_of(rest[:_TIME])
    found: list[tuple[str, Extra]] = []
    if digits:
        date, time = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}", digits[8:]
        found.append(("meter_time", f"{date}T{time[:2]}:{time[2:4]}:{time[4:]}"))
    state = rest[_TIME]
    found.append(("status", rest[_TIME:].hex()))
    found.append(("valve", _VALVES.get(state & 0x03, "unknown")))
    found.append(("battery_low", bool(state & 0x04)))
    return found


def explain(frame: bytes) -> tuple[ByteField, ...]:
    """Return the fields of a frame."""
    end = len(frame)
    fields = (
        ByteField(0, 1, ByteRole.FRAMING, FRAME),
        ByteField(1, 9, ByteRole.ADDRESS, ADDRESS),
        ByteField(9, 10, ByteRole.COMMAND, COMMAND),
        ByteField(10, 11, ByteRole.FRAMING, Text(zh="长度", en="Length")),
        ByteField(11, end - 2, ByteRole.VALUE, VALUE),
        ByteField(end - 2, end - 1, ByteRole.CHECK, CHECK),
        ByteField(end - 1, end, ByteRole.FRAMING, FRAME),
    )
    return tuple(field for field in fields if field.start < field.stop)


def request(kind: int, address: str) -> bytes:
    """Return the frame that reads the amounts of a meter."""
    data = bytes.fromhex(_VOLUME)[::-1] + b"\x00"
    return _PREAMBLE * 4 + built(kind, address, _READ, data)


def answer(asked: Indication, shown: Display, *, kind: int, own: str) -> Answer | None:
    """Return what the simulated water or gas meter says; other meters keep silent."""
    if asked.extra("address") not in (own, _ANYONE):
        return None
    if asked.extra("cmd") == "read_address":
        data = bytes.fromhex(_NUMBER)[::-1] + b"\x00"
        return Answer(reply=built(kind, own, _ANSWER | _ADDRESS, data))
    body = bcd.packed(shown.value, 4, 2) if shown.value is not None else None
    if asked.extra("cmd") != "read" or asked.extra("di") != _VOLUME or body is None:
        return None
    amounts = (body + bytes([_CUBIC_METRES])) * (5 if kind == _TYPES["heat"] else 2)
    more = bytes(9) if kind == _TYPES["heat"] else b""
    data = bytes.fromhex(_VOLUME)[::-1] + b"\x00" + amounts + more + bytes(_TIME + _STATUS)
    return Answer(reply=_PREAMBLE * 4 + built(kind, own, _ANSWER | _READ, data))


def _voice(kind: int, own: str) -> Voice:
    return Voice(
        answer=partial(answer, kind=kind, own=own),
        unit="m³",
        interval=Decimal("0.01"),
        lowest=Decimal(0),
        highest=Decimal(900),
    )


def configure(target: Target) -> Driver:
    """Return the driver for one meter."""
    profile = target.profile or "water"
    if profile not in _TYPES:
        raise InputInvalid("unknown_profile", field="profile", value=profile[:40])
    if target.quantity:
        raise InputInvalid("unknown_quantity", field="quantity", value=target.quantity[:40])
    address = target.address.zfill(14) if target.address else ""
    if address and not (address.isdigit() and len(address) == 14):
        raise InputInvalid("bad_address", field="address", value=target.address[:40])
    own, words = DRIVER.title, dict(DRIVER.profiles)[f"/{profile}"]
    return replace(
        DRIVER,
        key=Target(profile=target.profile, address=address).name(DRIVER.key),
        title=Text(zh=f"{own.zh} · {words.zh}", en=f"{own.en} · {words.en}"),
        aliases=(),
        decode=partial(decode, address=address),
        voice=_voice(_TYPES[profile], address or _SIMULATED),
        commands=Commands(read=request(_TYPES[profile], address or _ANYONE)),
    )


DRIVER = Driver(
    key="cjt188",
    title=Text(zh="CJ/T 188 水气热表", en="CJ/T 188 water, gas and heat meter"),
    manual="CJ/T 188-2004, 6.3 to 6.5 and Annex A; published frames (hftangyu.com/563.html)",
    unconfirmed=(
        Text(zh="热量表的数据结构", en="layout of heat meters"),
        Text(zh="状态字", en="status word"),
        Text(zh="读地址", en="read of the address"),
    ),
    lines=(
        SerialLine(baudrate=2400, parity="even"),
        SerialLine(),
        SerialLine(baudrate=9600, parity="even"),
    ),
    new_shape=new_shape,
    decode=decode,
    explain=explain,
    card=card(
        ("13 字节以上", "13 bytes and more"),
        "68 / 16",
        Text(zh="和, 模 256", en="sum modulo 256"),
        Text(zh="无此标志", en="no such flag"),
    ),
    voice=_voice(_TYPES["water"], _SIMULATED),
    longest_frame=64,
    has_checksum=True,
    commands=Commands(read=request(_TYPES["water"], _ANYONE)),
    polled=True,
    reaction_s=0.5,
    silence_s=4.0,
    configure=configure,
    address_form=Text(zh="至多 14 位数字", en="up to 14 digits"),
    profiles=(
        ("/water", Text(zh="水表", en="water")),
        ("/heat", Text(zh="热量表", en="heat")),
        ("/gas", Text(zh="燃气表", en="gas")),
    ),
)
