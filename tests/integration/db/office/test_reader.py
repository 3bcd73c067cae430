"""The reader behind the intake: every event once, no event in its way, lists that can be rebuilt."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from db.office import tables
from db.office.engine import is_postgresql
from db.office.storage import OfficeDatabase
from inspector_app.domain.events import (
    ObservationWithdrawn,
    PremisesAmended,
    PremisesChosen,
    PremisesRegistered,
    ReportIssued,
    Superseded,
    Voided,
)
from inspector_app.services.record_ports import RecordQuery
from tests.helpers.inspections import PLACE
from tests.helpers.office_chain import NOW, Chain, enrol
from tests.helpers.office_records import PHOTO, RecordingLaptop, bodies, read
from tests.integration.db.office.conftest import opened

ALL = RecordQuery(scopes=None)
LONG_NAME = "".join(sha256(str(n).encode()).hexdigest() for n in range(1500))
"""More than an index of PostgreSQL takes, even compressed."""


@pytest.fixture
def recorder(office: OfficeDatabase) -> RecordingLaptop:
    return RecordingLaptop(office)


def lists(office: OfficeDatabase) -> dict[str, list[tuple[str, ...]]]:
    """Return every row of every list, but for what tells only in which order they were read."""
    with office._work.reading() as t:
        return {
            table.name: sorted(
                tuple(
                    str(bytes(value) if isinstance(value, memoryview) else value)
                    for column, value in zip(table.columns, row, strict=True)
                    if column.name != "entry"
                )
                for row in t.rows(f'SELECT * FROM "{table.name}"')  # noqa: S608 - own
            )
            for table in tables.LISTS
            if table.name != "record_streams"
        }


def forget_version(office: OfficeDatabase) -> None:
    with office._work.writing() as t:
        t.execute("UPDATE facts SET value = ?", (str(tables.LISTS_VERSION - 1),))


def alarm_codes(office: OfficeDatabase) -> list[str]:
    return [alarm.code for alarm in office.records.alarms()]


def tell_much(office: OfficeDatabase, recorder: RecordingLaptop) -> None:
    """Tell of registers that overlap, of records from two laptops, of files, of odd facts."""
    other = RecordingLaptop(office, "device-b")
    recorder.add("p1", PremisesRegistered(premises=PLACE))
    recorder.send()
    for laptop, name in ((recorder, "衡平一店"), (other, "衡平二店")):
        amended = PremisesAmended(
            premises_id="p1", before={"name": PLACE.name}, after={"name": name}
        )
        laptop.add("p1", amended)
    recorder.tell("x1", faulty=True)
    recorder.photo("x1")
    report = replace(PHOTO, sha256="ef" * 32, role="pdf")
    issued = ReportIssued(
        report="record", language="zh_CN", sha256=report.sha256, size=7, name="记录.pdf"
    )
    recorder.add("x1", issued, blobs=(report,))
    other.open("x2", place="水果店", serial="SN-1", scope="445281")
    recorder.send()
    other.add("x1", Voided(reason="wrong", second_person="李四"))
    other.add("x2", PremisesChosen(premises=PLACE), scope="445203")
    other.chain.add_altered(stream_id="x2", type="CheckAnswered", body={"check": 5})
    other.add("x2", Superseded(by_inspection_id="x9", by_number="N9", reason="corrected"))
    other.send(NOW + timedelta(hours=1))


def test_lists_filled_anew_are_the_lists_there_were(
    place: str | Path, office: OfficeDatabase, recorder: RecordingLaptop
) -> None:
    tell_much(office, recorder)
    before, alarms = lists(office), office.records.alarms()
    assert all(before[name] for name in ("inspections", "premises", "review_tasks", "answers"))
    found = office.record_lists.list(replace(ALL, text="第一市场"))
    forget_version(office)
    again = opened(place)
    assert again.record_lists.count(ALL) == 0
    assert read(again, limit=7) > 0
    assert (lists(again), again.records.alarms()) == (before, alarms)
    assert again.record_lists.list(replace(ALL, text="第一市场")) == found
    again.close()


def test_lists_of_this_version_are_left_as_they_are(
    place: str | Path, office: OfficeDatabase, recorder: RecordingLaptop
) -> None:
    recorder.open("x1")
    recorder.send()
    again = opened(place)
    assert (again.record_lists.count(ALL), again.records.catch_up(NOW)) == (1, 0)
    again.close()


def test_the_size_of_the_steps_changes_nothing(
    office: OfficeDatabase, recorder: RecordingLaptop
) -> None:
    tell_much(office, recorder)
    before = lists(office)
    forget_version(office)
    office.reader.require_current_lists()
    read(office, limit=1)
    assert lists(office) == before


def test_readers_at_once_list_each_event_once(
    office: OfficeDatabase, recorder: RecordingLaptop
) -> None:
    for number in range(6):
        for body in bodies(f"x{number}"):
            if not isinstance(body, ObservationWithdrawn):
                recorder.add(f"x{number}", body, scope=("445202", "445281")[number % 2])
    recorder.push()
    together, met = threading.Barrier(4, timeout=60), [0] * 4

    def work(place: int) -> None:
        together.wait()
        met[place] = read(office, limit=5)

    threads = [threading.Thread(target=work, args=(place,)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(100)
    met[0] += read(office)
    assert sum(met) == len(recorder.chain.records)
    with office._work.reading() as t:
        counts = set(t.rows("SELECT observations, answers FROM inspections"))
    assert (len(counts), office.record_lists.count(ALL)) == (1, 6)


def test_an_opening_read_after_what_followed_it_makes_a_whole_row(
    office: OfficeDatabase, recorder: RecordingLaptop
) -> None:
    # Its first facts were filed under the place's division, which is read later by its number.
    recorder.open("x1", scope="445299")
    recorder.add("x1", PremisesChosen(premises=PLACE), scope="445201")
    recorder.add("x1", Voided(reason="wrong", second_person="李四"), scope="445201")
    recorder.send()
    (row,) = office.record_lists.list(ALL)
    assert (row.premises_name, row.state.value, row.scope) == (PLACE.name, "voided", "445299")


def test_a_held_fact_counts_in_the_order_of_its_own_laptop(
    office: OfficeDatabase, recorder: RecordingLaptop
) -> None:
    other = Chain("device-b")
    enrol(office, other.device())
    needed = other.add()
    recorder.open("x1")
    first = replace(PLACE, name="先选的店")
    recorder.add("x1", PremisesChosen(premises=first), needs=(needed,))
    recorder.add("x1", PremisesChosen(premises=PLACE))
    recorder.send()
    office.intake.accept("device-b", other.batch(), NOW)
    read(office)
    (row,) = office.record_lists.list(ALL)
    assert row.premises_name == PLACE.name
    assert office.record_lists.count(replace(ALL, text="先选")) == 0
    record = office.record_lists.record("x1", None)
    assert record is not None
    assert [entry.seq for entry in record.trail] == [1, 4, 2]


@pytest.mark.parametrize(
    "odd",
    [
        {"blobs": 5},
        {"type": "PremisesChosen", "body": {"premises": "none"}},
        {"type": "InspectionOpened", "body": []},
        {"type": "InspectionSealed", "body": {}},
        {"recorded_at": "yesterday"},
        {
            "type": "InspectorKeyIntroduced",
            "body": {"key_id": "", "person_id": "", "public_key": "?"},
        },
        {"blobs": [{"media_type": "", "role": "", "sha256": LONG_NAME, "size": 9}]},
    ],
    ids=["blobs", "premises", "opening", "seal", "time", "key", "long"],
)
def test_an_event_that_makes_no_sense_stops_nobody(
    office: OfficeDatabase, recorder: RecordingLaptop, odd: dict[str, object]
) -> None:
    recorder.chain.add_altered(stream_id="x1", **odd)
    recorder.open("x2", place="衡平店")
    recorder.send()
    assert [row.premises_name for row in office.record_lists.list(ALL)] == ["衡平店"]
    assert set(alarm_codes(office)) <= {"projection_failed"}
    page = office.scopes.page("445202", 1, 0, reader="", now=NOW, limit=1)
    assert page.events[0].record == recorder.chain.records[0]


def test_what_a_database_cannot_hold_is_told_once_and_stops_nobody(
    office: OfficeDatabase, recorder: RecordingLaptop
) -> None:
    recorder.open("x1", place="店\0名")
    recorder.open("x2", place="衡平店")
    recorder.send()
    newest = office.record_lists.list(ALL)[0]
    assert newest.premises_name == "衡平店"
    assert office.record_lists.count(ALL) == 2
    assert len(alarm_codes(office)) == (1 if is_postgresql(office._work._writer) else 0)
