"""Line settings as people write them."""

from __future__ import annotations

import re
from typing import Final

from inspector_app.domain.exceptions import InputInvalid
from serial_drivers.driver import SerialLine

_PARITIES: Final = {"N": "none", "E": "even", "O": "odd"}
_WRITTEN: Final = re.compile(r"\s*([1-9][0-9]{1,7})\s+([5-8])([NEO])([12])\s*", re.IGNORECASE)
"""Of speeds, what any adapter could be asked for: 10 to 99,999,999 bit/s."""


def parse_line(text: str) -> SerialLine:
    """Return the settings of `9600 8N1`. Raises InputInvalid(`line_unreadable`)."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise InputInvalid("line_unreadable", field="line", value=text[:40])
    speed, data_bits, parity, stop_bits = found.groups()
    return SerialLine(
        baudrate=int(speed),
        data_bits=int(data_bits),
        parity=_PARITIES[parity.upper()],
        stop_bits=int(stop_bits),
    )
