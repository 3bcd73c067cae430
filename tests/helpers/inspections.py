"""Whole inspections of every kind, told as events, judged and sealed by the real code."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache

from inspector_app.domain.events import (
    CheckAnswered,
    Event,
    EventBody,
    FieldFilled,
    InspectionConcluded,
    InspectionOpened,
    InstrumentChosen,
    MeasuringInstrumentChosen,
    ObservationRecorded,
    ObservationWithdrawn,
    PhotoAttached,
    PremisesChosen,
    SignatureGiven,
    StandardsChosen,
)
from inspector_app.domain.indication import StabilityBasis
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.instrument import (
    AccuracyClass,
    Person,
    Premises,
    ReferenceWeightSet,
    Stage,
    WeighingInstrument,
)
from inspector_app.domain.measurement import Observation, PlanRow, RecordedIndication, Shape
from inspector_app.domain.quantities import Mass, grams, kilograms
from inspector_app.evidence import sealing
from inspector_app.evidence.signatures import KeyHolder
from inspector_app.kinds.base import WEIGHING, InspectionKind
from inspector_app.kinds.catalogue import kind_of
from inspector_app.kinds.judging import judged
from inspector_app.metrology.regulations import RegulationBook
from tests.helpers.golden_inspections import (
    golden_base,
    golden_cases,
    instrument_from,
    measuring_instrument_from,
    trial_of,
    weights_from,
)

ON = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
UNIT = "揭阳市市场监督管理局"

PEOPLE = (
    Person(person_id="u1", name="李晓衡", unit=UNIT, card_number="粤19-0421"),
    Person(person_id="u2", name="王㛃", unit=UNIT, card_number="粤19-0388"),
)
PLACE = Premises(
    premises_id="p1",
    name="阿䶮鲜肉档",
    scope="445202",
    address="广东省揭阳市榕城区进贤门大道北侧第一市场东区二排",
    market="榕城第一市场",
    stall="A17",
    credit_code="91440300MA5EQXL17P",
    responsible_person="陈𬭊",
    phone="138 0000 0000",
)
SCALE = WeighingInstrument(
    instrument_id="i1",
    name="电子计价秤",
    model="ACS-30",
    serial_number="JY2024-0317",
    manufacturer="广东某衡器有限公司",
    accuracy_class=AccuracyClass.III,
    maximum_capacity=kilograms("30"),
    verification_scale_interval=grams("10"),
    actual_scale_interval=grams("10"),
    minimum_capacity=grams("200"),
    price_computing=True,
    type_approval_number="2023F101-44",
    verification_certificate="JY-HQ-2026-00317",
    verified_on=date(2026, 3, 2),
    verification_valid_until=date(2027, 3, 1),
    seal_numbers=("0317", "0318"),
    premises_id="p1",
)
PIECES = "10 g,20 g,20 g,50 g,100 g,200 g,200 g,500 g,1 kg,2 kg,2 kg,5 kg,10 kg,10 kg"
WEIGHTS = ReferenceWeightSet(
    weight_set_id="w1",
    name="M1 等级砝码组",
    accuracy_class="M1",
    pieces=tuple(Mass.parse(piece) for piece in PIECES.split(",")),
    certificate_number="LX-2026-1187",
    valid_until=date(2027, 5, 31),
    serial_number="FM-0092",
    issuer="揭阳市质计所",
)


def events_of(bodies: Sequence[EventBody]) -> tuple[Event, ...]:
    """Chain bodies as a device would, with identifiers and times that never vary."""
    events: list[Event] = []
    for number, body in enumerate(bodies, 1):
        previous = events[-1].hash if events else "0" * 64
        events.append(
            Event(
                event_id=f"018f0000-0000-7000-8000-{number:012d}",
                device_id="JY-07",
                device_seq=number,
                previous_hash=previous,
                stream_id="inspection-1",
                scope="445202",
                recorded_at=AT + timedelta(seconds=20 * number),
                monotonic_ns=number * 10**9,
                boot_id="boot-1",
                body=body,
                blobs=(),
                dependencies=(),
                hash=hashlib.sha256(f"{previous}{number}".encode()).hexdigest(),
            )
        )
    return tuple(events)


def told(kind: InspectionKind, book: RegulationBook, *, faulty: bool = True) -> list[EventBody]:
    """Everything up to the signatures. faulty: one point over its limit, one check answered no."""
    bodies: list[EventBody] = [*_opening(kind)]
    inspection = Inspection.fold(events_of(bodies))
    bodies += _answers(kind, faulty=faulty)
    bodies += _observations(inspection, kind.plan(inspection, book), faulty=faulty)
    bodies += _photos(kind)
    verdict = judged(kind, Inspection.fold(events_of(bodies)), book)
    bodies.append(InspectionConcluded(verdict=verdict))
    return [*bodies, *_signatures(kind)]


def _opening(kind: InspectionKind) -> Iterator[EventBody]:
    yield InspectionOpened(
        inspection_id="inspection-1",
        number="JY26-000317",
        kind=kind.key,
        on=ON,
        stage=Stage.IN_USE,
        inspectors=PEOPLE,
    )
    yield PremisesChosen(premises=PLACE)
    yield from _as_the_golden_file_says(kind)
    if kind.shapes and kind.category == WEIGHING:
        base = golden_base(kind.key)
        own = "name" in base.get("instrument", {})
        yield InstrumentChosen(instrument=instrument_from(base["instrument"]) if own else SCALE)
        weights = weights_from(base["weights"]) if own else WEIGHTS
        yield StandardsChosen(weight_sets=(weights,))
    yield FieldFilled(name="ambient_temperature_c", value="23.5")
    yield FieldFilled(name="relative_humidity_pct", value="64")
    if any(use.shape is Shape.REWEIGH for use in kind.shapes):
        yield FieldFilled(name="lots", value="3")
    yield FieldFilled(name="party_statement", value="对检查过程无异议，要求尽快维修。")


def _as_the_golden_file_says(kind: InspectionKind) -> Iterator[EventBody]:
    """Instrument and particulars of a kind made of trials."""
    base = golden_base(kind.key)
    if "measuring_instrument" in base:
        entry = measuring_instrument_from(kind, base["measuring_instrument"])
        yield MeasuringInstrumentChosen(instrument=entry)
    for name, value in base.get("fields", {}).items():
        yield FieldFilled(name=name, value=value)


def _answers(kind: InspectionKind, *, faulty: bool) -> Iterator[EventBody]:
    for number, check in enumerate(kind.checks):
        wrong = faulty and number == 2
        note = "铅封断裂，断口新鲜；现场未见备用封。" if wrong else ""
        yield CheckAnswered(check=check.key, answer="no" if wrong else "yes", note=note)


def _observations(
    inspection: Inspection, plan: Sequence[PlanRow], *, faulty: bool
) -> Iterator[EventBody]:
    scale = inspection.instrument or SCALE
    heavy = kilograms(8) if scale == SCALE else scale.maximum_capacity * Decimal("0.3")
    added = golden_base(inspection.kind).get("rows", {})
    for number, row in enumerate(plan):
        if row.shape is Shape.TRIAL:
            yield from _tried(inspection.kind, row, faulty=faulty)
            continue
        figures = _figures(row)
        if row.shape is Shape.DISCRIMINATION and number % 2:
            continue  # optional: one is enough to be shown
        load = row.load or grams(0)
        if row.shape is Shape.REWEIGH:
            load = kilograms("1.500")
        value = load
        if faulty and row.shape is Shape.LOAD_POINTS and load > heavy:
            value += scale.verification_scale_interval * 4
        if row.shape is Shape.REWEIGH and faulty:
            value -= grams(10)
        if row.shape is Shape.DISCRIMINATION:
            value += scale.verification_scale_interval
        said = Said(value, scale, added.get(row.row_id, {}).get("changeover", ""))
        yield _observed(row, f"o{number}", said, by_hand=number == 3, figures=figures)
        if number == 1:
            yield ObservationWithdrawn(observation_id="o1", reason="秤盘上留有杂物")
            yield _observed(row, "o1b", said, by_hand=True, figures=figures)


def _tried(key: str, row: PlanRow, *, faulty: bool) -> Iterator[EventBody]:
    """The golden file's own figures; where something is to be wrong, those of a failing case."""
    figures = dict(golden_base(key).get("rows", {}).get(row.row_id, {}))
    if faulty:
        failing = (c for k, _b, c in golden_cases() if k == key and c["outcome"] == "fail")
        wrong: dict[str, dict[str, str]] = next((c["rows"] for c in failing if "rows" in c), {})
        figures |= wrong.get(row.row_id, {})
    if figures:
        yield ObservationRecorded(observation=trial_of(row, figures))


