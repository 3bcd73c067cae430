r"""IEC 62056-21 modes A to D: sign on, identification, readout, by optical head or current loop.

Wire: the host sends `/?!` (with an address between ? and !), the meter `/ISk5..MT382-1000` (three
letters of the maker, a digit for the speed, its name), the host ACK `0` speed `0` for a readout,
the meter STX, lines `code(value*unit)`, `!`, ETX and the exclusive or of everything after STX.
The option accepts the speed that the meter offers (mode C, digits 0 to 6); in mode B (letters A to
F) the meter takes it by itself, in mode A it stays at the first. A meter that offers mode E (`\2`)
is told as such (`mode_e`) and read in mode C, as the option `0` asks. Programming mode and
passwords are never sent; SOH frames of others are known by their name.
In mode D the meter speaks unasked at 2400 baud: identification, an empty line, lines, `!`, and no
check at all, which is told beside its values (`checked` false).
A name says which code is wanted, and that nothing is asked: `iec62056-21#1_8_0`, `iec62056-21/d`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.indication import Extra, Indication
from inspector_app.domain.quantities import plain
from inspector_app.domain.text import Text
from serial_drivers.declaring import NO_FLAG, by_groups, card, titled
from serial_drivers.driver import (
    Answer,
    Commands,
    Decoded,
    Display,
    Driver,
    SerialLine,
    Target,
    Turn,
    Voice,
    malformed,
)
from serial_drivers.framing import Broken, Complete, Outcome, ScanShape
from serial_drivers.layers.checksums import mismatch, xor_of

_SOH, _STX, _ETX, _ACK, _NAK, _SLASH = 0x01, 0x02, 0x03, 0x06, 0x15, 0x2F
_LONGEST = 3000
_UNASKED_PROFILE = "d"
_LONGEST_LINE = 80
_SIGN_ON = re.compile(rb"/\?(?P<address>[0-9A-Za-z ]{0,32})!\r\n")
_IDENTITY = re.compile(
    rb"/(?P<address>[A-Za-z]{3})(?P<status>[ \"-.0-~])(?:\\(?P<legend>.))?"
    rb"(?P<value>[ -.0-~]{0,40})\r\n"
)
_OPTION = re.compile(rb"\x06(?P<cmd>[0-9])(?P<status>[0-9A-Z])(?P<legend>[0-9])\r\n")
_MODES = {b"0": "readout", b"1": "programming", b"2": "binary"}
_ORDER = re.compile(rb"\x01(?P<cmd>[PRWBE]\d)(?:\x02(?P<value>[ -~]*))?\x03(?P<check>.)", re.DOTALL)
_BLOCK = re.compile(rb"\x02(?P<value>[\r\n -~]*)\x03(?P<check>.)", re.DOTALL)
_TELEGRAM = re.compile(rb"\r\n(?P<value>[ -~][\r\n -~]*)!\r\n")
_UNASKED = re.compile(rb"\r\n(?:[ -.0-~]|\Z)")
_FOREIGN = re.compile(rb"(?<=.)/|[^\r\n -~]")
_ITEM = re.compile(r"([^()\r\n!/]*)\(([^()*]*)(?:\*([^()]*))?\)")
_FAULT = re.compile(r"\(ER[^()]*\)")
_PAST = re.compile(r"[*&](?!255\Z)\d+\Z")
"""How the code of a value ends that was stored at a billing date: not what the meter shows now."""
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_ENERGY_UNITS = ("kWh", "Wh", "MWh")
_SPEEDS = {digit: 300 << at for at, digit in enumerate("0123456")}
_OWN_SPEEDS = {letter: 600 << at for at, letter in enumerate("ABCDEF")}
_BINARY_MODE = b"2"
"""Behind a backslash: the meter offers mode E, which the driver `dlms-hdlc/e` takes."""
_MODE_D_SPEED = b"3"
"""How an identification says 2400 baud."""
_CODE = re.compile(r"\w{1,20}", re.ASCII)


def begins(window: bytes) -> bool:
    """Say whether a frame may begin with this byte."""
    if window[0] == _ACK:
        return window[1:2] == b"" or window[1:2].isdigit()
    return window[0] in (_SOH, _STX, _NAK, _SLASH)


def measure(window: bytes) -> Complete | Broken | None:
    """Return how far the frame reaches; a block's exclusive or is judged."""
    if window[0] == _NAK:
        return Complete(1)
    if window[0] in (_SLASH, _ACK):
        end = window.find(b"\n", 0, _LONGEST_LINE)
        if end < 0:
            return None if len(window) < _LONGEST_LINE else Broken(1, "malformed", "no line end")
        patterns = (_SIGN_ON, _IDENTITY, _OPTION)
        is_whole = any(pattern.fullmatch(window[: end + 1]) for pattern in patterns)
        return Complete(end + 1) if is_whole else Broken(end + 1, "malformed", "no such line")
    end = window.find(_ETX, 1, _LONGEST)
    again = _cut_by(window[: end if end > 0 else _LONGEST])
    if again > 0:
        return Broken(again, "malformed", "cut short by the next frame")
    if end < 0:
        return None if len(window) < _LONGEST else Broken(_LONGEST, "too_long", "no end")
    if len(window) < end + 2:
        return None
    wrong = mismatch(bytes([xor_of(window[1 : end + 1])]), window[end + 1 : end + 2])
    return Complete(end + 2) if wrong is None else Broken(end + 2, "checksum_error", wrong)


