"""Readers that page by (scope, seq) while many push: nothing is ever stepped over."""

from __future__ import annotations

import threading
from collections.abc import Callable

from db.office.storage import OfficeDatabase
from inspector_app.evidence import chain, merkle
from tests.helpers.office_chain import NOW, Chain, enrol

PUSHERS, PUSHES, SCOPES = 8, 12, ("445202", "445203")


def prepared(office: OfficeDatabase) -> list[Chain]:
    laptops = [Chain(f"device-{n}") for n in range(PUSHERS)]
    for number, laptop in enumerate(laptops):
        enrol(office, laptop.device())
        for n in range(PUSHES * 3):
            laptop.add(scope=SCOPES[(n + number) % 2])
    return laptops


def push_all(office: OfficeDatabase, laptop: Chain) -> None:
    for first in range(1, len(laptop.records) + 1, 3):
        office.intake.accept(laptop.device_id, laptop.batch(first, first + 2), NOW)


def test_a_polling_reader_misses_nothing_and_meets_nothing_twice(office: OfficeDatabase) -> None:
    laptops = prepared(office)
    failures: list[BaseException] = []
    running = threading.Event()

    def guarded(work: Callable[[], None]) -> threading.Thread:
        def body() -> None:
            running.wait()
            try:
                work()
            except BaseException as failure:
                failures.append(failure)
                raise

        return threading.Thread(target=body)

    seen: dict[str, list[str]] = {scope: [] for scope in SCOPES}
    pushing = [guarded(lambda laptop=laptop: push_all(office, laptop)) for laptop in laptops]  # type: ignore[misc]  # a default binds the loop's value

    def read() -> None:
        while any(thread.is_alive() for thread in pushing):
            read_on(office, seen)

    reader = guarded(read)
    for thread in [*pushing, reader]:
        thread.start()
    running.set()
    for thread in [*pushing, reader]:
        thread.join(100)
    read_on(office, seen)
    sent = {chain.hash_of(record) for laptop in laptops for record in laptop.records}
    read_hashes = [found for hashes in seen.values() for found in hashes]
    assert (failures, len(read_hashes), set(read_hashes)) == ([], len(sent), sent)
    for scope, hashes in seen.items():
        root = merkle.root_of([merkle.leaf_hash(bytes.fromhex(found)) for found in hashes])
        assert office.scopes.checkpoint(scope, NOW).root == root.hex()


def read_on(office: OfficeDatabase, seen: dict[str, list[str]]) -> None:
    for scope, hashes in seen.items():
        page = office.scopes.page(scope, 1, len(hashes), reader="", now=NOW, limit=50)
        assert [e.seq for e in page.events] == list(
            range(len(hashes) + 1, len(hashes) + 1 + len(page.events))
        )
        hashes.extend(event.hash for event in page.events)


def test_one_code_lets_one_of_many_in(office: OfficeDatabase) -> None:
    from datetime import timedelta

    from inspector_app.domain.exceptions import OfficeRefused
    from inspector_app.services.office_ports import OpenCode

    office.devices.offer(
        OpenCode(
            code_id="once",
            key=b"k" * 32,
            name="",
            scopes=("445200",),
            made_by="test",
            expires_at=NOW + timedelta(minutes=10),
        )
    )
    codes: list[str] = []

    def try_to_enter(number: int) -> None:
        try:
            office.devices.enrol("once", Chain(f"device-{number}").device(), NOW)
            codes.append("in")
        except OfficeRefused as refusal:
            codes.append(refusal.code)

    threads = [threading.Thread(target=try_to_enter, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(codes) == ["enrolment_code_used"] * 5 + ["in"]
