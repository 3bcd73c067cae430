"""The program killed while it gives numbers: none is there twice, each with its paper."""

from __future__ import annotations

import os
import random  # noqa: TID251 - seeded
import signal
import subprocess
import sys
from pathlib import Path

from db.storage import open_storage
from inspector_app.adapters.clock import SystemClock
from inspector_app.adapters.identifiers import UuidSource
from inspector_app.domain.events import NumberTaken, ReportIssued
from tests.helpers.evidence import KEY, signer

_WRITER = """
import os
import sys
from datetime import date
from pathlib import Path
from db.storage import open_storage
from inspector_app.adapters.clock import SystemClock
from inspector_app.adapters.identifiers import UuidSource
from inspector_app.domain.events import EventDraft, ReportIssued
from inspector_app.services.number_blocks import NumberBook, Numbering
from tests.helpers.evidence import KEY, signer
storage = open_storage(Path(sys.argv[1]), key=KEY, signer=signer(), clock=SystemClock(), ids=UuidSource())
book = NumberBook(storage.log, Numbering(place="揭榕"), storage.transaction)
while True:
    number = book.next("责改", date(2026, 11, 24))
    body = ReportIssued(report="r", language="zh_CN", sha256=f"{number.sequence:064x}", size=1,
                        name="r.pdf", document_number=str(number))
    book.take(number, (EventDraft(stream_id="i", scope="", body=body),), ("i", "r"))
    os.write(1, b"%d\\n" % number.sequence)
"""


def _killed_once(folder: Path, chance: random.Random) -> list[int]:
    """Let numbers be given, kill the program, return those that a person has seen."""
    writer = subprocess.Popen([sys.executable, "-c", _WRITER, str(folder)], stdout=subprocess.PIPE)
    assert writer.stdout is not None
    heard = [writer.stdout.readline() for _ in range(chance.randint(1, 30))]
    for _ in range(chance.randint(0, 20_000)):
        pass
    os.kill(writer.pid, signal.SIGKILL)
    said = (b"".join(heard) + writer.stdout.read()).split(b"\n")
    writer.wait(timeout=30)
    writer.stdout.close()
    return [int(number) for number in said[:-1]]


def test_no_number_is_given_twice_however_the_program_ends(tmp_path: Path) -> None:
    chance, seen = random.Random(14), list[int]()
    for _ in range(6):
        seen += _killed_once(tmp_path, chance)
    storage = open_storage(
        tmp_path, key=KEY, signer=signer(), clock=SystemClock(), ids=UuidSource()
    )
    bodies = [event.body for event in storage.events_after(0, limit=10**6)]
    assert storage.log.verify_chain() == storage.log.count
    storage.close()
    taken = [body.number for body in bodies if isinstance(body, NumberTaken)]
    issued = [body.document_number for body in bodies if isinstance(body, ReportIssued)]
    assert taken == issued
    assert len(taken) == len(set(taken))
    assert len(seen) == len(set(seen))
    assert {f"市监揭榕责改〔2026〕{number}号" for number in seen} <= set(taken)
