"""Instruments that take their time to answer, and the thorough run with its own worst case.

The usual run finds whoever answers as quickly as its standard demands; the thorough one whoever
takes a second, at any line that its protocol names, and pushes that come every ten seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random  # noqa: TID251 - seeded

import pytest

from serial_drivers.catalog import drivers, find_driver
from serial_drivers.driver import ScaleDriver, SerialLine
from serial_drivers.finding.budget import THOROUGH, THOROUGH_WORST_S, USUAL, Budget
from serial_drivers.finding.detection import Detection, Detector
from serial_drivers.finding.questions import questions
from serial_drivers.simulators.load_cell import LoadCell, usual_nature
from serial_drivers.simulators.speaking import SpeakingScale
from tests.helpers.virtual_wire import VirtualWire
from tests.unit.serial_drivers.test_detection_of_everything import HARMLESS, WORST_S, babble

Step = Callable[[float, bytes], bytes]
STANDARD_S = {"dlt645-2007": 0.5, "dlt645-1997": 0.5, "cjt188": 0.5, "iec62056-21": 1.5}
STANDARD_S |= {"m-bus": 330 / 2400 + 0.05}
"""How long a meter may take to begin its answer, by its standard."""


def late(step: Step, delay_s: float) -> Step:
    """Return the same instrument, whose answers come so much later."""
    now, waiting = 0.0, list[tuple[float, bytes]]()

    def slow(seconds: float, heard: bytes) -> bytes:
        nonlocal now
        now += seconds
        said = step(seconds, heard)
        if said:
            waiting.append((now + delay_s, said))
        return waiting.pop(0)[1] if waiting and waiting[0][0] <= now else b""

    return slow


def wire_to(driver: ScaleDriver, line: SerialLine, delay_s: float) -> VirtualWire:
    cell = LoadCell(usual_nature(driver.voice), Random(1))
    return VirtualWire(late(SpeakingScale(driver, cell).step, delay_s), line)


def detected(wire: VirtualWire, budget: Budget = USUAL) -> Detection:
    return Detector(drivers(), open_transport=wire.open, clock=wire.clock, budget=budget).run()


@pytest.mark.parametrize("key, delay_s", STANDARD_S.items())
def test_a_meter_as_slow_as_its_standard_allows_is_found_in_the_usual_time(
    key: str, delay_s: float
) -> None:
    driver = find_driver(key)
    wire = wire_to(driver, driver.line, delay_s)
    found = detected(wire)
    assert found.chosen is not None, found.reason
    assert found.chosen.driver.key.partition("@")[0] == key
    assert found.chosen.line == driver.line
    assert wire.clock.ns <= WORST_S * 1e9
    assert set(wire.sent) <= set(HARMLESS) | {found.chosen.poll}


def test_an_answer_that_comes_during_the_next_question_is_laid_to_whom_it_belongs() -> None:
    driver = find_driver("mt-sics")
    found = detected(wire_to(driver, driver.line, 0.4))
    assert found.chosen is not None, found.reason
    assert (found.chosen.driver.key, found.chosen.poll) == ("mt-sics", b"SI\r\n")


@pytest.mark.parametrize("delay_s", [0.3, 0.8, 1.0, 1.5, 3.0])
@pytest.mark.parametrize("key", ["adam", "dlt645-2007", "fluke-152x", "iec62056-21", "m-bus"])
def test_however_late_an_answer_is_the_usual_run_ends_in_time_and_names_nothing_else(
    key: str, delay_s: float
) -> None:
    driver = find_driver(key)
    wire = wire_to(driver, driver.line, delay_s)
    found = detected(wire)
    assert {each.driver.key.partition("@")[0] for each in found.candidates} <= {key}
    assert wire.clock.ns <= WORST_S * 1e9


ASKED = [
    pytest.param(driver, line, id=f"{driver.key} {line}")
    for driver in drivers()
    if driver.commands.question and not driver.voice.stream
    for line in driver.lines
]


@pytest.mark.parametrize("driver, line", ASKED)
def test_the_thorough_run_finds_each_asked_instrument_at_each_of_its_lines_after_a_second(
    driver: ScaleDriver, line: SerialLine
) -> None:
    wire = wire_to(driver, line, 1.0)
    found = detected(wire, THOROUGH)
    assert found.chosen is not None, found.reason
    assert found.chosen.driver.key.partition("@")[0] == driver.key
    assert found.chosen.line == line
    assert wire.clock.ns <= THOROUGH_WORST_S * 1e9
    assert set(wire.sent) <= set(HARMLESS) | {found.chosen.poll}


@pytest.mark.parametrize("baudrate", [300, 600, 1200, 19200, 38400, 57600])
@pytest.mark.parametrize("key", ["yaohua-tf0", "toledo-continuous", "st-gs-generic", "nmea-0183"])
def test_the_thorough_run_finds_a_stream_at_a_speed_that_the_usual_one_passes_over(
    key: str, baudrate: int
) -> None:
    driver = find_driver(key)
    cell = LoadCell(usual_nature(driver.voice), Random(1))
    wire = VirtualWire(SpeakingScale(driver, cell).step, SerialLine(baudrate=baudrate))
    found = detected(wire, THOROUGH)
    assert found.chosen is not None, found.reason
    assert (found.chosen.driver.key, found.chosen.line.baudrate) == (key, baudrate)


@pytest.mark.parametrize("period_s", [0.01, 0.5, 1.4, 4.0, 9.0])
def test_the_thorough_run_ends_within_what_was_told_before_it_began(period_s: float) -> None:
    wire = VirtualWire(babble(period_s), SerialLine())
    found = detected(wire, THOROUGH)
    assert (found.failure, found.candidates) == ("no_answer", ())
    assert wire.clock.ns <= THOROUGH_WORST_S * 1e9
    assert set(wire.sent) <= set(HARMLESS)


def test_the_thorough_run_asks_a_silent_port_at_every_line_in_about_a_minute() -> None:
    wire = VirtualWire(lambda _seconds, _heard: b"", SerialLine())
    found = detected(wire, THOROUGH)
    assert found.failure == "no_answer"
    assert "not asked" not in found.reason
    lines = {str(line) for driver in drivers() if driver.commands.question for line in driver.lines}
    assert lines <= {str(line) for line in wire.opened}
    assert wire.clock.ns <= 70e9


def test_usual_lines_are_asked_before_all_others() -> None:
    usual = questions(drivers(), has_line=True)
    every = questions(drivers(), has_line=True, all_lines=True)
    assert every[: len(usual)] == usual
    assert len(every) > len(usual)


class SpeedlessWire(VirtualWire):
    """A port whose instrument is heard at any speed, as on a pseudo-terminal or USB of its own."""

    def open(self, line: SerialLine) -> VirtualWire:
        self._instrument = line
        return super().open(line)

    def set_speed(self, baudrate: int) -> None: ...


@pytest.mark.parametrize("seed", [2, 19, 56, 78, 125])
def test_bursts_at_odd_moments_never_draw_the_usual_run_out(seed: int) -> None:
    random, now = Random(seed), 0.0
    due = random.uniform(0.1, 3)
    shortest, longest = random.choice([(0.1, 0.5), (0.3, 3), (1.3, 1.6), (2, 6)])

    def step(seconds: float, _heard: bytes) -> bytes:
        nonlocal now, due
        now += seconds
        if now < due:
            return b""
        due = now + random.uniform(shortest, longest)
        return bytes(range(0x90, 0xA0)) * 2

    wire = SpeedlessWire(step, SerialLine(baudrate=115200))
    found = detected(wire)
    assert found.candidates == ()
    assert wire.clock.ns <= WORST_S * 1e9