def _cut_by(reach: bytes) -> int:
    """Return where another frame begins inside a block, 0 if none does."""
    identity = _IDENTITY.search(reach, 1)
    starts = [reach.find(reach[:1], 1), identity.start() if identity else -1]
    return min((start for start in starts if start > 0), default=0)


def _surely(window: bytes) -> bool:
    outcome = measure(window) if begins(window) else None
    return isinstance(outcome, Complete) and outcome.length == len(window) > 1


def _telegram(window: bytes) -> Complete | Broken | None:
    """Judge the lines that follow an identification unasked (mode D)."""
    whole = _TELEGRAM.match(window)
    if whole is not None:
        return Complete(whole.end())
    foreign = _FOREIGN.search(window)
    if foreign is not None:
        return Broken(foreign.start(), "malformed", "bytes that have no place in a telegram")
    return None if len(window) < _LONGEST else Broken(_LONGEST, "too_long", "no end")


@dataclass(slots=True)
class IecShape:
    """Frames by their first byte; directly after an identification also an empty line and more.

    A meter that has sent a block with its check sends none without: that would be a damaged one.
    """

    _scan: ScanShape = field(default_factory=lambda: ScanShape(begins, measure, _surely))
    _is_identified: bool = False
    _sends_checks: bool = False

    def examine(self, window: bytes) -> Outcome | None:
        """Look for a frame."""
        if self._is_identified and (window == b"\r" or _UNASKED.match(window)):
            return self._noted(window, _telegram(window))
        return self._noted(window, self._scan.examine(window))

    def examine_end(self, window: bytes) -> Outcome:
        """Judge the last bytes."""
        if self._is_identified and _UNASKED.match(window):
            return self._noted(window, None) or Broken(len(window), "incomplete")
        return self._scan.examine_end(window)

    def _noted(self, window: bytes, outcome: Outcome | None) -> Outcome | None:
        if outcome is not None:
            line = window[: outcome.length]
            is_whole = isinstance(outcome, Complete)
            self._sends_checks = self._sends_checks or (is_whole and line[0] == _STX)
            identity = _IDENTITY.fullmatch(line) if is_whole else None
            # Mode D has one speed; behind another's letter only a checked block may follow.
            has_speed_d = identity is not None and identity["status"] == _MODE_D_SPEED
            self._is_identified = has_speed_d and not self._sends_checks
        return outcome


