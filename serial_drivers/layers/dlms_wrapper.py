"""The wrapper in which DLMS/COSEM messages travel over TCP (IEC 62056-47).

Wire: version 00 01, wPort of the sender, wPort of the receiver, length, each of two bytes, the most
significant first, then the message. Client 16 is the public one, server 1 the management of the
meter. TCP sees to whole bytes in their order: the wrapper has no checksum of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from serial_drivers.declaring import ADDRESS, FRAME, VALUE
from serial_drivers.driver import ByteField, ByteRole
from serial_drivers.framing import Broken, Complete, FrameShape, Outcome, ScanShape

VERSION = b"\x00\x01"
HEAD = 8
LONGEST_MESSAGE = 2048
"""Bytes of a message that are taken; the client asks for no longer ones."""


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A wrapped message taken apart; ports as decimal digits."""

    source: str
    destination: str
    message: bytes


def begins(window: bytes) -> bool:
    """Say whether a wrapped message may begin with these bytes."""
    return (
        VERSION.startswith(window[:2])
        and (len(window) < 4 or window[2:4] != b"\0\0")
        and (len(window) < 6 or window[4:6] != b"\0\0")
        and (len(window) < HEAD or 1 <= _length(window) <= LONGEST_MESSAGE)
    )


def _length(window: bytes) -> int:
    return int.from_bytes(window[6:HEAD], "big")


def measure(window: bytes) -> Complete | Broken | None:
    """Return how far the message reaches, None while bytes are missing."""
    if len(window) < HEAD or len(window) < HEAD + _length(window):
        return None
    return Complete(HEAD + _length(window))


def _surely(window: bytes) -> bool:
    return len(window) >= HEAD and begins(window)


def built(source: str, destination: str, message: bytes) -> bytes:
    """Return the message with its wrapper."""
    numbers = (int(source), int(destination), len(message))
    return VERSION + b"".join(number.to_bytes(2, "big") for number in numbers) + message


def taken_apart(frame: bytes) -> Wrapped:
    """Return a wrapped message's parts."""
    source, destination = (str(int.from_bytes(frame[at : at + 2], "big")) for at in (2, 4))
    return Wrapped(source, destination, frame[HEAD:])


def explain(frame: bytes, start: int) -> tuple[ByteField, ...]:
    """Return the fields of a wrapped message that stands at `start`."""
    parts = (
        (0, 2, ByteRole.FRAMING, FRAME),
        (2, 6, ByteRole.ADDRESS, ADDRESS),
        (6, HEAD, ByteRole.FRAMING, FRAME),
        (HEAD, len(frame), ByteRole.VALUE, VALUE),
    )
    return tuple(ByteField(start + a, start + b, role, name) for a, b, role, name in parts)


def new_shape() -> ScanShape:
    """Return the shape of a stream in which everything is wrapped."""
    return ScanShape(begins, measure, _surely)


@dataclass(slots=True)
class WrappedOrOther:
    """Wrapped messages from the very first byte on, or else the frames of another shape."""

    new_other: Callable[[], FrameShape]
    _may_be_wrapped: bool = True
    _other: FrameShape = field(init=False)

    def __post_init__(self) -> None:
        """Make the other shape."""
        self._other = self.new_other()

    def examine(self, window: bytes) -> Outcome | None:
        """Judge what stands at the cursor."""
        if self._may_be_wrapped and begins(window):
            return measure(window)
        outcome = self._other.examine(window)
        self._may_be_wrapped = self._may_be_wrapped and outcome is None
        return outcome

    def examine_end(self, window: bytes) -> Outcome:
        """Judge the last bytes."""
        if self._may_be_wrapped and begins(window):
            return measure(window) or Broken(len(window), "incomplete")
        self._may_be_wrapped = False
        return self._other.examine_end(window)
