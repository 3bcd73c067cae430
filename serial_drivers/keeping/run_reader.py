"""Reads a kept run again, as far as it can be read; how it is written: `run_file`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.domain.indication import Indication
from inspector_app.domain.quantities import exact_decimal
from inspector_app.metrology.wire_probes.trace import Sample
from serial_drivers.aids.drift_run import DriftRun
from serial_drivers.aids.repeatability_run import RepeatabilityRun, Weighing
from serial_drivers.keeping.run_file import (
    END,
    FORMAT,
    SEEN,
    VERSION,
    Aid,
    Fact,
    IntervalFrom,
    KeptRun,
    RunHeader,
)

_LONGEST_LINE: Final = 1 << 16
_LONGEST: Final = 200
"""Characters of a text in it that are kept."""
_LATEST_S: Final = Decimal(1 << 34)
_MOST: Final = 86_400 * 31
_AIDS: Final[dict[str, Aid]] = {"repeatability": "repeatability", "drift": "drift"}
_ORIGINS: Final[tuple[IntervalFrom, ...]] = ("typed", "inspection", "instrument", "profile")
_UNREADABLE = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    OverflowError,
    RecursionError,
    InputInvalid,
)
"""What a line that is torn, or that somebody else wrote, may raise while it is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFile:
    """A run as it was kept. is_finished: it was stopped or came to its end. unread: lines lost.

    is_seen: it was not finished, and a person has seen that.
    """

    path: Path
    header: RunHeader
    run: KeptRun
    is_finished: bool
    unread: int
    is_seen: bool = False

    @property
    def count(self) -> int:
        """Return how many values it has."""
        run = self.run
        return len(run.samples if isinstance(run, DriftRun) else run.weighings)


def read_run(path: Path) -> RunFile:
    """Return a kept run, as far as it can be read.

    Raises InputInvalid(`bad_run`, `run_newer`), OSError.
    """
    with path.open(encoding="utf-8", errors="replace") as lines:
        header = _header(path, lines.readline(_LONGEST_LINE))
        run = _run_of(header)
        restore = _restore_value if isinstance(run, DriftRun) else _restore_weighing
        marks: set[str] = set()
        unread = 0
        while line := lines.readline(_LONGEST_LINE):
            try:
                fact = json.loads(line)
                marks.add(fact["kind"])
                restore(run, header, fact)
            except _UNREADABLE:
                unread += bool(line.strip())
    run.stop()
    return RunFile(
        path=path,
        header=header,
        run=run,
        is_finished=END in marks,
        unread=unread,
        is_seen=SEEN in marks,
    )


def _run_of(header: RunHeader) -> KeptRun:
    if header.aid == "drift":
        return DriftRun(header.most or None)
    return RepeatabilityRun(header.most, header.interval or None)


def _restore_value(run: KeptRun, _header: RunHeader, fact: Fact) -> None:
    if not isinstance(run, DriftRun) or fact["kind"] != "value":
        return
    stable, stretch = fact["stable"], tuple(map(_text, fact["stretch"]))
    sample = Sample(
        at_s=_within(exact_decimal(fact["at_s"])),
        value=exact_decimal(fact["value"]),
        stable=stable if isinstance(stable, bool) else None,
        stretch=stretch,
    )
    if run.samples and sample.at_s < run.samples[-1].at_s:
        raise ValueError(sample.at_s)
    run.restore(sample)


def _restore_weighing(run: KeptRun, header: RunHeader, fact: Fact) -> None:
    if not isinstance(run, RepeatabilityRun):
        return
    if fact["kind"] == "back":
        run.restore_return(exact_decimal(fact["value"]))
    elif fact["kind"] == "weighing":
        value = exact_decimal(fact["value"])
        at = _moment(fact["at"]) if fact["at"] else None
        seen = Indication(
            value=value,
            unit=header.unit or None,
            stable=True,
            raw=bytes.fromhex(fact["raw"]),
            received_at=at,
        )
        run.restore(Weighing(indication=seen, value=value))


def _header(path: Path, line: str) -> RunHeader:
    try:
        row = json.loads(line)
        is_run, version = row["format"] == FORMAT, int(row["version"])
        header = _said(row) if is_run and version <= VERSION else None
    except _UNREADABLE as error:
        raise InputInvalid("bad_run", file=path.name) from error
    if not is_run:
        raise InputInvalid("bad_run", file=path.name)
    if header is None:
        raise InputInvalid("run_newer", file=path.name, version=version, known=VERSION)
    return header


def _said(row: dict[str, Any]) -> RunHeader:
    """Return a header. Raises what _UNREADABLE names."""
    said = row["interval_from"]
    return RunHeader(
        aid=_AIDS[row["aid"]],
        program=_text(row["program"]),
        started_at=_moment(row["started_at"]),
        unit=_text(row["unit"]),
        interval=abs(exact_decimal(row["interval"])),
        interval_from=said if said in _ORIGINS else "",
        most=_within_whole(int(row["most"])),
        source=_text(row["source"]),
    )


def _within_whole(number: int) -> int:
    if not 0 <= number <= _MOST:
        raise ValueError(number)
    return number


def _within(seconds: Decimal) -> Decimal:
    if not 0 <= seconds <= _LATEST_S:
        raise ValueError(seconds)
    return seconds


def _moment(said: str) -> datetime:
    moment = datetime.fromisoformat(said)
    if moment.tzinfo is None or not 1970 <= moment.year <= 9000:
        raise ValueError(said)
    return moment


def _text(said: Any) -> str:
    """Return a text as it may be shown."""
    return "".join(c for c in str(said)[:_LONGEST] if c.isprintable())
