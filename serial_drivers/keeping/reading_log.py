"""A continuous log of readings as CSV: a line as each comes, for a spreadsheet or a script.

Columns, the same in every language: `time` (UTC), `value` (exactly the digits of the wire),
`unit`, `stable`, `net`, `overload`, `underload` (true, false, or empty where the wire does not
say), `error`, `raw` (hex). UTF-8 with a mark; no text of the wire can become a formula.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
from collections.abc import Sequence
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
        self._unit, self._size = unit, 0
        self._file = path.open("wb", buffering=0)
        try:
            self._append(codecs.BOM_UTF8 + _line(COLUMNS))
        except OSError:
            self._file.close()
            raise

    def record(self, reading: Indication) -> None:
        """Append a line. A host's command on the wire has no value and is a line all the same."""
        told = reading if reading.unit else replace(reading, unit=self._unit)
        self._append(_line([cell_text(value) for value in _row(told)]))

    def _append(self, line: bytes) -> None:
        """Write a line or nothing of it: half a value would pass for a whole one."""
        left = memoryview(line)
        try:
            while left:
                left = left[self._file.write(left) :]
        except OSError:
            with contextlib.suppress(OSError):  # a device has no size
                self._file.truncate(self._size)
            raise
        self._size += len(line)

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


def _line(cells: Sequence[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue().encode()


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
