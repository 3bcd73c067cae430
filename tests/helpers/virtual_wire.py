"""An instrument at the end of a wire with a speed, in a time of its own: hours pass in seconds.

Pseudo-terminals have neither speed nor parity, so what a port hears at a wrong line setting is
reckoned here bit by bit, as a receiver samples it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from math import ceil

from serial_drivers.driver import SerialLine

_NS = 1_000_000_000
_STEP_S = 0.01
_NO_PARITY = "none"


class VirtualClock:
    """A clock that goes only when somebody waits."""

    def __init__(self) -> None:
        self.ns = 0

    def utc_us(self) -> int:
        return 1_795_392_000_000_000 + self.ns // 1000

    def monotonic_ns(self) -> int:
        return self.ns

    def new_session_id(self) -> str:
        return "virtual"


@lru_cache(maxsize=4096)
def as_heard(data: bytes, sent: SerialLine, heard: SerialLine) -> bytes:
    """Return what a receiver set to `heard` makes of bytes sent back to back at `sent`.

    A byte whose stop bit is missing comes as 0, as Linux hands it on.
    """
    if sent == heard:
        return data
    levels = [bit for byte in data for bit in _bits(byte, sent)] + [1] * 12
    step = sent.baudrate / heard.baudrate
    at, found = 0.0, bytearray()
    while (start := _falling(levels, at)) is not None:
        count = heard.data_bits + (heard.parity != _NO_PARITY) + 1
        samples = [_level(levels, start + (each + 1.5) * step) for each in range(count)]
        byte = sum(bit << place for place, bit in enumerate(samples[: heard.data_bits]))
        found.append(byte if samples[-1] else 0)
        at = start + (count + 0.5) * step
    return bytes(found)


def _bits(byte: int, line: SerialLine) -> list[int]:
    """Return start, data from the lowest bit on, parity and stop bits of one byte."""
    data = [byte >> place & 1 for place in range(line.data_bits)]
    parity = [] if line.parity == _NO_PARITY else [sum(data) % 2 ^ (line.parity == "odd")]
    return [0, *data, *parity, *[1] * line.stop_bits]


def _falling(levels: list[int], at: float) -> float | None:
    """Return where the line next goes from rest to a start bit, not before `at`."""
    for place in range(ceil(at), len(levels)):
        if not levels[place] and (place == 0 or levels[place - 1]):
            return float(place)
    return None


def _level(levels: list[int], at: float) -> int:
    return levels[int(at)] if int(at) < len(levels) else 1


class VirtualWire:
    """A port with an instrument behind it, for `Detector(open_transport=wire.open)`.

    step: takes seconds gone by and bytes heard, returns bytes said. line: the instrument's.
    sent: all that the host wrote. opened: the lines at which it opened the port.
    """

    def __init__(self, step: Callable[[float, bytes], bytes], line: SerialLine) -> None:
        self.clock = VirtualClock()
        self.sent: list[bytes] = []
        self.opened: list[SerialLine] = []
        self.line, self.device = "", "virtual"
        self._instrument, self._step, self._host = line, step, line
        self._to_instrument: deque[tuple[int, bytes]] = deque()
        self._to_host: deque[tuple[int, bytes]] = deque()
        self._busy_until = 0

    def open(self, line: SerialLine) -> VirtualWire:
        self.opened.append(line)
        self._host, self.line = line, str(line)
        self._to_host.clear()
        return self

    def set_speed(self, baudrate: int) -> None:
        self._host = replace(self._host, baudrate=baudrate)

    def close(self) -> None: ...

    def discard_input(self) -> None:
        self._to_host.clear()

    def write(self, data: bytes) -> None:
        self.sent.append(data)
        arrives = self.clock.ns + int(self._host.time_of_s(len(data)) * _NS)
        self._to_instrument.append((arrives, as_heard(data, self._host, self._instrument)))

    def read(self, timeout_s: float) -> bytes:
        until = self.clock.ns + int(timeout_s * _NS)
        while not (data := self._arrived()) and self.clock.ns < until:
            self._go_on()
        return data

    def _arrived(self) -> bytes:
        data = b""
        while self._to_host and self._to_host[0][0] <= self.clock.ns:
            data += self._to_host.popleft()[1]
        return data

    def _go_on(self) -> None:
        self.clock.ns += int(_STEP_S * _NS)
        heard = b""
        while self._to_instrument and self._to_instrument[0][0] <= self.clock.ns:
            heard += self._to_instrument.popleft()[1]
        said = self._step(_STEP_S, heard)
        if said and self._busy_until <= self.clock.ns:  # a line still busy has no room for more
            heard_as = as_heard(said, self._instrument, self._host)
            takes = int(self._instrument.time_of_s(len(said)) * _NS)
            self._busy_until = self.clock.ns + takes
            for at in range(len(heard_as)):
                arrives = self.clock.ns + takes * (at + 1) // len(heard_as)
                self._to_host.append((arrives, heard_as[at : at + 1]))


class EchoingWire(VirtualWire):
    """The same through an adapter that hears itself: what the host says comes back, in pieces."""

    def write(self, data: bytes) -> None:
        super().write(data)
        for end in range(1, len(data) + 1):
            self._to_host.append(
                (self.clock.ns + int(self._host.time_of_s(end) * _NS), data[end - 1 : end])
            )
