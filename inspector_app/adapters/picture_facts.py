"""What a photo says of itself before its metadata is dropped: codes, place, time, likeness."""

from __future__ import annotations

import io
import re
import struct
import warnings
from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from PIL import Image, ImageOps

from inspector_app.adapters import qr
from inspector_app.adapters.pictures import normalise
from inspector_app.services.ports import PictureFacts

_MOST_CODES: Final = 8
_LONGEST_CODE: Final = 512
_GPS: Final = 0x8825
_DETAILS: Final = 0x8769
_TAKEN: Final = 0x9003
_TIME: Final = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)", flags=re.ASCII)


def examine(data: bytes) -> PictureFacts:
    """Return what a photo says of itself; what it does not say stays empty.

    Raises InputInvalid as `pictures.normalise` does: hostile files are judged there first.
    """
    upright, _width, _height = normalise(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # damaged metadata says less, that is all
        exif = _exif(data)
        taken_at, position = _taken_at(exif), _position(exif)
    return PictureFacts(
        perceptual_hash=difference_hash(upright),
        qr_texts=tuple(text[:_LONGEST_CODE] for text in qr.read(upright)[:_MOST_CODES]),
        taken_at=taken_at,
        position=position,
    )


def difference_hash(picture: bytes) -> str:
    """Return 64 bits as 16 hex digits: is each cell of a 9 x 8 grey picture darker than the next.

    Scaling, another quality or a little more light change few of them; another scene half.
    """
    with Image.open(io.BytesIO(picture)) as image:
        small = ImageOps.grayscale(image).resize((9, 8), Image.Resampling.BOX)
    cells = small.tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            at = row * 9 + column
            bits = bits << 1 | (cells[at] < cells[at + 1])
    return f"{bits:016x}"


def _exif(data: bytes) -> Image.Exif | None:
    try:
        with Image.open(io.BytesIO(data)) as image:
            return image.getexif()
    except (
        OSError,
        SyntaxError,
        ValueError,
        struct.error,
    ):  # a photo without readable metadata says nothing
        return None


def _taken_at(exif: Image.Exif | None) -> str:
    value = _part(exif, _DETAILS).get(_TAKEN, "")
    found = _TIME.match(str(value))
    return f"{found[1]}-{found[2]}-{found[3]}T{found[4]}" if found else ""


def _position(exif: Image.Exif | None) -> str:
    part = _part(exif, _GPS)
    latitude = _degrees(part.get(2), str(part.get(1, "")), 90)
    longitude = _degrees(part.get(4), str(part.get(3, "")), 180)
    return f"{latitude},{longitude}" if latitude and longitude else ""


def _part(exif: Image.Exif | None, tag: int) -> Mapping[int, object]:
    if exif is None:
        return {}
    try:
        return exif.get_ifd(tag)
    except (OSError, SyntaxError, ValueError, KeyError, TypeError, struct.error):
        return {}


def _degrees(value: object, side: str, most: int) -> str:
    """Return `23.55000` of degrees, minutes and seconds; empty for what is no angle."""
    if not isinstance(value, tuple) or len(value) != 3 or side[:1] not in {"N", "S", "E", "W"}:
        return ""
    try:
        parts = [Fraction(part).limit_denominator(10**9) for part in value]
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return ""
    angle = parts[0] + parts[1] / 60 + parts[2] / 3600
    if not 0 <= angle <= most:
        return ""
    sign = "-" if side[0] in "SW" and angle else ""
    return f"{sign}{float(angle):.5f}"
