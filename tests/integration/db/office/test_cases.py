"""The office takes cases in like any stream: accepted, in their place, in no list of records."""

from __future__ import annotations

from db.office.storage import OfficeDatabase
from inspector_app.services.record_ports import RecordQuery
from tests.helpers.evidence import case_drafts
from tests.helpers.office_chain import NOW
from tests.helpers.office_records import RecordingLaptop, read


def test_the_events_of_a_case_are_accepted_and_disturb_no_list(office: OfficeDatabase) -> None:
    recorder = RecordingLaptop(office)
    recorder.tell("x1")
    for told in case_drafts():
        recorder.add("c1", told.body)
    recorder.send()
    read(office, NOW)
    rows = office.record_lists.list(RecordQuery(scopes=None))
    assert [row.inspection_id for row in rows] == ["x1"]
    assert office.record_lists.record("c1", None) is None
    assert office.record_lists.set_aside() == []
    assert office.records.alarms() == []
