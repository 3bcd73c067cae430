"""What a printer would put on paper: ESC/POS and ZPL read back to a picture, by their manuals."""

from __future__ import annotations

import io
import re

from PIL import Image

_LABEL = re.compile(
    rb"\^XA\^PW(\d+)\^LL(\d+)\^LH0,0\^FO0,0\^GFA,(\d+),(\d+),(\d+),([^^]*)\^FS\^PQ1\^XZ\r\n"
)


def from_esc_pos(data: bytes) -> tuple[Image.Image, bytes]:
    """Return the picture of all `GS v 0` bands and the commands around them."""
    rest, rows, others, width = data, bytearray(), bytearray(), 0
    while rest:
        if not rest.startswith(b"\x1dv0"):
            others.append(rest[0])
            rest = rest[1:]
            continue
        assert rest[3] == 0
        width, count = (int.from_bytes(rest[at : at + 2], "little") for at in (4, 6))
        rows += rest[8 : 8 + width * count]
        assert len(rest) >= 8 + width * count
        rest = rest[8 + width * count :]
    return picture(bytes(rows), width), bytes(others)


def from_zpl(data: bytes) -> list[Image.Image]:
    """Return the pictures of all labels; anything that is no such label fails."""
    assert b"".join(found[0] for found in _LABEL.finditer(data)) == data
    pictures = []
    for found in _LABEL.finditer(data):
        width, height, total, again, row_bytes = (int(found[n]) for n in range(1, 6))
        rows = unpacked(found[6].decode(), row_bytes)
        assert total == again == len(rows) == row_bytes * height
        assert row_bytes == (width + 7) // 8
        pictures.append(picture(rows, row_bytes))
    return pictures


def unpacked(text: str, row_bytes: int) -> bytes:
    """Undo the ASCII compression of ^GF: G-Y and g-z count, `,` `!` fill, `:` repeats the row."""
    digits, rows = row_bytes * 2, list[str]()
    row, count = "", 0
    for sign in text:
        if sign == ":":
            assert row == ""
            rows.append(rows[-1])
        elif sign in ",!":
            rows.append(row.ljust(digits, "0" if sign == "," else "F"))
            row = ""
        elif "G" <= sign <= "Y":
            count += ord(sign) - ord("F")
        elif "g" <= sign <= "z":
            count += (ord(sign) - ord("f")) * 20
        else:
            row, count = row + sign * (count or 1), 0
            assert len(row) <= digits
            if len(row) == digits:
                rows.append(row)
                row = ""
    assert (row, count) == ("", 0)
    return bytes.fromhex("".join(rows))


def picture(rows: bytes, row_bytes: int) -> Image.Image:
    """Return packed rows (1 is black) as a picture."""
    height = len(rows) // row_bytes
    return Image.frombytes("1", (row_bytes * 8, height), bytes(byte ^ 0xFF for byte in rows))


def png(image: Image.Image) -> bytes:
    """Return the picture as a PNG, on white paper with some room around."""
    sheet = Image.new("L", (image.width + 80, image.height + 80), 255)
    sheet.paste(image, (40, 40))
    buffer = io.BytesIO()
    sheet.save(buffer, "PNG")
    return buffer.getvalue()
