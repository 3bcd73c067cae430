"""What detection asks, at which line, in which order, and how long it waits; all harmless."""

from __future__ import annotations

from collections.abc import Sequence

from serial_drivers.driver import ScaleDriver, SerialLine, Turn
from serial_drivers.ports.transport import Transport

ASK_S, ASK_FAST_S = 0.4, 0.3
"""How long an answer may take to begin: up to 4800 bit/s, and faster."""
_FAST_RATE, _SLOW_RATE = 9600, 2400
COMMON = SerialLine()
_FIRST_BYTES = 12


def questions(
    drivers: Sequence[ScaleDriver], *, has_line: bool
) -> list[tuple[ScaleDriver, SerialLine]]:
    """Return whom to ask at which line: 9600 8N1 first, the slow ones last.

    Two drivers with the same question are asked for once: all listen to the answer. Whole text
    lines go first: an instrument that reads lines would take a bare letter for the beginning
    of the next one.
    """
    found: dict[tuple[bytes | None, SerialLine], ScaleDriver] = {}
    for driver in drivers:
        quick = [line for line in driver.lines[1:] if line.baudrate >= _SLOW_RATE]
        lines = [driver.line, *quick][: driver.asked_lines]
        for line in lines if driver.commands.question else ():
            asked_at = line if has_line else COMMON
            found.setdefault((driver.commands.question, asked_at), driver)
    return sorted(((driver, line) for (_, line), driver in found.items()), key=_order)


def _order(asked: tuple[ScaleDriver, SerialLine]) -> tuple[bool, int, bool]:
    driver, line = asked
    question = driver.commands.question or b""
    return line != COMMON, -line.baudrate, not question.endswith(b"\r\n")


def patience_s(line: SerialLine, question: bytes) -> float:
    """Return how long an answer may take to begin; at slow speeds the wire's own time counts."""
    if line.baudrate >= _FAST_RATE:
        return ASK_FAST_S
    if line.baudrate >= _SLOW_RATE:
        return ASK_S
    return ASK_S + line.time_of_s(len(question) + _FIRST_BYTES)


def say(transport: Transport, word: bytes | Turn | None) -> None:
    """Send a word of a handshake, and go on at the speed it names."""
    match word:
        case Turn(data=data, baudrate=baudrate):
            transport.write(data)
            if baudrate is not None:
                transport.set_speed(baudrate)
        case bytes():
            transport.write(word)
