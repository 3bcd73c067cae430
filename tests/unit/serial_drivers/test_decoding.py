from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.exceptions import InputInvalid
from serial_drivers.decoding import decode_file, decode_vectors


def decoded(protocol: str, data: bytes) -> dict[str, Any]:
    (result,) = decode_vectors([{"id": "x", "protocol": protocol, "hex": data.hex()}])
    return result


@pytest.mark.parametrize(
    "item, kind",
    [
        (3, "bad_input"),
        ({}, "bad_input"),
        ({"id": 1, "protocol": "mt-sics"}, "bad_input"),
        ({"id": 1, "protocol": "mt-sics", "hex": "0"}, "bad_input"),
        ({"id": 1, "protocol": "mt-sics", "hex": ["53"]}, "bad_input"),
        ({"id": 1, "protocol": "morse", "hex": "53"}, "unknown_protocol"),
    ],
)
def test_bad_input_becomes_an_entry_and_spares_the_rest(item: object, kind: str) -> None:
    good = {"id": 2, "protocol": "mt-sics", "hex": "45530d0a"}
    refused, after = decode_vectors([item, good])
    assert [problem["kind"] for problem in refused["problems"]] == [kind]
    assert refused["indications"] == []
    assert after["indications"][0]["error"] == "syntax"


@pytest.mark.parametrize("text", ["", "{", "{}", "3"])
def test_a_file_that_is_no_list_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "v.json"
    path.write_text(text)
    with pytest.raises(InputInvalid):
        decode_file(path)


@pytest.mark.parametrize(
    "line, expected",
    [
        (b"S L\r\n", {"error": "wrong_parameter"}),
        (b"EL\r\n", {"error": "logical"}),
        (b'I4 A "B021002593"\r\n', {"serial": "B021002593"}),
        (b"T I\r\n", {"error": "not_executable"}),
        (b"TA A     10.00 g\r\n", {"tare": "10.00", "unit": "g", "value": None}),
        (b"TAC A\r\n", {"ack": "clear_tare"}),
        (b"S S Error 10b\r\n", {"error": "10b", "value": None}),
        (b"S D    -0.0001 g\r\n", {"value": "-0.0001", "stable": False}),
        (b"SIR\r\n", {"cmd": "SIR", "value": None}),
    ],
)
def test_more_mt_sics_lines_are_read(line: bytes, expected: dict[str, Any]) -> None:
    (indication,) = decoded("mt-sics", line)["indications"]
    assert {name: indication[name] for name in expected} == expected


@pytest.mark.parametrize(
    "line, expected",
    [
        (b"WT,+00123.45  g\r\n", {"value": "123.45", "stable": True}),
        (b"SD    123.45 g\r\n", {"value": "123.45", "stable": False}),
        (b"ST;+00123,45  g\r\n", {"value": "123.45", "unit": "g"}),
        (b"ST,NT,-   12.3kg\r\n", {"value": "-12.3", "net": True, "unit": "kg"}),
        (b"ST,GS,=  12.30kg\n", {"value": "12.30", "net": False}),
        (b"US,-00000.00  g\r\n", {"value": "-0.00", "stable": False}),
        (b"\x06\r\n", {"ack": True}),
        (b"Q\r\n", {"cmd": "Q"}),
        (b"EC,E11\r\n", {"error": "E11"}),
        (b"ST,NT,2\xd3,-00001.50 kg\r\n", {"value": "-1.50", "device_id": 2, "hold": True}),
        (b"OL,GS,1\x84,-        kg\r\n", {"underload": True, "value": None}),
    ],
)
def test_more_st_gs_lines_are_read(line: bytes, expected: dict[str, Any]) -> None:
    (indication,) = decoded("st-gs-generic", line)["indications"]
    assert {name: indication[name] for name in expected} == expected


