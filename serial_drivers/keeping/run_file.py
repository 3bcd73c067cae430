"""A run of the aids as a file that grows with it: each value lies on the disk once it is taken.

Format: JSON lines, UTF-8. The first line is the header: format, version, program version, which
run, of what, since when. Each further line is one fact: `value` (drift: the reading of a second),
`weighing` and `back` (repeatability: a load at rest, and what the scale returned to). The last line
is `{"kind":"end"}`: a run without it was not finished; `seen` once a person knows of it. The reader
(`run_reader`) passes over a line that cannot be read and counts it: a plug that is pulled may cut
the last one or leave zeros in its place.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal

from inspector_app.domain.quantities import plain
from inspector_app.metrology.wire_probes.trace import Sample
from serial_drivers.aids.drift_run import DriftRun
from serial_drivers.aids.repeatability_run import RepeatabilityRun

FORMAT: Final = "hengping-run"
VERSION: Final = 1
SUFFIX: Final = ".hprun"
END, SEEN = "end", "seen"
Aid = Literal["repeatability", "drift"]
IntervalFrom = Literal["", "typed", "inspection", "instrument", "profile"]
"""Where d came from: nowhere, a person, the instrument under inspection, the one that a person said
is read; e of a saved profile in its place."""
KeptRun = RepeatabilityRun | DriftRun
Fact = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunHeader:
    """What is run. most: weighings, or seconds; 0: until stopped. interval: d in `unit`, 0: unsaid.

    source: port and protocol, as a person reads them. program: version of the program.
    """

    aid: Aid
    program: str
    started_at: datetime
    unit: str = ""
    interval: Decimal = Decimal(0)
    interval_from: IntervalFrom = ""
    most: int = 0
    source: str = ""


class RunFacts:
    """Tells the facts of a run that were not told before; they only ever grow at their end."""

    def __init__(self) -> None:
        self._told = 0

    def fresh(self, run: KeptRun) -> Iterator[Fact]:
        """Yield each new fact once."""
        if isinstance(run, DriftRun):
            new = run.samples[self._told :]
            self._told += len(new)
            yield from map(_of_sample, new)
            return
        for number, fact in enumerate(_of_weighings(run)):
            if number >= self._told:
                self._told += 1
                yield fact


def _of_sample(one: Sample) -> Fact:
    return {
        "kind": "value",
        "at_s": plain(one.at_s),
        "value": plain(one.value),
        "stable": one.stable,
        "stretch": list(one.stretch),
    }


def _of_weighings(run: RepeatabilityRun) -> Iterator[Fact]:
    for one in run.weighings:
        seen, at = one.indication, one.indication.received_at
        yield {
            "kind": "weighing",
            "value": plain(one.value),
            "at": at.isoformat() if at is not None else "",
            "raw": seen.raw.hex(),
        }
        if one.back is not None:
            yield {"kind": "back", "value": plain(one.back)}


class RunWriter:
    """Appends facts; each lies on the disk when `record` returns. One thread at a time.

    The file is opened with the first fact, so that nobody waits for a disk. A line that the disk
    takes only in part is taken back: nothing follows a torn line. goes_on: the disk refused before;
    all facts are told again, and those that the file has are passed over.
    """

    def __init__(self, path: Path, header: RunHeader, *, goes_on: bool = False) -> None:
        self._path, self._header, self._goes_on = path, header, goes_on
        self._file: BinaryIO | None = None
        self._good = self._has = 0

    def record(self, fact: Fact) -> None:
        """Append a line. Raises OSError."""
        if self._file is None:
            self._open()
        if self._has:
            self._has -= 1
        else:
            self._write(fact)

    def _open(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        lines = self._path.read_bytes().count(b"\n") if self._goes_on and self._path.exists() else 0
        if lines:
            self._file, self._has = self._path.open("r+b", buffering=0), lines - 1
            self._good = self._file.seek(0, os.SEEK_END)
        else:
            self._file = self._path.open("wb", buffering=0)
            self._write(_of_header(self._header))

    def _write(self, row: Fact) -> None:
        file = self._file
        if file is None:
            return
        line = json.dumps(row, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
        try:
            _write_whole(file, line)
        except OSError:
            with contextlib.suppress(OSError):  # what is torn is passed over by the reader too
                file.seek(self._good)
                file.truncate()
            raise
        self._good += len(line)

    def close(self) -> None:
        """Finish the file; how the run ended is a fact of its own."""
        if self._file is not None:
            self._file.close()


def _write_whole(file: BinaryIO, line: bytes) -> None:
    if file.write(line) != len(line):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))  # the rest found no room
    os.fsync(file.fileno())


def end_fact() -> Fact:
    """Return the fact that a run is over."""
    return {"kind": END}


def mark_seen(path: Path) -> None:
    """Note behind a run that was not finished that a person has seen it. Raises OSError."""
    with path.open("ab") as file:  # a torn last line stays a line of its own
        file.write(b"\n" + json.dumps({"kind": SEEN}).encode() + b"\n")


def _of_header(header: RunHeader) -> Fact:
    return {
        "format": FORMAT,
        "version": VERSION,
        "program": header.program,
        "started_at": header.started_at.isoformat(),
        "aid": header.aid,
        "unit": header.unit,
        "interval": plain(header.interval),
        "interval_from": header.interval_from,
        "most": header.most,
        "source": header.source,
    }
