"""A laptop that tells inspections to an office's storage, fact by fact, for lists of records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from inspector_app.domain.events import (
    BlobReference,
    Event,
    EventBody,
    EventDraft,
    InspectionConcluded,
    InspectionOpened,
    InstrumentChosen,
    PhotoAttached,
    PremisesChosen,
)
from inspector_app.domain.instrument import Stage
from inspector_app.domain.judgement import Outcome
from inspector_app.evidence import chain
from inspector_app.kinds.catalogue import kind_of
from inspector_app.metrology.regulations import load_book
from inspector_app.services.office_ports import OfficeStorage
from tests.helpers.inspections import ON, PEOPLE, PLACE, SCALE, told
from tests.helpers.office_chain import NOW, Chain, enrol

PHOTO = BlobReference(sha256="ab" * 32, size=12, role="photo", media_type="image/jpeg")


@dataclass
class RecordingLaptop:
    """A chain that is pushed piece by piece. Nothing reaches the office before `push`."""

    office: OfficeStorage
    device_id: str = "device-a"
    chain: Chain = field(init=False)
    pushed: int = 0

    def __post_init__(self) -> None:
        self.chain = Chain(self.device_id)
        enrol(self.office, self.chain.device())

    def add(
        self,
        stream: str,
        body: EventBody,
        *,
        scope: str = "445202",
        blobs: tuple[BlobReference, ...] = (),
        needs: tuple[str, ...] = (),
    ) -> Event:
        draft = EventDraft(
            stream_id=stream, scope=scope, body=body, blobs=blobs, dependencies=needs
        )
        event, record = chain.link(draft, self.chain.stamp(NOW))
        self.chain.records.append(record)
        self.chain.events.append(event.event_id)
        return event

    def open(
        self,
        stream: str,
        *,
        number: str = "",
        kind: str = "market_scale",
        place: str = "",
        serial: str = "",
        on: date = ON,
        scope: str = "445202",
    ) -> Event:
        """Open an inspection, at a place and of an instrument where these are named."""
        opened = InspectionOpened(
            inspection_id=stream,
            number=number or stream.upper(),
            kind=kind,
            on=on,
            stage=Stage.IN_USE,
            inspectors=PEOPLE,
        )
        event = self.add(stream, opened, scope=scope)
        if place:
            chosen = replace(PLACE, premises_id=f"place of {stream}", name=place)
            self.add(stream, PremisesChosen(premises=chosen), scope=scope)
        if serial:
            scale = replace(SCALE, instrument_id=f"scale of {stream}", serial_number=serial)
            self.add(stream, InstrumentChosen(instrument=scale), scope=scope)
        return event

    def tell(self, stream: str, *, faulty: bool = False, scope: str = "445202") -> list[Event]:
        """Tell a whole inspection up to the signatures."""
        return [self.add(stream, body, scope=scope) for body in bodies(stream, faulty=faulty)]

    def claim_pass(self, stream: str) -> None:
        """Tell a faulty inspection whose laptop says that it passed."""
        for body in bodies(stream, faulty=True):
            self.add(stream, _passed(body) if isinstance(body, InspectionConcluded) else body)

    def photo(
        self,
        stream: str,
        blob: BlobReference = PHOTO,
        *,
        scope: str = "445202",
        caption: str = "铭牌",
    ) -> Event:
        taken = PhotoAttached(
            photo_id=blob.sha256,
            role="nameplate",
            caption=caption,
            sha256=blob.sha256,
            size=blob.size,
            media_type=blob.media_type,
            width=4,
            height=3,
        )
        return self.add(stream, taken, scope=scope, blobs=(blob,))

    def push(self, now: datetime = NOW) -> None:
        """Send what waits."""
        self.office.intake.accept(self.device_id, self.chain.batch(self.pushed + 1), now)
        self.pushed = len(self.chain.records)

    def send(self, now: datetime = NOW) -> None:
        """Send what waits and have the office read it."""
        self.push(now)
        read(self.office, now)


def _passed(body: InspectionConcluded) -> InspectionConcluded:
    return replace(body, verdict=replace(body.verdict, outcome=Outcome.PASS))


def bodies(stream: str, *, faulty: bool = False) -> Sequence[EventBody]:
    """Return a whole inspection's facts under another identity."""
    said = told(kind_of("market_scale"), load_book(), faulty=faulty)
    first = said[0]
    assert isinstance(first, InspectionOpened)
    return [replace(first, inspection_id=stream, number=stream.upper()), *said[1:]]


def read(office: OfficeStorage, now: datetime = NOW, *, limit: int = 500) -> int:
    """Have the office read all it accepted; return how many events it met."""
    count = 0
    while step := office.records.catch_up(now, limit):
        count += step
    return count
