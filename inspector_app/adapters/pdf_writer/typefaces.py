"""The bundled TrueType faces: what they cover, how wide each character is, and subsets of them.

Reads the files itself instead of through reportlab, whose simple fonts hold 256 characters each
and copy the whole glyph table for every subset: here a document needs one subset per face, and a
character's number in it is its glyph's number, so that copied text is exact beyond the BMP too.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

from reportlab.lib.rl_accel import calcChecksum

from inspector_app import resource_files

FACES = ("NotoSerifSC-Regular", "NotoSerifSC-Bold", "NotoSansSC-Regular", "NotoSansSC-Bold")
SYMBOLS = "Inter-Regular"
"""Stands in last: subscripts such as E₀ are in neither Noto face."""

WIDE_DOT = "·"
"""As wide as a Chinese character in Noto Sans SC: the serif face draws it instead."""
_KEPT_TABLES = ("cvt ", "fpgm", "prep")
_ARGS_ARE_WORDS, _SCALE, _MORE, _XY_SCALE, _TWO_BY_TWO = 0x1, 0x8, 0x20, 0x40, 0x80
_CHECKSUM_MAGIC = 0xB1B0AFBA


@dataclass(frozen=True, slots=True)
class Metrics:
    """Font-wide figures in 1/1000 em."""

    bounding_box: tuple[int, int, int, int]
    ascent: int
    descent: int
    cap_height: int
    weight: int


@dataclass(eq=False)
class Face:
    """One TrueType file. glyphs: character to glyph number; widths: character to 1/1000 em."""

    name: str
    data: mmap.mmap
    tables: dict[str, tuple[int, int]]
    glyphs: dict[str, int]
    widths: dict[str, int]
    offsets: tuple[int, ...]
    advances: tuple[int, ...]  # these and the bearings in the file's own units
    bearings: tuple[int, ...]
    metrics: Metrics
    outlines: dict[int, bytes] = field(default_factory=dict)

    def table(self, tag: str) -> bytes:
        """Return a table's bytes. Raises KeyError where the face has none."""
        start, length = self.tables[tag]
        return self.data[start : start + length]

    def outline(self, glyph: int) -> bytes:
        """Return a glyph's outline, padded to four bytes; kept, for reports repeat themselves."""
        found = self.outlines.get(glyph)
        if found is None:
            start = self.tables["glyf"][0]
            found = self.data[start + self.offsets[glyph] : start + self.offsets[glyph + 1]]
            found += b"\0" * (-len(found) % 4)
            self.outlines[glyph] = found
        return found


@lru_cache(maxsize=len(FACES) + 2)
def load_face(name: str) -> Face:
    """Return a bundled face by its file's name. Raises FileNotFoundError."""
    with resource_files.path(f"fonts/{name}.ttf").open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    tables = _directory(data)
    head, hhea, maxp = (data[tables[t][0] : sum(tables[t])] for t in ("head", "hhea", "maxp"))
    (count,) = struct.unpack_from(">H", maxp, 4)
    full = struct.unpack_from(">H", hhea, 34)[0]
    advances, bearings = _horizontal(data, tables["hmtx"][0], full, count)
    scale = 1000 / struct.unpack_from(">H", head, 18)[0]
    glyphs = _characters(data, tables["cmap"][0])
    if "Sans" in name:
        glyphs.pop(WIDE_DOT, None)
    return Face(
        name=name,
        data=data,
        tables=tables,
        glyphs=glyphs,
        widths={character: round(advances[g] * scale) for character, g in glyphs.items()},
        offsets=_locations(data, tables["loca"][0], count, long=head[51] == 1),
        advances=advances,
        bearings=bearings,
        metrics=_metrics(head, hhea, data[tables["OS/2"][0] : sum(tables["OS/2"])], scale),
    )


def _directory(data: mmap.mmap) -> dict[str, tuple[int, int]]:
    (count,) = struct.unpack_from(">H", data, 4)
    rows = struct.iter_unpack(">4s3I", data[12 : 12 + 16 * count])
    return {tag.decode("ascii"): (start, length) for tag, _sum, start, length in rows}


