"""Variants of published layouts that no transcript and no golden vector holds."""

from __future__ import annotations

from binascii import crc_hqx
from typing import Any

import pytest

from inspector_app.domain.indication import Indication
from serial_drivers.catalog import find_driver
from serial_drivers.decoding import decode_vectors
from serial_drivers.driver import Display
from serial_drivers.drivers import cjt188, m_bus
from serial_drivers.drivers.cn_tax_dispenser import framed
from serial_drivers.layers import dlt645
from serial_drivers.layers.checksums import xor_of


def decoded(protocol: str, data: bytes) -> tuple[list[dict[str, Any]], list[str]]:
    """Return what a reader makes of the bytes: indications, kinds of problems."""
    (result,) = decode_vectors([{"id": 1, "protocol": protocol, "hex": data.hex()}])
    return result["indications"], [problem["kind"] for problem in result["problems"]]


RDD = (
    b"{F00rdd 001; 45.20;%%RH;000;=; 23.15;\xb0C;000;=;%s;\xb0C;000;+;001;V1.7-1;"
    b"0060568338;HC2-S       ;000;4\r"
)
READ = [
    ("mt-sics", b"SR A\r\n", {"ack": "SR"}),
    ("mt-sics", b"TA A     10.00 g\r\n", {"tare": "10.00", "stable": None}),
    ("mt-sics", b"TI D     11.00 g\r\n", {"tare": "11.00", "stable": False}),
    ("nci-scp01", b"\n00012 g\r\n00\r\x03", {"value": "12", "unit": "g"}),
    ("yaohua-eq", b"=6510000-", {"value": "-156", "format": "tF1"}),
    ("yaohua-eq", b"=-0001560", {"value": "-1560", "format": "tF2"}),
    ("yaohua-eq", b"= 003.000", {"value": "3.000", "format": "tF2"}),
    ("yaohua-eq", b"=00000000", {"value": "0"}),
    ("st-gs-generic", b"OL,GS,------- kg\r\n", {"overload": True, "underload": False}),
    ("st-gs-generic", b"UL,GS,        kg\r\n", {"overload": False, "underload": True}),
    ("st-gs-generic", b"ST,G ,+  12.3 kg\r\n", {"value": "12.3", "net": False}),
    ("and-standard", b"SN,12345678\r\n", {"serial": "12345678", "value": None}),
    ("rw-command", b"#RG\r\n", {"cmd": "stable", "asked": "RG"}),
    ("rw-command", b"UA\r\n", {"cmd": "UA"}),
    ("cas-10", b"  -13.50\r\n", {"value": "-13.50"}),
    ("sartorius-sbi", b"Stat         High    \r\n", {"overload": True}),
    ("sartorius-sbi", b"   Err. 54    \r\n", {"error": "Err. 54"}),
    ("sartorius-sbi", b"OK!\r\n", {"ack": True}),
    ("sartorius-sbi", b"\x1bkP_\r\n", {"cmd": "kP_"}),
    ("ohaus", b"OK!\r\n", {"ack": True}),
    ("ohaus", b"OL\r\n", {"overload": True, "value": None}),
    (
        "ohaus",
        b"      12.34 g  ?  NET\r\n",
        {"value": "12.34", "unit": "g", "stable": False, "net": True},
    ),
    ("ohaus", b"     -12.34 kg  G\r\n", {"value": "-12.34", "stable": True, "net": False}),
    ("rotronic", RDD % b"Dp; 10.50", {"rh": "45.20", "temperature": "23.15", "dewpoint": "10.50"}),
    ("rotronic", RDD % b"nc; 10.50", {"temperature": "23.15", "dewpoint": "missing"}),
    ("rotronic", b"{F00rdd 001;1.0;a;0;=;23.15;C;0;=4\r", {"temperature": "23.15"}),
    (
        "cn-tax-dispenser",
        framed(b"\xff\x86\x002722300010000075000750"),
        {"value": None, "volume": "10.00", "amount": "75.00", "price": "7.50"},
    ),
    ("cn-tax-dispenser", framed(b"\xff\x86\x00" + b"2" * 24), {"volume": "missing"}),
    ("kern-legacy", b"+0012.34 g S\r\n", {"value": "12.34", "unit": "g", "stable": True}),
    ("radwag", b'PC A "Z,T,S"\r\n', {"commands": "Z,T,S"}),
    ("radwag", b"OT        12.500 g  \r\n", {"tare": "12.500", "unit": "g"}),
    ("adam", b"G        2.00 kg\r\n", {"value": "2.00", "net": False}),
    ("rinstrum", b"81050026:   123.4 kg G;", {"value": "123.4", "net": False}),
    ("rinstrum", b"20050026;", {"cmd": "read_literal"}),
    ("rinstrum", b"81050026:  O-LOAD\r\n", {"overload": True, "value": None}),
    ("rinstrum", b"81050026:  UNDER\r\n", {"underload": True, "value": None}),
]


