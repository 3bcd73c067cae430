"""An office in memory behind the port OfficeLink, and a laptop's SyncStore in memory.

The office keeps real chains, real trees and signs real checkpoints; what it can be told to do
badly is listed in `FakeOffice.faults`.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from inspector_app.adapters.keys import Ed25519Signer
from inspector_app.domain.exceptions import (
    EvidenceBroken,
    OfficeNotTrusted,
    OfficeRefused,
    OfficeUnreachable,
)
from inspector_app.evidence import heads
from inspector_app.evidence.chain import GENESIS, hash_of
from inspector_app.evidence.merkle import Frontier, leaf_hash
from inspector_app.evidence.signatures import is_valid
from inspector_app.services.sync_ports import (
    Enrolment,
    Queue,
    RecordState,
    ReviewTask,
    WaitingBlob,
    WaitingRecord,
)
from inspector_app.sync import checkpoints, grants
from inspector_app.sync.batches import Batch, Head, within_limits
from inspector_app.sync.messages import (
    MAX_PAGE_EVENTS,
    Checkpoint,
    Cursor,
    Fate,
    HelloAnswer,
    HelloRequest,
    NumberBlock,
    NumberBlocksAsked,
    NumberBlocksGranted,
    Outcome,
    PulledEvent,
    PullPage,
    PushAnswer,
    ScopeHead,
)
from inspector_app.sync.sessions import hello_statement

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)
OFFICE_ID = "office-1"
SCOPE = "445202"


@dataclass
class Fault:
    """Raised once by a method, `before` the office acts or `after` (the answer is lost)."""

    method: str
    when: str
    error: Exception = field(default_factory=OfficeUnreachable)


@dataclass
class Place:
    """An event in a scope."""

    device_id: str
    device_seq: int
    record: bytes


@dataclass
class Ledger:
    """A scope."""

    epoch: int = 1
    places: list[Place] = field(default_factory=list)


@dataclass
class FakeOffice:
    """What all links share."""

    key: Ed25519Signer = field(default_factory=lambda: Ed25519Signer(b"\x07" * 32))
    chains: dict[str, dict[int, str]] = field(default_factory=dict)
    ledgers: dict[str, Ledger] = field(default_factory=dict)
    keys: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    quarantine: list[bytes] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    refused_files: dict[str, Exception] = field(default_factory=dict)
    revoked: set[str] = field(default_factory=set)
    requests: list[str] = field(default_factory=list)
    numbers: dict[tuple[str, int], int] = field(default_factory=dict)
    grants: tuple[str, ...] = ("445200",)
    page_limit: int = MAX_PAGE_EVENTS
    package: bytes = b""

    def enrol(self, device_id: str, public_key: bytes) -> Enrolment:
        self.keys[device_id] = public_key
        self.chains[device_id] = {}
        return Enrolment(
            office_id=OFFICE_ID,
            office_name="榕城区市场监督管理局",
            office_key=self.key.public_key,
            authority="",
            certificate="",
            scopes=self.grants,
            home_scope=SCOPE,
            addresses=("https://127.0.0.1:8443",),
            public_page="",
        )

    def checkpoint(self, scope: str, size: int) -> Checkpoint:
        ledger = self.ledgers[scope]
        tree = Frontier()
        for place in ledger.places[:size]:
            tree.append(leaf_hash(bytes.fromhex(hash_of(place.record))))
        return checkpoints.sign(
            self.key,
            office_id=OFFICE_ID,
            scope=scope,
            epoch=ledger.epoch,
            size=size,
            root=tree.root(),
            signed_at=NOON,
        )

    def scope_head(self, scope: str) -> ScopeHead:
        ledger = self.ledgers[scope]
        return ScopeHead(scope=scope, epoch=ledger.epoch, seq=len(ledger.places))

    def restore_backup(self, *, keep: int) -> None:
        """Forget all but the first `keep` events of every chain, as a restored backup does."""
        for chain in self.chains.values():
            for seq in [seq for seq in chain if seq > keep]:
                del chain[seq]
        for ledger in self.ledgers.values():
            ledger.places = [p for p in ledger.places if p.device_seq <= keep]

    def act(self, method: str, when: str) -> None:
        if when == "before":
            self.requests.append(method)
        for fault in self.faults:
            if (fault.method, fault.when) == (method, when):
                self.faults.remove(fault)
                raise fault.error


@dataclass
class FakeLink:
    """Implements OfficeLink for one device."""

    office: FakeOffice
    device_id: str
    is_closed: bool = False

    def hello(self, request: HelloRequest) -> HelloAnswer:
        self.office.act("hello", "before")
        if self.device_id in self.office.revoked:
            raise OfficeRefused("device_revoked")
        signature = base64.b64decode(request.signature)
        if not is_valid(self.office.keys[self.device_id], signature, hello_statement(request)):
            raise OfficeRefused("signature_invalid")
        chain = self.office.chains[self.device_id]
        answer = HelloAnswer(
            office_id=OFFICE_ID,
            office_time=NOON,
            session="token",
            session_seconds=600,
            last_device_seq=max(chain, default=0),
            last_hash=chain[max(chain)] if chain else GENESIS,
            scopes=tuple(
                self.office.scope_head(scope)
                for scope in sorted(self.office.ledgers)
                if grants.cover(self.office.grants, scope)
            ),
            package=hashlib.sha256(self.office.package).hexdigest() if self.office.package else "",
        )
        self.office.act("hello", "after")
        return answer

    def push(self, batch: Batch) -> PushAnswer:
        self.office.act("push", "before")
        chain = self.office.chains[self.device_id]
        last = max(chain, default=0)
        if not heads.is_genuine(batch.head, [self.office.keys[self.device_id]]):
            raise OfficeRefused("head_not_genuine")
        if batch.first_seq > last + 1:
            raise OfficeRefused("chain_gap", expected=last + 1)
        self._require_links(batch, chain)
        outcomes = [
            self._kept(seq, record) for seq, record in enumerate(batch.records, batch.first_seq)
        ]
        touched = sorted({o.scope for o in outcomes if o.scope})
        answer = PushAnswer(
            received_at=NOON,
            last_device_seq=max(chain),
            outcomes=tuple(outcomes),
            checkpoints=tuple(
                self.office.checkpoint(s, len(self.office.ledgers[s].places)) for s in touched
            ),
        )
        self.office.act("push", "after")
        return answer

    def _require_links(self, batch: Batch, chain: dict[int, str]) -> None:
        previous = chain.get(batch.first_seq - 1, GENESIS)
        for seq, record in enumerate(batch.records, batch.first_seq):
            if len(batch.records) > 1 and f'"{previous}"'.encode() not in record:
                raise OfficeRefused("chain_broken", device_seq=seq)
            previous = hash_of(record)

    def _kept(self, seq: int, record: bytes) -> Outcome:
        chain, name = self.office.chains[self.device_id], hash_of(record)
        fields = msgspec.json.decode(record)
        scope = str(fields["scope"]) or SCOPE
        ledger = self.office.ledgers.setdefault(scope, Ledger())
        if chain.get(seq) == name:
            hashes = [hash_of(place.record) for place in ledger.places]
            place = hashes.index(name) + 1 if name in hashes else 0
            return Outcome(seq, Fate.DUPLICATE, scope if place else "", place)
        if seq in chain:
            self.office.quarantine.append(record)
            return Outcome(seq, Fate.QUARANTINED, code="chain_forked")
        broken = f'"{chain.get(seq - 1, GENESIS)}"'.encode() not in record
        chain[seq] = name
        if broken:
            self.office.quarantine.append(record)
            return Outcome(seq, Fate.QUARANTINED, code="chain_broken")
        ledger.places.append(Place(self.device_id, seq, record))
        return Outcome(seq, Fate.ACCEPTED, scope, len(ledger.places))

    def pull(self, cursor: Cursor) -> PullPage:
        self.office.act("pull", "before")
        ledger = self.office.ledgers[cursor.scope]
        if cursor.epoch != ledger.epoch:
            raise OfficeRefused("epoch_changed", epoch=ledger.epoch)
        places = ledger.places[cursor.seq : cursor.seq + self.office.page_limit]
        events = tuple(
            PulledEvent(seq, hash_of(p.record), b"" if p.device_id == self.device_id else p.record)
            for seq, p in enumerate(places, cursor.seq + 1)
        )
        last = cursor.seq + len(events)
        size = len(ledger.places)
        page = PullPage(
            scope=cursor.scope,
            epoch=ledger.epoch,
            after=cursor.seq,
            head=size,
            events=events,
            checkpoint=self.office.checkpoint(cursor.scope, size) if last == size else None,
        )
        self.office.act("pull", "after")
        return page

    def wanted(self, sha256: Sequence[str]) -> tuple[str, ...]:
        self.office.act("wanted", "before")
        return tuple(name for name in sha256 if name not in self.office.files)

    def send_blob(
        self, sha256: str, file: Path, on_progress: Callable[[int], None] | None = None
    ) -> None:
        self.office.act("send_blob", "before")
        data = file.read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise EvidenceBroken("blob_altered", sha256=sha256)
        if sha256 in self.office.refused_files:
            raise self.office.refused_files[sha256]
        self.office.files[sha256] = data
        if on_progress is not None:
            on_progress(len(data))
        self.office.act("send_blob", "after")

    def fetch_blob(self, sha256: str) -> bytes:
        self.office.act("fetch_blob", "before")
        return self.office.files[sha256]

    def fetch_piece(self, sha256: str, start: int) -> tuple[bytes, int]:
        self.office.act("fetch_piece", "before")
        if sha256 not in self.office.files:
            raise OfficeRefused("blob_unknown")
        data = self.office.files[sha256]
        return data[start : start + 1000], len(data)

    def number_blocks(self, asked: NumberBlocksAsked) -> NumberBlocksGranted:
        self.office.act("number_blocks", "before")
        blocks = []
        for series in asked.series:
            following = self.office.numbers.get((series.prefix, series.year), 1)
            self.office.numbers[series.prefix, series.year] = following + 20
            blocks.append(
                NumberBlock(
                    block_id=f"{series.prefix}{following}",
                    prefix=series.prefix,
                    year=series.year,
                    first=following,
                    last=following + 19,
                )
            )
        self.office.act("number_blocks", "after")
        return NumberBlocksGranted(blocks=tuple(blocks))

    def diverged(self, checkpoint: Checkpoint) -> ScopeHead:
        self.office.act("diverged", "before")
        if not checkpoints.is_genuine(checkpoint, self.office.key.public_key):
            raise OfficeRefused("checkpoint_not_genuine")
        ledger = self.office.ledgers[checkpoint.scope]
        holds = checkpoint.size <= len(ledger.places) and (
            self.office.checkpoint(checkpoint.scope, checkpoint.size).root == checkpoint.root
        )
        if not holds:
            ledger.epoch += 1
        return self.office.scope_head(checkpoint.scope)

    def package(self, known: str) -> bytes | None:
        self.office.act("package", "before")
        is_known = hashlib.sha256(self.office.package).hexdigest() == known
        return None if is_known else self.office.package

    def close(self) -> None:
        self.is_closed = True


class FakeLaptop:
    """Implements SyncStore over lists. files: name -> (path, problem)."""

    def __init__(self, office: FakeOffice, device_id: str, *, enrolled: bool = True) -> None:
        self.signer = Ed25519Signer(hashlib.sha256(device_id.encode()).digest())
        self.device_id = device_id
        self.records: list[bytes] = []
        self.receipts: dict[int, Outcome] = {}
        self.pulled: dict[str, dict[int, str]] = {}
        self.cursors: dict[str, Cursor] = {}
        self.words: dict[str, Checkpoint] = {}
        self.blobs: dict[str, WaitingBlob] = {}
        self.paths: dict[str, Path] = {}
        self.seen: set[str] = set()
        self.kept = office.enrol(device_id, self.signer.public_key) if enrolled else None

    def write(self, count: int = 1, scope: str = SCOPE, *, previous: str = "") -> None:
        for _ in range(count):
            seq = len(self.records) + 1
            link = previous or self.head()[2]
            fields = {"device_seq": seq, "of": self.device_id, "previous": link, "scope": scope}
            self.records.append(msgspec.json.encode(fields, order="sorted"))

    def add_file(self, path: Path, name: str = "") -> str:
        sha256 = name or hashlib.sha256(path.read_bytes()).hexdigest()
        self.paths[sha256] = path
        self.blobs[sha256] = WaitingBlob(
            sha256=sha256, size=1, role="photo", name=path.name, inspection_id=""
        )
        return sha256

    def enrolment(self) -> Enrolment | None:
        return self.kept

    def keep_enrolment(self, enrolment: Enrolment) -> None:
        self.kept = enrolment

    def queue(self) -> Queue:
        waiting = len(self.records) - len(self.receipts)
        aside = [o for o in self.receipts.values() if o.fate is Fate.QUARANTINED]
        problems = [blob for blob in self.blobs.values() if blob.problem]
        return Queue(
            events=waiting,
            blobs=len(self.blobs),
            blob_bytes=sum(blob.size for blob in self.blobs.values()),
            attention=len(aside) + len(problems),
        )

    def head(self) -> tuple[str, int, str]:
        newest = hash_of(self.records[-1]) if self.records else GENESIS
        return self.device_id, len(self.records), newest

    def next_batch(self, max_events: int, max_bytes: int) -> Batch | None:
        first = next((n for n in range(1, len(self.records) + 1) if n not in self.receipts), 0)
        if not first:
            return None
        sizes = [len(record) for record in self.records[first - 1 :]]
        count = within_limits(sizes, max_events=max_events, max_bytes=max_bytes)
        records = tuple(self.records[first - 1 : first - 1 + count])
        last, name = first + count - 1, hash_of(records[-1])
        signature = heads.sign(self.signer, self.device_id, last, name)
        head = Head(
            device_id=self.device_id,
            device_seq=last,
            hash=name,
            signature=signature,
            signed_at=NOON,
        )
        return Batch(head=head, first_seq=first, records=records)

    def keep_answer(self, answer: PushAnswer) -> None:
        self.receipts |= {o.device_seq: o for o in answer.outcomes}

    def meet_opening(self, opening: str) -> None:
        pass

    def forget_receipts_after(self, device_seq: int) -> int:
        lost = [seq for seq in self.receipts if seq > device_seq]
        for seq in lost:
            del self.receipts[seq]
        return len(lost)

    def cursor(self, scope: str) -> Cursor:
        return self.cursors.get(scope, Cursor(scope=scope, epoch=0, seq=0))

    def apply_page(self, page: PullPage) -> int:
        cursor = self.cursor(page.scope)
        if (cursor.epoch, cursor.seq) != (page.epoch, page.after):
            raise EvidenceBroken("office_history_differs", scope=page.scope)
        log = dict(self.pulled.get(page.scope, {}))
        for event in page.events:
            log[event.seq] = hash_of(event.record) if event.record else event.hash
        self._require_root(page, log)
        fresh = [e for e in page.events if e.record and hash_of(e.record) not in self.seen]
        self.seen |= {hash_of(event.record) for event in fresh}
        self.pulled[page.scope] = log
        self.cursors[page.scope] = Cursor(scope=page.scope, epoch=page.epoch, seq=page.last)
        if page.checkpoint:
            self.words[page.scope] = page.checkpoint
        return len(fresh)

    def _require_root(self, page: PullPage, log: dict[int, str]) -> None:
        tree = Frontier()
        for seq in sorted(log):
            tree.append(leaf_hash(bytes.fromhex(log[seq])))
        if page.checkpoint and page.checkpoint.root != tree.root().hex():
            raise EvidenceBroken("office_history_differs", scope=page.scope)

    def reset_scope(self, scope: str, epoch: int) -> None:
        self.pulled.pop(scope, None)
        self.cursors[scope] = Cursor(scope=scope, epoch=epoch, seq=0)

    def last_checkpoint(self, scope: str) -> Checkpoint | None:
        return self.words.get(scope)

    def waiting_blobs(self, limit: int = 100) -> Sequence[WaitingBlob]:
        return list(self.blobs.values())[:limit]

    def mark_blob(self, sha256: str, *, stored: bool, problem: str = "") -> None:
        if stored:
            del self.blobs[sha256]
        else:
            self.blobs[sha256] = replace(self.blobs[sha256], problem=problem)

    def blob_path(self, sha256: str) -> Path:
        return self.paths[sha256]

    def waiting_records(self, limit: int = 200) -> Sequence[WaitingRecord]:
        return []

    def review_tasks(self) -> Sequence[ReviewTask]:
        return []

    def record_state(self, inspection_id: str) -> RecordState:
        return self.record_states([inspection_id])[inspection_id]

    def record_states(self, inspection_ids: Sequence[str]) -> dict[str, RecordState]:
        done = len(self.receipts) == len(self.records)
        return dict.fromkeys(inspection_ids, RecordState.SENT if done else RecordState.LOCAL)


UNTRUSTED = OfficeNotTrusted("certificate_not_ours")
