"""The Inspection aggregate: the fold of its stream, and what may happen in which state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import singledispatch

from inspector_app.domain.events import (
    CheckAnswered,
    Event,
    EventBody,
    FieldFilled,
    InspectionConcluded,
    InspectionOpened,
    InspectionReopened,
    InspectionSealed,
    InstrumentChosen,
    MeasuringInstrumentChosen,
    ObservationRecorded,
    ObservationWithdrawn,
    PhotoAttached,
    PhotoWithdrawn,
    PremisesChosen,
    RecordMerged,
    ReportIssued,
    ReportVoided,
    SignatureGiven,
    StandardsChosen,
    Voided,
)
from inspector_app.domain.exceptions import WrongState
from inspector_app.domain.instrument import (
    MeasuringInstrument,
    Person,
    Premises,
    ReferenceWeightSet,
    Stage,
    WeighingInstrument,
)
from inspector_app.domain.judgement import Verdict
from inspector_app.domain.measurement import Observation, Shape
from inspector_app.domain.merged_record import MergedRecord


class State(StrEnum):
    """draft -> concluded -> sealed; a draft may be reopened from concluded; any may be voided."""

    DRAFT = "draft"
    CONCLUDED = "concluded"
    SEALED = "sealed"
    VOIDED = "voided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """An inspection as its events left it. Frozen: `after(event)` returns the next one.

    fields: named entries of the form. answers: by check key. Withdrawn observations and photos
    stay, marked; `observations_of` gives only what counts. merged: colleagues' sealed records
    whose observations joined this one. kind_version, kind_digest:
    which text of a published kind it was begun by.
    """

    inspection_id: str
    number: str
    kind: str
    scope: str
    on: date
    stage: Stage
    inspectors: tuple[Person, ...]
    purpose: str
    language: str
    state: State = State.DRAFT
    premises: Premises | None = None
    instrument: WeighingInstrument | None = None
    weight_sets: tuple[ReferenceWeightSet, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    answers: dict[str, CheckAnswered] = field(default_factory=dict)
    observations: tuple[Observation, ...] = ()
    photos: tuple[PhotoAttached, ...] = ()
    withdrawn_photos: tuple[str, ...] = ()
    verdict: Verdict | None = None
    signatures: tuple[SignatureGiven, ...] = ()
    seal: InspectionSealed | None = None
    reports: tuple[ReportIssued, ...] = ()
    measuring_instrument: MeasuringInstrument | None = None
    voided_reports: dict[str, ReportVoided] = field(default_factory=dict)
    kind_version: int = 0
    kind_digest: str = ""
    merged: tuple[MergedRecord, ...] = ()
    last_event_id: str = ""
    events: int = 0

    @classmethod
    def fold(cls, events: Iterable[Event]) -> Inspection:
        """Return the state after these events. Raises WrongState if the first opens nothing."""
        current: Inspection | None = None
        for event in events:
            current = cls._opened(event) if current is None else current.after(event)
        if current is None:
            raise WrongState("inspection_unknown")
        return current

    @classmethod
    def _opened(cls, event: Event) -> Inspection:
        body = event.body
        if not isinstance(body, InspectionOpened):
            raise WrongState("inspection_unknown", first=type(body).__name__)
        return cls(
            inspection_id=body.inspection_id,
            number=body.number,
            kind=body.kind,
            scope=event.scope,
            on=body.on,
            stage=body.stage,
            inspectors=body.inspectors,
            purpose=body.purpose,
            language=body.language,
            kind_version=body.kind_version,
            kind_digest=body.kind_digest,
            last_event_id=event.event_id,
            events=1,
        )

    def after(self, event: Event) -> Inspection:
        """Return the inspection once this event has happened. Unknown facts change nothing."""
        changed = _apply(event.body, self)
        return replace(changed, last_event_id=event.event_id, events=self.events + 1)

    def observations_of(self, shape: Shape) -> tuple[Observation, ...]:
        """Return the counting observations of a shape, in order of recording."""
        return tuple(o for o in self.observations if o.shape is shape and not o.withdrawn)

    def observation_at(self, row_id: str) -> Observation | None:
        """Return the counting observation of a plan row, None if there is none yet."""
        for seen in reversed(self.observations):
            if seen.row_id == row_id and not seen.withdrawn:
                return seen
        return None

    def merged_with(self, observation: Observation) -> MergedRecord | None:
        """Return the colleague's record that an observation came with, None for an own one."""
        key = observation.observation_id
        return next((each for each in self.merged if key in each.observation_ids), None)

    def fields_of(self, observation: Observation) -> Mapping[str, str]:
        """Return the particulars that an observation was made with."""
        source = self.merged_with(observation)
        return self.fields if source is None else source.fields

    def measuring_instrument_of(self, observation: Observation) -> MeasuringInstrument | None:
        """Return the instrument that an observation was made on, as the register knew it."""
        source = self.merged_with(observation)
        return self.measuring_instrument if source is None else source.measuring_instrument

    def photos_kept(self) -> tuple[PhotoAttached, ...]:
        """Return the photos that were not withdrawn."""
        return tuple(p for p in self.photos if p.photo_id not in self.withdrawn_photos)

    def photo_names_instrument(self, photo: PhotoAttached) -> bool | None:
        """Say whether a QR code in a photo names the instrument under test.

        None where there is no code or no instrument: then it says nothing. A label of this
        program names the entry; a maker's code contains the serial number.
        """
        device = self.instrument or self.measuring_instrument
        if device is None or not photo.qr_texts:
            return None
        serial = device.serial_number.strip()
        wanted = (device.instrument_id, *((serial,) if serial else ()))
        return any(each in text for text in photo.qr_texts for each in wanted)

    def signature_of(self, role: str) -> SignatureGiven | None:
        """Return the last signature (or refusal) in a role, None if still waited for."""
        found = [s for s in self.signatures if s.role == role]
        return found[-1] if found else None

    def require(self, *states: State) -> None:
        """Raise WrongState unless the inspection is in one of these states."""
        if self.state not in states:
            raise WrongState(
                "inspection_is_" + self.state.value, wanted=", ".join(s.value for s in states)
            )


