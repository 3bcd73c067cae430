"""Lists of records as the signed-in pages ask for them, the same on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from db.office.storage import OfficeDatabase
from inspector_app.domain.events import (
    EventBody,
    InspectionConcluded,
    InspectionReopened,
    Superseded,
    Voided,
)
from inspector_app.domain.inspection import State
from inspector_app.domain.judgement import Outcome
from inspector_app.services.record_ports import Recheck, RecordQuery, RecordRow
from tests.helpers.office_chain import NOW
from tests.helpers.office_records import PHOTO, RecordingLaptop, bodies

ALL = RecordQuery(scopes=None)


@pytest.fixture
def recorder(office: OfficeDatabase) -> RecordingLaptop:
    return RecordingLaptop(office)


def listed(office: OfficeDatabase, query: RecordQuery = ALL) -> list[str]:
    """Return what a query lists, having compared it with what it counts."""
    rows = office.record_lists.list(query)
    assert office.record_lists.count(query) == len(rows) + query.offset
    return [row.inspection_id for row in rows]


def only(office: OfficeDatabase) -> RecordRow:
    (row,) = office.record_lists.list(ALL)
    return row


def claiming_a_pass(body: EventBody) -> EventBody:
    """Return a fact as it is, but a conclusion with another outcome than was judged."""
    if isinstance(body, InspectionConcluded):
        return InspectionConcluded(verdict=replace(body.verdict, outcome=Outcome.PASS))
    return body


def test_a_concluded_inspection_is_listed_with_all_a_row_shows(
    office: OfficeDatabase, recorder: RecordingLaptop
) -> None:
    recorder.tell("x1", faulty=True)
    recorder.send(NOW + timedelta(hours=2))
    assert only(office) == RecordRow(
        inspection_id="x1",
        number="X1",
        kind="market_scale",
        state=State.CONCLUDED,
        outcome=Outcome.FAIL,
        recheck=Recheck.AGREES,
        premises_name="阿䶮鲜肉档",
        instrument_name="电子计价秤 ACS-30 JY2024-0317",
        on=date(2026, 11, 23),
        scope="445202",
        device_id="device-a",
        device_name="laptop device-a",
        received_at=NOW + timedelta(hours=2),
        missing_files=0,
    )


def test_the_newest_inspection_comes_first_and_windows_follow_each_other(
    office: OfficeDatabase, recorder: RecordingLaptop
) -> None:
    for number in range(7):
        recorder.open(f"x{number}")
    recorder.send()
    pages = [
        [row.inspection_id for row in office.record_lists.list(replace(ALL, offset=at, limit=3))]
        for at in (0, 3, 6, 9)
    ]
    assert pages == [["x6", "x5", "x4"], ["x3", "x2", "x1"], ["x0"], []]
    assert office.record_lists.count(replace(ALL, offset=3, limit=1)) == 7


def test_a_grant_shows_the_records_of_all_divisions_below_it_and_no_other(
    office: OfficeDatabase, recorder: RecordingLaptop
) -> None:
    for scope in ("445202", "445281", "440305", "310101"):
        recorder.open("in " + scope, scope=scope)
    recorder.send()
    seen = {
        grant: listed(office, RecordQuery(scopes=(grant,)))
        for grant in ("445202", "445200", "440000", "320000")
    }
    assert seen == {
        "445202": ["in 445202"],
        "445200": ["in 445281", "in 445202"],
        "440000": ["in 440305", "in 445281", "in 445202"],
        "320000": [],
    }
    assert listed(office, RecordQuery(scopes=("310101", "445202"))) == ["in 310101", "in 445202"]
    assert listed(office, RecordQuery(scopes=())) == []
    assert len(listed(office)) == 4


@pytest.mark.parametrize(
    "text, found",
    [
        ("衡", ["x3", "x1"]),
        ("衡平", ["x1"]),
        ("平衡器", ["x3"]),
        ("平衡 器", ["x3"]),
        ("鲜肉 衡平", ["x1"]),
        ("衡器 鲜肉", []),
        ("䶮", ["x2"]),
        ("acs", ["x2"]),
        ("ACS-30 0042", ["x2"]),
        ("jy26-000003", ["x3"]),
        ("档口", []),
        ("'; DROP TABLE events; --", []),
        ("'衡' & !", ["x3", "x1"]),
        ("衡 <-> 平", []),
        ("　", ["x3", "x2", "x1"]),
    ],
)
def test_a_search_finds_any_run_of_characters(
    office: OfficeDatabase, recorder: RecordingLaptop, text: str, found: list[str]
) -> None:
    recorder.open("x1", number="JY26-000001", place="衡平鲜肉档")
    recorder.open("x2", number="JY26-000002", place="阿䶮水果", serial="SN-0042")
    recorder.open("x3", number="JY26-000003", place="平衡器具店")
    recorder.send()
    assert listed(office, replace(ALL, text=text)) == found


def test_a_record_is_found_by_what_was_chosen_last(
    office: OfficeDatabase, recorder: RecordingLaptop
) -> None:
    recorder.open("x1", place="第一市场")
    recorder.send()
    for body in bodies("x1")[1:2]:
        recorder.add("x1", body)
    recorder.send()
    assert listed(office, replace(ALL, text="第一市场")) == []
    assert listed(office, replace(ALL, text="阿䶮")) == ["x1"]


def test_filters_narrow_together(office: OfficeDatabase, recorder: RecordingLaptop) -> None:
    other = RecordingLaptop(office, "device-b")
    recorder.open("x1", place="衡平店", on=date(2026, 11, 1))
    recorder.open("x2", place="衡平店", on=date(2026, 11, 2), scope="445281")
    recorder.open("x3", place="衡平店", on=date(2026, 11, 3), kind="market_duties")
    recorder.tell("x4", faulty=True)
    recorder.send()
    other.open("x5", place="衡平店", on=date(2026, 11, 2))
    other.tell("x6")
    other.send()
    queries = {
        "draft": replace(ALL, state=State.DRAFT),
        "concluded": replace(ALL, state=State.CONCLUDED),
        "fail": replace(ALL, outcome=Outcome.FAIL),
        "kind": replace(ALL, kind="market_duties"),
        "device": replace(ALL, device_id="device-b"),
        "days": replace(ALL, on_from=date(2026, 11, 2), on_until=date(2026, 11, 2)),
        "from": replace(ALL, on_from=date(2026, 11, 3)),
        "until": replace(ALL, on_until=date(2026, 11, 1)),
        "not judged": replace(ALL, recheck=Recheck.NOT_YET),
        "agrees": replace(ALL, recheck=Recheck.AGREES),
        "differs": replace(ALL, recheck=Recheck.DIFFERS),
        "all of them": RecordQuery(
            scopes=("445202",),
            text="衡平",
            kind="market_scale",
            state=State.DRAFT,
            recheck=Recheck.NOT_YET,
            device_id="device-b",
            on_from=date(2026, 11, 2),
            on_until=date(2026, 11, 30),
        ),
    }
    assert {name: listed(office, query) for name, query in queries.items()} == {
        "draft": ["x5", "x3", "x2", "x1"],
        "concluded": ["x6", "x4"],
        "fail": ["x4"],
        "kind": ["x3"],
        "device": ["x6", "x5"],
        "days": ["x5", "x2"],
        "from": ["x6", "x4", "x3"],
        "until": ["x1"],
        "not judged": ["x5", "x3", "x2", "x1"],
        "agrees": ["x6", "x4"],
        "differs": [],
        "all of them": ["x5"],
    }


def test_a_verdict_that_differs_is_listed_so_and_one_taken_back_is_not_yet_checked(
    office: OfficeDatabase, recorder: RecordingLaptop
) -> None:
    for body in bodies("x1", faulty=True):
        recorder.add("x1", claiming_a_pass(body))
    recorder.send()
    assert only(office).recheck is Recheck.DIFFERS
    recorder.add("x1", InspectionReopened(reason="again"))
    recorder.send()
    assert (only(office).recheck, only(office).outcome) == (Recheck.NOT_YET, None)


def test_a_voided_and_a_replaced_record_say_so(
    office: OfficeDatabase, recorder: RecordingLaptop
) -> None:
    recorder.tell("x1")
    recorder.add("x1", Superseded(by_inspection_id="x2", by_number="N2", reason="corrected"))
    recorder.add("x1", Voided(reason="wrong", second_person="李四"))
    recorder.send()
    assert (only(office).superseded_by, only(office).state) == ("N2", State.VOIDED)


def test_files_count_as_missing_until_they_are_stored(
    office: OfficeDatabase, recorder: RecordingLaptop
) -> None:
    recorder.open("x1")
    recorder.photo("x1")
    recorder.photo("x1")
    recorder.photo("x1", replace(PHOTO, sha256="cd" * 32))
    recorder.send()
    assert only(office).missing_files == 2
    office.intake.blob_stored(PHOTO.sha256, PHOTO.size, NOW)
    assert only(office).missing_files == 1


def test_what_was_set_aside_is_shown_newest_first(
    office: OfficeDatabase, recorder: RecordingLaptop
) -> None:
    recorder.chain.add_raw(b"no record")
    recorder.chain.add_raw(b"nor this one")
    recorder.push(NOW)
    newest, oldest = office.record_lists.set_aside()
    assert (newest.device_seq, newest.size, newest.code) == (2, 12, "record_unreadable")
    assert (oldest.device_name, oldest.received_at) == ("laptop device-a", NOW)
    assert len(oldest.hash) == 64
    assert office.record_lists.set_aside(limit=1) == [newest]


def test_events_that_wait_are_counted_once_each(
    office: OfficeDatabase, recorder: RecordingLaptop
) -> None:
    assert office.record_lists.held() == 0
    recorder.chain.add(needs=("first", "second"))
    recorder.push()
    assert office.record_lists.held() == 1
