"""Small real fakes for clock, identifiers and keys, and a stream of an inspection."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from db.storage import LocalStorage, open_storage
from inspector_app.adapters.keys import Ed25519Signer
from inspector_app.domain.events import (
    CaseEventRecorded,
    CaseOpened,
    CheckAnswered,
    EventBody,
    EventDraft,
    InspectionConcluded,
    InspectionOpened,
    InstrumentChosen,
    InstrumentRegistered,
    MeasuringInstrumentRegistered,
    ObservationRecorded,
    ObservationWithdrawn,
    PersonIntroduced,
    PremisesChosen,
    PremisesRegistered,
    WeightSetRegistered,
)
from inspector_app.domain.indication import StabilityBasis
from inspector_app.domain.instrument import (
    AccuracyClass,
    MeasuringInstrument,
    Person,
    Premises,
    ReferenceWeightSet,
    Stage,
    WeighingInstrument,
)
from inspector_app.domain.judgement import Finding, Outcome, Verdict, reason
from inspector_app.domain.measurement import Observation, RecordedIndication, Shape
from inspector_app.domain.quantities import Mass, grams, kilograms
from inspector_app.evidence import chain

KEY = bytes(range(32))
SCOPE = "445202"


class FakeClock:
    """A clock that moves one second at each look at it."""

    def __init__(
        self, start: datetime = datetime(2026, 11, 23, 1, 2, 3, 456789, tzinfo=UTC)
    ) -> None:
        self.time = start
        self.ticks = 10**9

    def now(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time

    def today(self) -> date:
        return self.time.date()

    def monotonic_ns(self) -> int:
        self.ticks += 10**9
        return self.ticks

    def boot_id(self) -> str:
        return "boot-1"


class CountingIds:
    """Identifiers that count: the same run gives the same ones."""

    def __init__(self, prefix: str = "018f0000-0000-7000-8000-") -> None:
        self.prefix = prefix
        self.count = 0

    def new_id(self) -> str:
        self.count += 1
        return f"{self.prefix}{self.count:012d}"


def signer(seed: int = 1) -> Ed25519Signer:
    return Ed25519Signer(bytes([seed]) * 32)


def storage_in(folder: Path, clock: FakeClock | None = None) -> LocalStorage:
    return open_storage(
        folder, key=KEY, signer=signer(), clock=clock or FakeClock(), ids=CountingIds()
    )


def premises(premises_id: str = "p1", name: str = "榕城区进贤门市场", **more: str) -> Premises:
    return Premises(premises_id=premises_id, name=name, scope=SCOPE, **more)


def instrument(
    instrument_id: str = "i1", *, premises_id: str | None = "p1", valid_until: date | None = None
) -> WeighingInstrument:
    return WeighingInstrument(
        instrument_id=instrument_id,
        name="电子计价秤",
        model="ACS-30",
        serial_number=f"SN-{instrument_id}",
        manufacturer="某衡器厂",
        accuracy_class=AccuracyClass.III,
        maximum_capacity=kilograms("30"),
        verification_scale_interval=grams("10"),
        actual_scale_interval=grams("10"),
        minimum_capacity=grams("200"),
        verification_valid_until=valid_until,
        premises_id=premises_id,
    )


def observation(observation_id: str = "o1", value: str = "1.500") -> Observation:
    return Observation(
        observation_id=observation_id,
        row_id="load_points:1",
        shape=Shape.LOAD_POINTS,
        indication=RecordedIndication(
            value=Decimal(value),
            unit="kg",
            stability_basis=StabilityBasis.WIRE,
            raw_hex="0257",
            received_at=datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC),
            monotonic_ns=2**60,
        ),
        load=Mass(Decimal(value), "kg"),
        figures={"remark": "中心"},
    )


def verdict(outcome: Outcome = Outcome.PASS, error: str = "−5 g", limit: str = "±10 g") -> Verdict:
    finding = Finding(
        subject="load_points:1",
        outcome=outcome,
        reason=reason("within_limit", error=error, limit=limit),
        about=(("error", error), ("limit", limit)),
    )
    return Verdict(
        outcome=outcome, findings=(finding,), regulation="JJG 539-2016", rules_digest="d"
    )


PERSON = Person(person_id="n1", name="林海", unit="榕城区市场监督管理局", card_number="440001")
WEIGHTS = ReferenceWeightSet(
    weight_set_id="w1",
    name="M1 砝码组",
    accuracy_class="M1",
    pieces=(kilograms("1"), kilograms("2")),
    certificate_number="ZS-2026-77",
    valid_until=date(2027, 5, 1),
)


def opened(inspection_id: str = "x1", number: str = "2026-0001") -> InspectionOpened:
    return InspectionOpened(
        inspection_id=inspection_id,
        number=number,
        kind="market_scale",
        on=date(2026, 11, 23),
        stage=Stage.IN_USE,
        inspectors=(PERSON,),
    )


def draft(body: EventBody, stream_id: str) -> EventDraft:
    return EventDraft(stream_id=stream_id, scope=SCOPE, body=body)


def register_drafts() -> tuple[EventDraft, ...]:
    return (
        draft(PersonIntroduced(person=PERSON), "n1"),
        draft(PremisesRegistered(premises=premises(stall="A12", market="进贤门")), "p1"),
        draft(InstrumentRegistered(instrument=instrument()), "i1"),
        draft(WeightSetRegistered(weight_set=WEIGHTS), "w1"),
    )


def case_drafts(case_id: str = "c1", inspection_id: str = "x1") -> tuple[EventDraft, ...]:
    opened = CaseOpened(
        case_id=case_id,
        number="261123-0000C1",
        source="inspection",
        title="陈记水产 使用不合格的计量器具",
        facts="示值超差",
        on=date(2026, 11, 23),
        handlers=(PERSON,),
        premises=premises(),
        inspection_ids=(inspection_id,),
    )
    found = CaseEventRecorded(happening_id=f"{case_id}-h1", what="lead_found", on=opened.on)
    filed = CaseEventRecorded(
        happening_id=f"{case_id}-h2",
        what="filed",
        on=opened.on,
        details={"case_number": "榕市监案〔2026〕042号"},
    )
    return tuple(draft(body, case_id) for body in (opened, found, filed))


DISPENSER = MeasuringInstrument(
    instrument_id="m1",
    category="fuel_dispenser",
    name="税控燃油加油机",
    model="CS46",
    serial_number="220517",
    manufacturer="某机械公司",
    premises_id="p1",
    particulars={"board_number": "B-7781"},
)


def dispenser_draft() -> EventDraft:
    return draft(MeasuringInstrumentRegistered(instrument=DISPENSER), "m1")


def inspection_drafts(
    inspection_id: str = "x1", number: str = "2026-0001"
) -> tuple[EventDraft, ...]:
    bodies: tuple[EventBody, ...] = (
        opened(inspection_id, number),
        PremisesChosen(premises=premises()),
        InstrumentChosen(instrument=instrument()),
        CheckAnswered(check="MS01", answer="yes"),
        CheckAnswered(check="MS02", answer="no", note="铅封断"),
        CheckAnswered(check="MS02", answer="yes"),
        ObservationRecorded(observation=observation(f"{inspection_id}-o1")),
        ObservationRecorded(observation=observation(f"{inspection_id}-o2", "2.000")),
        ObservationWithdrawn(observation_id=f"{inspection_id}-o1", reason="误触"),
        InspectionConcluded(verdict=verdict()),
    )
    return tuple(draft(body, inspection_id) for body in bodies)


def linked(drafts: tuple[EventDraft, ...]) -> list[chain.StoredLink]:
    """Chain drafts without a database."""
    clock, ids, previous = FakeClock(), CountingIds(), chain.GENESIS
    links = []
    for seq, item in enumerate(drafts, start=1):
        stamp = chain.Stamp(
            event_id=ids.new_id(),
            device_id="device-1",
            device_seq=seq,
            previous_hash=previous,
            recorded_at=clock.now(),
            monotonic_ns=clock.monotonic_ns(),
            boot_id=clock.boot_id(),
        )
        event, record = chain.link(item, stamp)
        links.append(chain.StoredLink(seq, event.stream_id, event.hash, record))
        previous = event.hash
    return links
