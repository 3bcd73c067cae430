"""Yaohua XK3190-A12 and A12E: `WG004.139kg3D`, eleven characters and their exclusive or.

Wire: W, G gross or N net or T tare, seven characters of value, two of unit, exclusive or of the
eleven as two hex characters, CR LF. Overload is `OL`, underload `LO`, behind nine blanks. An older
text form (`wn-0000.1kg`) has no checksum, so a changed digit there cannot be noticed; where a
checksum is sent it is judged. Stability is not sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from inspector_app.domain.indication import Indication
from inspector_app.domain.quantities import plain
from inspector_app.domain.text import Text
from serial_drivers.declaring import (
    ALONE,
    NO_FLAG,
    by_groups,
    card,
    columns,
    scale_number,
    sign_of,
)
from serial_drivers.driver import Decoded, Display, Driver, SerialLine, Voice, malformed
from serial_drivers.framing import LineShape
from serial_drivers.layers.checksums import xor_as_hex
from serial_drivers.units import unit_of

_BODY = 11
_SURE = 2
_LINE = re.compile(
    ALONE
    + rb"(?:[Ww](?P<legend>[GgNnTtWw])(?P<value>[ -]?(?:[\d.]{6}|[\d.]{7}))(?P<unit>[a-z ]{2})"
    rb"|(?P<status> {9}(?:OL|LO)))(?P<check>[0-9A-F]{2})?\r\n"
)
_NUMBER = re.compile(rb" *-?\d+\.?\d*")
_NET = {b"G": False, b"N": True}


@dataclass(slots=True)
class _Check:
    """Judges the exclusive or where it is sent; after two of them a line without is refused."""

    seen: int = 0

    def __call__(self, frame: bytes) -> str | None:
        """Return None if it is right or not to be expected, else what was computed and came."""
        computed, received = xor_as_hex(frame[:_BODY]), frame[_BODY:-2]
        if received == computed:
            self.seen += 1
            return None
        if not received and self.seen < _SURE:
            return None
        return f"computed {computed.decode()}, in frame {received.decode('latin-1')}"


def decode(frame: bytes) -> Decoded:
    """Return the indication of one line; a tare goes into the further fields."""
    line = _LINE.fullmatch(frame)
    if line is None:
        return malformed(frame, "no A12 line")
    if line["status"]:
        over = line["status"].endswith(b"OL")
        return (Indication(overload=over, underload=not over, raw=frame),)
    if not _NUMBER.fullmatch(line["value"]):
        return malformed(frame, "no complete value")
    value, unit, legend = scale_number(line["value"]), unit_of(line["unit"]), line["legend"].upper()
    if legend == b"T":
        return (Indication(unit=unit, extras=(("tare", plain(value)),), raw=frame),)
    return (Indication(value=value, unit=unit, net=_NET.get(legend), raw=frame),)


def encode(shown: Display) -> bytes:
    """Return the line a scale sends."""
    if shown.value is None:
        body = " " * 9 + ("LO" if shown.underload else "OL")
    else:
        figure = sign_of(shown.value, "0") + columns(shown.value, 6, "0")
        body = f"W{'N' if shown.net else 'G'}{figure}{shown.unit:>2}"
    raw = body.encode()
    return raw + xor_as_hex(raw) + b"\r\n" if len(raw) == _BODY else b""


DRIVER = Driver(
    key="yaohua-a12",
    title=Text(zh="耀华 XK3190-A12(E)", en="Yaohua XK3190-A12(E)"),
    manual="XK3190-A12E manual, p. 13 (easymanua.ls/yaohua-weighing-system/xk3190-a12e)",
    unconfirmed=(
        Text(zh="旧文本格式的行结束符", en="line end of the older text form"),
        Text(zh="`ww` 的含义", en="meaning of `ww`"),
    ),
    lines=tuple(SerialLine(baudrate=rate) for rate in (9600, 4800, 2400, 1200)),
    new_shape=lambda: LineShape(_LINE, check=_Check(), whole_lines=True),
    decode=decode,
    explain=by_groups(_LINE),
    card=card(
        ("15 字节", "15 bytes"),
        "57 / 0D 0A",
        Text(zh="异或, 前 11 字节", en="XOR of the first 11 bytes"),
        NO_FLAG,
    ),
    voice=Voice(stream=encode),
    longest_frame=15,
    has_checksum=False,
    silence_s=1.5,
)
