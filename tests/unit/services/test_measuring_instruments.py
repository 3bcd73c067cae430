from __future__ import annotations

from datetime import date

import pytest

from inspector_app.domain.exceptions import InputInvalid, WrongState
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.instrument import MeasuringInstrument, Person, Premises
from inspector_app.metrology.regulations import load_book
from inspector_app.services.choose_subject import ChooseMeasuringInstrument
from inspector_app.services.fill_field import FillField
from inspector_app.services.open_inspection import OpenInspection
from inspector_app.services.plan_inspection import view_of
from inspector_app.services.record_observation import Reading, RecordObservation
from inspector_app.services.register_measuring_instrument import RegisterMeasuringInstrument
from inspector_app.services.validation import EntryRefused
from tests.helpers.fakes import FakeClock, FakeIds, FakeLog, FakeRegistry
from tests.helpers.golden_inspections import golden_base

PERSON = Person(person_id="p1", name="林晓敏", unit="榕城区局")
DISPENSER = MeasuringInstrument(
    instrument_id="",
    category="fuel_dispenser",
    name="税控燃油加油机",
    model="CS46",
    serial_number="220517",
    manufacturer="某机械公司",
    verification_valid_until=date(2027, 3, 1),
    particulars={"board_number": "B-7781"},
)
PLACE = Premises(premises_id="pr1", name="进贤加油站", scope="445202")
BOOK = load_book()


class Desk:
    def __init__(self) -> None:
        self.clock = FakeClock()
        self.log = FakeLog(self.clock)
        self.registry, self.ids = FakeRegistry(self.log), FakeIds()

    def register(self, entry: MeasuringInstrument = DISPENSER) -> MeasuringInstrument:
        use = RegisterMeasuringInstrument(self.log, self.registry, self.ids, "445200")
        return use(entry)

    def open(self, kind: str = "fuel_dispenser") -> Inspection:
        return OpenInspection(self.log, self.registry, self.clock, self.ids)(kind, (PERSON,))

    def ready(self) -> Inspection:
        """A draft whose particulars are filled and whose instrument is chosen."""
        chosen = self.choose(self.open().inspection_id, self.register().instrument_id)
        filled = chosen
        for name, value in golden_base("fuel_dispenser")["fields"].items():
            filled = FillField(self.log)(chosen.inspection_id, name, value)
        return filled

    def choose(self, inspection_id: str, instrument_id: str) -> Inspection:
        return ChooseMeasuringInstrument(self.log, self.registry)(inspection_id, instrument_id)

    def take(self, inspection: Inspection, row_id: str, **figures: str) -> Inspection:
        use = RecordObservation(self.log, self.clock, self.ids, BOOK)
        return use(inspection.inspection_id, row_id, Reading(figures=figures))


@pytest.fixture
def desk() -> Desk:
    return Desk()


DELIVERY = {"delivered": "50.10", "neck": "111", "t_nozzle": "23.6", "t_measure": "24.1"}


def test_a_dispenser_is_registered_with_an_id_and_found_by_its_category(desk: Desk) -> None:
    entered = desk.register()
    assert entered.instrument_id
    assert desk.registry.measuring_instruments("fuel_dispenser") == (entered,)


def test_a_category_that_no_kind_tests_is_refused(desk: Desk) -> None:
    with pytest.raises(EntryRefused):
        desk.register(
            MeasuringInstrument(
                instrument_id="",
                category="time_machine",
                name="x",
                model="",
                serial_number="1",
                manufacturer="",
            )
        )


def test_the_chosen_dispenser_stands_in_the_inspection_with_its_plate(desk: Desk) -> None:
    chosen = desk.choose(desk.open().inspection_id, desk.register().instrument_id)
    assert chosen.measuring_instrument is not None
    assert chosen.measuring_instrument.particulars == {"board_number": "B-7781"}


def test_a_taximeter_is_not_taken_for_a_dispenser(desk: Desk) -> None:
    dispenser = desk.register()
    with pytest.raises(InputInvalid, match="instrument_category"):
        desk.choose(desk.open("taximeter").inspection_id, dispenser.instrument_id)


def test_a_delivery_is_kept_figure_by_figure_and_assessed(desk: Desk) -> None:
    kept = desk.take(desk.ready(), "trial:1:q1:1", **DELIVERY).observations[-1]
    assert (kept.indication, kept.figures) == (None, DELIVERY)
    row = view_of(Inspection.fold(desk.log.stream(desk.ready().inspection_id)), BOOK)
    assert row.rows


def test_a_temperature_of_400_degrees_is_refused_and_nothing_is_written(desk: Desk) -> None:
    draft = desk.ready()
    before = len(desk.log.events)
    with pytest.raises(InputInvalid, match="figure_out_of_range"):
        desk.take(draft, "trial:1:q1:1", **{**DELIVERY, "t_nozzle": "400"})
    assert len(desk.log.events) == before


def test_a_missing_figure_is_named(desk: Desk) -> None:
    with pytest.raises(InputInvalid, match="figure_missing") as refused:
        desk.take(desk.ready(), "trial:1:q1:1", delivered="50.10")
    assert refused.value.parameters["field"] == "neck"


def test_a_nozzle_named_twice_is_planned_once(desk: Desk) -> None:
    draft = desk.ready()
    once = view_of(FillField(desk.log)(draft.inspection_id, "nozzles", "1, 1，1"), BOOK)
    assert {row.row.row_id.split(":")[1] for row in once.rows} == {"1"}


def test_another_dispenser_is_not_chosen_once_something_was_measured(desk: Desk) -> None:
    draft = desk.take(desk.ready(), "trial:1:q1:1", **DELIVERY)
    other = desk.register()
    with pytest.raises(WrongState, match="observations_exist"):
        desk.choose(draft.inspection_id, other.instrument_id)
