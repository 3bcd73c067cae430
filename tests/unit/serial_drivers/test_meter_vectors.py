"""Further vectors of the meter families, built from the standards' layouts: legal and illegal ones.

They go the way of `inspector-app decode`: each as one stream of bytes, with what may stand around it.
"""

from __future__ import annotations

from typing import Any

import pytest

from serial_drivers.layers.checksums import crc16
from tests.unit.serial_drivers.test_variants import (
    block,
    decoded,
    dlt,
    m_bus_data,
    nmea,
    water,
)

ENERGY = dlt(0x91, "00000100 78563412")
VOLUME = water(0x81, "1F90 00 00776655 2C 00776655 2C 31012211051520 0000")
GGA = "GNGGA,123519.00,4807.0380,N,01131.0000,E,4,08,0.9,545.4,M,46.9,M,,"
READOUT = "0.0.0(12345678)\r\n1.8.0(000123.45*kWh)\r\n0.9.1(12:30:00)\r\nF.F(00000000)\r\n!\r\n"


def modbus(body: str) -> bytes:
    data = bytes.fromhex(body.replace(" ", ""))
    return data + crc16(data).to_bytes(2, "little")


def wrong_check(frame: bytes, at: int) -> bytes:
    """Return the frame with one check byte changed; at: counted from the end."""
    place = len(frame) - at
    return frame[:place] + bytes([frame[place] ^ 1]) + frame[place + 1 :]


LEGAL: list[tuple[str, bytes, dict[str, Any]]] = [
    ("dlt645-2007", b"\xfe" + ENERGY, {"value": "123456.78", "unit": "kWh", "di": "00010000"}),
    ("dlt645-2007", dlt(0x91, "00000200 78563412"), {"value": "123456.78", "di": "00020000"}),
    ("dlt645-2007", dlt(0x91, "00030100 00000000"), {"value": "0.00", "di": "00010300"}),
    ("dlt645-2007", dlt(0x91, "00010202 345092"), {"value": "-125.034", "unit": "A"}),
    (
        "dlt645-2007",
        dlt(0x91, "00FF0202 345012 000000 FFFFFF"),
        {"values": ["125.034", "0.000", None]},
    ),
    ("dlt645-2007", dlt(0x91, "02008002 0150"), {"value": "50.01", "unit": "Hz"}),
    ("dlt645-2007", dlt(0x91, "01010004 01281126"), {"date": "26112801"}),
    ("dlt645-2007", dlt(0x91, "02010004 565912"), {"time": "125956"}),
    ("dlt645-2007", dlt(0x91, "01040004 610100000000"), {"address": "000000000161"}),
    ("dlt645-2007", dlt(0x91, "01050004 0000"), {"value": None, "data": "0000"}),
    ("dlt645-2007", dlt(0xD1, ""), {"error": "refused"}),
    ("dlt645-2007", dlt(0xD2, "02"), {"error": "no_data"}),
    ("dlt645-2007", dlt(0xD4, "04"), {"error": "password"}),
    ("dlt645-2007", dlt(0x93, "610100000000"), {"address": "000000000161", "value": None}),
    ("dlt645-2007", dlt(0x97, "08"), {"ack": "set_speed"}),
    ("dlt645-2007", dlt(0x08, "565912281126"), {"cmd": "broadcast_time", "value": None}),
    ("dlt645-2007", dlt(0x91, "00000100 35353535"), {"value": "353535.35"}),  # 68h in the data
    ("dlt645-1997", dlt(0x81, "11B6 2002"), {"value": "220", "unit": "V"}),
    ("dlt645-1997", dlt(0x81, "1F90 01000000 02000000 AA"), {"values": ["0.01", "0.02"]}),
    ("dlt645-1997", dlt(0x81, "10C0 05281126"), {"date": "26112805"}),
    ("dlt645-1997", dlt(0xA1, "1F90 01000000"), {"values": ["0.01"], "more_follows": True}),
    ("cjt188", b"\xfe\xfe" + VOLUME, {"value": "556677.00", "unit": "m3", "valve": "open"}),
    ("cjt188", water(0x81, "1F90 00 00776655 2C 00776655 2C 0000"), {"meter_time": "missing"}),
    ("cjt188", water(0x81, "1F90 00 50000000 29 00000000 29 0000"), {"value": "0.50", "unit": "L"}),
    ("cjt188", water(0xC1, "00 0000"), {"error": "refused"}),
    ("cjt188", water(0x83, "0A81 00"), {"address": "78330011223344", "value": None}),
    ("cjt188", water(0x84, "17A0 00 0100"), {"ack": "write", "di": "A017"}),
    ("m-bus", m_bus_data("0C06 27000000"), {"value": "27", "unit": "kWh"}),
    ("m-bus", m_bus_data("0C0E 45230100"), {"value": "12345", "unit": "MJ"}),
    ("m-bus", m_bus_data("042D FFFFFFFF"), {"value": "-0.1", "unit": "kW"}),
    ("m-bus", m_bus_data("0A5A 1502"), {"value": "21.5", "unit": "C"}),
    ("m-bus", m_bus_data("0E13 563412907856"), {"value": "567890123.456"}),
    ("m-bus", m_bus_data("0713 D204000000000000"), {"value": "1.234"}),
    ("m-bus", m_bus_data("1413 D2040000"), {"value": None, "volume": "missing"}),  # a maximum
    ("m-bus", m_bus_data("0F AABBCC"), {"value": None, "serial": "12345678"}),
    ("m-bus", m_bus_data("0493 71 D2040000"), {"value": "0.00001234"}),  # times 10^-5
    ("modbus-rtu", modbus("010402ff33"), {"temperature": "-20.5"}),
    ("modbus-rtu", modbus("01840b"), {"error": "exception 11"}),
    ("modbus-rtu", modbus("010600010003"), {"ack": True}),
    ("modbus-rtu", modbus("010300000002"), {"cmd": "read", "count": 2}),
    ("modbus-rtu", modbus("01100000000204 0001 0002"), {"cmd": "write"}),
    ("modbus-rtu", modbus("010304 42f6e979"), {"value": "123.456", "order": "ABCD"}),
    ("iec62056-21", b"/?12345678!\r\n", {"cmd": "sign_on", "address": "12345678"}),
    ("iec62056-21", block(READOUT), {"value": "123.45", "unit": "kWh"}),
    ("iec62056-21", block("1.8.0(000123.45*kWh)"), {"value": "123.45"}),
    ("iec62056-21", b"\x01B0\x03q", {"cmd": "B0"}),
    ("iec62056-21", b"\x15", {"error": "refused"}),
    ("nmea-0183", nmea(GGA), {"fix": "rtk", "latitude": "48.1173000", "value": "545.4"}),
    ("nmea-0183", nmea("GNGGA,123519.00,,,,,0,00,99.9,,M,,M,,"), {"error": "no_fix"}),
    ("nmea-0183", nmea("GPRMC,123519,V,,,,,,,230326,,,N"), {"date": "2026-03-23"}),
    ("nmea-0183", nmea("GPTXT,01,01,02,u-blox"), {"sentence": "TXT", "value": None}),
]