@pytest.mark.parametrize(
    "line",
    [b"00123.45  g\r\n", b"ST,+0012x.45  g\r\n", b"ST,GS,         kg\r\n", b"ST,+9999999E+19\r\n"],
)
def test_an_incomplete_st_gs_line_gives_no_value(line: bytes) -> None:
    result = decoded("st-gs-generic", line)
    assert result["indications"] == []
    assert result["problems"][0]["kind"] == "malformed"


HEAD = b"\x02\x2d\x30\x20"


@pytest.mark.parametrize(
    "frame, expected",
    [
        (HEAD + b"  1234   500\r", {"value": "1.234", "tare": "0.500", "unit": "kg"}),
        (HEAD + b"  1234\r", {"value": "1.234"}),
        (HEAD + b"  1234\r\x6a", {"value": "1.234"}),
        (b"\x02\x2d\x34\x20 15001     0\r\x09", {"overload": True, "value": None}),
        (b"\x02\x2d\x36\x20    12     0\r\x3b", {"underload": True, "value": None}),
        (b"\x02\x2a\x22\x22   120     0\r\x40", {"value": "-120", "unit": "t"}),
        (
            b"\x02\x28\x30\x20   120     0\r\x36",
            {"value": "12000", "dp_code": 0, "value_raw": "120"},
        ),
    ],
)
def test_more_toledo_frames_are_read(frame: bytes, expected: dict[str, Any]) -> None:
    (indication,) = decoded("toledo-continuous", frame)["indications"]
    assert {name: indication[name] for name in expected} == expected


def test_ambiguous_resolution_is_said_beside_the_value() -> None:
    result = decoded("toledo-continuous", b"\x02\x29\x30\x20   120     0\r")
    assert result["indications"][0]["value"] == "1200"
    assert [problem["kind"] for problem in result["problems"]] == ["ambiguous_resolution"]


def test_expanded_toledo_data_is_marked_as_no_legal_indication() -> None:
    result = decoded("toledo-continuous", b"\x02\x2d\x30\x30123450     0\r\x65")
    assert result["indications"][0]["expanded"] is True
    assert [problem["kind"] for problem in result["problems"]] == ["ambiguous_resolution"]


def test_a_toledo_stream_without_check_bytes_is_read_frame_by_frame() -> None:
    values = [
        i["value"]
        for i in decoded("toledo-continuous", (HEAD + b"  1234     0\r") * 3)["indications"]
    ]
    assert values == ["1.234"] * 3


def test_a_toledo_scale_that_sends_check_bytes_may_not_leave_one_out() -> None:
    checked, unchecked = HEAD + b"  1234     0\r\x1a", HEAD + b"  9999     0\r"
    result = decoded("toledo-continuous", checked * 2 + unchecked + checked)
    assert [i["value"] for i in result["indications"]] == ["1.234"] * 3
    assert result["problems"][0]["kind"] == "checksum_error"


def test_the_unit_of_a_frame_without_decimals_is_kilograms_by_convention_only() -> None:
    (whole,) = decoded("yaohua-tf0", bytes.fromhex("022b30303135363030313903"))["indications"]
    (fine,) = decoded("yaohua-tf0", bytes.fromhex("022d30303033353031314103"))["indications"]
    assert (whole["unit"], whole["unit_basis"]) == ("kg", "convention")
    assert fine["unit"] is None
    assert "unit_basis" not in fine


def test_net_tare_price_and_amount_of_a_yaohua_reply_have_their_own_fields() -> None:
    net, tare, price, amount = (
        decoded("yaohua-cmd", data)["indications"][0]
        for data in (
            b"\x02AD-01234521B\x03",
            b"\x02AC+00050021E\x03",
            b"\x02AE+00125021B\x03",
            b"\x02AF+001250218\x03",
        )
    )
    assert (net["value"], net["net"]) == ("-123.45", True)
    assert (tare["tare"], tare["value"]) == ("5.00", None)
    assert price["unit_price"] == amount["amount"] == "12.50"
