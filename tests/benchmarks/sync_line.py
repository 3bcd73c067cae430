"""Push and pull against PouchDB's replication of the same documents, in one interleaved run.

Ours: from the laptop's encrypted database over TLS to the office's durable one and back to the
stored receipt; then into a second laptop's encrypted database with the office's signed tree
checked. PouchDB: LevelDB on both sides, plain HTTP, batches of 500; it neither signs, encrypts nor
waits for the disk, so the comparison leans its way. The peer is installed by npm into out/.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db.storage import LocalStorage, open_storage
from inspector_app.adapters.clock import SystemClock
from inspector_app.adapters.identifiers import UuidSource
from inspector_app.adapters.keys import Ed25519Signer
from inspector_app.adapters.office_link import HttpEnrolmentLink, HttpOfficeLink
from inspector_app.domain.events import EventDraft, FieldFilled
from inspector_app.services.enrol_device import EnrolDevice
from inspector_app.services.synchronise import Synchronise, hello_request
from tests.benchmarks.method import Ratio
from tests.helpers.running_office import RunningOffice, running_office

BAR = 3.0
EVENTS, ROUNDS = 5000, 3
_HERE = Path(__file__).with_name("pouchdb")
_PEER = Path("out") / "pouchdb"
_TEXT = "电子计价秤 ACS-30 在榕城区进贤门市场三排十二号摊位检查，示值误差在允许范围内。"


def run(events: int = EVENTS, rounds: int = ROUNDS) -> list[Ratio]:
    """Measure both ways. Raises RuntimeError when the peer cannot be installed."""
    _install_peer()
    ours: list[tuple[float, float]] = []
    theirs: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as place:
        folder = Path(place)
        for at in range(rounds):
            pushed, pulled, documents = _ours(folder / f"ours-{at}", events)
            ours.append((pushed, pulled))
            theirs.append(_theirs(folder / f"theirs-{at}", documents, at))
    return [
        _ratio(
            "sync push",
            [t[0] / o[0] for o, t in zip(ours, theirs, strict=True)],
            events,
            [o[0] for o in ours],
            [t[0] for t in theirs],
        ),
        _ratio(
            "sync pull",
            [t[1] / o[1] for o, t in zip(ours, theirs, strict=True)],
            events,
            [o[1] for o in ours],
            [t[1] for t in theirs],
        ),
    ]


def _ours(folder: Path, events: int) -> tuple[float, float, list[bytes]]:
    folder.mkdir(parents=True)
    with running_office(folder / "office") as office:
        one = _laptop(folder / "one", office, office.code)
        two = _laptop(folder / "two", office, office.another_code())
        try:
            _fill(one[0], events)
            pushed = _round(*one, expected_push=events)
            pulled = _round(*two, expected_pull=events)
            rows = one[0]._work.rows("SELECT record FROM events ORDER BY device_seq")
        finally:
            one[0].close()
            two[0].close()
    return pushed, pulled, [bytes(record) for (record,) in rows]


def _laptop(folder: Path, office: RunningOffice, code: str) -> tuple[LocalStorage, Ed25519Signer]:
    signer = Ed25519Signer(UuidSource().new_id().encode()[-32:])
    clock = SystemClock()
    storage = open_storage(
        folder, key=bytes(range(32)), signer=signer, clock=clock, ids=UuidSource()
    )
    enrol = EnrolDevice(store=storage.sync, link=HttpEnrolmentLink(clock), signer=signer)
    enrol(code, "", folder.name)
    return storage, signer


def _fill(storage: LocalStorage, events: int) -> None:
    for first in range(0, events, 500):
        with storage.transaction():
            for number in range(first, min(first + 500, events)):
                body = FieldFilled(name="remark", value=f"{number} {_TEXT * 3}")
                draft = EventDraft(stream_id=f"s{number // 40}", scope="445202", body=body)
                storage.log.append(draft)


def _round(
    storage: LocalStorage,
    signer: Ed25519Signer,
    *,
    expected_push: int = 0,
    expected_pull: int = 0,
) -> float:
    enrolment = storage.sync.enrolment()
    if enrolment is None:
        raise RuntimeError("not enrolled")
    clock = SystemClock()
    link = HttpOfficeLink(
        enrolment.addresses,
        enrolment.authority,
        present=lambda: hello_request(storage.sync, signer, clock),
        clock=clock,
    )
    use_case = Synchronise(store=storage.sync, link=link, clock=clock, signer=signer)
    start = time.perf_counter()
    result = use_case()
    seconds = time.perf_counter() - start
    link.close()
    if result.pushed < expected_push or result.pulled < expected_pull:
        raise RuntimeError(f"not everything moved: {result}")
    return seconds


def _theirs(folder: Path, documents: list[bytes], at: int) -> tuple[float, float]:
    folder.mkdir(parents=True)
    file = folder / "documents.jsonl"
    file.write_bytes(b"\n".join(documents))
    with _peer_server(folder / "server") as address:
        done = subprocess.run(
            ["node", "measure.js", str(file.resolve()), str(folder.resolve()), address, f"r{at}"],
            cwd=_PEER,
            capture_output=True,
            text=True,
            timeout=300,
            check=True,
        )
    said = json.loads(done.stdout.splitlines()[-1])
    return float(said["push"]), float(said["pull"])


@contextmanager
def _peer_server(folder: Path) -> Iterator[str]:
    folder.mkdir(parents=True)
    process = subprocess.Popen(
        ["node", "serve.js", str(folder.resolve())],
        cwd=_PEER,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        if process.stdout is None:
            raise RuntimeError("no output")
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.kill()
        process.wait(30)


def _install_peer() -> None:
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise RuntimeError("the peer needs node and npm")
    _PEER.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "serve.js", "measure.js"):
        shutil.copy(_HERE / name, _PEER / name)
    if not (_PEER / "node_modules" / "pouchdb").exists():
        command = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--silent"]
        subprocess.run(command, cwd=_PEER, check=True, timeout=600)


def _ratio(
    name: str, ratios: list[float], events: int, ours: list[float], theirs: list[float]
) -> Ratio:
    return Ratio(
        name=name,
        peer="PouchDB, batches of 500",
        ratio=statistics.median(ratios),
        low=min(ratios),
        high=max(ratios),
        bar=BAR,
        better="high",
        ours=f"{events / statistics.median(ours):.0f}/s",
        theirs=f"{events / statistics.median(theirs):.0f}/s",
        pairs=len(ratios),
    )
