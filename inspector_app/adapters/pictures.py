"""A photo becomes fit to keep: bounded, upright, without metadata.

Sizes are judged from the header, before a pixel is decoded: an 8 kB file can unfold to gigabytes.
All functions are top-level and picklable, for callers run them in a worker process.
"""

from __future__ import annotations

import io
import struct
import warnings
from pathlib import Path
from typing import Final

from PIL import Image, UnidentifiedImageError

from inspector_app.domain.exceptions import InputInvalid

MOST_BYTES: Final = 64 * 1024 * 1024
MOST_PIXELS: Final = 50_000_000
LONGEST_EDGE: Final = 1600
_QUALITY: Final = 85
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "MPO")
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What undoes each orientation of EXIF 2.3, tag 0x0112."""
_UNREADABLE: Final = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    MemoryError,
    OverflowError,
    IndexError,
    KeyError,
    TypeError,
    struct.error,
)


def read_photo(path: Path) -> bytes:
    """Return a chosen file's bytes, its size judged first.

    Raises InputInvalid: `photo_too_large` (over 64 MB), `photo_unreadable`.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise InputInvalid(
                "photo_too_large", field="photo", size=_megabytes(size), limit="64 MB"
            )
        return path.read_bytes()
    except OSError as error:
        raise InputInvalid("photo_unreadable", field="photo", name=path.name) from error


def normalise(data: bytes) -> tuple[bytes, int, int]:
    """Return JPEG bytes, width, height: at most 1600 px at the longer edge, upright, RGB.

    Metadata is dropped, the place where the photo was taken included. A picture with transparency
    lies on white. Raises InputInvalid: `photo_empty`, `photo_too_large` (64 MB or 50 MP),
    `photo_not_an_image` (unknown, cut off or damaged).
    """
    if not data:
        raise InputInvalid("photo_empty", field="photo")
    if len(data) > MOST_BYTES:
        raise _too_large(_megabytes(len(data)))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # of metadata, which is dropped anyhow
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _encoded(_upright(data))
    except InputInvalid:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise InputInvalid("photo_too_large", field="photo", limit="50 MP") from error
    except _UNREADABLE as error:
        raise InputInvalid("photo_not_an_image", field="photo") from error


def _upright(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
        if image.width * image.height > MOST_PIXELS:
            raise InputInvalid(
                "photo_too_large",
                field="photo",
                size=f"{image.width} × {image.height}",
                limit="50 MP",
            )
        image.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))  # JPEG: decode at a half, quarter, eighth
        turn = _turn(image)
        image.thumbnail((LONGEST_EDGE, LONGEST_EDGE), Image.Resampling.LANCZOS, reducing_gap=2.0)
        small = _on_white(image)
    # Turning last is three times cheaper than turning 20 megapixels.
    return small if turn is None else small.transpose(turn)


def _turn(image: Image.Image) -> Image.Transpose | None:
    """Return how to set the picture upright; a damaged note about it does not cost the photo."""
    try:
        turned = image.getexif().get(0x0112)
    except _UNREADABLE:
        return None
    return _TURNS.get(turned) if isinstance(turned, int) else None


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        paper = Image.new("RGB", layer.size, "white")
        paper.paste(layer, mask=layer.getchannel("A"))
        return paper
    return image.convert("RGB")


def _encoded(image: Image.Image) -> tuple[bytes, int, int]:
    clean = Image.new("RGB", image.size)
    clean.paste(image)  # a new image has none of the old one's metadata
    buffer = io.BytesIO()
    clean.save(buffer, "JPEG", quality=_QUALITY, optimize=True)
    return buffer.getvalue(), clean.width, clean.height


def _too_large(size: str) -> InputInvalid:
    return InputInvalid("photo_too_large", field="photo", size=size, limit="64 MB")


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MB"
