"""Modbus RTU instruments by register profile: asked with functions 03 and 04, never written to.

Wire: address, function, data, CRC-16 low byte first; a refusal has bit 7 of the function set. An
answer does not say which registers it holds: it is read by the profile that asked, and one from
another address or of another length is no answer. A name says all: `modbus-rtu/xy-md02@1#rh`, or
for an instrument without a profile the register itself: `modbus-rtu/fc3-2-float32-CDAB-3@5`.
Without a profile the instrument at address 1 is asked as the commonest thermo-hygrometer, and
what comes is read by whichever shipped profile or float order fits; such a reading is marked
`inferred` and is never kept as a measurement.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.indication import Extra, FrameProblem, Indication
from inspector_app.domain.quantities import plain
from inspector_app.domain.text import Text
from serial_drivers.declaring import ADDRESS, CHECK, COMMAND, VALUE, card
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
from serial_drivers.framing import Broken, Complete, Row, ScanShape
from serial_drivers.layers.checksums import crc16, crc16_faults, mismatch
from serial_drivers.layers.modbus_declared import declared
from serial_drivers.layers.modbus_inferred import inferred
from serial_drivers.layers.modbus_profiles import Profile, Register, profiles, values_of

_HOLDING, _INPUT, _WRITE_ONE, _WRITE = 0x03, 0x04, 0x06, 0x10
_READS = (_HOLDING, _INPUT)
_FUNCTIONS = (*_READS, _WRITE_ONE, _WRITE)
_REFUSED = 0x80
_LAST_ADDRESS = 247
_MOST_WORDS = 125
_LAST_CODE = 11
_REQUEST = 8
_USUAL_PROFILE = "xy-md02"
_ROW = 4
"""Fewer frames than this are judged sooner one by one."""


def with_crc(body: bytes) -> bytes:
    """Return the frame with its check bytes."""
    return body + crc16(body).to_bytes(2, "little")


def _is_answer_length(count: int) -> bool:
    return 2 <= count <= 2 * _MOST_WORDS and count % 2 == 0


def _is_request(window: bytes) -> bool:
    count = int.from_bytes(window[4:6], "big")
    return 1 <= count <= _MOST_WORDS


def begins(window: bytes, own: int) -> bool:
    """Say whether a frame may begin so; of another address only if all of its head fits."""
    if not 1 <= window[0] <= _LAST_ADDRESS:
        return False
    if len(window) == 1:
        return True
    function = window[1]
    if function & _REFUSED and function & ~_REFUSED in _FUNCTIONS:
        return window[0] == own and (len(window) < 3 or 1 <= window[2] <= _LAST_CODE)
    if function not in _FUNCTIONS:
        return False
    if window[0] == own or function not in _READS or len(window) < 3:
        return window[0] == own or function in _READS
    return _is_answer_length(window[2]) or (len(window) > 5 and _is_request(window))


def _surely(window: bytes, own: int) -> bool:
    """Say whether a frame of the own instrument begins here; of another it would be a guess."""
    return len(window) > 1 and window[0] == own and begins(window, own)


def _lengths(window: bytes) -> list[int] | None:
    """Return how long a frame with this head may be, shortest first; None: not known yet."""
    function = window[1]
    if function & _REFUSED:
        return [5]
    if function == _WRITE_ONE:
        return [_REQUEST]
    if function == _WRITE:
        return None if len(window) < 7 else sorted({_REQUEST, 9 + window[6]})
    if len(window) < 6:
        return None
    found = [5 + window[2]] if _is_answer_length(window[2]) else []
    return sorted(found + [_REQUEST] * _is_request(window))


def measure(window: bytes) -> Complete | Broken | None:
    """Judge the check bytes at each length the head allows."""
    if len(window) < 5:
        return None
    lengths = _lengths(window)
    if lengths is None:
        return None
    for length in lengths:
        if len(window) < length:
            return None
        if crc16(window[: length - 2]) == int.from_bytes(window[length - 2 : length], "little"):
            return Complete(length)
    if not lengths:
        return Broken(2, "malformed", "no length that fits")
    length = lengths[-1]
    computed = crc16(window[: length - 2]).to_bytes(2, "little")
    wrong = mismatch(computed, window[length - 2 : length]) or ""
    return Broken(length, "checksum_error", wrong)


def answers_in_row(window: bytes, own: int) -> Row | None:
    """Return how many answers of the own instrument and of one length follow one another.

    A stream read in one go (a replay, a fast line, detection) is framed so, many times faster.
    Where an answer could be taken for a request as well, the row ends: `measure` has to look.
    """
    if len(window) < 3 or window[0] != own or window[1] not in _READS:
        return None
    length = 5 + window[2]
    count = len(window) // length
    if count < _ROW or not _is_answer_length(window[2]) or crc16(window[:length]):
        return None  # over a whole good frame the CRC is 0
    frames = window[: count * length]
    good = _until_fault(crc16_faults(frames, length))
    for place in range(3):  # address, function and byte count of all as of the first
        column, wanted = frames[place::length], window[place : place + 1]
        if column != wanted * count:
            good = min(good, count - len(column.lstrip(wanted)))
    may_be_request = frames[4::length].find(0)
    good = good if may_be_request < 0 else min(good, may_be_request)
    return Row(length, good) if good else None


def _until_fault(faults: bytes) -> int:
    return len(faults) - len(faults.lstrip(b"\0"))


def is_request(frame: bytes) -> bool:
    """Say whether a host sent it: an answer to a read never has eight bytes."""
    return (frame[1] in _READS and len(frame) == _REQUEST) or (
        frame[1] == _WRITE and len(frame) > _REQUEST
    )


def new_shape(own: int = 1) -> ScanShape:
    """Return the frame shape of a session with the instrument at this address."""
    return ScanShape(
        partial(begins, own=own),
        measure,
        partial(_surely, own=own),
        is_request=is_request,
        row=partial(answers_in_row, own=own),
    )


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of which instrument: the block that holds the wanted register."""

    profile: Profile
    address: int
    wanted: Register
    block: tuple[Register, ...]

    @property
    def words(self) -> int:
        """Return how many words are asked for."""
        return sum(register.words for register in self.block)

    def request(self) -> bytes:
        """Return the frame that asks."""
        first = self.block[0]
        body = bytes([self.address, first.function])
        return with_crc(body + first.address.to_bytes(2, "big") + self.words.to_bytes(2, "big"))


