from __future__ import annotations

import io

import pytest
from PIL import Image

from inspector_app.adapters import qr
from inspector_app.domain.exceptions import InputInvalid

TOKEN = "HP1:" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 $%*+-./:" * 3


def picture(text: str, scale: int = 4) -> bytes:
    matrix = qr.matrix(text)
    side = len(matrix) + 8
    image = Image.new("L", (side, side), 255)
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                image.putpixel((x + 4, y + 4), 0)
    buffer = io.BytesIO()
    image.resize((side * scale, side * scale), Image.Resampling.NEAREST).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize("text", [TOKEN, "http://office.example/v?t=HP1%3AAB", "衡平"])
def test_a_code_reads_back_as_written(text: str) -> None:
    assert qr.read(picture(text)) == (text,)


def test_a_token_fits_version_7() -> None:
    assert len(qr.matrix(TOKEN[:154])) <= 45


def test_bars_cover_exactly_the_dark_modules() -> None:
    row = [True, True, False, True, False, False, True]
    assert list(qr.bars(row)) == [(0, 2), (3, 1), (6, 1)]


def test_a_picture_without_a_code_reads_as_nothing() -> None:
    buffer = io.BytesIO()
    Image.new("L", (100, 100), 255).save(buffer, "PNG")
    assert qr.read(buffer.getvalue()) == ()


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(InputInvalid):
        qr.read(b"no picture")


def test_a_text_too_long_for_a_code_is_refused() -> None:
    with pytest.raises(InputInvalid):
        qr.matrix("x" * 3000)
