"""What one byte of a frame is, in words: its place, its looks, the field it belongs to. Pure."""

from __future__ import annotations

from typing import Final

from inspector_app.words import current_language
from inspector_app.words import gettext as _
from serial_drivers.driver import ByteField, ScaleDriver
from ui.widgets.byte_rows import ByteRow

_ASCII: Final = (
    "NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB "
    "CAN EM SUB ESC FS GS RS US SP"
)
_CONTROLS: Final = tuple(_ASCII.split(" "))
_HIGH: Final = 0x80
_DEL: Final = 0x7F
_MOST_LISTED: Final = 24


def byte_name(byte: int) -> str:
    """Return how ASCII names a byte: `“5”`, `STX`; what its lower seven bits are above 7F."""
    low = byte & 0x7F
    name = "DEL" if low == _DEL else _CONTROLS[low] if low < len(_CONTROLS) else f"“{chr(low)}”"
    return name if byte < _HIGH else _("{name} with the top bit").format(name=name)


def field_text(field: ByteField, frame: bytes) -> str:
    """Return the bytes of a field: as characters where all can be printed, else in hex."""
    part = frame[field.start : field.stop]
    if part and all(0x20 <= byte < _DEL for byte in part):
        return f"“{part.decode('ascii')}”"
    return part.hex(" ").upper()


def explain_byte(driver: ScaleDriver | None, row: ByteRow, at: int | None) -> str:
    """Return the lines for a frame; at: the byte under the pointer, None elsewhere in the row."""
    lines: list[str] = []
    fields = driver.explain(row.raw) if driver is not None and row.verdict == "good" else ()
    if at is not None and at < len(row.raw):
        lines.append(_byte_line(row.raw, at))
    language = current_language()
    listed = [field for field in fields if field.start < field.stop]
    for field in listed[:_MOST_LISTED]:
        mark = "▸ " if at is not None and field.start <= at < field.stop else ""
        name = field.name.in_language(language)
        lines.append(f"{mark}{name}: {field_text(field, row.raw)}")
    if len(listed) > _MOST_LISTED:
        lines.append("…")
    if not fields:
        lines += [part for part in (row.remark, row.parsed) if part]
    elif row.parsed:
        lines.append(row.parsed)
    return "\n".join(lines)


def _byte_line(frame: bytes, at: int) -> str:
    byte = frame[at]
    return _("Byte {n} of {count}: {hex} · {name} · {bits}").format(
        n=at + 1,
        count=len(frame),
        hex=f"{byte:02X}",
        name=byte_name(byte),
        bits=f"{byte >> 4:04b} {byte & 15:04b}",
    )
