"""A port set to another speed or parity: no driver takes a value that was not sent.

What such a port hears is reckoned bit by bit, as a receiver samples it.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from inspector_app.domain.indication import Indication
from serial_drivers.catalog import drivers
from serial_drivers.driver import ScaleDriver, SerialLine
from tests.helpers import transcripts
from tests.helpers.virtual_wire import as_heard

_FRAMES = 12
_FORMS = (("none", 8), ("even", 7), ("odd", 7), ("even", 8), ("odd", 8))
_SPEED_STEPS = (1, 2, 4, 8)


def other_lines(line: SerialLine) -> list[SerialLine]:
    """Return lines at half, double... the speed, and with other bits."""
    speeds = {line.baudrate * step for step in _SPEED_STEPS}
    speeds |= {line.baudrate // step for step in _SPEED_STEPS}
    lines = [
        replace(line, baudrate=speed, parity=parity, data_bits=bits)
        for speed in sorted(speeds)
        for parity, bits in _FORMS
    ]
    return [one for one in lines if one != line]


def readings(driver: ScaleDriver, pieces: list[bytes]) -> set[Decimal]:
    reader = driver.new_reader()
    seen = [one for piece in pieces for one in reader.feed(piece)] + list(reader.finish())
    taken = [one for one in seen if isinstance(one, Indication) and not one.extra("inferred")]
    return {one.value for one in taken if one.value is not None}


@pytest.mark.parametrize("driver", drivers(), ids=lambda driver: driver.key)
def test_at_a_wrong_line_no_wrong_value_is_taken(driver: ScaleDriver) -> None:
    frames = [frame for frame, _row in transcripts.rows(driver)]
    order = (frames * _FRAMES)[:_FRAMES]
    sent = readings(driver, order) | readings(driver, frames)
    for line in other_lines(driver.line):
        spaced = [as_heard(frame, driver.line, line) for frame in order]
        joined = [as_heard(b"".join(order), driver.line, line)]
        assert readings(driver, spaced) <= sent, line
        assert readings(driver, joined) <= sent, line
