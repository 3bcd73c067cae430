"""A stream of a document never ends in a byte that a reader takes for the end of its line."""

from __future__ import annotations

import base64
import zlib

import pytest

from inspector_app.adapters.pdf_writer.archive import stream


def ending_in(byte: bytes) -> bytes:
    """A text whose deflated form ends so: its checksum's last byte is one more than the byte."""
    text = bytes([byte[0] - 1])
    assert zlib.compress(text, 6).endswith(byte)
    return text


@pytest.mark.parametrize("byte", [b"\n", b"\r"])
def test_data_that_ends_in_a_line_end_is_written_in_printable_characters(byte: bytes) -> None:
    text = ending_in(byte)
    made = stream({}, text)
    assert made.content.endswith(b"~>")
    assert zlib.decompress(base64.a85decode(made.content[:-2])) == text
    assert made.dictionary.dict["Filter"].sequence == ["/ASCII85Decode", "/FlateDecode"]


def test_all_other_data_is_only_deflated() -> None:
    made = stream({}, ending_in(b"\x41"))
    assert made.dictionary.dict["Filter"] == "/FlateDecode"
    assert made.content == zlib.compress(ending_in(b"\x41"), 6)
