"""Line settings as people write them: read exactly, or refused."""

from __future__ import annotations

import pytest

from inspector_app.domain.exceptions import InputInvalid
from serial_drivers.line import parse_line


@pytest.mark.parametrize(
    "text, line",
    [
        ("9600 8N1", "9600 8N1"),
        (" 2400  8e1 ", "2400 8E1"),
        ("300 5N2", "300 5N2"),
        ("3000000 8O2", "3000000 8O2"),
    ],
)
def test_a_line_is_read_as_it_is_written(text: str, line: str) -> None:
    assert str(parse_line(text)) == line


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "9600", "8N1", "9600 8N", "fast 8N1", "9600 8M1", "9600 8N1 8N1"),
        *(
            "0 8N1",
            "-9600 8N1",
            "+9600 8N1",
            "1_0 8N1",
            "９６００ 8N1",
            "1234567890123 8N1",
            "09600 8N1",
        ),
        *("9600 9N1", "9600 4N1", "9600 8N0", "9600 8N3", "9600 8N15", "9600 8N1\0"),
    ],
)
def test_what_no_port_could_be_asked_for_is_refused(text: str) -> None:
    with pytest.raises(InputInvalid, match="line_unreadable"):
        parse_line(text)
