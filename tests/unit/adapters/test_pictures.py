from __future__ import annotations

import io
import pickle
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from inspector_app.adapters import picture_facts, pictures
from inspector_app.domain.exceptions import InputInvalid


def photo(size: tuple[int, int] = (640, 480), *, orientation: int = 0, kind: str = "JPEG") -> bytes:
    image = Image.new("RGB", size, "white")
    image.paste((200, 30, 30), (0, 0, size[0] // 2, size[1] // 2))
    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
    exif[0x010F] = "SecretCameraMaker"
    exif.get_ifd(0x8825)[1] = "N"
    buffer = io.BytesIO()
    image.save(buffer, kind, exif=exif)
    return buffer.getvalue()


def png_header(width: int, height: int) -> bytes:
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    return b"\x89PNG\r\n\x1a\n" + chunk + b"\0\0\0\0IEND\xae\x42\x60\x82"


def code_of(data: bytes) -> str:
    with pytest.raises(InputInvalid) as refused:
        pictures.normalise(data)
    return refused.value.code


def test_a_photo_shrinks_to_1600_pixels_and_keeps_its_shape() -> None:
    _data, width, height = pictures.normalise(photo((4000, 3000)))
    assert (width, height) == (1600, 1200)


def test_a_small_photo_is_not_blown_up() -> None:
    assert pictures.normalise(photo((320, 200)))[1:] == (320, 200)


@pytest.mark.parametrize(
    "orientation, corner", [(1, (0, 0)), (3, (1, 1)), (6, (1, 0)), (8, (0, 1))]
)
def test_a_turned_photo_comes_out_upright(orientation: int, corner: tuple[int, int]) -> None:
    data, width, height = pictures.normalise(photo((600, 400), orientation=orientation))
    image = Image.open(io.BytesIO(data)).convert("RGB")
    red, green, _blue = image.getpixel((corner[0] * (width - 1), corner[1] * (height - 1)))  # type: ignore[misc]
    assert red > 150 > green + 50, (orientation, red, green)


@pytest.mark.parametrize("kind", range(17))
def test_a_damaged_note_of_the_camera_does_not_cost_the_photo(kind: int) -> None:
    """The maker's name is said to be of another type than text: rationals, floats, nonsense."""
    sound = photo((600, 400), orientation=6)
    for entry in (b"\x01\x0f\x00\x02", b"\x0f\x01\x02\x00"):
        at = sound.find(entry)
        if at >= 0:
            break
    assert at >= 0
    damaged = bytearray(sound)
    damaged[at + (3 if entry[0] == 1 else 2)] = kind
    # Where the whole note is unreadable it cannot say how the picture is turned either.
    assert sorted(pictures.normalise(bytes(damaged))[1:]) == [400, 600]
    assert picture_facts.examine(bytes(damaged)).position == ""


def test_nothing_of_the_camera_or_the_place_is_kept() -> None:
    data, _width, _height = pictures.normalise(photo())
    assert b"SecretCameraMaker" not in data
    assert not dict(Image.open(io.BytesIO(data)).getexif())


def test_transparency_lies_on_white() -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(buffer, "PNG")
    data, _width, _height = pictures.normalise(buffer.getvalue())
    assert Image.open(io.BytesIO(data)).convert("L").getpixel((10, 10)) == 255


def test_what_is_no_image_is_refused() -> None:
    assert code_of(b"%PDF-1.7 not a photo") == "photo_not_an_image"


def test_an_empty_file_is_refused() -> None:
    assert code_of(b"") == "photo_empty"


def test_a_photo_cut_in_half_is_refused() -> None:
    whole = photo((1200, 900))
    assert code_of(whole[: len(whole) // 2]) == "photo_not_an_image"


@pytest.mark.parametrize("edge", [8000, 10_000, 20_000, 60_000])
def test_a_bomb_is_refused_from_its_header(edge: int) -> None:
    assert code_of(png_header(edge, edge)) == "photo_too_large"


def test_two_hundred_megabytes_are_refused_before_reading(tmp_path: Path) -> None:
    path = tmp_path / "huge.jpg"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(InputInvalid) as refused:
        pictures.read_photo(path)
    assert (refused.value.code, refused.value.parameters["size"]) == ("photo_too_large", "200 MB")


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputInvalid) as refused:
        pictures.read_photo(tmp_path / "gone.jpg")
    assert refused.value.parameters["name"] == "gone.jpg"


def test_the_work_can_go_to_another_process() -> None:
    function = pickle.loads(pickle.dumps(pictures.normalise))  # noqa: S301 - our own bytes
    assert function(photo((64, 64)))[1:] == (64, 64)
