"""Exactly the indication on the screen becomes evidence for one row of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from inspector_app.domain.events import (
    EventBody,
    ObservationRecorded,
    ObservationWithdrawn,
    ReadingSessionClosed,
)
from inspector_app.domain.exceptions import InputInvalid, InstrumentReports, UnitMismatch
from inspector_app.domain.figures import checked_figures
from inspector_app.domain.indication import Indication, StabilityBasis
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.measurement import (
    Observation,
    PlanRow,
    RecordedIndication,
    Shape,
    recorded,
)
from inspector_app.domain.quantities import Mass, exact_decimal
from inspector_app.kinds.catalogue import kind_for
from inspector_app.metrology.regulations import RegulationBook
from inspector_app.services.inspection_log import load_draft, record
from inspector_app.services.ports import Clock, EventLog, IdSource
from inspector_app.services.standards import require_fine_enough, require_valid

METRIC = ("mg", "g", "kg", "t")
REMEASURED = "remeasured"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is on the screen at the moment of capture.

    unit: of the instrument's profile, used only where the wire carries none. source: port and
    line as shown. changeover_load: flash-point weights ΔL, None when read directly. figures:
    further entries of the row (a lot's settled mass, price...; of a TRIAL, all its values, the
    indication being None). readings: what a port said, by the key of the figure it filled.
    """

    indication: Indication | None = None
    unit: str | None = None
    source: str = ""
    protocol: str = ""
    changeover_load: Mass | None = None
    figures: Mapping[str, str] = field(default_factory=dict)
    readings: Mapping[str, RecordedIndication] = field(default_factory=dict)


def indication_by_hand(text: str, unit: str) -> Indication:
    """Return a typed value as an indication, marked as entered by hand.

    Raises InputInvalid for what is no number, UnitMismatch for a unit that is no mass.
    """
    value = exact_decimal(text, field="indication")
    if unit not in Mass.FACTORS:
        raise UnitMismatch(unit=unit or "?", expected="/".join(METRIC))
    return Indication(value=value, unit=unit, stable=True, stability_basis=StabilityBasis.BY_HAND)


@dataclass(frozen=True, slots=True)
class RecordObservation:
    """Record one value; an older value of the same row is withdrawn in the same commit."""

    log: EventLog
    clock: Clock
    ids: IdSource
    book: RegulationBook

    def __call__(self, inspection_id: str, row_id: str, reading: Reading) -> Inspection:
        """Record the reading for the row and return the inspection, the value durably kept.

        Raises InputInvalid (`row_unknown`, `indication_unstable`, `indication_overload`,
        `indication_underload`, `indication_missing`, `session_over`), InstrumentReports,
        UnitMismatch with both units, OutOfRange for ΔL, StandardRefused; WrongState once
        concluded. In every case nothing was written.
        """
        inspection = load_draft(self.log, inspection_id)
        row = self._row(inspection, row_id)
        if row.shape is Shape.TRIAL:
            seen = self._trial(row, reading)
        else:
            seen = self._weighing(inspection, row, reading)
        # Asking the kind now refuses figures it cannot judge, before they become evidence.
        kind_for(inspection).assess(inspection, row, seen, self.book)
        return record(self.log, inspection, *_superseding(inspection, row, seen))

    def _weighing(self, inspection: Inspection, row: PlanRow, reading: Reading) -> Observation:
        indication = _usable(reading, inspection)
        self._require_session_open(indication.session_id)
        if row.pieces:
            require_valid(inspection, self.clock.today())
            require_fine_enough(inspection, row, self.book)
        return self._observation(row, reading, indication)

    def _trial(self, row: PlanRow, reading: Reading) -> Observation:
        for said in reading.readings.values():
            self._require_session_open(said.session_id)
        return Observation(
            observation_id=self.ids.new_id(),
            row_id=row.row_id,
            shape=row.shape,
            figures=checked_figures(row.figures, reading.figures),
            readings={key: said for key, said in reading.readings.items() if row.figure(key)},
            recorded_at=self.clock.now(),
        )

    def _row(self, inspection: Inspection, row_id: str) -> PlanRow:
        for row in kind_for(inspection).plan(inspection, self.book):
            if row.row_id == row_id:
                return row
        raise InputInvalid("row_unknown", field="row", row=row_id[:60])

    def _require_session_open(self, session_id: str | None) -> None:
        if not session_id:
            return
        events = self.log.stream(session_id)
        if any(isinstance(event.body, ReadingSessionClosed) for event in events):
            raise InputInvalid("session_over", field="indication")

    def _observation(self, row: PlanRow, reading: Reading, indication: Indication) -> Observation:
        kept = recorded(
            indication,
            unit=reading.unit,
            source=reading.source,
            protocol=reading.protocol,
        )
        return Observation(
            observation_id=self.ids.new_id(),
            row_id=row.row_id,
            shape=row.shape,
            indication=kept,
            load=row.load,
            changeover_load=reading.changeover_load,
            figures=dict(reading.figures),
            recorded_at=self.clock.now(),
        )


def _usable(reading: Reading, inspection: Inspection) -> Indication:
    """Return the indication if it may become evidence; raise what forbids it."""
    indication = reading.indication
    if indication is None:
        raise InputInvalid("indication_missing", field="indication")
    if indication.error:
        raise InstrumentReports(error=indication.error)
    if indication.overload:
        raise InputInvalid("indication_overload", field="indication")
    if indication.underload:
        raise InputInvalid("indication_underload", field="indication")
    if indication.value is None:
        raise InputInvalid("indication_missing", field="indication")
    if indication.extra("inferred"):
        raise InputInvalid("indication_inferred", field="indication")
    if not indication.stable:
        raise InputInvalid("indication_unstable", field="indication")
    _require_unit(indication.unit or reading.unit or "", inspection)
    return indication


def _require_unit(unit: str, inspection: Inspection) -> None:
    """A metric instrument switched to pounds or taels must not be judged in kilograms."""
    instrument = inspection.instrument
    own = instrument.verification_scale_interval.unit if instrument else "kg"
    if unit != own and not (unit in METRIC and own in METRIC):
        raise UnitMismatch(unit=unit or "?", expected=own)


def _superseding(inspection: Inspection, row: PlanRow, seen: Observation) -> tuple[EventBody, ...]:
    before = inspection.observation_at(row.row_id)
    new = ObservationRecorded(observation=seen)
    if before is None:
        return (new,)
    gone = ObservationWithdrawn(observation_id=before.observation_id, reason=REMEASURED)
    return (gone, new)
