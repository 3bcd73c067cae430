"""The program killed while it applies pages: what was read stays whole, and the rest follows."""

from __future__ import annotations

import os
import random  # noqa: TID251 - seeded
import signal
import subprocess
import sys
from pathlib import Path

from tests.helpers.evidence import SCOPE, inspection_drafts, register_drafts
from tests.helpers.office_list import OfficeList, laptop

KILLS = 10
_EVENTS = 400
_LIMIT = 20

# Says each cursor on stdout once apply_page returned: what it said must be there afterwards.
_READER = """
import os
import sys
from pathlib import Path
from tests.helpers.evidence import SCOPE
from tests.helpers.office_list import OfficeList, laptop
office = OfficeList(records=Path(sys.argv[2]).read_bytes().split(b"\\n"))
storage = laptop(Path(sys.argv[1]), 2)
os.write(1, b"0\\n")
while True:
    page = office.page(storage, int(sys.argv[3]))
    storage.sync.apply_page(page)
    os.write(1, b"%d\\n" % page.last)
    if not page.has_more:
        sys.stdin.read()
"""


def _killed_once(folder: Path, records: Path, chance: random.Random) -> int:
    """Let a reader apply pages, kill it at a random instant; return the last cursor it said."""
    reader = subprocess.Popen(
        [sys.executable, "-c", _READER, str(folder), str(records), str(_LIMIT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert reader.stdout is not None
    assert reader.stdin is not None
    said = [reader.stdout.readline() for _ in range(chance.randint(1, 3))]
    # The instant is random within a page too: some are cut inside its transaction.
    for _ in range(chance.randint(0, 60_000)):
        pass
    os.kill(reader.pid, signal.SIGKILL)
    said += reader.stdout.read().split(b"\n")
    reader.wait(timeout=30)
    reader.stdin.close()
    reader.stdout.close()
    return max(int(line) for line in said if line.strip())


def test_ten_kills_while_pages_are_applied_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    office = OfficeList()
    writer = laptop(tmp_path / "writer", 1)
    writer.log.append(*register_drafts())
    for number in range(_EVENTS // 10):
        writer.log.append(*inspection_drafts(f"x{number}", f"2026-{number:04d}"))
    while office.receive(writer):
        pass
    records = tmp_path / "records"
    records.write_bytes(b"\n".join(office.records))
    folder = tmp_path / "reader"
    laptop(folder, 2).close()
    chance = random.Random(7)
    for _ in range(KILLS):
        said = _killed_once(folder, records, chance)
        storage = laptop(folder, 2)
        seq = storage.sync.cursor(SCOPE).seq
        ((kept,),) = storage._work.rows("SELECT count(*) FROM remote_events")
        storage.close()
        assert seq >= said
        assert kept == seq
    storage = laptop(folder, 2)
    office.give(storage, _LIMIT)
    assert [r.number for r in storage.registry.list_inspections()] == [
        r.number for r in writer.registry.list_inspections()
    ]
    assert [bytes(r) for (r,) in storage._work.rows("SELECT record FROM remote_events")] == (
        office.records
    )
    storage.close()
    writer.close()