def _horizontal(
    data: mmap.mmap, start: int, full: int, count: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return every glyph's advance and left side bearing (as unsigned 16 bits, only copied)."""
    pairs = struct.unpack_from(f">{2 * full}H", data, start)
    rest = struct.unpack_from(f">{count - full}H", data, start + 4 * full)
    return pairs[::2] + (pairs[-2],) * (count - full), pairs[1::2] + rest


def _locations(data: mmap.mmap, start: int, count: int, *, long: bool) -> tuple[int, ...]:
    if long:
        return struct.unpack_from(f">{count + 1}I", data, start)
    return tuple(2 * half for half in struct.unpack_from(f">{count + 1}H", data, start))


def _characters(data: mmap.mmap, start: int) -> dict[str, int]:
    """Read the format 12 subtable, the only one with characters beyond U+FFFF."""
    (count,) = struct.unpack_from(">H", data, start + 2)
    for _platform, _encoding, offset in struct.iter_unpack(
        ">HHI", data[start + 4 : start + 4 + 8 * count]
    ):
        at = start + offset
        if struct.unpack_from(">H", data, at)[0] == 12:
            (groups,) = struct.unpack_from(">I", data, at + 12)
            rows = struct.iter_unpack(">3I", data[at + 16 : at + 16 + 12 * groups])
            return {
                chr(code): glyph + code - first
                for first, last, glyph in rows
                for code in range(first, last + 1)
            }
    raise ValueError("no format 12 cmap")


def _metrics(head: bytes, hhea: bytes, os2: bytes, scale: float) -> Metrics:
    ascent, descent = struct.unpack_from(">hh", hhea, 4)
    left, low, right, high = struct.unpack_from(">4h", head, 36)
    return Metrics(
        bounding_box=(
            round(left * scale),
            round(low * scale),
            round(right * scale),
            round(high * scale),
        ),
        ascent=round(ascent * scale),
        descent=round(descent * scale),
        cap_height=round(struct.unpack_from(">h", os2, 88)[0] * scale),
        weight=struct.unpack_from(">H", os2, 4)[0],
    )


def subset(face: Face, glyphs: tuple[int, ...]) -> bytes:
    """Return a TrueType file with `.notdef` and these glyphs, numbered 1, 2, 3... in this order.

    Holds just the tables that a CIDFontType2 needs (ISO 32000-1 9.9). Parts of composite glyphs
    follow behind.
    """
    order, outlines = _closure(face, (0, *glyphs))
    ends = tuple(accumulate(map(len, outlines), initial=0))
    count = len(order)
    metrics = [part for g in order for part in (face.advances[g], face.bearings[g])]
    tables = {tag: face.table(tag) for tag in _KEPT_TABLES if tag in face.tables}
    tables["glyf"] = b"".join(outlines)
    tables["head"] = _patched(face.table("head"), {8: ">I:0", 50: ">h:1"})
    tables["hhea"] = _patched(face.table("hhea"), {34: f">H:{count}"})
    tables["hmtx"] = struct.pack(f">{2 * count}H", *metrics)
    tables["loca"] = struct.pack(f">{count + 1}I", *ends)
    tables["maxp"] = _patched(face.table("maxp"), {4: f">H:{count}"})
    return _assembled(tables)


def _closure(face: Face, glyphs: tuple[int, ...]) -> tuple[list[int], list[bytes]]:
    order, outlines = list(glyphs), []
    for glyph in order:  # grows while it is walked
        outline = face.outline(glyph)
        if outline and outline[0] & 0x80:
            outline = _renumbered(outline, order)
        outlines.append(outline)
    return order, outlines


def _renumbered(outline: bytes, order: list[int]) -> bytes:
    """Point a composite glyph's parts at their new numbers, adding them to `order`."""
    changed, at, flags = bytearray(outline), 10, _MORE
    while flags & _MORE:
        flags, part = struct.unpack_from(">HH", changed, at)
        if part not in order:
            order.append(part)
        struct.pack_into(">H", changed, at + 2, order.index(part))
        at += 8 if flags & _ARGS_ARE_WORDS else 6
        at += 2 * bool(flags & _SCALE) + 4 * bool(flags & _XY_SCALE) + 8 * bool(flags & _TWO_BY_TWO)
    return bytes(changed)


def _patched(table: bytes, changes: dict[int, str]) -> bytes:
    changed = bytearray(table)
    for offset, change in changes.items():
        layout, _, value = change.partition(":")
        struct.pack_into(layout, changed, offset, int(value))
    return bytes(changed)


def _assembled(tables: dict[str, bytes]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    rows, parts, at = [], [], 12 + 16 * count
    for tag, table in sorted(tables.items()):
        padded = table + b"\0" * (-len(table) % 4)
        rows.append(struct.pack(">4s3I", tag.encode(), calcChecksum(padded), at, len(table)))
        parts.append(padded)
        at += len(padded)
    search = 16 << power
    start = struct.pack(">4s4H", b"\0\1\0\0", count, search, power, 16 * count - search)
    whole = start + b"".join(rows) + b"".join(parts)
    adjustment = (_CHECKSUM_MAGIC - calcChecksum(whole)) & 0xFFFFFFFF
    at = whole.index(tables["head"][:8], 12 + 16 * count) + 8
    return whole[:at] + struct.pack(">I", adjustment) + whole[at + 4 :]
