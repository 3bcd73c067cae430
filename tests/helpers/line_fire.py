"""A line that damages what is sent: seeded frames, whole and mutated, and a judge of what is read.

The judge knows the checksums by code of its own, not by the program's. A value that was read has
to come from bytes that stood together in the stream; where the protocol has a checksum, those bytes
have to pass it; where it has none, the value's digits have to stand together in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import reduce
from operator import xor
from pathlib import Path
from random import Random  # noqa: TID251 - seeded

from inspector_app.domain.indication import Indication
from serial_drivers.driver import Display, FrameReader, ScaleDriver, Turn
from serial_drivers.framing import BUFFER_LIMIT, LineShape, MarkedShape, ScanShape
from serial_drivers.simulators.speaking import SpeakingScale

TRANSCRIPTS = Path(__file__).parents[1] / "transcripts"
FRAMES_A_BATCH, BATCHES_A_READER = 64, 16
_INTACT, _NOISY = 0.3, 0.1
_POOL = 120
_LONGEST_CHUNK = 80


def family_of(driver: ScaleDriver) -> str:
    """Return the family of its framer: shape, and whether a checksum guards the frame."""
    shape = driver.new_shape()
    kinds = {MarkedShape: "marked", ScanShape: "scanned", LineShape: "lines"}
    # Two shapes of drivers' own wrap these: IEC 62056-21's scans, Radwag's cuts lines.
    name = kinds.get(type(shape), "scanned" if driver.has_checksum else "lines")
    return f"{name}, {'checked' if driver.has_checksum else 'unchecked'}"


# ------------------------------------------------------------------------------ what is sent


@dataclass(slots=True)
class _Shown:
    """A load cell whose display is set by hand."""

    shown: Display

    def advance(self, seconds: float) -> None: ...

    def display(self) -> Display:
        return self.shown


def _recorded(driver: ScaleDriver) -> list[bytes]:
    lines = (TRANSCRIPTS / f"{driver.key}.txt").read_text(encoding="utf-8").splitlines()
    return [bytes.fromhex(line[2:]) for line in lines if line.startswith("< ")]


def _spoken(driver: ScaleDriver, shown: Display) -> bytes:
    """Return what a simulated instrument sends of this display, asked where it has to be."""
    voice = SpeakingScale(driver, _Shown(shown))  # type: ignore[arg-type]
    if driver.voice.stream is not None:
        return driver.voice.stream(shown)
    word, said = driver.commands.read, b""
    for _round in range(3):
        if word is None:
            break
        said = voice.step(0.01, word) + voice.step(0.01, b"")
        seen = driver.new_reader()
        heard = [each for each in seen.feed(said) + seen.finish() if isinstance(each, Indication)]
        if any(each.value is not None for each in heard) or driver.follow_up is None:
            break
        more = next((more for each in heard if (more := driver.follow_up(each))), None)
        word = more.data if isinstance(more, Turn) else more
    return said


def good_frames(driver: ScaleDriver, random: Random) -> list[bytes]:
    """Return whole frames: those of the transcript, and of displays drawn at random."""
    voice = driver.voice
    steps = int(voice.highest / voice.interval)
    drawn = []
    for _each in range(_POOL):
        value = voice.interval * random.randint(0, steps)
        shown = Display(value=value, unit=voice.unit, stable=random.random() < 0.7)
        drawn.append(_spoken(driver, shown))
    frames = [frame for frame in [*_recorded(driver), *drawn] if frame]
    telling = [frame for frame in frames if _tells(driver, frame)]
    return telling if telling and 2 * len(telling) < len(frames) else frames


def _tells(driver: ScaleDriver, frame: bytes) -> bool:
    """Say whether the frame gives a value by itself; most of a DLMS talk does not."""
    reader = driver.new_reader()
    seen = [*reader.feed(frame), *reader.finish()]
    return any(isinstance(each, Indication) and each.value is not None for each in seen)


def mutated(frame: bytes, other: bytes, random: Random) -> bytes:
    """Return the frame with one or a few damages of those that lines and programs do."""
    for _time in range(random.choice((1, 1, 1, 2, 3))):
        if not frame:
            return other
        frame = random.choice(_DAMAGES)(frame, other, random)
    return frame


def _flip(frame: bytes, _other: bytes, random: Random) -> bytes:
    at = random.randrange(len(frame))
    return frame[:at] + bytes([frame[at] ^ 1 << random.randrange(8)]) + frame[at + 1 :]


def _replace(frame: bytes, _other: bytes, random: Random) -> bytes:
    at = random.randrange(len(frame))
    return frame[:at] + random.randbytes(1) + frame[at + 1 :]


def _digit(frame: bytes, _other: bytes, random: Random) -> bytes:
    """Change one digit into another: the damage that looks like a measurement."""
    places = [at for at, byte in enumerate(frame) if 0x30 <= byte <= 0x39]
    if not places:
        return _flip(frame, _other, random)
    at = random.choice(places)
    return frame[:at] + bytes([random.randint(0x30, 0x39)]) + frame[at + 1 :]


def _swap(frame: bytes, _other: bytes, random: Random) -> bytes:
    """Exchange two neighbours, which no sum and no exclusive or can notice."""
    at = random.randrange(len(frame))
    return frame[:at] + frame[at : at + 2][::-1] + frame[at + 2 :]


def _drop(frame: bytes, _other: bytes, random: Random) -> bytes:
    at = random.randrange(len(frame))
    return frame[:at] + frame[at + random.choice((1, 1, 1, 2, 3, 4, 8)) :]


def _insert(frame: bytes, _other: bytes, random: Random) -> bytes:
    at = random.randrange(len(frame) + 1)
    return frame[:at] + random.randbytes(random.choice((1, 1, 2, 4))) + frame[at:]


def _repeat(frame: bytes, _other: bytes, random: Random) -> bytes:
    at = random.randrange(len(frame))
    return frame[:at] + frame[at : at + random.randint(1, 6)] + frame[at:]


def _cut(frame: bytes, _other: bytes, random: Random) -> bytes:
    at = random.randrange(len(frame))
    return random.choice((frame[:at], frame[at:]))


def _splice(frame: bytes, other: bytes, random: Random) -> bytes:
    """Go on with another frame in the middle, as after lost bytes."""
    return frame[: random.randrange(len(frame))] + other[random.randrange(len(other)) :]


_DAMAGES = (_flip, _replace, _digit, _swap, _drop, _insert, _repeat, _cut, _splice)

# ---------------------------------------------------------------------------- what is believed


def _xor(data: bytes) -> int:
    return reduce(xor, data, 0)


def _crc(data: bytes, start: int) -> int:
    """CRC-16 with the reflected polynomial, bit by bit."""
    for byte in data:
        start ^= byte
        for _bit in range(8):
            start = (start >> 1) ^ (0xA001 if start & 1 else 0)
    return start


def _telegram(raw: bytes) -> bool:
    body, mark, check = raw.rpartition(b"!")
    return b"%04X\r\n" % _crc(body + mark, 0) == check


def _hdlc(raw: bytes) -> bool:
    """Every frame between two flags has the remainder of a good frame check sequence."""
    frames = [frame for frame in raw.split(b"\x7e") if frame]
    return bool(frames) and all(_remainder(frame) == 0xF0B8 for frame in frames)


def _remainder(frame: bytes) -> int:
    total = 0xFFFF
    for byte in frame:
        total ^= byte
        for _bit in range(8):
            total = (total >> 1) ^ (0x8408 if total & 1 else 0)
    return total


PASSES: dict[str, Callable[[bytes], bool]] = {
    "cjt188": lambda raw: sum(raw[:-2]) % 256 == raw[-2] and raw[-1] == 0x16,
    "cn-tax-dispenser": lambda raw: _xor(raw[2:]) == 0,
    "dlms-hdlc": _hdlc,
    "dlt645-1997": lambda raw: sum(raw[:-2]) % 256 == raw[-2] and raw[-1] == 0x16,
    "dlt645-2007": lambda raw: sum(raw[:-2]) % 256 == raw[-2] and raw[-1] == 0x16,
    "dsmr-p1": _telegram,
    "enq-dc1": lambda raw: _xor(raw[2:-2]) == 0 and len(raw) in range(13, 16),
    "iec62056-21": lambda raw: _xor(raw[1:]) == 0 and raw[-2] == 0x03,
    "m-bus": lambda raw: sum(raw[4:-2]) % 256 == raw[-2] and raw[1] == raw[2] == len(raw) - 6,
    "modbus-rtu": lambda raw: _crc(raw, 0xFFFF) == 0,
    "nmea-0183": lambda raw: b"%02X\r\n" % _xor(raw[1:-5]) == raw[-4:],
    "toledo-continuous": lambda raw: sum(byte & 0x7F for byte in raw) % 128 == 0,
    "yaohua-a12": lambda raw: b"%02X\r\n" % _xor(raw[:11]) == raw[-4:],
    "yaohua-cmd": lambda raw: b"%02X\x03" % _xor(raw[1:-3]) == raw[-3:],
    "yaohua-tf0": lambda raw: b"%02X\x03" % _xor(raw[1:-3]) == raw[-3:] and len(raw) == 12,
}
"""Whether a frame passes its protocol's checksum, by driver; A12's is sent by some only."""


def digits_stand_together(value: Decimal, raw: bytes) -> bool:
    """Say whether the value's digits are those of the frame, as text, packed, or turned round."""
    wanted = "".join(map(str, value.as_tuple().digits)).strip("0")
    text = "".join(chr(byte & 0x7F) for byte in raw)
    digits = "".join(character for character in text if character.isdigit())
    packed = (raw.hex(), raw[::-1].hex())
    return any(wanted in each for each in (digits, digits[::-1], *packed))


