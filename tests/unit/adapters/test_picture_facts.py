"""What is read out of a photo: likeness, codes, time and place; nonsense stays empty."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageEnhance

from inspector_app.adapters import qr
from inspector_app.adapters.picture_facts import difference_hash, examine
from inspector_app.domain.exceptions import InputInvalid


def scene(seed: int, size: tuple[int, int] = (800, 600)) -> Image.Image:
    """A picture with large shapes, other ones for each seed."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    for n in range(12):
        left = (seed * 7919 + n * 104729) % (size[0] - 100)
        top = (seed * 15485863 + n * 32452843) % (size[1] - 100)
        shade = (seed * 31 + n * 67) % 200
        draw.rectangle((left, top, left + 160, top + 120), fill=(shade, shade, shade))
    return image


def jpeg(image: Image.Image, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", **options)
    return buffer.getvalue()


def distance(one: bytes, two: bytes) -> int:
    return (int(difference_hash(one), 16) ^ int(difference_hash(two), 16)).bit_count()


def test_scaling_quality_and_light_leave_a_picture_alike() -> None:
    original = jpeg(scene(1))
    assert distance(original, jpeg(scene(1), quality=40)) <= 6
    assert distance(original, jpeg(scene(1).resize((400, 300)))) <= 6
    assert distance(original, jpeg(ImageEnhance.Brightness(scene(1)).enhance(0.9))) <= 6


def test_other_scenes_are_far_away() -> None:
    pictures = [jpeg(scene(n)) for n in range(8)]
    near = [(a, b) for a in range(8) for b in range(a) if distance(pictures[a], pictures[b]) <= 6]
    assert near == []


def test_a_qr_code_in_the_picture_is_read() -> None:
    modules = qr.matrix("HPI:scale-7")
    side = len(modules)
    code = Image.new("L", (side + 8, side + 8), 255)
    for y, row in enumerate(modules):
        for x, dark in enumerate(row):
            if dark:
                code.putpixel((x + 4, y + 4), 0)
    picture = Image.new("RGB", (900, 700), "white")
    picture.paste(code.resize(((side + 8) * 8, (side + 8) * 8)), (100, 100))
    assert examine(jpeg(picture)).qr_texts == ("HPI:scale-7",)


def exif(**parts: dict[int, Any]) -> bytes:
    found = Image.Exif()
    for name, tag in (("details", 0x8769), ("gps", 0x8825)):
        if name in parts:
            found.get_ifd(tag).update(parts[name])
    return jpeg(scene(3), exif=found)


def test_time_and_place_of_the_camera_are_read() -> None:
    place = {1: "N", 2: (23.0, 33.0, 0.0), 3: "E", 4: (116.0, 22.0, 12.0)}
    found = examine(exif(details={0x9003: "2026:11:24 09:30:00"}, gps=place))
    assert found.taken_at == "2026-11-24T09:30:00"
    assert found.position == "23.55000,116.37000"


@pytest.mark.parametrize(
    "place",
    [
        {1: "N", 2: (123.0, 0.0, 0.0), 3: "E", 4: (116.0, 0.0, 0.0)},
        {1: "X", 2: (23.0, 0.0, 0.0), 3: "E", 4: (116.0, 0.0, 0.0)},
        {2: (23.0, 0.0, 0.0)},
        {},
    ],
)
def test_a_place_that_is_none_stays_empty(place: dict[int, Any]) -> None:
    assert examine(exif(gps=place, details={0x9003: "yesterday"})).position == ""


def test_what_is_no_picture_is_refused_as_ever() -> None:
    with pytest.raises(InputInvalid, match="photo_not_an_image"):
        examine(b"no picture")