def question_for(profile: Profile, address: int, wanted: Register) -> Question:
    """Return the question that reads this register with its neighbours."""
    return Question(profile, address, wanted, profile.block(wanted))


def decode(frame: bytes, question: Question | None = None) -> Decoded:
    """Return one frame's content; without a question it is inferred what it holds."""
    address, function = frame[0], frame[1]
    own = question.address if question is not None else 1
    if address != own and not is_request(frame):
        return (FrameProblem(kind="wrong_address", raw=frame, detail=str(address)),)
    who: tuple[tuple[str, Extra], ...] = (("fc", function & ~_REFUSED), ("address", address))
    if function & _REFUSED:
        return (Indication(error=f"exception {frame[2]}", extras=who, raw=frame),)
    if is_request(frame):
        first, count = (int.from_bytes(frame[at : at + 2], "big") for at in (2, 4))
        command = "read" if function in _READS else "write"
        asked = (("cmd", command), *who, ("register", first), ("count", count))
        return (Indication(extras=asked, raw=frame),)
    if function not in _READS:
        return (Indication(extras=(("ack", True), *who), raw=frame),)
    if question is None:
        return (inferred(frame, who),)
    data = frame[3:-2]
    if function != question.wanted.function or len(data) != 2 * question.words:
        return malformed(frame, "not the registers that were asked for")
    return (_by_profile(frame, question, who),)


def _by_profile(frame: bytes, question: Question, who: tuple[tuple[str, Extra], ...]) -> Indication:
    values = values_of(question.block, frame[3:-2])
    wanted = question.wanted
    told = tuple((name, None if v is None else plain(v)) for name, v in values.items())
    value = values[wanted.quantity]
    return Indication(
        value=value,
        unit=wanted.unit or None,
        error="out_of_range" if value is None else None,
        extras=(*told, ("profile", question.profile.key), *who),
        raw=frame,
    )


def explain(frame: bytes) -> tuple[ByteField, ...]:
    """Return the fields of a frame."""
    end = len(frame)
    counted = frame[1] in _READS and end != _REQUEST
    fields = (
        ByteField(0, 1, ByteRole.ADDRESS, ADDRESS),
        ByteField(1, 2, ByteRole.COMMAND, COMMAND),
        ByteField(2, 3 if counted else 2, ByteRole.FRAMING, Text(zh="字节数", en="Byte count")),
        ByteField(3 if counted else 2, end - 2, ByteRole.VALUE, VALUE),
        ByteField(end - 2, end, ByteRole.CHECK, CHECK),
    )
    return tuple(field for field in fields if field.start < field.stop)