def decode(frame: bytes, *, code: str = "") -> Decoded:
    """Return one frame's content. code: the code (`1_8_0`) whose value is wanted."""
    if frame[0] == _NAK:
        return (Indication(error="refused", raw=frame),)
    sign_on = _SIGN_ON.fullmatch(frame)
    if sign_on:
        asked: tuple[tuple[str, Extra], ...] = (("cmd", "sign_on"),)
        if sign_on["address"]:
            asked += (("address", sign_on["address"].decode()),)
        return (Indication(extras=asked, raw=frame),)
    identity = _IDENTITY.fullmatch(frame)
    if identity:
        told: tuple[tuple[str, Extra], ...] = (
            ("manufacturer", identity["address"].decode().upper()),
            ("baud_id", identity["status"].decode()),
            ("ident", identity["value"].decode()),
        )
        if identity["legend"] == _BINARY_MODE:
            told += (("mode_e", True),)
        return (Indication(extras=told, raw=frame),)
    option = _OPTION.fullmatch(frame)
    if option:
        mode = _MODES.get(option["legend"], option["legend"].decode())
        chosen = (("cmd", "select"), ("mode", mode), ("baud_id", option["status"].decode()))
        return (Indication(extras=chosen, raw=frame),)
    order = _ORDER.fullmatch(frame)
    if order:
        data = (order["value"] or b"").decode()
        if data.startswith("("):
            data = data[1:].removesuffix(")")
        return (Indication(extras=(("cmd", order["cmd"].decode()), ("data", data)), raw=frame),)
    unasked = _TELEGRAM.fullmatch(frame)
    if unasked:
        return _block(unasked["value"], frame, code, unchecked=True)
    block = _BLOCK.fullmatch(frame)
    return _block(block["value"], frame, code) if block else malformed(frame, "no such frame")


def _block(content: bytes, frame: bytes, code: str, *, unchecked: bool = False) -> Decoded:
    text = content.decode("latin-1")
    items = tuple((name.strip(), value, unit or None) for name, value, unit in _ITEM.findall(text))
    if not items or (len(items) == 1 and _FAULT.fullmatch(text.strip("\r\n!"))):
        return (Indication(error=text.strip(" ()\r\n!")[:40] or "empty", raw=frame),)
    chosen = next((item for item in items if _is_wanted(item, code)), None)
    value = Decimal(chosen[1]) if chosen is not None else None
    unit = chosen[2] if chosen is not None else None
    error = "no_such_quantity" if code and chosen is None else None
    told: tuple[tuple[str, Extra], ...] = (("items", items),)
    if unchecked:
        told += (("checked", False),)
    return (Indication(value=value, unit=unit, error=error, extras=told, raw=frame),)


def _is_wanted(item: tuple[str, str, str | None], code: str) -> bool:
    name, value, unit = item
    if not _NUMBER.fullmatch(value):
        return False
    if code:
        plain_name = name.rpartition(":")[2].replace(".", "_").replace("*", "_")
        return plain_name == code
    return unit in _ENERGY_UNITS and not _PAST.search(name)


def follow_up(said: Indication) -> Turn | None:
    """Ask for the readout, at the speed offered, once the meter has identified itself.

    Where the meter goes on without being asked, only its speed is taken (modes A and B).
    """
    offered = said.extra("baud_id")
    if said.extra("ident") is None or not isinstance(offered, str):
        return None
    if offered in _SPEEDS:
        return Turn(f"\x060{offered}0\r\n".encode(), _SPEEDS[offered])
    return Turn(b"", _OWN_SPEEDS.get(offered))


def block_of(content: bytes) -> bytes:
    """Return a block with its check byte."""
    body = content + bytes([_ETX])
    return bytes([_STX]) + body + bytes([xor_of(body)])


