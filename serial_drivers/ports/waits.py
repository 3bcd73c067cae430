"""How long one read or write of a port waits, how much it takes, and pyserial's names of parity."""

from __future__ import annotations

from typing import Final

import serial

READ_TIMEOUT_S: Final = 0.1
"""How long one read waits at most where nothing but bytes can end it."""
WRITE_TIMEOUT_S: Final = 0.5
PRINTER_TIMEOUT_S: Final = 30.0
CHUNK: Final = 4096
PARITIES: Final = {"none": serial.PARITY_NONE, "even": serial.PARITY_EVEN, "odd": serial.PARITY_ODD}
