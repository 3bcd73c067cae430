"""Telnet marks: taken out whatever the chunks, bounded whatever is sent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serial_drivers.ports.telnet import (
    LONGEST,
    Negotiation,
    NoTelnet,
    Piece,
    SubOption,
    TelnetReader,
)

_MIXED = b"5.0\xff\xff00\xff\xfb\x2c kg\xff\xfa\x2c\x65\xff\xff\x01\xff\xf0\r\n\xff\xf1!"


def joined(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with bytes that follow one another in one."""
    made: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, bytes) and made and isinstance(made[-1], bytes):
            made[-1] = made[-1] + piece
        else:
            made.append(piece)
    return made


@given(st.lists(st.integers(0, len(_MIXED)), max_size=8).map(sorted))
def test_marks_are_taken_out_whatever_the_chunks(cuts: list[int]) -> None:
    reader, found = TelnetReader(), []
    for start, end in zip([0, *cuts], [*cuts, len(_MIXED)], strict=True):
        found += reader.feed(_MIXED[start:end])

    assert joined(found) == [
        b"5.0\xff00",
        Negotiation(b"\xfb", b"\x2c"),
        b" kg",
        SubOption(b"\x2c\x65\xff\x01"),
        b"\r\n!",
    ]


@given(st.lists(st.binary(max_size=300)))
def test_anything_is_read_or_refused_and_nothing_is_held_without_bound(chunks: list[bytes]) -> None:
    reader = TelnetReader()
    try:
        for chunk in chunks:
            reader.feed(chunk)
            assert reader._sub_option is None or len(reader._sub_option) <= LONGEST
    except NoTelnet:
        assert b"\xff\xfa" in b"".join(chunks) or b"\xff\xf0" in b"".join(chunks)


def test_a_sub_option_without_an_end_is_refused() -> None:
    reader = TelnetReader()
    reader.feed(b"\xff\xfa" + b"a" * LONGEST)
    with pytest.raises(NoTelnet):
        reader.feed(b"a")
