"""Line settings as people write them."""

from __future__ import annotations

from inspector_app.domain.exceptions import InputInvalid
from serial_drivers.driver import SerialLine

_PARITIES = {"N": "none", "E": "even", "O": "odd"}


def parse_line(text: str) -> SerialLine:
    """Return the settings of `9600 8N1`. Raises InputInvalid(`line_unreadable`)."""
    try:
        speed, frame = text.split()
        return SerialLine(
            baudrate=int(speed),
            data_bits=int(frame[0]),
            parity=_PARITIES[frame[1].upper()],
            stop_bits=int(frame[2]),
        )
    except (ValueError, IndexError, KeyError):
        raise InputInvalid("line_unreadable", field="line", value=text[:40]) from None
