from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from serial_drivers.printers.label_printers import Raster, esc_pos, raster_of_grey, zpl
from tests.helpers.printed import from_esc_pos, from_zpl

ROWS = st.integers(1, 9).flatmap(
    lambda width: st.lists(
        st.binary(min_size=width, max_size=width)
        | st.sampled_from([b"\x00" * width, b"\xff" * width, b"\xaa" * width]),
        min_size=1,
        max_size=300,
    )
)


def raster(rows: list[bytes]) -> Raster:
    return Raster(width=len(rows[0]) * 8, rows=tuple(rows))


def bits(rows: list[bytes]) -> bytes:
    return bytes(byte ^ 0xFF for row in rows for byte in row)


@given(ROWS)
def test_what_is_printed_is_the_picture_dot_by_dot(rows: list[bytes]) -> None:
    image, others = from_esc_pos(esc_pos(raster(rows)))
    assert image.tobytes() == bits(rows)
    assert others == b"\x1b@\x1dVB\x28"
    (label,) = from_zpl(zpl(raster(rows)))
    assert label.tobytes() == bits(rows)


def test_grey_becomes_black_from_the_left_and_ends_white() -> None:
    grey = bytes([0, 255, 159, 160, 0, 0, 0, 0, 0, 255]) + b"xx"
    made = raster_of_grey(10, 1, grey, stride=12)
    assert (made.width, made.row_bytes, made.rows) == (10, 2, (b"\xaf\x80",))


def test_a_tall_slip_comes_in_bands_that_a_small_buffer_holds() -> None:
    data = esc_pos(Raster(width=576, rows=(b"\x01" * 72,) * 1000))
    heads = [at for at in range(len(data)) if data.startswith(b"\x1dv0", at)]
    rows = [int.from_bytes(data[at + 6 : at + 8], "little") for at in heads]
    assert sum(rows) == 1000
    assert max(rows) <= 255


def test_an_empty_label_costs_next_to_nothing() -> None:
    assert len(zpl(Raster(width=480, rows=(b"\x00" * 60,) * 320))) < 450


def test_long_runs_are_counted_in_the_printers_own_signs() -> None:
    label = zpl(Raster(width=8 * 300, rows=(b"\x11" * 299 + b"\x23",)))
    assert b",zY1z" not in label
    assert b",zX1" not in label
    assert from_zpl(label)[0].width == 2400
