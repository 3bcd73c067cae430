"""Small real stand-ins for the ports: in memory, no threads, no files."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector_app.casework.happenings import stage_of
from inspector_app.domain.case import Case, Stage
from inspector_app.domain.events import (
    BlobReference,
    CaseOpened,
    DeviceEnrolled,
    Event,
    EventDraft,
    InspectionOpened,
    InspectorKeyIntroduced,
    InstrumentAmended,
    InstrumentRegistered,
    MeasuringInstrumentRegistered,
    PersonIntroduced,
    PremisesAmended,
    PremisesRegistered,
    ProfileSaved,
    ReportIssued,
    WeightSetRegistered,
)
from inspector_app.domain.exceptions import InputInvalid, StorageUnavailable
from inspector_app.domain.inspection import Inspection, State
from inspector_app.domain.instrument import (
    InstrumentProfile,
    MeasuringInstrument,
    Person,
    Premises,
    ReferenceWeightSet,
    WeighingInstrument,
)
from inspector_app.reports.base import Document
from inspector_app.services.ports import (
    Attachment,
    Found,
    InspectionRow,
    InstrumentRow,
    PictureFacts,
    SignedHead,
)

MORNING = datetime(2026, 11, 23, 2, 40, tzinfo=UTC)


@dataclass
class FakeClock:
    at: datetime = MORNING
    ticks: int = 0

    def now(self) -> datetime:
        return self.at

    def today(self) -> date:
        return self.at.date()

    def monotonic_ns(self) -> int:
        self.ticks += 1_000_000
        return self.ticks

    def boot_id(self) -> str:
        return "boot-1"


@dataclass
class FakeIds:
    count: int = 0

    def new_id(self) -> str:
        self.count += 1
        return f"01900000-0000-7000-8000-{self.count:012x}"


@dataclass
class FakeLog:
    clock: FakeClock = field(default_factory=FakeClock)
    events: list[Event] = field(default_factory=list)
    heads: list[SignedHead] = field(default_factory=list)
    disk_full: bool = False
    commits: int = 0
    device_id: str = "device-1"

    def append(self, *drafts: EventDraft) -> tuple[Event, ...]:
        if self.disk_full:
            raise StorageUnavailable("disk_full")
        self.commits += 1
        return tuple(self._link(draft) for draft in drafts)

    def stream(self, stream_id: str) -> tuple[Event, ...]:
        return tuple(event for event in self.events if event.stream_id == stream_id)

    def sign_head(self) -> SignedHead:
        newest = self.events[-1]
        head = SignedHead(
            device_id="device-1",
            device_seq=newest.device_seq,
            hash=newest.hash,
            signature="",
            signed_at=self.clock.now(),
        )
        self.heads.append(head)
        return head

    def verify_chain(self) -> int:
        return len(self.events)

    def bodies(self, stream_id: str) -> list[object]:
        return [event.body for event in self.stream(stream_id)]

    def _link(self, draft: EventDraft) -> Event:
        seq = len(self.events) + 1
        previous = self.events[-1].hash if self.events else "0" * 64
        event = Event(
            event_id=f"event-{seq}",
            device_id="device-1",
            device_seq=seq,
            previous_hash=previous,
            stream_id=draft.stream_id,
            scope=draft.scope,
            recorded_at=self.clock.now(),
            monotonic_ns=self.clock.monotonic_ns(),
            boot_id=self.clock.boot_id(),
            body=draft.body,
            blobs=draft.blobs,
            dependencies=draft.dependencies,
            hash=hashlib.sha256(f"{previous}{draft}".encode()).hexdigest(),
        )
        self.events.append(event)
        return event


@dataclass
class FakeRegistry:
    """Folds the log at every question: slow, and always right."""

    log: FakeLog

    def premises(self, premises_id: str) -> Premises | None:
        return self._premises().get(premises_id)

    def instrument(self, instrument_id: str) -> WeighingInstrument | None:
        return self._instruments().get(instrument_id)

    def weight_sets(self) -> tuple[ReferenceWeightSet, ...]:
        found = {
            e.body.weight_set.weight_set_id: e.body.weight_set
            for e in self.log.events
            if isinstance(e.body, WeightSetRegistered)
        }
        return tuple(sorted(found.values(), key=lambda w: w.valid_until, reverse=True))

    def people(self) -> tuple[Person, ...]:
        found = {
            e.body.person.person_id: e.body.person
            for e in self.log.events
            if isinstance(e.body, PersonIntroduced)
        }
        return tuple(found.values())

    def instruments_at(self, premises_id: str) -> tuple[WeighingInstrument, ...]:
        return tuple(i for i in self._instruments().values() if i.premises_id == premises_id)

    def profiles_at(self, port_hint: str) -> tuple[InstrumentProfile, ...]:
        kept = (one.profile for one in self._instruments().values() if one.profile is not None)
        return tuple(dict.fromkeys(one for one in kept if one.port_hint == port_hint))

    def measuring_instrument(self, instrument_id: str) -> MeasuringInstrument | None:
        return self._measuring_instruments().get(instrument_id)

    def measuring_instruments(self, category: str) -> tuple[MeasuringInstrument, ...]:
        known = self._measuring_instruments().values()
        return tuple(one for one in known if one.category == category)

    def _measuring_instruments(self) -> dict[str, MeasuringInstrument]:
        return {
            e.body.instrument.instrument_id: e.body.instrument
            for e in self.log.events
            if isinstance(e.body, MeasuringInstrumentRegistered)
        }

    def count_instruments(self, text: str = "", status: str = "") -> int:
        return len(self.list_instruments(text, status))

    def list_instruments(
        self, text: str = "", status: str = "", *, offset: int = 0, limit: int = 200
    ) -> Sequence[InstrumentRow]:
        rows = [self._row(i) for i in self._instruments().values()]
        rows = [r for r in rows if self._status(r.instrument) == status or not status]
        return [r for r in rows if text in r.premises_name + r.instrument.serial_number][
            offset : offset + limit
        ]

    def list_premises(
        self, text: str = "", *, offset: int = 0, limit: int = 200
    ) -> Sequence[Premises]:
        found = [p for p in self._premises().values() if text in p.name]
        return found[offset : offset + limit]

    def list_inspections(
        self, *, state: State | None = None, offset: int = 0, limit: int = 200
    ) -> Sequence[InspectionRow]:
        keys = [e.stream_id for e in self.log.events if isinstance(e.body, InspectionOpened)]
        rows = [_inspection_row(Inspection.fold(self.log.stream(k)), self.log) for k in keys]
        return [r for r in reversed(rows) if state is None or r.state is state][
            offset : offset + limit
        ]

    def inspections_of(self, instrument_id: str) -> Sequence[InspectionRow]:
        return [r for r in self.list_inspections() if r.instrument_name == instrument_id]

    def search(self, text: str, limit: int = 20) -> Sequence[Found]:
        places = [
            Found(what="premises", key=p.premises_id, title=p.name, detail=p.stall)
            for p in self._premises().values()
            if text in p.name + p.stall + p.credit_code
        ]
        records = [
            Found(what="inspection", key=r.inspection_id, title=r.number, detail="")
            for r in self.list_inspections()
            if text in r.number
        ]
        return (places + records)[:limit]

    def pending_events(self) -> int:
        return len(self.log.events)

    def report_hash_known(self, sha256: str) -> bool:
        return self.record_of_report(sha256) is not None

    def record_of_report(self, sha256: str) -> str | None:
        for event in self.log.events:
            if isinstance(event.body, ReportIssued) and event.body.sha256 == sha256:
                return event.stream_id
        return None

    def introduced_keys(self) -> tuple[bytes, ...]:
        return tuple(
            base64.b64decode(e.body.public_key)
            for e in self.log.events
            if isinstance(e.body, InspectorKeyIntroduced | DeviceEnrolled)
        )

    def _premises(self) -> dict[str, Premises]:
        found: dict[str, Premises] = {}
        for event in self.log.events:
            body = event.body
            if isinstance(body, PremisesRegistered):
                found[body.premises.premises_id] = body.premises
            elif isinstance(body, PremisesAmended):
                changed: dict[str, Any] = dict(body.after)
                found[body.premises_id] = replace(found[body.premises_id], **changed)
        return found

    def _instruments(self) -> dict[str, WeighingInstrument]:
        found: dict[str, WeighingInstrument] = {}
        for event in self.log.events:
            body = event.body
            if isinstance(body, InstrumentRegistered | InstrumentAmended):
                found[body.instrument.instrument_id] = body.instrument
            elif isinstance(body, ProfileSaved):
                known = found[body.instrument_id]
                found[body.instrument_id] = replace(known, profile=body.profile)
        return found

    def _row(self, instrument: WeighingInstrument) -> InstrumentRow:
        place = self.premises(instrument.premises_id or "")
        return InstrumentRow(
            instrument=instrument,
            premises_name=place.name if place else "",
            last_outcome=None,
            last_checked=None,
        )

    def _status(self, instrument: WeighingInstrument) -> str:
        until, today = instrument.verification_valid_until, self.log.clock.today()
        if until is None:
            return "unknown"
        if until < today:
            return "overdue"
        return "due_soon" if until - today <= timedelta(days=30) else "valid"


def _inspection_row(inspection: Inspection, log: FakeLog) -> InspectionRow:
    return InspectionRow(
        inspection_id=inspection.inspection_id,
        number=inspection.number,
        kind=inspection.kind,
        state=inspection.state,
        outcome=inspection.verdict.outcome if inspection.verdict else None,
        premises_name=inspection.premises.name if inspection.premises else "",
        instrument_name=inspection.instrument.instrument_id if inspection.instrument else "",
        on=inspection.on,
        updated_at=log.stream(inspection.inspection_id)[-1].recorded_at,
        observations=len(inspection.observations),
        answers=len(inspection.answers),
    )


@dataclass
class FakeCases:
    """Folds the log at every question, as FakeRegistry does."""

    log: FakeLog

    def case(self, case_id: str) -> Case | None:
        return next((c for c in self.list_cases() if c.case_id == case_id), None)

    def list_cases(
        self, *, stages: Sequence[Stage] = (), offset: int = 0, limit: int = 500
    ) -> Sequence[Case]:
        keys = [e.stream_id for e in self.log.events if isinstance(e.body, CaseOpened)]
        found = [Case.fold(self.log.stream(key)) for key in reversed(keys)]
        return [c for c in found if not stages or stage_of(c) in stages][offset : offset + limit]

    def cases_of(self, inspection_id: str) -> Sequence[Case]:
        return [c for c in self.list_cases() if inspection_id in c.inspection_ids]


@dataclass
class FakeBlobs:
    kept: dict[str, bytes] = field(default_factory=dict)

    def put(self, data: bytes, *, role: str, media_type: str) -> BlobReference:
        sha256 = hashlib.sha256(data).hexdigest()
        self.kept[sha256] = data
        return BlobReference(sha256=sha256, size=len(data), role=role, media_type=media_type)

    def get(self, sha256: str) -> bytes:
        if sha256 not in self.kept:
            raise FileNotFoundError(sha256)
        return self.kept[sha256]

    def path(self, sha256: str) -> Path:
        return Path("/nowhere") / sha256


@dataclass
class FakePictures:
    """Takes what begins like a JPEG; gives it back as it is."""

    def normalise(self, data: bytes) -> tuple[bytes, int, int]:
        if not data.startswith(b"\xff\xd8"):
            raise InputInvalid("photo_not_an_image", field="photo")
        return data, 800, 600

    def examine(self, data: bytes) -> PictureFacts:
        return PictureFacts(perceptual_hash=hashlib.sha256(data).hexdigest()[:16])


@dataclass
class FakeSigner:
    """A real Ed25519 key, made for the test."""

    private: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    @property
    def public_key(self) -> bytes:
        return self.private.public_key().public_bytes_raw()

    @property
    def key_id(self) -> str:
        return hashlib.sha256(self.public_key).hexdigest()[:16]

    def sign(self, message: bytes) -> bytes:
        return self.private.sign(message)


@dataclass
class FakePdfWriter:
    """Writes the document's texts and attachments where a PDF would stand."""

    written: list[tuple[Document, tuple[Attachment, ...]]] = field(default_factory=list)

    def write(
        self, document: Document, *, attachments: tuple[Attachment, ...], created_at: datetime
    ) -> bytes:
        self.written.append((document, attachments))
        return b"%PDF-" + "\n".join(document.texts()).encode()


@dataclass
class FakeStorage:
    log: FakeLog = field(default_factory=FakeLog)
    blobs: FakeBlobs = field(default_factory=FakeBlobs)

    @property
    def registry(self) -> FakeRegistry:
        return FakeRegistry(self.log)

    @property
    def cases(self) -> FakeCases:
        return FakeCases(self.log)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        yield

    def events_after(self, device_seq: int, limit: int = 500) -> Iterator[Event]:
        yield from [e for e in self.log.events if e.device_seq > device_seq][:limit]

    def close(self) -> None:
        self.log.sign_head()


def one_pixel_png() -> bytes:
    return base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
