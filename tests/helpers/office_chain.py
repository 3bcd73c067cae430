"""A laptop's chain without a database: records, heads, batches to push at an office."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from inspector_app.adapters.identifiers import UuidSource
from inspector_app.adapters.keys import Ed25519Signer
from inspector_app.domain.events import EventDraft, FieldFilled
from inspector_app.evidence import chain, heads
from inspector_app.services.office_ports import Device, OfficeStorage, OpenCode
from inspector_app.services.ports import Signer
from inspector_app.sync import enrolment
from inspector_app.sync.batches import Batch, Head

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
OFFICE_ID = "office-1"
OFFICE_KEY = Ed25519Signer(b"\x11" * 32)


@dataclass
class Chain:
    """A device that appends and pushes. records[n] has device_seq n + 1."""

    device_id: str
    scope: str = "445202"
    key: Signer = field(default_factory=lambda: Ed25519Signer(UuidSource().new_id().encode()[:32]))
    records: list[bytes] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    ids: UuidSource = field(default_factory=UuidSource)

    def add(
        self,
        value: str = "称重",
        *,
        scope: str | None = None,
        stream: str = "",
        needs: tuple[str, ...] = (),
        at: datetime = NOW,
    ) -> str:
        """Append a fact; return its event id."""
        draft = EventDraft(
            stream_id=stream or self.device_id,
            scope=self.scope if scope is None else scope,
            body=FieldFilled(name="remark", value=value),
            dependencies=needs,
        )
        event, record = chain.link(draft, self.stamp(at))
        self.records.append(record)
        self.events.append(event.event_id)
        return event.event_id

    def add_raw(self, record: bytes) -> None:
        """Append bytes as they are."""
        self.records.append(record)
        self.events.append("")

    def add_altered(self, **fields: object) -> None:
        """Append a fact and rewrite some of its fields canonically."""
        self.add()
        plain = json.loads(self.records.pop()) | fields
        text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        self.records.append(text.encode())
        self.events[-1] = str(plain["event_id"])

    def batch(self, first: int = 1, last: int | None = None) -> Batch:
        """Return links first..last with a head signed at the last."""
        last = last or len(self.records)
        records = tuple(self.records[first - 1 : last])
        tip = chain.hash_of(records[-1])
        head = Head(
            device_id=self.device_id,
            device_seq=last,
            hash=tip,
            signature=heads.sign(self.key, self.device_id, last, tip),
            signed_at=NOW,
        )
        return Batch(head=head, first_seq=first, records=records)

    def device(self) -> Device:
        """Return the row under which an office knows it."""
        return Device(
            device_id=self.device_id,
            name=f"laptop {self.device_id}",
            public_key=self.key.public_key,
            scopes=("445200",),
            home_scope="445202",
            certificate="",
            enrolled_at=NOW,
            last_device_seq=0,
            last_hash=chain.GENESIS,
        )

    def stamp(self, at: datetime) -> chain.Stamp:
        """Return what the next link is stamped with."""
        seq = len(self.records) + 1
        return chain.Stamp(
            event_id=self.ids.new_id(),
            device_id=self.device_id,
            device_seq=seq,
            previous_hash=chain.hash_of(self.records[-1]) if self.records else chain.GENESIS,
            recorded_at=at,
            monotonic_ns=seq * 1_000_000,
            boot_id="boot-1",
        )


def enrol(office: OfficeStorage, device: Device, now: datetime = NOW) -> None:
    """Let a device in with a code of its own."""
    code = enrolment.new_code()
    office.devices.offer(
        OpenCode(
            code_id=code.code_id,
            key=code.key,
            name=device.name,
            scopes=device.scopes,
            made_by="test",
            expires_at=now + timedelta(seconds=enrolment.LIFETIME_SECONDS),
        )
    )
    office.devices.enrol(code.code_id, device, now)