@dataclass(slots=True)
class Report:
    """What a run saw. collisions: damaged frames whose checksum is right all the same."""

    sent: int = 0
    damaged: int = 0
    values: int = 0
    problems: int = 0
    collisions: int = 0
    most_held: int = 0
    wrong: list[str] = field(default_factory=list)


class Judge:
    """Holds what a reader says against what was sent."""

    def __init__(self, driver: ScaleDriver, report: Report) -> None:
        self._driver, self._report = driver, report
        self._passes = PASSES.get(driver.key)
        assert self._passes or not driver.has_checksum, "the judge does not know its checksum"
        self._whole: set[bytes] = set()
        self._stream = b""

    def sends(self, data: bytes, whole: set[bytes]) -> None:
        """Note what goes out next, with the frames that are undamaged."""
        self._stream = self._stream[-BUFFER_LIMIT:] + data
        self._whole = whole

    def hears(self, seen: list[object], reader: FrameReader) -> None:
        """Judge what was read so far."""
        report = self._report
        report.most_held = max(report.most_held, reader.framer.pending)
        for said in seen:
            if not isinstance(said, Indication):
                report.problems += 1
            elif said.value is not None:
                report.values += 1
                self._believe(said.value, said.raw)

    def _believe(self, value: Decimal, raw: bytes) -> None:
        what = f"{self._driver.key}: {value} of {raw.hex(' ')}"
        if not all(part in self._stream for part in _parts(self._driver, raw)):
            self._report.wrong.append(f"{what}: these bytes were never sent together")
        if self._passes is None:
            if not digits_stand_together(value, raw):
                self._report.wrong.append(f"{what}: other digits")
        elif not self._passes(raw):
            self._report.wrong.append(f"{what}: wrong checksum")
        elif not any(raw in frame for frame in (raw, *self._whole) if frame is not raw):
            self._report.collisions += 1


