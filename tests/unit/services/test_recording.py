from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from inspector_app.domain.events import (
    EventDraft,
    ObservationRecorded,
    ObservationWithdrawn,
    ReadingSessionClosed,
)
from inspector_app.domain.exceptions import (
    InputInvalid,
    InstrumentReports,
    OutOfRange,
    StandardRefused,
    StorageUnavailable,
    UnitMismatch,
    WrongState,
)
from inspector_app.domain.indication import Indication, StabilityBasis
from inspector_app.domain.quantities import grams
from inspector_app.services.record_observation import Reading, indication_by_hand
from inspector_app.services.withdraw_observation import WithdrawObservation
from tests.unit.services.conftest import Desk, seen

LOADED = "load_points:2"


def test_exactly_the_digits_and_bytes_on_the_screen_are_kept(desk: Desk) -> None:
    reading = Reading(
        indication=seen("5.010"), source="COM5 XK3190-A9 9600 8N1", protocol="yaohua-tf0"
    )
    inspection = desk.record(desk.ready(), LOADED, reading)
    kept = inspection.observation_at(LOADED)
    assert kept is not None
    assert str(kept.shown.mass) == "5.010 kg"
    assert kept.shown.raw_hex == (reading.indication.raw.hex() if reading.indication else None)
    assert kept.shown.source == "COM5 XK3190-A9 9600 8N1"
    assert kept.load is not None
    assert str(kept.load) == "5 kg"


def test_the_profiles_unit_fills_only_a_unit_the_wire_lacks(desk: Desk) -> None:
    inspection = desk.record(
        desk.ready(), LOADED, Reading(indication=seen("5.010", None), unit="kg")
    )
    kept = inspection.observation_at(LOADED)
    assert kept is not None
    assert kept.shown.unit == "kg"


@pytest.mark.parametrize(
    "indication,code",
    [
        (seen("5.000", stable=False), "indication_unstable"),
        (seen("5.000", stable=None), "indication_unstable"),
        (replace(seen("5.000"), overload=True), "indication_overload"),
        (replace(seen("5.000"), underload=True), "indication_underload"),
        (replace(seen("5.000"), value=None), "indication_missing"),
    ],
)
def test_an_indication_that_is_no_measurement_is_refused(
    desk: Desk, indication: Indication, code: str
) -> None:
    inspection = desk.ready()
    before = len(desk.log.events)
    with pytest.raises(InputInvalid) as refused:
        desk.record(inspection, LOADED, Reading(indication=indication))
    assert refused.value.code == code
    assert len(desk.log.events) == before


def test_the_instruments_own_error_is_passed_on(desk: Desk) -> None:
    with pytest.raises(InstrumentReports, match="E04"):
        desk.record(desk.ready(), LOADED, Reading(indication=replace(seen("0"), error="E04")))


@pytest.mark.parametrize("unit", ["lb", "ct", "斤", None])
def test_a_reading_in_the_wrong_unit_is_refused_with_both_units(
    desk: Desk, unit: str | None
) -> None:
    with pytest.raises(UnitMismatch) as refused:
        desk.record(desk.ready(), LOADED, Reading(indication=seen("5.000", unit)))
    assert refused.value.parameters == {"unit": unit or "?", "expected": "g"}


def test_a_typed_value_is_marked_as_entered_by_hand(desk: Desk) -> None:
    reading = Reading(indication=indication_by_hand("5.010", "kg"))
    kept = desk.record(desk.ready(), LOADED, reading).observation_at(LOADED)
    assert kept is not None
    assert kept.shown.entered_by_hand


def test_full_width_digits_of_an_input_method_are_understood() -> None:
    assert indication_by_hand("５.０１０", "kg").value == Decimal("5.010")


def test_a_typed_word_is_no_indication() -> None:
    with pytest.raises(InputInvalid, match="not_a_number"):
        indication_by_hand("five", "kg")


def test_flash_point_weights_beyond_e_are_refused(desk: Desk) -> None:
    inspection = desk.record(desk.ready(), "zero:1", Reading(indication=seen("0.000")))
    with pytest.raises(OutOfRange, match="changeover_load"):
        desk.record(
            inspection, LOADED, Reading(indication=seen("5.000"), changeover_load=grams(11))
        )


def test_measuring_a_row_again_withdraws_the_first_value_in_the_same_commit(desk: Desk) -> None:
    inspection = desk.record(desk.ready(), "zero:1", Reading(indication=seen("0.010")))
    before = desk.log.commits
    inspection = desk.record(inspection, "zero:1", Reading(indication=seen("0.000")))
    assert desk.log.commits == before + 1
    assert [o.withdrawn for o in inspection.observations] == [True, False]
    assert inspection.observations[0].withdrawal_reason == "remeasured"


def test_a_row_that_the_plan_does_not_have_is_refused(desk: Desk) -> None:
    with pytest.raises(InputInvalid, match="row_unknown"):
        desk.record(desk.ready(), "load_points:99", Reading(indication=seen("5.000")))


def test_weights_that_expire_between_choice_and_capture_are_refused(desk: Desk) -> None:
    inspection = desk.ready()
    desk.clock.at += timedelta(days=200)
    with pytest.raises(StandardRefused, match="weights_expired"):
        desk.record(inspection, LOADED, Reading(indication=seen("5.000")))


def test_nothing_of_an_interrupted_session_may_be_used(desk: Desk) -> None:
    closed = ReadingSessionClosed(session_id="s1", interrupted=True)
    desk.log.append(EventDraft(stream_id="s1", scope="445202", body=closed))
    stale = replace(seen("5.000"), session_id="s1")
    with pytest.raises(InputInvalid, match="session_over"):
        desk.record(desk.ready(), LOADED, Reading(indication=stale))


def test_a_full_disk_is_told_and_the_inspection_stays_as_it_was(desk: Desk) -> None:
    inspection = desk.ready()
    desk.log.disk_full = True
    with pytest.raises(StorageUnavailable, match="disk_full"):
        desk.record(inspection, "zero:1", Reading(indication=seen("0.000")))
    assert not any(isinstance(e.body, ObservationRecorded) for e in desk.log.events)


def test_withdrawing_takes_the_last_counting_value_and_keeps_it_in_the_log(desk: Desk) -> None:
    inspection = desk.record(desk.ready(), "zero:1", Reading(indication=seen("0.000")))
    inspection = desk.record(inspection, LOADED, Reading(indication=seen("5.000")))
    inspection = WithdrawObservation(desk.log)(inspection.inspection_id)
    assert inspection.observation_at(LOADED) is None
    assert inspection.observation_at("zero:1") is not None
    assert isinstance(desk.log.events[-1].body, ObservationWithdrawn)


def test_there_must_be_something_to_withdraw(desk: Desk) -> None:
    with pytest.raises(InputInvalid, match="nothing_to_withdraw"):
        WithdrawObservation(desk.log)(desk.ready().inspection_id)


def test_an_unknown_inspection_is_named_as_such(desk: Desk) -> None:
    with pytest.raises(WrongState, match="inspection_unknown"):
        WithdrawObservation(desk.log)("nobody")


def test_by_hand_is_a_basis_of_its_own() -> None:
    assert indication_by_hand("1", "g").stability_basis is StabilityBasis.BY_HAND
