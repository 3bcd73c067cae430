"""What the use cases ask of the outside world. Implemented in `db/`, `adapters/` and by fakes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from inspector_app.domain.events import BlobReference, Event, EventDraft
from inspector_app.domain.inspection import State
from inspector_app.domain.instrument import (
    InstrumentProfile,
    MeasuringInstrument,
    Person,
    Premises,
    ReferenceWeightSet,
    WeighingInstrument,
)
from inspector_app.domain.judgement import Outcome
from inspector_app.reports.base import Document
from inspector_app.services.case_ports import Cases


class Clock(Protocol):
    """Time, asked for and never taken."""

    def now(self) -> datetime:
        """Return the wall clock, UTC, aware."""
        ...

    def today(self) -> date:
        """Return the local date, which picks the rules in force."""
        ...

    def monotonic_ns(self) -> int:
        """Return the machine's own count; never goes back within a boot."""
        ...

    def boot_id(self) -> str:
        """Return what tells this boot from others."""
        ...


class IdSource(Protocol):
    """New identifiers."""

    def new_id(self) -> str:
        """Return a fresh UUIDv7, text form."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedHead:
    """A device's signature over (device_id, device_seq, hash): vouches for the whole chain."""

    device_id: str
    device_seq: int
    hash: str
    signature: str
    signed_at: datetime


class EventLog(Protocol):
    """The one truth on this laptop."""

    @property
    def device_id(self) -> str:
        """Return the identity under which this laptop's chain runs."""
        ...

    def append(self, *drafts: EventDraft) -> tuple[Event, ...]:
        """Append facts and their projections in ONE durable transaction; return the records.

        Raises StorageUnavailable (disk full, locked) with nothing written.
        """
        ...

    def stream(self, stream_id: str) -> tuple[Event, ...]:
        """Return a stream's events in order, empty if unknown."""
        ...

    def sign_head(self) -> SignedHead:
        """Sign the newest link, keep and return it."""
        ...

    def verify_chain(self) -> int:
        """Recompute links and heads; return the count. Raises EvidenceBroken naming the first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionRow:
    """An inspection as lists show it. done, steps: progress; pending: not yet receipted events."""

    inspection_id: str
    number: str
    kind: str
    state: State
    outcome: Outcome | None
    premises_name: str
    instrument_name: str
    on: date
    updated_at: datetime
    observations: int
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A search hit. what: `premises`, `instrument`, `inspection`, `weight_set`, `case`."""

    what: str
    key: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentRow:
    """An instrument as the registry lists it. errors: history of the largest |Ec|/MPE, 0..n."""

    instrument: WeighingInstrument
    premises_name: str
    last_outcome: Outcome | None
    last_checked: date | None
    history: tuple[str, ...] = ()


