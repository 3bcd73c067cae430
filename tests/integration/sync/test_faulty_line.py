"""Two laptops and the real server over TLS, on a line that cuts, resets, loses and repeats."""

from __future__ import annotations

import hashlib
import random  # noqa: TID251 - seeded
from collections import deque
from collections.abc import Iterator

import pytest

from db.blob_store import FolderBlobStore
from inspector_app.domain.events import FieldFilled
from inspector_app.domain.exceptions import OfficeRefused, OfficeUnreachable
from tests.helpers.fault_proxy import (
    BYTE_FAULTS,
    HTTP_FAULTS,
    Fault,
    FaultProxy,
    fault_proxy,
)
from tests.helpers.line_laptops import all_there_once, enrolled, one_round
from tests.helpers.running_office import RunningOffice, running_office
from tests.helpers.sync_world import Laptop

SCHEDULES = [
    pytest.param(50, marks=pytest.mark.timeout(240)),
    pytest.param(500, marks=[pytest.mark.slow, pytest.mark.timeout(1800)]),
]
EVENTS = 40
ROUNDS = 12


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOffice]:
    with running_office(tmp_path_factory.mktemp("line") / "office") as one:
        yield one


@pytest.fixture
def laptops(
    office: RunningOffice, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Laptop]]:
    folder = tmp_path_factory.mktemp("laptops")
    codes = (office.code, office.another_code())
    pair = [enrolled(f"laptop-{n}", folder / str(n), code) for n, code in enumerate(codes)]
    yield pair
    for laptop in pair:
        laptop.storage.close()


@pytest.fixture
def line(office: RunningOffice) -> Iterator[FaultProxy]:
    with fault_proxy(int(office.said["port"])) as proxy:
        yield proxy


def write(laptop: Laptop, seed: int, chance: random.Random) -> None:
    for number in range(EVENTS):
        body = FieldFilled(name="remark", value=f"{seed}-{number} 示值误差在允许范围内")
        photo = chance.randbytes(chance.randint(10, 60_000)) if number % 20 == 7 else b""
        laptop.add(f"stream-{seed}", body, blob=photo)


def schedule(chance: random.Random) -> tuple[list[Fault], deque[tuple[int, str]]]:
    cuts = [
        Fault(chance.choice(BYTE_FAULTS), chance.randint(0, 30_000))
        for _ in range(chance.randint(1, 4))
    ]
    troubles = [(chance.randint(0, 5), chance.choice(HTTP_FAULTS)) for _ in range(3)]
    return cuts, deque(troubles)


def until_through(laptop: Laptop, line: FaultProxy, seed: int) -> None:
    """Sync as often as the faults ask for; a round that meets none of them must get through."""
    chance = random.Random(seed)
    cuts, troubles = schedule(chance)
    line.script.extend(cuts)
    for _ in range(ROUNDS):
        try:
            one_round(laptop, line.port, troubles, line.met)
        except OfficeUnreachable:
            continue
        except OfficeRefused as refusal:
            if not refusal.retry_after:
                raise
            continue
        if not troubles:
            break
    line.script.clear()
    one_round(laptop, line.port)


@pytest.mark.parametrize("schedules", SCHEDULES)
def test_faulty_schedules_end_with_the_same_on_all_sides(
    office: RunningOffice, laptops: list[Laptop], line: FaultProxy, schedules: int
) -> None:
    for seed in range(schedules):
        writer, reader = laptops[seed % 2], laptops[1 - seed % 2]
        write(writer, seed, random.Random(-seed - 1))
        until_through(writer, line, seed)
        until_through(reader, line, 1000 + seed)
        assert writer.storage.sync.queue().events == 0
        assert writer.storage.sync.queue().blobs == 0
        streams = [
            [event.hash for event in one.storage.log.stream(f"stream-{seed}")] for one in laptops
        ]
        assert streams[0] == streams[1]
        assert len(streams[0]) == EVENTS
    for laptop in (*laptops, *laptops):
        quiet = one_round(laptop, int(office.said["port"]))
    assert quiet.moved == 0
    all_there_once(laptops, office)
    assert set(line.met) == {*BYTE_FAULTS, *HTTP_FAULTS}
    files_are_equal(office, laptops, schedules)


def files_are_equal(office: RunningOffice, laptops: list[Laptop], schedules: int) -> None:
    kept = FolderBlobStore(office.data / "blobs")
    compared = 0
    for seed in range(schedules):
        writer = laptops[seed % 2]
        for event in writer.storage.log.stream(f"stream-{seed}"):
            for blob in event.blobs:
                data = kept.get(blob.sha256)
                assert data == writer.storage.blobs.get(blob.sha256)
                assert hashlib.sha256(data).hexdigest() == blob.sha256
                compared += 1
    assert compared == schedules * 2
