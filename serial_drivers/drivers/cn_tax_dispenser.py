"""Tax port of Chinese fuel dispensers: its collector is listened to, for totals; nothing is sent.

Wire: BB, length of all that follows, frame number, command, parameters, exclusive or of frame
number to parameters. Commands ask for one nozzle: 83 tax information, 86 last delivery, 87 total
of a day, 88 of a month, 89 of all time. An answer repeats the command and adds a status byte and
ASCII digits; quantity and money have two decimals. It does not name the nozzle: the question before
it does. Tax information tells the maker's number, and in two frames more. A delivery tells when it
was, volume, amount and price, exactly, but never as the reading: the reading is a total. Of a
delivery with more digits only that it was asked for is told.

A session remembers, for each nozzle, the first total of all time and the deliveries after it: a
later total says by how much it rose (`total_rise`) and what was delivered (`deliveries_heard`).
Deliveries that nobody asked for were not heard; the two figures are facts and no verdict.

This driver has no command of its own, so neither detection nor the bench asks anything here: the
port may be sealed, and what belongs on it is the tax authority's collector.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from inspector_app.domain.indication import Extra, Indication
from inspector_app.domain.quantities import plain
from inspector_app.domain.text import Text
from serial_drivers.declaring import by_groups, card
from serial_drivers.driver import Decoded, Display, Driver, SerialLine, Voice, malformed
from serial_drivers.framing import Broken, Complete, ScanShape
from serial_drivers.layers.checksums import mismatch, xor_of

_MARK = 0xBB
_LONGEST = 62
_PLACES = -2
_LARGEST = Decimal("9999999999.99")
_QUESTIONS = {0x83: 4, 0x86: 5, 0x87: 13, 0x88: 11, 0x89: 6}
"""Length byte of each question."""
_ANSWERS = {0x83: range(14, 61), 0x86: (26, 28), 0x87: (32,), 0x88: (30,), 0x89: (28,)}
"""Length bytes of the answers; a delivery has two digits more with one maker."""
_HEAD = rb"\xbb(?P<length>.)(?P<frame>.)(?P<cmd>"
_TOTALS = (
    re.compile(
        _HEAD + rb"\x87)(?P<status>.)(?P<date>\d{8})(?P<value>\d{8})(?P<amount>\d{8})"
        rb"(?P<price>\d{4})(?P<check>.)",
        re.DOTALL,
    ),
    re.compile(
        _HEAD + rb"\x88)(?P<status>.)(?P<date>\d{6})(?P<value>\d{10})(?P<amount>\d{10})"
        rb"(?P<check>.)",
        re.DOTALL,
    ),
    re.compile(
        _HEAD + rb"\x89)(?P<status>.)(?P<value>\d{12})(?P<amount>\d{12})(?P<check>.)", re.DOTALL
    ),
)
_QUESTION = re.compile(
    _HEAD + rb"[\x83\x86-\x89])(?P<address>.)(?P<date>.*?)(?P<check>.)", re.DOTALL
)
_RECORD = re.compile(_HEAD + rb"[\x83\x86])(?P<status>.)(?P<fields>.{8,})(?P<check>.)", re.DOTALL)
"""A delivery or the port's own data: told apart from a question by their length."""
_DELIVERY = re.compile(
    _HEAD + rb"\x86)(?P<status>.)(?P<date>\d{6})(?P<value>\d{6})(?P<amount>\d{6})(?P<price>\d{4})"
    rb"(?P<check>.)",
    re.DOTALL,
)
_TIME = re.compile(r"(?P<day>0[1-9]|[12]\d|3[01])(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)")
_IDENTITY = re.compile(
    _HEAD + rb"\x83)(?P<status>.)(?P<serial>[ -~]{10})(?P<fields>.{21})?.", re.DOTALL
)
"""Alone in a port that was never set up; with codes of nozzle and taxpayer behind it otherwise."""
_NAMES = {0x83: "tax_info", 0x86: "delivery", 0x87: "day", 0x88: "month", 0x89: "total"}


def begins(window: bytes) -> bool:
    """Say whether a frame may begin with these bytes."""
    if window[0] != _MARK:
        return False
    if len(window) < 4:
        return len(window) < 2 or 4 <= window[1] <= _LONGEST - 2
    length, command = window[1], window[3]
    return length == _QUESTIONS.get(command) or length in _ANSWERS.get(command, ())


def measure(window: bytes) -> Complete | Broken | None:
    """Judge the check byte of a frame that is there as a whole."""
    if len(window) < 4 or len(window) < window[1] + 2:
        return None
    end = window[1] + 2
    wrong = mismatch(bytes([xor_of(window[2 : end - 1])]), window[end - 1 : end])
    return Complete(end) if wrong is None else Broken(end, "checksum_error", wrong)


def _surely(window: bytes) -> bool:
    return len(window) >= 4 and begins(window)


def decode(frame: bytes) -> Decoded:
    """Return a question, or an answer's total."""
    command = frame[3]
    if frame[1] == _QUESTIONS[command]:
        asked = (("cmd", f"{command:02x}"), ("nozzle", frame[4]))
        return (Indication(extras=asked, raw=frame),)
    told: tuple[tuple[str, Extra], ...] = (("answer", _NAMES[command]),)
    if command == 0x86:
        return (Indication(extras=(*told, *_delivered(frame)), raw=frame),)
    if command == 0x83:
        return (Indication(extras=(*told, *_identity(frame)), raw=frame),)
    found = next((match for p in _TOTALS if (match := p.fullmatch(frame))), None)
    if found is None:
        return malformed(frame, "no digits")
    value, amount = (_two_places(found[name]) for name in ("value", "amount"))
    told += (("volume", plain(value)), ("amount", plain(amount)), ("status", found["status"].hex()))
    if "date" in found.re.groupindex:
        told += (("period", found["date"].decode()),)
    if "price" in found.re.groupindex:
        told += (("price", plain(_two_places(found["price"]))),)
    return (Indication(value=value, unit="L", extras=told, raw=frame),)


