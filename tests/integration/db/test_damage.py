"""Full disks, cut and damaged files: nothing half, nothing passed off as whole, all that can be saved."""

from __future__ import annotations

import json
import os
import random  # noqa: TID251 - seeded
from pathlib import Path

import pytest

from db.salvage import salvage
from db.storage import DATABASE_NAME, LocalStorage
from inspector_app.domain.events import FieldFilled
from inspector_app.domain.exceptions import StorageCorrupt, StorageUnavailable
from inspector_app.evidence import chain
from tests.helpers.evidence import KEY, draft, inspection_drafts, register_drafts, storage_in


def _long(number: int, size: int = 900) -> FieldFilled:
    return FieldFilled(name=f"field{number}", value="衡" * size)


def _filled(folder: Path, count: int = 300) -> LocalStorage:
    storage = storage_in(folder)
    with storage.transaction():
        storage.log.append(*register_drafts(), *inspection_drafts())
        for number in range(count):
            storage.log.append(draft(_long(number, 10 + number * 13 % 4000), f"s{number % 7}"))
    return storage


def _records(storage: LocalStorage) -> list[bytes]:
    return [chain.record_of(event) for event in storage.events_after(0, limit=10**6)]


def test_a_full_disk_writes_nothing_and_the_log_goes_on_when_there_is_room(tmp_path: Path) -> None:
    storage = storage_in(tmp_path)
    with storage._work.alone() as driver:
        pages = driver.execute("PRAGMA page_count").fetchone()[0]
        driver.execute(f"PRAGMA max_page_count = {pages + 30}")

    def fill() -> None:
        for number in range(200):
            storage.log.append(draft(_long(number), "s"))

    with pytest.raises(StorageUnavailable) as refused:
        fill()
    assert refused.value.code == "disk_full"
    kept = storage.log.stream("s")
    assert [event.body for event in kept] == [_long(number) for number in range(len(kept))]
    assert 5 < len(kept) < 200
    with storage._work.alone() as driver:
        driver.execute("PRAGMA max_page_count = 100000")
    storage.log.append(draft(_long(0), "s"))
    assert len(storage.log.stream("s")) == len(kept) + 1
    assert storage.log.verify_chain() == storage.log.count
    storage.close()


_FILL = """
import resource, signal, sys
from pathlib import Path
from inspector_app.domain.exceptions import StorageUnavailable
from inspector_app.domain.events import FieldFilled
from tests.helpers.evidence import draft, storage_in
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
storage = storage_in(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
done = 0
try:
    for done in range(10000):
        storage.log.append(draft(FieldFilled(name="n", value="v" * 500), "s"))
except StorageUnavailable as error:
    print(error.code, done, len(storage.log.stream("s")))
"""


@pytest.mark.skipif(os.name == "nt", reason="RLIMIT_FSIZE is POSIX")
def test_a_write_that_the_system_cuts_off_loses_no_acknowledged_event(tmp_path: Path) -> None:
    import subprocess
    import sys

    said = subprocess.run(
        [sys.executable, "-c", _FILL, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    code, acknowledged, kept = said.stdout.split()
    assert code in {"disk_full", "disk_error"}
    assert int(acknowledged) == int(kept) > 10
    storage = storage_in(tmp_path)
    assert len(storage.log.stream("s")) == int(kept)
    assert storage.log.verify_chain() == storage.log.count
    storage.close()


@pytest.mark.skipif(
    os.name == "nt" or os.getuid() != 0, reason="root may write anywhere; needs tmpfs"
)
def test_a_full_file_system_refuses_a_blob_and_leaves_no_part_of_it(tmp_path: Path) -> None:
    import subprocess

    room = tmp_path / "room"
    room.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(room)],
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip("tmpfs cannot be mounted here")
    try:
        storage = storage_in(room)
        with pytest.raises(StorageUnavailable) as refused:
            storage.blobs.put(os.urandom(4_000_000), role="photo", media_type="image/jpeg")
        assert refused.value.code == "disk_full"
        assert not list(room.rglob("*.part"))
        storage.blobs.put(b"small", role="photo", media_type="image/jpeg")
        storage.close()
    finally:
        subprocess.run(["umount", str(room)], check=True)


@pytest.mark.parametrize("part", [0.15, 0.3, 0.5, 0.999])
def test_a_cut_database_is_refused_and_everything_before_the_cut_is_saved(
    tmp_path: Path, part: float
) -> None:
    storage = _filled(tmp_path)
    records = _records(storage)
    storage.close()
    path = tmp_path / DATABASE_NAME
    cut = path.read_bytes()[: int(path.stat().st_size * part)]
    path.write_bytes(cut)
    with pytest.raises(StorageCorrupt):
        storage_in(tmp_path)
    report = salvage(path, KEY, tmp_path / "out")
    saved = (tmp_path / "out" / "events.jsonl").read_bytes().splitlines()
    assert saved
    assert set(saved) <= set(records)
    assert len(saved) == report.events_saved >= (part - 0.2) * len(records)
    assert report.damaged_pages <= 1
    assert path.read_bytes() == cut


def test_each_flipped_byte_is_found_and_costs_only_its_own_page(tmp_path: Path) -> None:
    storage = _filled(tmp_path)
    records = _records(storage)
    storage.close()
    path = tmp_path / DATABASE_NAME
    whole = path.read_bytes()
    chance = random.Random(7)
    for turn in range(12):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(whole))] ^= 1 << turn % 8
        path.write_bytes(damaged)
        with pytest.raises(StorageCorrupt):
            storage_in(tmp_path)
        report = salvage(path, KEY, tmp_path / "out")
        saved = (tmp_path / "out" / "events.jsonl").read_bytes().splitlines()
        assert set(saved) <= set(records)
        assert report.events_saved >= len(records) - 60
        assert report.damaged_pages in {1, len(whole) // 4096}
    path.write_bytes(whole)
    storage = storage_in(tmp_path)
    assert storage.log.verify_chain() == len(records)
    storage.close()


def test_a_whole_database_is_saved_whole_in_order(tmp_path: Path) -> None:
    storage = _filled(tmp_path)
    records = _records(storage)
    storage.close()
    report = salvage(tmp_path / DATABASE_NAME, KEY, tmp_path / "out")
    assert (tmp_path / "out" / "events.jsonl").read_bytes().splitlines() == records
    said = json.loads((tmp_path / "out" / "report.json").read_text())
    assert said["events_saved"] == report.events_saved == len(records)
    assert (said["missing"], said["damaged_pages"], said["links_hold"]) == ([], 0, True)


@pytest.mark.parametrize("junk", [b"", b"\x00" * 5000, os.urandom(50_000), b"SQLite format 3\x00"])
def test_what_is_no_database_gives_an_empty_list_and_a_report(tmp_path: Path, junk: bytes) -> None:
    path = tmp_path / DATABASE_NAME
    path.write_bytes(junk)
    report = salvage(path, KEY, tmp_path / "out")
    assert report.events_saved == 0
    assert (tmp_path / "out" / "events.jsonl").read_bytes() == b""


def test_a_file_of_junk_is_called_damaged(tmp_path: Path) -> None:
    (tmp_path / DATABASE_NAME).write_bytes(b"\x07" * 20_000)
    with pytest.raises(StorageCorrupt):
        storage_in(tmp_path)


def test_the_wrong_key_saves_nothing(tmp_path: Path) -> None:
    storage = _filled(tmp_path, 20)
    storage.close()
    assert salvage(tmp_path / DATABASE_NAME, bytes(32), tmp_path / "out").events_saved == 0
