"""DSMR P1: the telegram a meter pushes every one to ten seconds.

Wire: `/` with the maker's name, a blank line, lines `code(value*unit)`, `!`, and from version 4 on
the CRC-16/ARC of everything from `/` to `!` as four hex digits, CR LF. Older telegrams (9600 7E1)
end at `!`: they are read where each line has its shape and the name says 5 as DSMR demands, and
marked (`checked` false). Where the telegram tells a version that has a CRC, or this meter has sent
one before, a telegram without it is refused.
A name says which value is wanted: `dsmr-p1#power_kW`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.indication import Extra, Indication
from inspector_app.domain.quantities import plain
from inspector_app.domain.text import Text
from serial_drivers.declaring import NO_FLAG, by_groups, card, titled
from serial_drivers.driver import (
    Decoded,
    Display,
    Driver,
    SerialLine,
    Target,
    Voice,
    malformed,
)
from serial_drivers.framing import Broken, Complete, ScanShape
from serial_drivers.layers.checksums import crc16

_SLASH = ord("/")
_LONGEST = 3000
_END = re.compile(rb"!(?P<check>[0-9A-F]{4})?\r\n")
_WHOLE = re.compile(
    rb"/(?P<address>[A-Za-z]{3}[0-9A-Z][ -~]{0,40})\r\n\r\n(?P<value>[ -~\r\n]*)"
    rb"!(?P<check>[0-9A-F]{4})?\r\n"
)
_OLD_LINE = re.compile(rb"(?:\d-\d{1,2}:\d{1,3}(?:\.\d{1,3}){2}(?:\*\d{1,3})?)?(?:\([^()\r\n]*\))+")
_OLD_NAME = re.compile(rb"[A-Za-z]{3}5")
_NEW_VERSION = re.compile(rb"\r\n(?:1-3:0\.2\.8\([4-9]\d\)|0-0:96\.1\.4\()")
"""The lines by which meters say that they are of version 4 or later, or of a later dialect."""
_ITEM = re.compile(
    r"^(\d-\d{1,2}:\d{1,3}\.\d{1,3}\.\d{1,3})(?:\*\d{1,3})?\((.*)\)\r?$", re.MULTILINE
)
_FIGURE = re.compile(r"(?:.*\()?(-?\d+(?:\.\d+)?)\*(\w+)")
"""A figure with its unit, alone in its brackets; a time may stand in brackets before it."""
_OLD_GAS = re.compile(r"24\.3\.0\(.*\(0-\d:24\.2\.\d\)\((m3)\)\r?\n\((\d+(?:\.\d+)?)\)")
"""Versions 2 and 3 give the gas meter's figure on a line of its own."""
_NAMES = {
    "1.8.0": "import",
    "1.8.1": "import_t1",
    "1.8.2": "import_t2",
    "2.8.0": "export",
    "2.8.1": "export_t1",
    "2.8.2": "export_t2",
    "1.7.0": "power",
    "2.7.0": "power_export",
    "32.7.0": "voltage_l1",
    "52.7.0": "voltage_l2",
    "72.7.0": "voltage_l3",
    "31.7.0": "current_l1",
    "51.7.0": "current_l2",
    "71.7.0": "current_l3",
    "21.7.0": "power_l1",
    "41.7.0": "power_l2",
    "61.7.0": "power_l3",
}
_GAS, _SERIAL, _TIME = "24.2.1", "0-0:96.1.1", "0-0:1.0.0"


@dataclass(slots=True)
class _Measure:
    """Finds the end of a telegram and judges its CRC; remembers whether this meter sends one."""

    sends_crc: bool = False

    def __call__(self, window: bytes) -> Complete | Broken | None:
        end = _END.search(window, 0, _LONGEST)
        again = window.find(b"\n/", 0, _LONGEST)
        if again >= 0 and (end is None or again < end.start()):
            return Broken(again + 1, "malformed", "cut short by the next telegram")
        if end is None:
            return None if len(window) < _LONGEST else Broken(_LONGEST, "too_long", "no end")
        return self._checked(window, end)

    def _checked(self, window: bytes, end: re.Match[bytes]) -> Complete | Broken:
        if end["check"] is None:
            if self.sends_crc:
                return Broken(end.end(), "checksum_error", "a CRC was sent before, here is none")
            if _NEW_VERSION.search(window, 0, end.start()):
                return Broken(end.end(), "checksum_error", "its version sends a CRC, here is none")
            return Complete(end.end())
        computed = b"%04X" % crc16(window[: end.start() + 1], 0)
        if computed != end["check"]:
            detail = f"computed {computed.decode()}, in frame {end['check'].decode()}"
            return Broken(end.end(), "checksum_error", detail)
        self.sends_crc = True
        return Complete(end.end())


def _begins(window: bytes) -> bool:
    return window[0] == _SLASH and (len(window) < 4 or window[1:4].isalpha())


def _surely(window: bytes) -> bool:
    return len(window) >= 5 and _begins(window) and window[4:5].isalnum()