def _delivered(frame: bytes) -> tuple[tuple[str, Extra], ...]:
    """Return what a delivery tells, nothing where its fields are not the published ones."""
    found = _DELIVERY.fullmatch(frame)
    if found is None:
        return ()
    names = (("volume", "value"), ("amount", "amount"), ("price", "price"))
    figures = tuple((name, plain(_two_places(found[group]))) for name, group in names)
    time = _TIME.fullmatch(found["date"].decode())  # a clock that was never set says nothing
    when = (("day", time["day"]), ("time", f"{time['hour']}:{time['minute']}")) if time else ()
    return (*figures, *when, ("status", found["status"].hex()))


def _identity(frame: bytes) -> tuple[tuple[str, Extra], ...]:
    """Return the maker's number in the first frame of tax information, or what comes alone."""
    found = _IDENTITY.fullmatch(frame)
    return (("serial", found["serial"].decode().strip()),) if found else ()


@dataclass(slots=True)
class _Nozzle:
    """What a session has heard of one nozzle. mode: how its first total was asked for."""

    first_total: Decimal | None = None
    mode: bytes = b""
    newest_delivery: tuple[Extra, ...] | None = None
    delivered: Decimal = Decimal(0)

    def with_rise(self, total: Decimal, mode: bytes) -> tuple[tuple[str, Extra], ...]:
        if self.first_total is None:
            self.first_total, self.mode = total, mode
        if mode != self.mode:
            return ()
        rise = total - self.first_total
        if not rise and not self.delivered:
            return ()
        return (("total_rise", plain(rise)), ("deliveries_heard", plain(self.delivered)))

    def hear_delivery(self, said: Indication) -> None:
        """Count a delivery once, though it is asked for again; the first one may be an old one."""
        names = ("day", "time", "volume", "amount", "price")
        told, before = tuple(said.extra(name) for name in names), self.newest_delivery
        self.newest_delivery = told
        if before is not None and told != before and self.first_total is not None:
            self.delivered += Decimal(str(said.extra("volume")))


def new_decode() -> Callable[[bytes], Decoded]:
    """Return a decoder that gives an answer the nozzle of its question, and follows its totals."""
    asked: tuple[int, int, bytes] | None = None
    nozzles: dict[int, _Nozzle] = {}

    def decode_known(frame: bytes) -> Decoded:
        nonlocal asked
        (said,) = decode(frame)
        if not isinstance(said, Indication):
            return (said,)
        number = said.extra("nozzle")
        if isinstance(number, int):
            asked = frame[3], number, frame[5:-1]
            return (said,)
        if asked is None or asked[0] != frame[3]:
            return (said,)
        nozzle = nozzles.setdefault(asked[1], _Nozzle())
        told: tuple[tuple[str, Extra], ...] = (("nozzle", asked[1]),)
        if said.extra("answer") == "delivery" and said.extra("volume") is not None:
            nozzle.hear_delivery(said)
        if said.extra("answer") == "total" and said.value is not None:
            told = (*told, *nozzle.with_rise(said.value, asked[2]))
        return (said.having(extras=(*said.extras, *told)),)

    return decode_known


def _two_places(digits: bytes) -> Decimal:
    return Decimal(digits.decode()).scaleb(_PLACES)


def framed(body: bytes) -> bytes:
    """Return frame number, command and parameters as a frame."""
    return bytes([_MARK, len(body) + 1]) + body + bytes([xor_of(body)])


def encode(shown: Display) -> bytes:
    """Return the answer with the total of all time, as a collector gets it."""
    if shown.value is None or not 0 <= shown.value <= _LARGEST:
        return b""
    digits = f"{int(shown.value.scaleb(2)):012d}"
    return framed(b"\xff\x89\x01" + digits.encode() * 2)


DRIVER = Driver(
    key="cn-tax-dispenser",
    title=Text(
        zh="加油机税控口(只监听累计数)", en="Fuel dispenser tax port (totals, listening only)"
    ),
    manual="layouts of a tax collector's firmware (harvy2018/POD_V0.2 User/bsp/gas.h); "
    "GB/T 19237-2003 itself was not available",
    unconfirmed=(
        Text(zh="串口参数", en="line settings"),
        Text(zh="状态字节的含义", en="meaning of the status byte"),
        Text(zh="未见过真实接口的帧", en="no frame of a real port was seen"),
        Text(zh="30 字节加油记录多出的两位", en="the two digits more of a 30-byte delivery"),
    ),
    lines=(SerialLine(), SerialLine(baudrate=4800), SerialLine(baudrate=2400)),
    new_shape=lambda: ScanShape(begins, measure, _surely),
    decode=decode,
    new_decode=new_decode,
    explain=by_groups(*_TOTALS, _DELIVERY, _RECORD, _QUESTION),
    card=card(
        ("6 至 62 字节", "6 to 62 bytes"),
        "BB / —",
        Text(zh="异或, 帧号至参数", en="XOR of frame number to parameters"),
        Text(zh="无此标志", en="no such flag"),
    ),
    voice=Voice(
        stream=encode,
        frames_per_second=2,
        unit="L",
        interval=Decimal("0.01"),
        lowest=Decimal(0),
        highest=Decimal(1000),
    ),
    longest_frame=_LONGEST,
    has_checksum=True,
    listens_only=True,
    lone=bytes([_MARK]),
)