@pytest.mark.parametrize("protocol, data, expected", LEGAL)
def test_a_legal_frame_is_read(protocol: str, data: bytes, expected: dict[str, Any]) -> None:
    (indication,), problems = decoded(protocol, data)
    assert {name: indication.get(name, "missing") for name in expected} == expected
    assert not problems


ILLEGAL = [
    ("dlt645-2007", wrong_check(ENERGY, 2), "checksum_error"),
    ("dlt645-2007", ENERGY[:-1] + b"\x17", "malformed"),
    ("dlt645-2007", ENERGY[:-4], "incomplete"),
    ("dlt645-2007", dlt(0x91, "00000100 785634"), "malformed"),
    ("dlt645-2007", dlt(0x91, "00000100 7A563412"), "malformed"),
    ("dlt645-2007", dlt(0x92, "00000100"), "malformed"),
    ("dlt645-2007", dlt(0xA0, ""), "malformed"),
    ("dlt645-1997", dlt(0x81, "1090 0A000000"), "malformed"),
    ("cjt188", wrong_check(VOLUME, 2), "checksum_error"),
    ("cjt188", water(0x81, "1F90 00 00776655 77 00776655 2C"), "malformed"),
    ("cjt188", VOLUME[:-3], "incomplete"),
    ("m-bus", wrong_check(m_bus_data("0C06 27000000"), 2), "checksum_error"),
    ("m-bus", m_bus_data("0C06 2700"), "malformed"),
    ("m-bus", m_bus_data("04" + "86" * 12 + "00000000"), "malformed"),
    ("modbus-rtu", wrong_check(modbus("01040401310222"), 1), "checksum_error"),
    ("iec62056-21", wrong_check(block(READOUT), 1), "checksum_error"),
    ("iec62056-21", block(READOUT)[:-2], "incomplete"),
    ("dsmr-p1", b"/KFM5KAIFA\r\n\r\n1-0:1.8.1(1*kWh)\r\n!0000\r\n", "checksum_error"),
    ("nmea-0183", nmea(GGA).replace(b"545.4", b"545.5"), "checksum_error"),
    ("nmea-0183", f"${GGA}\r\n".encode(), "malformed"),
    ("cn-tax-dispenser", bytes.fromhex("bb04ff83017c"), "checksum_error"),
    ("dlms-hdlc", bytes.fromhex("7ea0071f2301f0007e"), "checksum_error"),
]


@pytest.mark.parametrize("protocol, data, kind", ILLEGAL)
def test_an_illegal_frame_gives_no_value_and_is_called_by_its_kind(
    protocol: str, data: bytes, kind: str
) -> None:
    indications, problems = decoded(protocol, data)
    assert [each for each in indications if each["value"] is not None] == []
    assert kind in problems


@pytest.mark.parametrize("protocol, frame", [("dlt645-2007", ENERGY), ("cjt188", VOLUME)])
def test_frames_that_follow_one_another_with_preambles_between_are_all_read(
    protocol: str, frame: bytes
) -> None:
    indications, problems = decoded(protocol, b"\xfe" * 4 + frame + b"\xfe\xfe" + frame + frame)
    assert len({each["value"] for each in indications}) == 1
    assert len(indications) == 3
    assert not problems
