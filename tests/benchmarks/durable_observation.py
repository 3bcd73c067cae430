"""Durable encrypted observation (event and projection, one commit) against bare write+fdatasync.

Interleaved in one process on the disk of the working directory, never on tmpfs; a fresh database
and different data each time. The ratio is the rate of observations over the rate of bare 4 KiB
writes: the median of the ratios of blocks of 100 pairs, and the best and worst block.
"""

from __future__ import annotations

import json
import os
import statistics
import tempfile
import time
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from db.storage import LocalStorage, open_storage
from inspector_app.adapters.clock import SystemClock
from inspector_app.adapters.identifiers import UuidSource
from inspector_app.adapters.keys import Ed25519Signer
from inspector_app.domain.events import EventDraft, InspectionOpened, ObservationRecorded
from inspector_app.domain.indication import StabilityBasis
from inspector_app.domain.instrument import Person, Stage
from inspector_app.domain.measurement import Observation, RecordedIndication, Shape
from inspector_app.domain.quantities import Mass
from tests.benchmarks.method import Ratio

BAR = 0.55
BLOCKS, PAIRS = 15, 100
_KEY = bytes(range(32))
_INSPECTIONS = 20


def run(blocks: int = BLOCKS) -> list[Ratio]:
    """Measure. Raises RuntimeError when the database was not set to be durable and encrypted."""
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as place:
        storage = _opened(Path(place))
        try:
            _require_durable(storage)
            sides = _measured(storage, Path(place), blocks)
        finally:
            storage.close()
    return [_ratio(*sides)]


def _ratio(ours: list[float], bare: list[float]) -> Ratio:
    """Return the ratio of rates, block by block. ours, bare: mean ns of each block."""
    each = sorted(theirs / mine for mine, theirs in zip(ours, bare, strict=True))
    return Ratio(
        name="durable encrypted observation",
        peer="bare 4 KiB write+fdatasync",
        ratio=statistics.median(each),
        low=each[0],
        high=each[-1],
        bar=BAR,
        better="high",
        ours=f"{1e9 / statistics.median(ours):.0f}/s",
        theirs=f"{1e9 / statistics.median(bare):.0f}/s",
        pairs=len(each) * PAIRS,
    )


def _measured(storage: LocalStorage, place: Path, blocks: int) -> tuple[list[float], list[float]]:
    file = os.open(place / "bare", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    ours: list[float] = []
    bare: list[float] = []
    try:
        for block in range(blocks + 1):
            pairs = [_pair(storage, file, block * PAIRS + i) for i in range(PAIRS)]
            if block:  # the first block warms up
                bare.append(statistics.mean(pair[0] for pair in pairs))
                ours.append(statistics.mean(pair[1] for pair in pairs))
    finally:
        os.close(file)
    return ours, bare


def _pair(storage: LocalStorage, file: int, number: int) -> tuple[int, int]:
    page, draft = os.urandom(4096), _draft(number)
    begin = time.perf_counter_ns()
    os.write(file, page)
    os.fdatasync(file)
    between = time.perf_counter_ns()
    storage.log.append(draft)
    end = time.perf_counter_ns()
    return between - begin, end - between


def _draft(number: int) -> EventDraft:
    grams = Decimal(1000 + number % 29000).scaleb(-3)
    observation = replace(
        _OBSERVATION,
        observation_id=UuidSource().new_id(),
        row_id=f"load_points:{number % 9}",
        indication=replace(
            _OBSERVATION.shown,
            value=grams,
            sequence=number,
            monotonic_ns=time.monotonic_ns(),
            received_at=SystemClock().now(),
        ),
        recorded_at=SystemClock().now(),
    )
    stream = f"018f0000-0000-7000-8000-{number % _INSPECTIONS:012d}"
    return EventDraft(
        stream_id=stream, scope="445202", body=ObservationRecorded(observation=observation)
    )


_OBSERVATION = Observation(
    observation_id="",
    row_id="",
    shape=Shape.LOAD_POINTS,
    indication=RecordedIndication(
        value=Decimal(1),
        unit="kg",
        stability_basis=StabilityBasis.WIRE,
        raw_hex="025720202020312e353030206b670d0a",
        session_id="018f0000-0000-7000-8000-0000000000aa",
        source="COM5 XK3190-A9 9600 8N1",
        protocol="yaohua-tf0",
    ),
    load=Mass(Decimal("1.500"), "kg"),
    figures={"remark": "载荷置于承载器中央"},
)


def _opened(place: Path) -> LocalStorage:
    storage = open_storage(
        place, key=_KEY, signer=Ed25519Signer(_KEY), clock=SystemClock(), ids=UuidSource()
    )
    person = Person(person_id="p", name="林海", unit="榕城区市场监督管理局")
    for index in range(_INSPECTIONS):
        stream = f"018f0000-0000-7000-8000-{index:012d}"
        body = InspectionOpened(
            inspection_id=stream,
            number=f"2026-{index:04d}",
            kind="market_scale",
            on=date(2026, 11, 23),
            stage=Stage.IN_USE,
            inspectors=(person,),
        )
        storage.log.append(EventDraft(stream_id=stream, scope="445202", body=body))
    return storage


def _require_durable(storage: LocalStorage) -> None:
    """Read back what makes the figure honest. synchronous 2 is FULL; the tag of each page is on."""
    expected = {
        "journal_mode": "wal",
        "synchronous": "2",
        "page_size": "4096",
        "cipher_use_hmac": "1",
        "cipher_status": "1",
    }
    with storage._work.alone() as driver:
        found = {name: str(driver.execute(f"PRAGMA {name}").fetchone()[0]) for name in expected}
    if found != expected:
        raise RuntimeError(found)


if __name__ == "__main__":
    print(json.dumps([row.as_row() for row in run()], indent=1))