@singledispatch
def _apply(body: EventBody, inspection: Inspection) -> Inspection:  # noqa: ARG001 - dispatch
    return inspection


@_apply.register
def _(body: PremisesChosen, inspection: Inspection) -> Inspection:
    return replace(inspection, premises=body.premises)


@_apply.register
def _(body: InstrumentChosen, inspection: Inspection) -> Inspection:
    return replace(inspection, instrument=body.instrument)


@_apply.register
def _(body: MeasuringInstrumentChosen, inspection: Inspection) -> Inspection:
    return replace(inspection, measuring_instrument=body.instrument)


@_apply.register
def _(body: StandardsChosen, inspection: Inspection) -> Inspection:
    return replace(inspection, weight_sets=body.weight_sets)


@_apply.register
def _(body: FieldFilled, inspection: Inspection) -> Inspection:
    return replace(inspection, fields={**inspection.fields, body.name: body.value})


@_apply.register
def _(body: CheckAnswered, inspection: Inspection) -> Inspection:
    answers = {key: given for key, given in inspection.answers.items() if key != body.check}
    if body.answer:
        answers[body.check] = body
    return replace(inspection, answers=answers)


@_apply.register
def _(body: ObservationRecorded, inspection: Inspection) -> Inspection:
    return replace(inspection, observations=(*inspection.observations, body.observation))


@_apply.register
def _(body: ObservationWithdrawn, inspection: Inspection) -> Inspection:
    marked = tuple(
        replace(o, withdrawn=True, withdrawal_reason=body.reason)
        if o.observation_id == body.observation_id
        else o
        for o in inspection.observations
    )
    return replace(inspection, observations=marked)


@_apply.register
def _(body: RecordMerged, inspection: Inspection) -> Inspection:
    return replace(
        inspection,
        merged=(*inspection.merged, body.source),
        observations=(*inspection.observations, *body.observations),
    )


@_apply.register
def _(body: PhotoAttached, inspection: Inspection) -> Inspection:
    return replace(inspection, photos=(*inspection.photos, body))


@_apply.register
def _(body: PhotoWithdrawn, inspection: Inspection) -> Inspection:
    return replace(inspection, withdrawn_photos=(*inspection.withdrawn_photos, body.photo_id))


@_apply.register
def _(body: InspectionConcluded, inspection: Inspection) -> Inspection:
    return replace(inspection, verdict=body.verdict, state=State.CONCLUDED)


@_apply.register
def _(body: InspectionReopened, inspection: Inspection) -> Inspection:  # noqa: ARG001 - dispatch
    return replace(inspection, verdict=None, signatures=(), state=State.DRAFT)


@_apply.register
def _(body: SignatureGiven, inspection: Inspection) -> Inspection:
    return replace(inspection, signatures=(*inspection.signatures, body))


@_apply.register
def _(body: InspectionSealed, inspection: Inspection) -> Inspection:
    return replace(inspection, seal=body, state=State.SEALED)


@_apply.register
def _(body: ReportIssued, inspection: Inspection) -> Inspection:
    return replace(inspection, reports=(*inspection.reports, body))


@_apply.register
def _(body: ReportVoided, inspection: Inspection) -> Inspection:
    return replace(inspection, voided_reports={**inspection.voided_reports, body.sha256: body})


@_apply.register
def _(body: Voided, inspection: Inspection) -> Inspection:  # noqa: ARG001 - dispatch
    return replace(inspection, state=State.VOIDED)
