"""What detection asks, at which line, in which order, and how long it waits; all harmless."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from serial_drivers.driver import ScaleDriver, SerialLine, Turn
from serial_drivers.ports.transport import Transport

ASK_S, ASK_FAST_S = 0.4, 0.25
"""How long an answer is waited for: up to 4800 bit/s, and faster. Later ones are heard as well."""
LATE_S = 1.2
"""How long whoever answered late, or so that nobody understood it, is waited for."""
_FAST_RATE, _SLOW_RATE = 9600, 2400
COMMON = SerialLine()
_FIRST_BYTES = 12


Asked = tuple[SerialLine, list[ScaleDriver]]
"""A line, and whose questions are asked there, in order."""


def questions(
    drivers: Sequence[ScaleDriver], *, has_line: bool, all_lines: bool = False
) -> list[Asked]:
    """Return whom to ask at which line: usual lines before others, 9600 8N1 first, slow ones last.

    Two drivers with the same question are asked for once: all listen to the answer. On a line whole
    text lines go first: an instrument that reads lines would take a bare letter for the beginning
    of the next one. Of the others those go first that may take the longest to answer: they may do
    so while the next ones are asked.
    """
    found: dict[tuple[bytes | None, SerialLine], tuple[bool, ScaleDriver]] = {}
    for driver in drivers:
        quick = [line for line in driver.lines[1:] if line.baudrate >= _SLOW_RATE]
        usual = [driver.line, *quick][: driver.asked_lines]
        rest = [line for line in driver.lines if all_lines and line not in usual]
        for line in (*usual, *rest) if driver.commands.question else ():
            asked_at = line if has_line else COMMON
            key = (driver.commands.question, asked_at)
            found.setdefault(key, (line not in usual, driver))
    ordered = sorted(
        ((is_rest, line, driver) for (_, line), (is_rest, driver) in found.items()), key=_order
    )
    grouped: list[Asked] = []
    for (_rest, line), members in groupby(ordered, key=lambda each: each[:2]):
        grouped.append((line, [driver for _, _, driver in members]))
    return grouped


def _order(asked: tuple[bool, SerialLine, ScaleDriver]) -> tuple[bool, bool, int, str, bool, float]:
    is_rest, line, driver = asked
    question = driver.commands.question or b""
    is_text = question.endswith(b"\r\n")
    return is_rest, line != COMMON, -line.baudrate, str(line), not is_text, -driver.reaction_s


def patience_s(line: SerialLine, question: bytes) -> float:
    """Return how long an answer may take to begin; at slow speeds the wire's own time counts."""
    if line.baudrate >= _FAST_RATE:
        return ASK_FAST_S
    if line.baudrate >= _SLOW_RATE:
        return ASK_S
    return ASK_S + line.time_of_s(len(question) + _FIRST_BYTES)


def due_s(driver: ScaleDriver, line: SerialLine, question: bytes, reaction_s: float) -> float:
    """Return how long from asking on an answer may still begin, its first bytes included."""
    return max(driver.reaction_s, reaction_s) + line.time_of_s(len(question) + _FIRST_BYTES)


def say(transport: Transport, word: bytes | Turn | None) -> None:
    """Send a word of a handshake, and go on at the speed it names."""
    match word:
        case Turn(data=data, baudrate=baudrate):
            transport.write(data)
            if baudrate is not None:
                transport.set_speed(baudrate)
        case bytes():
            transport.write(word)
