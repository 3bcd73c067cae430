"""An adapter that sends back what it is given: the question is passed over, for every driver."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from inspector_app.domain.indication import FrameProblem
from serial_drivers.catalog import drivers
from serial_drivers.driver import ScaleDriver
from serial_drivers.ports.port_events import (
    FellQuiet,
    IndicationReceived,
    PortEvent,
    ProblemSeen,
    Received,
    Sent,
)
from serial_drivers.ports.port_session import PortInterpreter
from tests.helpers import transcripts

_AT = datetime(2026, 11, 23, tzinfo=UTC)
_ASKED = [driver for driver in drivers() if driver.commands.read is not None]


def told(driver: ScaleDriver, *chunks: bytes) -> list[PortEvent]:
    """Ask, then hear these pieces, then silence."""
    asked = driver.commands.read
    assert asked is not None
    interpreter, heard = PortInterpreter(driver), []
    heard += interpreter.interpret(Sent(session_id="s", at=_AT, monotonic_ns=0, data=asked))
    for number, data in enumerate(chunks, start=1):
        piece = Received(session_id="s", at=_AT, monotonic_ns=number, data=data)
        heard += interpreter.interpret(piece)
    heard += interpreter.interpret(FellQuiet(session_id="s", at=_AT, monotonic_ns=99))
    return heard


def answers(driver: ScaleDriver) -> list[bytes]:
    return [frame for frame, row in transcripts.rows(driver) if row.get("value") is not None]


@pytest.mark.parametrize("driver", _ASKED, ids=lambda driver: driver.key)
def test_the_question_before_the_answer_is_an_echo_and_the_answer_is_read(
    driver: ScaleDriver,
) -> None:
    asked = driver.commands.read
    assert asked is not None
    for answer in answers(driver):
        for chunks in ([asked + answer], [asked, answer], [asked[:2], asked[2:] + answer]):
            heard = told(driver, *(chunk for chunk in chunks if chunk))
            problems = [event.problem for event in heard if isinstance(event, ProblemSeen)]
            values = [event for event in heard if isinstance(event, IndicationReceived)]
            assert FrameProblem(kind="echo", raw=asked) in problems
            assert [one.indication.value is not None for one in values] in ([True], [])
            assert not any(one.indication.raw == asked for one in values)


@pytest.mark.parametrize("driver", _ASKED, ids=lambda driver: driver.key)
def test_without_an_echo_nothing_is_called_one(driver: ScaleDriver) -> None:
    for answer in answers(driver):
        heard = told(driver, answer)
        assert not any(isinstance(e, ProblemSeen) and e.problem.kind == "echo" for e in heard)
