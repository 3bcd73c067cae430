"""Either side killed while they speak; an office of yesterday; a photo altered on the disk."""

from __future__ import annotations

import contextlib
import multiprocessing
import random  # noqa: TID251 - seeded
import shutil
import signal
import sys
import threading
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite

from inspector_app.domain.events import FieldFilled
from inspector_app.domain.exceptions import OfficeUnreachable
from tests.helpers.line_laptops import (
    all_there_once,
    enrolled,
    one_round,
    own_records,
    receipts_hold,
    write_until_killed,
)
from tests.helpers.running_office import running_office, start
from tests.helpers.sync_world import Laptop

KILLS = [
    pytest.param(50, marks=pytest.mark.timeout(600)),
    pytest.param(500, marks=[pytest.mark.slow, pytest.mark.timeout(3600)]),
]

# Forked from a process that has everything imported: only the kill and what follows cost time.
if sys.platform == "win32":
    _PROCESSES = multiprocessing.get_context("spawn")
else:
    _PROCESSES = multiprocessing.get_context("forkserver")
    _PROCESSES.set_forkserver_preload(["tests.helpers.line_laptops"])


def write(laptop: Laptop, count: int, mark: str) -> None:
    for number in range(count):
        laptop.add(f"stream-{laptop.name}", FieldFilled(name="remark", value=f"{mark}-{number}"))


def killed_writer(folder: Path, port: int, chance: random.Random) -> int:
    """Run a writer, kill it at a random instant; return the last device_seq it said."""
    hears, says = _PROCESSES.Pipe(duplex=False)
    child = _PROCESSES.Process(target=write_until_killed, args=(str(folder), port, says))
    child.start()
    says.close()
    killer = threading.Timer(chance.uniform(0.0, 0.25), child.kill)
    said: list[int] = [hears.recv()]
    killer.start()
    with contextlib.suppress(EOFError):
        while True:
            said.append(hears.recv())
    killer.join()
    hears.close()
    child.join(30)
    assert child.exitcode == -signal.SIGKILL
    child.close()
    return max(said)


@pytest.mark.parametrize("kills", KILLS)
def test_a_laptop_killed_while_it_syncs_loses_and_doubles_nothing(
    tmp_path: Path, kills: int
) -> None:
    chance = random.Random(11)
    with running_office(tmp_path / "office") as office:
        port = int(office.said["port"])
        laptop = enrolled("killed", tmp_path / "laptop", office.code)
        for _ in range(kills):
            laptop.storage.close()
            said = killed_writer(laptop.folder, port, chance)
            laptop.open()
            assert len(own_records(laptop)) >= said
            receipts_hold(laptop, office.data)
        one_round(laptop, port)
        all_there_once([laptop], office)
        assert one_round(laptop, port).moved == 0
        queue = laptop.storage.sync.queue()
        assert (queue.events, queue.blobs) == (0, 0)
        laptop.storage.close()


@pytest.mark.parametrize("kills", KILLS)
def test_an_office_killed_while_it_is_pushed_at_keeps_what_it_acknowledged(
    tmp_path: Path, kills: int
) -> None:
    chance = random.Random(12)
    office = start(tmp_path / "office")
    port = int(office.said["port"])
    laptop = enrolled("one", tmp_path / "laptop", office.code)
    cut = 0
    for number in range(kills):
        write(laptop, 300, str(number))
        killer = threading.Timer(chance.uniform(0.0, 0.12), office.process.kill)
        killer.start()
        try:
            one_round(laptop, port)
        except OfficeUnreachable:
            cut += 1
        killer.join()
        office.process.wait(30)
        receipts_hold(laptop, office.data)
        office = start(tmp_path / "office", port=port)
    assert cut
    one_round(laptop, port)
    all_there_once([laptop], office)
    assert one_round(laptop, port).moved == 0
    laptop.storage.close()
    office.stop()


@pytest.mark.timeout(120)
def test_an_office_restored_from_yesterday_gets_everything_again(tmp_path: Path) -> None:
    data = tmp_path / "office"
    office = start(data)
    port = int(office.said["port"])
    pair = [
        enrolled(name, tmp_path / name, code)
        for name, code in (("one", office.code), ("two", office.another_code()))
    ]
    for laptop in pair:
        write(laptop, 30, "before")
        one_round(laptop, port)
    office.stop()
    shutil.copytree(data, tmp_path / "yesterday")
    office = start(data, port=port)
    for laptop in pair:
        write(laptop, 30, "after")
        one_round(laptop, port)
    office.stop()
    shutil.rmtree(data)
    (tmp_path / "yesterday").rename(data)
    office = start(data, port=port)
    requeued = [one_round(laptop, port).requeued for laptop in pair]
    for laptop in (*pair, *pair):
        one_round(laptop, port)
    assert requeued == [30, 30]
    all_there_once(pair, office)
    for name in ("stream-one", "stream-two"):
        met = [[e.hash for e in laptop.storage.log.stream(name)] for laptop in pair]
        assert met[0] == met[1]
        assert len(met[0]) == 60
    assert [one_round(laptop, port).moved for laptop in pair] == [0, 0]
    for laptop in pair:
        laptop.storage.close()
    office.stop()


def test_a_restored_office_that_lost_a_file_but_not_its_event_gets_the_file_again(
    tmp_path: Path,
) -> None:
    data = tmp_path / "office"
    office = start(data)
    port = int(office.said["port"])
    laptop = enrolled("one", tmp_path / "one", office.code)
    laptop.add("s", FieldFilled(name="photo", value="x"), blob=b"photo" * 99)
    sha256 = laptop.storage.log.stream("s")[0].blobs[0].sha256
    one_round(laptop, port)
    office.stop()
    # A backup made between the event and its file: neither the row nor the file is in it.
    database = sqlite.connect(str(data / "office.db"))
    with database:
        assert database.execute("DELETE FROM stored_blobs").rowcount == 1
    database.close()
    (data / "blobs" / sha256[:2] / sha256).unlink()
    office = start(data, port=port)
    assert one_round(laptop, port).files_sent == 1
    assert (data / "blobs" / sha256[:2] / sha256).exists()
    assert one_round(laptop, port).moved == 0
    laptop.storage.close()
    office.stop()


def test_a_photo_altered_on_the_disk_is_named_and_the_rest_goes_through(tmp_path: Path) -> None:
    with running_office(tmp_path / "office") as office:
        port = int(office.said["port"])
        laptop = enrolled("one", tmp_path / "one", office.code)
        for value in (b"good" * 999, b"bad!" * 999, b"fine" * 999):
            laptop.add("s", FieldFilled(name="photo", value="x"), blob=value)
        altered = laptop.storage.log.stream("s")[1].blobs[0].sha256
        path = laptop.storage.sync.blob_path(altered)
        path.chmod(0o600)
        path.write_bytes(b"else" * 999)
        result = one_round(laptop, port)
        waiting = laptop.storage.sync.waiting_blobs()
        assert (result.files_sent, result.files_failed) == (2, 1)
        assert [(blob.sha256, blob.problem) for blob in waiting] == [(altered, "blob_altered")]
        assert laptop.storage.sync.queue().events == 0
        laptop.storage.close()
