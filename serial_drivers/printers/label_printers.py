"""What label and receipt printers understand: a 1-bit picture as ESC/POS or as ZPL. Pure.

ESC/POS: Epson's public command reference, `ESC @`, `GS v 0`, `GS V`. ZPL II: Zebra's programming
guide, `^GF` with its ASCII compression. Both print at 203 dpi, which is 8 dots a millimetre.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

PrinterLanguage = Literal["esc-pos", "zpl"]
DOTS_PER_MM = 8
SLIP_DOTS = 72 * DOTS_PER_MM
"""What an 80 mm receipt printer prints of its roll."""
_BAND_ROWS = 128
"""Rows of one `GS v 0`: a printer's buffer holds few, and it prints while the next ones come."""
_DARK_BELOW = 160
"""Grey under which a dot is black: thin strokes of small Chinese characters stay closed."""
_BLACK = bytes(ord("1") if grey < _DARK_BELOW else ord("0") for grey in range(256))
_ESC, _GS = b"\x1b", b"\x1d"
_FEED_DOTS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Raster:
    """A black and white picture. width: in dots. rows: one bit a dot, 1 is black, left is first.

    A row that does not fill its last byte ends white.
    """

    width: int
    rows: tuple[bytes, ...]

    @property
    def row_bytes(self) -> int:
        """Return the bytes of a row."""
        return (self.width + 7) // 8


def raster_of_grey(width: int, height: int, grey: bytes, stride: int) -> Raster:
    """Return the raster of a grey picture.

    grey: rows of `stride` bytes, of which the first `width` count, 0 black to 255 white.
    """
    spare = -width % 8
    row_bytes = (width + spare) // 8
    rows = []
    for top in range(0, height * stride, stride):
        bits = grey[top : top + width].translate(_BLACK)
        rows.append((int(bits, 2) << spare).to_bytes(row_bytes, "big"))
    return Raster(width=width, rows=tuple(rows))


def esc_pos(raster: Raster) -> bytes:
    """Return the bytes that print the picture on a receipt printer and cut the paper.

    Each band is `GS v 0`, mode 0, width in bytes and rows, both low byte first.
    """
    width = raster.row_bytes.to_bytes(2, "little")
    out = [_ESC + b"@"]
    for top in range(0, len(raster.rows), _BAND_ROWS):
        band = raster.rows[top : top + _BAND_ROWS]
        out.append(_GS + b"v0\x00" + width + len(band).to_bytes(2, "little") + b"".join(band))
    out.append(_GS + b"VB" + bytes([_FEED_DOTS]))  # feed to the knife, then cut but for a point
    return b"".join(out)


def zpl(raster: Raster) -> bytes:
    """Return the label as ZPL: its size, the picture at the upper left, one copy."""
    total = raster.row_bytes * len(raster.rows)
    picture = "".join(_zpl_rows(raster.rows))
    return (
        f"^XA^PW{raster.width}^LL{len(raster.rows)}^LH0,0^FO0,0"
        f"^GFA,{total},{total},{raster.row_bytes},{picture}^FS^PQ1^XZ\r\n"
    ).encode()


def _zpl_rows(rows: tuple[bytes, ...]) -> Iterator[str]:
    """Yield the rows, shortened: `:` the row above again, `,` white and `!` black to the end."""
    before = None
    for row in rows:
        if row == before:
            yield ":"
            continue
        before = row
        digits = row.hex().upper()
        for filler, mark in (("0", ","), ("F", "!")):
            kept = digits.rstrip(filler)
            if len(kept) < len(digits):
                yield _counted(kept) + mark
                break
        else:
            yield _counted(digits)


def _counted(digits: str) -> str:
    """Return hex digits with repeats counted: `G`..`Y` 1 to 19, `g`..`z` 20 to 400 by twenties."""
    out = []
    for digit, group in groupby(digits):
        length = len(tuple(group))
        while length > 2:
            twenties, ones = divmod(min(length, 419), 20)
            out.append(chr(ord("f") + twenties) if twenties else "")
            out.append(chr(ord("F") + ones) if ones else "")
            out.append(digit)
            length -= min(length, 419)
        out.append(digit * length)
    return "".join(out)


def encoded(raster: Raster, language: PrinterLanguage) -> bytes:
    """Return the picture in the printer's language."""
    return esc_pos(raster) if language == "esc-pos" else zpl(raster)
