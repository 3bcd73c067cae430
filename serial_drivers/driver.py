"""What a driver declares: line, framing, decoding, commands, looks, and its own voice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, runtime_checkable

from inspector_app.domain.indication import FrameProblem, Indication
from inspector_app.domain.text import Text
from serial_drivers.framing import Framer, FrameShape

Decoded = tuple[Indication | FrameProblem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialLine:
    """Line settings. parity: `none`, `even` or `odd`; baudrate in bit/s."""

    baudrate: int = 9600
    data_bits: int = 8
    parity: str = "none"
    stop_bits: int = 1

    def __str__(self) -> str:
        """Return the usual short form, `9600 8N1`."""
        return f"{self.baudrate} {self.data_bits}{self.parity[0].upper()}{self.stop_bits}"

    def time_of_s(self, byte_count: int) -> float:
        """Return how long so many bytes take on the wire, in seconds."""
        bits = 1 + self.data_bits + (self.parity != "none") + self.stop_bits
        return byte_count * bits / self.baudrate


@dataclass(frozen=True, slots=True)
class Turn:
    """What to say, maybe nothing, and the speed at which the instrument goes on speaking.

    It holds until the next question, which is asked at the line's own speed. None: the same speed.
    """

    data: bytes
    baudrate: int | None = None


class ByteRole(StrEnum):
    """What a byte of a frame is for; the bench colours by it."""

    FRAMING = "framing"
    STATUS = "status"
    VALUE = "value"
    DECIMAL_POINT = "decimal_point"
    UNIT = "unit"
    TARE = "tare"
    CHECK = "check"
    ADDRESS = "address"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class ByteField:
    """Bytes start..stop (stop excluded) of a frame and what they are."""

    start: int
    stop: int
    role: ByteRole
    name: Text


@dataclass(frozen=True, slots=True)
class NamedCommand:
    """A further command and what it is called on the bench."""

    data: bytes
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Commands:
    """Bytes to send. None where the protocol has no such command.

    read: one indication, at once. read_stable: one that waits for rest. identify: questions that
    change nothing. zero, tare and clear_tare change the instrument: sent only when a person asks,
    never by detection. probe: what detection asks instead of `read`. mirrored: words that the
    instrument answers with the very same bytes, which are then no echo.
    asks, acts: further ones by name, for a person on the bench. asks change nothing, though the
    instrument may go on speaking; acts change it, and are confirmed first.
    """

    read: bytes | None = None
    read_stable: bytes | None = None
    identify: tuple[bytes, ...] = ()
    zero: bytes | None = None
    tare: bytes | None = None
    clear_tare: bytes | None = None
    probe: bytes | None = None
    asks: tuple[NamedCommand, ...] = ()
    acts: tuple[NamedCommand, ...] = ()
    mirrored: tuple[bytes, ...] = ()

    @property
    def question(self) -> bytes | None:
        """Return what detection asks."""
        return self.probe or self.read

    @property
    def harmless(self) -> tuple[bytes, ...]:
        """Return the commands that detection may send."""
        asked = (self.read, self.probe, *self.identify)
        return tuple(c for c in dict.fromkeys(asked) if c is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Display:
    """What a simulated scale shows now; values in `unit`, already rounded to its interval.

    value is None when the scale is out of its range (`overload` or `underload` says which way).
    """

    value: Decimal | None
    unit: str
    stable: bool
    net: bool = False
    tare: Decimal = Decimal(0)
    overload: bool = False
    underload: bool = False
    zero_not_captured: bool = False
    serial_number: str = "SIM0001"
    model: str = "Simulated scale"


class Action(StrEnum):
    """What a command does to the scale besides being answered."""

    ZERO = "zero"
    TARE = "tare"
    CLEAR_TARE = "clear_tare"
    REPEAT = "repeat"
    STOP_REPEAT = "stop_repeat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a scale does upon a command.

    reply: bytes to send; after an action, None asks for the answer to be made anew from the new
    display. wait_for_stable: ask again when the display has come to rest.
    """

    reply: bytes = b""
    action: Action | None = None
    wait_for_stable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """How a scale of this protocol speaks; used by the simulators.

    stream: one frame of a continuous stream, None where the scale speaks only when asked.
    answer: the reply to one decoded command (extra `cmd`), given the display.
    letters: commands of one byte each, where they are no frames of the protocol.
    frames_per_second: usual pace of the stream.
    unit, interval, lowest, highest: what a simulated instrument shows if nobody says otherwise;
    lowest None stands for a scale's zero.
    """

    stream: Callable[[Display], bytes] | None = None
    answer: Callable[[Indication, Display], Answer | None] | None = None
    frames_per_second: int = 10
    letters: bytes = b""
    unit: str = "kg"
    interval: Decimal = Decimal("0.005")
    lowest: Decimal | None = None
    highest: Decimal = Decimal(15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Which instrument on a bus and what of it, as a name says: `key/profile@address#quantity`."""

    profile: str = ""
    address: str = ""
    quantity: str = ""

    def name(self, key: str) -> str:
        """Return the full name under which a session keeps the driver."""
        parts = (("/", self.profile), ("@", self.address), ("#", self.quantity))
        return key + "".join(mark + part for mark, part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleDriver:
    """One protocol, declared. Everything that differs between protocols stands in here.

    Meters and thermometers are declared by the same form (decision 0016).

    key: stable name kept in profiles and records. aliases: further names it answers to.
    manual: where the layout is published. unconfirmed: what no public text confirms yet.
    lines: plausible line settings, the most common first. new_shape: a fresh frame shape.
    decode: one whole frame to indications and problems; it must not raise.
    new_decode: a fresh `decode` for one session, where an answer comes in several frames; it may
    be a HearsDamage too.
    polled: the scale speaks only when asked with commands.read.
    silence_s: a stream that is quiet for longer has lost its scale; None where quiet is normal.
    has_checksum: two good frames convince detection, otherwise five are asked for, or as many as
    proof_frames says (one long telegram with a CRC is proof enough).
    known_by_name: its figures could be anybody's: detection believes only the name (`model`) that
    it gives when it is asked for it.
    reaction_s: how long it may take to begin its answer, by its standard.
    asked_lines: at how many of its lines of 2400 bit/s and more detection asks.
    card: label and value lines that describe the frame on the bench.
    explain: the fields of one good frame, in order, covering every byte.
    follow_up: what to send upon an answer before the value comes (a handshake); harmless too.
    A Turn where the speed changes with it.
    configure: the driver for one instrument of a bus; raises InputInvalid for what it does not
    know. profiles: (name, title) of the instruments that `configure` knows. address_form: how an
    address of the bus is written, None where it has none.
    listens_only: nothing is ever sent to such an instrument, whoever asks.
    lone: bytes outside text that begin or are a frame; to any other driver they are noise.
    """

    key: str
    title: Text
    manual: str
    lines: tuple[SerialLine, ...]
    new_shape: Callable[[], FrameShape]
    decode: Callable[[bytes], Decoded]
    explain: Callable[[bytes], tuple[ByteField, ...]]
    card: tuple[tuple[Text, Text], ...]
    voice: Voice
    longest_frame: int
    has_checksum: bool
    commands: Commands = field(default_factory=Commands)
    aliases: tuple[str, ...] = ()
    unconfirmed: tuple[Text, ...] = ()
    polled: bool = False
    silence_s: float | None = None
    follow_up: Callable[[Indication], bytes | Turn | None] | None = None
    configure: Callable[[Target], ScaleDriver] | None = None
    profiles: tuple[tuple[str, Text], ...] = ()
    address_form: Text | None = None
    listens_only: bool = False
    lone: bytes = b""
    proof_frames: int | None = None
    known_by_name: bool = False
    reaction_s: float = 0.2
    asked_lines: int = 1
    new_decode: Callable[[], Callable[[bytes], Decoded]] | None = None

    @property
    def line(self) -> SerialLine:
        """Return the most common line setting."""
        return self.lines[0]

    @property
    def frames_to_convince(self) -> int:
        """Return how many good frames identify the protocol beyond doubt."""
        return self.proof_frames or (2 if self.has_checksum else 5)

    def new_reader(self) -> FrameReader:
        """Return a reader for one session."""
        decode = self.new_decode() if self.new_decode is not None else self.decode
        session: object = decode  # a function, or an object that can be called
        damaged = session.damaged if isinstance(session, HearsDamage) else None
        return FrameReader(decode=decode, framer=Framer(self.new_shape()), damaged=damaged)


Driver = ScaleDriver
"""The same form, by the name that fits what is no scale."""


@runtime_checkable
class HearsDamage(Protocol):
    """A session's decoder that wants to know when a frame between its parts came damaged."""

    def damaged(self) -> None:
        """Take note that bytes came which are no frame."""


@dataclass(slots=True)
class FrameReader:
    """Framer and decoder of one session: bytes in, indications and problems out, never raising.

    damaged: told of each problem of the framer but noise and echoes of our own words.
    """

    decode: Callable[[bytes], Decoded]
    framer: Framer
    damaged: Callable[[], None] | None = None

    def feed(self, data: bytes) -> list[Indication | FrameProblem]:
        """Return what the bytes complete, in the order of the wire."""
        return self._decode(self.framer.feed(data))

    def finish(self) -> list[Indication | FrameProblem]:
        """Return what is left when no more bytes come, as `incomplete` where it is no frame."""
        return self._decode(self.framer.finish())

    def _decode(self, framed: list[bytes | FrameProblem]) -> list[Indication | FrameProblem]:
        seen: list[Indication | FrameProblem] = []
        for item in framed:
            if not isinstance(item, FrameProblem):
                seen.extend(self.decode(item))
                continue
            seen.append(item)
            if self.damaged is not None and item.kind not in ("echo", "noise"):
                self.damaged()
        return seen


def malformed(frame: bytes, detail: str) -> Decoded:
    """Return the decoding of a frame whose content makes no sense."""
    return (FrameProblem(kind="malformed", raw=frame, detail=detail),)
