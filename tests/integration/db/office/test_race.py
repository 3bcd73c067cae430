"""Readers that page by (scope, seq) while many push: nothing is ever stepped over."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial

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


Reader = Callable[[OfficeDatabase, dict[str, list[str]]], None]


def raced(office: OfficeDatabase, read_on: Reader) -> tuple[list[Chain], dict[str, list[str]]]:
    """Read by polling while all push; return who pushed and the hashes read by scope."""
    laptops, failures, start = prepared(office), list[BaseException](), threading.Event()
    ticks = itertools.count(1)

    def push_all(laptop: Chain) -> None:
        for first in range(1, len(laptop.records) + 1, 3):
            now = NOW + timedelta(microseconds=next(ticks))
            office.intake.accept(laptop.device_id, laptop.batch(first, first + 2), now)

    def guarded(work: Callable[[], None]) -> threading.Thread:
        def body() -> None:
            start.wait()
            try:
                work()
            except BaseException as failure:
                failures.append(failure)
                raise

        return threading.Thread(target=body)

    seen: dict[str, list[str]] = {scope: [] for scope in SCOPES}
    pushing = [guarded(partial(push_all, laptop)) for laptop in laptops]

    def read() -> None:
        while any(thread.is_alive() for thread in pushing):
            read_on(office, seen)

    threads = [*pushing, guarded(read)]
    for thread in threads:
        thread.start()
    start.set()
    for thread in threads:
        thread.join(100)
    for _ in range(PUSHERS * PUSHES):  # until a page brings nothing more
        before = {scope: len(hashes) for scope, hashes in seen.items()}
        read_on(office, seen)
        if before == {scope: len(hashes) for scope, hashes in seen.items()}:
            break
    assert failures == []
    return laptops, seen


def missed(laptops: list[Chain], seen: dict[str, list[str]]) -> set[str]:
    sent = {chain.hash_of(record) for laptop in laptops for record in laptop.records}
    return sent - {found for hashes in seen.values() for found in hashes}


def test_a_polling_reader_misses_nothing_and_meets_nothing_twice(office: OfficeDatabase) -> None:
    laptops, seen = raced(office, read_on)
    met = [found for hashes in seen.values() for found in hashes]
    assert missed(laptops, seen) == set()
    assert len(met) == len(set(met)) == PUSHERS * PUSHES * 3
    for scope, hashes in seen.items():
        root = merkle.root_of([merkle.leaf_hash(bytes.fromhex(found)) for found in hashes])
        assert office.scopes.checkpoint(scope, NOW).root == root.hex()


def test_the_race_catches_a_reader_that_goes_by_the_time_of_arrival(
    office: OfficeDatabase,
) -> None:
    """The control: a push that began earlier and committed later lies behind such a cursor."""
    newest = dict.fromkeys(SCOPES, "")

    def by_time(office: OfficeDatabase, seen: dict[str, list[str]]) -> None:
        for scope in SCOPES:
            with office._work.reading() as t:
                rows = t.rows(
                    "SELECT received_at, hash FROM events WHERE scope = ? AND received_at > ? "
                    "ORDER BY received_at",
                    (scope, newest[scope]),
                )
            if rows:
                newest[scope] = rows[-1][0]
                seen[scope].extend(bytes(found).hex() for _, found in rows)

    laptops, seen = raced(office, by_time)
    assert missed(laptops, seen)


def read_on(office: OfficeDatabase, seen: dict[str, list[str]]) -> None:
    for scope, hashes in seen.items():
        page = office.scopes.page(scope, 1, len(hashes), reader="", now=NOW, limit=50)
        assert [e.seq for e in page.events] == list(
            range(len(hashes) + 1, len(hashes) + 1 + len(page.events))
        )
        hashes.extend(event.hash for event in page.events)


def test_one_code_lets_one_of_many_in(office: OfficeDatabase) -> None:
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
