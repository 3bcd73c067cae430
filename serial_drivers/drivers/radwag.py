"""Radwag balances: `SI  ? -      8.5 g  `, asked with `SI` (now) or `S` (at rest).

Wire: command in three columns, blank, mark (blank stable, `?` moving, `^` over, `v` under the
range), blank, sign, nine columns of mass, blank, three of unit, CR LF. A command that takes time is
answered twice, `XX A` accepted and `XX D` done: both lines, where the second follows at once, are
one answer. Refusals: `XX I`, `XX ^`, `XX v`, `XX E`, `ES`. A print by key or on rest has the same
columns without the command; `^` or `v` alone is a print out of range. A print at rest is column by
column also a KERN line: it is read once a line that only a Radwag sends has been seen.
There is no checksum: a changed digit cannot be noticed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from inspector_app.domain.indication import Indication, StabilityBasis
from inspector_app.domain.quantities import plain
from inspector_app.domain.text import Text
from serial_drivers.declaring import (
    ALONE,
    NO_CHECK,
    by_groups,
    card,
    columns,
    scale_number,
    sign_of,
)
from serial_drivers.driver import (
    Action,
    Answer,
    Commands,
    Decoded,
    Display,
    Driver,
    NamedCommand,
    SerialLine,
    Voice,
    malformed,
)
from serial_drivers.framing import Complete, LineShape, Outcome
from serial_drivers.units import unit_of

_MEASURED = re.compile(
    ALONE + rb"(?P<cmd>S  |SI |SU |SUI|C1 |CU1) (?P<status>[ ?^v]) (?P<sign>[ -])"
    rb"(?P<value>(?=[ \d.]{9} ) *\d+(?:\.\d+)?) (?P<unit>[A-Za-z%][A-Za-z\d%]{0,2} {0,2})\r?\n"
)
_PRINTED = re.compile(
    ALONE + rb"(?P<status>[ ?^v]) (?P<sign>[ -])(?P<value>(?=[ \d.]{9} ) *\d+(?:\.\d+)?)"
    rb" (?P<unit>(?=[ -~]{3}\r)[A-Za-z%][A-Za-z\d%]{0,2} {0,2})\r\n"
)
_OUT = re.compile(
    ALONE + rb"(?:(?P<cmd>S  |SI |SU |SUI) (?P<status>[\^v])[ -~]{0,16}|(?P<printed>[\^v]))\r\n"
)
_MESSAGE = re.compile(
    b"|".join(
        re.sub(rb"\(\?P<\w+>", b"(?:", pattern.pattern) for pattern in (_MEASURED, _PRINTED, _OUT)
    )
)
_ACCEPTED = re.compile(rb"(?P<cmd>[A-Z]{1,3}\d?) A\r\n")
_DONE = re.compile(rb"(?P<cmd>[A-Z]{1,3}\d?) D\r\n")
_STATE = re.compile(rb"(?P<cmd>[A-Z]{1,3}\d?) (?P<status>[ADIEOK^v]{1,2})")
_TARE = re.compile(
    rb"[OT][TO] +(?P<sign>[ -])(?P<tare>(?=[ \d.]{1,10}) *\d+(?:\.\d+)?)"
    rb" (?P<unit>[A-Za-z%]{1,3}) *\r\n"
)
_FACT = re.compile(
    rb'(?P<cmd>NB|BN|FS|RV|PC) (?:A "(?P<value>[ -~]{0,120}?)"|-> ?(?P<list>[ -~]+))'
)
_COMMAND = re.compile(rb"(?P<cmd>[A-Z]{1,3}\d?)(?:(?<!S)(?<!SI)(?<!SU)(?<!SUI) +[ -~]{1,20})?")
_REFUSALS = {"I": "not_executable", "E": "stability_timeout"}
_FACTS = {b"NB": "serial", b"BN": "model", b"FS": "capacity", b"RV": "software", b"PC": "commands"}


@dataclass(frozen=True, slots=True)
class _Shape:
    """Lines, with `XX A` and an `XX D` that follows it taken as one."""

    lines: LineShape = field(default_factory=lambda: LineShape(_MESSAGE, whole_lines=True))

    def examine(self, window: bytes) -> Outcome | None:
        outcome = self.lines.examine(window)
        accepted = isinstance(outcome, Complete) and _ACCEPTED.fullmatch(window[: outcome.length])
        if not isinstance(outcome, Complete) or not accepted:
            return outcome
        rest, wanted = window[outcome.length :], accepted["cmd"] + b" D\r\n"
        if rest.startswith(wanted):
            return Complete(outcome.length + len(wanted))
        return None if wanted.startswith(rest) else outcome

    def examine_end(self, window: bytes) -> Outcome:
        return self.lines.examine(window) or self.lines.examine_end(window)


def decode(frame: bytes) -> Decoded:
    """Return the indication of one line, an acknowledgement, or a command by its name."""
    measured = _MEASURED.fullmatch(frame) or _PRINTED.fullmatch(frame)
    out = _OUT.fullmatch(frame)
    mark = (out["status"] or out["printed"]) if out else measured["status"] if measured else b""
    if mark in (b"^", b"v"):
        return (Indication(overload=mark == b"^", underload=mark == b"v", raw=frame),)
    if measured:
        return (
            Indication(
                value=scale_number(measured["sign"] + measured["value"]),
                unit=unit_of(measured["unit"]),
                stable=measured["status"] == b" ",
                raw=frame,
                stability_basis=StabilityBasis.WIRE,
            ),
        )
    tare = _TARE.fullmatch(frame)
    if tare:
        kept = (("tare", plain(scale_number(tare["sign"] + tare["tare"]))),)
        return (Indication(unit=unit_of(tare["unit"]), extras=kept, raw=frame),)
    lines = frame.splitlines()
    if len(lines) > 1:
        return (Indication(extras=(("ack", ("A", "D")), *_of(lines[0])), raw=frame),)
    return _answered(frame.strip(), frame)


def new_decode() -> Callable[[bytes], Decoded]:
    """Return a decoder that remembers whether this is a Radwag beyond doubt."""
    is_radwag = False

    def decode_known(frame: bytes) -> Decoded:
        nonlocal is_radwag
        printed = _PRINTED.fullmatch(frame)
        if printed and printed["status"] == b" ":
            return decode(frame) if is_radwag else malformed(frame, "other makers' columns too")
        is_radwag = is_radwag or bool(printed or _MEASURED.fullmatch(frame))
        return decode(frame)

    return decode_known


def _of(line: bytes) -> tuple[tuple[str, str], ...]:
    return (("command", line.split(b" ")[0].decode()),)


def _answered(text: bytes, frame: bytes) -> Decoded:
    if text == b"ES":
        return (Indication(error="syntax", raw=frame),)
    fact = _FACT.fullmatch(text)
    if fact:
        return (
            Indication(
                extras=((_FACTS[fact["cmd"]], (fact["value"] or fact["list"] or b"").decode()),),
                raw=frame,
            ),
        )
    state = _STATE.fullmatch(text)
    if state:
        word = state["status"].decode()
        if word in ("^", "v"):
            return (Indication(overload=word == "^", underload=word == "v", raw=frame),)
        if word in _REFUSALS:
            return (Indication(error=_REFUSALS[word], extras=_of(text), raw=frame),)
        return (Indication(extras=(("ack", (word,)), *_of(text)), raw=frame),)
    command = _COMMAND.fullmatch(text)
    if command:
        return (Indication(extras=(("cmd", command["cmd"].decode()),), raw=frame),)
    return malformed(frame, "no Radwag line")


def _weight(shown: Display, command: str) -> bytes:
    if shown.value is None:
        return f"{command} {'^' if shown.overload else 'v'}\r\n".encode()
    mark = " " if shown.stable else "?"
    sign = sign_of(shown.value, " ")
    return f"{command:<3} {mark} {sign}{columns(shown.value, 9)} {shown.unit:<3}\r\n".encode()


def answer(asked: Indication, shown: Display) -> Answer | None:
    """Return what a balance says to one command, `ES` to one it does not know."""
    command = str(asked.extra("cmd") or "")
    match command:
        case "SI" | "S" if command == "SI" or shown.stable:
            return Answer(reply=_weight(shown, command))
        case "S":
            return Answer(wait_for_stable=True)
        case "Z":
            return Answer(reply=b"Z A\r\nZ D\r\n", action=Action.ZERO)
        case "T":
            return Answer(reply=b"T A\r\nT D\r\n", action=Action.TARE)
        case "NB":
            return Answer(reply=f'NB A "{shown.serial_number}"\r\n'.encode())
    return Answer(reply=b"ES\r\n") if command else None


DRIVER = Driver(
    key="radwag",
    title=Text(zh="瑞德威", en="Radwag"),
    manual="Radwag PS manual p. 82; WTC manual pp. 48 to 54 (prints by key, list of commands)",
    unconfirmed=(
        Text(zh="NB、BN、FS、RV 应答的格式", en="form of the answers to NB, BN, FS and RV"),
        Text(zh="计价秤带单价的打印行（不读取）", en="prints with prices (they are not read)"),
    ),
    lines=(SerialLine(), SerialLine(baudrate=4800), SerialLine(baudrate=19200)),
    new_shape=_Shape,
    decode=decode,
    new_decode=new_decode,
    explain=by_groups(_MEASURED, _PRINTED, _OUT),
    card=card(
        ("22 字节", "22 bytes"),
        "— / 0D 0A",
        NO_CHECK,
        Text(zh="空白稳定, ? 变动", en="blank stable, ? moving"),
    ),
    voice=Voice(answer=answer),
    longest_frame=32,
    has_checksum=False,
    commands=Commands(
        read=b"SI\r\n",
        read_stable=b"S\r\n",
        identify=(b"NB\r\n",),
        zero=b"Z\r\n",
        tare=b"T\r\n",
        asks=(
            NamedCommand(b"OT\r\n", Text(zh="读取皮重", en="Tare value")),
            NamedCommand(b"PC\r\n", Text(zh="命令清单", en="List of commands")),
        ),
    ),
    polled=True,
    silence_s=3.0,
)
