"""Each instrument at the end of a wire that has speed and parity: found, in time, and unharmed.

Time here is the wire's own and costs none. What no detection could tell apart stands in this file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random  # noqa: TID251 - seeded

import pytest

from serial_drivers.catalog import drivers, find_driver
from serial_drivers.driver import ScaleDriver, SerialLine
from serial_drivers.finding.detection import LIMIT_S, Detection, Detector
from serial_drivers.finding.ears import asking_ears
from serial_drivers.simulators.load_cell import LoadCell, usual_nature
from serial_drivers.simulators.speaking import SpeakingScale
from tests.helpers.line_fire import good_frames
from tests.helpers.virtual_wire import EchoingWire, VirtualWire

Step = Callable[[float, bytes], bytes]
WORST_S, STREAMING_S = 12, 2

HARMLESS = {
    b"G\r\n": "Adam: the gross weight",
    b"\x05": "ENQ: are you ready",
    b"\x11": "DC1, after the ACK: the weight",
    b"w": "KERN: the weight at once",
    b"\x01\x04\x00\x01\x00\x02\x20\x0b": "Modbus 04: read two input registers of instrument 1",
    b"SI\r\n": "MT-SICS, KCP, Radwag, A&D: the weight at once",
    b"IP\r\n": "Ohaus: print at once",
    b"20050026:\r\n": "Rinstrum: read the display's register",
    b"\x1bP\r\n": "Sartorius: print",
    b"\x1bp": "Shuangjie: print",
    b"*IDN?\n": "SCPI: who are you",
    b"READ?\r": "Fluke: one measurement",
    b"\x02AB03\x03": "Yaohua: the gross weight of indicator A",
    b"{F00RDD}\r": "Rotronic: read the displayed values",
    b"W": "Toledo 8217: the weight",
    b"W\r": "NCI: the weight",
    b"SEND\r\n": "Vaisala: the values once",
    b"\xfe\xfe\xfe\xfe\x68\x10"
    + b"\xaa" * 7
    + b"\x01\x03\x1f\x90\x00\xd1\x16": "CJ/T 188: read volume",
    b"\xfe\xfe\xfe\xfe\x68" + b"\xaa" * 6 + b"\x68\x13\x00\xdf\x16": "DL/T 645-2007: your address",
    b"\xfe\xfe\xfe\xfe\x68"
    + b"\x99" * 6
    + b"\x68\x01\x02\x43\xc3\x6f\x16": "DL/T 645-1997: read energy",
    b"\x10\x7b\xfe\x79\x16": "M-Bus REQ_UD2: your data",
    b"/?!\r\n": "IEC 62056-21: who are you",
    b"\x7e\xa0\x07\x03\x21\x93\x0f\x01\x7e": "DLMS SNRM as public client: may we talk",
}
"""Every word that detection may ever send, and what it asks. None of them changes an instrument."""

CHANGING = {
    *(
        b"Z\r\n",
        b"ZI\r\n",
        b"T\r\n",
        b"TI\r\n",
        b"TA\r\n",
        b"TAC\r\n",
        b"@\r\n",
        b"C\r\n",
        b"C3\r\n",
    ),
    *(b"Z", b"T", b"C", b"R", b"X", b"Z\r", b"T\r", b"X\r"),
    *(b"\x1bT\r\n", b"\x1bU\r\n", b"\x1bV\r\n", b"\x1bZ\r\n", b"\x1bS\r\n", b"\x1bW\r\n"),
    *(b"z", b"t", b"\x12", b"*RST\n", b"OPEN\r\n", b"RESET\r\n"),
}
"""Zero, tare, clear, calibrate, restart, switch off, sell: what some scale would obey."""

LOOK_ALIKES = {
    "cn-tax-dispenser": {"cn-ff-bcd"},  # a layout that the checksum of the other outweighs
    "m-bus": {"cn-ff-bcd"},  # the same
    "dsmr-p1": {"iec62056-21"},  # a telegram begins with the name that the other answers with
    "rinstrum": {"fluke-152x"},  # one reply about a setting, not the weight: both are listed
}
"""By key: whose frames convince a driver of another protocol too, if they come as answers."""

each_driver = pytest.mark.parametrize("driver", drivers(), ids=lambda driver: driver.key)


def wire_to(
    driver: ScaleDriver,
    line: SerialLine | None = None,
    *,
    kind: type[VirtualWire] = VirtualWire,
) -> VirtualWire:
    """Return the port of a simulated instrument at this line, or its usual one."""
    cell = LoadCell(usual_nature(driver.voice), Random(1))
    return kind(SpeakingScale(driver, cell).step, line or driver.line)


def detected(wire: VirtualWire) -> Detection:
    return Detector(drivers(), open_transport=wire.open, clock=wire.clock).run()


@each_driver
def test_each_instrument_is_found_at_its_usual_line_and_is_asked_only_what_is_harmless(
    driver: ScaleDriver,
) -> None:
    wire = wire_to(driver)
    found = detected(wire)
    assert found.chosen is not None, found.reason
    assert found.chosen.driver.key.partition("@")[0] == driver.key
    assert found.chosen.line == driver.line
    assert found.chosen.sample, "a positive reply is always required"
    assert wire.clock.ns <= WORST_S * 1e9
    if driver.voice.stream and driver.has_checksum:
        assert wire.clock.ns <= STREAMING_S * 1e9
    assert set(wire.sent) <= set(HARMLESS)


@pytest.mark.parametrize("driver", [each for each in drivers() if each.polled], ids=lambda d: d.key)
def test_each_instrument_that_is_asked_is_found_through_an_adapter_that_echoes(
    driver: ScaleDriver,
) -> None:
    wire = wire_to(driver, kind=EchoingWire)
    found = detected(wire)
    assert wire.clock.ns <= WORST_S * 1e9
    assert driver.key in {candidate.driver.key.partition("@")[0] for candidate in found.candidates}


def spoken_lines() -> list[object]:
    """Return each stream with each of its lines that detection listens at."""
    streams = [driver for driver in drivers() if driver.voice.stream]
    return [
        pytest.param(driver, line, id=f"{driver.key} {line}")
        for driver in streams
        for line in driver.lines
        if line.baudrate >= 1200
    ]


@pytest.mark.parametrize("driver, line", spoken_lines())
def test_a_stream_is_found_at_any_of_its_speeds(driver: ScaleDriver, line: SerialLine) -> None:
    wire = wire_to(driver, line)
    found = detected(wire)
    assert found.chosen is not None, found.reason
    assert (found.chosen.driver.key, found.chosen.line.baudrate) == (driver.key, line.baudrate)
    assert wire.clock.ns <= WORST_S * 1e9


@pytest.mark.parametrize(
    "driver", [d for d in drivers() if d.voice.stream], ids=lambda driver: driver.key
)
def test_a_stream_of_one_frame_a_second_is_found_too(driver: ScaleDriver) -> None:
    slow = replace(driver, voice=replace(driver.voice, frames_per_second=1))
    wire = wire_to(slow)
    found = detected(wire)
    assert found.chosen is not None, found.reason
    assert (found.chosen.driver.key, found.chosen.line) == (driver.key, driver.line)
    assert wire.clock.ns <= WORST_S * 1e9


@pytest.mark.parametrize("baudrate", [300, 600, 1800, 14400, 38400, 57600])
@pytest.mark.parametrize(
    "driver", [d for d in drivers() if d.voice.stream], ids=lambda driver: driver.key
)
def test_a_stream_at_a_speed_that_nobody_listens_at_is_taken_for_nothing_else(
    driver: ScaleDriver, baudrate: int
) -> None:
    wire = wire_to(driver, SerialLine(baudrate=baudrate))
    found = detected(wire)
    assert [c.driver.key for c in found.candidates if c.driver.key != driver.key] == []
    assert wire.clock.ns <= WORST_S * 1e9


def test_every_word_that_detection_can_send_is_on_the_list_of_harmless_ones_and_no_other() -> None:
    said = set()
    for driver in drivers():
        wire = wire_to(driver)
        detected(wire)
        said |= set(wire.sent)
    assert said == set(HARMLESS)
    assert not said & CHANGING
    changing = {word for d in drivers() for word in changing_words(d) if word is not None}
    assert not said & changing


def changing_words(driver: ScaleDriver) -> tuple[bytes | None, ...]:
    commands = driver.commands
    return commands.zero, commands.tare, commands.clear_tare


def silent(_seconds: float, _heard: bytes) -> bytes:
    return b""


def babble(period_s: float) -> Step:
    """Return an instrument nobody knows, that says something once in a while."""
    waited = 0.0

    def step(seconds: float, _heard: bytes) -> bytes:
        nonlocal waited
        waited += seconds
        if waited < period_s:
            return b""
        waited = 0.0
        return bytes(range(0x90, 0xA0)) * 2

    return step


@pytest.mark.parametrize("step", [silent, babble(0.05), babble(0.5), babble(1.0), babble(1.4)])
def test_what_nobody_speaks_is_given_up_in_time_and_named_nothing(step: Step) -> None:
    wire = VirtualWire(step, SerialLine())
    found = detected(wire)
    assert (found.failure, found.candidates) == ("no_answer", ())
    assert wire.clock.ns <= WORST_S * 1e9
    assert set(wire.sent) <= set(HARMLESS)


def test_a_silent_port_is_asked_every_question_and_a_babbling_one_is_told_what_was_left() -> None:
    quiet = VirtualWire(silent, SerialLine())
    loud = VirtualWire(babble(1.4), SerialLine())
    assert "not asked" not in detected(quiet).reason
    assert set(quiet.sent) == set(HARMLESS) - {b"\x11"}
    left = detected(loud)
    assert left.unasked > 0
    assert f"{left.unasked} questions not asked for lack of time" in left.reason
    assert loud.clock.ns <= (LIMIT_S + 0.5) * 1e9


@each_driver
def test_whose_frames_look_like_those_of_another_is_known(driver: ScaleDriver) -> None:
    found = set()
    for frame in good_frames(driver, Random(3)):
        ears = asking_ears(drivers())
        for ear in ears:
            for _time in range(6):
                ear.hear(frame)
        found |= {ear.driver.key for ear in ears if ear.is_convinced}
    assert found - {driver.key} == LOOK_ALIKES.get(driver.key, set())


def test_two_instruments_on_one_line_are_both_listed_and_none_is_chosen() -> None:
    first, second = (find_driver(key) for key in ("yaohua-tf0", "toledo-continuous"))
    voices = [SpeakingScale(d, LoadCell(usual_nature(d.voice), Random(1))) for d in (first, second)]

    def both(seconds: float, heard: bytes) -> bytes:
        return b"".join(voice.step(seconds, heard) for voice in voices)

    found = detected(VirtualWire(both, SerialLine()))
    assert found.chosen is None
    assert {candidate.driver.key for candidate in found.candidates} == {first.key, second.key}
    assert all(candidate.reason and candidate.sample for candidate in found.candidates)
