"""Barcode and QR scanners as serial devices: what they read comes as one line of printable text.

Wire: maybe STX, maybe the symbology as `]` and two characters (AIM), the content, maybe ETX, then
CR, LF or both. Codes of GS1 hold group separators (1D), of ISO 15434 also 1E and 04: they part the
fields and are no text. A scanner is no instrument: nothing is measured, so it stands beside the
drivers and is never looked for on a port; a person says that one is there. A code in Chinese comes
as UTF-8 or GB 18030: taken where the whole line is such text. Lines are bounded, and there is no
checksum: what a code is good for its own signature has to say.
"""

from __future__ import annotations

import re
import unicodedata

from inspector_app.domain.indication import Extra, Indication
from inspector_app.domain.text import Text
from serial_drivers.declaring import NO_CHECK, NO_FLAG, by_groups, card
from serial_drivers.driver import Decoded, Driver, SerialLine, Voice, malformed
from serial_drivers.framing import LineShape

KEY = "scanner"
LONGEST = 480
_LINE = re.compile(
    rb"\x02?(?P<status>\][A-Za-z][0-9a-zA-Z])?"
    rb"(?P<value>\x1d?[ -~\x80-\xfe][\x04\x1d\x1e -~\x80-\xfe]{0,479})\x03?(?:\r\n?|\n)"
)
"""Bytes of the upper half are text of another coding, or garbage."""
_SEPARATORS = re.compile(r"[\x04\x1d\x1e]+")
_GS1_KINDS = frozenset((b"]C1", b"]e0", b"]d2", b"]Q3", b"]J1"))
_CHINESE = ("CJK UNIFIED IDEOGRAPH", "FULLWIDTH", "IDEOGRAPHIC", "EM DASH", "MIDDLE DOT")
_FIXED = {"00": 18, "01": 14, "02": 14, "20": 2} | {f"{ai:02}": 6 for ai in range(11, 20)}
_SERIALS = ("8004", "21")
"""Application identifiers of GS1: an asset's own number, a serial number."""


def decode(frame: bytes) -> Decoded:
    """Return the code that a line holds; `serial` where it is one of GS1 that names one."""
    line = _LINE.fullmatch(frame)
    content = _text_of(line["value"]) if line else None
    if line is None or content is None:
        return malformed(frame, "no line of printable text")
    kind = line["status"] or b""
    text = _SEPARATORS.sub(" ", content).strip()
    if not text:
        return malformed(frame, "an empty code")
    extras: tuple[tuple[str, Extra], ...] = (("code", text),)
    serial = _gs1_serial(content) if kind in _GS1_KINDS or content.startswith("\x1d") else None
    if serial:
        extras += (("serial", serial),)
    if kind:
        extras += (("symbology", kind.decode("ascii")),)
    return (Indication(extras=extras, raw=frame),)


def _text_of(content: bytes) -> str | None:
    """Return the text in ASCII, UTF-8 or GB 18030; None where it is none of them, or no Chinese."""
    for coding in ("utf-8", "gb18030"):
        try:
            text = content.decode(coding)
        except UnicodeDecodeError:
            continue
        return text if all(one.isascii() or _is_chinese(one) for one in text) else None
    return None


def _is_chinese(character: str) -> bool:
    return unicodedata.name(character, "").startswith(_CHINESE)


def _gs1_serial(content: str) -> str | None:
    """Return the serial number in the elements of a GS1 code; None where it names none."""
    rest = content.lstrip("\x1d")
    while rest:
        length = _FIXED.get(rest[:2])
        if length is not None:
            rest = rest[2 + length :].lstrip("\x1d")
            continue
        element, _gap, rest = rest.partition("\x1d")
        mark = next((mark for mark in _SERIALS if element.startswith(mark)), None)
        if mark is not None:
            return element[len(mark) :] or None
    return None


def wanted_text(scan: Indication) -> str | None:
    """Return what a scan asks for: the serial number it names, else all of its text."""
    said = scan.extra("serial") or scan.extra("code")
    return said if isinstance(said, str) else None


SCANNER = Driver(
    key=KEY,
    title=Text(zh="条码、二维码扫描枪", en="Barcode or QR scanner"),
    manual="GS1 General Specifications 24, 3 and 5.4 (elements, separators); ISO/IEC 15424 (AIM)",
    unconfirmed=(Text(zh="各厂家自定的前缀", en="the makers' own prefixes"),),
    lines=(
        SerialLine(),
        SerialLine(baudrate=115200),
        SerialLine(baudrate=19200),
        SerialLine(baudrate=9600, data_bits=7, parity="even"),
    ),
    new_shape=lambda: LineShape(_LINE, cr_at_once=True),
    decode=decode,
    explain=by_groups(_LINE),
    card=card(("文本行", "text line"), "— / 0D 0A", NO_CHECK, NO_FLAG),
    voice=Voice(),
    longest_frame=LONGEST + 8,
    has_checksum=False,
    listens_only=True,
)
