"""GNSS receivers by NMEA 0183: position and time with the quality of the fix, as evidence.

Wire: `$GPGGA,...*hh`, the exclusive or of what stands between $ and * as two hex digits, CR LF.
GGA gives time, position, fix quality, satellites, dilution and altitude; RMC adds the date and
says whether the fix is valid. The value of GGA is the altitude in metres; position and time are
further fields. Without a fix there is none of them, and `error` says so.
"""

from __future__ import annotations

import re
from decimal import Decimal

from inspector_app.domain.indication import Extra, Indication
from inspector_app.domain.quantities import plain
from inspector_app.domain.text import Text
from serial_drivers.declaring import NO_FLAG, by_groups, card
from serial_drivers.driver import Decoded, Display, Driver, SerialLine, Voice, malformed
from serial_drivers.framing import LineShape
from serial_drivers.layers.checksums import xor_of

_LINE = re.compile(
    rb"\$(?P<address>[A-Z]{2})(?P<cmd>[A-Z]{3}),(?P<value>[ -)+-~]{0,90})"
    rb"\*(?P<check>[0-9A-F]{2})\r\n"
)
_TIME = re.compile(r"([01]\d|2[0-3])([0-5]\d)((?:[0-5]\d|60)(?:\.\d{1,4})?)")
_DATE = re.compile(r"(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])((?:\d\d)?\d\d)")
_ANGLE = re.compile(r"(\d{2,3})(\d\d\.\d{1,8})")
_NUMBER = re.compile(r"-?\d{1,7}(?:\.\d{1,4})?")
_PLACES = Decimal("0.0000001")
_COORDINATES = (("latitude", "NS", 90), ("longitude", "EW", 180))
_GGA_FIELDS, _RMC_FIELDS, _ZDA_FIELDS, _GLL_FIELDS = 14, 11, 4, 6
_FIXES = ("none", "gps", "dgps", "pps", "rtk", "float_rtk", "estimated", "manual", "simulator")


def check(line: bytes) -> str | None:
    """Return None if the exclusive or is right, else what was computed and what came."""
    computed, received = b"%02X" % xor_of(line[1:-5]), line[-4:-2]
    if computed == received:
        return None
    return f"computed {computed.decode()}, in frame {received.decode('latin-1')}"


def decode(frame: bytes) -> Decoded:
    """Return a sentence's content; one that is not read is named."""
    line = _LINE.fullmatch(frame)
    if line is None:
        return malformed(frame, "no sentence")
    name, fields = line["cmd"].decode(), line["value"].decode().split(",")
    if name == "GGA" and len(fields) >= _GGA_FIELDS:
        return (_gga(fields, frame),)
    if name == "RMC" and len(fields) >= _RMC_FIELDS:
        return (_rmc(fields, frame),)
    if name == "ZDA" and len(fields) >= _ZDA_FIELDS:
        told = (("sentence", name), *_time(fields[0]), *_date("".join(fields[1:4])))
        return (Indication(extras=told, raw=frame),)
    if name == "GLL" and len(fields) >= _GLL_FIELDS:
        return (_gll(fields, frame),)
    return (Indication(extras=(("sentence", name),), raw=frame),)


def _gll(fields: list[str], frame: bytes) -> Indication:
    extras: tuple[tuple[str, Extra], ...] = (("sentence", "GLL"), *_time(fields[4]))
    position = _position(fields[:4])
    if fields[5] != "A" or not position:
        return Indication(error="no_fix", extras=extras, raw=frame)
    return Indication(extras=(*extras, *position), raw=frame)


def _gga(fields: list[str], frame: bytes) -> Indication:
    time, position = _time(fields[0]), _position(fields[1:5])
    quality = int(fields[5]) if fields[5].isdigit() else 0
    fix = _FIXES[quality] if quality < len(_FIXES) else str(quality)
    extras: tuple[tuple[str, Extra], ...] = (("sentence", "GGA"), ("fix", fix), *time)
    if not quality or not position:
        return Indication(error="no_fix", extras=extras, raw=frame)
    extras += (*position, ("satellites", fields[6]), ("hdop", fields[7]))
    altitude = Decimal(fields[8]) if _NUMBER.fullmatch(fields[8]) else None
    return Indication(value=altitude, unit="m", extras=extras, raw=frame)


def _rmc(fields: list[str], frame: bytes) -> Indication:
    extras: tuple[tuple[str, Extra], ...] = (
        ("sentence", "RMC"),
        *_time(fields[0]),
        *_date(fields[8]),
    )
    position = _position(fields[2:6])
    if fields[1] != "A" or not position:
        return Indication(error="no_fix", extras=extras, raw=frame)
    return Indication(extras=(*extras, *position), raw=frame)


def _time(text: str) -> tuple[tuple[str, Extra], ...]:
    match = _TIME.fullmatch(text)
    return (("utc_time", f"{match[1]}:{match[2]}:{match[3]}"),) if match else ()


def _date(text: str) -> tuple[tuple[str, Extra], ...]:
    """Return the day of `ddmmyy` or `ddmmyyyy`, nothing for one that no calendar has."""
    match = _DATE.fullmatch(text)
    if match is None:
        return ()
    year = match[3] if len(match[3]) == 4 else f"20{match[3]}"
    return (("date", f"{year}-{match[2]}-{match[1]}"),)


def _position(parts: list[str]) -> tuple[tuple[str, Extra], ...]:
    """Return latitude and longitude in degrees, south and west negative."""
    found: list[tuple[str, Extra]] = []
    for at, (name, sides, most) in zip((0, 2), _COORDINATES, strict=True):
        text, side = parts[at : at + 2]
        match = _ANGLE.fullmatch(text)
        if match is None or not side or side not in sides:
            return ()
        degrees = (Decimal(match[1]) + Decimal(match[2]) / 60).quantize(_PLACES)
        if degrees > most or Decimal(match[2]) >= 60:
            return ()
        found.append((name, plain(-degrees if side in ("S", "W") else degrees)))
    return tuple(found)


def encode(shown: Display) -> bytes:
    """Return the sentence of a receiver in the example city; its altitude is what is shown."""
    height = "0.0" if shown.value is None else plain(shown.value)
    body = f"GPGGA,021500.00,2333.0512,N,11621.4730,E,1,09,0.9,{height},M,-8.1,M,,".encode()
    return b"$" + body + b"*%02X\r\n" % xor_of(body)


DRIVER = Driver(
    key="nmea-0183",
    title=Text(zh="NMEA 0183 卫星定位", en="NMEA 0183 GNSS receiver"),
    manual="NMEA 0183 4.11, sentences GGA, RMC, ZDA and GLL, as public receiver manuals give them",
    unconfirmed=(Text(zh="5 以上的定位质量", en="fix qualities above 5"),),
    lines=(SerialLine(), SerialLine(baudrate=4800), SerialLine(baudrate=115200)),
    new_shape=lambda: LineShape(_LINE, check=check),
    decode=decode,
    explain=by_groups(_LINE),
    card=card(
        ("文本行, 至 82 字节", "text line, up to 82 bytes"),
        "24 / 0D 0A",
        Text(zh="异或, $ 与 * 之间", en="XOR between $ and *"),
        NO_FLAG,
    ),
    voice=Voice(
        stream=encode,
        frames_per_second=5,
        unit="m",
        interval=Decimal("0.1"),
        lowest=Decimal(-100),
        highest=Decimal(8000),
    ),
    longest_frame=100,
    has_checksum=True,
    silence_s=10.0,
)