@pytest.mark.parametrize("protocol, data, expected", READ)
def test_a_variant_is_read(protocol: str, data: bytes, expected: dict[str, Any]) -> None:
    (indication,), problems = decoded(protocol, data)
    assert {name: indication.get(name, "missing") for name in expected} == expected
    assert not problems


NOT_READ = [
    ("yaohua-eq", b"=06510000", "no point: both orders are possible"),
    ("yaohua-eq", b"=0015600 ", "a blank at the end belongs to another layout"),
    ("radwag", b"SI           8.5    \r\n", "no unit"),
    ("rinstrum", b"81050026:\x00 1.2 kg G\r\n", "a byte that is no text"),
]


@pytest.mark.parametrize("protocol, data, why", NOT_READ)
def test_what_is_doubtful_gives_no_value(protocol: str, data: bytes, why: str) -> None:
    indications, problems = decoded(protocol, data)
    assert [each["value"] for each in indications] in ([], [None]), why
    assert problems


def test_prices_behind_a_weight_are_told_after_it() -> None:
    (weight, prices), problems = decoded("yaohua-eq", b"=0003.000;0012.50;0037.50")
    assert (weight["value"], prices["unit_price"], prices["amount"]) == ("3.000", "12.50", "37.50")
    assert prices["value"] is None
    assert not problems


def test_a_ds_781_weight_without_a_point_has_no_unit_and_needs_an_eye() -> None:
    line = b"@B\r0000250\r4000000\rU000000\rT0000000\r\n"
    (indication,), problems = decoded("digi-ds781", line)
    assert (indication["value"], indication["unit"]) == ("250", None)
    assert problems == ["ambiguous_resolution"]


def with_check(message: bytes) -> bytes:
    return b"\x01" + message + b"%04X" % crc_hqx(message, 0xFFFF) + b"\x04"


def test_a_rinstrum_message_with_a_checksum_is_judged_by_it() -> None:
    good = with_check(b"81050026:   123.4 kg G")
    (indication,), problems = decoded("rinstrum", b"\x00" + good)
    assert indication["value"] == "123.4"
    assert problems == ["noise"]
    assert decoded("rinstrum", good.replace(b"3.4", b"3.5")) == ([], ["checksum_error"])
    assert decoded("rinstrum", good[:-3]) == ([], ["incomplete"])


@pytest.mark.parametrize(
    "command, answer",
    [
        ("I1", b'I1 A "01" "2.20" "2.20" "" ""\r\n'),
        ("TA", b"TA A          0 kg\r\n"),
        ("SR", b"S S      5.000 kg\r\n"),
    ],
)
def test_a_simulated_balance_knows_the_commands_of_level_0_and_1(
    command: str, answer: bytes
) -> None:
    driver = find_driver("mt-sics")
    (asked,) = driver.decode(command.encode() + b"\r\n")
    shown = Display(value=find_driver("mt-sics").voice.interval * 1000, unit="kg", stable=True)
    assert driver.voice.answer is not None
    said = driver.voice.answer(asked, shown)  # type: ignore[arg-type]
    assert said is not None
    assert said.reply == answer


def test_the_list_of_commands_ends_with_its_last_line() -> None:
    driver = find_driver("mt-sics")
    (asked,) = driver.decode(b"I0\r\n")
    shown = Display(value=driver.voice.interval, unit="kg", stable=True)
    assert driver.voice.answer is not None
    said = driver.voice.answer(asked, shown)  # type: ignore[arg-type]
    assert said is not None
    lines = said.reply.splitlines()
    assert [line[3:4] for line in lines] == [b"B"] * (len(lines) - 1) + [b"A"]
    for name in (b"S", b"SI", b"SIR", b"SR", b"T", b"TA", b"TAC", b"TI", b"Z", b"ZI", b"I5", b"@"):
        assert any(line.endswith(b'"' + name + b'"') for line in lines)


