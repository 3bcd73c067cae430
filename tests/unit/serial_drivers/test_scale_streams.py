"""What a line of scales carries besides single answers: hosts, echoes, cut frames, seven bits."""

from __future__ import annotations

from functools import reduce
from operator import xor
from typing import Any

import pytest

from serial_drivers.catalog import drivers, find_driver
from serial_drivers.decoding import decode_vectors
from serial_drivers.layers.checksums import sum7_complement
from serial_drivers.parity import with_parity, with_tail_stripped, without_parity
from tests.helpers import transcripts
from ui.bench.wire.sendable import changing, harmless


def decoded(protocol: str, data: bytes) -> tuple[list[dict[str, Any]], list[str]]:
    """Return what a reader makes of the bytes: indications, kinds of problems."""
    (result,) = decode_vectors([{"id": 1, "protocol": protocol, "hex": data.hex()}])
    return result["indications"], [problem["kind"] for problem in result["problems"]]


def toledo(weight: str) -> bytes:
    body = b"\x02,0 " + f"{weight:>6}{0:>6}\r".encode()
    return body + bytes([sum7_complement(body)])


def retail(figure: bytes, start: int) -> bytes:
    frame = b"\x01\x02" + figure
    return frame + bytes([reduce(xor, frame[start:]), 3, 4])


HEARD = [
    ("toledo-8217", b"Ehello", [{"cmd": "echo"}]),
    ("toledo-8217", b"\x02E\rhello", [{"ack": True, "echo": "hello", "value": None}]),
    ("toledo-8217", b"\x02E\r", [{"ack": True}]),
    ("toledo-8217", b"hello", [{"echo": "hello", "value": None}]),
    (
        "toledo-8217",
        b"Ehello\x02E\rhelloF\x02F\r",
        [{"cmd": "echo"}, {"echo": "hello"}, {"cmd": "echo_off"}, {"ack": True}],
    ),
    ("toledo-8217", b"W\r\n\x0201.250\r\n", [{"cmd": "weight"}, {"value": "1.250"}]),
    ("toledo-8217", b"A\x02\x00\r", [{"cmd": "confidence_test"}, {"confidence": "00"}]),
    ("toledo-8217", b"B\x02\x08\r", [{"cmd": "confidence_result"}, {"error": "ram_error"}]),
    ("toledo-8217", b"\x02?\xe1\r", [{"stable": False, "status": "61"}]),
    (
        "toledo-8217",
        b"H\x0201.2505\rW\x0201.250\r",
        [{"cmd": "high_resolution"}, {"verified_digits": False}, {"cmd": "weight"}, {}],
    ),
    ("toledo-continuous", b"Z", [{"cmd": "zero", "value": None}]),
    ("toledo-continuous", b"C\r", [{"cmd": "clear_tare"}]),
    ("toledo-continuous", with_parity(b"T\r\n"), [{"cmd": "tare"}]),
    (
        "toledo-continuous",
        toledo("12345") + b"P\r\n" + toledo("500") + b"\n",
        [{"value": "123.45"}, {"cmd": "print"}, {"value": "5.00"}],
    ),
    ("enq-dc1", b"<TK>\t\x06", [{"cmd": "tare", "value": None}, {"ack": True}]),
    ("enq-dc1", b"<ZK>\t", [{"cmd": "zero", "value": None}]),
    ("enq-dc1", retail(b"S 1.234kg", 2), [{"value": "1.234", "unit": "kg"}]),
    ("enq-dc1", retail(b"S 01.23g", 0) * 2, [{"value": "1.23", "unit": "g"}] * 2),
    ("enq-dc1", b"\x01\x02U-00.011g\x01\x03\x04", [{"stable": False, "unit": "g"}]),
    ("kern-legacy", b"w      123.45 g  \r\n", [{"cmd": "weight"}, {"value": "123.45"}]),
    ("shuangjie-14", b"\x1bp   123.45 g \r\n", [{"cmd": "print"}, {"value": "123.45"}]),
    (
        "radwag",
        b"SI    -      8.5 g  \r\n      1832.0 g  \r\n? -    2.237 lb \r\n^\r\n",
        [{"value": "-8.5"}, {"value": "1832.0"}, {"stable": False}, {"overload": True}],
    ),
    ("radwag", b"PC -> Z,T,S,SI\r\n", [{"commands": "Z,T,S,SI"}]),
    ("nci-scp01", b"\n1LB 02.5OZ\r\nS00\r\x03", [{"value": "18.5", "unit": "oz"}]),
    ("nci-scp01", b"\n0012.50kg\r\n0pp0\r\x03", [{"value": "12.50", "net": False}]),
    ("nci-scp01", b"U\r\nkg\r\n00\r\x03", [{"cmd": "unit"}, {"unit_now": "kg", "value": None}]),
    ("nci-scp01", b"\n001234MM\r\n00\r\x03", [{"raw_counts": "001234", "value": None}]),
    ("ohaus", b"     207.80 g TOTAL\r\n", [{"total": "207.80", "value": None}]),
    ("ohaus", b"       0.00     g?\r\n", [{"value": "0.00", "unit": "g", "stable": False}]),
    ("sartorius-sbi", b"nRef  +       10 pcs\r\n", [{"id": "nRef", "data": "10", "value": None}]),
    ("sartorius-sbi", b"N     +  123.5[6]g  \r\n", [{"value": "123.56", "verified_digits": False}]),
    ("cas-22", b"ST,GS,=\xc4,000013.5 kg\r\n", [{"device_id": 13}]),
    ("and-standard", b"PT,+0100.00  g\r\n", [{"tare": "100.00", "value": None}]),
    ("adam", b"-      123.45 g \r\n", [{"value": "-123.45"}]),
    ("mt-sics", b"S S      12.50 \xb5g\r\n", [{"value": "12.50", "unit": "µg"}]),
    ("mt-sics", b"S S      12.50 N\r\n", [{"unit": "N"}]),
    ("kern-kcp", b"MM\r\nMM A     10.00 g\r\n", [{"cmd": "MM"}, {"tare": "10.00"}]),
]


