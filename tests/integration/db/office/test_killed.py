"""kill -9 while pushes are taken in: every receipt given is kept, nothing is kept twice."""

from __future__ import annotations

import random  # noqa: TID251 - seeded
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from inspector_app.evidence import merkle
from tests.helpers.office_chain import NOW
from tests.integration.db.office.conftest import opened

ROOT = Path(__file__).resolve().parents[4]
KILLS = 25


def killed_after(place: str | Path, receipts: int) -> list[tuple[str, int, bytes]]:
    """Run a pusher until it has said so many receipts, kill it, return all it said."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.integration.db.office.pusher", str(place)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    watchdog = threading.Timer(60, process.kill)
    watchdog.start()
    said: list[tuple[str, int, bytes]] = []
    assert process.stdout is not None
    for line in process.stdout:
        if line.endswith("\n"):
            scope, seq, record = line.split()
            said.append((scope, int(seq), bytes.fromhex(record)))
        if len(said) == receipts:
            process.kill()
    process.stdout.close()
    process.wait(30)
    watchdog.cancel()
    return said


@pytest.mark.timeout(300)
def test_no_receipt_is_lost_and_no_event_doubled_over_kills(place: str | Path) -> None:
    instants = random.Random(20261124)
    opened(place).close()
    said: list[tuple[str, int, bytes]] = []
    for _ in range(KILLS):
        said += killed_after(place, instants.randint(1, 60))
    office = opened(place)
    kept: dict[int, bytes] = {}
    while True:
        page = office.scopes.page("445202", 1, len(kept), reader="", now=NOW, limit=1000)
        kept |= {event.seq: event.record for event in page.events}
        if not page.has_more:
            break
    assert all(kept[seq] == record for _, seq, record in said)
    assert len(set(kept.values())) == len(kept) >= len(said)
    leaves = [merkle.leaf_hash(bytes.fromhex(h)) for h in hashes(kept)]
    assert office.scopes.checkpoint("445202", NOW).root == merkle.root_of(leaves).hex()
    office.close()


def hashes(kept: dict[int, bytes]) -> list[str]:
    from inspector_app.evidence import chain

    return [chain.hash_of(kept[seq]) for seq in sorted(kept)]
