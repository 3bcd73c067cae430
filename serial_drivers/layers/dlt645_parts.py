"""Answers of DL/T 645 meters that come in several frames: the parts joined to one message.

The first part answers a reading and tells that more follows (bit 5 of the control), each further
one answers "the rest"; the 2007 edition numbers these from 1 in the last byte of the data, the 1997
edition does not. Whatever does not fit ends the joining and is told with the bytes of the parts:
another number, another identifier, another meter, a refusal, a new answer, in the edition without
numbers a damaged frame too. Never more than a framer's buffer is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from inspector_app.domain.indication import FrameProblem
from serial_drivers.driver import ByteField, Decoded
from serial_drivers.framing import BUFFER_LIMIT, Complete
from serial_drivers.layers import dlt645
from serial_drivers.layers.dlt645 import ANSWER, FAILED, MORE, Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What an edition's parts look like.

    first: the control of a reading. rest: those that ask for the rest; again: asks for the last
    part once more. identifier: its bytes. is_numbered: the rest ends with its number.
    """

    first: int
    rest: int
    identifier: int
    is_numbered: bool
    again: int = -1


@dataclass(slots=True)
class Joined:
    """Decodes the frames of one session; keeps the parts of an answer until they are whole.

    alone: decodes one frame by itself. whole: reads the message that the parts make, given the
    bytes of all of them.
    """

    edition: Edition
    alone: Callable[[bytes], Decoded]
    whole: Callable[[Message, bytes], Decoded]
    _parts: list[bytes] = field(default_factory=list)
    _raw: bytes = b""
    _from: tuple[str, bytes] = ("", b"")
    _is_doubtful: bool = False

    def __call__(self, frame: bytes) -> Decoded:
        """Return one frame's content, with the last part that of the whole answer."""
        message = dlt645.taken_apart(frame)
        if not message.control & ANSWER:
            return self.alone(frame)  # a host's question changes nothing
        command = message.control & ~(ANSWER | MORE)
        said = self.alone(frame)
        if any(isinstance(each, FrameProblem) for each in said) or message.control & FAILED:
            return (*self._ended("no part"), *said)
        if command == self.edition.first:
            return self._begun(message, frame, said)
        if command in (self.edition.rest, self.edition.again) and self._parts:
            return self._continued(message, frame, said)
        return (*self._ended("another answer"), *said)

    def damaged(self) -> None:
        """Doubt parts without numbers when a frame came damaged: the next may be another one."""
        self._is_doubtful = not self.edition.is_numbered

    def _begun(self, message: Message, frame: bytes, said: Decoded) -> Decoded:
        ended = self._ended("a new answer")
        if message.control & MORE:
            at = self.edition.identifier
            self._from = (message.address, message.data[:at])
            self._parts, self._raw = [message.data[at:]], frame
            self._is_doubtful = False
        return (*ended, *said)

    def _continued(self, message: Message, frame: bytes, said: Decoded) -> Decoded:
        at, address = self.edition.identifier, message.address
        body = message.data[at:]
        if (address, message.data[:at]) != self._from:
            return (*self._ended(f"a part of meter {address} or of another identifier"), *said)
        if self._is_doubtful:
            return (*self._ended("a damaged frame between"), *said)
        if self.edition.is_numbered:
            expected, number = len(self._parts) & 0xFF, body[-1]
            if number != expected:
                return self._ended(f"part {number} where {expected} was to come", frame)
            body = body[:-1]
        if len(self._raw) + len(frame) > BUFFER_LIMIT:
            return self._ended("more than is kept", frame, kind="too_long")
        if message.control & ~(ANSWER | MORE) == self.edition.again:
            self._parts.pop()
        self._parts.append(body)
        self._raw += frame
        if message.control & MORE:
            return said
        whole = Message(address, ANSWER | self.edition.first, self._from[1] + b"".join(self._parts))
        raw = self._raw
        self._forget()
        return self.whole(whole, raw)

    def _ended(self, why: str, frame: bytes = b"", kind: str = "incomplete") -> Decoded:
        if not self._parts:
            return ()
        raw = self._raw + frame
        self._forget()
        return (
            FrameProblem(kind=kind, raw=raw[-BUFFER_LIMIT:], detail=f"parts not joined: {why}"),
        )

    def _forget(self) -> None:
        self._parts, self._raw, self._is_doubtful = [], b"", False


def frames_of(kept: bytes) -> Iterator[tuple[int, int]]:
    """Yield where each frame lies in the kept bytes of an answer."""
    at = 0
    while at < len(kept):
        outcome = dlt645.measure(kept[at:])
        length = outcome.length if isinstance(outcome, Complete) else len(kept) - at
        yield at, at + length
        at += length


def reread(kept: bytes, session: Joined) -> Decoded:
    """Return what the kept bytes of an answer say: the last thing that its frames say."""
    said: Decoded = ()
    for start, stop in frames_of(kept):
        said = session(kept[start:stop])
    return said


def explain(kept: bytes) -> tuple[ByteField, ...]:
    """Return the fields of a frame, or of the frames of which an answer was put together."""
    return tuple(
        ByteField(start + part.start, start + part.stop, part.role, part.name)
        for start, stop in frames_of(kept)
        for part in dlt645.explain(kept[start:stop])
    )
