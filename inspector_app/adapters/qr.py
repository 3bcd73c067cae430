"""QR codes (ISO/IEC 18004): a token as a matrix of modules, and the token back from a picture."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import groupby

import qrcode
import zxingcpp
from PIL import Image, UnidentifiedImageError
from qrcode.constants import ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError

from inspector_app.domain.exceptions import InputInvalid

_MOST_PIXELS = 50_000_000


def matrix(text: str) -> list[list[bool]]:
    """Return the modules, True = dark, with error correction M and no quiet zone.

    Raises InputInvalid(`qr_too_long`) for more than a code can hold (2331 bytes).
    """
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text, optimize=0)
    try:
        return [[bool(dark) for dark in row] for row in code.get_matrix()]
    except (ValueError, DataOverflowError) as error:
        raise InputInvalid("qr_too_long", field="token", length=len(text)) from error


def bars(row: list[bool]) -> Iterator[tuple[int, int]]:
    """Yield (start, length) of the dark stretches of a row, which draw without seams."""
    at = 0
    for dark, group in groupby(row):
        length = len(tuple(group))
        if dark:
            yield at, length
        at += length


def read(picture: bytes) -> tuple[str, ...]:
    """Return the texts of all QR codes in a PNG or JPEG picture, empty where there is none.

    Raises InputInvalid(`photo_not_an_image`, `photo_too_large`).
    """
    try:
        with Image.open(io.BytesIO(picture)) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise InputInvalid("photo_too_large", field="picture")
            grey = image.convert("L")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise InputInvalid("photo_not_an_image", field="picture") from error
    found = zxingcpp.read_barcodes(
        grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )
    return tuple(code.text for code in found)