class Registry(Protocol):
    """Read side: what lists and searches need; rebuilt from the log at any time."""

    def premises(self, premises_id: str) -> Premises | None:
        """Return a place or None."""
        ...

    def instrument(self, instrument_id: str) -> WeighingInstrument | None:
        """Return an instrument or None."""
        ...

    def weight_sets(self) -> tuple[ReferenceWeightSet, ...]:
        """Return the reference weight sets, newest certificate first."""
        ...

    def people(self) -> tuple[Person, ...]:
        """Return the inspectors introduced on this laptop."""
        ...

    def instruments_at(self, premises_id: str) -> tuple[WeighingInstrument, ...]:
        """Return the instruments of a place."""
        ...

    def measuring_instrument(self, instrument_id: str) -> MeasuringInstrument | None:
        """Return an instrument that is no scale, or None."""
        ...

    def measuring_instruments(self, category: str) -> tuple[MeasuringInstrument, ...]:
        """Return the instruments of a category, ordered by premises and serial number."""
        ...

    def count_instruments(self, text: str = "", status: str = "") -> int:
        """Count matches. status: ``, `valid`, `due_soon`, `overdue`, `failed`, `unknown`."""
        ...

    def list_instruments(
        self, text: str = "", status: str = "", *, offset: int = 0, limit: int = 200
    ) -> Sequence[InstrumentRow]:
        """Return a window of matches, ordered by premises and number."""
        ...

    def profiles_at(self, port_hint: str) -> tuple[InstrumentProfile, ...]:
        """Return the ways of speaking that were saved at this adapter, each once."""
        ...

    def list_premises(
        self, text: str = "", *, offset: int = 0, limit: int = 200
    ) -> Sequence[Premises]:
        """Return a window of places."""
        ...

    def list_inspections(
        self, *, state: State | None = None, offset: int = 0, limit: int = 200
    ) -> Sequence[InspectionRow]:
        """Return inspections, newest first."""
        ...

    def inspections_of(self, instrument_id: str) -> Sequence[InspectionRow]:
        """Return an instrument's inspections, newest first."""
        ...

    def search(self, text: str, limit: int = 20) -> Sequence[Found]:
        """Find premises, instruments, inspections by name, code, number; Chinese of any length."""
        ...

    def pending_events(self) -> int:
        """Return how many events wait for a receipt of the office."""
        ...

    def report_hash_known(self, sha256: str) -> bool:
        """Say whether a file of this hash was issued here or on a laptop pulled from."""
        ...

    def record_of_report(self, sha256: str) -> str | None:
        """Return the inspection that a file of this hash was issued from, None if unknown."""
        ...

    def introduced_keys(self) -> tuple[bytes, ...]:
        """Return the raw keys of devices and inspectors that known chains introduced."""
        ...


class BlobStore(Protocol):
    """Files named by their SHA-256."""

    def put(self, data: bytes, *, role: str, media_type: str) -> BlobReference:
        """Write durably (temp, fsync, rename, fsync folder), then return the name."""
        ...

    def get(self, sha256: str) -> bytes:
        """Return the bytes, checked. Raises EvidenceBroken or FileNotFoundError."""
        ...

    def path(self, sha256: str) -> Path:
        """Return where the file lies."""
        ...


class Signer(Protocol):
    """A private key that never leaves its keeper. Ed25519."""

    @property
    def key_id(self) -> str:
        """Return the first 16 hex digits of the public key's SHA-256."""
        ...

    @property
    def public_key(self) -> bytes:
        """Return the 32 raw bytes."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file carried inside a PDF: name, bytes, relationship (`Source`, `Data`)."""

    name: str
    data: bytes
    media_type: str
    relationship: str = "Source"
    description: str = ""


class PdfWriter(Protocol):
    """Draws a Document as PDF/A-3b and signs it."""

    def write(
        self, document: Document, *, attachments: tuple[Attachment, ...], created_at: datetime
    ) -> bytes:
        """Return the signed file. Raises InputInvalid(`glyph_missing`) naming the characters."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFacts:
    """What a photo says of itself: see `PhotoAttached`; empty what it does not say."""

    perceptual_hash: str = ""
    qr_texts: tuple[str, ...] = ()
    taken_at: str = ""
    position: str = ""


class PictureTool(Protocol):
    """Makes a photo fit to keep: bounded, upright, without metadata; reads it before."""

    def examine(self, data: bytes) -> PictureFacts:
        """Return what the photo says. Raises InputInvalid as `normalise` does."""
        ...

    def normalise(self, data: bytes) -> tuple[bytes, int, int]:
        """Return JPEG bytes, width, height. Raises InputInvalid for what is no photo or too big."""
        ...


class Storage(Protocol):
    """The open local storage."""

    @property
    def log(self) -> EventLog:
        """Return the log."""
        ...

    @property
    def registry(self) -> Registry:
        """Return the read side."""
        ...

    @property
    def cases(self) -> Cases:
        """Return the read side of cases."""
        ...

    @property
    def blobs(self) -> BlobStore:
        """Return the files."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """Group several appends into one durable commit."""
        ...

    def events_after(self, device_seq: int, limit: int = 500) -> Iterator[Event]:
        """Yield this device's events in order, for sync and export."""
        ...

    def close(self) -> None:
        """Sign the head, checkpoint and close."""
        ...
