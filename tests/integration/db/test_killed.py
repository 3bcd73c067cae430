"""The program killed at random instants: no acknowledged event is lost, none is there twice."""

from __future__ import annotations

import os
import random  # noqa: TID251 - seeded
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from db.engine import open_engine
from db.salvage import salvage
from db.storage import DATABASE_NAME, open_storage
from db.unit_of_work import UnitOfWork
from inspector_app.adapters.clock import SystemClock
from inspector_app.adapters.identifiers import UuidSource
from inspector_app.domain.events import FieldFilled
from tests.helpers.evidence import KEY, inspection_drafts, signer, storage_in

# Acknowledges each event on stdout after append returned, as the window does.
_WRITER = """
import os
import sys
from itertools import count
from pathlib import Path
from db.storage import open_storage
from inspector_app.adapters.clock import SystemClock
from inspector_app.adapters.identifiers import UuidSource
from inspector_app.domain.events import FieldFilled
from tests.helpers.evidence import KEY, draft, signer
for first in sys.stdin:
    storage = open_storage(Path(sys.argv[1]), key=KEY, signer=signer(), clock=SystemClock(), ids=UuidSource())
    for number in count(int(first)):
        storage.log.append(draft(FieldFilled(name="n", value=str(number)), f"s{number % 3}"))
        os.write(1, b"%d\\n" % number)
"""


def _killed_once(folder: Path, first: int, chance: random.Random) -> int:
    """Let a writer append from `first`, kill it at a random instant; return the last acknowledged."""
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert writer.stdin is not None
    assert writer.stdout is not None
    writer.stdin.write(b"%d\n" % first)
    writer.stdin.flush()
    # The instant is random both in events and within one: some are cut inside a commit.
    heard = [writer.stdout.readline() for _ in range(chance.randint(1, 60))]
    for _ in range(chance.randint(0, 20_000)):
        pass
    os.kill(writer.pid, signal.SIGKILL)
    said = (b"".join(heard) + writer.stdout.read()).split(b"\n")
    writer.wait(timeout=30)
    writer.stdin.close()
    writer.stdout.close()
    whole = [int(number) for number in said[:-1]]
    return whole[-1] if whole else -1


def _kept(folder: Path) -> list[int]:
    storage = open_storage(folder, key=KEY, signer=signer(), clock=SystemClock(), ids=UuidSource())
    assert storage.log.verify_chain() == storage.log.count
    bodies = [event.body for event in storage.events_after(0, limit=10**6)]
    storage.close()
    return [int(b.value) for b in bodies if isinstance(b, FieldFilled) and b.name == "n"]


def _torture(folder: Path, kills: int) -> None:
    chance = random.Random(kills)
    acknowledged = -1
    for _ in range(kills):
        kept = _kept(folder)
        assert kept == list(range(len(kept))), "an event is missing or there twice"
        assert len(kept) > acknowledged, "an acknowledged event is lost"
        acknowledged = max(_killed_once(folder, len(kept), chance), acknowledged)
    kept = _kept(folder)
    assert kept == list(range(len(kept)))
    assert len(kept) > acknowledged
    assert acknowledged >= kills, "the writer died by itself: nothing was put to the test"


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")
@pytest.mark.timeout(200)
def test_no_acknowledged_event_is_lost_over_thirty_kills(tmp_path: Path) -> None:
    _torture(tmp_path, 30)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")
@pytest.mark.timeout(1200)
def test_no_acknowledged_event_is_lost_over_two_hundred_kills(tmp_path: Path) -> None:
    _torture(tmp_path, 200)


def test_a_log_left_unclosed_is_checked_page_by_page_and_complete(tmp_path: Path) -> None:
    storage = storage_in(tmp_path / "a")
    storage.log.append(*inspection_drafts())
    copy = tmp_path / "b"
    copy.mkdir()
    for path in (tmp_path / "a").iterdir():
        if path.is_file():
            (copy / path.name).write_bytes(path.read_bytes())
    count = storage.log.count
    storage.close()
    assert (copy / "hengping.db-wal").stat().st_size > 0
    again = storage_in(copy)
    assert again.log.verify_chain() == count
    again.close()


def test_a_half_written_commit_at_the_end_of_the_journal_is_dropped(tmp_path: Path) -> None:
    storage = storage_in(tmp_path / "a")
    storage.log.append(*inspection_drafts())
    count = storage.log.count
    journal = tmp_path / "a" / "hengping.db-wal"
    before = journal.stat().st_size
    storage.log.append(*inspection_drafts("x2", "2026-0002"))
    grown = journal.stat().st_size
    assert grown > before
    copy = tmp_path / "b"
    copy.mkdir()
    for path in (tmp_path / "a").iterdir():
        if path.is_file():
            (copy / path.name).write_bytes(path.read_bytes())
    storage.close()
    half = copy / "hengping.db-wal"
    half.write_bytes(half.read_bytes()[: (before + grown) // 2])
    again = storage_in(copy)
    assert again.log.verify_chain() == again.log.count == count
    again.close()


def test_a_file_killed_while_being_made_is_taken_up_again(tmp_path: Path) -> None:
    work = UnitOfWork(open_engine(tmp_path / DATABASE_NAME, KEY))
    work.close()
    assert (tmp_path / DATABASE_NAME).stat().st_size > 0
    storage = storage_in(tmp_path)
    assert storage.log.verify_chain() == 1
    storage.close()


def test_what_only_the_journal_holds_is_saved_too(tmp_path: Path) -> None:
    storage = storage_in(tmp_path / "a")
    storage.log.append(*inspection_drafts())
    count = storage.log.count
    copy = tmp_path / "b"
    copy.mkdir()
    for path in (tmp_path / "a").iterdir():
        if path.is_file():
            (copy / path.name).write_bytes(path.read_bytes())
    storage.close()
    damaged = copy / DATABASE_NAME
    damaged.write_bytes(damaged.read_bytes()[:16] + bytes(3000))
    report = salvage(damaged, KEY, tmp_path / "out")
    assert (report.events_saved, report.missing, report.links_hold) == (count, [], True)
