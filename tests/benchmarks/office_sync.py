"""The office and the line to it: what accepting costs, what travels, how fast the public is served.

accept: batches of 500 realistic events taken in (signature, chain, canonical form, places, tree,
commit) in process, against bare executemany of the same rows with the same durability. wire: the
push body against zstd-3 of the bare records. no-op: requests of a round in which nothing moved.
public page: requests a second of the real server over TLS, kept connections of another process.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import sqlcipher3.dbapi2 as sqlite
import zstandard

from db.office.storage import OfficeDatabase, open_office
from inspector_app.adapters.identifiers import UuidSource
from inspector_app.evidence import token as tokens
from inspector_app.metrology.regulations import load_book
from inspector_app.sync import batches
from office.server import OfficeSettings, open_up
from tests.benchmarks.method import Ratio
from tests.helpers.databases import fresh_database, postgresql_server
from tests.helpers.office_chain import NOW, OFFICE_ID, OFFICE_KEY, Chain, enrol
from tests.helpers.running_office import running_office
from tests.helpers.sealed_office import SealingLaptop
from tests.helpers.sync_world import World

BATCH, BATCHES = 500, 12
BAR_SQLITE, BAR_POSTGRESQL, BAR_WIRE, BAR_REQUESTS, BAR_PAGE = 0.35, 0.30, 1.10, 2, 300
PAGE_REQUESTS = 1500
_TEXT = "电子计价秤 ACS-30 在榕城区进贤门市场三排十二号摊位检查，示值误差在允许范围内。"
_COLUMNS = (
    "event_id TEXT PRIMARY KEY, device_id TEXT, device_seq BIGINT, stream_id TEXT, scope TEXT, "
    "seq BIGINT, hash {blob}, record {blob}, received_at TEXT, UNIQUE (device_id, device_seq)"
)
_INSERT = "INSERT INTO raw_events VALUES ({marks})"
_CLIENT = """
import http.client, ssl, sys, time
from urllib.parse import urlsplit
address, count = urlsplit(sys.argv[1]), int(sys.argv[2])
context = ssl.create_default_context(); context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
line = http.client.HTTPSConnection(address.hostname, address.port, context=context)
path = f"{address.path}?{address.query}"
def ask():
    line.request("GET", path, headers={"Accept-Language": "en"})
    answer = line.getresponse(); body = answer.read()
    assert answer.status == 200 and b"<h1>Genuine</h1>" in body, answer.status