def answer(asked: Indication, shown: Display, *, code: str = "1.8.0") -> Answer | None:
    """Return identification and readout of the simulated meter."""
    if asked.extra("cmd") == "sign_on":
        return Answer(reply=b"/SIM5\\2HENGPING\r\n")
    if asked.extra("mode") != "readout" or shown.value is None:
        return None
    lines = f"0.0.0({shown.serial_number})\r\n{code}({plain(shown.value)}*kWh)\r\n!\r\n"
    return Answer(reply=block_of(lines.encode()))


def configure(target: Target) -> Driver:
    """Return the driver for one code of one meter."""
    if target.profile not in ("", _UNASKED_PROFILE):
        raise InputInvalid("unknown_profile", field="profile", value=target.profile[:40])
    if target.quantity and not _CODE.fullmatch(target.quantity):
        raise InputInvalid("unknown_quantity", field="quantity", value=target.quantity[:40])
    if len(target.address) > 32:
        raise InputInvalid("bad_address", field="address", value=target.address[:40])
    shown = target.quantity.replace("_", ".") or "1.8.0"
    words = dict(DRIVER.profiles).get(f"#{target.quantity}")
    driver = DRIVER if not target.profile else _unasked()
    return replace(
        driver,
        key=target.name(DRIVER.key),
        title=titled(driver.title, words) if words else driver.title,
        aliases=(),
        decode=partial(decode, code=target.quantity),
        voice=replace(DRIVER.voice, answer=partial(answer, code=shown)),
        commands=Commands(read=f"/?{target.address}!\r\n".encode() if driver.polled else None),
    )


def _unasked() -> Driver:
    """Return the driver for a meter that speaks by itself: it is never asked, and may be silent."""
    return replace(
        DRIVER,
        title=titled(DRIVER.title, dict(DRIVER.profiles)[f"/{_UNASKED_PROFILE}"]),
        lines=(SerialLine(baudrate=2400, data_bits=7, parity="even"), *DRIVER.lines),
        polled=False,
        silence_s=None,
        follow_up=None,
    )


DRIVER = Driver(
    key="iec62056-21",
    title=Text(zh="IEC 62056-21 抄表", en="IEC 62056-21 readout"),
    manual="IEC 62056-21:2002, 5.4 and 6.3; frames of pwitab/iec62056-21 and ndokter/dsmr_parser",
    unconfirmed=(
        Text(
            zh="模式 A、B、D：未见过真实仪表的帧", en="modes A, B and D: no frames of real meters"
        ),
    ),
    lines=(
        SerialLine(baudrate=300, data_bits=7, parity="even"),
        SerialLine(baudrate=2400, data_bits=7, parity="even"),
        SerialLine(data_bits=7, parity="even"),
    ),
    new_shape=IecShape,
    decode=decode,
    explain=by_groups(_SIGN_ON, _IDENTITY, _OPTION, _ORDER, _BLOCK, _TELEGRAM),
    card=card(
        ("文本行与数据块", "text lines and blocks"),
        "2F / 0D 0A, 02 / 03",
        Text(zh="异或, STX 之后", en="XOR after STX"),
        NO_FLAG,
    ),
    voice=Voice(
        answer=answer,
        unit="kWh",
        interval=Decimal("0.001"),
        lowest=Decimal(0),
        highest=Decimal(900),
    ),
    longest_frame=_LONGEST,
    has_checksum=True,
    commands=Commands(read=b"/?!\r\n"),
    follow_up=follow_up,
    polled=True,
    reaction_s=1.5,
    silence_s=8.0,
    configure=configure,
    address_form=Text(zh="至多 32 位", en="up to 32 characters"),
    profiles=(
        ("#1_8_0", Text(zh="正向有功电能", en="energy imported")),
        (f"/{_UNASKED_PROFILE}", Text(zh="模式 D, 不询问", en="mode D, never asked")),
    ),
)