@pytest.mark.parametrize("protocol, data, expected", HEARD)
def test_what_is_heard_on_the_line_is_named(
    protocol: str, data: bytes, expected: list[dict[str, Any]]
) -> None:
    said, problems = decoded(protocol, data)
    pairs = zip(said, expected, strict=True)
    assert [
        {name: one.get(name, "missing") for name in wanted} for one, wanted in pairs
    ] == expected
    assert not problems


SEVEN_BITS = ("mt-sics", "st-gs-generic", "toledo-continuous", "toledo-8217", "nci-scp01")


@pytest.mark.parametrize("protocol", SEVEN_BITS)
def test_a_line_of_seven_bits_is_read_through_a_port_of_eight(protocol: str) -> None:
    driver = find_driver(protocol)
    assert any(line.data_bits == 7 for line in driver.lines)
    for frame, expected in transcripts.rows(driver):
        if not frame.isascii():
            continue
        wire = with_parity(frame)
        (said,), problems = decoded(protocol, wire)
        assert {name: said.get(name) for name in expected} == expected
        assert said["raw"] == wire.hex()
        assert not problems
        fields = driver.explain(wire)
        assert (fields[0].start, fields[-1].stop) == (0, len(wire))


@pytest.mark.parametrize("protocol", SEVEN_BITS)
def test_a_parity_bit_that_is_wrong_gives_no_value(protocol: str) -> None:
    driver = find_driver(protocol)
    if driver.has_checksum:  # parity is not looked at where a sum guards the frame
        return
    for frame, expected in transcripts.rows(driver):
        wire = with_parity(frame)
        if expected.get("value") is None or not frame.isascii() or wire.isascii():
            continue
        digit = next(at for at, byte in enumerate(frame) if chr(byte).isdigit())
        flipped = wire[:digit] + bytes([wire[digit] ^ 0x80]) + wire[digit + 1 :]
        assert expected["value"] not in [one["value"] for one in decoded(protocol, flipped)[0]]


def test_parity_is_taken_only_from_bytes_that_carry_it() -> None:
    assert without_parity(b"S S") is None
    assert without_parity(with_parity(b"CAT")) == b"CAT"
    assert without_parity(b"\xc3A\x54") is None
    assert with_tail_stripped(b"\x01\xff" + with_parity(b"ST\n")) == b"\x01\x7fST\n"
    assert with_parity(b"\xff") == b"\xff"


CUT = [
    ("mt-sics", b"0.00 g\r\n", b"S S     100.00 g\r\n"),
    ("toledo-continuous", b"2345     0\r\x06", toledo("12345")),
    ("toledo-8217", b".250\r", b"\x0201.250\r"),
    ("yaohua-tf0", b"560019\x03", b"\x02+001560019\x03"),
    ("yaohua-a12", b"139kg3D\r\n", b"WG004.139kg3D\r\n"),
    ("st-gs-generic", b"5.6 g\r\n", b"ST,GS,   245.6 g\r\n"),
    ("enq-dc1", b"234kge\x03\x04", b"\x01\x02S 01.234kge\x03\x04"),
    ("ohaus", b".50 g     \r\n", b"       12.50 g     \r\n"),
    ("radwag", b"  8.5 g  \r\n", b"SI  ? -      8.5 g  \r\n"),
    ("kern-legacy", b"3.45 g  \r\n", b"      123.45 g  \r\n"),
    ("sartorius-sbi", b".0026 g  \r\n", b"+  50.0026 g  \r\n"),
    ("rinstrum", b"3.4 kg G\r\n", b"81050026:   123.4 kg G\r\n"),
    ("cn-ff-bcd", b"\x12\x00", b"\xffD4\x12\x00"),
]


@pytest.mark.parametrize("protocol, tail, frame", CUT)
def test_a_frame_cut_at_its_start_gives_nothing_and_the_next_is_read(
    protocol: str, tail: bytes, frame: bytes
) -> None:
    alone, _problems = decoded(protocol, frame)
    said, problems = decoded(protocol, tail + frame)
    assert [one["value"] for one in said] == [one["value"] for one in alone]
    assert problems


def test_a_balance_offers_each_command_of_levels_0_and_1_and_asks_before_those_that_change() -> (
    None
):
    commands = find_driver("mt-sics").commands
    calm, rough = harmless(commands), changing(commands)
    asked = b"S SI SIR SR TA I0 I1 I2 I3 I4 I5".split()
    assert set(calm) == {word + b"\r\n" for word in asked}
    assert set(rough) == {word + b"\r\n" for word in b"Z ZI T TI TAC @".split()}


@pytest.mark.parametrize("driver", drivers(), ids=lambda driver: driver.key)
def test_every_command_on_the_bench_is_known_by_its_driver(driver: Any) -> None:
    calm, rough = harmless(driver.commands), changing(driver.commands)
    assert not set(calm) & set(rough)
    assert len({*calm.values(), *rough.values()}) == len(calm) + len(rough)
    for word in [*calm, *rough]:
        said = [*(reader := driver.new_reader()).feed(word), *reader.finish()]
        assert [one.extra("cmd") is not None and one.value is None for one in said] == [True]