def _figures(row: PlanRow) -> dict[str, str]:
    if row.shape is Shape.DISCRIMINATION and row.load:
        return {"before": f"{row.load.in_unit('kg'):.3f} kg"}
    if row.shape is Shape.REWEIGH:
        return {
            "category": "meat",
            "settled_mass": "1.500 kg",
            "unit_price": "48",
            "method": "original",
            "weight_mass": "1.500 kg",
            "weight_reading": "1.500 kg",
        }
    return {}


@dataclass(frozen=True)
class Said:
    """What a scale shows, in the digits of its display, with the weights added to find P."""

    value: Mass
    scale: WeighingInstrument
    changeover: str = ""

    @property
    def shown(self) -> Mass:
        unit = "g" if self.scale.maximum_capacity < kilograms(1) else "kg"
        d = self.scale.actual_scale_interval.in_unit(unit).normalize()
        step = Decimal("0.001") if d == Decimal("0.01") and unit == "kg" else d
        digits = max(0, -int(step.as_tuple().exponent))
        return Mass(self.value.in_unit(unit).quantize(Decimal(1).scaleb(-digits)), unit)

    def added(self, row: PlanRow) -> Mass | None:
        if self.changeover:
            return Mass.parse(self.changeover)
        half = self.scale.verification_scale_interval * Decimal("0.5")
        return half if row.shape is Shape.ZERO else None


