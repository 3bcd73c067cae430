"""A log keeps the digits of the wire and lets no formula into a spreadsheet."""

from __future__ import annotations

import csv
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from inspector_app.domain.indication import Indication
from serial_drivers.keeping.reading_log import COLUMNS, ReadingLog

_AT = datetime(2026, 11, 23, 8, 0, 0, 120_000, tzinfo=UTC)


def lines(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_reading_is_a_line_with_its_digits_flags_and_bytes(tmp_path: Path) -> None:
    log = ReadingLog(tmp_path / "a.csv", "kg")
    reading = Indication(
        value=Decimal("-1.500"), stable=True, net=False, raw=b"\x02-001500", received_at=_AT
    )
    log.record(reading)
    # A line lies there as soon as it is told: pulling the plug loses none.
    assert lines(tmp_path / "a.csv") == [
        list(COLUMNS),
        ["2026-11-23T08:00:00.120+00:00", "-1.500", "kg", "true", "false", "false", "false", "",
         "02 2d 30 30 31 35 30 30"],
    ]  # fmt: skip
    log.close()


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-x", "@sum", "\t=1", "＝1"])
def test_a_text_of_the_wire_never_becomes_a_formula(tmp_path: Path, text: str) -> None:
    log = ReadingLog(tmp_path / "a.csv")
    log.record(Indication(value=Decimal(1), unit=text, error=text, received_at=_AT))
    log.close()

    told = dict(zip(COLUMNS, lines(tmp_path / "a.csv")[1], strict=True))
    assert (told["unit"], told["error"]) == (f"'{text}", f"'{text}")


@pytest.mark.skipif(sys.platform == "win32", reason="no full device")
def test_a_full_disk_refuses() -> None:
    with pytest.raises(OSError, match="No space left"):
        ReadingLog(Path("/dev/full"))


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of a file's size")
@pytest.mark.parametrize("room", [1, 40, 52, 60])
def test_of_a_line_that_the_disk_cuts_nothing_stays(tmp_path: Path, room: int) -> None:
    import resource

    log = ReadingLog(tmp_path / "a.csv", "kg")
    reading = Indication(value=Decimal("12345.678"), raw=b"12345.678 kg\r\n", received_at=_AT)
    log.record(reading)
    whole = (tmp_path / "a.csv").read_bytes()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(whole) + room, before[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            log.record(reading)
        log.close()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (tmp_path / "a.csv").read_bytes() == whole
