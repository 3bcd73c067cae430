"""One record whole: its figures, its trail, its files, and the office's own verdict."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from db.office.storage import OfficeDatabase
from inspector_app.domain.events import (
    InspectionConcluded,
    InspectionReopened,
    UnknownBody,
    Voided,
)
from inspector_app.domain.inspection import State
from inspector_app.domain.judgement import Outcome
from inspector_app.services.record_ports import Recheck, RecordView
from tests.helpers.office_chain import NOW
from tests.helpers.office_records import PHOTO, RecordingLaptop, bodies, read


@pytest.fixture
def recorder(office: OfficeDatabase) -> RecordingLaptop:
    return RecordingLaptop(office)


def view(office: OfficeDatabase, stream: str = "x1") -> RecordView:
    found = office.record_lists.record(stream, None)
    assert found is not None
    return found


def test_a_record_is_folded_from_its_events(
    office: OfficeDatabase, recorder: RecordingLaptop
) -> None:
    told = recorder.tell("x1", faulty=True)
    recorder.open("x2")
    recorder.send()
    record = view(office)
    assert record.inspection is not None
    assert record.inspection.verdict is not None
    assert record.inspection.verdict.outcome is Outcome.FAIL
    assert record.computed is None
    assert [entry.event for entry in record.trail] == told
    assert [entry.seq for entry in record.trail] == list(range(1, len(told) + 1))
    first = record.trail[0]
    assert (first.device_name, first.scope, first.hash) == (
        "laptop device-a",
        "445202",
        told[0].hash,
    )


def test_a_record_outside_the_grants_is_as_unknown_as_one_that_never_was(
    office: OfficeDatabase, recorder: RecordingLaptop
) -> None:
    recorder.open("x1", scope="445281")
    recorder.send()
    assert office.record_lists.record("x1", ("445202",)) is None
    assert office.record_lists.record("x1", ()) is None
    assert office.record_lists.record("x2", None) is None
    assert office.record_lists.record("x1", ("445200",)) is not None


def test_the_offices_own_verdict_is_shown_where_it_differs(
    office: OfficeDatabase, recorder: RecordingLaptop
) -> None:
    claimed = None
    for body in bodies("x1", faulty=True):
        if isinstance(body, InspectionConcluded):
            claimed = InspectionConcluded(verdict=replace(body.verdict, outcome=Outcome.PASS))
        recorder.add("x1", claimed if isinstance(body, InspectionConcluded) and claimed else body)
    recorder.send()
    record = view(office)
    assert record.row.recheck is Recheck.DIFFERS
    assert record.inspection is not None
    assert claimed is not None
    assert record.inspection.verdict == claimed.verdict
    assert record.computed is not None
    assert record.computed.outcome is Outcome.FAIL
    assert office.records.alarms()[0].code == "verdict_differs"


def test_only_the_last_conclusion_is_judged_for_the_record(
    office: OfficeDatabase, recorder: RecordingLaptop
) -> None:
    said = bodies("x1")
    (concluded,) = (body for body in said if isinstance(body, InspectionConcluded))
    wrong = InspectionConcluded(verdict=replace(concluded.verdict, outcome=Outcome.FAIL))
    for body in said:
        if body is concluded:
            recorder.add("x1", wrong)
            recorder.add("x1", InspectionReopened(reason="typing error"))
        recorder.add("x1", body)
    recorder.send()
    assert (view(office).row.recheck, view(office).computed) == (Recheck.AGREES, None)


def test_files_are_named_in_the_order_they_were_taken(
    office: OfficeDatabase, recorder: RecordingLaptop
) -> None:
    second = replace(PHOTO, sha256="00" * 32, size=9)
    recorder.open("x1")
    recorder.photo("x1")
    recorder.photo("x1", second)
    recorder.send()
    office.intake.blob_stored(second.sha256, second.size, NOW)
    files = [(file.blob, file.name, file.stored) for file in view(office).files]
    assert files == [(PHOTO, "铭牌", False), (second, "铭牌", True)]


def test_what_still_waits_is_in_the_trail_but_not_in_the_figures(
    office: OfficeDatabase, recorder: RecordingLaptop
) -> None:
    recorder.open("x1")
    voided = Voided(reason="wrong", second_person="李四")
    held = recorder.add("x1", voided, needs=("of another laptop",))
    recorder.send()
    record = view(office)
    assert record.inspection is not None
    assert record.inspection.state is State.DRAFT
    assert [(entry.event, entry.seq) for entry in record.trail][1:] == [(held, None)]


def test_a_fact_of_a_newer_program_is_in_the_trail_and_changes_no_figure(
    office: OfficeDatabase, recorder: RecordingLaptop
) -> None:
    recorder.open("x1")
    recorder.add("x1", UnknownBody(type="DroneFlown", type_version=7, data={"height": 12}))
    recorder.send()
    record = view(office)
    assert record.inspection is not None
    assert record.trail[1].event is not None
    assert record.trail[1].event.body == UnknownBody(
        type="DroneFlown", type_version=7, data={"height": 12}
    )
    assert office.records.alarms() == []


def test_a_fact_that_cannot_be_read_is_kept_told_and_leaves_the_figures_out(
    office: OfficeDatabase, recorder: RecordingLaptop
) -> None:
    recorder.open("x1", place="衡平店")
    recorder.chain.add_altered(stream_id="x1", type="CheckAnswered", body={"check": 5})
    recorder.add("x1", Voided(reason="wrong", second_person="李四"))
    recorder.send(NOW + timedelta(minutes=1))
    record = view(office)
    assert (record.inspection, record.row.state) == (None, State.VOIDED)
    assert [entry.event is None for entry in record.trail] == [False, False, True, False]
    assert record.trail[2].hash == office.records.alarms()[0].parameters["hash"]
    assert [alarm.code for alarm in office.records.alarms()] == ["projection_failed"]


def test_facts_of_another_laptop_join_the_record(
    office: OfficeDatabase, recorder: RecordingLaptop
) -> None:
    other = RecordingLaptop(office, "device-b")
    recorder.tell("x1")
    recorder.send()
    other.add("x1", Voided(reason="wrong", second_person="李四"))
    other.send()
    record = view(office)
    assert record.inspection is not None
    assert record.inspection.state is record.row.state is State.VOIDED
    assert (record.trail[-1].device_id, record.row.device_id) == ("device-b", "device-a")
    assert read(office) == 0
