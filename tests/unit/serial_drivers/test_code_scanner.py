"""A scanner's lines: ends, prefixes, separators, bounds; and that nobody takes it for a scale."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.indication import FrameProblem, Indication
from serial_drivers.catalog import drivers, find_driver
from serial_drivers.code_scanner import KEY, LONGEST, SCANNER, wanted_text
from serial_drivers.framing import BUFFER_LIMIT

LABEL = b"HPI:0190f1c2-7c3a-7000-8000-000000000001"


def seen(*chunks: bytes) -> list[Indication | FrameProblem]:
    reader = find_driver(KEY).new_reader()
    return [item for chunk in chunks for item in reader.feed(chunk)] + reader.finish()


def codes(*chunks: bytes) -> list[str | None]:
    return [wanted_text(item) for item in seen(*chunks) if isinstance(item, Indication)]


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n"])
@pytest.mark.parametrize(
    "start, stop", [(b"", b""), (b"\x02", b"\x03"), (b"]Q1", b""), (b"\x02]C0", b"")]
)
def test_a_code_is_the_printable_text_of_its_line(start: bytes, stop: bytes, end: bytes) -> None:
    line = start + LABEL + stop + end
    assert codes(line) == [LABEL.decode()]
    assert codes(*(bytes([byte]) for byte in line * 2)) == [LABEL.decode()] * 2


@pytest.mark.parametrize(
    "line, text",
    [
        (b"]C10106901234567892212304718\r", "2304718"),
        (b"]d2\x1d0106901234567892\x1d1726112310LOT1\x1d21AB-7\r", "AB-7"),
        (b"]C18004690123ABC99\r", "690123ABC99"),
        (b"]C1010690123456789217261123\r", "010690123456789217261123"),
        (b"]C0212304718\r", "212304718"),
        (b"[)>\x1e06\x1d1P7\x1dS2304718\x1e\x04\r", "[)> 06 1P7 S2304718"),
    ],
)
def test_a_code_of_gs1_asks_for_the_serial_number_it_names(line: bytes, text: str) -> None:
    assert codes(line) == [text]


@pytest.mark.parametrize("line", [b"\r", b" \r\n", b"\x1d\r", b"caf\xc3\xa9\r", b"\x00\x05\x7f\r"])
def test_what_is_no_printable_text_asks_for_nothing(line: bytes) -> None:
    assert [code for code in codes(line) if code] == []


@pytest.mark.parametrize("coding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("text", ["衡器001", "（海）衡2026-17", "HP1-0042 电子秤"])
def test_a_code_in_chinese_is_read_whole(text: str, coding: str) -> None:
    line = text.encode(coding) + b"\r\n"
    assert codes(line) == [text]
    assert codes(b"]Q3" + line, line) == [text, text]
    assert codes(*(bytes([byte]) for byte in line)) == [text]


@pytest.mark.parametrize("line", [b"\x80\x81HP1\r", b"\xba\xe2\xc6001\r", b"\xe8 12345\r"])
def test_of_a_line_that_is_garbage_in_part_no_part_is_a_code(line: bytes) -> None:
    assert codes(line) == []


def test_noise_before_a_code_is_told_apart_from_it() -> None:
    problem, scan = seen(b"\x00\xff" + LABEL + b"\r")
    assert isinstance(problem, FrameProblem)
    assert isinstance(scan, Indication)
    assert wanted_text(scan) == LABEL.decode()


def test_a_line_without_an_end_is_bounded_and_gives_no_code() -> None:
    reader = find_driver(KEY).new_reader()
    for _ in range(100):
        assert all(isinstance(item, FrameProblem) for item in reader.feed(b"A" * 500))
        assert reader.framer.pending <= BUFFER_LIMIT
    assert codes(b"A" * LONGEST + b"\r") == ["A" * LONGEST]
    assert codes(LABEL) == []


@given(data=st.binary(max_size=600), cuts=st.lists(st.integers(0, 600), max_size=6))
def test_no_bytes_make_it_raise_and_chunks_change_nothing(data: bytes, cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(data)]
    chunks = [data[a:b] for a, b in pairwise(edges)]
    assert seen(*chunks) == seen(data)
    assert all(code and code.isprintable() for code in codes(data))


def test_a_scanner_is_no_instrument_is_never_asked_and_explains_its_bytes() -> None:
    assert SCANNER not in drivers()
    assert SCANNER.listens_only
    assert SCANNER.commands.harmless == ()
    (scan,) = seen(b"\x02]Q1" + LABEL + b"\r\n"[:1])
    assert isinstance(scan, Indication)
    assert scan.value is None
    fields = SCANNER.explain(scan.raw)
    assert (fields[0].start, fields[-1].stop) == (0, len(scan.raw))
