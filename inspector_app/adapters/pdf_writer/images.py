"""Photos, signatures as image objects. A kept photo's JPEG bytes go in as they are."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PIL import Image, UnidentifiedImageError

from inspector_app.adapters.pdf_writer.archive import stream
from inspector_app.domain.exceptions import InputInvalid

_FRAME_MARKERS = frozenset({0xC0, 0xC1, 0xC2})
_COLOURS = {1: "/DeviceGray", 3: "/DeviceRGB"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """An image ready to embed: pixels, colour space and the data with its filter."""

    width: int
    height: int
    colours: str
    filter: str
    data: bytes

    def as_object(self) -> Any:
        """Return the image XObject."""
        return stream(
            {
                "Type": "/XObject",
                "Subtype": "/Image",
                "Width": self.width,
                "Height": self.height,
                "ColorSpace": self.colours,
                "BitsPerComponent": 8,
                "Filter": self.filter,
            },
            self.data,
            compressed=True,
        )


@lru_cache(maxsize=32)
def drawn(data: bytes) -> Drawn:
    """Return an image ready to embed. Raises InputInvalid(`photo_not_an_image`)."""
    shape = _jpeg_shape(data)
    if shape and shape[2] in _COLOURS:
        width, height, components = shape
        return Drawn(width, height, _COLOURS[components], "/DCTDecode", data)
    return _flattened(data)


def _jpeg_shape(data: bytes) -> tuple[int, int, int] | None:
    """Return width, height and components of a baseline or progressive 8-bit JPEG, else None."""
    if data[:2] != b"\xff\xd8":
        return None
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, (length,) = data[at + 1], struct.unpack_from(">H", data, at + 2)
        if marker in _FRAME_MARKERS:
            bits, height, width, components = struct.unpack_from(">BHHB", data, at + 4)
            return (width, height, components) if bits == 8 else None
        at += 2 + length
    return None


def _flattened(data: bytes) -> Drawn:
    """Put anything else (the strokes of a signature: PNG with transparency) on white paper."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > 50_000_000:
                raise InputInvalid("photo_too_large", field="photo")
            layer = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError, SyntaxError) as error:
        raise InputInvalid("photo_not_an_image", field="photo") from error
    paper = Image.new("RGB", layer.size, "white")
    paper.paste(layer, mask=layer.getchannel("A"))
    return Drawn(*paper.size, "/DeviceRGB", "/FlateDecode", zlib.compress(paper.tobytes(), 6))