def test_a_scale_left_echoing_is_told_to_stop() -> None:
    driver = find_driver("toledo-8217")
    assert driver.follow_up is not None
    for data, word in ((b"W", b"F"), (b"F", None), (b"\x02F\r", None), (b"\x0201.250\r", None)):
        (said,) = driver.decode(data)
        assert isinstance(said, Indication)
        assert driver.follow_up(said) == word


# --- meters ---------------------------------------------------------------------------------------

METER = "000000000161"


def dlt(control: int, data: str) -> bytes:
    return dlt645.built(METER, control, bytes.fromhex(data.replace(" ", "")))


def water(control: int, data: str) -> bytes:
    return cjt188.built(0x10, "78330011223344", control, bytes.fromhex(data.replace(" ", "")))


def m_bus_data(
    records: str, ci: int = 0x72, header: str = "78563412 2440 01 07 01 00 0000"
) -> bytes:
    return m_bus.long(8, 1, ci, bytes.fromhex((header + records).replace(" ", "")))


def nmea(sentence: str) -> bytes:
    return f"${sentence}*{xor_of(sentence.encode()):02X}\r\n".encode()


def block(content: str) -> bytes:
    body = content.encode() + b"\x03"
    return b"\x02" + body + bytes([xor_of(body)])


METERS = [
    ("dlt645-2007", dlt(0x12, "00000100 02"), {"cmd": "read_next", "sequence": 2}),
    ("dlt645-2007", dlt(0xB1, "00FF0100 56341200"), {"values": ["1234.56"], "more_follows": True}),
    ("dlt645-2007", dlt(0xB2, "00FF0100 5634120056 01"), {"data": "5600123456", "sequence": 1}),
    ("dlt645-2007", dlt(0x92, "00FF0100 56341200 02"), {"data": "00123456", "sequence": 2}),
    ("dlt645-2007", dlt(0x92, "00000100 56341200 01"), {"value": "1234.56", "sequence": 1}),
    ("dlt645-2007", dlt(0x9C, ""), {"ack": "switch"}),
    ("dlt645-2007", dlt(0x91, "01000100 78563412"), {"value": "123456.78", "settlement": 1}),
    ("dlt645-2007", dlt(0x91, "00000000 78563492"), {"value": "-123456.78", "unit": "kWh"}),
    ("dlt645-2007", dlt(0x91, "00001500 56341200"), {"value": "1234.56", "unit": "kWh"}),
    ("dlt645-2007", dlt(0x91, "00000602 9889"), {"value": "-0.998", "unit": "1"}),
    ("dlt645-2007", dlt(0x91, "07008002 5580"), {"value": "-5.5", "unit": "C"}),
    (
        "dlt645-2007",
        dlt(0x91, "00000101 345612 3012230526"),
        {"value": "12.5634", "unit": "kW", "demand_at": "2026-05-23T12:30"},
    ),
    ("dlt645-2007", dlt(0x91, "04040004 0000 56303232"), {"rated_voltage": "220V"}),
    ("dlt645-2007", dlt(0x91, "09040004 001200"), {"value": "1200", "unit": "imp/kWh"}),
    ("dlt645-2007", dlt(0x91, "0C010004 565912 01281126"), {"date_time": "26112801125956"}),
    ("dlt645-2007", b"\xfe" * 8 + dlt(0xD1, "04"), {"error": "password"}),
    ("dlt645-1997", dlt(0xC1, "02"), {"error": "no_data"}),
    ("iec62056-21", block("1.8.0*01(000123.45*kWh)\r\n!\r\n"), {"value": None}),
    ("iec62056-21", block("1-0:1.8.0*255(000123.45*kWh)\r\n!\r\n"), {"value": "123.45"}),
    ("iec62056-21", block("(ER01)"), {"error": "ER01", "value": None}),
    ("iec62056-21", block("16.7.0(-00.123*kW)\r\n!\r\n"), {"value": None, "error": None}),
    ("dlt645-1997", dlt(0x81, "1190 01000000"), {"value": "0.01", "unit": "kWh", "di": "9011"}),
    ("dlt645-1997", dlt(0x81, "1FB6 20022102 2202 AA"), {"values": ["220", "221", "222"]}),
    ("dlt645-1997", dlt(0x81, "32C0 123456789012"), {"meter_number": "129078563412"}),
    ("dlt645-1997", dlt(0x82, "1090 01000000"), {"value": "0.01"}),
    ("cjt188", water(0x81, "D120 00 00050000 2C"), {"settled": "5.00 m3", "di": "D120"}),
    ("cjt188", water(0x81, "20D1 00 00050000 2C"), {"settled": "5.00 m3", "di": "D120"}),
    (
        "m-bus",
        bytes.fromhex("681313680805737856341 20A00E97E0100000035010000 3C16".replace(" ", "")),
        {"value": "1", "unit": "L", "counters": ["1 L", "135 L"], "serial": "12345678"},
    ),
    (
        "m-bus",
        m_bus.long(8, 5, 0x73, bytes.fromhex("785634120a01060610270000ffffffff")),
        {"value": "100000", "unit": "kWh", "counters": ["100000 kWh", "-10 kWh"]},
    ),
    ("m-bus", m_bus_data("02FD48 FC08"), {"value": "230.0", "unit": "V", "voltage": "230.0"}),
    ("m-bus", m_bus_data("04FD59 E8030000"), {"value": "1.000", "unit": "A"}),
    ("m-bus", m_bus_data("04FB01 05000000"), {"value": "5000", "unit": "kWh"}),
    ("m-bus", m_bus_data("01FB1B 2D"), {"value": "45", "unit": "%RH", "rh": "45"}),
    ("m-bus", m_bus_data("0413 D2040000", 0x7A, "01 04 0000"), {"value": "1.234", "status": "04"}),
    ("m-bus", m_bus_data("0413 D2040000", 0x78, ""), {"value": "1.234", "unit": "m3"}),
    ("m-bus", m_bus_data("0413 D2040000 1F"), {"value": "1.234", "more_follows": True}),
    ("m-bus", m_bus_data("04833B 88130000"), {"value": "5.000", "unit": "kWh"}),
    ("m-bus", m_bus_data("04833C 88130000"), {"value": None, "energy_backward": "5.000"}),
    ("m-bus", m_bus_data("8C1004 09040000"), {"value": None, "energy_t1": "4.09"}),
    ("m-bus", m_bus_data("8C2004 09040000 0C04 10040000"), {"value": "4.10"}),
    ("m-bus", m_bus_data("4C13 92408310"), {"value": None, "volume_s1": "10834.092"}),
    ("m-bus", m_bus_data("8240FD48 6003"), {"value": None, "voltage_u1": "86.4"}),
    ("m-bus", m_bus_data("02FDC8FC02 FC08"), {"value": None, "voltage_l2": "230.0"}),
    ("m-bus", m_bus_data("02FDC8FF02 FC08"), {"value": None, "voltage": "missing"}),
    ("m-bus", m_bus_data("046D 0B0B6D33"), {"value": None, "meter_time": "2027-03-13T11:11"}),
    ("m-bus", m_bus_data("046D 8B0B6D33"), {"meter_time": "missing"}),
    ("m-bus", m_bus_data("0C13 785634F2"), {"value": "-2345.678", "unit": "m3"}),
    ("m-bus", m_bus_data("0259 FFFF"), {"value": "-0.01", "unit": "C", "flow_temp": "-0.01"}),
    ("m-bus", m_bus_data("0513 0000C03F"), {"value": "0.0015", "unit": "m3"}),
    ("m-bus", m_bus_data("2F2F 0213 0100 2F"), {"value": "0.001"}),
    ("m-bus", m_bus_data("04", ci=0x70, header=""), {"error": "premature_end"}),
    ("m-bus", m_bus.long(8, 1, 0x71, b"\x04"), {"error": "alarm 04"}),
    ("nmea-0183", nmea("GNZDA,123519.00,23,11,2026,00,00"), {"date": "2026-11-23"}),
    ("nmea-0183", nmea("GNZDA,123519.00,32,11,2026,00,00"), {"date": "missing"}),
    ("nmea-0183", nmea("GNZDA,993519.00,23,11,2026,00,00"), {"utc_time": "missing"}),
    ("nmea-0183", nmea("GNZDA,235960.00,23,11,2026,00,00"), {"utc_time": "23:59:60.00"}),
    ("nmea-0183", nmea("GPGLL,4807.038,S,01131.000,E,123519,A,A"), {"latitude": "-48.1173000"}),
    ("nmea-0183", nmea("GPGLL,9107.038,N,01131.000,E,123519,A,A"), {"error": "no_fix"}),
    ("nmea-0183", nmea("GPGLL,4807.038,E,01131.000,N,123519,A,A"), {"error": "no_fix"}),
    ("modbus-rtu", bytes.fromhex("0103047fc00000e3db"), {"value": None, "error": "no_value"}),
    ("vaisala-ascii", b"RH= 43.0 %RH T= 69.8 'F\r\n", {"value": "69.8", "unit": "F", "rh": "43.0"}),
    ("vaisala-ascii", b"RH= 43.0 %RH\r\n", {"value": None, "unit": None, "rh": "43.0"}),
    ("vaisala-ascii", b">RH= 9.4 %RH Ta= 3.1 'C\r\n", {"value": "3.1", "unit": "C"}),
    ("scpi", b"9.9E37\n", {"overload": True}),
    ("scpi", b"+9.91000000E+37\r\n", {"error": "no_value", "overload": False}),
    ("scpi", b"-9.9E+37\n", {"underload": True, "overload": False}),
    ("scpi", b"NAN\r\n", {"error": "no_value", "value": None}),
    ("scpi", b"-INF\n", {"underload": True}),
    ("scpi", b"0\n", {"value": "0"}),
    ("scpi", b"-0.00\n", {"value": "-0.00"}),
    ("scpi", b".5\n", {"value": "0.5"}),
    ("scpi", b"  +23.40 C\r\n", {"value": "23.40", "unit": "C"}),
    ("scpi", b"+1.250000E-03VDC\n", {"value": "0.00125", "unit": "V"}),
    ("scpi", b"1,2,3\n", {"values": ["1", "2", "3"], "value": None}),
    ("scpi", b"1.0E1, 9.9E37\n", {"values": ["10", None], "overload": True}),
    ("scpi", b":READ?\n", {"cmd": "read"}),
    ("fluke-1522", b"SA=10\r", {"cmd": "SA"}),
    ("fluke-1522", b"HART,1504,A12345,1.02\r\n", {"model": "HART,1504,A12345,1.02"}),
]