def _observed(
    row: PlanRow,
    observation_id: str,
    said: Said,
    *,
    by_hand: bool = False,
    figures: dict[str, str] | None = None,
) -> ObservationRecorded:
    basis = StabilityBasis.BY_HAND if by_hand else StabilityBasis.WIRE
    return ObservationRecorded(
        observation=Observation(
            observation_id=observation_id,
            row_id=row.row_id,
            shape=row.shape,
            indication=RecordedIndication(
                value=said.shown.value,
                unit=said.shown.unit,
                stability_basis=basis,
                raw_hex="" if by_hand else "02303030",
                source="" if by_hand else "COM5 9600 8N1",
            ),
            load=row.load,
            changeover_load=said.added(row),
            figures=figures or {},
        )
    )


def _photos(kind: InspectionKind) -> Iterator[EventBody]:
    for number, role in enumerate(kind.photos[:2], 1):
        yield PhotoAttached(
            photo_id=f"f{number}",
            role=role.key,
            caption="现场拍摄",
            sha256=f"photo-{number}",
            size=1,
            media_type="image/jpeg",
            width=1200,
            height=900,
        )


def _signatures(kind: InspectionKind) -> Iterator[EventBody]:
    for role in kind.signature_roles:
        if role == "party":
            yield SignatureGiven(
                role=role,
                name="陈𬭊",
                refused=True,
                reason="认为秤是新买的，不应当不合格。",
                witness="市场管理员 林某",
            )
        else:
            yield SignatureGiven(role=role, name=PEOPLE[0].name, image_sha256="strokes")


def sealed(
    kind_key: str, book: RegulationBook, signer: KeyHolder, *, faulty: bool = True
) -> tuple[Inspection, bytes]:
    """A sealed inspection and its record."""
    kind = kind_of(kind_key)
    events = events_of(told(kind, book, faulty=faulty))
    closed = sealing.seal(events, signer=signer, sealed_at=AT + timedelta(hours=1))
    last = events_of([*(event.body for event in events), closed.body])
    return Inspection.fold(last), closed.record


@cache
def sample_kinds() -> tuple[str, ...]:
    from inspector_app.kinds.catalogue import kinds

    return tuple(kind.key for kind in kinds())