def decode(frame: bytes, *, wanted: str = "") -> Decoded:
    """Return the telegram's figures by name. wanted: the figure that is the value."""
    telegram = _WHOLE.fullmatch(frame)
    if telegram is None:
        return malformed(frame, "no telegram")
    if telegram["check"] is None and not _is_whole_old(telegram):
        return malformed(frame, "no CRC, and not the shape of a telegram before version 4")
    figures: dict[str, tuple[Decimal, str]] = {}
    facts: list[tuple[str, Extra]] = [("ident", telegram["address"].decode())]
    body = telegram["value"].decode()
    for code, content in _ITEM.findall(body):
        kind = code.partition(":")[2]
        found = _FIGURE.fullmatch(content)
        name = "gas" if kind == _GAS else _NAMES.get(kind)
        if name and found:
            value, unit = Decimal(found[1]), found[2]
            figures.setdefault(f"{name}_{unit}", (value, unit))
        elif code in (_SERIAL, _TIME):
            facts.append(("serial" if code == _SERIAL else "meter_time", content))
    old_gas = _OLD_GAS.search(body)
    if old_gas:
        figures.setdefault("gas_m3", (Decimal(old_gas[2]), old_gas[1]))
    if not figures:
        return malformed(frame, "no figure in the telegram")
    if telegram["check"] is None:
        facts.append(("checked", False))
    told = tuple((name, plain(value)) for name, (value, _unit) in figures.items())
    value, unit = figures.get(wanted) or next(iter(figures.values()))
    error = "no_such_quantity" if wanted and wanted not in figures else None
    return (
        Indication(
            value=None if error else value,
            unit=unit,
            error=error,
            extras=(*told, *facts),
            raw=frame,
        ),
    )


def _is_whole_old(telegram: re.Match[bytes]) -> bool:
    """Say whether a telegram without a CRC has the name and the lines that DSMR demands."""
    lines = telegram["value"].removesuffix(b"\r\n").split(b"\r\n")
    is_named = _OLD_NAME.match(telegram["address"]) is not None
    return is_named and all(_OLD_LINE.fullmatch(line) for line in lines)


def encode(shown: Display, *, code: str = "1-0:1.8.1", unit: str = "kWh") -> bytes:
    """Return a short telegram of version 5."""
    if shown.value is None or shown.value.is_signed():  # telegrams know no sign
        return b""
    figure = f"{code}({plain(shown.value):0>10}*{unit})"
    body = f"/SIM5\\2HENGPING\r\n\r\n1-3:0.2.8(50)\r\n{figure}\r\n!".encode()
    return body + b"%04X\r\n" % crc16(body, 0)


def _code_of(name: str) -> tuple[str, str]:
    kind, _, unit = name.rpartition("_")
    code = next((code for code, known in _NAMES.items() if known == kind), None)
    if name == "gas_m3":
        return f"0-1:{_GAS}", unit
    if code is None:
        raise InputInvalid("unknown_quantity", field="quantity", value=name[:40])
    return f"1-0:{code}", unit


def configure(target: Target) -> Driver:
    """Return the driver for one figure of the telegram."""
    if target.profile:
        raise InputInvalid("unknown_profile", field="profile", value=target.profile[:40])
    if target.address:
        raise InputInvalid("bad_address", field="address", value=target.address[:40])
    code, unit = _code_of(target.quantity)
    words = dict(DRIVER.profiles).get(f"#{target.quantity}")
    return replace(
        DRIVER,
        key=target.name(DRIVER.key),
        title=titled(DRIVER.title, words) if words else DRIVER.title,
        aliases=(),
        decode=partial(decode, wanted=target.quantity),
        voice=replace(
            DRIVER.voice,
            stream=partial(encode, code=code, unit=unit),
            unit="m³" if unit == "m3" else unit,
        ),
    )


DRIVER = Driver(
    key="dsmr-p1",
    title=Text(zh="DSMR P1 智能电表", en="DSMR P1 smart meter"),
    manual="DSMR P1 companion standard 5.0.2, 5.2 and 6.12, 2.2 and 3.0; telegrams "
    "of ndokter/dsmr_parser",
    unconfirmed=(Text(zh="其他国家变体中的数值", en="figures of other countries' dialects"),),
    lines=(SerialLine(baudrate=115200), SerialLine(data_bits=7, parity="even")),
    new_shape=lambda: ScanShape(_begins, _Measure(), _surely),
    decode=decode,
    explain=by_groups(_WHOLE),
    card=card(
        ("数百字节", "hundreds of bytes"),
        "2F / 21",
        Text(zh="CRC-16/ARC, 4 位十六进制", en="CRC-16/ARC, 4 hex digits"),
        NO_FLAG,
    ),
    voice=Voice(
        stream=encode,
        frames_per_second=1,
        unit="kWh",
        interval=Decimal("0.001"),
        lowest=Decimal(0),
        highest=Decimal(900),
    ),
    longest_frame=_LONGEST,
    has_checksum=True,
    proof_frames=1,
    silence_s=25.0,
    configure=configure,
    profiles=(
        ("#import_t1_kWh", Text(zh="费率 1 用电量", en="energy imported, tariff 1")),
        ("#import_t2_kWh", Text(zh="费率 2 用电量", en="energy imported, tariff 2")),
        ("#power_kW", Text(zh="功率", en="power")),
        ("#gas_m3", Text(zh="燃气体积", en="gas volume")),
    ),
)
