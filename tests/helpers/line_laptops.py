"""Laptops that reach a running office over real TLS, straight or by a faulty line."""

from __future__ import annotations

import os
from collections import Counter, deque
from multiprocessing.connection import Connection
from pathlib import Path

import sqlcipher3.dbapi2 as sqlite

from inspector_app.adapters.clock import SystemClock
from inspector_app.adapters.office_link import HttpEnrolmentLink, HttpOfficeLink
from inspector_app.adapters.office_tls import pinned
from inspector_app.domain.events import FieldFilled
from inspector_app.evidence import chain
from inspector_app.services.enrol_device import EnrolDevice
from inspector_app.services.synchronise import RoundResult, Synchronise, hello_request
from tests.helpers.fault_proxy import TroubledChannel
from tests.helpers.running_office import RunningOffice
from tests.helpers.sync_world import Laptop


def enrolled(name: str, folder: Path, code: str) -> Laptop:
    laptop = Laptop(name, folder)
    link = HttpEnrolmentLink(SystemClock())
    EnrolDevice(store=laptop.storage.sync, link=link, signer=laptop.key)(code, name=name)
    return laptop


def one_round(
    laptop: Laptop,
    port: int,
    script: deque[tuple[int, str]] | None = None,
    met: Counter[str] | None = None,
) -> RoundResult:
    """Sync once; the requests meet the script, see `TroubledChannel`."""
    store, clock = laptop.storage.sync, SystemClock()
    enrolment = store.enrolment()
    assert enrolment is not None
    base = f"https://127.0.0.1:{port}"
    link = HttpOfficeLink(
        [base],
        enrolment.authority,
        present=lambda: hello_request(store, laptop.key, clock),
        clock=clock,
    )
    channel = TroubledChannel([base], pinned(enrolment.authority), clock, silence=10)
    channel.trouble(
        script if script is not None else deque(), met if met is not None else Counter()
    )
    link._channel.close()
    link._channel = channel
    try:
        return Synchronise(store=store, link=link, clock=clock, signer=laptop.key)()
    finally:
        link.close()


def records_at(data: Path) -> dict[tuple[str, int], bytes]:
    """Return what an office keeps, by its place."""
    found = sqlite.connect(str(data / "office.db"))
    try:
        rows = found.execute("SELECT scope, seq, record FROM events").fetchall()
    finally:
        found.close()
    kept = {(str(scope), int(seq)): bytes(record) for scope, seq, record in rows}
    assert len(kept) == len(rows)
    return kept


def own_records(laptop: Laptop) -> list[bytes]:
    return [bytes(row[0]) for row in laptop.storage._work.rows("SELECT record FROM events")]


def receipts_hold(laptop: Laptop, data: Path) -> int:
    """Check that the office keeps whatever it has acknowledged; return how many events."""
    kept = records_at(data)
    rows = laptop.storage._work.rows(
        "SELECT r.scope, r.scope_seq, e.record FROM receipts r "
        "JOIN events e ON e.device_seq = r.device_seq WHERE r.fate = 'accepted'"
    )
    for scope, seq, record in rows:
        assert kept[(scope, seq)] == bytes(record)
    return len(rows)


def all_there_once(laptops: list[Laptop], office: RunningOffice) -> None:
    """Check that the office keeps each laptop's records, each once and nothing else."""
    kept = sorted(chain.hash_of(record) for record in records_at(office.data).values())
    assert kept == sorted(chain.hash_of(r) for laptop in laptops for r in own_records(laptop))


def write_until_killed(folder: str, port: int, said: Connection) -> None:
    """Say each device_seq once it is durable, and sync after every few; a process's whole life."""
    laptop = Laptop("killed", Path(folder))
    while True:
        for number in range(25):
            laptop.add(
                "stream", FieldFilled(name="remark", value=f"{number}"), blob=os.urandom(900)
            )
        said.send(laptop.storage.sync.head()[1])
        one_round(laptop, port)