def _parts(driver: ScaleDriver, raw: bytes) -> list[bytes]:
    """Return what has to have been sent in one piece: a DLMS value is made of two answers."""
    return raw.split(b"\x7e") if driver.key == "dlms-hdlc" else [raw]


def _chunks(stream: bytes, random: Random) -> Iterator[bytes]:
    at = 0
    while at < len(stream):
        length = random.randint(1, _LONGEST_CHUNK)
        yield stream[at : at + length]
        at += length


def fire(driver: ScaleDriver, count: int, seed: str) -> Report:
    """Send `count` frames through a damaging line to the driver's reader, in chunks of any size."""
    random, report = Random(seed), Report()
    frames = good_frames(driver, random)
    judge = Judge(driver, report)
    reader = driver.new_reader()
    for batch in range(-(-count // FRAMES_A_BATCH)):
        if batch % BATCHES_A_READER == 0:
            reader = driver.new_reader()
            reader.feed(frames[-1] * 3)  # what a session has seen: this instrument sends checks
            reader.finish()
        size = min(FRAMES_A_BATCH, count - report.sent)
        stream = _salvo(frames, size, random, report)
        judge.sends(stream, set(frames))
        for chunk in _chunks(stream, random):
            judge.hears(list(reader.feed(chunk)), reader)
        if random.random() < 0.5:
            judge.hears(list(reader.finish()), reader)
    return report


def _salvo(frames: list[bytes], size: int, random: Random, report: Report) -> bytes:
    pieces = []
    for _each in range(size):
        frame = random.choice(frames)
        if random.random() >= _INTACT:
            frame = mutated(frame, random.choice(frames), random)
            report.damaged += 1
        pieces.append(frame)
        if random.random() < _NOISY:
            pieces.append(random.randbytes(random.randint(1, 20)))
    report.sent += size
    return b"".join(pieces)