for _ in range(50): ask()
start = time.perf_counter()
for _ in range(count): ask()
print(time.perf_counter() - start)
"""


def run(rounds: int = BATCHES, requests: int = PAGE_REQUESTS) -> list[Ratio]:
    """Measure everything; rows in the order of the bars."""
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as place:
        folder = Path(place)
        os.environ.setdefault("XDG_RUNTIME_DIR", place)
        rows = [_accept_sqlite(folder, rounds), _accept_postgresql(rounds), _wire()]
        rows += [_no_op(folder), _public_page(folder, requests)]
    return rows


def _chain(events: int) -> Chain:
    chain = Chain(UuidSource().new_id())
    for number in range(events):
        chain.add(f"{number} {_TEXT * 3}", stream=f"stream-{number // 40}")
    return chain


def _opened(place: str | Path) -> OfficeDatabase:
    return open_office(
        place, office_id=OFFICE_ID, signer=OFFICE_KEY, ids=UuidSource(), rules=load_book()
    )


def _accept_sqlite(folder: Path, rounds: int) -> Ratio:
    office = _opened(folder / "office")
    raw = sqlite.connect(str(folder / "raw.db"), isolation_level=None)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute(f"CREATE TABLE raw_events ({_COLUMNS.format(blob='BLOB')})")
    insert = _INSERT.format(marks=", ".join("?" * 9))

    def bare(rows: list[tuple[object, ...]]) -> None:
        raw.execute("BEGIN IMMEDIATE")
        raw.executemany(insert, rows)
        raw.execute("COMMIT")

    try:
        ratios, ours, theirs = _compared(office, bare, rounds)
    finally:
        raw.close()
        office.close()
    return _rates("office accept, SQLite", "raw executemany", ratios, ours, theirs, BAR_SQLITE)


def _accept_postgresql(rounds: int) -> Ratio:
    with postgresql_server() as server, fresh_database(server) as url:
        office = _opened(url)
        with psycopg.connect(url) as raw:
            (durable,) = raw.execute("SHOW fsync").fetchone() or ("",)
            if durable != "on":
                raise RuntimeError("PostgreSQL is not durable here")
            raw.execute(f"CREATE TABLE raw_events ({_COLUMNS.format(blob='BYTEA')})".encode())
            raw.commit()
            insert = _INSERT.format(marks=", ".join(["%s"] * 9)).encode()

            def bare(rows: list[tuple[object, ...]]) -> None:
                with raw.cursor() as cursor:
                    cursor.executemany(insert, rows)
                raw.commit()

            ratios, ours, theirs = _compared(office, bare, rounds)
        office.close()
    return _rates(
        "office accept, PostgreSQL", "raw psycopg executemany", ratios, ours, theirs, BAR_POSTGRESQL
    )


def _compared(
    office: OfficeDatabase, bare: Callable[[list[tuple[object, ...]]], None], rounds: int
) -> tuple[list[float], list[float], list[float]]:
    """Return ratios of rates, our seconds, their seconds; sides alternate, events differ."""
    chain = _chain(BATCH * rounds)
    enrol(office, chain.device())
    ours: list[float] = []
    theirs: list[float] = []
    for at in range(rounds):
        first = at * BATCH + 1
        batch = chain.batch(first, first + BATCH - 1)
        rows = [
            (
                *(chain.events[n], chain.device_id, n + 1, f"stream-{n // 40}", "445202", n + 1),
                *(b"h" * 32, chain.records[n], NOW.isoformat()),
            )
            for n in range(first - 1, first - 1 + BATCH)
        ]
        steps = [
            (ours, lambda b=batch: office.intake.accept(chain.device_id, b, NOW)),
            (theirs, lambda r=rows: bare(r)),
        ]
        for seconds, step in steps if at % 2 else reversed(steps):
            start = time.perf_counter()
            step()
            seconds.append(time.perf_counter() - start)
    return [b / a for a, b in zip(ours, theirs, strict=True)], ours, theirs


def _rates(
    name: str, peer: str, ratios: list[float], ours: list[float], theirs: list[float], bar: float
) -> Ratio:
    return Ratio(
        name=name,
        peer=peer,
        ratio=statistics.median(ratios),
        low=min(ratios),
        high=max(ratios),
        bar=bar,
        better="high",
        ours=f"{BATCH / statistics.median(ours):.0f}/s",
        theirs=f"{BATCH / statistics.median(theirs):.0f}/s",
        pairs=len(ratios),
    )


def _wire() -> Ratio:
    chain = _chain(BATCH)
    body = batches.pack_batch(chain.batch())
    bare = zstandard.ZstdCompressor(level=3).compress(b"\n".join(chain.records))
    return _single("push body", "zstd-3 of the records", len(body) / len(bare), BAR_WIRE, "low")


def _no_op(folder: Path) -> Ratio:
    world = World(folder / "world", ["one"], load_book())
    laptop = world.laptops[0]
    world.sync(laptop)
    before = world.requests
    again = world.sync(laptop)
    if again is None or again.moved:
        raise RuntimeError("something moved in a round of nothing")
    count = world.requests - before
    world.close()
    return _single("no-op round, requests", "", float(count), BAR_REQUESTS, "low")


def _public_page(folder: Path, requests: int) -> Ratio:
    """Serve a genuine record's page; every answer has to say so."""
    opened = open_up(OfficeSettings(data=folder / "served", host="127.0.0.1"))
    text = SealingLaptop(opened.storage).seal().seal.token
    opened.close()
    with running_office(folder / "served") as office:
        address = tokens.with_address(text, office.said["public_page"])
        done = subprocess.run(
            [sys.executable, "-c", _CLIENT, address, str(requests)],
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
    rate = requests / float(json.loads(done.stdout))
    return _single("public page, requests a second", "", rate, BAR_PAGE, "high")


def _single(name: str, peer: str, value: float, bar: float, better: str) -> Ratio:
    return Ratio(
        name=name,
        peer=peer,
        ratio=value,
        low=value,
        high=value,
        bar=bar,
        better=better,
        ours=f"{value:.2f}",
        theirs="",
        pairs=1,
    )
