"""DSMR telegrams of all versions: those before version 4 have no CRC, and are found all the same."""

from __future__ import annotations

import pytest

from inspector_app.domain.indication import FrameProblem, Indication
from serial_drivers.catalog import drivers, find_driver
from serial_drivers.driver import SerialLine
from serial_drivers.finding.budget import THOROUGH
from serial_drivers.finding.detection import Detector
from serial_drivers.layers.checksums import crc16
from tests.helpers.virtual_wire import VirtualWire

VERSION_2 = (
    b"/ISk5\\2MT382-1004\r\n\r\n0-0:96.1.1(00000000000000)\r\n1-0:1.8.1(00001.001*kWh)\r\n"
    b"1-0:1.8.2(00002.002*kWh)\r\n1-0:2.8.1(00000.000*kWh)\r\n0-0:96.14.0(0001)\r\n"
    b"1-0:1.7.0(0001.01*kW)\r\n0-0:17.0.0(0999.00*kW)\r\n0-0:96.13.1()\r\n"
    b"0-1:24.3.0(161107190000)(00)(60)(1)(0-1:24.2.1)(m3)\r\n(00003.003)\r\n0-1:24.4.0(1)\r\n!\r\n"
)
VERSION_4_BODY = b"/KFM5KAIFA\r\n\r\n1-3:0.2.8(42)\r\n1-0:1.8.1(00001.001*kWh)\r\n!"
VERSION_4 = VERSION_4_BODY + b"%04X\r\n" % crc16(VERSION_4_BODY, 0)
OLD_LINE = SerialLine(data_bits=7, parity="even")


def seen(*frames: bytes, name: str = "dsmr-p1") -> list[Indication | FrameProblem]:
    reader = find_driver(name).new_reader()
    return [item for frame in frames for item in reader.feed(frame)] + reader.finish()


def values(said: list[Indication | FrameProblem]) -> list[str]:
    return [str(each.value) for each in said if isinstance(each, Indication) and each.value]


def test_a_telegram_of_version_2_is_read_with_its_gas_and_marked_as_unchecked() -> None:
    (said,) = seen(VERSION_2)
    assert isinstance(said, Indication)
    assert (str(said.value), said.unit) == ("1.001", "kWh")
    told = [said.extra(name) for name in ("import_t2_kWh", "power_kW", "gas_m3", "checked")]
    assert told == ["2.002", "1.01", "3.003", False]


def test_codes_that_name_their_storage_are_read_too() -> None:
    telegram = (
        b"/ESY5Q3DA1004 V3.04\r\n\r\n1-0:1.8.0*255(00032549.5061662*kWh)\r\n"
        b"1-0:1.7.0*255(001688.21*W)\r\n!\r\n"
    )
    (said,) = seen(telegram)
    assert isinstance(said, Indication)
    assert (str(said.value), said.extra("power_W")) == ("32549.5061662", "1688.21")


def test_a_telegram_with_a_crc_says_nothing_of_being_unchecked() -> None:
    (said,) = seen(VERSION_4)
    assert isinstance(said, Indication)
    assert said.extra("checked") is None


@pytest.mark.parametrize(
    "damaged",
    [
        VERSION_2.replace(b"/ISk5", b"/ISk3"),  # the name of another speed: mode D's
        VERSION_2.replace(b"1.001*kWh)", b"1.001*kWh"),
        VERSION_2.replace(b"1-0:1.8.2(", b"1-01.8.2("),
        VERSION_2.replace(b"1-0:1.8.1(00001.001*kWh)\r\n", b"1-0:1.8.1(00001.001*kWh)"),
        VERSION_2.replace(b"(00003.003)\r\n", b"00003.003)\r\n"),
    ],
)
def test_one_line_without_its_shape_spoils_a_telegram_that_has_no_crc(damaged: bytes) -> None:
    assert values(seen(damaged)) == []
    assert values(seen(damaged, VERSION_2)) == ["1.001"]