@pytest.mark.parametrize("protocol, data, expected", METERS)
def test_a_meters_variant_is_read(protocol: str, data: bytes, expected: dict[str, Any]) -> None:
    (indication,), problems = decoded(protocol, data)
    assert {name: indication.get(name, "missing") for name in expected} == expected
    assert not problems


def test_the_rest_of_an_answer_is_asked_for_by_number() -> None:
    follow_up = find_driver(f"dlt645-2007@{METER}").follow_up
    assert follow_up is not None
    first = find_driver("dlt645-2007").decode(dlt(0xB1, "00FF0100 56341200"))
    (said,) = find_driver("dlt645-2007").decode(dlt(0xB2, "00FF0100 56341200 01"))
    assert isinstance(first[0], Indication)
    assert isinstance(said, Indication)
    assert follow_up(first[0]) == b"\xfe" * 4 + dlt(0x12, "00FF0100 01")
    assert follow_up(said) == b"\xfe" * 4 + dlt(0x12, "00FF0100 02")
    (last,) = find_driver("dlt645-2007").decode(dlt(0x92, "00FF0100 56341200 02"))
    assert isinstance(last, Indication)
    assert follow_up(last) is None


def test_a_block_without_its_check_is_no_telegram_behind_a_meter_of_mode_c() -> None:
    telegram = b"\r\n1.8.0(425.250*kWh)\r\n!\r\n"
    asked, _problems = decoded("iec62056-21", b"/LGZ5ZMD310AT\r\n" + telegram)
    assert [one["value"] for one in asked] == [None]
    unasked, _problems = decoded("iec62056-21", b"/LGZ3ZMD310AT\r\n" + telegram)
    assert [one["value"] for one in unasked] == [None, "425.250"]


@pytest.mark.parametrize(
    "line",
    [
        b"2\x903\n",
        b"12.\xff5\n",
        b"1,\x912\n",
        b"5 F\n",
        b"5 bananas\n",
        b"1e20\n",
        b"1.2.3\n",
        b"1,,2\n",
        b"+-5\n",
        b"12 34\n",
        b"0x1F\n",
    ],
)
def test_what_is_no_scpi_number_or_has_lost_bytes_gives_no_value(line: bytes) -> None:
    indications, problems = decoded("scpi", line)
    assert problems == ["malformed"]
    assert indications == []


def test_a_scpi_number_behind_noise_alone_is_read() -> None:
    indications, problems = decoded("scpi", b"\x90\x00" + b"23.5\n")
    assert [each["value"] for each in indications] == ["23.5"]
    assert problems == ["noise"]