def answer(asked: Indication, shown: Display, *, question: Question) -> Answer | None:
    """Return what the simulated instrument says; the wanted quantity shows the display's value."""
    if asked.extra("address") != question.address or asked.extra("cmd") != "read":
        return None
    function, first, count = (asked.extra(name) for name in ("fc", "register", "count"))
    words: dict[int, bytes] = {}
    for register in question.profile.registers:
        value = register.usual if register != question.wanted else shown.value
        data = b"" if value is None else register.data(value)
        if register.function == function and data:
            for at in range(register.words):
                words[register.address + at] = data[2 * at : 2 * at + 2]
    body = b""
    if isinstance(first, int) and isinstance(count, int):
        body = b"".join(words.get(first + at, b"") for at in range(count))
    if not isinstance(function, int) or not body or len(body) != 2 * int(str(count)):
        code = bytes([question.address, _REFUSED | int(str(function)), 2])
        return Answer(reply=with_crc(code))
    return Answer(reply=with_crc(bytes([question.address, function, len(body)]) + body))


def _voice(question: Question) -> Voice:
    wanted = question.wanted
    return Voice(
        answer=partial(answer, question=question),
        unit={"C": "°C", "m3": "m³"}.get(wanted.unit, wanted.unit),
        interval=Decimal(1).scaleb(-wanted.places),
        lowest=wanted.lowest,
        highest=min(wanted.highest, Decimal(1000)),
    )


def configure(target: Target) -> Driver:
    """Return the driver for one instrument. Raises InputInvalid for what there is not."""
    address = int(target.address) if target.address.isdigit() else 1 if not target.address else 0
    if not 1 <= address <= _LAST_ADDRESS:
        raise InputInvalid("bad_address", field="address", value=target.address[:40])
    if not target.profile and not target.quantity and address == 1:
        return DRIVER
    profile = profiles().get(target.profile or _USUAL_PROFILE) or declared(target.profile)
    if profile is None:
        raise InputInvalid("unknown_profile", field="profile", value=target.profile[:40])
    wanted = profile.register(target.quantity)
    if wanted is None:
        raise InputInvalid("unknown_quantity", field="quantity", value=target.quantity[:40])
    question = question_for(profile, address, wanted)
    said = (f"{DRIVER.title.zh} · {profile.title.zh}", f"Modbus RTU · {profile.title.en}")
    return replace(
        DRIVER,
        key=Target(profile=profile.key, address=str(address), quantity=wanted.quantity).name(
            DRIVER.key
        ),
        title=Text(zh=f"{said[0]} · {wanted.label.zh}", en=f"{said[1]} · {wanted.label.en}"),
        manual=profile.source,
        unconfirmed=() if profile.is_confirmed else (_UNCONFIRMED,),
        aliases=(),
        lines=tuple(dict.fromkeys((profile.line, *DRIVER.lines))),
        new_shape=partial(new_shape, address),
        decode=partial(decode, question=question),
        voice=_voice(question),
        commands=Commands(read=question.request()),
    )


def _offered() -> tuple[tuple[str, Text], ...]:
    found = []
    for profile in profiles().values():
        for register in profile.registers:
            words = Text(
                zh=f"{profile.title.zh} · {register.label.zh}",
                en=f"{profile.title.en} · {register.label.en}",
            )
            found.append((f"/{profile.key}@1#{register.quantity}", words))
    return tuple(found)


_UNCONFIRMED = Text(zh="寄存器地址：请与仪表显示核对", en="the registers: compare with the display")
_ASSUMED = question_for(profiles()[_USUAL_PROFILE], 1, profiles()[_USUAL_PROFILE].registers[0])

DRIVER = Driver(
    key="modbus-rtu",
    title=Text(zh="Modbus RTU", en="Modbus RTU"),
    manual="MODBUS over serial line V1.02, 2.5.1; MODBUS application protocol V1.1b3, 6.3 and 6.4; "
    "Seeed 101990787 manual p. 31; XY-MD02 manual",
    unconfirmed=(Text(zh="自身注明未经确认的寄存器表", en="profiles that say so themselves"),),
    lines=(
        SerialLine(),
        SerialLine(parity="even"),
        SerialLine(baudrate=19200, parity="even"),
        SerialLine(baudrate=4800),
    ),
    new_shape=new_shape,
    decode=decode,
    explain=explain,
    card=card(
        ("问 8 字节, 答 5 字节以上", "ask 8, answer 5 bytes and more"),
        "— / —",
        Text(zh="CRC-16, 低字节在前", en="CRC-16, low byte first"),
        Text(zh="无此标志", en="no such flag"),
    ),
    voice=_voice(_ASSUMED),
    longest_frame=64,
    has_checksum=True,
    commands=Commands(read=_ASSUMED.request()),
    polled=True,
    silence_s=3.0,
    configure=configure,
    address_form=Text(
        zh="1 至 247; 自定寄存器: fc3-2-float32-CDAB-3@5",
        en="1 to 247; a register of your own: fc3-2-float32-CDAB-3@5",
    ),
    profiles=_offered(),
)