@pytest.mark.parametrize("lost", [b"!\r\n", b"!%s\r\n" % VERSION_4[-6:-4], b"!GGGG\r\n"])
def test_a_telegram_of_a_version_with_a_crc_is_not_believed_without_it(lost: bytes) -> None:
    assert values(seen(VERSION_4_BODY[:-1] + lost)) == []


def test_a_crc_that_contradicts_is_never_passed_over_as_an_old_telegram() -> None:
    wrong = VERSION_2[:-2] + b"ABCD\r\n"
    (said,) = seen(wrong)
    assert isinstance(said, FrameProblem)
    assert said.kind == "checksum_error"


def test_a_telegram_of_mode_d_is_no_dsmr_and_the_other_way_round() -> None:
    mode_d = b"/ABC3METER 1\r\n\r\n1-0:1.8.0(0001.5*kWh)\r\n!\r\n"
    assert values(seen(mode_d)) == []
    assert values(seen(mode_d, name="iec62056-21/d")) == ["1.5"]
    assert values(seen(VERSION_2, name="iec62056-21/d")) == []


def pushing(telegram: bytes, line: SerialLine, period_s: float) -> VirtualWire:
    waited = 0.0

    def step(seconds: float, _heard: bytes) -> bytes:
        nonlocal waited
        waited += seconds
        if waited < period_s:
            return b""
        waited = 0.0
        return telegram

    return VirtualWire(step, line)


@pytest.mark.parametrize(
    "telegram, line, evidence",
    [(VERSION_2, OLD_LINE, "layout right"), (VERSION_4, SerialLine(baudrate=115200), "checksum")],
)
def test_a_telegram_of_any_version_is_found_by_itself(
    telegram: bytes, line: SerialLine, evidence: str
) -> None:
    wire = pushing(telegram, line, 1.0)
    found = Detector(drivers(), open_transport=wire.open, clock=wire.clock).run()
    assert found.chosen is not None, found.reason
    assert (found.chosen.driver.key, found.chosen.line) == ("dsmr-p1", line)
    assert evidence in found.reason


def test_mode_d_is_found_as_what_it_is() -> None:
    telegram = b"/ABC3METER 1\r\n\r\n0.0.0(123)\r\n1-0:1.8.0(0001.5*kWh)\r\n!\r\n"
    wire = pushing(telegram, SerialLine(baudrate=2400, data_bits=7, parity="even"), 0.8)
    found = Detector(drivers(), open_transport=wire.open, clock=wire.clock).run()
    assert [each.driver.key for each in found.candidates] == ["iec62056-21"], found.reason


@pytest.mark.parametrize(
    "telegram, line", [(VERSION_2, OLD_LINE), (VERSION_4, SerialLine(baudrate=115200))]
)
def test_a_telegram_every_ten_seconds_is_found_by_the_thorough_run(
    telegram: bytes, line: SerialLine
) -> None:
    wire = pushing(telegram, line, 10.0)
    found = Detector(drivers(), open_transport=wire.open, clock=wire.clock, budget=THOROUGH).run()
    assert found.chosen is not None, found.reason
    assert (found.chosen.driver.key, found.chosen.line) == ("dsmr-p1", line)
    assert wire.clock.ns <= 30e9


def test_a_telegram_that_takes_longer_than_a_speed_is_given_up_in_is_heard_to_its_end() -> None:
    log = b"1-0:99.97.0(3)(0-0:96.7.19)" + b"(000101010101W)(0000000301*s)" * 20 + b"\r\n"
    wire = pushing(VERSION_2.replace(b"1-0:1.7.0", log + b"1-0:1.7.0"), OLD_LINE, 2.0)
    found = Detector(drivers(), open_transport=wire.open, clock=wire.clock).run()
    assert found.chosen is not None, found.reason
    assert found.chosen.line == OLD_LINE
