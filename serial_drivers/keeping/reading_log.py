"""A continuous log of readings as CSV: a line as each comes, for a spreadsheet or a script.

Columns, the same in every language: `time` (UTC), `value` (exactly the digits of the wire),
`unit`, `stable`, `net`, `overload`, `underload` (true, false, or empty where the wire does not
say), `error`, `raw` (hex). UTF-8 with a mark; no text of the wire can become a formula.
"""

from __future__ import annotations

import contextlib
import csv
from dataclasses import replace
from pathlib import Path
from typing import Final

from inspector_app.domain.indication import Indication
from inspector_app.services.sheets import Value, cell_text

COLUMNS: Final = (
    "time",
    "value",
    "unit",
    "stable",
    "net",
    "overload",
    "underload",
    "error",
    "raw",
)


class ReadingLog:
    """Writes each reading at once. One thread at a time. Opening and writing may raise OSError.

    unit: of the display, for instruments whose wire carries none.
    """

    def __init__(self, path: Path, unit: str | None = None) -> None:
        self._unit = unit
        self._file = path.open("w", encoding="utf-8-sig", newline="", buffering=1)
        self._rows = csv.writer(self._file)
        try:
            self._rows.writerow(COLUMNS)
        except OSError:
            with contextlib.suppress(OSError):  # what waits to be written is refused once more
                self._file.close()
            raise

    def record(self, reading: Indication) -> None:
        """Append a line. A host's command on the wire has no value and is a line all the same."""
        told = reading if reading.unit else replace(reading, unit=self._unit)
        self._rows.writerow([cell_text(value) for value in _row(told)])

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


def _row(reading: Indication) -> tuple[Value, ...]:
    at = reading.received_at
    return (
        None if at is None else at.isoformat(timespec="milliseconds"),
        reading.value,
        reading.unit if reading.value is not None else None,
        _flag(reading.stable),
        _flag(reading.net),
        _flag(reading.overload),
        _flag(reading.underload),
        reading.error,
        reading.raw.hex(" "),
    )


def _flag(said: bool | None) -> str | None:  # noqa: FBT001 - a flag of the wire, not an option
    return None if said is None else str(said).lower()
