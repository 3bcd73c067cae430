from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest

from inspector_app.domain.events import (
    EventDraft,
    InstrumentRegistered,
    PremisesRegistered,
    WeightSetRegistered,
)
from inspector_app.domain.indication import Indication, StabilityBasis
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.instrument import AccuracyClass, ReferenceWeightSet, WeighingInstrument
from inspector_app.domain.quantities import Mass, grams, kilograms
from inspector_app.kinds.catalogue import kind_of
from inspector_app.metrology.regulations import RegulationBook, load_book
from inspector_app.services.answer_check import AnswerCheck
from inspector_app.services.choose_subject import ChooseWeights
from inspector_app.services.open_inspection import OpenInspection
from inspector_app.services.record_observation import Reading, RecordObservation
from tests.helpers.fakes import (
    FakeBlobs,
    FakeClock,
    FakeIds,
    FakeLog,
    FakePictures,
    FakeRegistry,
    FakeSigner,
)
from tests.helpers.golden_inspections import PERSON, PREMISES

SCALE = WeighingInstrument(
    instrument_id="scale",
    name="电子计价秤",
    model="ACS-30",
    serial_number="2304718",
    manufacturer="永衡衡器",
    accuracy_class=AccuracyClass.III,
    maximum_capacity=kilograms(30),
    minimum_capacity=grams(200),
    verification_scale_interval=grams(10),
    actual_scale_interval=grams(10),
    price_computing=True,
    verification_valid_until=date(2026, 12, 6),
    premises_id=PREMISES.premises_id,
)
PIECES = tuple(
    Mass.parse(p)
    for p in ["10 kg", "10 kg", "5 kg", "2 kg", "2 kg", "1 kg", "500 g", "200 g", "200 g", "100 g"]
)
WEIGHTS = ReferenceWeightSet(
    weight_set_id="m1",
    name="M1 级砝码组",
    accuracy_class="M1",
    pieces=PIECES,
    certificate_number="JYJL-2026-01173",
    valid_until=date(2027, 3, 18),
)


def seen(value: str, unit: str | None = "kg", *, stable: bool | None = True) -> Indication:
    return Indication(
        value=Decimal(value),
        unit=unit,
        stable=stable,
        stability_basis=StabilityBasis.WIRE,
        raw=b"\x02+01500030B\x03",
        sequence=7,
    )


@dataclass
class Desk:
    book: RegulationBook
    clock: FakeClock = field(default_factory=FakeClock)
    log: FakeLog = field(default_factory=FakeLog)
    ids: FakeIds = field(default_factory=FakeIds)
    blobs: FakeBlobs = field(default_factory=FakeBlobs)
    pictures: FakePictures = field(default_factory=FakePictures)
    signer: FakeSigner = field(default_factory=FakeSigner)

    def __post_init__(self) -> None:
        self.log.clock = self.clock
        self.registry = FakeRegistry(self.log)
        for body in (
            PremisesRegistered(premises=PREMISES),
            InstrumentRegistered(instrument=SCALE),
            WeightSetRegistered(weight_set=WEIGHTS),
        ):
            self.log.append(EventDraft(stream_id="registers", scope="445202", body=body))

    def opened(self, kind: str = "market_scale", instrument_id: str = "scale") -> Inspection:
        opening = OpenInspection(self.log, self.registry, self.clock, self.ids)
        return opening(kind, (PERSON,), instrument_id=instrument_id)

    def ready(self) -> Inspection:
        """Return a market-scale draft with its weights chosen."""
        inspection = self.opened()
        choose = ChooseWeights(self.log, self.registry, self.clock, self.book)
        return choose(inspection.inspection_id, ["m1"])

    def record(self, inspection: Inspection, row_id: str, reading: Reading) -> Inspection:
        use_case = RecordObservation(self.log, self.clock, self.ids, self.book)
        return use_case(inspection.inspection_id, row_id, reading)

    def answered(self, inspection: Inspection) -> Inspection:
        for check in kind_of(inspection.kind).checks:
            inspection = AnswerCheck(self.log)(inspection.inspection_id, check.key, "yes")
        return inspection

    def measured(self) -> Inspection:
        """Return a draft with every required row read right and every check answered."""
        inspection = self.answered(self.ready())
        for row in kind_of("market_scale").plan(inspection, self.book):
            if row.row_id.startswith(("discrimination", "tare")) or row.load is None:
                continue
            shown = f"{row.load.in_unit('kg'):.3f}"
            inspection = self.record(inspection, row.row_id, Reading(indication=seen(shown)))
        return inspection


@pytest.fixture(scope="session")
def book() -> RegulationBook:
    return load_book()


@pytest.fixture
def desk(book: RegulationBook) -> Desk:
    return Desk(book=book)
