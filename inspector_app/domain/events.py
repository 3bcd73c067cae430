"""Everything that can happen, as small typed facts, and the record that carries one.

A body says what happened; `Event` says where, by which device, after which other event. The state
of an inspection or a register entry is the fold of its stream's bodies. A body's class name is its
wire type; VERSION rises when its fields change, and old versions must stay readable.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from inspector_app.domain.instrument import (
    InstrumentProfile,
    MeasuringInstrument,
    Person,
    Premises,
    ReferenceWeightSet,
    Stage,
    WeighingInstrument,
)
from inspector_app.domain.judgement import Verdict
from inspector_app.domain.measurement import Observation
from inspector_app.domain.merged_record import MergedRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class BlobReference:
    """A file named by its SHA-256 (hex). size in bytes. role: `photo`, `capture`, `pdf`..."""

    sha256: str
    size: int
    role: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBody:
    """Base of all facts."""

    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownBody(EventBody):
    """A fact of a newer program: kept and relayed untouched, never interpreted."""

    type: str
    type_version: int
    data: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDraft:
    """A fact about to be appended. scope: administrative division code of its stream."""

    stream_id: str
    scope: str
    body: EventBody
    blobs: tuple[BlobReference, ...] = ()
    dependencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One link of a device's chain.

    event_id: UUIDv7. device_seq: 1, 2, 3... without gaps. previous_hash, hash: SHA-256 hex over
    the canonical record and the previous hash. recorded_at: the wall clock then, UTC (evidence,
    never order). monotonic_ns, boot_id: the machine's own count since boot.
    """

    event_id: str
    device_id: str
    device_seq: int
    previous_hash: str
    stream_id: str
    scope: str
    recorded_at: datetime
    monotonic_ns: int
    boot_id: str
    body: EventBody
    blobs: tuple[BlobReference, ...]
    dependencies: tuple[str, ...]
    hash: str


