"""Save what can be read from a damaged or cut database: JSON lines and a report.

The damaged file is evidence and is only read. A row counts as an event when its record hashes to
the hash beside it, wherever it was found; so nothing altered is ever passed off as saved.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO

from db.exceptions import translated_files
from db.page_reader import PageReader, Row
from inspector_app.domain.exceptions import EvidenceBroken
from inspector_app.evidence import chain

EVENTS_NAME = "events.jsonl"
REPORT_NAME = "report.json"
_HASH_BYTES = 32
_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SalvageReport:
    """What came out. first_seq, last_seq: 0 when nothing did.

    missing: ranges of device_seq (from, to) absent before last_seq, at most 200.
    damaged_pages: how many 4 KiB pages were cut or failed their authentication.
    links_hold: every saved record with a saved predecessor names its hash.
    """

    events_saved: int
    first_seq: int
    last_seq: int
    missing: list[tuple[int, int]] = field(default_factory=list)
    damaged_pages: int = 0
    links_hold: bool = True


def salvage(path: Path, key: bytes, out_dir: Path) -> SalvageReport:
    """Write `events.jsonl` (one record a line, in order, as hashed) and `report.json`.

    Raises StorageUnavailable when `path` cannot be read or out_dir not be written; damage never
    raises: a file that gives nothing gives an empty list.
    """
    with translated_files():
        out_dir.mkdir(parents=True, exist_ok=True)
        unsorted = out_dir / (EVENTS_NAME + ".part")
        with unsorted.open("w+b") as found:
            places, damaged = _collect(path, key, found)
            with (out_dir / EVENTS_NAME).open("wb") as lines:
                report = _write_in_order(places, damaged, found, lines)
        unsorted.unlink()
        text = json.dumps(asdict(report), indent=1)
        (out_dir / REPORT_NAME).write_text(text + "\n", encoding="utf-8")
    return report


def _collect(path: Path, key: bytes, found: BinaryIO) -> tuple[dict[int, tuple[int, int]], int]:
    """Write the records as they turn up; return seq -> (offset, size) and the damaged pages."""
    reader = PageReader(path, key)
    places: dict[int, tuple[int, int]] = {}
    try:
        for row in reader.rows():
            record = _event_record(row)
            if record is not None and row[0] not in places:
                places[row[0]] = (found.tell(), len(record))
                found.write(record)
    finally:
        reader.close()
    return places, len(reader.damaged)


def _event_record(row: Row) -> bytes | None:
    """Return the record bytes if the row is one of `events` and true to its hash."""
    match row[1]:
        case [None, str(), bytes() as stored, bytes() as record] if len(stored) == _HASH_BYTES:
            return record if hashlib.sha256(record).digest() == stored else None
    return None


def _write_in_order(
    places: dict[int, tuple[int, int]], damaged: int, found: BinaryIO, lines: BinaryIO
) -> SalvageReport:
    missing: list[tuple[int, int]] = []
    last, last_hash, links_hold = 0, chain.GENESIS, True
    for seq in sorted(places):
        offset, size = places[seq]
        found.seek(offset)
        record = found.read(size)
        lines.write(record + b"\n")
        if seq == last + 1:
            links_hold &= _previous_hash(record) == last_hash
        else:
            missing.append((last + 1, seq - 1))
        last, last_hash = seq, chain.hash_of(record)
    return SalvageReport(
        events_saved=len(places),
        first_seq=min(places, default=0),
        last_seq=last,
        missing=missing[:_SHOWN],
        damaged_pages=damaged,
        links_hold=links_hold,
    )


def _previous_hash(record: bytes) -> str:
    try:
        return chain.event_of(record).previous_hash
    except EvidenceBroken:
        return ""
