from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from inspector_app.domain.events import (
    EventDraft,
    InspectionOpened,
    InstrumentRegistered,
    WeightSetRegistered,
)
from inspector_app.domain.exceptions import InputInvalid, StandardRefused, WrongState
from inspector_app.services.choose_subject import ChooseInstrument, ChoosePremises, ChooseWeights
from inspector_app.services.open_inspection import OpenInspection, number_of
from inspector_app.services.record_observation import Reading
from tests.unit.services.conftest import SCALE, WEIGHTS, Desk, seen


def register(desk: Desk, **changes: object) -> str:
    key = str(changes.get("weight_set_id", "other"))
    other = replace(WEIGHTS, **{"weight_set_id": key, **changes})  # type: ignore[arg-type]
    body = WeightSetRegistered(weight_set=other)
    desk.log.append(EventDraft(stream_id=key, scope="445202", body=body))
    return key


def test_an_inspection_opens_with_premises_and_instrument_in_one_commit(desk: Desk) -> None:
    before = desk.log.commits
    inspection = desk.opened()
    assert desk.log.commits == before + 1
    assert inspection.instrument == SCALE
    assert inspection.premises is not None
    assert inspection.premises.name == "陈记水产"
    assert inspection.scope == "445202"


def test_the_local_day_picks_the_rules_and_the_number(desk: Desk) -> None:
    inspection = desk.opened()
    assert inspection.on == date(2026, 11, 23)
    assert inspection.number == number_of(inspection.inspection_id, inspection.on)
    assert inspection.number.startswith("261123-")


def test_two_inspections_of_one_day_have_two_numbers(desk: Desk) -> None:
    assert desk.opened().number != desk.opened().number


def test_a_clock_set_back_is_recorded_and_never_refused(desk: Desk) -> None:
    desk.opened()
    desk.clock.at -= timedelta(days=400)
    inspection = desk.opened()
    assert inspection.on == date(2025, 10, 19)


def test_an_unknown_kind_is_refused_and_nothing_is_written(desk: Desk) -> None:
    before = len(desk.log.events)
    with pytest.raises(InputInvalid) as refused:
        desk.opened("fuel_dispenser_of_the_future")
    assert refused.value.code == "kind_unknown"
    assert len(desk.log.events) == before


def test_an_inspection_needs_an_inspector(desk: Desk) -> None:
    opening = OpenInspection(desk.log, desk.registry, desk.clock, desk.ids)
    with pytest.raises(InputInvalid, match="inspector_missing"):
        opening("market_scale", ())


def test_an_instrument_that_is_not_on_file_is_refused(desk: Desk) -> None:
    with pytest.raises(InputInvalid, match="instrument_unknown"):
        desk.opened(instrument_id="nobody")


def test_choosing_an_instrument_brings_its_premises(desk: Desk) -> None:
    inspection = desk.opened(instrument_id="")
    choose = ChooseInstrument(desk.log, desk.registry)
    chosen = choose(inspection.inspection_id, "scale")
    assert chosen.premises is not None


def test_choosing_the_same_again_writes_nothing(desk: Desk) -> None:
    inspection = desk.opened()
    before = len(desk.log.events)
    ChooseInstrument(desk.log, desk.registry)(inspection.inspection_id, "scale")
    ChoosePremises(desk.log, desk.registry)(inspection.inspection_id, "pr1")
    assert len(desk.log.events) == before


def test_weights_expired_yesterday_are_refused_with_certificate_and_date(desk: Desk) -> None:
    key = register(desk, valid_until=date(2026, 11, 22))
    inspection = desk.opened()
    choose = ChooseWeights(desk.log, desk.registry, desk.clock, desk.book)
    with pytest.raises(StandardRefused) as refused:
        choose(inspection.inspection_id, [key])
    assert refused.value.code == "weights_expired"
    assert refused.value.parameters["valid_until"] == "2026-11-22"


def test_weights_valid_through_today_may_be_used(desk: Desk) -> None:
    key = register(desk, valid_until=date(2026, 11, 23))
    inspection = desk.opened()
    choose = ChooseWeights(desk.log, desk.registry, desk.clock, desk.book)
    assert choose(inspection.inspection_id, [key]).weight_sets


def test_weights_over_a_third_of_the_limit_are_refused(desk: Desk) -> None:
    key = register(desk, accuracy_class="M3")
    inspection = desk.opened()
    choose = ChooseWeights(desk.log, desk.registry, desk.clock, desk.book)
    with pytest.raises(StandardRefused, match="weights_too_coarse"):
        choose(inspection.inspection_id, [key])


def test_weights_without_certificate_are_refused(desk: Desk) -> None:
    key = register(desk, certificate_number=" ")
    inspection = desk.opened()
    choose = ChooseWeights(desk.log, desk.registry, desk.clock, desk.book)
    with pytest.raises(StandardRefused, match="weights_without_certificate"):
        choose(inspection.inspection_id, [key])


def test_the_instrument_stays_once_something_was_measured_on_it(desk: Desk) -> None:
    other = replace(SCALE, instrument_id="other")
    body = InstrumentRegistered(instrument=other)
    desk.log.append(EventDraft(stream_id="other", scope="445202", body=body))
    inspection = desk.record(desk.ready(), "zero:1", Reading(indication=seen("0.000")))
    with pytest.raises(WrongState, match="observations_exist"):
        ChooseInstrument(desk.log, desk.registry)(inspection.inspection_id, "other")


def test_the_opening_event_is_the_first_of_its_stream(desk: Desk) -> None:
    inspection = desk.opened()
    assert isinstance(desk.log.bodies(inspection.inspection_id)[0], InspectionOpened)