# --- inspection stream ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionOpened(EventBody):
    """An inspection began. kind: key of `inspector_app.kinds`; on: local date, picks the rules.

    kind_version, kind_digest: which text of a kind that an office published; else 0 and empty.
    """

    inspection_id: str
    number: str
    kind: str
    on: date
    stage: Stage
    inspectors: tuple[Person, ...]
    purpose: str = "routine"
    language: str = "zh_CN"
    kind_version: int = 0
    kind_digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PremisesChosen(EventBody):
    """The premises, as the register knew them at that moment."""

    premises: Premises


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentChosen(EventBody):
    """The instrument under test, as nameplate and register said at that moment."""

    instrument: WeighingInstrument


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuringInstrumentChosen(EventBody):
    """The instrument under test where it is no scale, as the register knew it at that moment."""

    instrument: MeasuringInstrument


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardsChosen(EventBody):
    """The reference weights used, with their certificates at that moment."""

    weight_sets: tuple[ReferenceWeightSet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldFilled(EventBody):
    """A named field of the form got a value (environment, party's statement, remarks...)."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckAnswered(EventBody):
    """A check of the kind's list was answered: `yes`, `no` or `not_applicable`; `` clears it."""

    check: str
    answer: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationRecorded(EventBody):
    """A value was observed."""

    observation: Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationWithdrawn(EventBody):
    """A value was taken back; it stays in the audit trail."""

    observation_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMerged(EventBody):
    """A colleague's sealed record of the same visit joined this draft with its observations."""

    source: MergedRecord
    observations: tuple[Observation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoAttached(EventBody):
    """A photo was attached; its blob is in the event's `blobs`. role: a photo role of the kind.

    What was read out of the picture before its metadata was dropped: perceptual_hash (16 hex
    digits, alike pictures differ in few bits), qr_texts, photo_taken_at (the camera's own clock,
    `2026-11-24T09:30:00`), photo_position (`23.55000,116.37000`, degrees WGS 84).
    """

    photo_id: str
    role: str
    caption: str
    sha256: str
    size: int
    media_type: str
    width: int
    height: int
    perceptual_hash: str = ""
    qr_texts: tuple[str, ...] = ()
    photo_taken_at: str = ""
    photo_position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoWithdrawn(EventBody):
    """A photo was taken back."""

    photo_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionConcluded(EventBody):
    """The kind judged."""

    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionReopened(EventBody):
    """The conclusion was taken back before the seal, to measure or answer again."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureGiven(EventBody):
    """Somebody signed, or refused before a witness.

    role: `inspector`, `second_inspector`, `party`, `witness`. image_sha256: PNG of the strokes.
    refused: the party refused; reason and witness then say more (程序规定 art. 43).
    """

    role: str
    name: str
    image_sha256: str = ""
    image_size: int = 0
    refused: bool = False
    reason: str = ""
    witness: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionSealed(EventBody):
    """The record is closed for ever.

    record_sha256: hash of the canonical record. signer: key id of the inspector's key.
    signature: base64 of its Ed25519 signature over the record hash. token: the QR text.
    clock_checked: when this laptop's clock was last compared with its office's, and by how much it
    was ahead (`2026-11-27T01:02:03+00:00 +412 ms`); empty without an office.
    """

    record_sha256: str
    signer: str
    signature: str
    token: str
    sealed_at: datetime
    clock_checked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportIssued(EventBody):
    """A document was written; its file is in the event's `blobs`.

    document_number: of its own kind (文种), empty for one that carries the inspection's number.
    document_entries: what was asked besides the record, so that it can be written again.
    """

    report: str
    language: str
    sha256: str
    size: int
    name: str
    document_number: str = ""
    document_entries: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportVoided(EventBody):
    """A document counts no longer. Its number stays taken. Needs a reason and a second person."""

    sha256: str
    document_number: str
    reason: str
    second_person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Voided(EventBody):
    """The record counts no longer; nothing is deleted. Needs a reason and a second person."""

    reason: str
    second_person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Superseded(EventBody):
    """A corrected record replaced this sealed one, which stays as it is."""

    by_inspection_id: str
    by_number: str
    reason: str


# --- registers -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PremisesRegistered(EventBody):
    """A place entered the register."""

    premises: Premises


@dataclass(frozen=True, slots=True, kw_only=True)
class PremisesAmended(EventBody):
    """Fields of a place changed; `before` lets two laptops' edits merge by field."""

    premises_id: str
    before: dict[str, str]
    after: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentRegistered(EventBody):
    """An instrument entered the register."""

    instrument: WeighingInstrument


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentAmended(EventBody):
    """Fields of an instrument's entry were corrected; `changed` names them.

    before: the canonical JSON text of each changed field as the author saw it, so that two
    laptops' edits merge by field; empty in facts of release 0.1.0.
    """

    instrument: WeighingInstrument
    changed: tuple[str, ...]
    before: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuringInstrumentRegistered(EventBody):
    """An instrument that is no scale entered the register."""

    instrument: MeasuringInstrument


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuringInstrumentAmended(EventBody):
    """Fields of its entry were corrected; `changed`, `before` as in `InstrumentAmended`."""

    instrument: MeasuringInstrument
    changed: tuple[str, ...]
    before: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightSetRegistered(EventBody):
    """A set of reference weights entered, or its new certificate did."""

    weight_set: ReferenceWeightSet


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonIntroduced(EventBody):
    """An inspector uses this laptop."""

    person: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectorKeyIntroduced(EventBody):
    """A person's signing key on this device (base64, Ed25519): whoever holds it checks seals."""

    person_id: str
    key_id: str
    public_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileSaved(EventBody):
    """A technician saved how an instrument speaks."""

    instrument_id: str
    profile: InstrumentProfile


# --- reading sessions ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingSessionOpened(EventBody):
    """A port began to deliver indications. port: shown name; adapter: VID:PID:serial."""

    session_id: str
    port: str
    adapter: str
    protocol: str
    line: str
    detection: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingSessionClosed(EventBody):
    """A session ended. interrupted: the cable went, nothing of it may be used further on."""

    session_id: str
    interrupted: bool
    frames: int = 0
    problems: int = 0
    capture_sha256: str = ""
    capture_size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageInstalled(EventBody):
    """The office's package of rules holds on this laptop from here on; its file is in `blobs`.

    number: of the package. sha256: of its file. signer: key id of the office. rules_digest: of the
    regulation book that it makes here, as verdicts carry it.
    """

    office_id: str
    number: int
    sha256: str
    issued_at: datetime
    signer: str
    rules_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceEnrolled(EventBody):
    """The first link of a device's chain: its public key (base64, Ed25519)."""

    device_id: str
    public_key: str
    program_version: str
    details: dict[str, str] = field(default_factory=dict)


# --- numbers of official papers ------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberBlockReserved(EventBody):
    """This device may give the numbers `first` to `last` of a series; on the device's own stream.

    prefix, year: the series. block_id: the office's name of the block, empty for one that a
    laptop without an office made for itself.
    """

    prefix: str
    year: int
    first: int
    last: int
    block_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberTaken(EventBody):
    """A number was given, in one commit with the document that carries it. Never taken back."""

    prefix: str
    year: int
    sequence: int
    number: str
    inspection_id: str
    report: str


# --- cases ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened(EventBody):
    """A case began: the first fact of its stream.

    source: a `domain.case.Source`. on: the day its lead was found. facts: what is alleged, in the
    words of whoever opened it. inspection_ids: the records it rests on.
    """

    case_id: str
    number: str
    source: str
    title: str
    facts: str
    on: date
    handlers: tuple[Person, ...]
    premises: Premises | None = None
    inspection_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEventRecorded(EventBody):
    """Something happened in a case on a day, which may start or end deadlines.

    what: a key of `casework.happenings`; one that is not known here is kept and shown. at: the
    moment, where a deadline counts hours. details: what the form asks besides (numbers, amounts).
    """

    happening_id: str
    what: str
    on: date
    at: datetime | None = None
    note: str = ""
    details: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEventWithdrawn(EventBody):
    """A happening was recorded wrongly and counts no longer; it stays in the trail."""

    happening_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineExtended(EventBody):
    """A deadline was extended as its article allows. happening_id: what started it.

    on: the day of the approval. until: the last day where the approval names one (a collective
    decision); None: by the rule's own extension.
    """

    deadline: str
    happening_id: str
    on: date
    reason: str
    approved_by: str
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePromptAnswered(EventBody):
    """A person answered a prompt, such as whether to transfer to the police; with the reason."""

    prompt: str
    answer: str
    reason: str
    by: str


EVENT_TYPES: dict[str, type[EventBody]] = {
    name: body
    for name, body in list(globals().items())
    if isinstance(body, type)
    and issubclass(body, EventBody)
    and body not in {EventBody, UnknownBody}
}
"""Every fact this version knows, by wire type."""
