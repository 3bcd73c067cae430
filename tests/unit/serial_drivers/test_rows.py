"""Frames judged in a row are exactly the frames judged one by one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serial_drivers.catalog import find_driver
from serial_drivers.drivers.modbus_rtu import answers_in_row, new_shape, with_crc
from serial_drivers.drivers.yaohua_tf0 import frames_in_row
from serial_drivers.framing import Framed, Framer, FrameShape, MarkedShape, Row, ScanShape
from serial_drivers.layers.checksums import crc16, crc16_faults, xor_as_hex, xor_faults

DATA = st.binary(min_size=4, max_size=4)


@st.composite
def modbus_streams(draw: st.DrawFn) -> bytes:
    """Answers of one instrument, most of one length, with refusals, requests, noise and errors."""
    answers = st.binary(min_size=4, max_size=4).map(lambda d: with_crc(b"\x01\x04\x04" + d))
    others = (
        st.integers(1, 3).flatmap(
            lambda n: st.binary(min_size=2 * n, max_size=2 * n).map(
                lambda d: with_crc(bytes([1, 3, len(d)]) + d)
            )
        )
        | st.sampled_from(
            [
                with_crc(b"\x01\x04\x00\x01\x00\x02"),
                with_crc(b"\x01\x84\x02"),
                with_crc(b"\x02\x04\x04abcd"),
                with_crc(b"\x01\x04\x04\x00\x00\x00\x01"),
            ]
        )
        | st.binary(max_size=6)
        | answers.flatmap(
            lambda f: st.integers(0, 8).map(lambda at: f[:at] + b"\xff" + f[at + 1 :])
        )
    )
    rows = draw(st.lists(st.lists(answers, max_size=9).map(b"".join) | others, max_size=8))
    return b"".join(rows)


@st.composite
def yaohua_streams(draw: st.DrawFn) -> bytes:
    def framed(body: str) -> bytes:
        return b"\x02" + body.encode() + xor_as_hex(body.encode()) + b"\x03"

    good = st.from_regex(r"\A[+-][0-9]{6}[0-4]\Z").map(framed)
    wrong = good.flatmap(
        lambda f: st.integers(0, 11).map(lambda at: f[:at] + bytes([f[at] ^ 1]) + f[at + 1 :])
    )
    lower = good.map(lambda f: f[:9] + f[9:11].lower() + f[11:])
    rows = st.lists(good, max_size=9).map(b"".join) | wrong | lower | st.binary(max_size=5)
    return b"".join(draw(st.lists(rows, max_size=8)))


def framed(shape: FrameShape, stream: bytes, cut: int) -> list[Framed]:
    framer = Framer(shape)
    return [*framer.feed(stream[:cut]), *framer.feed(stream[cut:]), *framer.finish()]


def one_by_one(shape: ScanShape | MarkedShape) -> ScanShape | MarkedShape:
    return replace(shape, row=lambda _window: None)


@settings(max_examples=400)
@given(stream=modbus_streams(), data=st.data())
def test_modbus_rows_change_nothing(stream: bytes, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(stream)))
    assert framed(new_shape(1), stream, cut) == framed(one_by_one(new_shape(1)), stream, cut)


@settings(max_examples=400)
@given(stream=yaohua_streams(), data=st.data())
def test_yaohua_rows_change_nothing(stream: bytes, data: st.DataObject) -> None:
    shape = find_driver("yaohua-tf0").new_shape()
    assert isinstance(shape, MarkedShape)
    cut = data.draw(st.integers(0, len(stream)))
    assert framed(shape, stream, cut) == framed(one_by_one(shape), stream, cut)


@given(
    frames=st.integers(3, 60).flatmap(
        lambda n: st.lists(st.binary(min_size=n, max_size=n), min_size=1, max_size=9)
    )
)
def test_the_crc_of_many_frames_is_the_crc_of_each(frames: list[bytes]) -> None:
    told = crc16_faults(b"".join(frames), len(frames[0]))
    each = [crc16(f[:-2]).to_bytes(2, "little") == f[-2:] for f in frames]
    assert [not fault for fault in told] == each


@given(frames=st.lists(st.binary(min_size=12, max_size=12), min_size=1, max_size=9))
def test_the_exclusive_or_of_many_frames_is_that_of_each(frames: list[bytes]) -> None:
    told = xor_faults(b"".join(frames), 12, range(1, 9), 9)
    each = [xor_as_hex(f[1:9]) == f[9:11] for f in frames]
    assert [not fault for fault in told] == each


@pytest.mark.parametrize("at", range(6))
def test_a_row_ends_before_the_first_frame_that_is_not_good(at: int) -> None:
    answers = [with_crc(b"\x01\x04\x04\x00\xd7\x02" + bytes([n])) for n in range(6)]
    answers[at] = answers[at][:-1] + bytes([answers[at][-1] ^ 1])
    row = answers_in_row(b"".join(answers), 1)
    assert row == (Row(9, at) if at else None)


def test_few_frames_are_left_to_be_judged_one_by_one() -> None:
    assert answers_in_row(with_crc(b"\x01\x04\x04abcd") * 3, 1) is None
    assert frames_in_row(b"\x02+0000000" + xor_as_hex(b"+0000000") + b"\x03") is None
