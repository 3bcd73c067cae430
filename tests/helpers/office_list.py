"""A tiny office in memory: places events of one scope, signs its tree, gives pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from db.storage import LocalStorage, open_storage
from inspector_app.evidence import chain, merkle
from inspector_app.services.sync_ports import Enrolment
from inspector_app.sync import checkpoints
from inspector_app.sync.messages import (
    Checkpoint,
    Fate,
    Outcome,
    PulledEvent,
    PullPage,
    PushAnswer,
)
from tests.helpers.evidence import KEY, SCOPE, CountingIds, FakeClock, signer

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)


def laptop(folder: Path, number: int) -> LocalStorage:
    """Return a laptop enrolled with the office; same number, same keys and identifiers."""
    storage = open_storage(
        folder,
        key=KEY,
        signer=signer(number),
        clock=FakeClock(),
        ids=CountingIds(f"018f000{number}-0000-7000-8000-"),
    )
    storage.sync.keep_enrolment(enrolment())
    return storage


def enrolment(office_id: str = "office-1", seed: int = 77) -> Enrolment:
    return Enrolment(
        office_id=office_id,
        office_name="榕城区市场监督管理局",
        office_key=signer(seed).public_key,
        authority="",
        certificate="",
        scopes=(SCOPE,),
        home_scope=SCOPE,
        addresses=("https://127.0.0.1:8443",),
        public_page="",
    )


@dataclass
class OfficeList:
    epoch: int = 1
    seed: int = 77
    records: list[bytes] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)

    def receive(self, storage: LocalStorage, *, answer: bool = True, at_most: int = 500) -> int:
        """Take one batch; `answer=False` loses the answer on its way back."""
        batch = storage.sync.next_batch(at_most, 1 << 20)
        if batch is None:
            return 0
        outcomes = tuple(
            self._placed(seq, record) for seq, record in enumerate(batch.records, batch.first_seq)
        )
        said = PushAnswer(
            received_at=NOW,
            last_device_seq=batch.head.device_seq,
            outcomes=outcomes,
            checkpoints=(self.checkpoint(),),
        )
        if answer:
            storage.sync.keep_answer(said)
        return len(batch.records)

    def _placed(self, device_seq: int, record: bytes) -> Outcome:
        name = chain.hash_of(record)
        fate = Fate.DUPLICATE if name in self.places else Fate.ACCEPTED
        if fate is Fate.ACCEPTED:
            self.records.append(record)
            self.places[name] = len(self.records)
        return Outcome(device_seq, fate, SCOPE, self.places[name])

    def checkpoint(self) -> Checkpoint:
        leaves = [merkle.leaf_hash(bytes.fromhex(chain.hash_of(r))) for r in self.records]
        return checkpoints.sign(
            signer(self.seed),
            office_id="office-1",
            scope=SCOPE,
            epoch=self.epoch,
            size=len(leaves),
            root=merkle.root_of(leaves),
            signed_at=NOW,
        )

    def page(self, storage: LocalStorage, limit: int = 1000) -> PullPage:
        """Return the page after the laptop's cursor, its own events as bare hashes."""
        after = storage.sync.cursor(SCOPE).seq
        events = tuple(
            self._pulled(seq, record, storage.device_id)
            for seq, record in enumerate(self.records[after : after + limit], after + 1)
        )
        at_head = after + len(events) == len(self.records)
        return PullPage(
            scope=SCOPE,
            epoch=self.epoch,
            after=after,
            head=len(self.records),
            events=events,
            checkpoint=self.checkpoint() if at_head else None,
        )

    def give(self, storage: LocalStorage, limit: int = 1000) -> int:
        """Let a laptop pull everything; return how many events were new to it."""
        new = 0
        while True:
            page = self.page(storage, limit)
            new += storage.sync.apply_page(page)
            if not page.has_more:
                return new

    @staticmethod
    def _pulled(seq: int, record: bytes, reader: str) -> PulledEvent:
        if f'"device_id":"{reader}","device_seq"'.encode() in record:
            return PulledEvent(seq, chain.hash_of(record))
        return PulledEvent(seq, "", record)


def meet(office: OfficeList, *laptops: LocalStorage) -> None:
    """Let all laptops send what they have, then read everything."""
    for storage in laptops:
        while office.receive(storage):
            pass
    for storage in laptops:
        office.give(storage)
